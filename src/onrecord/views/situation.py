"""The page of a situation: what stands, what is ahead, what is denied, what moved since the last look, who speaks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.ledger.linked_model import EventChange
from onrecord.linking.event import Event
from onrecord.views.changes import change_value
from onrecord.views.events import event_value
from onrecord.views.timeline import SectionName, section_of
from onrecord.views.wording import clean

TITLES: dict[SectionName, str] = {
    "happened": "What stands: reported as done, under way, attempted or stopped",
    "ahead": "What is planned, considered, threatened, demanded or supposed: not reported as done",
    "denied": "What is denied, or reported not to be so",
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """An ultimate source, by name or in the words that stand for it, and on how many of the events it speaks."""

    name: str
    events: int


@dataclass(frozen=True, slots=True)
class Page:
    """All that a situation shows. `sections` are in the order of `TITLES`, events in each those reported last first."""

    sections: tuple[tuple[SectionName, tuple[Event, ...]], ...]
    changes: tuple[EventChange, ...]
    speakers: tuple[Speaker, ...]

    @property
    def events(self) -> int:
        """How many events there are."""
        return sum(len(events) for _, events in self.sections)


def page(events: Iterable[Event], changes: Iterable[EventChange] = ()) -> Page:
    """Make the page of the events that a situation asks for; of `changes`, those that concern them are shown.

    A change that ended an event, or took it out of the question, concerns the situation where the event as it was
    before did; the caller gives only those.
    """
    sections: dict[SectionName, list[Event]] = {name: [] for name in TITLES}
    speaking: dict[str, int] = {}
    for event in events:
        sections[section_of(event.stage, event.polarity, True)].append(event)
        for name in {clean(name) for step in event.ladder for name in step.speakers} - {""}:
            speaking[name] = speaking.get(name, 0) + 1
    speakers = sorted(speaking.items(), key=lambda item: (-item[1], item[0]))
    return Page(
        tuple((name, _latest_first(members)) for name, members in sections.items()),
        tuple(changes),
        tuple(Speaker(name, count) for name, count in speakers),
    )


def _latest_first(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(sorted(events, key=lambda event: event.id), key=lambda event: event.last or "", reverse=True))


def page_value(name: str, made: Page, looked: str | None) -> dict[str, object]:
    """The JSON value of a situation's page."""
    return {
        "situation": name,
        "looked": looked,
        **{section: [event_value(event) for event in events] for section, events in made.sections},
        "changes": [change_value(change) for change in made.changes],
        "speakers": [{"name": speaker.name, "events": speaker.events} for speaker in made.speakers],
    }
