"""From one document to its sketch, and the keys under which others find it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from onrecord.knowledge.table import read_file
from onrecord.linking.dates import day
from onrecord.linking.hashing import key
from onrecord.linking.model import Report
from onrecord.linking.origins.model import Sketch
from onrecord.linking.origins.outlets import named_in, outlet_key
from onrecord.linking.origins.wording import content_pairs, fingerprints, minima, number_words, word_count
from onrecord.reading.furniture import find_furniture
from onrecord.records import Claim, Link

_OPENING = 300
"""Characters at the beginning of a text in which whoever retells a report says whose it is."""

_TOP = 2000
"""Characters in which names are looked for by their wording alone; further down the claims tell who is relayed."""

_OPENING_WORDS = 30
"""Content words of the opening that look a report up by its outlet: about the first two paragraphs."""

_SAMPLE = 20
"""Of so many pairs of content words further down one is taken: an echo may retell what stands there."""

_HEAD_WORDS = 10
"""Content words that are looked up without a date: about the headline."""

LONGEST_ECHO = 250
"""Words up to which a document that names another's outlet may be a mere retelling."""

ECHO_DAYS = 14
"""Days within which a report is retold."""

_RELAYED = 6
"""Outlets that a document is looked up by, at most: one that names more of them is a review of the press."""

_SIGNATURE = 8
"""Numbers of the MinHash signature: a copy with half of its runs changed agrees in several of them."""

_BUCKETS = 32
"""Circles of each number: up to some thousands of pages that repeat one report find each other."""

_SHORT_BOX = 150
"""Characters of a paragraph up to which one phrase tells a box."""

_HELP = re.compile(r"contribut|inputs?\b|[Aa]dditional|[Ff]urther|files from|material from", re.I)
_PICTURE = re.compile(r"\b(?:photos?|photographs?|images?|pictures?|video)\b", re.I)


def make_sketch(report: Report) -> Sketch:
    """Sketch a document: its words without furniture, and whom it names as its source."""
    document, extraction = report.document, report.extraction
    text = document.text
    furniture = find_furniture(text)
    prose, lines = _apart(text, furniture.ranges)
    credits = dict.fromkeys((*extraction.document.credits, *document.credits, *furniture.credits))
    suppliers, helpers = _roles(lines, credits)
    named = named_in(text[:_TOP])
    relays = [(at, link.name) for at, link in relaying(extraction.claims) if link.name]
    own = outlet_key(document.source)
    known = [(at, name) for at, name in sorted({*named, *relays}) if outlet_key(name) not in ("", own)]
    words = number_words(_without_boxes(prose))
    opening = len(text) if word_count(words) <= LONGEST_ECHO else _OPENING
    return Sketch(
        words=words,
        title=" ".join((document.title or "").split()),
        source=document.source,
        published=document.published,
        credits=suppliers,
        helpers=helpers,
        named=_distinct(name for _, name in known),
        leading=_distinct(name for at, name in known if at < opening),
        outlets=_distinct(name for _, name in relays),
    )


def relaying(claims: tuple[Claim, ...]) -> list[tuple[int, Link]]:
    """The outlets between the publisher and the ultimate speaker of claims, with their places, in text order."""
    found = [
        (min(span.start for span in link.source), link)
        for claim in claims
        for link in claim.attribution[1:]
        if link.kind == "outlet" and link.source
    ]
    return sorted(found, key=lambda pair: (pair[0], pair[1].name or ""))


def _apart(text: str, ranges: tuple[tuple[int, int], ...]) -> tuple[str, list[str]]:
    """The prose of a text, and the lines of its furniture."""
    prose: list[str] = []
    lines: list[str] = []
    at = 0
    for start, end in ranges:
        prose.append(text[at:start])
        lines += text[start:end].splitlines()
        at = end
    prose.append(text[at:])
    return "\n".join(prose), lines


def _without_boxes(prose: str) -> str:
    """The text without the paragraphs that are boxes of its page."""
    lower = prose.lower()
    phrases = [phrase for phrase in _box_phrases() if phrase in lower]
    if not phrases:
        return prose
    kept = []
    for paragraph in prose.split("\n"):
        low = paragraph.lower()
        if sum(phrase in low for phrase in phrases) < (1 if len(paragraph) < _SHORT_BOX else 2):
            kept.append(paragraph)
    return "\n".join(kept)


@cache
def _box_phrases() -> tuple[str, ...]:
    return tuple(row["phrase"] for row in read_file(Path(__file__).parent / "data" / "box_words.tsv"))


def _roles(lines: list[str], credits: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who is credited with the report, and who only with having added to it ("contributed to this report").

    Who is credited with its pictures alone is neither.
    """
    roles: dict[str, set[str]] = {name: set() for name in credits}
    for line in lines if roles else ():
        role = "picture" if _PICTURE.search(line) else "help" if _HELP.search(line) else "supply"
        for name in find_furniture(line).credits:
            roles.setdefault(name, set()).add(role)
    supplying = [name for name, found in roles.items() if not found or "supply" in found]
    helping = [name for name, found in roles.items() if "help" in found and "supply" not in found]
    return tuple(supplying), tuple(helping)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(outlet_key(name), name)
    return tuple(found.values())


def make_keys(sketch: Sketch) -> list[int]:
    """The keys of a sketch: runs of its words, the outlet with words of the opening, and the whole text's."""
    keys: set[int] = set(fingerprints(sketch.words).tolist())
    keys.update(_spread(sketch))
    outlets = sorted({outlet_key(name) for name in (sketch.source, *lookup_names(sketch))} - {""})
    if outlets:
        opening = number_words(sketch.title) + sketch.words
        every, head = content_pairs(opening, _OPENING_WORDS, _SAMPLE), content_pairs(opening, _HEAD_WORDS)
        fortnights = _fortnights(sketch)
        for outlet in outlets:
            keys.update(key(f"{outlet}\0{when}\0{a}\0{b}") for when in fortnights for a, b in every)
            # what has no date is found by its first words, which are fewer: reports of one outlet often share some
            keys.update(key(f"{outlet}\0{a}\0{b}") for a, b in (head if fortnights else every))
    return sorted(keys)


def _fortnights(sketch: Sketch) -> list[int]:
    """The stretches of time in which a report may have come out that this one retells, or its own."""
    on = day(sketch.published)
    if on is None:
        return []
    days = [on.toordinal()]
    if word_count(sketch.words) <= LONGEST_ECHO:
        days += [days[0] - ECHO_DAYS, days[0] + 1]
    return sorted({count // ECHO_DAYS for count in days})


def _spread(sketch: Sketch) -> list[int]:
    """Keys that stay rare when more pages than `common` repeat one report, and every run of it has become common.

    Each number of the text's MinHash signature is divided among buckets by outlet and date, differently for each
    number: so the pages meet in small overlapping circles that tie all of them together.
    """
    found = []
    for n, value in enumerate(minima(sketch.words, _SIGNATURE)):
        page = key(f"{n}\0{sketch.source}\0{sketch.published}\0{sketch.title}") % _BUCKETS
        found.append(key(f"{n}\0{value}\0{page}"))
    return found


def lookup_names(sketch: Sketch) -> tuple[str, ...]:
    """The outlets whose reports a document may retell: credited, or named at its beginning."""
    return tuple(dict.fromkeys((*sketch.credits, *sketch.leading)))[:_RELAYED]
