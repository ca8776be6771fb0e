"""What a relation is: how one kind of belonging together is sketched, looked up, scored and grouped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from onrecord.linking.model import Anchor, Constraints, Decision, Report

S = TypeVar("S")

COPIES = 250
"""Members that may share a key of the same words: pages that repeat one report are many more than pages on one matter.
With more of them they are compared by what else they share."""


class Relation(Protocol[S]):
    """One kind of belonging together: repeating one report (origin), one happening (story), one act (event).

    A sketch is all that is compared of one member; it is made of one document alone, so that nothing that
    arrives later changes it. Two members are compared where they share a key that few others have; the score
    depends on the two alone. So the groups depend on the set of documents, never on the order of arrival, and
    a new document touches only members that it shares keys with, and what these are tied to.
    """

    @property
    def name(self) -> str:
        """`origin`, `story` or `event`."""

    @property
    def version(self) -> str:
        """Changes whenever sketches, keys, scores or grouping do."""

    @property
    def common(self) -> int:
        """A key that more members than this share brings nobody together."""

    @property
    def ties(self) -> tuple[float, ...]:
        """The scores from which on a decision ties two members into what is grouped together, rising.

        Members that are not tied, directly or by others, are never in one group, so that a group is found without
        a look at all that comes near to belonging to it. Where more than a `crowd` hang together by the first of
        them, the next one holds, and so on (see `parts`).
        """

    @property
    def crowd(self) -> int:
        """So many may hang together by a tie that is not the last of `ties`."""

    def sketches(self, report: Report) -> Iterator[tuple[Anchor, S]]:
        """The members that a document brings, each with its sketch."""

    def keys(self, sketch: S) -> Sequence[int]:
        """Whole numbers of 63 bits; members that share none are never compared.

        Negative ones are keys of the same words: `COPIES` members may share one, of others `common`.
        """

    def compare(self, a: Anchor, one: S, b: Anchor, other: S) -> Decision | None:
        """How surely two members belong together; nothing where they are not even tied. `a` stands before `b`."""

    def group(
        self, members: Mapping[Anchor, S], decisions: Sequence[Decision], constraints: Constraints
    ) -> Sequence[Sequence[Anchor]]:
        """Divide members that decisions tie together, directly or by others, into groups; each in its order.

        The first of a group is its oldest member, which gives it its id.
        """

    def pack(self, sketch: S) -> bytes:
        """A sketch as it is stored."""

    def unpack(self, packed: bytes) -> S:
        """A sketch as it was stored."""
