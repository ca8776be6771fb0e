"""Exports as GeoJSON (RFC 7946): events that have a place, for maps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from onrecord.views.events import word_event
from onrecord.views.exports.jsontext import document, encoded
from onrecord.views.exports.material import accounts
from onrecord.views.exports.registry import FORMATS
from onrecord.views.exports.sites import place_of_event

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.linking.event import Event, Told, Toll
    from onrecord.views.exports.model import Options, Wanted

PRECISION: Final = {
    1: "exact place",
    2: "near the place",
    3: "second-order region",
    4: "first-order region",
    5: "fuzzy area",
    6: "country",
    7: "sea or air",
}
"""What the codes of `where_prec` in UCDP GED mean, in words."""


def write(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[bytes]:
    """A FeatureCollection of points; what has a name of a place and no coordinates has no geometry.

    Raises ExportUseError.
    """

    def features() -> Iterator[dict[str, Any]]:
        for event, told in accounts(ledger, wanted, options, _unfit):
            yield feature(event, told)

    def tail() -> Iterator[tuple[str, Any]]:
        yield "losses", [*FORMATS["geojson"].losses, *options.tally.lines()]

    for piece in document({"type": "FeatureCollection"}, "features", features(), tail()):
        yield encoded(piece)


def _unfit(event: Event) -> str | None:
    return "no place" if event.place is None else None


def feature(event: Event, told: tuple[Told, ...]) -> dict[str, Any]:
    """An event as a Feature: longitude before latitude, the standing and the precision among its properties."""
    place = place_of_event(event, told)
    line = word_event(event)
    point = None
    if event.lat is not None and event.lon is not None:
        point = {"type": "Point", "coordinates": [event.lon, event.lat]}
    precision = place.precision if place else None
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": point,
        "properties": {
            "wording": line.sentence,
            "mark": line.mark,
            "stage": event.stage,
            "polarity": event.polarity,
            "certainty": event.certainty,
            "disputed": event.disputed,
            "type": event.type,
            "mode": event.mode,
            "contexts": list(event.contexts),
            "actors": list(event.actors),
            "recipients": list(event.recipients),
            "start": event.start,
            "end": event.end,
            "place": event.place,
            "country": event.place_country,
            "admin1": place.admin1 if place else None,
            "geonameid": event.geonameid,
            "precision": precision,
            "precision_words": PRECISION.get(precision or 0, "unknown"),
            "reports": event.reports,
            "origins": event.origins,
            "first_reported": event.first,
            "last_reported": event.last,
            "credibility": event.credibility,
            "deaths": _toll(event.deaths),
            "injuries": _toll(event.injuries),
            "cautions": list(event.cautions),
        },
    }


def _toll(toll: Toll | None) -> dict[str, int] | None:
    return {"best": toll.best, "low": toll.low, "high": toll.high} if toll else None
