"""What a page shows beside its title: when it was published, and by whom."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.reading.dates import parse_worded_date

_CHANGED = re.compile(
    r"updat|modif|edited|revis|last |aktualisier|geändert|mis à jour|modifié|actualiz|atualiz|aggiorn|bijgewerkt"
    r"|uppdater|opdater|oppdater|päivitet|aktualiz|обновл|изменен|оновлен|güncelle|diperbarui|cập nhật"
    r"|ενημέρωση|تحديث|עודכן|更新",
    re.I,
)
_PIECES = re.compile(r"[|·•»]|\s[-–—]\s|,?\s+(?=(?:by|von|par|por|di|door|av|af)\s)|;", re.I)
_BY = re.compile(
    r"(?:(?:written |reported |posted )?by|von|par|por|di|da|door|av|af|przez|автор(?:ы|ка|и)?|text(?:e|o)?|tekst|yazan"
    r"|oleh|từ|autor(?:a|en|in|zy|es)?|auteur|autore|作者|记者|記者|文|撰文|بقلم|מאת)(?:\s*[:：/]\s*|\s+)(?P<names>.{2,120})",
    re.I,
)
_NAMES = re.compile(
    r"[^\W\d_][\w.’'-]*(?:\s+(?:van|von|de|del|della|da|di|al|el|bin|ben|la|le|ter|den|der)?\s*[^\W\d_][\w.’'-]*){0,4}"
    r"(?:(?:,|\s+(?:and|und|et|y|e|en|og|och|i|и|та|&))\s+[^\W\d_][\w.’'-]*(?:\s+[^\W\d_][\w.’'-]*){1,3}){0,5}"
)
_LONGEST = 200


def shown_date(beside: Sequence[str], day_first: bool = False) -> str | None:
    """The first date among the lines beside a title that is not the date of a change, or null."""
    for line in beside:
        if len(line) > _LONGEST:
            continue
        changed = _CHANGED.search(line)
        before = line[: changed.start()] if changed else line
        for piece in (before, *_PIECES.split(before)):
            found = parse_worded_date(piece.strip(" ,:|-–—"), day_first) if any(map(str.isdigit, piece)) else None
            if found:
                return found
    return None


def shown_author(beside: Sequence[str]) -> str | None:
    """Who signs the article in a line beside its title ("By Jane Doe and John Roe", "Von Jane Doe"), or null."""
    for line in beside:
        if len(line) > _LONGEST:
            continue
        for piece in (line, *_PIECES.split(line)):
            found = _BY.fullmatch(piece.strip())
            names = _NAMES.match(found["names"]) if found else None
            if names and found and _is_names(names[0]) and len(names[0]) >= 0.5 * len(found["names"]):
                return names[0].strip(" ,.")
    return None


def _is_names(text: str) -> bool:
    """Whether the words are written as names are; scripts without capitals are believed."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    cased = [word for word in words if word[0].isupper() or word[0].islower()]
    return bool(words) and sum(word[0].isupper() for word in cased) >= 0.7 * len(cased) and len(text) <= 100
