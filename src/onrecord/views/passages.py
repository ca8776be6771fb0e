"""The passages that an event was read in, each wording once, with all who carry it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.linking.event import Told
from onrecord.linking.model import Anchor
from onrecord.linking.outlets import Outlets
from onrecord.views.ladder import outlet, some
from onrecord.views.wording import clean, mark, standing


@dataclass(frozen=True, slots=True)
class Wording:
    """One passage: what it says, in whose pages and when, and what people and the press have said of it since.

    `claims` are the ids of the claims in it, `corrected` the fields that a person corrected.
    """

    text: str
    mark: str
    standing: str
    outlets: str
    date: str
    documents: int
    claims: tuple[str, ...]
    corrected: tuple[str, ...]
    cautions: tuple[str, ...]


def wordings(told: Iterable[Told], outlets: Outlets | None = None) -> tuple[Wording, ...]:
    """Passages in the order of their first reports; the same words about the same act stand once.

    Where the same words were corrected in one document alone, they stand twice.
    """
    grouped: dict[tuple[str, str, tuple[str, ...], tuple[str, ...]], list[Told]] = {}
    for member in sorted(told, key=_order):
        key = (clean(member.claim.sentence.text), standing(member.claim), member.corrected, member.cautions)
        grouped.setdefault(key, []).append(member)
    return tuple(
        Wording(
            text,
            mark(members[0].claim),
            said,
            some([outlet(member, outlets or Outlets()) for member in members]),
            (members[0].document.published or "")[:10],
            len({member.document.id for member in members}),
            tuple(member.claim.id for member in members),
            corrected,
            tuple(map(clean, cautions)),
        )
        for (text, said, corrected, cautions), members in grouped.items()
    )


def _order(member: Told) -> tuple[str, str, Anchor]:
    return member.document.published or "~", member.document.id, member.anchor
