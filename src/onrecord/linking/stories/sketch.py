"""What is compared of one document to tell its story: telling words, names, ages, streets, places, days."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.linking.dates import ordinal
from onrecord.linking.model import Report
from onrecord.linking.stories.names import named
from onrecord.linking.stories.words import fold, number, rarity, words
from onrecord.reading.furniture import find_furniture
from onrecord.records import Document, Extraction

LONGEST_TEXT = 8_000
"""Characters that are read; the happening that a document is about stands before, long documents digress."""

LEAD = 90
"""Words of the lead, after the title's: an opening paragraph or two."""

BODY_WORDS, LEAD_WORDS = 110, 40
"""Words that are kept of the whole and of title and lead, the most telling ones."""

MOST_NAMES = 40
MOST_PLACES = 12

LAST_DAYS = 60
"""How long before its publication a day named in a document may lie to be that of its happening."""


_SITE = re.compile(r"\s+(?:[|:•»-]|--|–|—)\s+")


@dataclass(frozen=True, slots=True)
class Spot:
    """A resolved place: how often and early it is named (`weight`), where it lies in hundredths of degrees."""

    geonameid: int
    weight: int
    lat: int
    lon: int
    exact: bool  # a town or part of it, not a region or country


@dataclass(frozen=True, slots=True)
class StorySketch:
    """What is compared of one document. Words and names are numbers that stand for them.

    `body` and `lead` give words with weights (term frequency and rarity, the longest vector scaled to 255);
    `people` full names with the rarity of their words; `aged` a surname with an age; `published` and `days` count
    days (proleptic Gregorian ordinals), `day` is that of the first act told.
    """

    body: Mapping[int, int] = field(default_factory=dict)
    lead: Mapping[int, int] = field(default_factory=dict)
    people: Mapping[int, int] = field(default_factory=dict)
    surnames: frozenset[int] = frozenset()
    aged: frozenset[int] = frozenset()
    ages: frozenset[int] = frozenset()
    streets: frozenset[int] = frozenset()
    spots: tuple[Spot, ...] = ()
    published: int | None = None
    day: int | None = None
    days: frozenset[int] = frozenset()
    body_norm: float = 0.0
    lead_norm: float = 0.0

    @classmethod
    def of(cls, report: Report) -> StorySketch:
        """The sketch of a document as it was read."""
        return _sketch(report.document, report.extraction)


def _sketch(document: Document, extraction: Extraction) -> StorySketch:
    text = _prose(document.text[:LONGEST_TEXT])
    title = _headline((document.title or "")[:300])
    published = ordinal(document.published)
    body, lead = _wording(title, text)
    found = named(text, [place.span.text for place in extraction.places[:200]])
    day, days = _days(extraction, published)
    return StorySketch(
        body=body,
        lead=lead,
        people=dict(sorted(found.people.items(), key=lambda item: (-item[1], item[0]))[:MOST_NAMES]),
        surnames=frozenset(found.surnames),
        aged=frozenset(found.aged),
        ages=frozenset(found.ages),
        streets=frozenset(found.streets),
        spots=_spots(extraction),
        published=published,
        day=day,
        days=days,
        body_norm=norm(body),
        lead_norm=norm(lead),
    )


def _prose(text: str) -> str:
    """A text without the furniture of its page; its dateline stays, since it names a place."""
    found = find_furniture(text)
    pieces, at = [], 0
    for start, end in found.ranges:
        pieces.append(text[at:start])
        if found.dateline is not None and start <= found.dateline[0] < end:
            pieces.append(text[found.dateline[0] : found.dateline[1]])
        at = end
    return " \n".join([*pieces, text[at:]])


def _headline(title: str) -> str:
    """A title without the name of the site that stands after a bar or dash."""
    parts = _SITE.split(title)
    return parts[0] if len(parts[0].split()) >= 3 else title


def norm(weights: Mapping[int, int]) -> float:
    """The length of a vector of weights."""
    return math.sqrt(sum(weight * weight for weight in weights.values()))


def _wording(title: str, text: str) -> tuple[dict[int, int], dict[int, int]]:
    in_title = [fold(match.group()) for match in words(title)]
    in_text = [fold(match.group()) for match in words(text)]
    lead = Counter(in_title + in_text[:LEAD])
    body = Counter(in_text)
    body.update(in_title * 2)
    return _weighted(body, BODY_WORDS), _weighted(lead, LEAD_WORDS)


def _weighted(counts: Mapping[str, int], most: int) -> dict[int, int]:
    """The most telling words with their weights, from 1 to 255."""
    weights = {word: (1 + math.log(count)) * rarity(word) for word, count in counts.items()}
    kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:most]
    if not kept or kept[0][1] <= 0:
        return {}
    scale = 255 / kept[0][1]
    return {number(word): max(1, round(weight * scale)) for word, weight in kept if weight > 0}


def _spots(extraction: Extraction) -> tuple[Spot, ...]:
    """The resolved places, those named most and first before others."""
    weights: Counter[int] = Counter()
    where: dict[int, tuple[int, int, bool]] = {}
    for n, place in enumerate(extraction.places):
        if place.geonameid is None or place.lat is None or place.lon is None or place.span.start > LONGEST_TEXT:
            continue
        weights[place.geonameid] += 4 if n == 0 else 2 if n < 4 else 1
        where.setdefault(place.geonameid, (round(place.lat * 100), round(place.lon * 100), (place.precision or 9) <= 2))
    kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MOST_PLACES]
    return tuple(Spot(id, min(weight, 255), *where[id]) for id, weight in kept)


def _days(extraction: Extraction, published: int | None) -> tuple[int | None, frozenset[int]]:
    """The day of the first act told that has one, and all days named that a recent happening may have."""

    def fits(start: str | None, end: str | None) -> int | None:
        found = ordinal(start)
        if found is None or start != end:
            return None
        return found if published is None or -LAST_DAYS <= found - published <= 1 else None

    days = [fits(time.start, time.end) for time in extraction.times[:60]]
    acts = [fits(claim.time.start, claim.time.end) for claim in extraction.claims[:12] if claim.time]
    known = [day for day in days if day is not None]
    first = next((day for day in [*acts, *known] if day is not None), None)
    return first, frozenset(known)
