"""Names of outlets: which are one outlet, and whom a text names as its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from onrecord.knowledge.table import read_file, read_table
from onrecord.records.accents import without_accents

_DATA = Path(__file__).parent / "data"

_PART = r"[A-Z0-9](?:[\w&'’-]|\.(?=\w)){0,30}"
_NAME = rf"(?P<name>(?:[Tt]he )?{_PART}(?: (?:(?:of the|of|and|for|de|&) )?{_PART}){{0,4}})"
_BRACKETS = re.compile(r"\s*[(\[][^)\]]{0,60}[)\]]\s*$")
_SECTION = re.compile(r"\s+(?:[-–—|:]|- )\s*(?:[A-Z][\w ]{0,30})$")
_DOMAIN = re.compile(r"^(?:https?://)?(?:www\.)?|\.(?:com|org|net|co\.uk|info|co)\b.*$")
_NOT_WORDS = re.compile(r"[^\w&]+")
_NAME_END = re.compile(r"(?:['’]s|[.,])$")
_CUE = re.compile(
    r"\b(?:reported|revealed|reports?|reveals|writes|wrote|reporting|citing|quoting|according|told|tells?|telling|"
    r"spoke|speaking|interview|article|story|account|investigation|scoop|published|obtained|broke|broken|disclosed|"
    r"learned|learnt|confirmed|found|understands|says|said|adds|notes|noted|claims|claimed|cited|quoted|sources?|"
    r"seen|reviewed|verified)\b",
    re.I,
)
"""The words that every pattern of relays.tsv has."""

_NEAR = 80
"""Characters round such a word in which the name stands."""

_EMPTY = frozenset({"news", "online", "web", "opinion", "editorial", "agency", "newspaper", "magazine", "website"})
"""Words that outlets add to their names or leave out, at their end."""


@lru_cache(maxsize=65_536)
def outlet_key(name: str | None) -> str:
    """The form under which names of one outlet are equal: "The Fox News (Online)" and "FoxNews.com"; "" for none.

    By the aliases of the table of outlets; other names by their words without article, address and section.
    """
    if not name or not name.strip():
        return ""
    plain = _plain(_SECTION.sub("", _BRACKETS.sub("", name.strip())))
    aliases = _aliases()
    for form in _shorter(plain):
        found = aliases.get(form.replace(" ", ""))
        if found:
            return found
    return plain.replace(" ", "")


def _shorter(plain: str) -> Iterator[str]:
    """The name, and the name with the words taken off that outlets add to theirs."""
    yield plain
    words = plain.split()
    while len(words) > 1 and words[-1] in _EMPTY:
        words = words[:-1]
        yield " ".join(words)
    kept = [word for word in words if word not in ("online", "web")]
    if kept and kept != words:
        yield " ".join(kept)


def _plain(name: str) -> str:
    folded = without_accents(name).lower().replace("’", "").replace("'", "")
    folded = _DOMAIN.sub("", folded) or folded
    words = _NOT_WORDS.sub(" ", folded.replace(".", "")).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


@cache
def _aliases() -> dict[str, str]:
    found: dict[str, str] = {}
    names: dict[str, str] = {}
    for row in read_table("parties/outlets.tsv", ("name",)):
        key = _plain(row["name"]).replace(" ", "")
        names[key] = row["name"]
        for form in (row["name"], *row.words("aliases")):
            found.setdefault(_plain(form).replace(" ", ""), key)
    return found


@cache
def _known() -> dict[str, str]:
    return {outlet_key(row["name"]): row["name"] for row in read_table("parties/outlets.tsv", ("name",))}


def known_outlet(name: str) -> str | None:
    """The name under which the table of outlets has an outlet, or null."""
    return _known().get(outlet_key(name))


def looks_like_outlet(name: str) -> bool:
    """Whether the table of outlets has a name, or it has a word of outlets' names: "Strelsau Courier"."""
    return known_outlet(name) is not None or not _outlet_words().isdisjoint(name.split())


@cache
def _outlet_words() -> frozenset[str]:
    table = Path(str(resources.files("onrecord.reading"))) / "data" / "outlet_words.tsv"
    return frozenset(row["word"] for row in read_file(table))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"].replace("{name}", _NAME)) for row in read_file(_DATA / "relays.tsv"))


def named_in(text: str) -> list[tuple[int, str]]:
    """The names that stand where a text says whose report it retells, with their offsets, in text order.

    Not all of them are outlets: "a report by the ministry" is found too. Who reads them knows whom it looks for.
    """
    found: dict[tuple[int, str], None] = {}
    for start, end in _near_cues(text):
        for pattern in _patterns():
            for match in pattern.finditer(text, start, end):
                name = match["name"]
                at = match.start("name")
                if name.startswith(("The ", "the ")):
                    name, at = name[4:], at + 4
                found[at, _NAME_END.sub("", name)] = None
    return sorted(found)


def _near_cues(text: str) -> list[tuple[int, int]]:
    """The stretches of a text round words of reporting, apart from each other; they begin with a word."""
    found: list[tuple[int, int]] = []
    for cue in _CUE.finditer(text):
        start = text.rfind(" ", 0, max(0, cue.start() - _NEAR)) + 1
        end = cue.end() + _NEAR
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
