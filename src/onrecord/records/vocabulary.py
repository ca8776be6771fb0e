"""The closed vocabularies of the records, as types and as tuples."""

from __future__ import annotations

from typing import Final, Literal, get_args

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
"""The sixteen event types of PLOVER (draft 2.0)."""

Stage = Literal[
    "demanded",
    "threatened",
    "considered",
    "planned",
    "attempted",
    "ongoing",
    "done",
    "halted",
    "hypothetical",
]
Polarity = Literal["affirmed", "negated"]
Certainty = Literal["certain", "probable", "possible", "unknown"]
PartyKind = Literal["person", "organization", "country", "group", "unnamed"]
LinkKind = Literal["outlet", "organization", "person", "country", "group", "unnamed", "author"]
Quotation = Literal["direct", "indirect", "mixed"]
QualifierKind = Literal["consent", "condition", "purpose", "means", "reason", "quantity"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
TimePrecision = Literal["day", "week", "month", "quarter", "year", "decade", "vague"]
WhyField = Literal["type", "stage", "polarity", "certainty", "attribution"]

EVENT_TYPES: Final[tuple[EventType, ...]] = get_args(EventType)
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
POLARITIES: Final[tuple[Polarity, ...]] = get_args(Polarity)
CERTAINTIES: Final[tuple[Certainty, ...]] = get_args(Certainty)
WHY_FIELDS: Final[tuple[WhyField, ...]] = get_args(WhyField)

NON_STATE_CODES: Final = ("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC")
"""PLOVER's values for parties that belong to no country."""
