"""What is extracted from one document."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.records.claim import Claim, Place, Time
from onrecord.records.document import Document
from onrecord.records.span import Span
from onrecord.records.vocabulary import Certainty, Polarity, Stage


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution of the text: who says, thinks or wants (source), by which words (cue), what (content)."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that the reader could not use. `code` is for programs, `message` for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document's description inside its extraction: everything but its text."""

    id: str
    title: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    published: str | None = None
    lang: str | None = None
    sha256: str = ""
    credits: tuple[str, ...] = ()

    @classmethod
    def of(cls, document: Document) -> DocumentInfo:
        """The description of `document`."""
        return cls(
            document.id, document.title, document.source, document.author, document.url,
            document.published, document.lang, document.sha256, document.credits,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document was found to say, in text order."""

    document: DocumentInfo
    claims: tuple[Claim, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """The standing of one predicate that was pointed at. `factuality` runs from -3 to 3."""

    id: str
    stage: Stage
    polarity: Polarity
    certainty: Certainty
    factuality: float


@dataclass(frozen=True, slots=True)
class Assessments:
    """The answers of `assess` for one document."""

    id: str
    assessments: tuple[Assessment, ...]


@dataclass(frozen=True, slots=True)
class Location:
    """Where one toponym that was pointed at lies; all null where it could not be resolved."""

    id: str
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Locations:
    """The answers of `locate` for one document."""

    id: str
    places: tuple[Location, ...]
