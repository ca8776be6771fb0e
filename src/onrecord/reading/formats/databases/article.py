"""One article of an export, and the document that it becomes."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from onrecord.reading.dates import parse_worded_date
from onrecord.reading.decoding import without_invisible, without_nul, without_surrogates
from onrecord.reading.formats.naming import in_mixed_case
from onrecord.reading.formats.whole import Place
from onrecord.reading.furniture import credited
from onrecord.reading.language import detect
from onrecord.reading.model import Found, ReadDocument, ReadingFailure, shorten
from onrecord.reading.plain import unwrap
from onrecord.records import Document, Problem

_BY = re.compile(r"^(?:by|von|par|por)[:\s]+", re.I)
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?|\b\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?"
    r"(?:\s+[A-Z]{2,4}\b)?",
    re.I,
)
_YEAR = re.compile(r"[12]\d{3}")
_NO_DAY = re.compile(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|spring|summer|autumn|fall|winter)(?: ?[-/] ?[a-z]{3,9})?,? [12]\d{3}",
    re.I,
)


Broken = Literal["no", "perhaps", "yes"]
"""Whether a paragraph goes over several lines: never, where their lengths tell so, or always up to an empty line."""


@dataclass(slots=True)
class Article:
    """What an export says of one article, as it stands there. `number` is its place in the file, from 1."""

    number: int
    title: str | None = None
    source: str | None = None
    dated: str | None = None
    author: str | None = None
    lang: str | None = None
    url: str | None = None
    id: str | None = None
    rights: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def documents(articles: Iterable[Article], service: str, place: Place) -> Iterator[Found]:
    """Yield a document for each article, and a failure for one that has no text.

    Its id is the service's name with the number that the service gave the article; without one, a hash of outlet,
    date and title, so that an article exported twice is one document.
    """
    count = 0
    taken: Counter[str] = Counter()
    for article in articles:
        count += 1
        where = f"{place.where}, article {article.number}"
        text, nul = without_nul("\n".join(_clean(article.paragraphs)))
        title = _line(article.title)
        if not text.strip():
            named = f" ({shorten(title)})" if title else ""
            yield ReadingFailure(where, "no-text", f"this article of the export has no text{named}")
            continue
        published = parse_dated(article.dated)
        problems = [*article.problems, *nul]
        if published is None:
            said = f"{shorten(article.dated)} is no day that can be used" if article.dated else "no date was found"
            problems.append(Problem("bad-date", f"{said}; its date is left open"))
        author = _BY.sub("", _line(article.author) or "").strip(" ;,") or None
        source = _line(article.source)
        identifier = _identifier(service, article, source, published, title, text)
        taken[identifier] += 1
        if taken[identifier] > 1:  # two articles of one title on one day
            identifier += f"-{taken[identifier]}"
        credits = dict.fromkeys((*credited(author), *(name for line in article.rights for name in credited(line))))
        document = Document(
            id=identifier,
            text=text,
            title=title,
            published=published,
            source=source,
            author=author and in_mixed_case(author),
            url=article.url,
            lang=article.lang or detect(text)[0],
            credits=tuple(credits),
        )
        yield ReadDocument(document, tuple(problems), where)
    if not count:
        message = f"this looks like an export of {service.title()}, but no article can be told in it"
        yield ReadingFailure(place.where, "no-articles", message)


def parse_dated(written: str | None) -> str | None:
    """The day that a service writes, with or without the day of the week and the time, or null."""
    if not written:
        return None
    return parse_worded_date(written) or parse_worded_date(" ".join(_WEEKDAY.sub(" ", written).split()))


def is_dated(line: str) -> bool:
    """Whether a line is a date, of a day, a month or a season, and not a sentence that names one."""
    if len(line) > 60 or not _YEAR.search(line):
        return False
    rest = " ".join(_WEEKDAY.sub(" ", line).split())
    return _NO_DAY.fullmatch(rest) is not None or (len(rest.split()) <= 6 and parse_dated(line) is not None)


def joined(lines: list[str], broken: Broken) -> list[str]:
    """The paragraphs of a text whose lines were broken in this way."""
    if broken == "no":
        return lines
    if broken == "perhaps":
        return unwrap(lines)
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line.strip())
        elif blocks[-1]:
            blocks.append([])
    return [" ".join(block) for block in blocks if block]


def with_dateline(paragraphs: list[str], dateline: str | None) -> list[str]:
    """The paragraphs with the place that a field of its own names, as papers print it."""
    first = next((number for number, p in enumerate(paragraphs) if p.strip()), None)
    place = " ".join((dateline or "").split()).strip(" -–—;,.")
    if not place or first is None or paragraphs[first].lstrip().upper().startswith(place.upper()[:12]):
        return paragraphs
    return [*paragraphs[:first], f"{place} — {paragraphs[first].lstrip()}", *paragraphs[first + 1 :]]


def _clean(paragraphs: list[str]) -> Iterator[str]:
    for paragraph in paragraphs:
        words = " ".join(without_surrogates(without_invisible(paragraph)).split())
        if words:
            yield words


def _line(value: str | None) -> str | None:
    return " ".join(without_surrogates(without_invisible(value)).split())[:1000] or None if value else None


def _identifier(
    service: str, article: Article, source: str | None, published: str | None, title: str | None, text: str
) -> str:
    if article.id:
        return f"{service}:{article.id}"
    told = "\n".join((source or "", published or "", title or text[:200])).lower()
    return f"{service}:{hashlib.sha256(told.encode()).hexdigest()[:20]}"
