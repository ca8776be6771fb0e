"""The records of a web archive, WARC or ARC, one at a time from a stream, with what is wrong with each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.reading.model import UnreadableError
from onrecord.reading.sources import Bytes

_LONGEST_LINE = 65_536
_MOST_FIELDS = 500
_WARC = re.compile(rb"WARC/\d+\.\d+\s*$", re.I)
_ARC_TAIL = re.compile(rb"^[\d.:a-fA-F]{1,45} \d{8,20} ")
_ARC_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{0,20}:[^\r\n]{1,4000} [\d.:a-fA-F]{1,45} \d{8,20} ")
_ARC_URL = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{0,20}:")
_NEXT_RECORD = re.compile(rb"\r?\n\r?\n(?=WARC/\d+\.\d+\r?\n[A-Za-z-]{1,60}:)")
_ARC_FIELDS = (5, 10)
"""Fields of a record's line in versions 1 and 2 of the ARC format (Burner and Kahle 1996)."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `block` is null where it is larger than it may be; `size` is what its header says.

    `kind` is the WARC-Type in lower case, and `arc` for a record of ARC; `fields` are those of a WARC header, their
    names in lower case; `date` is when the record was made, as it is written there; `flaws` what is wrong with it.
    """

    number: int
    kind: str
    uri: str | None
    date: str | None
    media: str | None
    size: int
    block: bytes | None
    fields: dict[str, str] = field(default_factory=dict)
    flaws: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch of the archive that is no record, before the record of this number."""

    number: int
    message: str


def records(content: Bytes, limit: int) -> Iterator[Record | Damage]:
    """Yield the records in order, in constant memory: blocks of more than `limit` bytes are passed over.

    Follows WARC 1.1 (ISO 28500:2017), ARC 1 and 2. After damage it goes on with the next record that can be found.
    Raises UnreadableError where the stream cannot be read on at all.
    """
    tape = _Tape(content)
    number = 1
    lost = 0
    reported = False
    while True:
        try:
            line = tape.line()
            if line is None:
                break
            if not line.strip():
                continue
            record = _record(tape, line, number, limit)
        except UnreadableError as error:
            if error.code != "gzip-broken":
                raise
            tape.clear()
            yield Damage(number, f"{error}; what can be found after it is read")
            continue
        if record is None:
            lost += 1
            if not reported:
                yield Damage(number, "here are bytes that are no record; they were passed over")
                reported = True
            continue
        reported = False
        yield record
        number += 1


def _record(tape: _Tape, line: bytes, number: int, limit: int) -> Record | None:
    """The record that begins with `line`, or null where none does."""
    if _WARC.match(line):
        return _warc(tape, number, limit)
    return _arc(tape, line, number, limit)


def _warc(tape: _Tape, number: int, limit: int) -> Record | None:
    fields: dict[str, str] = {}
    last: str | None = None
    for _ in range(_MOST_FIELDS):
        line = tape.line()
        if line is None or not line.strip():
            break
        if line[:1] in b" \t" and last:
            fields[last] += " " + _text(line)
            continue
        name, colon, value = line.partition(b":")
        if colon:
            last = _text(name).lower()
            fields.setdefault(last, _text(value))
    length = fields.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) < 19):
        return None
    size = int(length)
    flaws: list[str] = []
    block = _block(tape, size, limit, flaws)
    uri = fields.get("warc-target-uri")
    if fields.get("warc-truncated"):
        flaws.append(f"it was cut off when it was fetched ({fields['warc-truncated'][:40]})")
    if fields.get("warc-segment-number"):
        flaws.append("it is a part of a record that was divided, and the others are not put to it")
    return Record(
        number,
        fields.get("warc-type", "").lower(),
        _address(uri) if uri else None,
        fields.get("warc-date"),
        fields.get("content-type"),
        size,
        block,
        fields,
        tuple(flaws),
    )


def _arc(tape: _Tape, line: bytes, number: int, limit: int) -> Record | None:
    """A record of ARC: its line is the address (spaces and all), IP, date, type, (version 2: more,) length."""
    if not _ARC_URL.match(line):
        return None
    for count in _ARC_FIELDS:
        parts = line.strip().rsplit(b" ", count - 1)
        if len(parts) == count and _ARC_TAIL.match(b" ".join(parts[1:3]) + b" ") and parts[-1].isdigit():
            break
    else:
        return None
    if len(parts[-1]) > 18:
        return None
    size = int(parts[-1])
    flaws: list[str] = []
    block = _block(tape, size, limit, flaws)
    moment = parts[2].decode("ascii")
    uri = _text(parts[0])
    kind = "warcinfo" if uri.startswith("filedesc:") else "arc"
    return Record(number, kind, _address(uri), moment, _text(parts[3]), size, block, flaws=tuple(flaws))


def _block(tape: _Tape, size: int, limit: int, flaws: list[str]) -> bytes | None:
    """The block of a record; its flaws are noted. Null where it is too large, and then passed over."""
    if size > limit:
        tape.skip(size)
        return None
    block, whole = tape.take(size)
    if not whole:
        flaws.append(f"it ends or breaks off {size - len(block):,} bytes too early")
        return block
    after = tape.ahead(4)
    if after.strip(b"\r\n") and not after.startswith((b"WARC", b"\r\n", b"\n")) and not _begins_arc(tape):
        # Its length is wrong: either it reaches into the next record, or its own end is still to come.
        found = _NEXT_RECORD.search(block + tape.ahead(80))
        if found and found.end() <= len(block):
            flaws.append("it is shorter than its header says")
            tape.give_back(block[found.end() :])
            return block[: found.start()]
        flaws.append("it is longer than its header says")
    return block


def _begins_arc(tape: _Tape) -> bool:
    return _ARC_LINE.match(tape.ahead(4200)) is not None


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").strip()


def _address(uri: str) -> str:
    """An address without the signs that some programs put round it, and without spaces, which none may have."""
    uri = uri.strip()
    if uri.startswith("<") and uri.endswith(">"):
        uri = uri[1:-1]
    return uri.replace(" ", "%20")[:4000]


class _Tape:
    """The bytes of an archive, taken line by line and block by block."""

    def __init__(self, content: Bytes) -> None:
        self._content = content
        self._held = b""
        self._broken: UnreadableError | None = None

    def line(self) -> bytes | None:
        """The next line without its end; null at the end. Of a longer one than a header has, only a piece."""
        at = self._held.find(b"\n")
        while at < 0 and len(self._held) < _LONGEST_LINE:
            begun = len(self._held)
            if not self._more():
                break
            at = self._held.find(b"\n", begun)
        if at < 0:
            at = min(len(self._held), _LONGEST_LINE) - 1
        if not self._held:
            self._raise()
            return None
        found, self._held = self._held[: at + 1], self._held[at + 1 :]
        return found.rstrip(b"\r\n")

    def take(self, size: int) -> tuple[bytes, bool]:
        """The next `size` bytes, and whether there are so many."""
        pieces = [self._held]
        have = len(self._held)
        self._held = b""
        while have < size and self._more():
            pieces.append(self._held)
            have += len(self._held)
            self._held = b""
        found = b"".join(pieces)
        self._held = found[size:]
        return found[:size], have >= size

    def skip(self, size: int) -> None:
        """Pass over bytes."""
        while size > len(self._held):
            size -= len(self._held)
            self._held = b""
            if not self._more():
                return
        self._held = self._held[size:]

    def ahead(self, size: int) -> bytes:
        """The next bytes without taking them."""
        while len(self._held) < size and self._more():
            pass
        return self._held[:size]

    def give_back(self, piece: bytes) -> None:
        """Put bytes before those that come next."""
        self._held = piece + self._held

    def clear(self) -> None:
        """Forget what is held: it stands before damage."""
        self._held = b""

    def _more(self) -> bool:
        """Hold more; false at the end, and where the stream is damaged, which is raised when all is taken."""
        if self._broken:
            return False
        try:
            chunk = self._content.read()
        except UnreadableError as error:
            self._broken = error
            return False
        self._held += chunk
        return bool(chunk)

    def _raise(self) -> None:
        if self._broken:
            error, self._broken = self._broken, None
            raise error
