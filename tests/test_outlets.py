"""`outlets.toml`: what the user says of outlets, and how mistakes in it are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.linking.outlets import Outlets, OutletsError, by_owner, counting, load
from told_samples import told

FILE = """
count_owner_once = true

[[outlet]]
name = "The Harbour Ledger"
aliases = ["Harbour Ledger Online"]
addresses = ["harbourledger.example"]
owner = "Ledger Holdings"
kind = "daily"
reliability = "B"

[[outlet]]
name = "Strelsau Voice"
addresses = ["https://www.voice.example/"]
owner = "Ledger Holdings"
kind = "state media"
"""


def outlets(tmp_path: Path, text: str) -> Outlets:
    path = tmp_path / "outlets.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_an_outlet_is_found_by_any_of_its_names_and_by_its_address(tmp_path: Path) -> None:
    found = outlets(tmp_path, FILE)
    for name in ("The Harbour Ledger", "harbour ledger", "Harbour Ledger Online"):
        outlet = found.named(name)
        assert outlet is not None
        assert (outlet.name, outlet.kind, outlet.owner) == ("The Harbour Ledger", "daily", "Ledger Holdings")
    for url in (
        "https://news.harbourledger.example/a/1",
        "http://www.harbourledger.example",
        "harbourledger.example/x",
    ):
        assert found.at(url) is found.named("Harbour Ledger")
    assert found.of(None, "https://voice.example/1") is found.named("Strelsau Voice")
    assert found.at("https://otherharbourledger.example") is None
    assert found.at("http://[") is None
    assert found.named("Nobody") is None
    assert found.named(None) is None


def test_reliability_is_the_users_word_or_unknown(tmp_path: Path) -> None:
    found = outlets(tmp_path, FILE)
    assert (found.letter("Harbour Ledger"), found.letter("Strelsau Voice"), found.letter("Nobody")) == ("B", "F", "F")
    assert found.letters() == {"The Harbour Ledger": "B", "Harbour Ledger Online": "B"}


def test_without_a_file_nothing_is_known() -> None:
    assert load(None).letter("The Harbour Ledger") == "F"


def test_outlets_of_one_owner_are_one_origin_only_if_the_user_says_so(tmp_path: Path) -> None:
    members = [
        told("a", outlet="The Harbour Ledger", origin="o2"),
        told("b", outlet="Strelsau Voice", origin="o1"),
        told("c", outlet="Radio Zenda", origin="o3"),
    ]
    assert [m.origin for m in by_owner(members, outlets(tmp_path, FILE))] == ["o1", "o1", "o3"]
    never = outlets(tmp_path, FILE.replace("count_owner_once = true", ""))
    assert list(by_owner(members, never)) == members
    assert counting(never) is None
    count = counting(outlets(tmp_path, FILE))
    assert count is not None
    assert [m.origin for m in count(members)] == ["o1", "o1", "o3"]


def test_who_only_repeats_a_report_goes_with_it_whoever_owns_them(tmp_path: Path) -> None:
    members = [
        told("b", outlet="The Harbour Ledger", origin="b"),
        told("c", outlet="Radio Zenda", origin="b"),
        told("a", outlet="Strelsau Voice", origin="a"),
    ]
    assert [m.origin for m in by_owner(members, outlets(tmp_path, FILE))] == ["a", "a", "a"]


def test_what_an_agency_reports_stays_its_own_in_the_outlets_that_print_it(tmp_path: Path) -> None:
    for agency, own in (("a", "b"), ("b", "a")):
        members = [
            told(agency, outlet="Ruritanian Agency", origin=agency),
            told("p", outlet="The Harbour Ledger", origin=agency),
            told(own, outlet="Strelsau Voice", origin=own),
        ]
        assert list(by_owner(members, outlets(tmp_path, FILE))) == members


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = [", "no TOML"),
        ("outlets = 1", "'outlets' is not known"),
        ("count_owner_once = 1", "true or false"),
        ("outlet = 3", r"\[\[outlet\]\]"),
        ("[[outlet]]\nname = ''", "outlet 1: it has no name"),
        ("[[outlet]]\nname = 'A'\nletter = 'B'", "outlet 'A': 'letter' is not known"),
        ("[[outlet]]\nname = 'A'\nkind = 'rag'", "outlet 'A': kind is 'rag'"),
        ("[[outlet]]\nname = 'A'\nreliability = 'G'", "outlet 'A': reliability is 'G'"),
        ("[[outlet]]\nname = 'A'\nowner = 3", "outlet 'A': owner is 3"),
        ("[[outlet]]\nname = 'A'\naliases = 'B'", "outlet 'A': aliases"),
        ("[[outlet]]\nname = 'A'\naddresses = ['here']", "outlet 'A': 'here' is no address"),
        ("[[outlet]]\nname = 'A'\n[[outlet]]\nname = 'The a'", "'The a' stands for two outlets"),
        ("[[outlet]]\nname = 'A'\naddresses = ['a.b']\n[[outlet]]\nname = 'B'\naddresses = ['www.a.b']", "two outlets"),
    ],
)
def test_a_mistake_is_told_with_file_and_entry(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(OutletsError, match=said) as error:
        outlets(tmp_path, text)
    assert "outlets.toml" in str(error.value)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutletsError, match="cannot be read"):
        load(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes("name = 'Bajío'".encode("latin-1"))
    with pytest.raises(OutletsError, match="UTF-8"):
        load(tmp_path / "latin.toml")


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    assert outlets(tmp_path, "\ufeff" + FILE).named("Strelsau Voice") is not None


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000 + "]" * 5000,
        '[[outlet]]\nname = "A"\naliases = ["\u200b"]',
        '[[outlet]]\nname = "A"\nowner = "\u200b"',
    ],
    ids=["deep", "alias", "owner"],
)
def test_what_nobody_can_read_is_no_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(OutletsError, match=r"outlets\.toml.*names?"):
        outlets(tmp_path, text)
