"""What goes into the ledger's questions about events, stories and origins, and what comes out of its answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.linking.event import Event, Told
from onrecord.linking.judgement import Judgement
from onrecord.linking.model import Decision
from onrecord.records import DocumentInfo


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events to give: those for which every field that is set holds; one of several values is enough.

    `stages` and `polarity` are the present ones. `actors`, `recipients` match a part of a name in any case, or a
    whole country or sector code (`MEX`, `GOV`), `sources` the same of anyone on whose word a claim of it rests or
    who passed that on; `places` a part of a name or an alpha-2 country code. `after` and `before` are ISO dates,
    months or years, inclusive: the time of the event overlaps what lies between them, and an event without a date
    is left out; `reported_after` and `reported_before` the same for the dates of its reports. `documents` are ids,
    their beginnings or their endings: one of them reports the event. `words` stand all together in one of its
    passages, as in `Ledger.find`.
    """

    types: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    polarity: str | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    after: str | None = None
    before: str | None = None
    reported_after: str | None = None
    reported_before: str | None = None
    disputed: bool | None = None
    documents: tuple[str, ...] = ()
    words: str | None = None


LeadKind = Literal["merged", "split", "older", "corrected"]
"""Merged into another event; split into several; an older claim of it came and gave it its id; read again or
judged otherwise, so that other words carry it."""


@dataclass(frozen=True, slots=True)
class Lead:
    """That an address which was asked for leads on: from which id, why, to which events, and since when."""

    id: str
    kind: LeadKind
    to: tuple[str, ...]
    at: str


@dataclass(frozen=True, slots=True)
class EventView:
    """An event with all that it rests on.

    `told` are its claims in their order, oldest first; `judgements` those that hang on one of them, withdrawn ones
    too; `decisions` the machine's, of pairs of its claims; `led_from` how the id that was asked for led here (empty
    where it is the event's own).
    """

    event: Event
    told: tuple[Told, ...]
    judgements: tuple[Judgement, ...] = ()
    decisions: tuple[Decision, ...] = ()
    led_from: tuple[Lead, ...] = ()


ChangeKind = Literal[
    "new", "stage", "denied", "confirmed", "disputed", "settled", "merged", "split", "corrected", "gone"
]
"""A new event; a step of the ladder that was not there; a new denial; one more independent origin; newly disputed,
or no longer; joined with another, or parted; judged, or corrected by the press; no longer an event."""


@dataclass(frozen=True, slots=True)
class EventChange:
    """What moved in one event between two moments.

    `event` is as it is after (for one that is gone, as it was), `before` as it was, null for a new one; `at` is when
    the last of it was recorded; `notes` say it in words, one for each thing that moved.
    """

    event: Event
    before: Event | None
    kinds: tuple[ChangeKind, ...]
    at: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredGroup:
    """Documents that belong together (an origin, a story), the oldest first, and what decided that."""

    id: str
    documents: tuple[DocumentInfo, ...]
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkOutcome:
    """What a run of linking did: how much it took in, and how many events it made, changed and ended.

    `relinked` where the linker is another version, so that everything was linked anew.
    """

    documents: int = 0
    judgements: int = 0
    made: int = 0
    changed: int = 0
    gone: int = 0
    relinked: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """A standing question: its name, the JSON of what it asks, since when, and when it was last looked at."""

    name: str
    query: str
    added: str
    looked: str | None = None
