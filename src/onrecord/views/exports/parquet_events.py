"""Exports as Parquet of events, with the ladder and the denials as nested lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord.records import encode
from onrecord.views.exports.dating import read_day
from onrecord.views.exports.material import accounts
from onrecord.views.exports.parquet import parquet
from onrecord.views.exports.sites import place_of_event

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.ledger import Ledger
    from onrecord.linking.event import Event, Told
    from onrecord.views.exports.model import Options, Wanted


def write(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[bytes]:
    """A row for each event. Raises ExportUseError."""
    rows = (event_value(event, told) for event, told in accounts(ledger, wanted, options))
    yield from parquet(event_schema(), rows)


@cache
def event_schema() -> pa.Schema:
    """The columns: the fields of `linking.event.Event`; claims are named by document and offsets, and by their ids."""
    import pyarrow as pa

    text, whole, number, truth, day = pa.string(), pa.int32(), pa.float64(), pa.bool_(), pa.date32()
    texts = pa.list_(text)
    anchor = pa.struct([("document", text), ("start", whole), ("end", whole)])
    anchors = pa.list_(anchor)
    toll = pa.struct([("best", pa.int64()), ("low", pa.int64()), ("high", pa.int64()), ("claims", anchors)])
    step = pa.struct(
        [
            ("stage", text), ("polarity", text), ("first", text), ("last", text), ("claims", anchors),
            ("reports", whole), ("origins", whole), ("speakers", texts),
        ]
    )  # fmt: skip
    denial = pa.struct([("claim", anchor), ("denied", anchors), ("speaker", text)])
    estimate = pa.struct([("words", text), ("low", whole), ("high", whole), ("claim", anchor)])
    claim = pa.struct([("id", text), ("document", text), ("start", whole), ("end", whole), ("origin", text)])
    return pa.schema(
        [
            ("id", text), ("wording", text), ("type", text), ("mode", text), ("contexts", texts), ("actors", texts),
            ("recipients", texts), ("countries", texts), ("start", day), ("end", day), ("place", text),
            ("place_country", text), ("admin1", text), ("geonameid", pa.int64()), ("lat", number), ("lon", number),
            ("place_precision", whole), ("stage", text), ("polarity", text), ("certainty", text),
            ("disputed", truth), ("deciding", anchors), ("ladder", pa.list_(step)), ("denials", pa.list_(denial)),
            ("reports", whole), ("origins", whole), ("speakers", whole), ("named", whole), ("first", text),
            ("last", text), ("credibility", whole), ("deaths", toll), ("injuries", toll),
            ("estimates", pa.list_(estimate)), ("cautions", texts), ("claims", pa.list_(claim)),
        ]
    )  # fmt: skip


def event_value(event: Event, told: Sequence[Told]) -> dict[str, Any]:
    """An event as its row."""
    value: dict[str, Any] = encode(event)
    value["wording"] = value.pop("sentence")
    place = place_of_event(event, told)
    ids = {one.anchor: one for one in told}
    claims = []
    for anchor in event.claims:
        one = ids.get(anchor)
        claims.append(encode(anchor) | {"id": one.claim.id if one else None, "origin": one.origin if one else None})
    return value | {
        "start": read_day(event.start),
        "end": read_day(event.end),
        "admin1": place.admin1 if place else None,
        "place_precision": place.precision if place else None,
        "claims": claims,
    }
