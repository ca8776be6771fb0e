"""What the stages of extraction hand to each other, before it becomes records."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.language import Token
from onrecord.records import Place, Reason, Time, Why
from onrecord.records.vocabulary import (
    Certainty,
    EventType,
    LinkKind,
    PartyKind,
    Polarity,
    Quotation,
    Stage,
)


@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """A word or phrase that names a political act.

    `head` is the word that carries it (the verb, or the event noun); `trigger` all its words; `light` the
    light verb that realises an event noun ("carried out" a raid), from which tense and subject are taken;
    `also` other words in the sentence that name the same act. `frame` names a row of `frames.tsv`.
    """

    head: Token
    trigger: tuple[Token, ...]
    type: EventType
    mode: str | None
    frame: str
    contexts: tuple[str, ...] = ()
    light: Token | None = None
    also: tuple[Token, ...] = ()
    why: tuple[Reason, ...] = ()
    weight: float = 1.0  # 0 to 1: how surely the words name such an act
    free: bool = False  # no table has these words for such an act: the trained model found it


@dataclass(frozen=True, slots=True)
class Judgement:
    """The standing of a predicate: how far it went, whether it is denied, how surely, and which operators say so.

    `factuality` is the author's own commitment, -3 to 3.
    """

    stage: Stage
    polarity: Polarity
    certainty: Certainty
    factuality: float
    why: Why = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class FoundAttribution:
    """One attribution of the text, as tokens.

    `cue_head` is the word that the cue hangs on; `source_head` the head of the source's noun phrase, null where
    no source is stated; `link` says whether its cue makes a link of a chain (speech) or only an entry of
    the layer (thinking, wanting); `act` is the speech act, where saying is itself one.
    """

    cue_head: Token
    source: tuple[Token, ...]
    cue: tuple[Token, ...]
    content: tuple[Token, ...]
    source_head: Token | None
    link: bool
    act: EventType | None = None
    quotation: Quotation | None = None
    addressee: tuple[Token, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of a mention, from its words and from the register of the document.

    `name` is canonical ("Claudia Sheinbaum"); null for those not named. `anonymous`: neither a name
    nor a unique office.
    """

    kind: PartyKind
    name: str | None
    country: str | None = None
    sector: str | None = None
    anonymous: bool = False
    count: int | float | None = None
    outlet: bool = False  # a newspaper, agency, broadcaster

    @property
    def link_kind(self) -> LinkKind:
        """The kind of an attribution link whose source this is."""
        return "outlet" if self.outlet else self.kind


@dataclass(frozen=True, slots=True, eq=False)
class FoundTime:
    """A time expression with its tokens."""

    tokens: tuple[Token, ...]
    time: Time


@dataclass(frozen=True, slots=True, eq=False)
class FoundPlace:
    """A toponym with its tokens."""

    tokens: tuple[Token, ...]
    place: Place
