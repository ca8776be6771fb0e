"""Word (ECMA-376) and OpenDocument (ISO 26300) texts to paragraphs: headings, lists, tables, notes at the end."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from onrecord.reading.formats.databases import may_be_export
from onrecord.reading.formats.draft import Draft, documents_of
from onrecord.reading.formats.package import Package
from onrecord.reading.formats.whole import Place
from onrecord.reading.model import Found, UnreadableError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PROSE = 300
"""Letters of a cell from which its table is one for layout, and its paragraphs stand by themselves."""
_HEAD = 6
_FILE_NAME = re.compile(
    r"^(?:untitled|document\d*|microsoft word|title)\b|\.(?:docx?|odt|rtf|pdf|txt)$|^[\w.-]+$", re.I
)


@dataclass(frozen=True, slots=True)
class _Names:
    """What the elements of a format mean."""

    paragraphs: frozenset[str]
    cells: frozenset[str]
    rows: frozenset[str]
    left_out: frozenset[str]
    notes: frozenset[str]
    text: frozenset[str] | None
    """Elements that hold text; null: all do, and what stands after an element inside does too."""
    signs: dict[str, str]


_WORD = _Names(
    paragraphs=frozenset((_W + "p",)),
    cells=frozenset((_W + "tc",)),
    rows=frozenset((_W + "tr",)),
    left_out=frozenset((_W + "del", _W + "moveFrom", _MC + "Fallback", _W + "sdtPr", _W + "tblPr", _W + "sectPr")),
    notes=frozenset((_W + "footnote", _W + "endnote")),
    text=frozenset((_W + "t",)),
    signs={_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-", _W + "ptab": "\t"},
)
_ODT = _Names(
    paragraphs=frozenset((_TEXT + "p", _TEXT + "h")),
    cells=frozenset((_TABLE + "table-cell",)),
    rows=frozenset((_TABLE + "table-row",)),
    left_out=frozenset(
        (_TEXT + "tracked-changes", _OFFICE + "annotation", _TEXT + "note-citation", _OFFICE + "forms",
         _TEXT + "table-of-content", _TEXT + "sequence-decls")
    ),
    notes=frozenset((_TEXT + "note",)),
    text=None,
    signs={_TEXT + "tab": "\t", _TEXT + "s": " ", _TEXT + "line-break": "\n", _TEXT + "soft-hyphen": ""},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    style: str


def read_word(package: Package, place: Place) -> Iterator[Found]:
    """Yield the document of a Word file, or the articles of one that a news database exported.

    What is marked as deleted, hidden text, comments, headers and footers are left out; foot- and endnotes come last.
    The dates and the author that the file states are those of the file and are not taken. Raises UnreadableError.
    """
    names = _style_names(package.find("word/styles.xml"))
    found = list(_paragraphs(package.read("word/document.xml"), _WORD))
    for part in ("word/footnotes.xml", "word/endnotes.xml"):
        raw = package.find(part)
        if raw:
            found += _paragraphs(raw, _WORD)
    styled = [_Paragraph(p.text, names.get(p.style, p.style).lower()) for p in found]
    yield from _documents(styled, _stated_title(package.find("docProps/core.xml")), place)


def read_open_document(package: Package, place: Place) -> Iterator[Found]:
    """Yield the document of an OpenDocument text, as `read_word` does. Raises UnreadableError."""
    found = list(_paragraphs(package.read("content.xml"), _ODT))
    yield from _documents(found, _stated_title(package.find("meta.xml")), place)


def _documents(found: list[_Paragraph], stated: str | None, place: Place) -> Iterator[Found]:
    lines = [line for p in found for line in p.text.split("\n")]
    title = stated
    at = next(
        (n for n, p in enumerate(found[:_HEAD]) if p.text.strip() and p.style.replace("_20_", " ") in _TITLES), None
    )
    rest = lines
    if at is not None and len(found[at].text) <= 300:
        title = " ".join(found[at].text.split())
        rest = [line for n, p in enumerate(found) if n != at for line in p.text.split("\n")]
    if at is not None and may_be_export("\n".join(lines)):
        rest, title = lines, None  # an article's heading within an export
    yield from documents_of(Draft(tuple(rest), title=title), place)


_TITLES = frozenset(("title", "heading 1", "heading1", "h1"))


def xml_events(raw: bytes) -> Iterator[tuple[str, Element]]:
    """Yield start and end of each element. Raises UnreadableError; entities and document types are refused."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    if b"purl.oclc.org/ooxml" in raw[:4000]:
        raw = raw.replace(_STRICT[1:-1].encode(), _W[1:-1].encode())
    try:
        yield from iterparse(io.BytesIO(raw), events=("start", "end"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise UnreadableError("damaged", f"its XML is damaged ({type(error).__name__})") from error


def _paragraphs(raw: bytes, names: _Names) -> Iterator[_Paragraph]:
    """The paragraphs in order; those of a table's row on one line, its cells apart by tabs; notes at the end."""
    out: list[_Paragraph] = []
    notes: list[_Paragraph] = []
    targets: list[list[_Paragraph]] = [out]  # where paragraphs go: the text, a cell, a note
    rows: list[list[list[_Paragraph]]] = []
    left_out = depth = 0
    for event, element in xml_events(raw):
        tag = element.tag
        if tag in names.left_out:
            left_out += 1 if event == "start" else -1
            if event == "end":
                _empty(element)
            continue
        if left_out:
            continue
        if event == "start":
            depth += tag in names.paragraphs
            if tag in names.rows:
                rows.append([])
            elif tag in names.cells:
                targets.append([])
            elif tag in names.notes:
                targets.append(notes if _is_note(element) else [])
        elif tag in names.paragraphs:
            depth -= 1
            targets[-1].append(_Paragraph(_text_of(element, names), _style(element)))
            _empty(element)
        elif tag in names.cells and len(targets) > 1:
            cell = targets.pop()
            if rows:
                rows[-1].append(cell)
        elif tag in names.rows and rows:
            targets[-1].extend(_row(rows.pop()))
            element.clear()
        elif tag in names.notes and len(targets) > 1:
            targets.pop()
            _empty(element)
        elif not depth:
            element.clear()
    yield from out
    yield from notes


def _row(cells: list[list[_Paragraph]]) -> list[_Paragraph]:
    filled = [cell for cell in cells if any(p.text.strip() for p in cell)]
    if len(filled) == 2 and len(filled[0]) == 1 and len(filled[0][0].text.strip()) <= 3:
        first, *rest = filled[1]  # the code of a field beside its text
        return [_Paragraph(f"{filled[0][0].text.strip()}\t{first.text}", first.style), *rest]
    if len(filled) == 1 or any(len(cell) > 2 and sum(len(p.text) for p in cell) > _PROSE for cell in filled):
        return [p for cell in filled for p in cell]
    texts = (" ".join(" ".join(p.text.split()) for p in cell) for cell in filled)
    return [_Paragraph("\t".join(texts), "")] if filled else []


def _is_note(element: Element) -> bool:
    """Whether it is a note, and not the line that Word draws above notes."""
    return element.get(_W + "type") in (None, "normal")


def _style(paragraph: Element) -> str:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    if found is not None:
        return found.get(_W + "val") or ""
    if paragraph.tag == _TEXT + "h":
        return f"heading {paragraph.get(_TEXT + 'outline-level') or 1}"
    return (paragraph.get(_TEXT + "style-name") or "").lower()


def _text_of(paragraph: Element, names: _Names) -> str:
    """The text of a paragraph, in order, without runs that are hidden."""
    pieces: list[str] = []
    stack: list[Element | str] = [paragraph]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            pieces.append(item)
            continue
        if item.tag in names.left_out or _is_hidden(item):
            continue
        if item.tag in names.signs:
            pieces.append(names.signs[item.tag])
            continue
        if names.text is None or item.tag in names.text:
            pieces.append(item.text or "")
        for child in reversed(item):
            if names.text is None and child.tail:
                stack.append(child.tail)
            stack.append(child)
    return "".join(pieces).strip(" ")


def _is_hidden(run: Element) -> bool:
    if run.tag != _W + "r":
        return False
    found = run.find(f"{_W}rPr/{_W}vanish")
    return found is not None and found.get(_W + "val") not in ("0", "false", "off")


def _empty(element: Element) -> None:
    """Take out what an element holds; what stands after it belongs to the element around it."""
    tail = element.tail
    element.clear()
    element.tail = tail


def _style_names(raw: bytes | None) -> dict[str, str]:
    """The names of styles by their ids, which programs of other languages translate; names are kept in English."""
    found: dict[str, str] = {}
    try:
        for event, element in xml_events(raw) if raw else ():
            if event == "end" and element.tag == _W + "style":
                name = element.find(_W + "name")
                if name is not None:
                    found[element.get(_W + "styleId") or ""] = name.get(_W + "val") or ""
                element.clear()
    except UnreadableError:
        return found  # styles only tell headings
    return found


def _stated_title(raw: bytes | None) -> str | None:
    """The title that the file states, unless it is the name of a file."""
    title: Any = None
    try:
        for event, element in xml_events(raw) if raw else ():
            if event == "end" and element.tag == _DC_TITLE:
                title = element.text
    except UnreadableError:
        return None
    title = " ".join((title or "").split())
    return title[:300] if title and not _FILE_NAME.search(title) else None
