"""The dossier of a party: what it is reported to have done, to be about to do, to have said, and to have suffered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.linking.event import Event, Told
from onrecord.views.events import reported
from onrecord.views.timeline import HAPPENED
from onrecord.views.wording import Line, clean, word

PartName = Literal["did", "ahead", "denied", "suffered"]

PARTS: dict[PartName, str] = {
    "did": "Reported to have done, to be doing, to have tried or to have stopped",
    "ahead": "Reported to plan, consider, threaten, demand, or supposed to: not reported as done",
    "denied": "Denied, or reported not to have done",
    "suffered": "Done to it, or to be done to it, by others",
}


@dataclass(frozen=True, slots=True)
class Dossier:
    """Events by the part that the party has in them, and what it says itself, each with the event spoken of."""

    did: tuple[Event, ...]
    ahead: tuple[Event, ...]
    denied: tuple[Event, ...]
    suffered: tuple[Event, ...]
    said: tuple[tuple[Told, Line, Event], ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is reported of the party."""
        return not (self.did or self.ahead or self.denied or self.suffered or self.said)


def dossier(names: Collection[str], events: Iterable[tuple[Event, Sequence[Told]]]) -> Dossier:
    """Sort events, each with its claims, by what the party of these names has to do with them.

    Names are compared without regard to case. What a party says counts where it is the source that is nearest to
    the act; the same words about one event are told once.
    """
    own = {_folded(name) for name in names}
    parts: dict[PartName, list[Event]] = {part: [] for part in PARTS}
    said: dict[tuple[str, str], tuple[Told, Line, Event]] = {}
    for event, told in events:
        if _among(own, event.actors) or any(_among(own, [p.name for p in t.claim.actors]) for t in told):
            parts[_part(event)].append(event)
        if _among(own, event.recipients) or any(_among(own, [p.name for p in t.claim.recipients]) for t in told):
            parts["suffered"].append(event)
        for member in sorted(told, key=lambda t: (t.document.published or "~", t.anchor)):
            nearest = member.claim.attribution[-1:] if len(member.claim.attribution) > 1 else ()
            if _among(own, [link.name for link in nearest if link.name]):
                line = word(member.claim, member.document)
                said.setdefault((event.id, line.standing), (member, line, event))
    spoken = sorted(said.values(), key=lambda one: (one[0].document.published or "~", one[0].anchor))
    ordered = {part: tuple(sorted(members, key=reported)) for part, members in parts.items()}
    return Dossier(**ordered, said=tuple(spoken))


def _part(event: Event) -> PartName:
    if event.polarity == "negated":
        return "denied"
    return "did" if event.stage in HAPPENED else "ahead"


def _among(own: Collection[str], names: Iterable[str]) -> bool:
    return any(_folded(name) in own for name in names)


def _folded(name: str) -> str:
    return clean(name).casefold()
