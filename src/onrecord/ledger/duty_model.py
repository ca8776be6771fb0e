"""What people with duties are given: audits with samples and verdicts, notes of what was taken out, deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from onrecord.ledger.model import StoredClaim
from onrecord.records import DocumentInfo

AuditField = Literal[
    "event", "type", "stage", "polarity", "certainty", "actors", "recipients", "source", "time", "place"
]
"""What is judged of a claim: whether it is an event at all, and each of its fields; `source` is the innermost one."""

VerdictValue = Literal["right", "wrong", "unsure"]

AUDIT_FIELDS: Final[tuple[AuditField, ...]] = get_args(AuditField)
VERDICTS: Final[tuple[VerdictValue, ...]] = get_args(VerdictValue)

Design = Literal["simple", "stage", "type"]
"""How a sample is drawn: simply at random, or at random within each stage or type."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the population: how many claims it has, and how many of them were drawn."""

    population: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Audit:
    """A random sample of the claims that a filter let through at a moment.

    `strata` are the parts it was drawn in by their names (one without a name, where it was drawn simply), `query`
    the filter by the names of its fields, `version` that of the program.
    """

    id: str
    made: str
    author: str
    seed: int
    design: Design
    strata: Mapping[str, Stratum]
    query: Mapping[str, object]
    version: str

    @property
    def population(self) -> int:
        """How many claims it was drawn from."""
        return sum(stratum.population for stratum in self.strata.values())

    @property
    def drawn(self) -> int:
        """How many claims were drawn."""
        return sum(stratum.drawn for stratum in self.strata.values())


@dataclass(frozen=True, slots=True)
class Sampled:
    """One place of a sample: its claim, and the text that this was read from.

    Both are missing where the document was taken out of the ledger since.
    """

    position: int
    stratum: str
    claim: StoredClaim | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one person says of one field of one claim of a sample."""

    position: int
    field: AuditField
    verdict: VerdictValue
    author: str
    at: str
    note: str | None = None


RemovalKind = Literal["document", "address", "person"]


@dataclass(frozen=True, slots=True)
class Planned:
    """A document that is to be taken out `whole`, or in which a name is to be covered so many times (`mentions`)."""

    document: DocumentInfo
    versions: int
    claims: int
    mentions: int = 0
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be taken out, before anything is.

    `copies` are other documents with the same text, which stay; `situations` those whose question names the person;
    `alone` counts other documents in which the last word of the person's name stands alone, and which stay too.
    `fetches` counts what is archived of an address without a document.
    """

    kind: RemovalKind
    documents: tuple[Planned, ...]
    copies: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    alone: int = 0
    fetches: int = 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing to take out."""
        return not (self.documents or self.situations or self.fetches)


@dataclass(frozen=True, slots=True)
class Removal:
    """The note that something was taken out: when, by whom, of what kind, why, how much. Never what."""

    at: str
    author: str
    kind: RemovalKind
    reason: str
    counts: Mapping[str, int] = field(default_factory=dict)
    finished: bool = True


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was, or is to be, sent to a webhook: all that moved after one moment of the ledger and up to another."""

    key: int
    hook: str
    situation: str
    since: int
    until: int
    state: str
    tries: int
    at: str
    said: str | None = None
