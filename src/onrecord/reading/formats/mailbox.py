"""A mailbox to its messages, one at a time from a stream (mbox, RFC 4155, and the quoting of mboxrd)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_POSTMARK = re.compile(rb"From \S.{0,300}\d{4}|From -|From \S{1,200} {1,2}\w{3} \w{3} .{4,60}")
_QUOTED = re.compile(rb">+From ")


def split_mailbox(chunks: Iterable[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield the messages with their numbers from 1; null for one of more than `limit` bytes, which is passed over."""
    number = 0
    held: list[bytes] = []
    size = 0
    blank = True
    for line in _lines(chunks, limit):
        if blank and _POSTMARK.match(line):
            if number:
                yield number, b"".join(held) if size <= limit else None
            number += 1
            held, size = [], 0
        elif number:
            size += len(line)
            if size <= limit:
                held.append(line[1:] if _QUOTED.match(line) else line)
            else:
                held.clear()
        blank = not line.strip()
    if number:
        yield number, b"".join(held) if size <= limit else None


def _lines(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """The lines with their ends; one of more than `limit` bytes comes in pieces."""
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        *ended, rest = chunk.split(b"\n")
        for piece in ended:
            yield b"".join([*held, piece, b"\n"])
            held, size = [], 0
        held.append(rest)
        size += len(rest)
        if size > limit:
            yield b"".join(held)
            held, size = [], 0
    if size:
        yield b"".join(held)
