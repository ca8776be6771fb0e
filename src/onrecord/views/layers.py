"""The text of a document with what was read in it: layers of spans that overlap, cut into pieces that do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.records import Claim, Extraction, Span
from onrecord.views.passage import reasons
from onrecord.views.wording import clean, name_link, names, standing

Layer = Literal["act", "source", "cue", "content", "time", "place"]

LAYERS: dict[Layer, str] = {
    "act": "Acts",
    "source": "Sources",
    "cue": "Words of saying",
    "content": "What is said",
    "time": "Times",
    "place": "Places",
}
"""The layers in the order in which a page offers them."""


@dataclass(frozen=True, slots=True)
class Note:
    """What one thing that was read in the text is: a title in a few words, and its fields.

    `why` are the reasons of an act, each with the field that it decided; `claim` is its id.
    """

    layer: Layer
    spans: tuple[Span, ...]
    title: str
    fields: tuple[tuple[str, str], ...] = ()
    why: tuple[tuple[str, str], ...] = ()
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Inked:
    """A piece of text, from an offset on, under the same spans all along. `notes` are their numbers, innermost first.

    `leads` is the number of the note that the piece stands for, the innermost of those but for what is said, which
    holds whole sentences; `begins` are the notes whose first words these are.
    """

    start: int
    text: str
    layers: tuple[Layer, ...] = ()
    notes: tuple[int, ...] = ()
    leads: int | None = None
    begins: tuple[int, ...] = ()


def notes_of(extraction: Extraction) -> tuple[Note, ...]:
    """All that was read in a document, in the order of the text."""
    found = [_act(claim) for claim in extraction.claims]
    for one in extraction.attributions:
        who = clean(" … ".join(span.text for span in one.source)) or "nobody is named"
        by = clean(" … ".join(span.text for span in one.cue))
        said = (("who says so", who), ("by the words", by))
        if one.source:
            found.append(Note("source", one.source, f"source: {who}", said[1:]))
        if one.cue:
            found.append(Note("cue", one.cue, f"words of saying: {by}", said[:1]))
        if one.content:
            found.append(Note("content", one.content, f"what {who} is reported to say", said))
    for time in extraction.times:
        days = "/".join(day for day in (time.start, time.end) if day)
        facts = (
            ("days", days),
            ("as TIMEX3", time.value),
            ("kind", time.type.lower()),
            ("to the", str(time.precision)),
        )
        found.append(Note("time", (time.span,), f"time: {days or clean(time.value)}", _given(facts)))
    for place in extraction.places:
        where = "" if place.lat is None or place.lon is None else f"{place.lat:.2f}, {place.lon:.2f}"
        codes = ", ".join(code for code in (place.admin1, place.country) if code)
        about = (
            ("lies at", where), ("country and region", codes),
            ("GeoNames", str(place.geonameid or "")), ("score", "" if place.score is None else f"{place.score:.2f}"),
        )  # fmt: skip
        title = f"place: {clean(place.name)}" + ("" if where else ", not found in the gazetteer")
        found.append(Note("place", (place.span,), title, _given(about)))
    return tuple(sorted(found, key=lambda note: (note.spans[0].start, note.spans[0].end, note.layer)))


def _act(claim: Claim) -> Note:
    kind = claim.type.lower() + (f", {clean(claim.mode)}" if claim.mode else "")
    about = (
        ("standing", f"{standing(claim)} (factuality {claim.factuality:+.1f})"),
        ("who", names(claim.actors)),
        ("to whom", names(claim.recipients)),
        ("on the word of", " citing ".join(name_link(link) for link in claim.attribution[1:]) or "the outlet itself"),
        ("score of the reading", f"{claim.score:.2f}"),
    )
    return Note("act", (claim.trigger,), f"act: {kind}, {standing(claim)}", _given(about), reasons(claim), claim)


def _given(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in pairs if value)


def inked(text: str, notes: Sequence[Note], start: int = 0, end: int | None = None) -> tuple[tuple[Inked, ...], ...]:
    """The text from `start` to `end`, line by line, each line in pieces; empty lines are left out.

    Spans overlap as they like: the text is cut at every border of one, and a piece names all that cover it.
    """
    end = len(text) if end is None else min(end, len(text))
    marks = sorted(
        (max(span.start, start), min(span.end, end), number, span is note.spans[0] and span.start >= start)
        for number, note in enumerate(notes)
        for span in note.spans
        if span.start < end and span.end > start and span.start < span.end
    )
    lines: list[tuple[Inked, ...]] = []
    active: list[tuple[int, int, int, bool]] = []
    upcoming = 0
    at = start
    for line in text[start:end].split("\n"):
        stop = at + len(line)
        pieces: list[Inked] = []
        here = at
        while here < stop:
            active = [mark for mark in active if mark[1] > here]
            while upcoming < len(marks) and marks[upcoming][0] <= here:
                if marks[upcoming][1] > here:
                    active.append(marks[upcoming])
                upcoming += 1
            following = [mark[1] for mark in active]
            if upcoming < len(marks):
                following.append(marks[upcoming][0])
            until = min((border for border in following if border > here), default=stop)
            until = min(until, stop)
            pieces.append(_piece(text[here:until], active, notes, here))
            here = until
        if line.strip():
            lines.append(tuple(pieces))
        at = stop + 1
    return tuple(lines)


def _piece(text: str, active: Sequence[tuple[int, int, int, bool]], notes: Sequence[Note], here: int) -> Inked:
    if not active:
        return Inked(here, text)
    inner = sorted(active, key=lambda mark: (mark[1] - mark[0], notes[mark[2]].layer != "act", mark[2]))
    numbers = tuple(dict.fromkeys(mark[2] for mark in inner))
    layers = tuple(layer for layer in LAYERS if any(notes[number].layer == layer for number in numbers))
    leads = next((number for number in numbers if notes[number].layer != "content"), None)
    return Inked(here, text, layers, numbers, leads, tuple(mark[2] for mark in inner if mark[0] == here and mark[3]))


def parts(text: str, length: int) -> tuple[tuple[int, int], ...]:
    """A long text in parts of at most so many characters, cut at the end of a line where one is near."""
    found, start = [], 0
    while start < len(text):
        end = start + length
        if end < len(text):
            line = text.rfind("\n", start + length - length // 8, end)
            end = end if line < 0 else line + 1
        found.append((start, min(end, len(text))))
        start = end
    return tuple(found) or ((0, 0),)
