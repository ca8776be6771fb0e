"""The brief: what stands, one line a claim, grouped by type and parties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.ledger.model import StoredClaim
from onrecord.records.vocabulary import EVENT_TYPES, STAGES, EventType
from onrecord.views.wording import Line, names, word


@dataclass(frozen=True, slots=True)
class Group:
    """Claims of one type between the same parties, in the order of their documents' dates."""

    type: EventType
    actors: str
    recipients: str
    lines: tuple[tuple[StoredClaim, Line], ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """All groups, those of the busiest actors first, and how many claims and documents they are from."""

    groups: tuple[Group, ...]
    claims: int
    documents: int


def brief(claims: Iterable[StoredClaim]) -> Brief:
    """Group claims by type and parties."""
    grouped: dict[tuple[EventType, str, str], list[StoredClaim]] = {}
    documents = set()
    for stored in claims:
        claim = stored.claim
        key = (claim.type, names(claim.actors), names(claim.recipients))
        grouped.setdefault(key, []).append(stored)
        documents.add(stored.document.id)
    groups = [
        Group(*key, tuple((stored, word(stored.claim, stored.document)) for stored in sorted(members, key=_when)))
        for key, members in grouped.items()
    ]
    acts = Counter({actors: 0 for _, actors, _ in grouped})
    for (_, actors, _), members in grouped.items():
        acts[actors] += len(members)

    def order(group: Group) -> tuple[bool, int, str, int, int, str]:
        kind = EVENT_TYPES.index(group.type)
        return (not group.actors, -acts[group.actors], group.actors, -len(group.lines), kind, group.recipients)

    groups.sort(key=order)
    return Brief(tuple(groups), sum(len(group.lines) for group in groups), len(documents))


def _when(stored: StoredClaim) -> tuple[str, str, int, int]:
    claim = stored.claim
    return (stored.document.published or "", stored.document.id, claim.trigger.start, STAGES.index(claim.stage))
