"""The tables by which pages are read, dates in many languages, and the measure of benchmarks/pages.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import onrecord.reading
import pages as benchmark
from onrecord.knowledge.table import Row, read_file
from onrecord.reading.dates import parse_worded_date
from onrecord.reading.pages.head import shown_author, shown_date
from onrecord.reading.pages.marks import marks_of

DATA = Path(onrecord.reading.__file__).parent / "data"
LINES = list(read_file(DATA / "page_lines.tsv"))


@pytest.mark.parametrize("row", LINES, ids=lambda row: f"line {row.line}")
def test_every_row_of_lines_matches_its_example(row: Row) -> None:
    pattern = re.compile(row["pattern"] + (r"[\s:…»>|–—-]{0,4}" if row["place"] in ("list", "stop") else ""), re.I)
    found = pattern.match(row["example"]) if row["place"] == "start" else pattern.fullmatch(row["example"])
    assert found, row.error("its example is not matched")


@pytest.mark.parametrize(
    ("tag", "name", "body", "furniture"),
    [
        ("div", "c-article-body", 3, ""),
        ("div", "entry-content", 3, ""),
        ("div", "articleBody", 3, ""),
        ("article", "post type-post category-banners tag-newsletter hentry", 2, ""),
        ("div", "jp-relatedposts", 0, "related"),
        ("div", "css-1ad8x", 0, ""),
        ("div", "relatedStories__list", 0, "related"),
        ("aside", "", 0, "aside"),
        ("div", "comment-list", 0, "comments"),
        ("div", "wp-caption", 0, "caption"),
        ("span", "byline", 0, "about"),
        ("div", "onetrust-banner-sdk", 0, "consent"),
        ("p", "", 0, ""),
    ],
)
def test_elements_are_told_by_their_names(tag: str, name: str, body: int, furniture: str) -> None:
    found = marks_of(tag, {"class": name} if name else {})
    assert (found.body, found.furniture) == (body, furniture)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("12. Mai 2031, 09:30 Uhr", "2031-05-12"),
        ("12 de mayo de 2031 a las 09:30", "2031-05-12"),
        ("1er mai 2031", "2031-05-01"),
        ("12 мая 2031 г., 10:30", "2031-05-12"),
        ("12 травня 2031", "2031-05-12"),
        ("2031年5月12日 09:30", "2031-05-12"),
        ("2031년 5월 12일", "2031-05-12"),
        ("12 مايو 2031", "2031-05-12"),
        ("١٢ مايو ٢٠٣١", "2031-05-12"),
        ("2031. május 12.", "2031-05-12"),
        ("6 Mayıs 2031", "2031-05-06"),
        ("12.05.2031", "2031-05-12"),
        ("25/05/2031", "2031-05-25"),
        ("05/25/2031", "2031-05-25"),
        ("05/06/2031", None),
        ("12 listopada 2031", None),
        ("31.02.2031", None),
        ("v1.2.2031", None),
        ("12.05.2031 - 14.05.2031", None),
    ],
)
def test_dates_in_the_languages_of_the_news(written: str, day: str | None) -> None:
    assert parse_worded_date(written) == day


def test_figures_are_read_day_first_where_the_language_does_so() -> None:
    assert parse_worded_date("05/06/2031", day_first=True) == "2031-06-05"


@pytest.mark.parametrize(
    ("beside", "day"),
    [
        (["Published: 27 April 2031 | Updated: 28 April 2031, 7:15 am"], "2031-04-27"),
        (["Updated 28 April 2031", "27 April 2031"], "2031-04-27"),
        (["3 min read", "By Rosa Holub, May 12, 2031"], "2031-05-12"),
        (["Mis à jour le 13 mai 2031"], None),
        (["Room 12", "2031"], None),
    ],
)
def test_the_date_beside_a_title_is_that_of_publication(beside: list[str], day: str | None) -> None:
    assert shown_date(beside) == day


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Rosa Holub and Emil Tarn", "Rosa Holub and Emil Tarn"),
        ("Von Rosa Holub", "Rosa Holub"),
        ("Par Rosa Holub | 12 mai 2031", "Rosa Holub"),
        ("Автор: Роза Холуб", "Роза Холуб"),
        ("By the sea", None),
        ("By noon the harbour was closed.", None),
    ],
)
def test_the_author_beside_a_title(line: str, author: str | None) -> None:
    assert shown_author([line]) == author


def test_the_measure_counts_shingles_as_often_as_they_come() -> None:
    text = "one two three four five"
    assert benchmark.match(text, text) == benchmark.Match(1.0, 0.0, 0.0)
    found = benchmark.match(text, "one two three four six")
    assert found == benchmark.Match(1 / 3, 1 / 3, 1 / 3)
    assert benchmark.match("one two", "one two") == benchmark.Match(1.0, 0.0, 0.0)
    assert benchmark.match(text, f"{text} {text}").recall == 1.0
    assert benchmark.match(text, f"{text} {text}").precision == 2 / 7


def test_precision_and_recall_are_averages_over_pages() -> None:
    pages = [benchmark.match("a b c d", "a b c d"), benchmark.match("a b c d", ""), benchmark.match("", "a b c d")]
    found = benchmark.figures(pages)
    assert (found.precision, found.recall) == (0.5, 0.5)
    assert found.f1 == 0.5
