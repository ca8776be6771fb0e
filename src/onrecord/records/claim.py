"""A claim: one event as one sentence reports it, with everything that hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.records.span import Span
from onrecord.records.vocabulary import (
    Certainty,
    EventType,
    LinkKind,
    PartyKind,
    Polarity,
    QualifierKind,
    Quotation,
    Stage,
    TimePrecision,
    TimeType,
    WhyField,
)


@dataclass(frozen=True, slots=True)
class CountRange:
    """A number known by its bounds: "nearly 30" has a `max` of 30 and no `min`."""

    min: float | None = None
    max: float | None = None


Count = int | float | CountRange


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who does, or suffers, an act.

    `country` is ISO 3166 alpha-3 or a value of `NON_STATE_CODES`; `sector` a PLOVER sector code; `coref`
    the fuller mention that a pronoun or a short form stands for.
    """

    span: Span
    name: str
    kind: PartyKind
    country: str | None = None
    sector: str | None = None
    count: Count | None = None
    coref: Span | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One step of an attribution chain: who says it. `source` is empty for the publisher itself."""

    kind: LinkKind
    name: str | None = None
    country: str | None = None
    sector: str | None = None
    anonymous: bool = False
    count: int | float | None = None
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    quotation: Quotation | None = None
    addressee: tuple[Span, ...] = ()
    act: EventType | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression. `value` is TIMEX3; `start` and `end` are inclusive ISO dates, null where open."""

    span: Span
    type: TimeType
    value: str
    start: str | None = None
    end: str | None = None
    edtf: str | None = None
    precision: TimePrecision = "vague"


@dataclass(frozen=True, slots=True)
class Place:
    """A toponym, resolved to a GeoNames entry where that is possible.

    `country` is alpha-2, `admin1` the GeoNames code without its country, `precision` 1 (exact) to 7
    (sea or air) as in UCDP GED, `lat` and `lon` in degrees.
    """

    span: Span
    name: str
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    precision: int | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Qualifier:
    """Words that qualify the act: with whose consent, on what condition, to what purpose."""

    kind: QualifierKind
    span: Span


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of an explanation: the rule or model that decided, and the words that it read."""

    rule: str
    spans: tuple[Span, ...] = ()


Why = dict[WhyField, tuple[Reason, ...]]


@dataclass(frozen=True, slots=True)
class Claim:
    """One event as one sentence reports it. Never changed once made; see CONTRACT for each field."""

    id: str
    trigger: Span
    sentence: Span
    type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    stage: Stage
    polarity: Polarity
    certainty: Certainty
    factuality: float
    attribution: tuple[Link, ...]
    time: Time | None = None
    place: Place | None = None
    qualifiers: tuple[Qualifier, ...] = ()
    why: Why = field(default_factory=dict)
    score: float = 1.0
