"""Exports of ProQuest: articles between rules, each with labelled fields and its full text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.reading.formats.databases.article import Article, Broken, joined, with_dateline
from onrecord.reading.formats.databases.labels import Label, labels, language_code
from onrecord.records import Problem

_RULE = re.compile(r"\s*_{20,}\s*")
_NUMBERED = re.compile(r"\s*(?:document|item) \d{1,5} of \d{1,5}\s*", re.I)
_LABEL = re.compile(r"\s*([A-Za-z][\w /()-]{1,30}?):(?:\s+(.*)|\s*)$")
_MARKS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\s*proquest document id:", r"\s*document url:\s*https?://\S*proquest", r"\s*full text:",
        r"\s*publication title:", r"\s*publication info:", r".{0,80}proquest llc",
        r"\s*proquest document link", r"\s*_{20,}\s*$",
    )
)  # fmt: skip
_ABSENT = re.compile(
    r"\s*(?:not available|none|full text not available|n/a|none available)?\.?\s*(?:\[.{0,40}\])?\s*", re.I
)
_INFO_DATE = re.compile(r"(?:\]|;|,|\s)\s*(\d{1,2} [A-Z][a-z]{2,8} [12]\d{3}|[A-Z][a-z]{2,8} \d{1,2}, [12]\d{3})")
_ITEM = re.compile(r"^\s*\d{1,4}\.\s+")
_CITY = re.compile(r"\s*[;\[(].*$", re.S)
_EDITION = re.compile(r",\s[^,]{0,60}\b(?:edition|ed\.)\b.*$", re.I)
_FLIPPED = re.compile(r"([^,;]{2,40}), ([^,;]{2,40})")


def is_proquest(lines: list[str]) -> bool:
    """Whether the lines are those of an export: three marks of its own at least."""
    return sum(any(mark.match(line) for line in lines) for mark in _MARKS) >= 3


def articles(lines: list[str], broken: Broken) -> Iterator[Article]:
    """Yield the articles in order. What is not in shape gives what can be had, with a problem."""
    number = 0
    for chunk in _chunks(lines):
        values = _fields(chunk)
        if not {"body", "abstract"} & values.keys() or not {"title", "source", "info", "id"} & values.keys():
            continue  # the list of contents, the notice at the end
        number += 1
        yield _article(values, number, broken)


def _chunks(lines: list[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    for line in lines:
        if _RULE.fullmatch(line) or _NUMBERED.fullmatch(line):
            if any(part.strip() for part in chunk):
                yield chunk
            chunk = []
        else:
            chunk.append(line)
    if any(part.strip() for part in chunk):
        yield chunk


def _fields(chunk: list[str]) -> dict[str, list[str]]:
    """The fields of one article by what they mean; under "first" the lines above the first label."""
    known = labels("proquest")
    values: dict[str, list[str]] = {"first": []}
    current = values["first"]
    in_body = False
    for line in chunk:
        label, value = _label(line, known)
        # A line of the text may begin with a word and a colon; below it come at least two labels in a row.
        if label and not (in_body and label.place != "tail"):
            in_body = label.place == "body"
            if label.field in values and label.field != "other":
                current = values.setdefault("other", [])
            else:
                current = values.setdefault(label.field, [])
            current.append(value)
        elif line.strip().lower().startswith("proquest document link"):
            current = values.setdefault("other", [])
            in_body = False
        else:
            current.append(line)
    return values


def _label(line: str, known: dict[str, Label]) -> tuple[Label | None, str]:
    found = _LABEL.match(line)
    label = known.get(found[1].strip().lower()) if found else None
    return (label, (found[2] or "").strip()) if found and label else (None, "")


def _article(values: dict[str, list[str]], number: int, broken: Broken) -> Article:
    def value(name: str) -> str | None:
        return " ".join(" ".join(values.get(name, [])).split()) or None

    article = Article(number)
    info = value("info")
    article.title = value("title") or next((_ITEM.sub("", line) for line in values["first"] if line.strip()), None)
    article.source = outlet(value("source") or info)
    dated = _INFO_DATE.search(info or "")
    article.dated = value("published") or (dated[1] if dated else None)
    article.author = names(value("author"))
    article.lang = language_code(value("language"))
    article.id = value("id")
    url = value("url")
    article.url = url if url and url.startswith(("http://", "https://")) and " " not in url else None
    article.rights = [said for name in ("copyright", "credit") if (said := value(name))]
    full = joined(values.get("body", []), broken)
    if _ABSENT.fullmatch(" ".join(full)):
        full = joined(values.get("abstract", []), broken)
        if not _ABSENT.fullmatch(" ".join(full)):
            article.problems.append(Problem("abstract-only", "the export has only the abstract of this article"))
        else:
            full = []
    highlight = value("highlight")
    article.paragraphs = [*([highlight] if highlight and full else []), *with_dateline(full, value("dateline"))]
    return article


def outlet(written: str | None) -> str | None:
    """The name of the outlet, without edition and city: "New York Times, Late Edition (East Coast); New York, N.Y."."""
    return _EDITION.sub("", _CITY.sub("", written or "")).strip(" ,.") or None


def names(written: str | None) -> str | None:
    """Authors as they sign: "Holub, Rosa; Maren, Jan" is "Rosa Holub, Jan Maren"."""
    if not written:
        return None
    parts = []
    for part in written.strip(" .").split(";"):
        flipped = _FLIPPED.fullmatch(part.strip())
        parts.append(f"{flipped[2]} {flipped[1]}" if flipped else part.strip())
    return ", ".join(part for part in parts if part)
