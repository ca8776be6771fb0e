"""From records to the rows of the ledger's tables."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from onrecord.records import Claim, Document, Extraction, Link, Party, Span, dumps
from onrecord.records.accents import without_accents

Row = dict[str, Any]


def fold(text: str) -> str:
    """Text as names are compared: without case, accents and doubled spaces."""
    plain = without_accents(text)
    return " ".join(plain.casefold().split())


def fingerprint(document: Document) -> str:
    """What makes two versions of a document the same: its text, and the description that it came with.

    Language and credits are left out: they are found in the text, by whatever version of the reader.
    """
    parts = (
        document.text, document.title, document.source, document.author, document.url, document.published,
    )  # fmt: skip
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()


def version_row(document: Document) -> Row:
    """The columns of `versions` that come from the document."""
    return {
        "fingerprint": fingerprint(document),
        "text": document.text,
        "title": document.title,
        "source": document.source,
        "author": document.author,
        "url": document.url,
        "published": document.published,
        "lang": document.lang,
        "credits": dumps(document.credits),
    }


def extraction_row(extraction: Extraction, extractor: str) -> Row:
    """The columns of `extractions` that come from the extraction."""
    return {
        "extractor": extractor,
        "info": dumps(extraction.document),
        "problems": dumps(extraction.problems),
    }


def claim_row(claim: Claim, position: int) -> Row:
    """A row of `claims`, without the key of its extraction."""
    time, place = claim.time, claim.place
    return {
        "position": position,
        "id": claim.id,
        "type": claim.type,
        "mode": claim.mode,
        "stage": claim.stage,
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "factuality": claim.factuality,
        "anonymous": any(link.anonymous for link in claim.attribution),
        "time_start": time.start if time else None,
        "time_end": time.end if time else None,
        "place": fold(f"{place.name} {place.span.text}") if place else None,
        "place_country": place.country if place else None,
        "place_admin1": place.admin1 if place else None,
        "geonameid": place.geonameid if place else None,
        "score": claim.score,
        "passage": claim.sentence.text,
        "record": dumps(claim),
    }


def party_rows(claim: Claim, key: int) -> list[Row]:
    """The rows of `parties` for a claim."""
    return [
        _party_row(party, key, role, position)
        for role, group in (("actor", claim.actors), ("recipient", claim.recipients))
        for position, party in enumerate(group)
    ]


def _party_row(party: Party, key: int, role: str, position: int) -> Row:
    return {
        "claim": key,
        "role": role,
        "position": position,
        "name": party.name,
        "words": fold(f"{party.name} {party.span.text} {party.coref.text if party.coref else ''}"),
        "kind": party.kind,
        "country": party.country,
        "sector": party.sector,
    }


def link_rows(claim: Claim, key: int) -> list[Row]:
    """The rows of `links` for a claim; `name` is the words of the source where nobody is named."""
    last = len(claim.attribution) - 1
    return [
        {
            "claim": key,
            "position": position,
            "name": link.name or _words(link) or None,
            "words": fold(f"{link.name or ''} {_words(link)}"),
            "kind": link.kind,
            "country": link.country,
            "sector": link.sector,
            "anonymous": link.anonymous,
            "nearest": position == last,
        }
        for position, link in enumerate(claim.attribution)
    ]


def _words(link: Link) -> str:
    return _join(link.source)


def _join(spans: tuple[Span, ...]) -> str:
    return " … ".join(" ".join(span.text.split()) for span in spans)


def layer_rows(extraction: Extraction, key: int) -> dict[str, list[Row]]:
    """The rows of the layers `attributions`, `times` and `places` of an extraction, by table."""
    return {
        "attributions": [
            {
                "extraction": key,
                "position": position,
                "source": fold(_join(found.source)),
                "cue": fold(_join(found.cue)),
                "record": dumps(found),
            }
            for position, found in enumerate(extraction.attributions)
        ],
        "times": [
            {
                "extraction": key,
                "position": position,
                "type": time.type,
                "start": time.start,
                "end": time.end,
                "record": dumps(time),
            }
            for position, time in enumerate(extraction.times)
        ],
        "places": [
            {
                "extraction": key,
                "position": position,
                "name": fold(place.name),
                "geonameid": place.geonameid,
                "lat": place.lat,
                "lon": place.lon,
                "country": place.country,
                "admin1": place.admin1,
                "record": dumps(place),
            }
            for position, place in enumerate(extraction.places)
        ],
    }
