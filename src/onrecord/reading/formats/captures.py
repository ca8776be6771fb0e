"""A web archive to documents: its pages go through the readers of pages, texts, PDF, and what is left out is told."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from onrecord.reading.dates import parse_date
from onrecord.reading.formats.archive import Damage, Record, records
from onrecord.reading.formats.digests import agrees
from onrecord.reading.formats.http import in_utf8, parse_answer
from onrecord.reading.formats.telling import kind_of_content, kind_of_media
from onrecord.reading.formats.whole import Place, read_whole
from onrecord.reading.model import Found, ReadDocument, ReadingFailure, ReadingOptions, UnreadableError
from onrecord.reading.sources import PEEK, Bytes, Kind
from onrecord.records import Problem

_OF_PAGES = frozenset(("response", "resource", "conversion", "arc"))
_OF_THE_CRAWL = frozenset(("request", "metadata", "warcinfo"))
_SCHEMES = frozenset(("http", "https", "ftp", "file", "gemini", "gopher"))
"""Others name what a crawler wrote of its own work (`metadata:`, `urn:`, `dns:`)."""
_UNTOLD = frozenset((None, "", "application/octet-stream", "unk", "unknown", "application/http", "no-type"))
_READ_KINDS: frozenset[Kind] = frozenset(("text", "markdown", "page", "mail", "mailbox", "pdf", "package", "rtf"))
_OF_MACHINES = re.compile(r"(?:/robots\.txt|/ads\.txt|/favicon\.ico)$", re.I)
_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")


def read_archive(content: Bytes, where: str, options: ReadingOptions) -> Iterator[Found]:
    """Yield the documents of a WARC or ARC, and what failed. Its size does not matter, that of a record does.

    A document's id and address are the record's target URI. The date of a record is when it was fetched
    (`ReadDocument.fetched`), never when it was published. At the end one line says what was passed over: answers
    other than 200, records that point to an earlier capture (`revisit`), and what is neither page nor text.
    Raises UnreadableError where the archive cannot be read on.
    """
    passed: Counter[str] = Counter()
    given = failed = count = 0
    for record in records(content, options.max_document_bytes):
        if isinstance(record, Damage):
            failed += 1
            yield ReadingFailure(f"{where}, record {record.number}", "archive-damaged", record.message)
            continue
        count += 1
        for found in _read_record(record, where, options, passed):
            given += isinstance(found, ReadDocument)
            failed += isinstance(found, ReadingFailure)
            yield found
    said = ", ".join(f"{what} ({number:,})" for what, number in sorted(passed.items()))
    if not given and not failed:
        has = f"{count:,} record{'s' * (count != 1)}, no page or text among them" if count else "no record"
        yield ReadingFailure(where, "no-articles", f"this archive has {has}{f' ({said})' if said else ''}")
    elif said:
        yield ReadingFailure(
            where, "passed-over", f"of its {count:,} records these were passed over: {said}", harmless=True
        )


def _read_record(record: Record, where: str, options: ReadingOptions, passed: Counter[str]) -> Iterator[Found]:
    uri = record.uri or ""
    place = f"{where}, record {record.number}" + (f" ({uri[:200]})" if uri else "")
    if record.kind not in _OF_PAGES:
        if not _is_as_digested(record):
            passed["records that are not what their digest says"] += 1
        if record.kind == "revisit":
            passed["revisits, which point to an earlier capture"] += 1
        elif record.kind not in _OF_THE_CRAWL:
            passed["records of other types"] += 1
        return
    if _scheme(uri) not in _SCHEMES or _OF_MACHINES.search(uri):
        passed["records about the crawl"] += 1
        return
    if record.block is None:
        message = f"this record has {record.size:,} bytes, more than a document may have; it is left out"
        yield ReadingFailure(place, "too-large", message)
        return
    flaws = list(record.flaws)
    media, body = record.media, record.block
    try:
        if not record.flaws and not agrees(record.fields.get("warc-block-digest"), record.block):
            flaws.append("it is not what its block digest says: it was changed or damaged since it was fetched")
        payloads: tuple[bytes, ...] = (body,)
        if body.startswith(b"HTTP/") or "application/http" in (media or "").lower():
            answer = parse_answer(body, options.max_document_bytes)
            if answer.status != 200:
                passed[f"answers with status {answer.status}"] += 1
                return
            flaws += answer.flaws
            media, body = answer.fields.get("content-type"), answer.body
            payloads = (answer.sent, answer.plain, answer.body)
        if not record.flaws and not agrees(record.fields.get("warc-payload-digest"), *payloads):
            flaws.append("it is not what its payload digest says: it was changed or damaged since it was fetched")
    except UnreadableError as error:
        yield ReadingFailure(place, error.code, str(error))
        return
    kind = _kind(media, body)
    if kind is None:
        passed["files that are neither page nor text"] += 1
        return
    if not body.strip():
        passed["pages without content"] += 1
        return
    problems = tuple(Problem("archive-damaged", f"in the archive, {flaw}") for flaw in flaws)
    fetched = _moment(record.date)
    if kind in ("page", "text"):
        body = in_utf8(body, media)
    for found in read_whole(body, kind, Place(uri or where, place), options):
        yield _of_capture(found, uri, fetched, problems) if isinstance(found, ReadDocument) else found


def _is_as_digested(record: Record) -> bool:
    """Whether a record that gives no document is what its digests say; of a revisit, the payload is elsewhere."""
    if record.block is None or record.flaws:
        return True
    _, _, payload = record.block.partition(b"\r\n\r\n")
    whole = agrees(record.fields.get("warc-block-digest"), record.block)
    if record.kind == "revisit":
        return whole
    return whole and agrees(record.fields.get("warc-payload-digest"), record.block, payload)


def _scheme(uri: str) -> str:
    """The scheme of an address in lower case, empty where it has none."""
    try:
        return urlsplit(uri).scheme.lower()
    except ValueError:
        return uri.partition(":")[0].lower()


def _kind(media: str | None, body: bytes) -> Kind | None:
    """What the content is, by what the server said, and by its bytes where that is nothing; null: not read."""
    declared = (media or "").partition(";")[0].strip().lower()
    named = kind_of_media(media)
    if named is None and declared not in _UNTOLD:
        return None
    found = kind_of_content(named, body[:PEEK])
    return found if found in _READ_KINDS else None


def _of_capture(found: ReadDocument, uri: str, fetched: str | None, problems: tuple[Problem, ...]) -> ReadDocument:
    document = found.document
    inside = document.id not in (uri, document.url)  # a message in a mailbox has an id of its own
    document = dataclasses.replace(document, id=document.id if inside else uri, url=uri)
    later = document.published and fetched and _is_after(document.published, fetched)
    if later:
        message = f"its date, {document.published}, is after the day on which it was fetched; it is left open"
        problems = (*problems, Problem("bad-date", message))
        document = dataclasses.replace(document, published=None)
    return ReadDocument(document, (*found.problems, *problems), found.where, fetched)


def _is_after(published: str, fetched: str) -> bool:
    """Whether the one day is after the other by more than time zones explain."""
    return date.fromisoformat(published[:10]) > date.fromisoformat(fetched[:10]) + timedelta(days=1)


def _moment(written: str | None) -> str | None:
    """The date of a record (ISO 8601 in WARC, 14 digits in ARC) as ISO 8601, or null where it is none."""
    stamp = _STAMP.match(written or "")
    if stamp and (written or "").isdigit():
        day = "-".join(stamp.groups("00")[:3])
        time = ":".join(stamp.groups("00")[3:])
        return parse_date(f"{day}T{time}Z")
    return parse_date(written or "")
