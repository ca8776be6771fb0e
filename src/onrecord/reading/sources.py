"""Which files to read, in which order, and their bytes: folders, globs, standard input, gzip, limits."""

from __future__ import annotations

import glob
import io
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from onrecord.reading.fetching.addresses import is_address
from onrecord.reading.model import MEGABYTE, ReadingFailure, UnreadableError
from onrecord.reading.unpacking import Gunzip

Kind = Literal[
    "text", "markdown", "page", "rows", "json", "archive", "mail", "mailbox", "pdf", "package", "rtf", "table", "ris"
]
"""What a source holds. `archive` is WARC or ARC, `package` what is a ZIP archive inside: Word, OpenDocument, ZIP."""

SUFFIXES: dict[str, Kind] = {
    ".txt": "text", ".text": "text",
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown",
    ".html": "page", ".htm": "page", ".xhtml": "page", ".shtml": "page",
    ".jsonl": "rows", ".ndjson": "rows", ".jsonlines": "rows",
    ".json": "json",
    ".warc": "archive", ".arc": "archive", ".wet": "archive",
    ".eml": "mail", ".mbox": "mailbox", ".mht": "mail", ".mhtml": "mail",
    ".pdf": "pdf", ".docx": "package", ".odt": "package", ".rtf": "rtf",
    ".ris": "ris",
}  # fmt: skip
"""What a file holds, by the end of its name (before `.gz`); only these are read out of a folder."""

NAMED_ONLY: dict[str, Kind] = {
    ".zip": "package",
    ".docm": "package",
    ".xlsx": "package",
    ".csv": "table",
    ".tsv": "table",
}
"""What is read where it is named, but not picked out of a folder, in which most such files are no articles."""

PEEK = 65_536
"""Bytes looked at before reading, to tell what a source holds."""

_SAFE_OUTPUT = 64 * MEGABYTE
_SAFE_RATIO = 150
"""Gzip gets 3 to 10 from news, 30 from very repetitive rows, and up to 1,030 from a bomb; it is stopped
beyond this ratio, once it gave more than `_SAFE_OUTPUT`."""

STANDARD_INPUT = "-"

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://|(?:https?|file|data|ftp|feed|javascript|mailto):", re.I)
"""What is meant as an address, though of a kind that is not fetched."""


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read. `where` is how the user called it; `kind` what its name says that it holds."""

    where: str
    kind: Kind | None


def find_sources(paths: Iterable[str | Path]) -> Iterator[Source | ReadingFailure]:
    """Yield the files that `paths` name, each once: in the order given, folders and globs sorted within."""
    seen: set[str] = set()
    for given in paths:
        for item in _expand(str(given)):
            if isinstance(item, Source) and item.where != STANDARD_INPUT:
                real = item.where if is_address(item.where) else os.path.realpath(item.where)
                if real in seen:
                    continue
                seen.add(real)
            yield item


def _expand(given: str) -> Iterator[Source | ReadingFailure]:
    if given == STANDARD_INPUT or is_address(given):
        yield Source(given, None)
        return
    try:
        kind = _mode(given)
    except ValueError:
        kind = None
    except OSError as error:
        yield ReadingFailure(given, "unreadable", f"cannot be read ({error.strerror})")
        return
    if kind is not None:
        if stat.S_ISDIR(kind):
            yield from _folder(given)
        else:
            yield Source(given, kind_of(given))
        return
    if "\x00" not in given and glob.has_magic(given):
        found = sorted(glob.glob(given, recursive=True))  # noqa: PTH207 - takes absolute patterns too
        for name in found:
            if not Path(name).is_dir():
                yield Source(name, kind_of(name))
            elif "**" not in given:  # with ** the files in it are named one by one
                yield from _folder(name)
        if found:
            return
        yield ReadingFailure(given, "missing", "no file matches this pattern; check the path")
        return
    if _SCHEME.match(given):
        why = "only addresses that begin with http:// or https:// are fetched; give a file on this machine by its path"
        yield ReadingFailure(given, "bad-address", why)
        return
    yield ReadingFailure(given, "missing", "there is no such file or folder; check the path")


def _mode(name: str) -> int | None:
    try:
        return Path(name).stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def kind_of(name: str) -> Kind | None:
    """What a file of this name holds, or null where the name does not say."""
    name = name.lower().removesuffix(".gz").removesuffix(".gzip")
    suffix = Path(name).suffix
    return SUFFIXES.get(suffix) or NAMED_ONLY.get(suffix)


def _folder(folder: str) -> Iterator[Source | ReadingFailure]:
    """The readable files below a folder, in the order of their names; hidden ones are left out."""
    failures: list[ReadingFailure] = []

    def note(error: OSError) -> None:
        failures.append(ReadingFailure(str(error.filename), "unreadable", f"cannot be read ({error.strerror})"))

    count = 0
    for here, folders, files in os.walk(folder, onerror=note):
        yield from failures
        failures.clear()
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = str(Path(here) / name)
            kind = kind_of(name)
            if kind is None or name.startswith(".") or not Path(path).is_file():
                continue
            if Path(name.lower().removesuffix(".gz").removesuffix(".gzip")).suffix in NAMED_ONLY:
                continue
            count += 1
            yield Source(path, kind)
    yield from failures
    if not count and not failures:
        known = ", ".join(sorted(SUFFIXES))
        yield ReadingFailure(
            folder,
            "no-articles",
            f"there are no articles in this folder (files of {known}, or these with .gz)",
        )


class Bytes:
    """The bytes of one source, decompressed, with a look ahead and limits. A context manager."""

    def __init__(self, source: Source, stdin: BinaryIO | None, limit: int) -> None:
        """Open the source. Raises UnreadableError."""
        self._limit = limit
        self._opened: list[io.IOBase] = []
        self._packed: Gunzip | None = None
        self._given = 0
        raw = self._open(source, stdin)
        self._stream = io.BufferedReader(raw, PEEK)
        self._opened.append(self._stream)
        try:
            packed = self._stream.peek(2)[:2] == b"\x1f\x8b"
        except OSError as error:
            self.close()
            raise UnreadableError("unreadable", f"cannot be read ({error.strerror})") from error
        if packed:
            self._packed = Gunzip(self._stream, _begins_with_row)
            self._stream = io.BufferedReader(self._packed, PEEK)
            self._opened.append(self._stream)

    def _open(self, source: Source, stdin: BinaryIO | None) -> io.RawIOBase:
        if source.where == STANDARD_INPUT:
            if stdin is None:
                import sys

                stdin = sys.stdin.buffer
            return _Opened(stdin)
        try:
            raw = Path(source.where).open("rb", buffering=0)  # noqa: SIM115 - `close` closes it
            self._opened.append(raw)
            return _Opened(raw)
        except FileNotFoundError as error:
            raise UnreadableError("missing", "there is no such file") from error
        except OSError as error:
            raise UnreadableError("unreadable", f"cannot be read ({error.strerror})") from error

    def __enter__(self) -> Bytes:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what was opened here; standard input stays open."""
        for stream in reversed(self._opened):
            stream.close()

    def peek(self) -> bytes:
        """The first bytes, at most PEEK, without taking them. Raises UnreadableError."""
        return self._guarded(lambda: self._stream.peek(PEEK))

    def read(self, size: int = PEEK) -> bytes:
        """At most `size` further bytes; none at the end. Raises UnreadableError.

        After one that says `gzip-broken` reading may go on: with what the next member of the file holds, if any.
        """
        chunk = self._guarded(lambda: self._stream.read1(size))
        self._given += len(chunk)
        if self._packed and self._given > _SAFE_OUTPUT and self._given > self._packed.taken * _SAFE_RATIO:
            raise UnreadableError(
                "gzip-bomb", f"it unpacks to over {_SAFE_RATIO} times its size; reading stopped there"
            )
        return chunk

    def read_all(self) -> bytes:
        """All bytes. Raises UnreadableError where there are more than a document may have."""
        chunks: list[bytes] = []
        size = 0
        while chunk := self.read(min(1 << 20, self._limit + 1)):
            chunks.append(chunk)
            size += len(chunk)
            if size > self._limit:
                raise too_large(self._limit)
        return b"".join(chunks)

    def _guarded(self, action: Callable[[], bytes]) -> bytes:
        try:
            return action()
        except OSError as error:
            raise UnreadableError("unreadable", f"cannot be read ({error.strerror})") from error


def too_large(limit: int) -> UnreadableError:
    """The failure of a document that is larger than one may be."""
    return UnreadableError(
        "too-large",
        f"this document has more than {limit:,} bytes; many articles go into JSON Lines, one a line",
    )


class _Opened(io.RawIOBase):
    """A file or standard input that gives what is there, without waiting for more, and stays open.

    Only its beginning is waited for, as what a source holds is told by it; rows show themselves by their first line.
    """

    def __init__(self, stream: BinaryIO | io.RawIOBase) -> None:
        self._take: Callable[[int], bytes | None] = getattr(stream, "read1", stream.read)
        self._begun = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        chunk = self._take(len(buffer)) or b""
        if not self._begun:
            self._begun = True
            while len(chunk) < len(buffer) and not _begins_with_row(chunk):
                more = self._take(len(buffer) - len(chunk))
                if not more:
                    break
                chunk += more
        buffer[: len(chunk)] = chunk
        return len(chunk)


def _begins_with_row(chunk: bytes) -> bool:
    line, newline, _ = chunk.lstrip().partition(b"\n")
    return bool(newline) and line[:1] == b"{" and line.rstrip()[-1:] == b"}"
