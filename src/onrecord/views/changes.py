"""What moved between two moments, as people read it: each event once, with a word for each thing that moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.ledger.linked_model import ChangeKind, EventChange
from onrecord.records import encode
from onrecord.views.events import event_value, word_event
from onrecord.views.wording import clean, counted

KINDS: dict[ChangeKind, str] = {
    "new": "new",
    "stage": "new stage",
    "denied": "newly denied",
    "confirmed": "newly confirmed",
    "disputed": "now disputed",
    "settled": "no longer disputed",
    "merged": "joined with another",
    "split": "parted",
    "corrected": "corrected",
    "gone": "no longer an event",
}
"""Each kind of change in words, the weightiest first but for what only concerns the ledger."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One event that moved: in which ways, from which standing (empty where that is the same), and the notes."""

    change: EventChange
    kinds: str
    was: str
    notes: tuple[str, ...]


def moved(changes: Iterable[EventChange]) -> tuple[Moved, ...]:
    """Put changes into words, in the order in which they come."""
    return tuple(_moved(change) for change in changes)


def _moved(change: EventChange) -> Moved:
    kinds = ", ".join(words for kind, words in KINDS.items() if kind in change.kinds)
    was = ""
    if change.before is not None:
        before, now = word_event(change.before), word_event(change.event)
        if (before.mark, before.standing) != (now.mark, now.standing):
            was = f"was {before.mark} {before.standing}"
    return Moved(change, kinds, was, tuple(map(clean, change.notes)))


def summary(changes: Iterable[EventChange]) -> str:
    """How many events moved in which way: `3 new, 1 newly denied`."""
    counts: dict[ChangeKind, int] = dict.fromkeys(KINDS, 0)
    events = 0
    for change in changes:
        events += 1
        for kind in change.kinds:
            counts[kind] += 1
    parts = ", ".join(f"{count:,} {KINDS[kind]}" for kind, count in counts.items() if count)
    return f"{counted(events, 'event')} moved: {parts}" if events else "Nothing moved."


def change_value(change: EventChange) -> dict[str, object]:
    """The JSON value of a change: the event as it is after, with what moved beside it."""
    return event_value(change.event) | {
        "kinds": encode(change.kinds),
        "at": change.at,
        "notes": encode(change.notes),
        "before": encode(change.before),
    }
