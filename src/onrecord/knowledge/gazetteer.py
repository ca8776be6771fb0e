"""Toponyms with their coordinates: towns, regions, countries, areas, seas; GeoNames' data under CC BY 4.0.

The towns stand in one compressed file, sorted by folded name, and are searched as they are: nothing is
parsed before it is asked for. `tools/build_gazetteer.py` makes that file.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from onrecord.knowledge.table import DATA, KnowledgeError, Row, read_table
from onrecord.records.accents import without_accents

EntryKind = Literal["country", "admin1", "admin2", "town", "area", "sea", "feature", "point"]

REMEMBERED = 100_000
"""Answers that are kept, so that a long run's memory stays bounded."""

_AREA_KINDS: dict[str, EntryKind] = {"area": "area", "sea": "sea", "feature": "feature", "point": "point"}
_WORDS = {"saint": "st", "ste": "ste", "mount": "mt", "fort": "ft", "&": "and"}
_GONE = str.maketrans(
    {
        **dict.fromkeys("'’‘ʻʼ`."),
        **dict.fromkeys("-–/", " "),
        **dict(zip("øØłŁđĐı", "oolLdDi", strict=True)),
        "ß": "ss",
        "æ": "ae",
        "Æ": "ae",
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One place that a name may stand for. `country` is alpha-2, `admin1` GeoNames' code without its country.

    The population of a first-order region is its share of the country's, as if all were alike.
    """

    name: str
    kind: EntryKind
    lat: float
    lon: float
    geonameid: int | None = None
    country: str | None = None
    admin1: str | None = None
    population: int = 0
    capital: bool = False  # of a country


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where a news outlet is at home."""

    country: str
    admin1: str | None
    lat: float | None
    lon: float | None


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The form under which a name is looked up: no case, accents, apostrophes, hyphens; `St` for `Saint`."""
    plain = name.translate(_GONE)
    if not plain.isascii():
        plain = without_accents(plain)
    return " ".join(_WORDS.get(word, word) for word in plain.lower().split())


@dataclass(slots=True)
class Tables:
    """The tables that are held in memory, by folded name."""

    names: dict[str, list[Entry]] = field(default_factory=dict)
    demonyms: dict[str, list[Entry]] = field(default_factory=dict)
    postal: dict[str, Entry] = field(default_factory=dict)
    outlets: dict[str, Outlet] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    capitals: set[str] = field(default_factory=set)  # GeoNames ids


class Gazetteer:
    """What places a name may stand for. Read-only; answers are the same for the same tables."""

    def __init__(self, tables: Tables, towns: list[bytes]) -> None:
        self._names = tables.names
        self._demonyms = tables.demonyms
        self._postal = tables.postal
        self._outlets = tables.outlets
        self._words = tables.words
        self._capitals = frozenset(tables.capitals)
        self._towns = towns
        self._found: dict[str, tuple[Entry, ...]] = {}
        self._regions = {
            (e.country, e.admin1): e for found in tables.names.values() for e in found if e.kind == "admin1"
        }
        self._countries = {e.country: e for found in tables.names.values() for e in found if e.kind == "country"}

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Every place of that name, whatever its case and accents; the most populous town first."""
        key = fold(name)
        found = self._found.get(key)
        if found is None:
            found = self._search(key)
            if not found and " " in key:  # "Deir Ezzor" for "Deir ez-Zor"
                found = self._search(key.replace(" ", ""))
            if len(self._found) >= REMEMBERED:
                self._found.clear()
            self._found[key] = found
        return found

    def demonym(self, word: str) -> tuple[Entry, ...]:
        """The places that an adjective or a people's name belongs to: `Syrian`, `Texans`."""
        return tuple(self._demonyms.get(fold(word), ()))

    def postal(self, letters: str) -> Entry | None:
        """The region that a short form means after a town and a comma: `OH`."""
        return self._postal.get(letters)

    def common(self, name: str) -> str:
        """`never` or `bare` for a name that is mostly an ordinary word or a person's name, else nothing."""
        return self._words.get(name.lower(), "")

    def region(self, country: str | None, admin1: str | None) -> Entry | None:
        """The first-order region of that code."""
        return self._regions.get((country, admin1))

    def country(self, code: str | None) -> Entry | None:
        """The country of that alpha-2 code."""
        return self._countries.get(code)

    def outlet(self, source: str) -> Outlet | None:
        """Where an outlet (a name, or the host of its address) is at home, if that is known."""
        name = source.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").split("/")[0]
        return self._outlets.get(name) or self._outlets.get(fold(name.removeprefix("the ")))

    def _search(self, key: str) -> tuple[Entry, ...]:
        found = list(self._names.get(key, ()))
        known = {e.geonameid for e in found if e.geonameid is not None}
        prefix = key.encode("utf-8", "surrogatepass") + b"\t"
        towns = []
        at = bisect_left(self._towns, prefix)
        while at < len(self._towns) and self._towns[at].startswith(prefix):
            entry = _town(self._towns[at].decode(), self._capitals)
            if entry.geonameid is not None and entry.geonameid not in known:
                known.add(entry.geonameid)
                towns.append(entry)
            at += 1
        towns.sort(key=lambda e: (-e.population, e.geonameid or 0))
        return tuple(found + towns)


def _town(line: str, capitals: frozenset[str]) -> Entry:
    key, name, number, lat, lon, country, admin1, size = line.split("\t")
    digits, _, zeros = size[1:].partition("e")
    population = int(digits or 0) * 10 ** int(zeros or 0)
    kind: EntryKind = "town" if size[0] == "P" else "admin2"
    return Entry(
        name or key.title(), kind, float(lat), float(lon), int(number), country, admin1, population, number in capitals
    )


def load(overlays: Sequence[Path] = ()) -> Gazetteer:
    """Load the gazetteer with the users' tables over it.

    Overlays may hold each of the tables in `places`, with rows as in the shipped ones. Raises KnowledgeError for a
    row that is wrong.
    """
    tables = Tables(outlets=_load_outlets(overlays), words=_load_words(overlays))
    for row in read_table("places/countries.tsv", ("country",), overlays):
        entry = _entry(row, "country")
        _add(tables.names, entry, [row["name"], *row.words("other")])
        _add(tables.demonyms, entry, row.words("demonyms"))
        tables.capitals.add(row["capital"])
    _load_regions(tables, overlays)
    for row in read_table("places/areas.tsv", ("name",), overlays):
        entry = _entry(row, _AREA_KINDS[row.choice("kind", _AREA_KINDS)])
        _add(tables.names, entry, [row["name"], *row.words("other")])
        _add(tables.demonyms, entry, row.words("demonyms"))
    for row in read_table("places/towns.tsv", ("name", "geonameid"), overlays):
        _add(tables.names, _entry(row, "town"), [row["name"], *row.words("other")])
    return Gazetteer(tables, _read_towns())


def _load_regions(tables: Tables, overlays: Sequence[Path]) -> None:
    forms = {row["code"]: row for row in read_table("places/admin1_forms.tsv", ("code",), overlays)}
    rows = read_table("places/admin1.tsv", ("code",), overlays)
    sizes = Counter(row["code"].partition(".")[0] for row in rows)
    populations = {e.country: e.population for found in tables.names.values() for e in found}
    for row in rows:
        form = forms.get(row["code"])
        entry = _entry(form if form and form["lat"] else row, "admin1", row)
        country = populations.get(entry.country, 0)
        entry = replace(entry, population=country // max(1, sizes[row["code"].partition(".")[0]]))
        _add(tables.names, entry, [row["name"], *row.words("other")])
        if form:
            _add(tables.names, entry, form.words("forms"))
            _add(tables.demonyms, entry, form.words("demonyms"))
            for letters in form.words("postal"):
                tables.postal[letters] = entry


def _entry(row: Row, kind: EntryKind, named: Row | None = None) -> Entry:
    named = named or row
    country, _, admin1 = named["code"].partition(".") if named["code"] else (named["country"], "", named["admin1"])
    try:
        lat, lon = float(row["lat"]), float(row["lon"])
        number = int(named["geonameid"]) if named["geonameid"] else None
        population = int(named["population"] or 0)
    except ValueError:
        raise row.error("lat and lon must be degrees, geonameid and population whole numbers") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise row.error("lat must be from -90 to 90 and lon from -180 to 180")
    return Entry(named["name"], kind, lat, lon, number, country or None, admin1 or None, population)


def _add(table: dict[str, list[Entry]], entry: Entry, names: Iterable[str]) -> None:
    for key in dict.fromkeys(fold(name) for name in names):
        known = table.setdefault(key, [])
        if entry.geonameid is None or all(e.geonameid != entry.geonameid for e in known):
            known.append(entry)


def _load_words(overlays: Sequence[Path]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in read_table("places/words.tsv", (), overlays):
        use = row.choice("use", ("never", "bare", "place"))
        for word in row.words("words"):
            found.setdefault(word.lower(), "" if use == "place" else use)
    return found


def _read_towns() -> list[bytes]:
    path = DATA / "places" / "towns.tsv.gz"
    try:
        return gzip.decompress(path.read_bytes()).split(b"\n")
    except (OSError, EOFError) as error:
        raise KnowledgeError(f"{path}: this file is missing or damaged; install the package again") from error


def _load_outlets(overlays: Sequence[Path]) -> dict[str, Outlet]:
    found: dict[str, Outlet] = {}
    for row in read_table("places/outlets.tsv", ("outlet",), overlays):
        try:
            point = (float(row["lat"]), float(row["lon"])) if row["lat"] else (None, None)
        except ValueError:
            raise row.error("lat and lon must be degrees, or both empty") from None
        home = Outlet(row["country"], row["admin1"] or None, *point)
        for name in (row["outlet"], *row.words("other")):
            found[name.lower()] = found[fold(name)] = home
    return found
