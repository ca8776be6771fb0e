"""Who stands on which side of an event, with the codes that its claims give the parties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from onrecord.linking.event import Event, Told
    from onrecord.records import Link, Party

ARMED = frozenset(["MIL", "REB", "PRM", "UAF", "COP", "SPY", "CRM"])
"""Sectors of PLOVER whose members bear arms."""

STATE = frozenset(["GOV", "MIL", "COP", "SPY", "JUD", "LEG"])
"""Sectors of PLOVER that are a state's own bodies."""


@dataclass(frozen=True, slots=True)
class Side:
    """A party as an event names it, with what the first claim that codes it says; `text` are that claim's words."""

    name: str
    kind: str
    country: str | None = None
    sector: str | None = None
    text: str = ""


def sides_of(event: Event, told: Sequence[Told], role: Literal["actors", "recipients"]) -> tuple[Side, ...]:
    """The actors or the recipients of an event in their order, each name once."""
    found: dict[str, Party] = {}
    for one in told:
        for party in (*getattr(one.claim, role), *one.claim.actors, *one.claim.recipients):
            best = found.get(party.name)
            if best is None or (best.country is None and best.sector is None and (party.country or party.sector)):
                found[party.name] = party
    names = event.actors if role == "actors" else event.recipients
    return tuple(_side(name, found.get(name)) for name in dict.fromkeys(names))


def speakers_of(told: Iterable[Told]) -> tuple[Side, ...]:
    """The ultimate sources of claims, each once: the innermost link of each chain, where somebody is quoted."""
    found: dict[str, Side] = {}
    for one in told:
        if len(one.claim.attribution) > 1:
            side = side_of_link(one.claim.attribution[-1])
            found.setdefault(side.name, side)
    return tuple(found.values())


def side_of_link(link: Link) -> Side:
    """A source as a party: by its name, or by the words that stand for it."""
    text = " ".join(span.text for span in link.source)
    return Side(link.name or text, link.kind, link.country, link.sector, text)


def _side(name: str, party: Party | None) -> Side:
    if party is None:
        return Side(name, "organization")
    return Side(name, party.kind, party.country, party.sector, party.span.text)


def names_of(sides: Iterable[Side]) -> str:
    """The names of several parties in one cell."""
    return "; ".join(side.name for side in sides)
