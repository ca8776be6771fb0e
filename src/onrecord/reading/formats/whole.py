"""The bytes of one file to what it holds, whatever its format: the one door of files, archives and mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.reading.decoding import decode
from onrecord.reading.formats.databases import may_be_export, read_export
from onrecord.reading.model import Found, ReadDocument, ReadingFailure, ReadingOptions, UnreadableError
from onrecord.reading.page import read_page
from onrecord.reading.plain import read_plain
from onrecord.reading.sources import Kind, too_large
from onrecord.reading.tagstrip import strip_tags


@dataclass(frozen=True, slots=True)
class Place:
    """Where bytes come from: `name`, the id of what has no id of its own, and `where`, what a person is told.

    `depth` is how many files it is inside of: a letter within a mailbox, a text within a ZIP archive.
    """

    name: str
    where: str
    depth: int = 0

    def inside(self, name: str, where: str) -> Place:
        """A place within this one."""
        return Place(name, where, self.depth + 1)


DEEPEST = 3
"""How deep files may stand in files: a letter forwarded in a letter of a mailbox, and no further."""

_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "this is an old or locked Office file or an Outlook message; save it as DOCX, CSV or .eml"),
    (b"\x28\xb5\x2f\xfd", "this is compressed with zstandard; unpack it first (zstd -d)"),
    (b"BZh", "this is compressed with bzip2; unpack it first (bunzip2)"),
    (b"\xfd7zXZ", "this is compressed with xz; unpack it first (unxz)"),
    (b"7z\xbc\xaf\x27\x1c", "this is a 7-Zip archive; unpack it first"),
    (b"Rar!", "this is a RAR archive; unpack it first"),
)
_SERVICES = re.compile(rb"factiva|proquest|lexisnexis|end of document", re.I)
_LINE_END = re.compile(r"\r\n|\r|\n|\f")


def read_whole(raw: bytes, kind: Kind, place: Place, options: ReadingOptions) -> Iterator[Found]:
    """Yield the documents that `raw` holds, which is of `kind` (see `telling`), and what failed; never raises for them.

    Rows of JSON and web archives are streams, not wholes, and are read by the reader itself.
    """
    try:
        if place.depth > DEEPEST:
            raise UnreadableError("unsupported", "it stands too deep in other files; save it by itself")
        if len(raw) > options.max_document_bytes:
            raise too_large(options.max_document_bytes)
        if not raw.strip(b" \t\r\n\x00"):
            raise UnreadableError("empty", "the file is empty")
        for magic, what in _REFUSED:
            if raw.startswith(magic):
                raise UnreadableError("unsupported", what)
        yield from _read(raw, kind, place, options)
    except UnreadableError as error:
        yield ReadingFailure(place.where, error.code, str(error))
    except Exception as error:  # a fault of ours, which one file must not make one of the whole run; tests look for it
        message = f"a fault of the program stopped the reading of this file ({type(error).__name__}); please report it"
        yield ReadingFailure(place.where, "fault", message)


def _read(raw: bytes, kind: Kind, place: Place, options: ReadingOptions) -> Iterator[Found]:
    if kind == "page":
        yield from _export_of_page(raw, place) or _page(raw, place)
    elif kind == "mail":
        from onrecord.reading.formats.mail import read_mail

        yield from read_mail(raw, place)
    elif kind == "pdf":
        from onrecord.reading.formats.pdf import read_pdf

        yield from read_pdf(raw, place)
    elif kind == "package":
        from onrecord.reading.formats.package import read_package

        yield from read_package(raw, place, options)
    elif kind == "rtf":
        from onrecord.reading.formats.rtf import read_rtf

        yield from read_rtf(raw, place)
    elif kind == "mailbox":
        yield from read_mailbox([raw], place, options)
    elif kind == "ris":
        from onrecord.reading.formats.databases.references import read_ris

        yield from read_ris(raw, place)
    elif kind == "table":
        from onrecord.reading.formats.databases.references import read_table

        yield from read_table(raw, place)
    else:
        yield from _export_of_text(raw, place) or _plain(raw, kind, place)


def _page(raw: bytes, place: Place) -> Iterator[Found]:
    document, problems = read_page(raw, place.name)
    yield ReadDocument(document, problems, place.where)


def _plain(raw: bytes, kind: Kind, place: Place) -> Iterator[Found]:
    document, problems = read_plain(raw, place.name, markdown=kind == "markdown")
    yield ReadDocument(document, problems, place.where)


def _export_of_page(raw: bytes, place: Place) -> Iterator[Found] | None:
    """The articles of a page that a database exported, or null where it is one of the web."""
    if not _SERVICES.search(raw):
        return None
    return read_export(strip_tags(decode(raw, markup=True).text).split("\n"), place)


def _export_of_text(raw: bytes, place: Place) -> Iterator[Found] | None:
    """The articles of a text that a database exported, or null where it is one article."""
    text = decode(raw).text.removeprefix("\ufeff")
    return read_export(_LINE_END.split(text), place, "perhaps") if may_be_export(text) else None


def read_mailbox(chunks: Iterable[bytes], place: Place, options: ReadingOptions) -> Iterator[Found]:
    """Yield the documents of the messages of a mailbox, which comes in pieces and may have any size."""
    from onrecord.reading.formats.mailbox import split_mailbox

    for number, raw in split_mailbox(chunks, options.max_document_bytes):
        at = place.inside(f"{place.name}#{number}", f"{place.where}, message {number}")
        if raw is None:
            message = f"it has more than {options.max_document_bytes:,} bytes; it is left out"
            yield ReadingFailure(at.where, "too-large", message)
        else:
            yield from read_whole(raw, "mail", at, options)
