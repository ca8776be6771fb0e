"""Which events took place, for formats that hold nothing else; and their dead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from onrecord.linking.event import Event

TOOK_PLACE: Final = ("done", "ongoing", "halted")
"""Stages of an act that took place or was under way: what is halted was."""


def why_not(event: Event) -> str | None:
    """Why an event is not one that took place; nothing where it is.

    It is one where it is reported as done or under way and that stands; and one that was halted, where an earlier step
    of its ladder says that it was done or under way. A plan, a threat, a foiled attempt or a denial is none.
    """
    if event.polarity == "negated":
        return "said not to have happened"
    if event.stage in ("done", "ongoing"):
        return None
    if event.stage == "halted":
        before = any(step.stage in ("done", "ongoing") and step.polarity == "affirmed" for step in event.ladder)
        return None if before else "halted, and not reported as done or under way before"
    return f"only {event.stage}, so that it has not happened"
