"""Undoing the compression of an answer piece by piece, up to a limit."""

from __future__ import annotations

import zlib

from onrecord.reading.fetching.model import FetchingError

_SAFE_RATIO = 250
"""Pages of markup shrink to a fortieth at best, bombs to a thousandth; what unpacks to more is stopped..."""
_SAFE_OUTPUT = 2_000_000
"""...once it gave this many bytes."""
_PIECE = 1 << 18


class Unpacker:
    """Takes the pieces of an answer as they come and gives what they hold, by its Content-Encoding.

    Raises FetchingError: bad-coding for one that was not asked for, too-large beyond `limit` bytes, packed-bomb.
    """

    def __init__(self, coding: str | None, limit: int) -> None:
        names = [part.strip().lower() for part in (coding or "").split(",")]
        names = [name for name in names if name not in ("", "identity")]
        if len(names) > 1 or any(name not in ("gzip", "x-gzip", "deflate") for name in names):
            raise FetchingError("bad-coding", f"the answer is packed in a way that was not asked for ({coding})")
        self._packed = bool(names)
        self._inner: zlib._Decompress | None = None
        self._limit = limit
        self._taken = 0
        self.size = 0

    def feed(self, chunk: bytes) -> bytes:
        """What one more piece holds."""
        self._taken += len(chunk)
        if not self._packed:
            return self._count(chunk)
        found = []
        while chunk:
            if self._inner is None:
                self._inner = zlib.decompressobj(_window(chunk))
            try:
                piece = self._inner.decompress(chunk, _PIECE)
            except zlib.error as error:
                raise FetchingError("bad-coding", "the compression of the answer is broken", temporary=True) from error
            found.append(self._count(piece))
            if self._inner.eof:  # gzip may have several members, one after another
                chunk, self._inner = self._inner.unused_data.lstrip(b"\0"), None
                if not chunk.startswith(b"\x1f\x8b"):
                    break
            else:
                chunk = self._inner.unconsumed_tail
        return b"".join(found)

    @property
    def broken_off(self) -> bool:
        """Whether the compressed data ended before its end."""
        return self._packed and self._inner is not None and not self._inner.eof

    def _count(self, piece: bytes) -> bytes:
        self.size += len(piece)
        if self._packed and self.size > _SAFE_OUTPUT and self.size > self._taken * _SAFE_RATIO:
            raise FetchingError(
                "packed-bomb", f"the answer unpacks to over {_SAFE_RATIO} times its size; reading stopped there"
            )
        if self.size > self._limit:
            raise FetchingError("too-large", f"the answer has more than {self._limit:,} bytes; reading stopped there")
        return piece


def _window(head: bytes) -> int:
    """What zlib is to expect: gzip or zlib by their first bytes, else bare deflate data, which some servers send."""
    if head.startswith(b"\x1f\x8b"):
        return 31
    return 15 if head[0] & 0x0F == 8 and (len(head) < 2 or (head[0] * 256 + head[1]) % 31 == 0) else -15


def unpack(raw: bytes, limit: int) -> bytes:
    """The content of a gzipped file, as sitemaps come; raises FetchingError as the class does."""
    unpacker = Unpacker("gzip", limit)
    return unpacker.feed(raw)
