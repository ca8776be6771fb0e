"""Claims, parties, sources, events and documents as rows of tables that belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

from onrecord.knowledge.table import read_file
from onrecord.records import CountRange
from onrecord.records.vocabulary import (
    CERTAINTIES,
    EVENT_TYPES,
    POLARITIES,
    STAGES,
    LinkKind,
    PartyKind,
    Quotation,
    TimePrecision,
)
from onrecord.views.exports.dating import read_day
from onrecord.views.exports.sites import place_of_event

if TYPE_CHECKING:
    from onrecord.ledger import StoredClaim
    from onrecord.linking.event import Event, Told
    from onrecord.records import Claim, Count, DocumentInfo, Party, Span

TABLES: Final = ("documents", "events", "claims", "parties", "links")

TERMS: Final[dict[str, Sequence[str]]] = {
    "types": EVENT_TYPES,
    "stages": STAGES,
    "polarities": POLARITIES,
    "certainties": CERTAINTIES,
    "precisions": get_args(TimePrecision),
    "roles": ("actor", "recipient"),
    "party_kinds": get_args(PartyKind),
    "link_kinds": get_args(LinkKind),
    "quotations": get_args(Quotation),
}
"""The closed vocabularies that cells of some columns come from."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type in Table Schema, what it holds, whether it is part of the key, and what cells may be."""

    name: str
    type: str
    description: str
    primary: bool
    terms: tuple[str, ...]


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table, in their order."""
    found = []
    for row in read_file(Path(__file__).parent / "data" / "columns.tsv"):
        if row.choice("table", TABLES) == table:
            terms = tuple(TERMS[row["terms"]]) if row["terms"] else ()
            found.append(Column(row["column"], row["type"], row["description"], row["key"] == "primary", terms))
    return tuple(found)


def document_row(info: DocumentInfo) -> Row:
    """A document."""
    return {
        "id": info.id, "title": info.title, "outlet": info.source, "author": info.author, "url": info.url,
        "published": info.published, "language": info.lang, "sha256": info.sha256, "credits": joined(info.credits),
    }  # fmt: skip


def event_row(event: Event, told: Sequence[Told]) -> Row:
    """An event with its present standing."""
    place = place_of_event(event, told)
    row: Row = {
        "id": event.id, "wording": event.sentence, "type": event.type, "mode": event.mode,
        "contexts": joined(event.contexts), "stage": event.stage, "polarity": event.polarity,
        "certainty": event.certainty, "disputed": event.disputed, "actors": joined(event.actors),
        "recipients": joined(event.recipients), "start": read_day(event.start), "end": read_day(event.end),
        "place": event.place, "place_country": event.place_country, "admin1": place.admin1 if place else None,
        "geonameid": event.geonameid, "lat": event.lat, "lon": event.lon,
        "place_precision": place.precision if place else None, "reports": event.reports, "origins": event.origins,
        "speakers": event.speakers, "named": event.named, "first_reported": event.first, "last_reported": event.last,
        "credibility": event.credibility,
    }  # fmt: skip
    for name, toll in (("deaths", event.deaths), ("injuries", event.injuries)):
        for figure in ("best", "low", "high"):
            row[f"{name}_{figure}"] = getattr(toll, figure) if toll else None
    return row


def claim_row(stored: StoredClaim, event: str | None) -> Row:
    """A claim, with the id of its event."""
    claim = stored.claim
    time, place = claim.time, claim.place
    return {
        "id": claim.id, "document": stored.document.id, "event": event, "type": claim.type, "mode": claim.mode,
        "contexts": joined(claim.contexts), "stage": claim.stage, "polarity": claim.polarity,
        "certainty": claim.certainty, "factuality": claim.factuality, "trigger": claim.trigger.text,
        "trigger_start": claim.trigger.start, "trigger_end": claim.trigger.end, "sentence": claim.sentence.text,
        "sentence_start": claim.sentence.start, "sentence_end": claim.sentence.end,
        "time": time.span.text if time else None, "time_value": time.value if time else None,
        "time_start": read_day(time.start) if time else None, "time_end": read_day(time.end) if time else None,
        "time_precision": time.precision if time else None, "place": place.name if place else None,
        "place_country": place.country if place else None, "admin1": place.admin1 if place else None,
        "geonameid": place.geonameid if place else None, "lat": place.lat if place else None,
        "lon": place.lon if place else None, "place_precision": place.precision if place else None,
        "score": claim.score,
    }  # fmt: skip


def party_rows(claim: Claim, document: str) -> Iterator[Row]:
    """The actors and recipients of a claim."""
    roles: tuple[tuple[str, tuple[Party, ...]], ...] = (("actor", claim.actors), ("recipient", claim.recipients))
    for role, parties in roles:
        for position, party in enumerate(parties, 1):
            least, most = bounds(party.count)
            yield {
                "document": document, "claim": claim.id, "role": role, "position": position, "name": party.name,
                "kind": party.kind, "country": party.country, "sector": party.sector, "count_min": least,
                "count_max": most, "words": party.span.text,
            }  # fmt: skip


def link_rows(claim: Claim, document: str) -> Iterator[Row]:
    """The chain of sources of a claim, outermost first."""
    for position, link in enumerate(claim.attribution, 1):
        yield {
            "document": document, "claim": claim.id, "position": position, "kind": link.kind, "name": link.name,
            "country": link.country, "sector": link.sector, "anonymous": link.anonymous, "count": link.count,
            "words": _words(link.source), "cue": _words(link.cue), "quotation": link.quotation, "act": link.act,
        }  # fmt: skip


def bounds(count: Count | None) -> tuple[float | None, float | None]:
    """How many at least and at most."""
    if isinstance(count, CountRange):
        return count.min, count.max
    return count, count


def joined(values: Iterable[str]) -> str | None:
    """Several values in one cell."""
    return "; ".join(dict.fromkeys(values)) or None


def _words(spans: Iterable[Span]) -> str | None:
    return " … ".join(span.text for span in spans) or None
