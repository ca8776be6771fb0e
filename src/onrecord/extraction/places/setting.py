"""Where an act is whose sentence does not say it: in the country that the text is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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

HAMLET = 0.5
"""What a small town or county speaks: there are many of its name, and the one meant may stand in no gazetteer."""

ENOUGH = 2.5
"""What must speak for a country at least, before a text is taken to be about it: a town and an adjective, say.
A passage of a sentence or two that names one country in passing is about anything."""

LONG = 5
"""Sentences from which on a text is a report rather than a passage: it is about some country, as a rule."""

LITTLE, MARGIN = 0.5, 1.3
"""What must speak for the country of a report at least, and how many times what speaks for the next one."""

NEAR = 150
"""Characters between a town and the words that name its country, so that these tell of the town."""

UNNAMED = 0.4
"""What the towns of a country that is not named itself count, beside countries that are."""

SURE = 0.5
"""The score of a country that no phrase beside the act says: it is inferred, and marked as open to doubt."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The country that a text is about, as a place whose span is its first mention; None where there is no such one.

    `named` are the places where the text names countries themselves, or by their people.
    """

    country: Place | None
    named: tuple[Place, ...]

    def names_near(self, place: Place) -> bool:
        """Whether the text names the place's country close by."""
        return any(
            p.country == place.country
            and p.span.start - place.span.end <= NEAR
            and place.span.start - p.span.end <= NEAR
            for p in self.named
        )


def setting_of(
    places: Sequence[FoundPlace], bodies: Iterable[str | None], gazetteer: Gazetteer, sentences: int = 1
) -> Setting:
    """Say which country a text is about.

    `places` are its toponyms in text order, `bodies` the countries (alpha-2) of the bodies that it names, `sentences`
    says how long it is. Towns and regions tell more than countries, these more than adjectives: "the U.S. embassy" is
    found everywhere.
    """
    weights: dict[str, float] = {}
    first: dict[str, Place] = {}
    named: list[Place] = []
    for found in places:
        place = found.place
        code = place.country
        if code is None:
            continue
        if place.precision == 6:
            named.append(place)
        weights[code] = weights.get(code, 0.0) + _weight(found, gazetteer)
        known = first.get(code)
        if known is None or (known.precision != 6 and place.precision == 6):
            first[code] = place
    for code in bodies:
        if code in first:
            weights[code] = weights.get(code, 0.0) + BODY
    if not weights:
        return Setting(None, ())
    if named:
        codes = {place.country for place in named}
        weights = {code: weight if code in codes else UNNAMED * weight for code, weight in weights.items()}
    main = max(weights, key=lambda code: (weights[code], -first[code].span.start))
    entry = gazetteer.country(main)
    if entry is None or not _outweighs(weights, main, sentences):
        return Setting(None, tuple(named))
    span = first[main].span
    country = Place(span, entry.name, entry.geonameid, entry.lat, entry.lon, main, None, 6, SURE)
    return Setting(country, tuple(named))


def _outweighs(weights: Mapping[str, float], main: str, sentences: int) -> bool:
    weight = weights[main]
    if weight >= max(ENOUGH, SHARE * sum(weights.values())):
        return True
    next_best = max((other for code, other in weights.items() if code != main), default=0.0)
    return sentences >= LONG and weight >= max(LITTLE, MARGIN * next_best)


def _weight(found: FoundPlace, gazetteer: Gazetteer) -> float:
    place = found.place
    if place.precision != 6:
        return HAMLET if place.precision in SMALL and not _large(place, gazetteer) else TOWN
    described = found.tokens[-1].dep in ("compound", "amod", "nmod")
    return ADJECTIVE if described or gazetteer.demonym(place.span.text) else COUNTRY


def within(place: Place, setting: Setting, gazetteer: Gazetteer) -> Place:
    """The place with the country that the text is about, where nothing better is known of it.

    A small town of a country that the text does not name near it is more likely an unknown one of its name nearer by.
    """
    main = setting.country
    if main is None or main.country is None or place.country == main.country:
        return place
    if place.country is None:
        return replace(place, country=main.country, score=SURE) if place.precision is None else place
    if place.precision not in SMALL or setting.names_near(place):
        return place
    if _large(place, gazetteer):
        return place
    return Place(place.span, place.span.text, country=main.country, score=SURE)


def _large(place: Place, gazetteer: Gazetteer) -> bool:
    return any(e.geonameid == place.geonameid and e.population >= LARGE_TOWN for e in gazetteer.lookup(place.name))
