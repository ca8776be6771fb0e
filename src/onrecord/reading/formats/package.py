"""ZIP packages within limits: Word and OpenDocument files, and ZIP archives of articles."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from onrecord.reading.formats.whole import Place, read_whole
from onrecord.reading.model import MEGABYTE, Found, ReadingFailure, ReadingOptions, UnreadableError
from onrecord.reading.sources import PEEK, kind_of

_MOST_ENTRIES = 20_000
_SAFE_RATIO, _SAFE_OUTPUT = 200, 10 * MEGABYTE
"""Word's XML packs to a tenth, at best a fiftieth; a bomb to a thousandth."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError, KeyError)
_OTHERS = (
    ("xl/workbook.bin", "a spreadsheet of Excel; save it as CSV"),
    ("ppt/presentation.xml", "a presentation of PowerPoint; save its text"),
    ("META-INF/container.xml", "an EPUB book; save its text"),
    ("Index/Document.iwa", "a document of Pages; save it as DOCX or PDF"),
)


class Package:
    """The parts of a ZIP archive by name, each read within a limit."""

    def __init__(self, raw: bytes, limit: int) -> None:
        """Open it. Raises UnreadableError."""
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
        except _BROKEN as error:
            raise UnreadableError("damaged", "this ZIP archive or Office document is damaged or cut off") from error
        self._limit = limit
        self._packed = len(raw)
        self._given = 0
        self.names = self._archive.namelist()
        if len(self.names) > _MOST_ENTRIES:
            raise UnreadableError("zip-bomb", f"it has more than {_MOST_ENTRIES:,} files inside; unpack it first")

    def read(self, name: str) -> bytes:
        """One part. Raises UnreadableError: `damaged`, `encrypted`, `too-large`, `zip-bomb`."""
        try:
            entry = self._archive.getinfo(name)
            if entry.flag_bits & 1:
                raise UnreadableError("encrypted", "it is locked with a password; save a copy without one")
            with self._archive.open(entry) as part:
                found = part.read(self._limit + 1)
        except UnreadableError:
            raise
        except _BROKEN as error:
            raise UnreadableError("damaged", f"its part {name[:60]!r} is damaged or missing") from error
        self._given += len(found)
        if self._given > _SAFE_OUTPUT and self._given > self._packed * _SAFE_RATIO:
            raise UnreadableError("zip-bomb", f"it unpacks to over {_SAFE_RATIO} times its size; reading stopped there")
        if len(found) > self._limit:
            raise UnreadableError("too-large", f"its part {name[:60]!r} has more than {self._limit:,} bytes")
        return found

    def find(self, name: str) -> bytes | None:
        """One part, or null where there is none. Raises UnreadableError."""
        return self.read(name) if name in self.names else None


def read_package(raw: bytes, place: Place, options: ReadingOptions) -> Iterator[Found]:
    """Yield what a ZIP package holds: a Word or OpenDocument text, or the files of an archive.

    Raises UnreadableError.
    """
    from onrecord.reading.formats.office import read_open_document, read_word

    package = Package(raw, options.max_document_bytes)
    names = set(package.names)
    if "word/document.xml" in names:
        yield from read_word(package, place)
    elif "xl/workbook.xml" in names:
        from onrecord.reading.formats.databases.references import read_rows
        from onrecord.reading.formats.spreadsheet import sheet_rows

        yield from read_rows(sheet_rows(package), place)
    elif _media(package).startswith("application/vnd.oasis.opendocument.text"):
        yield from read_open_document(package, place)
    else:
        for part, what in _OTHERS:
            if part in names:
                raise UnreadableError("unsupported", f"this is {what}")
        if "[Content_Types].xml" in names or _media(package).startswith("application/"):
            raise UnreadableError("unsupported", "this is an Office file of a kind that is not read; save it as DOCX")
        yield from _archive(package, place, options)


def _media(package: Package) -> str:
    """What an OpenDocument or EPUB package says that it is."""
    return (package.find("mimetype") or b"")[:200].decode("ascii", "replace").strip()


def _archive(package: Package, place: Place, options: ReadingOptions) -> Iterator[Found]:
    """The files of an archive in the order of their names; those that are not read are passed over, as in a folder."""
    from onrecord.reading.formats.telling import kind_of_content

    count = 0
    for name in sorted(package.names):
        path = PurePosixPath(name)
        kind = kind_of(name)
        hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
        if name.endswith("/") or kind is None or hidden or name.lower().endswith((".gz", ".gzip")):
            continue
        count += 1
        inside = place.inside(f"{place.name}!{name}", f"{place.where}, {name[:200]}")
        try:
            raw = package.read(name)
        except UnreadableError as error:
            yield ReadingFailure(inside.where, error.code, str(error))
            if error.code == "zip-bomb":
                return
            continue
        kind = kind_of_content(kind, raw[:PEEK])
        if kind in ("rows", "json", "archive"):
            yield ReadingFailure(inside.where, "unsupported", "unpack the ZIP archive first to read this file")
        else:
            yield from read_whole(raw, kind, inside, options)
    if not count:
        raise UnreadableError("no-articles", "there are no articles in this ZIP archive")
