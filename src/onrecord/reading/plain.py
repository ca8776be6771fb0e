"""Plain text and Markdown to a document: front matter, title, markup taken off, wrapped lines joined."""

from __future__ import annotations

import html
import re

from onrecord.reading.dates import parse_worded_date
from onrecord.reading.decoding import decode, without_invisible, without_nul
from onrecord.reading.model import UnreadableError, shorten
from onrecord.records import Document, Problem

_FIELDS = {
    "title": "title", "headline": "title",
    "date": "published", "published": "published", "publish_date": "published", "pubdate": "published",
    "source": "source", "outlet": "source", "publisher": "source",
    "author": "author", "authors": "author", "byline": "author",
    "url": "url", "link": "url", "canonical": "url", "canonical_url": "url",
    "lang": "lang", "language": "lang",
    "id": "id",
}  # fmt: skip
_PAIR = re.compile(r"([A-Za-z_ -]{2,20}):(?:\s+(.*)|\s*)")
_FENCE = re.compile(r"(?:---|\+\+\+)\s*")
_MOST_LINES = 60

_HEADING = re.compile(r"#{1,6}\s+(.*?)(?:\s+#+)?\s*")
_RULE = re.compile(r"(?:[-=*_]\s*){3,}")
_LIST = re.compile(r"\s{0,8}(?:[-*+]|\d{1,3}[.)])\s+")
_QUOTE = re.compile(r"(?:\s{0,3}>\s?)+")
_CODE = re.compile(r"\s{0,3}(?:```|~~~)")
_TABLE_RULE = re.compile(r"[\s|:-]+")
_NOTE = re.compile(r"\[[^\[\]]{1,200}\]:\s")
_IMAGE = re.compile(r"!\[[^\[\]]{0,1000}\](?:\([^()]{0,2000}\)|\[[^\[\]]{0,200}\])")
_LINK = re.compile(r"\[([^\[\]]{0,2000})\](?:\([^()]{0,2000}\)|\[[^\[\]]{0,200}\])")
_BARE_LINK = re.compile(r"<(https?://[^<>\s]{1,2000})>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,1000}>|<!--[^<>]{0,5000}-->")
_EMPHASIS = re.compile(r"(?<![\w\\])[*_]{1,3}(?=\S)|(?<=[^\s\\])[*_]{1,3}(?!\w)|`+")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])")
_SENTENCE_END = (".", "!", "?", ":", ";", '"', "”", "’", ")")
_WRAP = 100
"""The most characters that a line has where somebody broke lines by hand."""


def read_plain(raw: bytes, where: str, markdown: bool = False) -> tuple[Document, tuple[Problem, ...]]:
    """Read one text; its id is the `id` or `url` of its front matter, or `where`.

    Front matter is a block of `name: value` lines at the top, between lines of `---` or up to the first
    empty line. Raises UnreadableError where nothing is left to read.
    """
    decoded = decode(raw)
    text, nul = without_nul(without_invisible(decoded.text))
    problems = [*decoded.problems, *nul]
    lines = re.split(r"\r\n|\r|\n", text)
    about, first = _front_matter(lines)
    lines = lines[first:]
    title = about.get("title")
    if markdown:
        heading, text = _markdown(lines)
        title = title or heading
    else:
        text = "\n".join(unwrap(lines))
    text = text.strip()
    if not text:
        raise UnreadableError("empty", "there is no text in it")
    published = None
    stated = about.get("published")
    if stated:
        published = parse_worded_date(stated)
        if published is None:
            problems.append(Problem("bad-date", f"{shorten(stated)} is no date that can be used; it is left open"))
    url = about.get("url")
    document = Document(
        id=about.get("id") or url or where,
        text=text,
        title=title,
        published=published,
        source=about.get("source"),
        author=about.get("author"),
        url=url,
        lang=about.get("lang"),
    )
    return document, tuple(problems)


def _front_matter(lines: list[str]) -> tuple[dict[str, str], int]:
    """The fields of the front matter, and the number of the line after it."""
    first = next((n for n, line in enumerate(lines[:5]) if line.strip()), None)
    if first is None:
        return {}, 0
    fenced = _FENCE.fullmatch(lines[first].strip()) is not None
    about: dict[str, str] = {}
    at = first + fenced
    while at < min(len(lines), first + _MOST_LINES):
        line = lines[at].strip()
        if fenced and _FENCE.fullmatch(line):
            return about, at + 1
        if not line and not fenced:
            break
        pair = _PAIR.fullmatch(line)
        name = _FIELDS.get(pair[1].strip().lower().replace(" ", "_")) if pair else None
        if not fenced and name is None:
            return {}, 0  # a line of another kind: this is the text itself
        if name and pair and pair[2] and name not in about:
            value = pair[2].strip()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            if value and value not in ("null", "~"):
                about[name] = value
        at += 1
    # A fence that never ends is a rule across the page; a block without a text after it is the text.
    return ({}, 0) if fenced or at >= len(lines) else (about, at)


def unwrap(lines: list[str]) -> list[str]:
    """The paragraphs of a text whose lines were broken by hand, each on one line; others stay as they are."""
    found: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line.strip())
            continue
        if block:
            found.extend([" ".join(block)] if is_wrapped(block) else block)
            found.append("")
        block = []
    return found


def is_wrapped(block: list[str]) -> bool:
    """Whether lines broke for width: none is long, all but the last about equal, most end mid-sentence."""
    longest = max(map(len, block))
    full = block[:-1]
    if not full or longest > _WRAP or longest < 45:
        return False
    if min(map(len, full)) < longest * 0.7:
        return False
    broken = sum(not line.endswith(_SENTENCE_END) for line in full)
    return broken >= max(1, len(full) * 0.5)


def _markdown(lines: list[str]) -> tuple[str | None, str]:
    """The first heading, and the text without markup, one paragraph a line."""
    title: str | None = None
    found: list[str] = []
    paragraph: list[str] = []
    in_code = False

    def close() -> None:
        if paragraph:
            found.append(_inline(" ".join(paragraph)))
            paragraph.clear()

    for line in lines:
        if _CODE.match(line):
            in_code = not in_code
            close()
            continue
        stripped = _QUOTE.sub("", line, count=1) if _QUOTE.match(line) else line
        heading = _HEADING.fullmatch(stripped.strip())
        if in_code or _NOTE.match(stripped):
            continue
        if not stripped.strip():
            close()
        elif heading:
            close()
            words = _inline(heading[1])
            if title is None and not found:
                title = words  # it is the document's title, and no longer part of its text
            elif words:
                found.append(words)
        elif _RULE.fullmatch(stripped.strip()):
            if stripped.strip()[0] in "=-" and len(paragraph) == 1 and title is None and not found:
                title = _inline(paragraph.pop())
            close()
        elif stripped.lstrip().startswith("|"):
            close()
            if not _TABLE_RULE.fullmatch(stripped):
                found.append(_inline(" ".join(stripped.replace("|", " ").split())))
        elif _LIST.match(stripped):
            close()
            paragraph.append(_LIST.sub("", stripped, count=1).strip())
        else:
            paragraph.append(stripped.strip())
    close()
    return title, "\n".join(line for line in found if line)


def _inline(text: str) -> str:
    text = _IMAGE.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _BARE_LINK.sub(r"\1", text)
    text = _TAG.sub("", text)
    text = _EMPHASIS.sub("", text)
    return " ".join(html.unescape(_ESCAPE.sub(r"\1", text)).split())
