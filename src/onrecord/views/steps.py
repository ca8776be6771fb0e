"""What changed, sorted by the step that it is: new, moved on, denied, confirmed, corrected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from onrecord.ledger.linked_model import EventChange
from onrecord.views.changes import Moved, moved
from onrecord.views.timeline import HAPPENED

StepName = Literal["happened", "ahead", "moved", "denied", "confirmed", "corrected"]

STEPS: dict[StepName, tuple[str, str]] = {
    "happened": ("New: reported to have happened", "done, under way, attempted or stopped"),
    "ahead": ("New: not reported as done", "planned, considered, threatened, demanded or supposed"),
    "moved": ("Moved a step", "told at another stage than before"),
    "denied": ("Denied or disputed", "somebody denies, or independent sources differ"),
    "confirmed": ("Confirmed", "one more independent report, or a dispute that is settled"),
    "corrected": ("Corrected or gone", "by the press or by a person; joined, parted, or no longer an event"),
}
"""The steps in the order in which they are shown: what each is called, and what falls under it."""


@dataclass(frozen=True, slots=True)
class StepGroup:
    """What changed in one way, the changes with most independent reports first."""

    name: StepName
    title: str
    about: str
    moved: tuple[Moved, ...]


def by_step(changes: Iterable[EventChange]) -> tuple[StepGroup, ...]:
    """Sort changes into the steps; each stands once, under the weightiest of its kinds. Empty groups are left out."""
    groups: dict[StepName, list[Moved]] = {name: [] for name in STEPS}
    for one in moved(changes):
        groups[step_of(one.change)].append(one)
    for members in groups.values():
        members.sort(key=_weight)
    return tuple(StepGroup(name, *STEPS[name], tuple(members)) for name, members in groups.items() if members)


def step_of(change: EventChange) -> StepName:
    """The step that a change is."""
    kinds, event = set(change.kinds), change.event
    if "gone" in kinds:
        return "corrected"
    if kinds & {"denied", "disputed"} or ("new" in kinds and event.polarity == "negated"):
        return "denied"
    if "stage" in kinds:
        return "moved"
    if "new" in kinds:
        return "happened" if event.stage in HAPPENED else "ahead"
    return "confirmed" if kinds & {"confirmed", "settled"} else "corrected"


def _weight(one: Moved) -> tuple[int, int, str]:
    event = one.change.event
    return -event.origins, -event.reports, event.id
