"""Gzip as one stream that reports damage where it is reached and can go on with the next member after it."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Protocol

from onrecord.reading.model import UnreadableError

CHUNK = 65_536

_MAGIC = b"\x1f\x8b\x08"
_GZIP = 31
"""`wbits` of zlib for gzip with its header and its check sum (RFC 1952)."""


class Buffered(Protocol):
    """A stream that gives what is there, without waiting for more."""

    def read1(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


class Gunzip(io.RawIOBase):
    """What the members of a gzip file hold, one after the other. `taken` counts the bytes taken from below.

    Damage raises UnreadableError once, where it is reached. Who reads on then gets what the next member holds
    that can be found, as each record of a web archive is a member of its own (WARC 1.1, annex D).
    """

    def __init__(self, inner: Buffered, enough: Callable[[bytes], bool]) -> None:
        """Read from `inner`, which stays open. At first as much as is asked for is gathered, or `enough`."""
        self._inner = inner
        self._enough = enough
        self._input = b""
        self._member = zlib.decompressobj(_GZIP)
        self._inside = False
        self._seeking = False
        self._begun = False
        self._error: UnreadableError | None = None
        self.taken = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` with what is there; at first, with as much as fits. Raises UnreadableError."""
        if self._error:
            error, self._error = self._error, None
            raise error
        chunk = self._step(len(buffer))
        if not self._begun:
            self._begun = True
            while len(chunk) < len(buffer) and not self._enough(chunk):
                try:
                    more = self._step(len(buffer) - len(chunk))
                except UnreadableError as error:
                    self._error = error  # what came before it is given first
                    break
                if not more:
                    break
                chunk += more
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def _step(self, size: int) -> bytes:
        """Some bytes, or none at the end."""
        while True:
            if not self._inside and not self._next_member():
                return b""
            if not self._input and not self._more():
                self._inside = False
                raise _broken("it ends within a member")
            try:
                given = self._member.decompress(self._input, size)
            except zlib.error as error:
                self._seek()
                raise _broken(str(error)) from error
            if self._member.eof:
                self._input = self._member.unused_data
                self._inside = False
            else:
                self._input = self._member.unconsumed_tail
            if given:
                return given

    def _next_member(self) -> bool:
        """Go to the beginning of the next member; false at the end of the file."""
        while True:
            self._input = self._input if self._seeking else self._input.lstrip(b"\x00")
            if self._seeking:
                at = self._input.find(_MAGIC)
                self._input = self._input[at:] if at >= 0 else self._input[-2:]
                self._seeking = at < 0
            if len(self._input) >= len(_MAGIC) and not self._seeking:
                break
            if not self._more():
                if self._input and not self._seeking:
                    self._input = b""
                    raise _broken("what follows its last member is no gzip")
                self._input = b""
                return False
        if not self._input.startswith(_MAGIC):
            self._seek()
            raise _broken("what follows a member is no gzip")
        self._member = zlib.decompressobj(_GZIP)
        self._inside = True
        return True

    def _seek(self) -> None:
        self._inside = False
        self._seeking = True
        self._input = self._input[1:]

    def _more(self) -> bool:
        chunk = self._inner.read1(CHUNK)
        self.taken += len(chunk)
        self._input += chunk
        return bool(chunk)


def _broken(detail: str) -> UnreadableError:
    return UnreadableError("gzip-broken", f"its gzip data is damaged or cut off ({detail})")
