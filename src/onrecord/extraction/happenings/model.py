"""What one document tells as happening, whoever is told of: the records that timelines are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.records import DocumentInfo, Span
from onrecord.records.vocabulary import Polarity, Stage

Role = Literal["agent", "patient", "recipient"]
Form = Literal["verb", "noun"]
Ground = Literal["stated", "carried", "published", "unknown"]


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody or something that takes part. `names` are the words for it, the fullest first; `person` as far as known.

    For a pronoun or a short form they include those of the mention that it takes up.
    """

    role: Role
    span: Span
    names: tuple[str, ...]
    person: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """One predicate, verb or event noun, with who takes part and when.

    `act` is the lemma of the verb that names the same act, so that "resignation" and "resigned" are alike. `date` is
    an ISO day, month or year; `ground` says how it is known: stated with the act, carried over from what is told
    around it, taken from the publication, or unknown. `speech` marks what is only said or thought,
    `lasting` states and habits, which can be told twice without being one event; `content` has the
    lemmas of what is said, and of the other words below the predicate, in alphabetical order.
    """

    span: Span
    act: str
    form: Form
    speech: bool
    lasting: bool
    stage: Stage
    polarity: Polarity
    participants: tuple[Participant, ...] = ()
    date: str | None = None
    ground: Ground = "unknown"
    content: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Happenings:
    """All that one document tells as happening, in text order."""

    document: DocumentInfo
    happenings: tuple[Happening, ...] = ()
