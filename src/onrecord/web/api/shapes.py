"""The shapes of the API's answers, for its description: records as they are, with what is put beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from onrecord.ledger import ChangeKind, EventView, SourceCount, StoredClaim
from onrecord.ledger.kept_model import KeptFetch
from onrecord.linking.event import Event
from onrecord.linking.judgement import JudgementKind
from onrecord.linking.parties.dossier import Deed
from onrecord.linking.parties.register import Entry
from onrecord.records import Claim, Document, DocumentInfo, Extraction, Problem
from onrecord.views.timeline import SectionName

T = TypeVar("T")


class Items(BaseModel, Generic[T]):
    """A portion of a list. `next` is the address of what follows, null at the end."""

    items: list[T]
    total: int | None = Field(description="How many the whole list has; null where counting would take too long.")
    page: int
    size: int
    as_of: str | None = Field(description="The ledger's last moment that the answer knows of.")
    next: str | None


class ProblemDetails(BaseModel):
    """What went wrong (RFC 9457). `errors` names the parameters or fields that are wrong."""

    model_config = ConfigDict(title="Problem")

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: list[dict[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What is served: the ledger, how much is in it, until when; which version of onrecord; whether it can be judged.

    `pending` counts documents and judgements that are not linked yet.
    """

    ledger: str
    version: str
    documents: int
    claims: int
    events: int
    pending: int
    as_of: str | None
    read_only: bool


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """A document's description, without its text; `key` stands for its id in addresses."""

    key: str
    info: DocumentInfo
    versions: int
    extractor: str
    claims: int
    problems: tuple[Problem, ...]
    address: str


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """A document with its text and all that was found in it; how it was fetched, where it came from the network."""

    key: str
    document: Document
    extraction: Extraction
    extractor: str
    fetches: tuple[KeptFetch, ...]
    address: str


@dataclass(frozen=True, slots=True)
class ClaimShown(StoredClaim):
    """A claim with its document, its standing in words, and the address of its page."""

    wording: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class EventShown(Event):
    """An event with its mark, its wording in one line, and the address of its page."""

    mark: str = ""
    wording: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class EventRead(EventView):
    """An event with all that it rests on, its mark and wording, and the address of its page."""

    mark: str = ""
    wording: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class ChangeShown(EventShown):
    """An event as it is after it moved: in which ways, when, in words, and as it was (null for a new one)."""

    kinds: tuple[ChangeKind, ...] = ()
    at: str = ""
    notes: tuple[str, ...] = ()
    before: Event | None = None


@dataclass(frozen=True, slots=True)
class TimelineItem(EventShown):
    """An event of a timeline, and its section: what happened, what lies ahead, what is denied, what has no date."""

    section: SectionName = "undated"


@dataclass(frozen=True, slots=True)
class DeedShown(Deed):
    """What a party has to do with one event, and the mark of its standing."""

    mark: str = ""


@dataclass(frozen=True, slots=True)
class PartyRead:
    """A party, what it is reported to have done, to plan, to have denied, to have suffered, and its own word."""

    party: Entry
    did: tuple[DeedShown, ...]
    ahead: tuple[DeedShown, ...]
    denied: tuple[DeedShown, ...]
    suffered: tuple[DeedShown, ...]
    said: tuple[DeedShown, ...]


@dataclass(frozen=True, slots=True)
class SituationShown:
    """A standing question: its name, what it asks, since when, and when it was last looked at."""

    name: str
    query: str
    added: str
    looked: str | None


@dataclass(frozen=True, slots=True)
class SpeakingShown:
    """An ultimate source of a situation."""

    name: str
    named: bool
    events: int
    documents: int
    last: str | None


@dataclass(frozen=True, slots=True)
class SituationRead:
    """The answer to a standing question; `changed` is what moved since `since`."""

    name: str
    query: str
    since: str
    stands: tuple[EventShown, ...]
    planned: tuple[EventShown, ...]
    denied: tuple[EventShown, ...]
    changed: tuple[ChangeShown, ...]
    speakers: tuple[SpeakingShown, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a snippet; `match` where it is what was searched for."""

    text: str
    match: bool


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document that answers a search: its best words in pieces, and its claims in whose passages they stand."""

    key: str
    document: DocumentInfo
    snippet: tuple[Piece, ...]
    claims: tuple[Claim, ...]
    address: str


@dataclass(frozen=True, slots=True)
class FormatShown:
    """A format that the ledger can be exported as: what it is for, and what it cannot hold."""

    name: str
    title: str
    media_type: str
    takes: Literal["claims", "events"]
    description: str
    losses: tuple[str, ...]
    address: str


class NewJudgement(BaseModel):
    """A correction: its kind, what it is about, why, and the new value where the kind has one.

    `subject` and `other` are ids of claims or events (or their beginnings); for judgements on parties, names.
    """

    model_config = ConfigDict(extra="forbid")

    kind: JudgementKind
    subject: str = Field(min_length=1, max_length=500)
    reason: str = Field(min_length=1, max_length=2_000)
    other: str | None = Field(None, min_length=1, max_length=500)
    value: str | None = Field(None, max_length=500)


class Withdrawal(BaseModel):
    """Why a judgement is taken back."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=2_000)


__all__ = [
    "About", "ChangeShown", "ClaimShown", "DocumentRead", "DocumentShown", "EventRead", "EventShown",
    "FormatShown", "FoundDocument", "Items", "NewJudgement", "PartyRead", "Piece", "ProblemDetails", "SituationRead",
    "SituationShown", "SourceCount", "SpeakingShown", "TimelineItem", "Withdrawal",
]  # fmt: skip
