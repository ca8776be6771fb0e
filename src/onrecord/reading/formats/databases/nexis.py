"""Exports of Nexis Uni and LexisNexis: articles between head and `Load-Date`, in the form of today and that of old."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.reading.formats.databases.article import Article, Broken, is_dated, joined, with_dateline
from onrecord.reading.formats.databases.labels import Label, labels, language_code
from onrecord.records import Problem

_END = re.compile(r"\s*(?:end of document|ende des dokuments|fin du document|fin del documento)\s*", re.I)
_BEGIN = re.compile(
    r"\s*(?:FOCUS - )?(?:document )?\d{1,5} (?:of|von|de|sur) \d{1,5} (?:documents?|dokumenten?|documentos)\s*|"
    r"\s*document \d{1,5} of \d{1,5}\s*",
    re.I,
)
_LENGTH = re.compile(
    r"\s*(?:length|länge|longueur|longitud|extensión):?\s{1,9}[\d.,]{1,9} (?:words|wörter|mots|palabras)\b", re.I
)
_LOADED = re.compile(r"\s*(?:load-date|update|fecha de carga):\s", re.I)
_LABEL = re.compile(r"\s*([^\W\d_][\w '’/-]{1,30}?)\s*(?::\s*(.*)|)$")
_COPYRIGHT = re.compile(
    r"\s*(?:copyright|©|\(c\))\s*(?:©|\(c\))?\s*(?:[12]\d{3}|.{1,80}[12]\d{3}|.{0,80}all rights reserved)", re.I
)
_FURNITURE = re.compile(
    r"\s*(?:page \d{1,5} of \d{1,5}|\|?\s*about lexisnexis.*|link to (?:image|pdf)|pdf.{0,30}document|"
    r".{0,20}copyright © \d{4} lexisnexis.*|"
    r"lexisnexis®?(?: (?:academic|uni|advance|newsdesk).{0,30})?|"
    r"document \d+ of \d+|bluebook.*|privacy policy\s*\|?.*|terms (?:&|and) conditions\s*\|?.*)\s*",
    re.I,
)
_BARE = frozenset(("body", "classification", "graphic", "notes", "correction", "volltext", "cuerpo", "texte intégral",
                   "klassifizierung", "clasificación"))  # fmt: skip
"""Labels that stand on a line of their own, without a colon."""

_TAIL_NAMES = frozenset(
    ("Load-Date", "Language", "Publication-Type", "Graphic", "Correction", "Notes", "Journal Code", "URL")
)
"""Labels below the text that are believed within it too though they are not in capitals."""


def is_nexis(lines: list[str]) -> bool:
    """Whether the lines are those of an export: a mark of its own, and another that articles have."""
    strong = sum(any(pattern.fullmatch(line) for line in lines) for pattern in (_END, _BEGIN))
    strong += any(_LOADED.match(line) for line in lines)
    weak = any(_LENGTH.match(line) for line in lines) + any(line.strip().lower() in ("body", "body:") for line in lines)
    return strong >= 2 or (strong == 1 and weak >= 1)


def articles(lines: list[str], broken: Broken) -> Iterator[Article]:
    """Yield the articles in order. What is not in shape gives what can be had, with a problem."""
    number = 0
    for first, chunk in _chunks(lines):
        article = _article(chunk, number + 1, broken, first)
        if article:
            number += 1
            yield article


def _chunks(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
    """The lines of each article, and whether a cover page may stand before them."""
    begins = [number for number, line in enumerate(lines) if _BEGIN.fullmatch(line)]
    ends = [number for number, line in enumerate(lines) if _END.fullmatch(line)]
    if len(begins) > len(ends):
        for at, following in zip(begins, [*begins[1:], len(lines)], strict=True):
            yield False, lines[at + 1 : following]
        return
    start = 0
    for end in [*ends, len(lines)]:
        chunk = lines[start:end]
        if end == len(lines) and not any(_LENGTH.match(line) for line in chunk):
            return  # nothing after the last article; else the export was cut off
        first = start == 0
        for part in _parts(chunk):
            yield first, part
            first = False
        start = end + 1


def _parts(chunk: list[str]) -> Iterator[list[str]]:
    """A chunk of two articles, the mark between which is missing, as two."""
    loaded = [number for number, line in enumerate(chunk) if _LOADED.match(line)]
    start = 0
    for at in loaded:
        if any(_LENGTH.match(line) for line in chunk[at + 1 :]):
            yield chunk[start : at + 1]
            start = at + 1
    yield chunk[start:]


@dataclass(slots=True)
class _Sheet:
    """One article as its lines are sorted: those above the first label, the fields, the text, the rights."""

    head: list[str] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)
    rights: list[str] = field(default_factory=list)
    place: str = "head"
    current: list[str] | None = None

    def take(self, line: str) -> None:
        """Put one line where it belongs."""
        label, value = _label(line, self.place)
        if label is None and self.place != "body" and _COPYRIGHT.match(line):
            self.rights.append(line.strip())
            self.current = None
        elif label is not None and label.place == "body":
            self.place, self.current = "body", None
            self.body = [value] if value else []
        elif label is not None:
            self.place = "tail" if label.place == "tail" else self.place
            self.current = self.values.setdefault(label.field, [])
            self.current.append(value)
        elif self.place == "body":
            self.body.append(line)
        elif self.current is not None and (line.strip() or self.place == "tail"):
            self.current.append(line.strip())
        elif self.place == "head" and self.current is not None:
            self.current = None  # an empty line ends a field
        elif self.place == "head" and self.values and line.strip():
            self.place = "body"  # exports between 2006 and 2016 have no label before the text
            self.body.append(line)
        elif self.place == "head":
            self.head.append(line.strip())

    def value(self, name: str) -> str | None:
        """A field on one line."""
        return " ".join(" ".join(self.values.get(name, [])).split()) or None


def _article(chunk: list[str], number: int, broken: Broken, cover: bool) -> Article | None:
    """The article in these lines, or null where there is none; `cover` says that a cover page may stand before it."""
    sheet = _Sheet()
    for line in chunk:
        if not _FURNITURE.fullmatch(line):
            sheet.take(line)
    if not sheet.body and not sheet.values and not any(map(is_dated, sheet.head)):
        return None
    article = Article(number)
    _take_head(article, sheet.head, cover)
    article.title = sheet.value("title") or article.title
    article.author = sheet.value("author")
    article.lang = language_code(sheet.value("language"))
    article.id = sheet.value("id")
    url = sheet.value("url")
    article.url = url if url and url.startswith(("http://", "https://")) else None
    article.rights = [*sheet.rights, *sheet.values.get("copyright", [])]
    while sheet.body and _COPYRIGHT.match(sheet.body[-1]):
        article.rights.append(sheet.body.pop().strip())
    highlight, correction = sheet.value("highlight"), sheet.value("correction")
    article.paragraphs = [
        *([highlight] if highlight else []),
        *with_dateline(joined(sheet.body, broken), sheet.value("dateline")),
        *([f"Correction: {correction}"] if correction else []),
    ]
    if not sheet.body:
        article.problems.append(Problem("export-shape", "where the text of this article begins cannot be told"))
    return article


def _label(line: str, place: str) -> tuple[Label | None, str]:
    """The label that a line begins with, where it may stand after `place`, and what follows it."""
    found = _LABEL.match(line)
    if not found or (found[2] is None and found[1].lower() not in _BARE):
        return None, ""
    label = labels("nexis").get(found[1].lower())
    if label is None or (place == "body" and label.place != "tail") or (place == "tail" and label.place != "tail"):
        return None, ""
    if place == "body" and not (found[2] is None or found[1].isupper() or found[1] in _TAIL_NAMES):
        return None, ""
    return label, (found[2] or "").strip()


def _take_head(article: Article, head: list[str], cover: bool) -> None:
    """Title, outlet and date from the lines above the first label: in this order, or outlet, date, title (of old)."""
    filled = [(number, line) for number, line in enumerate(head) if line]
    dated = [at for at, (_, line) in enumerate(filled) if is_dated(line)]
    if not dated:
        if filled:
            article.title = filled[0][1]
        article.problems.append(Problem("export-shape", "outlet and date stand in no place where they are looked for"))
        return
    at = dated[-1] if cover else dated[0]
    article.dated = filled[at][1]
    after = [line for _, line in filled[at + 1 :]]
    before = [line for _, line in filled[:at]]
    article.source = before[-1] if before else None
    titles = list(dict.fromkeys(before[:-1]))
    if titles and not cover:
        article.title = " ".join(titles)
    elif titles:  # a cover page stands before it, with a list of all titles
        above = head[: filled[at - 1][0]]
        article.title = _last_block(above) if "" in above else titles[-1]
    elif after:
        article.title = _last_block(head[filled[at][0] + 1 :])


def _last_block(lines: list[str]) -> str | None:
    """The last block of lines, as one: an edition or a cover page stands before it."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block]
    return " ".join(blocks[-1]) if blocks else None
