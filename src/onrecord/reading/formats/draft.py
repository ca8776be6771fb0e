"""What a laid-out file says before it is a document: paragraphs with a head above them, or a database's articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.reading.dates import parse_worded_date
from onrecord.reading.decoding import without_invisible, without_nul, without_surrogates
from onrecord.reading.formats.naming import in_mixed_case
from onrecord.reading.formats.whole import Place
from onrecord.reading.furniture import credited
from onrecord.reading.language import detect
from onrecord.reading.model import Found, ReadDocument, UnreadableError
from onrecord.records import Document, Problem

_BY = re.compile(
    r"(?:By|BY|Por|Von|Par)\s((?:[A-ZÀ-Þ][\w.’'-]{0,30})(?:(?:,| and|,? und| y| et)?\s[A-ZÀ-Þ][\w.’'-]{0,30}){1,8})"
)
_BULLET = re.compile(r"^[•●▪■◦‣∙]\s+(?=\S)")
_DATE_LABEL = re.compile(r"(?:published|posted|date|updated)\s*(?:on|:)?\s+", re.I)
_HEAD = 8
"""Paragraphs at the top among which a date of its own line and a byline are looked for."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The paragraphs of a file, its title where it is known, and what was wrong."""

    paragraphs: tuple[str, ...]
    title: str | None = None
    url: str | None = None
    problems: tuple[Problem, ...] = ()


def documents_of(draft: Draft, place: Place, lines: list[str] | None = None) -> Iterator[Found]:
    """Yield the articles that a news database exported in this file, or the one document.

    An export is looked for in the paragraphs, or in `lines` where a paragraph may go over several, an empty one after
    it. Raises UnreadableError where there is no text.
    """
    from onrecord.reading.formats.databases import read_export

    if lines is None:
        exported = read_export(list(draft.paragraphs), place)
    else:
        exported = read_export(lines, place, "yes")
    if exported is not None:
        yield from exported
        return
    kept = [" ".join(without_surrogates(without_invisible(p)).split()) for p in draft.paragraphs]
    text, nul = without_nul("\n".join(_BULLET.sub("", p) for p in kept if p))
    if not text.strip():
        raise UnreadableError("no-text", "there is no text in it")
    published, author = _head(text.split("\n")[:_HEAD])
    document = Document(
        id=draft.url or place.name,
        text=text,
        title=draft.title,
        published=published,
        author=author,
        url=draft.url,
        lang=detect(text)[0],
        credits=credited(author),
    )
    yield ReadDocument(document, (*draft.problems, *nul), place.where)


def _head(lines: list[str]) -> tuple[str | None, str | None]:
    """A date that stands on a line of its own near the top, and who signs."""
    published = author = None
    for line in lines:
        if len(line) > 80:
            continue
        if published is None and len(line) <= 45:
            published = parse_worded_date(_DATE_LABEL.sub("", line))
        signed = _BY.fullmatch(line)
        if author is None and signed:
            author = in_mixed_case(" ".join(signed[1].split()))
    return published, author
