"""The lines of a stream of bytes as text, whatever its size; no line is longer than a document may be."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.reading.decoding import byte_order_mark, decode, unmarked_utf16
from onrecord.reading.model import UnreadableError
from onrecord.reading.sources import Bytes, too_large
from onrecord.records import Problem


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its number from 1, what was wrong with its bytes, and why it cannot be read, if so."""

    number: int
    text: str
    problems: tuple[Problem, ...] = ()
    failure: UnreadableError | None = None


def read_lines(source: Bytes, limit: int) -> Iterator[Line]:
    """Yield the lines that are not blank. Raises UnreadableError where the stream itself breaks off."""
    for number, raw in _split(_as_utf8(source), limit):
        if raw is None:
            yield Line(number, "", failure=too_large(limit))
            continue
        if not raw.strip():
            continue
        try:
            yield Line(number, raw.decode("utf-8"))
            continue
        except UnicodeDecodeError:
            pass
        try:
            decoded = decode(raw)
        except UnreadableError as error:
            yield Line(number, "", failure=error)
        else:
            yield Line(number, decoded.text, decoded.problems)


def _as_utf8(source: Bytes) -> Iterator[bytes]:
    """The stream in chunks of UTF-8, or of whatever it is in that keeps ASCII's newline."""
    head = source.peek()
    marked = byte_order_mark(head)
    encoding, skip = marked or (unmarked_utf16(head) or "utf-8", 0)
    if skip:
        source.read(skip)
    if encoding == "utf-8":
        while chunk := source.read():
            yield chunk
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while chunk := source.read():
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", True).encode("utf-8", "replace")


def _split(chunks: Iterator[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers; null for one of more than `limit` bytes, the rest of which is passed over."""
    number = 1
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        *ended, rest = chunk.split(b"\n")
        for piece in ended:
            too_long = size + len(piece) > limit
            yield number, None if too_long else b"".join([*held, piece])
            held, size = [], 0
            number += 1
        size += len(rest)
        if size <= limit:
            held.append(rest)
        else:
            held = []
    if size:
        yield number, None if size > limit else b"".join(held)
