"""The timeline: claims by the date of the event, what is planned apart from what happened, undated apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from onrecord.ledger.model import StoredClaim
from onrecord.records.vocabulary import Polarity, Stage
from onrecord.views.wording import Line, word

SectionName = Literal["happened", "ahead", "denied", "undated"]

TITLES: dict[SectionName, str] = {
    "happened": "Reported as done, under way, attempted or stopped",
    "ahead": "Planned, considered, threatened, demanded or supposed: not reported as done",
    "denied": "Denied, or reported not to be so",
    "undated": "Without a date",
}

HAPPENED = ("done", "ongoing", "attempted", "halted")


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the timeline, in the order of the dates; the undated one in that of the documents."""

    name: SectionName
    lines: tuple[tuple[StoredClaim, Line], ...]

    @property
    def title(self) -> str:
        """What a person reads above it."""
        return TITLES[self.name]


def timeline(claims: Iterable[StoredClaim]) -> tuple[Section, ...]:
    """Sort claims into the sections, all four of them, in the order of `TITLES`."""
    sections: dict[SectionName, list[StoredClaim]] = {name: [] for name in TITLES}
    for stored in claims:
        sections[section(stored)].append(stored)
    for name, members in sections.items():
        members.sort(key=_undated if name == "undated" else _dated)
    return tuple(
        Section(name, tuple((stored, word(stored.claim, stored.document)) for stored in members))
        for name, members in sections.items()
    )


def section(stored: StoredClaim) -> SectionName:
    """The section that a claim belongs in."""
    claim = stored.claim
    return section_of(claim.stage, claim.polarity, claim.time is not None and bool(claim.time.start or claim.time.end))


def section_of(stage: Stage, polarity: Polarity, dated: bool) -> SectionName:
    """The section that a standing belongs in; the undated one where there is no date."""
    if not dated:
        return "undated"
    if polarity == "negated":
        return "denied"
    return "happened" if stage in HAPPENED else "ahead"


def _dated(stored: StoredClaim) -> tuple[str, str, str, int]:
    time = stored.claim.time
    assert time is not None
    start = time.start or time.end or ""
    return start, time.end or "", stored.document.id, stored.claim.trigger.start


def _undated(stored: StoredClaim) -> tuple[str, str, int]:
    return stored.document.published or "", stored.document.id, stored.claim.trigger.start
