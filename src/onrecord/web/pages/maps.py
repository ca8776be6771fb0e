"""The map: how many events are (to be) where, what is planned apart from what happened, drawn and as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import sqrt

from fastapi import APIRouter, Request

from onrecord.ledger.drawing_model import PlaceCount
from onrecord.views.events import event_value
from onrecord.views.wording import clean
from onrecord.web.asked import Asked, BadQueryError, Question, opened
from onrecord.web.drawn import COLUMNS, LEANINGS, drawn, row
from onrecord.web.page import Page, add_page
from onrecord.web.remembered import remembered
from onrecord.web.wording import leaning
from onrecord.web.worldmap import HEIGHT, WIDTH, countries, placed

router = APIRouter()
PATH = "/map"
NOWHERE = "none"

EXACTNESS = {
    1: "exact place", 2: "near this place", 3: "district", 4: "region", 5: "vague area", 6: "whole country",
    7: "at sea or in the air",
}  # fmt: skip
"""UCDP GED's precision of a place in words."""

RADII = {2: 25, 3: 40, 4: 130, 5: 200, 7: 150}
"""Kilometres of the circle that stands for a place that is not exact: the area is not known, only how large such
areas are as a rule (half the side of a usual district, and of a usual first-order region)."""

SHOWN = 30
"""Names of places that are not on the map."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in one row of the map's table, with how many events of each leaning are (to be) there."""

    geonameid: int
    name: str
    country: str | None
    lat: float
    lon: float
    precision: int | None
    exactness: str
    radius: int | None
    events: int
    happened: int
    ahead: int
    denied: int
    address: str


SPOT_COLUMNS = (
    "geonameid", "name", "country", "lat", "lon", "precision", "exactness", "events", "happened", "ahead", "denied",
)  # fmt: skip


def world(request: Request, question: Question) -> Page:
    """The places of the events that the filters let through, those with most events first."""
    with opened(request, question) as ledger:
        counts = remembered(
            request, question, ledger, ("places", question.events), lambda: ledger.event_places(question.events)
        )
    spots = _spots(counts, question)
    off: dict[str, int] = {}
    for count in counts:
        if count.lat is None and count.name:
            off[clean(count.name)] = off.get(clean(count.name), 0) + count.events
    unplaced = sum(count.events for count in counts if count.lat is None and not count.name)
    names = sorted(off.items(), key=lambda item: (-item[1], item[0]))
    shown = spots[question.offset : question.offset + question.size]
    return Page(
        "map.html",
        "Map",
        context={
            "spots": shown, "total": len(spots), "placed": sum(spot.events for spot in spots), "unplaced": unplaced,
            "off": names[:SHOWN], "off_events": sum(off.values()), "off_places": len(off),
            "nowhere": question.address(f"{PATH}/{NOWHERE}", page=1), "data": question.address(f"{PATH}.json", page=1),
            "world": countries(), "width": WIDTH, "height": HEIGHT, "drawn": _drawn(spots),
        },
        data={
            "places": spots, "unplaced": unplaced, "leanings": LEANINGS,
            "not_on_the_map": [{"name": name, "events": events} for name, events in names],
        },
        columns=SPOT_COLUMNS,
        rows=[tuple(getattr(spot, name) for name in SPOT_COLUMNS) for spot in spots],
    )  # fmt: skip


def place(request: Request, question: Question, at: str) -> Page:
    """The events at one place, or at none that is on the map."""
    if at != NOWHERE and not (at.isascii() and at.isdecimal() and len(at) < 12):
        raise BadQueryError(f"{at}: this is no number of GeoNames; {PATH} lists the places that there are")
    with opened(request, question) as ledger:
        key = None if at == NOWHERE else int(at)
        found = ledger.events_placed(question.events, key, question.size, question.offset)
    name = "No place on the map" if key is None else next((e.place for e in found.items if e.place), f"GeoNames {at}")
    rows = [drawn(event, question.moment) for event in found.items]
    return Page(
        "place.html",
        clean(name),
        context={
            "events": found.items, "total": found.total, "at": f"{PATH}/{at}", "nowhere": key is None,
            "map": question.address(PATH, page=1),
        },
        data={
            "geonameid": key, "total": found.total, "offset": found.offset,
            "events": [event_value(event) for event in found.items],
        },
        columns=COLUMNS,
        rows=[row(one) for one in rows],
    )  # fmt: skip


def _spots(counts: Iterable[PlaceCount], question: Asked) -> list[Spot]:
    found: dict[int, Spot] = {}
    for count in counts:
        if count.geonameid is None or count.lat is None or count.lon is None:
            continue
        own = found.get(count.geonameid)
        if own is None:
            own = Spot(
                count.geonameid, clean(count.name or ""), count.country, count.lat, count.lon, count.precision, "",
                None, 0, 0, 0, 0, question.address(f"{PATH}/{count.geonameid}", page=1),
            )  # fmt: skip
        kind = leaning(count.stage, count.polarity)
        # the exactest of what is told of the place
        precision = min((p for p in (own.precision, count.precision) if p is not None), default=None)
        tally = {kind: getattr(own, kind) + count.events}
        found[count.geonameid] = replace(own, events=own.events + count.events, precision=precision, **tally)
    spots = [
        replace(spot, exactness=EXACTNESS.get(spot.precision or 0, "not known"), radius=RADII.get(spot.precision or 0))
        for spot in found.values()
    ]
    return sorted(spots, key=lambda spot: (-spot.events, spot.name, spot.geonameid))


@dataclass(frozen=True, slots=True)
class _Mark:
    """A place as the drawing without WebGL has it: where, how large, its spot."""

    x: float
    y: float
    size: float
    region: float
    spot: Spot


def _drawn(spots: Iterable[Spot]) -> list[_Mark]:
    marks = []
    for spot in spots:
        x, y = placed(spot.lat, spot.lon)
        size = round(min(2 + sqrt(spot.events) / 2, 11), 1)
        # a degree of latitude is 111 km; a country has no circle of its own, it is drawn as a wide one
        reach = {6: 500}.get(spot.precision or 0, spot.radius or 0)
        marks.append(_Mark(x, y, size, round(reach / 111 / 360 * WIDTH, 1), spot))
    return marks


add_page(router, PATH, world)
add_page(router, PATH + "/{at}", place)
