"""An HTML page to a document: the article's text, its metadata, and ways out for hard pages."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

from onrecord.reading.dates import parse_worded_date
from onrecord.reading.decoding import decode, without_invisible, without_nul
from onrecord.reading.furniture import credited, find_furniture
from onrecord.reading.language import detect, same_language
from onrecord.reading.metadata import Metadata, guessed_date, read_metadata
from onrecord.reading.model import UnreadableError
from onrecord.reading.pages.article import Article, find_article
from onrecord.reading.pages.blocks import read_blocks
from onrecord.reading.pages.embedded import body_in_state, is_markup
from onrecord.reading.pages.head import shown_author, shown_date
from onrecord.reading.pages.naming import name_page
from onrecord.reading.tagstrip import Shape, shape, strip_tags
from onrecord.records import Document, Problem

MOST_ELEMENTS = 20_000
"""Elements in a page that is still parsed. Of 181 pages of news and blogs the largest had 1,605."""

DEEPEST = 200
"""Levels of nesting that are still parsed. Of those pages the deepest had 51; libxml2 gives up at 256."""

HEAVIEST = 800_000
"""Sum of the depths of all tags in a page that is still parsed (those pages: up to 43,000). The time that
trafilatura takes follows it: about 4 seconds here."""

LONGEST_MARKUP = 8_000_000
"""Characters of markup that are still parsed: pages that carry their data in scripts reach some millions."""

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>", re.I)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_UNSHOWN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that only turn the direction of writing: on a screen they can show a text other than it is."""
_BULLET = re.compile(r"^[-–•*] (?=\S)")
_BLANK_LINES = re.compile(r"[^\S\n]*\n\s*")
_PARAGRAPH_LENGTH = 40
_LONGEST_ATTRIBUTE = 1_000
_LEFT_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_ENOUGH = 25
"""Words from which an extracted text is taken for an article without a second look."""
_FEW = 120
"""Words from which a page is taken to show its article itself, and not by a script."""
_ENOUGH_PROSE = 0.4
"""The share of a page's prose that an article is believed to be; of 181 pages 8 were below, 3 of them read badly."""
_DAY_FIRST = frozenset(("de", "fr", "es", "it", "pt", "nl", "da", "nb", "no", "fi", "pl", "cs", "sk", "ru", "uk", "be",
    "bg", "ro", "el", "tr", "id", "vi", "ar", "he", "hi", "bn", "hr", "sr", "sl", "et", "ca"))  # fmt: skip
"""Languages in which 05/06/2031 is the fifth of June; English is written both ways."""
_MOST_BLOCKS = 2_000
_LONGEST_ASKED = 3_000_000
"""Blocks and characters of a page that trafilatura is still asked about: it takes the square of some pages' size."""
_MUCH_MORE = 1.6
"""How many times longer a text found another way must be to be taken instead."""


def read_page(raw: bytes, where: str) -> tuple[Document, tuple[Problem, ...]]:
    """Read one HTML page; its id is its address, or `where`. Raises UnreadableError where it has no text."""
    decoded = decode(raw, markup=True)
    page, nul = without_nul(decoded.text)
    problems = [*decoded.problems, *nul]
    page = _CONTROL.sub(" ", page)
    page = _XML_DECLARATION.sub("", page)
    size = shape(page, MOST_ELEMENTS)
    tree = None if _too_heavy(page, size) else _parse(page)
    credits: tuple[str, ...] = ()
    if tree is None:
        text, about = strip_tags(page), Metadata()
        if text:
            problems.append(
                Problem("html-simplified", "the markup is too large or too deep; all of its text was taken")
            )
    else:
        about = read_metadata(tree)
        blocks = read_blocks(tree)
        title, source = name_page(blocks, about.window, about.title, about.source)
        about = replace(about, title=title, source=source)
        article = find_article(blocks, [t for t in (title, *about.titles) if t])
        text, credits = _article(tree, page, about, article, len(blocks.blocks))
        about = _completed(tree, about, article)
    text = _tidy(text)
    if not text:
        raise UnreadableError("no-text", "the page has no text to read")
    if about.bad_date:
        problems.append(Problem("bad-date", f"{about.bad_date[:60]!r} is no date that can be used; it is left open"))
    document = Document(
        id=about.url or where,
        text=text,
        title=_line(about.title),
        published=about.published,
        source=_line(about.source),
        author=_line(about.author),
        url=about.url,
        lang=_language(text, about.lang),
        credits=tuple(dict.fromkeys((*credited(about.author), *credits))),
    )
    return document, tuple(problems)


def _too_heavy(page: str, size: Shape) -> bool:
    return size.elements > MOST_ELEMENTS or size.depth > DEEPEST or size.weight > HEAVIEST or len(page) > LONGEST_MARKUP


def _parse(page: str) -> Any:
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    for element in tree.iter():
        for name in ("class", "id", "style"):
            if len(element.get(name) or "") > _LONGEST_ATTRIBUTE:
                element.set(name, "")  # patterns over it would take seconds
    return tree if len(tree) else None


def _completed(tree: Any, about: Metadata, article: Article) -> Metadata:
    """The metadata, with date and author from beside the title where the page states none."""
    author = about.author or shown_author(article.beside)
    published = about.published
    if published is None:
        stated = (parse_worded_date(value) for value in article.times)
        day_first = bool(about.lang) and (about.lang or "")[:2].lower() in _DAY_FIRST
        published = next((day for day in stated if day), None) or shown_date(article.beside, day_first)
        published = published or guessed_date(tree, about.url)
    return replace(about, author=author, published=published, bad_date=None if published else about.bad_date)


def _article(tree: Any, page: str, about: Metadata, found: Article, blocks: int) -> tuple[str, tuple[str, ...]]:
    """The article's text, and whom its furniture credits.

    In this order: the page's own structure; trafilatura where that leaves most of the page's prose out; the
    data that the page carries where neither finds as much; the page's paragraphs; all of its text.
    """
    best = found.text
    if found.share < _ENOUGH_PROSE and blocks <= _MOST_BLOCKS and len(page) <= _LONGEST_ASKED:
        best = _or_data(tree, best, about)
        for strictly in (True, False):
            if len(best.split()) >= _ENOUGH and best != found.text:
                break
            other = _by_trafilatura(tree, strictly)
            if len(other) > _MUCH_MORE * len(best):
                best = other
    best = _or_data(tree, best, about)
    if len(best.split()) < _ENOUGH and not found.share:
        paragraphs = (" ".join((p.text_content() or "").split()) for p in tree.iter("p"))
        plain = "\n".join(p for p in paragraphs if len(p) >= _PARAGRAPH_LENGTH)
        if len(plain) > _MUCH_MORE * len(best):
            best = plain
    return best or strip_tags(page), found.credits if best == found.text else find_furniture(best).credits


def _or_data(tree: Any, best: str, about: Metadata) -> str:
    """The text that was found, or that which the page carries as data where it is much longer."""
    datum = about.body
    if datum is None and len(best.split()) < _FEW:
        datum = body_in_state(tree)
    if datum is None or len(datum) <= _MUCH_MORE * len(best):
        return best
    if is_markup(datum):
        inner = _parse(datum)
        datum = find_article(read_blocks(inner), about.titles).text if inner is not None else strip_tags(datum)
    else:
        datum = "\n".join(" ".join(line.split()) for line in html.unescape(datum).split("\n"))
        datum = _LEFT_TAG.sub("", datum)
    return datum if len(datum) > _MUCH_MORE * len(best) else best


def _by_trafilatura(tree: Any, strictly: bool) -> str:
    import logging

    import trafilatura

    for name in ("trafilatura", "htmldate"):  # their complaints are answered by our fallbacks
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(
            tree,
            include_comments=False,
            with_metadata=False,
            favor_precision=strictly,
            favor_recall=not strictly,
        )
    except Exception:  # a page of the wild may trip it anywhere, and the next way is tried then
        return ""
    text = getattr(found, "text", None)
    return _without_markers(text) if isinstance(text, str) else ""


def _without_markers(text: str) -> str:
    """Without the signs by which trafilatura tells lists and tables."""
    lines = []
    for line in text.split("\n"):
        if line.startswith("|"):
            line = " ".join(cell.strip() for cell in line.strip("| ").split("|"))
            if not line.strip("- "):
                continue
        lines.append(_BULLET.sub("", line))
    return "\n".join(lines)


def _tidy(text: str) -> str:
    text = _UNSHOWN.sub("", without_invisible(_CONTROL.sub(" ", text)).replace("\xa0", " "))
    return _BLANK_LINES.sub("\n", text).strip()


def _line(value: str | None) -> str | None:
    return " ".join(_tidy(value).split()) or None if value else None


def _language(text: str, declared: str | None) -> str | None:
    """The declared language, unless the text is surely in another: templates often declare their own."""
    found, confidence = detect(text)
    if declared is None:
        return found
    if found and len(text) >= 200 and confidence >= 0.8 and not same_language(found, declared):
        return found
    return declared
