"""A page of each layout and what is read of it stand side by side in tests/data/pages.

Each `.json` holds the metadata, every line of the article in order (`lines`), words that must not be in its text
(`absent`), and pieces whose lines may be there or not (`tolerated`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.reading import ReadDocument, read

PAGES = sorted((Path(__file__).parent / "data" / "pages").glob("*.html"))


def expected_of(page: Path) -> dict[str, Any]:
    """What is to be read of a page."""
    found: dict[str, Any] = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    return found


def read_one(page: Path) -> ReadDocument:
    (found,) = read([page])
    assert isinstance(found, ReadDocument), found
    return found


def test_there_are_many_layouts_and_each_has_its_expectation() -> None:
    assert len(PAGES) >= 40
    folder = PAGES[0].parent
    assert {page.stem for page in PAGES} == {path.stem for path in folder.glob("*.json")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_sentence_is_lost_and_no_furniture_kept(page: Path) -> None:
    expected = expected_of(page)
    tolerated = expected.get("tolerated", [])
    text = read_one(page).document.text
    lines = [line for line in text.split("\n") if not any(words in line for words in tolerated)]
    assert lines == [line for line in expected["lines"] if not any(words in line for words in tolerated)]
    for words in expected["absent"]:
        assert words not in text
    for words in expected.get("once", []):
        assert text.count(words) == 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_title_outlet_date_author_address_and_language(page: Path) -> None:
    expected = expected_of(page)
    document = read_one(page).document
    for name in ("title", "source", "published", "author", "url", "lang"):
        assert getattr(document, name) == expected[name], name
    assert list(document.credits) == expected["credits"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_layout_is_read_the_same_twice(page: Path) -> None:
    assert read_one(page) == read_one(page)
