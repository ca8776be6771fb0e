"""A person's name found in texts and covered up: signs of equal number in a text, so that all offsets hold."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from onrecord.records import Document, DocumentInfo, Extraction, decode, encode
from onrecord.records.accents import without_accents

COVER: Final = "█"
"""What each letter of a name in a text becomes."""
NO_NAME: Final = "[name removed {}]"
"""What stands for a name where no offsets hang on it, with a number: two people do not become one."""

_WORD: Final = re.compile(r"\w+(?:['’-]\w+)*")
_INITIAL: Final = r"(?:\w\.?[\s-]+)?"


class Name:
    """A person's name, and its other forms, as they are found in texts: in any case, with or without accents.

    Between the first and the last word of a name an initial may stand; `Last, First` is found too. Of a name of
    several words the last one alone counts as well, and the first where no other name goes on with it, in a text that
    has the whole name somewhere (`texts_of`).
    """

    def __init__(self, name: str, also: Iterable[str] = (), number: int = 1) -> None:
        self.stand_in = NO_NAME.format(number)
        forms = [words for form in (name, *also) if (words := _WORD.findall(_folded(form)[0]))]
        self._ends = tuple({words[-1] for words in forms})
        self._whole = re.compile("|".join(sorted((_pattern(words) for words in forms), key=len, reverse=True)))
        lasts = sorted({re.escape(words[-1]) for words in forms if len(words) > 1}, key=len, reverse=True)
        self._last = re.compile(rf"\b(?:{'|'.join(lasts)})\b") if lasts else None
        firsts = sorted({re.escape(words[0]) for words in forms if len(words) > 1 and len(words[0]) > 2})
        self._first = re.compile(rf"\b(?:{'|'.join(firsts)})\b") if firsts else None
        parts = [r"[\W_]*".join(map(re.escape, words)) for words in forms]
        self._slug = re.compile("|".join(rf"(?<![a-z0-9]){part}(?![a-z])" for part in parts))

    def stands_in(self, text: str | None) -> bool:
        """Whether the name, in one of its forms, stands in a text."""
        folded = self._worth(text)
        return bool(folded) and self._whole.search(folded) is not None

    def _worth(self, text: str | None) -> str:
        """The text without case and accents; empty where the last word of no form is in it, as in most texts."""
        if not text:
            return ""
        quick = _ascii(text)
        if not any(end in quick or not end.isascii() for end in self._ends):
            return ""
        folded = text.lower() if text.isascii() else without_accents(text).casefold()
        return folded if any(end in folded for end in self._ends) else ""

    def in_address(self, address: str | None) -> bool:
        """Whether an id or address is made of the name: `…/anna-miller-resigns.html`."""
        return bool(address) and self._slug.search(_folded(address or "")[0].replace("%20", " ")) is not None

    def last_alone(self, text: str | None) -> bool:
        """Whether the last word of the name stands in a text in which the whole name does not."""
        return bool(self._worth(text)) and not self.stands_in(text) and bool(self._spans(text or "", True))

    def spans(self, text: str, last_too: bool) -> list[tuple[int, int]]:
        """Where the name stands; with `last_too` also where only its last word does, with a capital letter."""
        return self._spans(text, last_too)

    def _spans(self, text: str, last_too: bool) -> list[tuple[int, int]]:
        folded, places = _folded(text)
        found = [(places[m.start()], places[m.end()]) for m in self._whole.finditer(folded)]
        if last_too and self._last is not None:
            for match in self._last.finditer(folded):
                start, end = places[match.start()], places[match.end()]
                if text[start].isupper() and not any(a <= start < b for a, b in found):
                    found.append((start, end))
        if last_too and self._first is not None:
            for match in self._first.finditer(folded):
                start, end = places[match.start()], places[match.end()]
                alone = text[start].isupper() and not _goes_on(text, end)
                if alone and not any(a <= start < b for a, b in found):
                    found.append((start, end))
        return sorted(found)

    def covered(self, text: str, last_too: bool = True) -> str:
        """The text with each letter of the name covered; as long as before."""
        signs = list(text)
        for start, end in self._spans(text, last_too):
            signs[start:end] = [sign if sign.isspace() else COVER for sign in signs[start:end]]
        return "".join(signs)

    def removed(self, text: str, last_too: bool = True) -> str:
        """The text with `[name removed 1]` in place of the name."""
        parts, at = [], 0
        for start, end in self._spans(text, last_too):
            parts += [text[at:start], self.stand_in]
            at = end
        return "".join([*parts, text[at:]])


def _goes_on(text: str, end: int) -> bool:
    """Whether another word of a name follows a first name, which then is that of somebody else."""
    return text[end : end + 1] in (" ", "\u00a0", "-") and text[end + 1 : end + 2].isupper()


def _ascii(text: str) -> str:
    """A text in small letters, without accents and what is no ASCII: quick, to see what deserves a closer look."""
    if text.isascii():
        return text.lower()
    plain = text.replace("ß", "ss").replace("ẞ", "ss")
    return unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode("ascii").lower()


def _pattern(words: list[str]) -> str:
    escaped = list(map(re.escape, words))
    if len(escaped) == 1:
        return rf"\b{escaped[0]}\b"
    straight = rf"[\s-]+{_INITIAL}".join(escaped)
    turned = rf"{escaped[-1]},\s+" + r"[\s-]+".join(escaped[:-1])
    return rf"\b(?:{straight}|{turned})\b"


def _folded(text: str) -> tuple[str, list[int]]:
    """A text without case and accents, and for each sign of it (and its end) where that stands in the text."""
    signs: list[str] = []
    places: list[int] = []
    for at, sign in enumerate(text):
        for folded in sign.lower() if sign.isascii() else without_accents(sign).casefold():
            signs.append(folded)
            places.append(at)
    return "".join(signs), [*places, len(text)]


def masked_document(name: Name, document: Document) -> Document:
    """A document with the name covered in its text, and removed from its description."""

    def plain(said: str | None) -> str | None:
        return None if said is None else name.removed(said)

    return replace(
        document,
        text=name.covered(document.text),
        title=plain(document.title),
        source=plain(document.source),
        author=plain(document.author),
        credits=tuple(name.removed(credit) for credit in document.credits),
    )


def masked_extraction(name: Name, extraction: Extraction, document: Document) -> Extraction:
    """An extraction as it is of the masked document: its spans have the words that stand there now."""
    value = masked_value(name, encode(extraction), document.text)
    value["document"] = encode(replace(DocumentInfo.of(document), lang=extraction.document.lang))
    return decode(Extraction, value)


def masked_json(name: Name, record: str, text: str | None = None) -> str:
    """A record kept as JSON with the name taken out; its spans are those of `text`."""
    masked = masked_value(name, json.loads(record), text)
    return json.dumps(masked, ensure_ascii=False, separators=(", ", ": "))


def masked_value(name: Name, value: Any, text: str | None = None) -> Any:
    """A JSON value with the name taken out of all its texts; spans take their words from `text`.

    A person whose words in the text are covered has no name any more, whatever name that was resolved to; `[name
    removed 1]` stays one and the same person.
    """
    if isinstance(value, str):
        return name.removed(value)
    if isinstance(value, list):
        return [masked_value(name, item, text) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() >= {"start", "end", "text"} and text is not None and isinstance(value["text"], str):
        return value | {"text": text[value["start"] : value["end"]]}
    if value.keys() >= {"quote", "before", "after"}:
        return value | _masked_quote(name, value)
    found = {name.removed(key): masked_value(name, item, text) for key, item in value.items()}
    if found.get("kind") == "person" and isinstance(found.get("name"), str):
        spans = [found.get("span"), found.get("coref"), *(found.get("source") or ())]
        if any(isinstance(span, dict) and COVER in span.get("text", "") for span in spans):
            found["name"] = name.stand_in
    return found


def _masked_quote(name: Name, target: dict[str, Any]) -> dict[str, Any]:
    """A passage that a judgement hangs on: covered as one text, so that a name across its borders is found too."""
    before, quote, after = target["before"], target["quote"], target["after"]
    whole = name.covered(before + quote + after)
    ends = len(before), len(before) + len(quote)
    return {"before": whole[: ends[0]], "quote": whole[ends[0] : ends[1]], "after": whole[ends[1] :]}
