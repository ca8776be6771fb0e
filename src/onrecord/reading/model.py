"""What reading takes and gives: its options, a document read with its problems, a failure."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.errors import OnrecordError
from onrecord.reading.dates import parse_date
from onrecord.records import Document, Problem


class ReadingError(OnrecordError):
    """The reader was asked for something that makes no sense; the message says what to change."""


class UnreadableError(OnrecordError):
    """One source cannot be read. Inside `reading` only: the reader turns it into a ReadingFailure."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How to read.

    `published` (an ISO date or date-time) and `source` (the outlet) are used for documents that have none of
    their own. `max_document_bytes` is the most that one document may have, decompressed: a page, a text, or
    one row of JSON Lines, whose files may have any size.

    Of addresses on the web: `contact` (a page or an address of mail) is named to the sites that are asked, and
    `allow_hosts` are the hosts of private networks that may be asked at all.
    """

    published: str | None = None
    source: str | None = None
    max_document_bytes: int = 50 * MEGABYTE
    contact: str | None = None
    allow_hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the values. Raises ReadingError."""
        if self.published is not None and parse_date(self.published) is None:
            raise ReadingError(
                f"{self.published!r} is no date to publish on: write it as 2025-04-09 or 2025-04-09T10:30:00Z"
            )
        if self.max_document_bytes < 1:
            raise ReadingError("max_document_bytes must be 1 or more")


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document, what was wrong with it (it is usable all the same), and where it was read.

    `fetched` is the moment at which it was taken from the web (ISO 8601), where a web archive or the network says so:
    not the date of publication, which is the document's.
    """

    document: Document
    problems: tuple[Problem, ...]
    where: str
    fetched: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingFailure:
    """Something that gave no document, in one clear line. `line` is that of a row, from 1.

    `code` is one of: missing, unreadable, empty, binary, too-large, gzip-broken, gzip-bomb, no-articles,
    no-text, not-json, no-id, bad-field, repeated-id; of formats besides: `damaged` (a file that is not as its format
    has it), `encrypted`, `no-text-layer` (a PDF of pictures), `too-slow`, `unsupported` (a format or a compression
    that is not read), `fault` (of the program), `archive-damaged` (a stretch of a web archive), `zip-bomb`,
    `passed-over`.
    `harmless` says that no article was lost: the line is for information, as of pictures in a web archive.
    """

    where: str
    code: str
    message: str
    line: int | None = None
    harmless: bool = False

    def __str__(self) -> str:
        place = self.where if self.line is None else f"{self.where}, line {self.line}"
        return f"{place}: {self.message}"


def shorten(value: object, limit: int = 60) -> str:
    """The value as it may stand in a message: on one line, quoted, cut where it is long."""
    if isinstance(value, str):
        cut = value[:limit] + ("…" if len(value) > limit else "")
        return repr(cut)
    shown = type(value).__name__ if isinstance(value, list | dict) else repr(value)[: limit + 1]
    return {"list": "a list", "dict": "an object"}.get(shown, shown)


Found = ReadDocument | ReadingFailure
"""What reading gives, one after the other."""
