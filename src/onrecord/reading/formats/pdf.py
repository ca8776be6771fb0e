"""A PDF to a document, by its text layer: pages within limits of number and time, title and date with care."""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Iterator
from typing import Any

from onrecord.reading.formats.draft import Draft, documents_of
from onrecord.reading.formats.pdf_lines import Collector, Line, reading_order
from onrecord.reading.formats.pdf_text import body_size, broken_lines, paragraphs, without_running_heads
from onrecord.reading.formats.whole import Place
from onrecord.reading.model import MEGABYTE, Found, UnreadableError
from onrecord.records import Problem

MOST_PAGES = 1_500
"""Pages of one file that are read: an export of some hundred articles has as many."""
MOST_SECONDS = 90.0
"""Time for one file. A page of news takes 0.02 to 0.1 seconds; drawings of a million strokes take minutes."""
MOST_CONTENT = 8 * MEGABYTE
"""Bytes of drawing that a page may have: pypdf takes 3 seconds for each million, and cannot be stopped within them."""
_OFTEN = 2_000

_FILE_NAME = re.compile(
    r"^(?:microsoft (?:word|powerpoint)\s*-|untitled|document\d*$|print|layout|page ?\d|seite)|"
    r"\.(?:docx?|indd|qxp|qxd|pdf|rtf|odt|pages|tmp|html?)$|^[\w.-]+$",
    re.I,
)
_ADDRESS = re.compile(r"https?://[^\s<>\"]{4,500}")
_LARGE = 1.2
_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd\ue000-\uf8ff]|\\(cid:\\d+\\)|/[gG]\\d{1,4}\\b")


class _TooSlowError(UnreadableError):
    def __init__(self) -> None:
        message = f"this PDF takes more than {MOST_SECONDS:.0f} seconds to read; give its text"
        super().__init__("too-slow", message)


def read_pdf(raw: bytes, place: Place) -> Iterator[Found]:
    """Yield the document that a PDF holds, or the articles of one that a news database exported.

    The date of the file (CreationDate) says when it was made and is never taken for one of publication. Raises
    UnreadableError: `encrypted`, `no-text-layer`, `damaged`, `too-large`, `too-slow`.
    """
    reader = _open(raw)
    pages, problems = _lines(reader)
    pages, removed = without_running_heads(pages)
    lines = [line for page in pages for line in page]
    title, taken = _title(lines, _stated_title(reader))
    draft = Draft(
        paragraphs=tuple(paragraphs([line for line in lines if line not in taken])),
        title=title,
        url=_printed_address(removed, len(pages)),
        problems=tuple(problems),
    )
    yield from documents_of(draft, place, broken_lines(lines))


def _open(raw: bytes) -> Any:
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it complains of is told by our problems
    locked = UnreadableError("encrypted", "this PDF is locked with a password; save a copy without one")
    try:
        reader = PdfReader(io.BytesIO(raw), strict=False)
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise locked
        count = len(reader.pages)
    except UnreadableError:
        raise
    except DependencyError as error:
        message = "this PDF is encrypted; save a copy without encryption, or install the package `cryptography`"
        raise UnreadableError("encrypted", message) from error
    except Exception as error:  # whatever a damaged file does to it
        raise UnreadableError("damaged", "this PDF is damaged and cannot be opened") from error
    if not count:
        raise UnreadableError("damaged", "this PDF has no pages that can be found; it may be cut off")
    if count > MOST_PAGES:
        message = f"this PDF has {count:,} pages, more than the {MOST_PAGES:,} that are read; split it"
        raise UnreadableError("too-large", message)
    return reader


def _lines(reader: Any) -> tuple[list[list[Line]], list[Problem]]:
    """The lines of each page in the order of reading, and what was wrong. Raises UnreadableError."""
    deadline = time.monotonic() + MOST_SECONDS
    calls = 0

    def watch(*_: object) -> None:
        nonlocal calls
        calls += 1
        if calls % _OFTEN == 0 and time.monotonic() > deadline:
            raise _TooSlowError

    found: list[list[Line]] = []
    broken: list[int] = []
    empty: list[int] = []
    for number in range(len(reader.pages)):
        if time.monotonic() > deadline:
            raise _TooSlowError
        collector = Collector(number)
        try:
            page = reader.pages[number]
            content = page.get_contents()
            if content is not None and len(content.get_data()) > MOST_CONTENT:
                broken.append(number + 1)
                found.append([])
                continue
            page.extract_text(visitor_operand_before=watch, visitor_text=collector.add)
        except _TooSlowError:
            raise
        except Exception:  # a page of a damaged file; the others are read
            broken.append(number + 1)
        lines = reading_order(collector.lines())
        if not lines and number + 1 not in broken:
            empty.append(number + 1)
        found.append(lines)
    letters = "".join(line.text for page in found for line in page)
    if not letters.strip():
        if broken:
            raise UnreadableError("damaged", "this PDF is damaged: none of its pages can be read")
        message = "this PDF has no text layer: its pages are pictures; run it through text recognition (OCR) first"
        raise UnreadableError("no-text-layer", message)
    if len(_STRANGE.findall(letters)) * 5 > len(letters):
        message = "the fonts of this PDF do not say which letters they show; run it through text recognition (OCR)"
        raise UnreadableError("no-text-layer", message)
    problems = []
    if broken:
        problems.append(
            Problem("pages-damaged", f"{_pages(broken)} could not be read: damaged, or too full of drawings")
        )
    if empty:
        problems.append(Problem("pages-without-text", f"{_pages(empty)} without text: empty, or a picture"))
    return found, problems


def _pages(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:10])) + (f" and {len(numbers) - 10:,} more" if len(numbers) > 10 else "")
    return f"page{'s' * (len(numbers) > 1)} {shown}"


def _stated_title(reader: Any) -> str | None:
    """The title that the file states, unless it is the name of a file or of a program."""
    try:
        title = " ".join(str((reader.metadata or {}).get("/Title") or "").split())
    except Exception:  # its description may be damaged where its pages are not
        return None
    title = _STRANGE.sub("", title).strip()
    return title[:300] if title and not _FILE_NAME.search(title) else None


def _title(lines: list[Line], stated: str | None) -> tuple[str | None, list[Line]]:
    """The title and its lines: what is set largest near the top of the first page, or what the file states."""
    first = [line for line in lines if line.page == (lines[0].page if lines else 0)]
    base = body_size(lines)
    top = first[: max(4, len(first) // 2)]
    largest = max((line.size for line in top if len(line.text) >= 5), default=0.0)
    if largest >= _LARGE * base:
        taken: list[Line] = []
        for line in top:
            if abs(line.size - largest) <= 0.08 * largest and len(taken) < 4:
                taken.append(line)
            elif taken:
                break
        title = " ".join(line.text for line in taken)
        if len(title) <= 300:
            return title, taken
    if stated:
        for line in top[:6]:
            if len(line.text.split()) >= 3 and line.text.lower() in stated.lower():
                return line.text, [line]
    return stated, []


def _printed_address(removed: list[str], pages: int) -> str | None:
    """The address that a browser prints at the edge of each page, or null."""
    found = [match[0] for text in removed if (match := _ADDRESS.search(text))]
    return found[0] if found and len(set(found)) == 1 and len(found) >= pages else None
