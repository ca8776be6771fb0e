"""The reader: everything that `paths` name, as documents and failures, in a fixed order, one at a time."""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from onrecord.reading.dates import parse_date
from onrecord.reading.decoding import check_is_text, decode, is_wide, without_surrogates
from onrecord.reading.fetching.addresses import is_address
from onrecord.reading.fetching.articles import feed_documents, is_feed
from onrecord.reading.formats.captures import read_archive
from onrecord.reading.formats.telling import kind_of_content
from onrecord.reading.formats.whole import Place, read_mailbox, read_whole
from onrecord.reading.lines import read_lines
from onrecord.reading.model import (
    Found,
    ReadDocument,
    ReadingError,
    ReadingFailure,
    ReadingOptions,
    UnreadableError,
)
from onrecord.reading.rows import document_of, parse_json
from onrecord.reading.sources import Bytes, Source, find_sources
from onrecord.records import Document


def read(
    paths: Iterable[str | Path], options: ReadingOptions | None = None, stdin: BinaryIO | None = None
) -> Iterator[Found]:
    """Yield a ReadDocument or a ReadingFailure for everything that `paths` name.

    `paths` are files, folders (read through, in the order of their names), glob patterns, addresses on the web (of
    pages, feeds and sitemaps; see `fetching`) and `-` for standard input (`stdin`, if given): plain text, Markdown,
    HTML pages, JSON Lines of documents, one JSON object or array, feeds (for what they carry themselves), web archives
    (WARC, ARC), messages and mailboxes, PDF, Word, OpenDocument, RTF, and the exports of Nexis Uni, Factiva and
    ProQuest; each of them gzipped or not. What a file holds is told by its content, and by the end of its name where
    the content does not say. One document is held at a time.

    A document's id is its row's `id`; else its page's address; else its path as given. Where an id comes
    twice in one run, the second is a failure, unless it is the same document again, which is passed over.

    Bad content never raises: it gives a ReadingFailure, and the rest is read. Raises ReadingError for
    `paths` that are one string, or not paths.
    """
    if isinstance(paths, str | bytes | Path):
        raise ReadingError("read() takes a list of paths; put the path in a list")
    return _read(list(paths), options or ReadingOptions(), stdin)


def _read(paths: list[str | Path], options: ReadingOptions, stdin: BinaryIO | None) -> Iterator[Found]:
    for path in paths:
        if not isinstance(path, str | Path):
            raise ReadingError(f"{path!r} is no path; give strings or pathlib.Path")
    seen: dict[str, bytes] = {}
    for source in find_sources(paths):
        if isinstance(source, ReadingFailure):
            yield source
            continue
        for item, line in _read_source(source, options, stdin):
            if isinstance(item, ReadingFailure):
                yield item
                continue
            item = _completed(item, options)
            document = item.document
            content = f"{document.published}\n{document.sha256}\n{document.probes}"
            digest = hashlib.sha256(content.encode()).digest()[:16]
            known = seen.setdefault(document.id, digest)
            if known is digest:
                yield item
            elif known != digest:
                message = f"the id {document.id[:100]!r} came before with another text; this one is left out"
                yield ReadingFailure(item.where if line is None else source.where, "repeated-id", message, line)


def _read_source(source: Source, options: ReadingOptions, stdin: BinaryIO | None) -> Iterator[tuple[Found, int | None]]:
    """What one source gives, each with the number of its line where it has one."""
    if is_address(source.where):
        from onrecord.reading.fetching.session import read_address

        for found in read_address(source.where, options):
            yield found, None
        return
    try:
        with Bytes(source, stdin, options.max_document_bytes) as content:
            head = content.peek()
            if not head.strip(b" \t\r\n\x00"):
                head = head if content.peek() else b""
            if not head:
                raise UnreadableError("empty", "the file is empty")
            kind = kind_of_content(source.kind, head)
            place = Place(os.fsencode(source.where).decode("utf-8", "backslashreplace"), source.where)
            if kind == "rows":
                if not is_wide(head):
                    check_is_text(head)  # else each of its lines would be complained of
                yield from _rows(source.where, content, options)
            elif kind == "archive":
                for found in read_archive(content, source.where, options):
                    yield found, None
            elif kind == "mailbox":
                for found in read_mailbox(_chunks(content), place, options):
                    yield found, None
            elif kind in ("text", "json") and is_feed(head):
                for found in feed_documents(content.read_all(), source.where):
                    yield found, None
            elif kind == "json":
                yield from _whole_json(source.where, content.read_all())
            else:
                for found in read_whole(content.read_all(), kind, place, options):
                    yield found, None
    except UnreadableError as error:
        yield ReadingFailure(source.where, error.code, str(error)), None


def _chunks(content: Bytes) -> Iterator[bytes]:
    while chunk := content.read():
        yield chunk


def _rows(where: str, content: Bytes, options: ReadingOptions) -> Iterator[tuple[Found, int | None]]:
    count = 0
    try:
        for line in read_lines(content, options.max_document_bytes):
            count += 1
            try:
                if line.failure:
                    raise line.failure
                document, problems = document_of(parse_json(line.text))
            except UnreadableError as error:
                yield (
                    ReadingFailure(where, error.code, f"{error}; the row is left out", line.number),
                    line.number,
                )
                continue
            yield (
                ReadDocument(document, line.problems + problems, f"{where}, line {line.number}"),
                line.number,
            )
    except UnreadableError as error:  # the stream broke off; what came before it stands
        yield ReadingFailure(where, error.code, f"{error}; what came before was read"), None
        return
    if not count:
        yield ReadingFailure(where, "empty", "the file is empty"), None


def _whole_json(where: str, raw: bytes) -> Iterator[tuple[Found, int | None]]:
    decoded = decode(raw)
    value = parse_json(decoded.text)
    rows = value if isinstance(value, list) else [value]
    if not rows:
        raise UnreadableError("no-articles", "the list is empty")
    for number, row in enumerate(rows, 1):
        place = f"{where}, item {number}" if isinstance(value, list) else where
        try:
            document, problems = document_of(row)
        except UnreadableError as error:
            yield ReadingFailure(place, error.code, str(error)), None
        else:
            yield ReadDocument(document, decoded.problems + problems, place), None


def _completed(item: ReadDocument, options: ReadingOptions) -> ReadDocument:
    """Fill date and outlet from the options where the document has none of its own; nothing is left unstorable."""
    document: Document = item.document
    broken: dict[str, Any] = {
        name: without_surrogates(value)
        for name in ("id", "title", "source", "author", "url", "lang")
        if (value := getattr(document, name)) and value != without_surrogates(value)
    }
    if broken:
        document = dataclasses.replace(document, **broken)
    if document.published is None and options.published:
        document = dataclasses.replace(document, published=parse_date(options.published))
    if document.source is None and options.source:
        document = dataclasses.replace(document, source=without_surrogates(options.source))
    return item if document is item.document else dataclasses.replace(item, document=document)
