"""An event in one line of plain words: how far, what, on how many words that are independent, since when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.linking.event import Event
from onrecord.records import encode
from onrecord.records.vocabulary import CERTAINTIES, EVENT_TYPES, STAGES, EventType
from onrecord.views.timeline import TITLES, SectionName, section_of
from onrecord.views.wording import clean, counted, interval, listed, mark_of, standing_of

DISPUTED_MARK = "≠"
"""Stands behind the mark of an event on which independent sources differ."""

_BEFORE_STAGE = {"not", *(standing_of("done", "affirmed", certainty).split()[0] for certainty in CERTAINTIES)}
"""The words that may stand before the stage in a standing."""


@dataclass(frozen=True, slots=True)
class EventLine:
    """The parts of an event's line, each plain text on one line; empty where there is nothing to tell.

    `sentence` is `Ruritania · planned · drone strikes on smugglers`, `act` the same without the standing. `support`
    counts reports and those of them that are independent, `voices` who speaks, named or not, `seen` is when it was
    first and last reported, `date` and `place` when and where it is (to be).
    """

    mark: str
    standing: str
    sentence: str
    act: str
    date: str
    place: str
    support: str
    voices: str
    seen: str

    @property
    def tail(self) -> str:
        """All behind the sentence: ` · 2025-03-03 · Strelsau — 3 reports, 1 origin; …`."""
        about = "".join(f" · {part}" for part in (self.date, self.place) if part)
        return f"{about} — {self.grounds}"

    @property
    def grounds(self) -> str:
        """What the event rests on: reports, origins, speakers, dates of the reports."""
        return "; ".join(part for part in (self.support, self.voices, self.seen) if part)


def word_event(event: Event) -> EventLine:
    """Put an event into words. What is planned, threatened or denied is never worded as done."""
    mark = mark_of(event.stage, event.polarity, event.certainty)
    standing = standing_of(event.stage, event.polarity, event.certainty)
    if event.disputed:
        mark, standing = mark + DISPUTED_MARK, f"{standing}, disputed"
    sentence = clean(event.sentence)
    return EventLine(
        mark=mark,
        standing=standing,
        sentence=sentence,
        act=without_standing(sentence),
        date=interval(event.start, event.end),
        place=clean(event.place or ""),
        support=support(event.reports, event.origins),
        voices=voices(event.speakers, event.named),
        seen=seen(event.first, event.last),
    )


def without_standing(sentence: str) -> str:
    """The sentence of an event without its standing, which stands in a column of its own."""
    parts = clean(sentence).split(" · ")
    at = _standing_at(parts)
    return " · ".join(part for number, part in enumerate(parts) if number != at) or clean(sentence)


def actor_of(event: Event) -> str:
    """Who acts, as the sentence of an event has it; the first of the actors where it is worded otherwise."""
    parts = clean(event.sentence).split(" · ")
    at = _standing_at(parts)
    return parties_of(event.actors[:1]) if at is None else " · ".join(parts[:at])


def _standing_at(parts: Sequence[str]) -> int | None:
    """Which part of a sentence is the standing: the first, or the second where the actors stand before it."""
    for number, part in enumerate(parts[:2]):
        *before, stage = part.removesuffix(", disputed").split() or [""]
        if stage in STAGES and set(before) <= _BEFORE_STAGE:
            return number
    return None


def support(reports: int, origins: int) -> str:
    """How many documents tell something, and how many of them are independent: `3 reports, 1 origin`."""
    return f"{counted(reports, 'report')}, {counted(origins, 'origin')}"


def voices(speakers: int, named: int) -> str:
    """How many ultimate sources there are and how many have a name; empty where there is none."""
    if not speakers:
        return ""
    if named == speakers:
        return counted(speakers, "named speaker")
    if not named:
        return f"{counted(speakers, 'speaker')} without a name"
    return f"{counted(speakers, 'speaker')}, {named:,} named"


def seen(first: str | None, last: str | None) -> str:
    """When something was first and last reported; empty where no report has a date."""
    start, end = (first or last or "")[:10], (last or first or "")[:10]
    if not start:
        return ""
    return f"reported {start}" if start == end else f"reported {start} to {end}"


def event_value(event: Event) -> dict[str, object]:
    """The JSON value of an event: its record, with its mark and its wording."""
    line = word_event(event)
    value: dict[str, object] = encode(event)
    return value | {"mark": line.mark, "wording": line.sentence + line.tail}


@dataclass(frozen=True, slots=True)
class EventGroup:
    """Events of one type by the same actors, as they are named first, in the order of their first reports."""

    type: EventType
    actor: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class EventBrief:
    """All groups, those of the actors with most reports first, those without an actor last."""

    groups: tuple[EventGroup, ...]
    events: int
    reports: int


def brief_of_events(events: Iterable[Event]) -> EventBrief:
    """Group events by type and actor: what stands, one line an event.

    `reports` counts each event's reports, so that a document that tells of two events counts twice.
    """
    grouped: dict[tuple[EventType, str], list[Event]] = {}
    weight: dict[str, int] = {}
    for event in events:
        actor = actor_of(event)
        grouped.setdefault((event.type, actor), []).append(event)
        weight[actor] = weight.get(actor, 0) + event.reports
    groups = [
        EventGroup(type, actor, tuple(sorted(members, key=reported))) for (type, actor), members in grouped.items()
    ]

    def order(group: EventGroup) -> tuple[bool, int, str, int, int]:
        own = sum(event.reports for event in group.events)
        return (not group.actor, -weight[group.actor], group.actor, -own, EVENT_TYPES.index(group.type))

    groups.sort(key=order)
    return EventBrief(tuple(groups), sum(len(g.events) for g in groups), sum(weight.values()))


def parties_of(names: Iterable[str]) -> str:
    """Names of parties as a list in words, each once."""
    return listed(list(dict.fromkeys(name for name in map(clean, names) if name)))


def reported(event: Event) -> tuple[str, str, str]:
    """Sorts events by when they were first reported, then last, then by id, which is the same every time."""
    return event.first or "", event.last or "", event.id


@dataclass(frozen=True, slots=True)
class EventSection:
    """One part of the timeline of events; see `views.timeline`."""

    name: SectionName
    events: tuple[Event, ...]

    @property
    def title(self) -> str:
        """What a person reads above it."""
        return TITLES[self.name]


def timeline_of_events(events: Iterable[Event]) -> tuple[EventSection, ...]:
    """Sort events into the sections of the timeline, all four of them, by the dates of the events themselves.

    The undated ones stand in the order of their first reports.
    """
    sections: dict[SectionName, list[Event]] = {name: [] for name in TITLES}
    for event in events:
        sections[section_of(event.stage, event.polarity, bool(event.start or event.end))].append(event)
    for name, members in sections.items():
        members.sort(key=reported if name == "undated" else _dated)
    return tuple(EventSection(name, tuple(members)) for name, members in sections.items())


def _dated(event: Event) -> tuple[str, str, str]:
    return event.start or event.end or "", event.end or "", event.id
