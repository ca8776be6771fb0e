"""What the stages of linking hand to each other: reports, what stands where, decisions and groups."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.records import Document, Extraction
from onrecord.records.mention import Mention


@dataclass(frozen=True, slots=True)
class Report:
    """One document with what was read from it: all that linking is given.

    `mentions` are the predicates that the document's probes point at; where it has some, these are grouped into
    events in place of the claims.
    """

    document: Document
    extraction: Extraction
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """Where a member of a group stands: words of a document (a trigger), or the whole of it, from 0 to 0.

    It outlives readings: another version of the extractor gives the claim another id, and the same anchor.
    """

    document: str
    start: int = 0
    end: int = 0


Pair = tuple[Anchor, Anchor]


def pair(a: Anchor, b: Anchor) -> Pair:
    """Two anchors in the order in which they are kept."""
    return (a, b) if a <= b else (b, a)


@dataclass(frozen=True, slots=True)
class Decision:
    """That two members belong together, or not: who or what decided it, how surely (0 to 1), and why.

    `a` stands before `b`. `by` is the relation's name and version, or the person who judged.
    """

    a: Anchor
    b: Anchor
    score: float
    by: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Constraints:
    """What people have said of pairs: these belong together, those do not. It wins over any score."""

    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()


@dataclass(frozen=True, slots=True)
class Group:
    """Members that belong together, in their order; the first one gives the group its id."""

    id: str
    members: tuple[Anchor, ...]
