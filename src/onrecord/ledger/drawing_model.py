"""What is counted for drawings and lists: events by month and by place, facets of a question, digests of documents."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.linking.origins.graph import Relayed
from onrecord.linking.parties.sightings import Sighting
from onrecord.records import DocumentInfo
from onrecord.records.vocabulary import Polarity, Stage


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many events of a standing begin in a month (`2025-03`); `month` is null where their date is not known."""

    month: str | None
    stage: Stage
    polarity: Polarity
    events: int


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """How many events of a standing are (to be) at a place.

    `precision` is UCDP GED's, 1 (exact) to 7 (sea or air). `geonameid`, `lat` and `lon` are null where the place
    could not be resolved, `name` too where no claim of an event names a place.
    """

    geonameid: int | None
    name: str | None
    country: str | None
    lat: float | None
    lon: float | None
    precision: int | None
    stage: Stage
    polarity: Polarity
    events: int


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet and how many events have it."""

    value: str
    events: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What the events that answer a question have in common, by facet, the most frequent values first.

    `read` is how many events the facets of actors and sources were counted in: the ones reported last, out of
    `events`. The others are counted in all of them.
    """

    events: int
    read: int
    facets: dict[str, tuple[FacetValue, ...]]


@dataclass(frozen=True, slots=True)
class Digest:
    """What one document brings to the lists of sources and parties, and to the graph of who relays whom.

    `sources` are name, kind, country, sector, whether unnamed, whether nearest, and the number of claims.
    """

    extraction: int
    sightings: tuple[Sighting, ...]
    relayed: Relayed
    sources: tuple[tuple[str | None, str, str | None, str | None, bool, bool, int], ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """The best passage of an event for words that are searched: in pieces (true: matching), of which claim."""

    claim: str
    document: str
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers a search: its best words in pieces (true: matching), and its matching claims."""

    document: DocumentInfo
    pieces: tuple[tuple[str, bool], ...]
    claims: int
