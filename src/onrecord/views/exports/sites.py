"""Where an event is, as exactly as the claims that it rests on tell."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from onrecord.records import Place, Span

if TYPE_CHECKING:
    from onrecord.knowledge.gazetteer import Gazetteer
    from onrecord.linking.event import Event, Told


def place_of_event(event: Event, told: Iterable[Told]) -> Place | None:
    """The place of an event with region and precision, which the event's own record leaves to its claims.

    It is that of the first claim with the same GeoNames entry, or the same name; where there is none (somebody
    corrected it) the event's own, of unknown precision. Nothing where the event has no place.
    """
    if event.place is None:
        return None
    named: Place | None = None
    for one in told:
        place = one.claim.place
        if place is None:
            continue
        if event.geonameid is not None and place.geonameid == event.geonameid:
            return place
        if named is None and place.name == event.place and place.geonameid == event.geonameid:
            named = place
    if named is not None:
        return named
    return Place(
        Span(0, 0, ""), event.place, event.geonameid, event.lat, event.lon, event.place_country, None, None, None
    )


def region_name(place: Place) -> str | None:
    """The name of the first-order region that a place lies in, or is; nothing where it is not known."""
    region = gazetteer_of().region(place.country, place.admin1) if place.admin1 else None
    return region.name if region else None


@cache
def gazetteer_of() -> Gazetteer:
    """The shipped gazetteer, loaded once."""
    from onrecord.knowledge import gazetteer

    return gazetteer.load()
