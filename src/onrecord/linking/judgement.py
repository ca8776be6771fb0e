"""What a person has said of the ledger: a correction that wins over the machine, and can be withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

JudgementKind = Literal[
    "same", "not_same", "not_event", "right", "type", "stage", "polarity", "actor", "recipient", "source",
    "same_party", "not_same_party", "party_identifier",
]  # fmt: skip
"""What is judged: two claims of one act or not; a claim as a whole (no event, or right as it was read) or a field of
it; two names of one party or not; who a party is."""


@dataclass(frozen=True, slots=True)
class Target:
    """Words of a document that a judgement hangs on, so that it outlives new readings and new versions.

    `quote` are the words, `before` and `after` some characters round them (the text quote selector of the W3C's
    Web Annotation model), by which they are found again where the text has changed.
    """

    document: str
    start: int
    end: int
    quote: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One correction, appended and never changed: who, when, why; and by whom, when and why it was withdrawn.

    `subject` and `other` are the claims that it is about; `party` and `other_party` names in the register.
    `value` is the new value: a stage, a type, a polarity, a party's name (empty: there is none), an identifier.
    One that was made in another ledger keeps its author and its time, beside who took it into this one, and when.
    """

    id: str
    kind: JudgementKind
    author: str
    reason: str
    recorded: str
    subject: Target | None = None
    other: Target | None = None
    party: str | None = None
    other_party: str | None = None
    value: str | None = None
    withdrawn: str | None = None
    withdrawn_by: str | None = None
    withdrawn_why: str | None = None
    imported: str | None = None
    imported_by: str | None = None
