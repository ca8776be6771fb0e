"""Trivial answers for the fields whose scorers have none: times, places, and claims taken at face value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from onrecord.records import Document, Extraction

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TIME = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)}|today|yesterday|(?:19|20)\d\d)\b", re.IGNORECASE)

CAPITALISED = re.compile(r"(?<=[a-z0-9,;:'\"’”)] )[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
"""Runs of capitalised words after a word or comma: inside a sentence."""


def times(documents: Iterable[Document]) -> Iterator[dict[str, Any]]:
    """A weekday is the last such day, today and yesterday are counted from publication, four digits are a year."""
    for document in documents:
        published = date.fromisoformat(document.published[:10]) if document.published else None
        found = []
        for match in TIME.finditer(document.text):
            value, first, last = _value(match.group().lower(), published)
            span = {"start": match.start(), "end": match.end(), "text": match.group()}
            found.append({"span": span, "type": "DATE", "value": value, "start": first, "end": last})
        yield {"document": {"id": document.id}, "times": found}


def places(documents: Iterable[Document]) -> Iterator[dict[str, Any]]:
    """Every run of capitalised words inside a sentence is a place."""
    for document in documents:
        found = []
        for match in CAPITALISED.finditer(document.text):
            words = match.group().rstrip("’'-")
            span = {"start": match.start(), "end": match.start() + len(words), "text": words}
            found.append({"span": span, "lat": None, "lon": None})
        yield {"document": {"id": document.id}, "places": found}


def face_value(extraction: Extraction) -> Extraction:
    """The claims that the program finds, all taken as done and certain, on the outlet's own word, without parties."""
    return replace(
        extraction,
        claims=tuple(
            replace(
                claim, stage="done", polarity="affirmed", certainty="certain", attribution=claim.attribution[:1],
                actors=(), recipients=(), time=None, place=None, qualifiers=(),
            )
            for claim in extraction.claims
        ),
    )  # fmt: skip


def _value(word: str, published: date | None) -> tuple[str, str | None, str | None]:
    if word.isdigit():
        return word, f"{word}-01-01", f"{word}-12-31"
    if published is None:
        return "PRESENT_REF", None, None
    if word in WEEKDAYS:
        back = (published.weekday() - WEEKDAYS.index(word)) % 7
    else:
        back = ("today", "yesterday").index(word)
    day = (published - timedelta(back)).isoformat()
    return day, day, day
