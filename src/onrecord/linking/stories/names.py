"""Names in a text that tell one happening from another: people, with their ages, and streets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from onrecord.knowledge.table import read_file
from onrecord.linking.stories.words import DATA, fold, number, rarity

_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'-]*[a-zß-öø-ÿ][\w’'-]*"
_FULL = rf"{_NAME}(?:[ \t]+(?:[A-Z]\.[ \t]+)?{_NAME})+"
_RUN = re.compile(_FULL)
_AGED = re.compile(rf"({_NAME})(?:,?[ \t]+(?:Jr|Sr|II|III)\b\.?)?,[ \t]+(?:age[d]?[ \t]+)?(\d{{1,2}})\b(?![:/.]\d)")
_OLD = re.compile(rf"\b(\d{{1,2}})[- ]year[- ]olds?\b(?:[ \t]+(?:[a-z]+[ \t]+){{0,3}}?({_FULL}))?")
_AGE = re.compile(r"\b(?:age|aged)[ \t]+(\d{1,2})\b")

COMMON = 3.5
"""A name both of whose words are commoner than this (in three of a hundred articles) names nobody in particular."""


@dataclass(slots=True)
class Names:
    """What was found; words stand as numbers."""

    people: dict[int, int] = field(default_factory=dict)
    surnames: set[int] = field(default_factory=set)
    aged: set[int] = field(default_factory=set)
    ages: set[int] = field(default_factory=set)
    streets: set[int] = field(default_factory=set)


@cache
def _markers() -> dict[str, str]:
    """Words that stand in names and what they make of them: `street` after one, `title` before one, `other`."""
    return {row["word"]: row["kind"] for row in read_file(DATA / "name_words.tsv")}


def named(text: str, places: Iterable[str]) -> Names:
    """The names of a text; `places` are the toponyms in it, which name nobody."""
    found = Names()
    towns = {fold(word) for place in places for word in place.split()}
    for match in _RUN.finditer(text):
        _read_run(match.group(), towns, found)
    for match in _AGED.finditer(text):
        _add_age(match.group(1), int(match.group(2)), found)
    for match in _OLD.finditer(text):
        last = match.group(2).split()[-1] if match.group(2) else ""
        _add_age(last, int(match.group(1)), found)
    found.ages.update(int(match.group(1)) for match in _AGE.finditer(text))
    found.ages.discard(0)
    return found


def _add_age(surname: str, age: int, found: Names) -> None:
    found.ages.add(age)
    folded = fold(surname)
    if folded and _markers().get(folded) is None and rarity(folded) > 1:
        found.aged.add(number(f"{folded} {age}"))


def _read_run(run: str, towns: set[str], found: Names) -> None:
    """Take the names from words in capitals that stand together."""
    folded = [fold(word.rstrip(".")) for word in run.split() if len(word.rstrip(".")) > 1]
    kinds = [_markers().get(word) for word in folded]
    for n in range(1, len(folded)):
        before, word = folded[n - 1], folded[n]
        if kinds[n] == "street" and kinds[n - 1] is None:
            found.streets.add(number(before))
        if kinds[n] is not None or kinds[n - 1] is not None or (word in towns and before in towns):
            continue
        if n + 1 < len(folded) and kinds[n + 1] in ("street", "other"):
            continue
        if n > 1 and kinds[n - 2] == "title":
            continue
        both = rarity(before), rarity(word)
        if max(both) < COMMON:
            continue
        found.people[number(f"{before} {word}")] = min(255, round(10 * sum(both)))
        found.surnames.add(number(word))
