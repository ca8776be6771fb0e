"""The ladder of an event as people read it: step by step, who says so, and beside each step who denies it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from onrecord.linking.event import Denial, Event, Step, Told
from onrecord.linking.model import Anchor
from onrecord.linking.outlets import UNKNOWN, Outlets
from onrecord.views.events import seen, support
from onrecord.views.wording import clean, counted, mark_of, name_link, publisher, standing_of

MOST_NAMES = 4
"""Names that stand in a line before the rest are counted."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Somebody who denies, with the date of the report; `claim` is where they do."""

    speaker: str
    date: str
    claim: Anchor


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder in words. `deciding` tells that a claim of it decides the present stage."""

    step: Step
    mark: str
    standing: str
    dates: str
    speakers: str
    support: str
    deciding: bool
    denied_by: tuple[Refusal, ...]


def rungs(event: Event, told: Iterable[Told]) -> tuple[Rung, ...]:
    """The steps of an event in their order, each with the denials of its claims beside it."""
    dates = {member.anchor: (member.document.published or "")[:10] for member in told}
    return tuple(_rung(step, event, dates) for step in event.ladder)


def _rung(step: Step, event: Event, dates: dict[Anchor, str]) -> Rung:
    return Rung(
        step,
        mark_of(step.stage, step.polarity),
        standing_of(step.stage, step.polarity),
        seen(step.first, step.last).removeprefix("reported "),
        some(step.speakers),
        support(step.reports, step.origins),
        not set(step.claims).isdisjoint(event.deciding),
        _refusals(step, event.denials, dates),
    )


def _refusals(step: Step, denials: Sequence[Denial], dates: dict[Anchor, str]) -> tuple[Refusal, ...]:
    found = [
        Refusal(clean(denial.speaker), dates.get(denial.claim, ""), denial.claim)
        for denial in denials
        if not set(denial.denied).isdisjoint(step.claims)
    ]
    once = {(refusal.speaker, refusal.date): refusal for refusal in reversed(found)}
    return tuple(sorted(once.values(), key=lambda refusal: (refusal.date, refusal.speaker)))


def some(names: Collection[str], most: int = MOST_NAMES) -> str:
    """Names, each once, the first few of them, and how many more there are."""
    shown = list(dict.fromkeys(name for name in map(clean, names) if name))
    if len(shown) <= most + 1:  # `and 1 more` is no shorter than a name
        return ", ".join(shown)
    return f"{', '.join(shown[:most])} and {len(shown) - most:,} more"


@dataclass(frozen=True, slots=True)
class Voice:
    """A source in the tree of those on whose word an event stands; below it whom it quotes, last what they say."""

    label: str
    says: bool = False
    below: tuple[Voice, ...] = ()


def voices_of(told: Iterable[Told], outlets: Outlets | None = None) -> tuple[Voice, ...]:
    """The tree of sources: a branch for each independent report, named by its first outlet.

    Those who only repeat a report are counted on its branch, and what they add of sources of their own is not
    lost: their chains stand on the same branch. `outlets` are what the user says of outlets.
    """
    branches: dict[str, list[Told]] = {}
    for member in sorted(told, key=_order):
        branches.setdefault(member.origin, []).append(member)
    return tuple(_branch(members, outlets or Outlets()) for members in branches.values())


def _order(member: Told) -> tuple[str, str, Anchor]:
    return member.document.published or "~", member.document.id, member.anchor  # without a date last


def _branch(members: Sequence[Told], outlets: Outlets) -> Voice:
    documents = list({member.document.id: member for member in members}.values())
    first = documents[0]
    label = outlet(first, outlets)
    if first.document.published:
        label += f", {first.document.published[:10]}"
    if repeats := documents[1:]:
        brought_by = some([outlet(member, outlets) for member in repeats])
        label += f"; {'repeated in' if len(repeats) > 1 else 'repeated by'} "
        label += f"{counted(len(repeats), 'document')} ({brought_by})" if len(repeats) > 1 else brought_by
    chains = []
    for member in members:
        claim = member.claim
        says = standing_of(claim.stage, claim.polarity, claim.certainty)
        mark = mark_of(claim.stage, claim.polarity, claim.certainty)
        chains.append([*(name_link(link) for link in claim.attribution[1:]), f"{mark} {says}"])
    return Voice(label, below=_grown(chains))


def _grown(chains: Sequence[Sequence[str]]) -> tuple[Voice, ...]:
    """The tree of chains that begin alike; the last of a chain is what is said."""
    grouped: dict[str, list[Sequence[str]]] = {}
    for first, *rest in chains:
        grouped.setdefault(first, []).append(rest)
    return tuple(
        Voice(first, says=not any(rests), below=_grown([rest for rest in rests if rest]))
        for first, rests in grouped.items()
    )


def outlet(member: Told, outlets: Outlets) -> str:
    """Who brings the article of a claim; in brackets the Admiralty letter and the kind that the user gave it."""
    name = publisher(member.claim.attribution, member.document)
    described = outlets.of(member.document.source or name, member.document.url)
    if described is None:
        return name
    letter = "" if described.reliability == UNKNOWN else described.reliability
    details = ", ".join(part for part in (letter, described.kind) if part)
    return f"{name} [{details}]" if details else name
