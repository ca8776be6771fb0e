"""Where an act is whose sentence does not say it: in the country that the text is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.extraction.model import FoundPlace
from onrecord.extraction.places.mention import LARGE_TOWN
from onrecord.knowledge.gazetteer import Gazetteer
from onrecord.records import Place

SMALL = (1, 2, 3)
"""Precisions of towns and counties, of which there are many of one name."""

SHARE = 0.5
"""Of the toponyms of a text, the part in one country from which on the text is about that country."""

TOWN, COUNTRY, BODY, ADJECTIVE = 2.0, 1.5, 1.0, 0.5
"""What a town or region, a country, a body of a country and an adjective of nationality speak for their country."""

ENOUGH = 2.5
"""What must speak for a country at least, before a text is taken to be about it: a town and an adjective, say.
A passage of a sentence or two that names one country in passing is about anything."""

UNNAMED = 0.4
"""What the towns of a country that is not named itself count, beside countries that are."""

SURE = 0.5
"""The score of a country that no phrase beside the act says: it is inferred, and marked as open to doubt."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The country that a text is about, as a place whose span is its first mention; None where there is no such one.

    `named` are the countries that the text names themselves, or by their people.
    """

    country: Place | None
    named: frozenset[str]


def setting_of(places: Sequence[FoundPlace], bodies: Iterable[str | None], gazetteer: Gazetteer) -> Setting:
    """Say which country a text is about.

    `places` are its toponyms in text order, `bodies` the countries (alpha-2) of the bodies that it names. Towns and
    regions tell more than countries, these more than adjectives: "the U.S. embassy" is found everywhere.
    """
    weights: dict[str, float] = {}
    first: dict[str, Place] = {}
    named: set[str] = set()
    for found in places:
        place = found.place
        code = place.country
        if code is None:
            continue
        if place.precision == 6:
            named.add(code)
        weights[code] = weights.get(code, 0.0) + _weight(found, gazetteer)
        known = first.get(code)
        if known is None or (known.precision != 6 and place.precision == 6):
            first[code] = place
    for code in bodies:
        if code in first:
            weights[code] = weights.get(code, 0.0) + BODY
    if not weights:
        return Setting(None, frozenset())
    if named:
        weights = {code: weight if code in named else UNNAMED * weight for code, weight in weights.items()}
    main = max(weights, key=lambda code: (weights[code], -first[code].span.start))
    entry = gazetteer.country(main)
    if entry is None or weights[main] < max(ENOUGH, SHARE * sum(weights.values())):
        return Setting(None, frozenset(named))
    span = first[main].span
    country = Place(span, entry.name, entry.geonameid, entry.lat, entry.lon, main, None, 6, SURE)
    return Setting(country, frozenset(named))


def _weight(found: FoundPlace, gazetteer: Gazetteer) -> float:
    place = found.place
    if place.precision != 6:
        return TOWN
    described = found.tokens[-1].dep in ("compound", "amod", "nmod")
    return ADJECTIVE if described or gazetteer.demonym(place.span.text) else COUNTRY


def within(place: Place, setting: Setting, gazetteer: Gazetteer) -> Place:
    """The place with the country that the text is about, where nothing better is known of it.

    A small town of a country that the text does not name is more likely an unknown one of its name nearer by.
    """
    main = setting.country
    if main is None or main.country is None or place.country == main.country:
        return place
    if place.country is None:
        return replace(place, country=main.country, score=SURE) if place.precision is None else place
    if place.precision not in SMALL or place.country in setting.named:
        return place
    if any(e.geonameid == place.geonameid and e.population >= LARGE_TOWN for e in gazetteer.lookup(place.name)):
        return place
    return Place(place.span, place.span.text, country=main.country, score=SURE)
