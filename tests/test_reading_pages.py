"""A page and what is read from it stand side by side in tests/data/reading."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.reading import ReadDocument, ReadingOptions, read

PAGES = Path(__file__).parent / "data" / "reading"


def read_one(path: Path, options: ReadingOptions | None = None) -> ReadDocument:
    (found,) = read([path], options)
    assert isinstance(found, ReadDocument), found
    return found


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_page_is_read_as_expected(page: Path) -> None:
    expected: dict[str, Any] = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    found = read_one(page)
    document = found.document
    assert document.id == expected["id"].replace("{path}", str(page))
    for name in ("title", "source", "author", "published", "url", "lang"):
        assert getattr(document, name) == expected[name], name
    for paragraph in expected["paragraphs"]:
        assert paragraph in document.text.split("\n")
    for words in ("About us", "Most read", "Older story", "© 2019"):
        assert words not in document.text
    assert [problem.code for problem in found.problems] == expected["problems"]
    assert list(document.credits) == expected.get("credits", [])


def test_every_page_has_its_expectation() -> None:
    assert {p.stem for p in PAGES.glob("*.html")} == {p.stem for p in PAGES.glob("*.json")}


def test_options_fill_what_a_page_does_not_say() -> None:
    options = ReadingOptions(published="2031-07-01", source="Islands Gazette")
    document = read_one(PAGES / "no_date.html", options).document
    assert (document.published, document.source) == ("2031-07-01", "Islands Gazette")


def test_options_do_not_overrule_a_page() -> None:
    options = ReadingOptions(published="2031-07-01", source="Islands Gazette")
    document = read_one(PAGES / "linked_data.html", options).document
    assert document.published == "2031-05-12T09:30:00+02:00"
    assert document.source == "The Strelsau Courier"


def test_reading_a_page_compressed_changes_nothing(tmp_path: Path) -> None:
    page = PAGES / "linked_data.html"
    packed = tmp_path / "page.html.gz"
    packed.write_bytes(gzip.compress(page.read_bytes()))
    assert read_one(packed).document == read_one(page).document


def test_a_page_under_the_name_of_a_text_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "saved.txt"
    path.write_bytes((PAGES / "linked_data.html").read_bytes())
    assert read_one(path).document == read_one(PAGES / "linked_data.html").document


def test_a_page_is_read_the_same_twice() -> None:
    assert list(read([PAGES])) == list(read([PAGES]))


def test_address_of_a_whole_site_is_no_id(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    page = (PAGES / "no_date.html").read_text(encoding="utf-8")
    path.write_text(page.replace("<head>", '<head><link rel="canonical" href="https://site.example/">'), "utf-8")
    assert read_one(path).document.id == str(path)
    assert read_one(path).document.url is None


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2031-05-12", "2031-05-12"),
        ("2031-05-12T09:30:00.123Z", "2031-05-12T09:30:00Z"),
        ("2031-05-12 09:30 +0200", "2031-05-12T09:30+02:00"),
        ("May 12, 2031", "2031-05-12"),
        ("Monday, 12 May 2031", "2031-05-12"),
        ("20310512", "2031-05-12"),
        ("Mon, 12 May 2031 09:30:00 GMT", "2031-05-12T09:30:00+00:00"),
        ("01:38:07 PM IST May 12, 2031", "2031-05-12"),
        ("May 12, 2031 at 9:30 a.m.", "2031-05-12"),
        ("12 May 2031 to 14 May 2031", None),
        ("31 February 2031", None),
        ("12 Mayor 2031", None),
        ("05/06/2031", None),
        ("0001-01-01T00:00:00Z", None),
        ("2031-02-30", None),
        ("May 2031", None),
        ("yesterday", None),
    ],
)
def test_dates_of_pages(tmp_path: Path, written: str, read_as: str | None) -> None:
    path = tmp_path / "page.html"
    page = (PAGES / "no_date.html").read_text(encoding="utf-8")
    path.write_text(page.replace("<head>", f'<head><meta name="pubdate" content="{written}">'), "utf-8")
    assert read_one(path).document.published == read_as
