"""An event as people see it: what claims about one act come to, step by step, and on whose word."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.linking.model import Anchor
from onrecord.records import Claim, DocumentInfo
from onrecord.records.vocabulary import Certainty, EventType, Polarity, Stage


@dataclass(frozen=True, slots=True)
class Told:
    """A claim as a member of an event: what is said, in which document, of which origin.

    `claim` is as read, or as a person corrected it (`corrected` names the fields). `origin` is the id of the
    report that the document only repeats, or its own. `cautions` are what the press itself has said of the
    passage since ("retracted on 2025-04-09").
    """

    anchor: Anchor
    claim: Claim
    document: DocumentInfo
    origin: str
    corrected: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the ladder: a stage (or its denial) that the event is reported to have reached.

    `first` and `last` are the dates of the reports that say so, `origins` how many of them are independent,
    `speakers` the ultimate sources, named ones by name and others in the words that stand for them.
    """

    stage: Stage
    polarity: Polarity
    first: str | None
    last: str | None
    claims: tuple[Anchor, ...]
    reports: int
    origins: int
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Denial:
    """A claim that denies, and the claims of the same event that it denies."""

    claim: Anchor
    denied: tuple[Anchor, ...]
    speaker: str


@dataclass(frozen=True, slots=True)
class Toll:
    """Deaths or injuries as UCDP GED counts them: the best figure, and the lowest and highest that are told."""

    best: int
    low: int
    high: int
    claims: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimative word of the text as worded, with the band of ICD 203 that it falls in (per cent)."""

    words: str
    low: int
    high: int
    claim: Anchor


@dataclass(frozen=True, slots=True)
class Event:
    """One act as all claims about it tell it. Nothing is averaged: the ladder keeps every step with its claims.

    `stage`, `polarity` and `certainty` are the present ones, by the rule in `ladder.py`; `deciding` are the
    claims that decide them; `disputed` where independent sources differ. `start` and `end` are when it is (to
    be), `first` and `last` when it was reported. `reports` counts documents, `origins` independent ones,
    `speakers` distinct ultimate sources, `named` those of them with a name. `credibility` is the digit of the
    Admiralty code, 6 where there is nothing to go by.
    """

    id: str
    sentence: str
    type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    countries: tuple[str, ...]
    start: str | None
    end: str | None
    place: str | None
    place_country: str | None
    geonameid: int | None
    lat: float | None
    lon: float | None
    stage: Stage
    polarity: Polarity
    certainty: Certainty
    disputed: bool
    deciding: tuple[Anchor, ...]
    ladder: tuple[Step, ...]
    denials: tuple[Denial, ...]
    reports: int
    origins: int
    speakers: int
    named: int
    first: str | None
    last: str | None
    credibility: int
    deaths: Toll | None = None
    injuries: Toll | None = None
    estimates: tuple[Estimate, ...] = ()
    cautions: tuple[str, ...] = ()
    claims: tuple[Anchor, ...] = ()
