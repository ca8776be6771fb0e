"""Exports of references with texts or abstracts: RIS, and tables of ProQuest in CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, timedelta

from onrecord.reading.decoding import decode
from onrecord.reading.formats.databases.article import Article, documents
from onrecord.reading.formats.databases.labels import language_code
from onrecord.reading.formats.databases.proquest import names, outlet
from onrecord.reading.formats.whole import Place
from onrecord.reading.model import Found, UnreadableError
from onrecord.records import Problem

_TAG = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*))?$")
_DAY = re.compile(r"([12]\d{3})/(\d{1,2})/(\d{1,2})/?.*")
_TEXT_COLUMNS = ("full text", "fulltext", "text", "body")
_NUMBER = re.compile(r"proquest[^\s]*/(\d{5,12})")
csv.field_size_limit(20_000_000)


def read_ris(raw: bytes, place: Place) -> Iterator[Found]:
    """Yield the documents of a file of references in RIS, as databases export them. Raises UnreadableError."""
    text = decode(raw).text
    yield from documents(_of_tags(text), _service(text), place)


def read_table(raw: bytes, place: Place) -> Iterator[Found]:
    """Yield the documents of a table (CSV) in which each row is an article. Raises UnreadableError."""
    text = decode(raw).text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    yield from read_rows(_csv_rows(text, delimiter), place)


def read_rows(rows: Iterator[list[str]], place: Place) -> Iterator[Found]:
    """Yield the documents of a table whose first row names its columns. Raises UnreadableError."""
    columns = [cell.strip().lower() for cell in next(rows, [])]
    if "title" not in columns or not {*_TEXT_COLUMNS, "abstract"} & set(columns):
        message = "this table has no columns `Title` and `Full text` or `Abstract`; make JSON Lines of it"
        raise UnreadableError("unsupported", message)
    service = "proquest" if {"storeid", "pubtitle"} & set(columns) or "proquest document id" in columns else "reference"
    articles = (
        _of_row(dict(zip(columns, row, strict=False)), number) for number, row in enumerate(rows, 1) if any(row)
    )
    yield from documents(articles, service, place)


def _csv_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise UnreadableError("damaged", f"this table is damaged ({error})") from error


def _service(text: str) -> str:
    return "proquest" if "proquest" in text.lower() else "reference"


def _of_tags(text: str) -> Iterator[Article]:
    fields: dict[str, list[str]] = {}
    tag = ""
    number = 0
    for line in [*text.splitlines(), "ER  -"]:
        found = _TAG.match(line.lstrip("\ufeff"))
        if not found:
            if tag and line.strip():
                fields[tag].append(line.strip())
            continue
        tag = found[1]
        if tag in ("ER", "TY") and len(fields) > 1:
            number += 1
            yield _of_reference(fields, number)
            fields = {}
        if tag == "ER":
            tag = ""
        else:
            fields.setdefault(tag, []).append(found[2] or "")


def _of_reference(fields: dict[str, list[str]], number: int) -> Article:
    def value(*tags: str) -> str | None:
        return next((found for tag in tags if (found := " ".join(fields.get(tag, [])).strip())), None)

    article = Article(number, value("TI", "T1", "CT"), outlet(value("JF", "T2", "JO", "JA", "BT", "PB")))
    written = value("DA", "Y1", "PY")
    day = _DAY.fullmatch(written or "")
    article.dated = f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}" if day else written
    article.author = names("; ".join(fields.get("AU", []) or fields.get("A1", [])))
    article.lang = language_code(value("LA"))
    url = value("UR", "L2")
    article.url = url if url and url.startswith(("http://", "https://")) else None
    known = _NUMBER.search(url or "")
    article.id = known[1] if known else None
    article.paragraphs = fields.get("AB", []) or fields.get("N2", [])
    if article.paragraphs:
        article.problems.append(Problem("abstract-only", "the export has only the abstract of this article"))
    return article


def _of_row(row: dict[str, str], number: int) -> Article:
    def value(*columns: str) -> str | None:
        return next((found for column in columns if (found := row.get(column, "").strip())), None)

    article = Article(number, value("title"), outlet(value("pubtitle", "publication title", "source", "publication")))
    article.dated = _day(value("pubdate", "publication date", "date", "published"))
    article.author = names(value("authors", "author"))
    article.lang = language_code(value("language", "language of publication"))
    article.id = value("storeid", "proquest document id", "accession number", "id")
    url = value("documenturl", "document url", "url")
    article.url = url if url and url.startswith(("http://", "https://")) else None
    article.rights = [said] if (said := value("copyright")) else []
    full = value(*_TEXT_COLUMNS)
    abstract = value("abstract")
    if not full and abstract:
        article.problems.append(Problem("abstract-only", "the export has only the abstract of this article"))
    article.paragraphs = (full or abstract or "").split("\n")
    return article


def _day(written: str | None) -> str | None:
    """A date as it is written, or the day that a spreadsheet counts from the end of 1899."""
    if written and written.isdigit() and 20_000 <= int(written) < 80_000:
        return (date(1899, 12, 30) + timedelta(int(written))).isoformat()
    return written
