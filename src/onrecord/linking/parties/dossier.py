"""Everything that one party is reported to have done, planned, said and suffered, by stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.linking.event import Event, Told
from onrecord.linking.model import Anchor
from onrecord.linking.parties.register import Entry, Register
from onrecord.linking.parties.sightings import named_in
from onrecord.records.vocabulary import EventType, Polarity, Stage

Part = Literal["actor", "recipient", "source"]

_PARTS: tuple[Part, ...] = ("actor", "recipient", "source")


@dataclass(frozen=True, slots=True)
class Deed:
    """What the party has to do with one event, and by which claims.

    For what it does and what is done to it, `stage` and `polarity` are the event's present ones; for what it
    says, those of its own latest word on it. `documents` and `origins` count the reports that say so, `first` and
    `last` are their datelines. `alone` says that no other source says so: it rests on the party's own word.
    """

    event: str
    sentence: str
    type: EventType
    stage: Stage
    polarity: Polarity
    disputed: bool
    start: str | None
    end: str | None
    place: str | None
    claims: tuple[Anchor, ...]
    documents: int
    origins: int
    first: str | None
    last: str | None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Deeds of one part and stage, the latest first; those that are denied stand apart."""

    part: Part
    stage: Stage
    polarity: Polarity
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A party's entry, and what it is reported to have done (or plan), to have suffered, and to have said."""

    entry: Entry
    does: tuple[Section, ...]
    suffers: tuple[Section, ...]
    says: tuple[Section, ...]
    events: int
    reports: int


def dossier(entry: Entry, register: Register, events: Iterable[Event], told: Iterable[Told]) -> Dossier:
    """Put together what is told of a party.

    `told` are the claims of `events` (others may be among them; they are passed over), as read or as people
    corrected them. The answer does not depend on their order.
    """
    listed = {event.id: event for event in events}
    of = {anchor: event.id for event in listed.values() for anchor in event.claims}
    found: defaultdict[tuple[Part, str], list[Told]] = defaultdict(list)
    speaking: defaultdict[Anchor, set[str]] = defaultdict(set)
    documents: set[str] = set()
    for one in sorted(told, key=lambda one: one.anchor):
        event = of.get(one.anchor)
        if event is None:
            continue
        parts = set()
        for role, party in named_in(one.claim):
            named = register.entry_of(party, one.document.id)
            if named is not None and named.id == entry.id:
                parts.add(_PARTS[role])
            if role == 2:
                speaking[one.anchor].add(named.id if named is not None else party.name or "")
        for part in parts:
            found[part, event].append(one)
            documents.add(one.document.id)
    deeds: defaultdict[tuple[Part, Stage, Polarity], list[Deed]] = defaultdict(list)
    for (part, id), own in sorted(found.items()):
        deed = _deed(part, listed[id], own, all(speaking[one.anchor] == {entry.id} for one in own))
        deeds[part, deed.stage, deed.polarity].append(deed)
    return Dossier(
        entry, _sections("actor", deeds), _sections("recipient", deeds), _sections("source", deeds),
        len({id for _, id in found}), len(documents),
    )  # fmt: skip


def _deed(part: Part, event: Event, own: Sequence[Told], alone: bool) -> Deed:
    dates = sorted(one.document.published[:10] for one in own if one.document.published)
    stage, polarity, disputed = event.stage, event.polarity, event.disputed
    if part == "source":
        latest = max(own, key=lambda one: (one.document.published or "", one.anchor))
        stage, polarity, disputed = latest.claim.stage, latest.claim.polarity, False
    return Deed(
        event=event.id,
        sentence=event.sentence,
        type=event.type,
        stage=stage,
        polarity=polarity,
        disputed=disputed,
        start=event.start,
        end=event.end,
        place=event.place,
        claims=tuple(one.anchor for one in own),
        documents=len({one.document.id for one in own}),
        origins=len({one.origin for one in own}),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        alone=alone and part != "source",
    )


_ORDER: tuple[Stage, ...] = (
    "done", "ongoing", "attempted", "halted", "planned", "considered", "threatened", "demanded", "hypothetical",
)  # fmt: skip
"""What happened comes first, then what may come, the surest first."""


def _sections(part: Part, deeds: dict[tuple[Part, Stage, Polarity], list[Deed]]) -> tuple[Section, ...]:
    found = []
    for (own, stage, polarity), listed in deeds.items():
        if own == part:
            listed.sort(key=lambda deed: deed.event)
            listed.sort(key=lambda deed: deed.start or deed.last or "", reverse=True)
            found.append(Section(part, stage, polarity, tuple(listed)))
    return tuple(sorted(found, key=lambda section: (section.polarity, _ORDER.index(section.stage))))
