"""The gazetteer: what places a name may stand for."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.knowledge import Knowledge, KnowledgeError
from onrecord.knowledge import gazetteer as gazetteer_module
from onrecord.knowledge.gazetteer import Gazetteer, fold


@pytest.fixture(scope="module")
def gazetteer(knowledge: Knowledge) -> Gazetteer:
    return knowledge.gazetteer


def kinds(gazetteer: Gazetteer, name: str) -> set[tuple[str, str | None]]:
    return {(e.kind, e.country) for e in gazetteer.lookup(name)}


def test_countries_stand_at_the_point_that_geonames_gives_them(gazetteer: Gazetteer) -> None:
    (entry,) = [e for e in gazetteer.lookup("United States") if e.kind == "country"]
    assert (entry.geonameid, entry.lat, entry.lon, entry.country) == (6252001, 39.76, -98.5, "US")


@pytest.mark.parametrize("name", ["U.S.", "USA", "United States of America"])
def test_short_and_long_forms_name_the_same_country(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.lookup(name)[0].geonameid == 6252001


def test_a_name_with_many_places_gives_them_all_the_largest_town_first(gazetteer: Gazetteer) -> None:
    towns = [e for e in gazetteer.lookup("Alexandria") if e.kind == "town"]
    assert towns[0].country == "EG"
    assert {("US", "LA"), ("US", "VA")} <= {(e.country, e.admin1) for e in towns}


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Sinaloa", "admin1", "MX"),
        ("Bavaria", "admin1", "DE"),
        ("W.Va.", "admin1", "US"),
        ("Tamil Nadu", "admin1", "IN"),
        ("Licking County", "admin2", "US"),
        ("Oxfordshire", "admin2", "GB"),
        ("Middle East", "area", None),
        ("Balkans", "area", None),
        ("Sahel", "area", None),
        ("Strait of Hormuz", "sea", None),
        ("South China Sea", "sea", None),
        ("Crimea", "admin1", "UA"),
        ("Nagorno-Karabakh", "area", "AZ"),
        ("White House", "point", "US"),
    ],
)
def test_regions_areas_seas_and_sites_are_known(
    gazetteer: Gazetteer, name: str, kind: str, country: str | None
) -> None:
    assert (kind, country) in kinds(gazetteer, name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kiev", "Kyiv"),
        ("Deir Ezzor", "Deir ez-Zor"),
        ("Raqqa", "Ar Raqqah"),
        ("Saint Louis", "St. Louis"),
        ("São Paulo", "Sao Paulo"),
    ],
)
def test_other_spellings_find_the_same_town(gazetteer: Gazetteer, one: str, other: str) -> None:
    found = {e.geonameid for e in gazetteer.lookup(one)} & {e.geonameid for e in gazetteer.lookup(other)}
    assert found


@pytest.mark.parametrize(
    ("word", "country"), [("Syrian", "SY"), ("Texans", "US"), ("Dutch", "NL"), ("South Koreans", "KR")]
)
def test_demonyms_lead_to_their_country_or_region(gazetteer: Gazetteer, word: str, country: str) -> None:
    assert gazetteer.demonym(word)[0].country == country


def test_postal_forms_mean_a_region(gazetteer: Gazetteer) -> None:
    ohio = gazetteer.postal("OH")
    assert ohio is not None and ohio.name == "Ohio"
    assert gazetteer.postal("XX") is None


def test_every_country_has_first_order_regions_with_codes(gazetteer: Gazetteer) -> None:
    for code in ("MX", "SY", "UA", "NG", "CN", "BR", "FR", "ID"):
        assert gazetteer.country(code) is not None
    region = gazetteer.region("US", "LA")
    assert region is not None and region.name == "Louisiana" and region.geonameid == 4331987


def test_an_unknown_name_has_no_place(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Xyzzyxville") == ()


def test_loading_is_quick() -> None:
    start = time.process_time()
    gazetteer_module.load()
    assert time.process_time() - start < 2.0  # 0.3 s where nothing else runs


def test_an_overlay_adds_a_town_and_an_outlet(tmp_path: Path) -> None:
    folder = tmp_path / "places"
    folder.mkdir()
    (folder / "towns.tsv").write_text(
        "name\tgeonameid\tlat\tlon\tcountry\tadmin1\tpopulation\tother\nStrelsau\t\t50.1\t14.2\tCZ\t52\t90000\tStreslau\n"
    )
    (folder / "outlets.tsv").write_text(
        "outlet\tcountry\tadmin1\tlat\tlon\tother\nStrelsau Gazette\tCZ\t52\t50.1\t14.2\n"
    )
    found = gazetteer_module.load((tmp_path,))
    assert [e.name for e in found.lookup("Streslau")] == ["Strelsau"]
    home = found.outlet("The Strelsau Gazette")
    assert home is not None and home.country == "CZ"


def test_a_wrong_row_of_an_overlay_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "places"
    folder.mkdir()
    (folder / "towns.tsv").write_text("name\tgeonameid\tlat\tlon\tcountry\nStrelsau\t\tnorth\t14.2\tCZ\n")
    with pytest.raises(KnowledgeError, match=r"towns\.tsv, line 2: lat and lon"):
        gazetteer_module.load((tmp_path,))


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(name=st.text(alphabet=st.characters(), max_size=20))
def test_any_text_can_be_looked_up(gazetteer: Gazetteer, name: str) -> None:
    for entry in gazetteer.lookup(name):
        assert -90 <= entry.lat <= 90 and -180 <= entry.lon <= 180
