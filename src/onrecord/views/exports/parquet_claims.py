"""Exports as Parquet of claims, with parties and the chain of sources as nested lists."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord.records import encode
from onrecord.views.exports.dating import read_day
from onrecord.views.exports.material import claims
from onrecord.views.exports.parquet import parquet
from onrecord.views.exports.tables import bounds

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.ledger import Ledger, StoredClaim
    from onrecord.records import Party
    from onrecord.views.exports.model import Options, Wanted


def write(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[bytes]:
    """A row for each claim. Raises ExportUseError."""
    yield from parquet(claim_schema(), map(claim_value, claims(ledger, wanted, options)))


@cache
def claim_schema() -> pa.Schema:
    """The columns: those of CONTRACT.md's claim, with its lists and objects as lists and structs."""
    import pyarrow as pa

    text, whole, number, truth, day = pa.string(), pa.int32(), pa.float64(), pa.bool_(), pa.date32()
    span = pa.struct([("start", whole), ("end", whole), ("text", text)])
    spans = pa.list_(span)
    party = pa.struct(
        [
            ("name", text), ("kind", text), ("country", text), ("sector", text), ("count_min", number),
            ("count_max", number), ("span", span), ("coref", span),
        ]
    )  # fmt: skip
    link = pa.struct(
        [
            ("kind", text), ("name", text), ("country", text), ("sector", text), ("anonymous", truth),
            ("count", number), ("source", spans), ("cue", spans), ("content", spans), ("quotation", text),
            ("addressee", spans), ("act", text),
        ]
    )  # fmt: skip
    time = pa.struct(
        [
            ("span", span), ("type", text), ("value", text), ("start", day), ("end", day), ("edtf", text),
            ("precision", text),
        ]
    )  # fmt: skip
    place = pa.struct(
        [
            ("span", span), ("name", text), ("geonameid", pa.int64()), ("lat", number), ("lon", number),
            ("country", text), ("admin1", text), ("precision", whole), ("score", number),
        ]
    )  # fmt: skip
    qualifier = pa.struct([("kind", text), ("span", span)])
    return pa.schema(
        [
            ("document", text), ("title", text), ("outlet", text), ("url", text), ("published", text), ("id", text),
            ("type", text), ("mode", text), ("contexts", pa.list_(text)), ("stage", text), ("polarity", text),
            ("certainty", text), ("factuality", number), ("trigger", span), ("sentence", span),
            ("actors", pa.list_(party)), ("recipients", pa.list_(party)), ("chain", pa.list_(link)),
            ("time", time), ("place", place), ("qualifiers", pa.list_(qualifier)), ("score", number),
            ("extractor", text),
        ]
    )  # fmt: skip


def claim_value(stored: StoredClaim) -> dict[str, Any]:
    """A claim as its row."""
    info, claim = stored.document, stored.claim
    time = encode(claim.time)
    if time is not None:
        time |= {"start": read_day(time["start"]), "end": read_day(time["end"])}
    return {
        "document": info.id, "title": info.title, "outlet": info.source, "url": info.url,
        "published": info.published, "id": claim.id, "type": claim.type, "mode": claim.mode,
        "contexts": list(claim.contexts), "stage": claim.stage, "polarity": claim.polarity,
        "certainty": claim.certainty, "factuality": float(claim.factuality), "trigger": encode(claim.trigger),
        "sentence": encode(claim.sentence), "actors": list(map(_party, claim.actors)),
        "recipients": list(map(_party, claim.recipients)), "chain": encode(claim.attribution), "time": time,
        "place": encode(claim.place), "qualifiers": encode(claim.qualifiers), "score": float(claim.score),
        "extractor": stored.extractor,
    }  # fmt: skip


def _party(party: Party) -> dict[str, Any]:
    least, most = bounds(party.count)
    return {
        "name": party.name, "kind": party.kind, "country": party.country, "sector": party.sector,
        "count_min": least, "count_max": most, "span": encode(party.span), "coref": encode(party.coref),
    }  # fmt: skip
