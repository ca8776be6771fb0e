"""Exports: JSON Lines that `import` reads again, and CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from onrecord.errors import OnrecordError
from onrecord.ledger import Ledger, Outcome, UnstorableError
from onrecord.ledger.model import ClaimFilter, StoredClaim, StoredExtraction
from onrecord.records import Document, DocumentInfo, Extraction, Party, RecordError, Span, decode, encode
from onrecord.views.wording import name_link, publisher

COLUMNS = (
    "document", "title", "outlet", "url", "published", "claim", "type", "mode", "contexts", "stage", "polarity",
    "certainty", "factuality", "actors", "actor_countries", "recipients", "recipient_countries", "sources",
    "anonymous", "time", "time_start", "time_end", "place", "geonameid", "lat", "lon", "place_country", "admin1",
    "trigger", "sentence", "score",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # fullwidth ones count in some locales


_LONGEST = 300
"""Characters of a message about a record, which quotes what it complains of."""


class ExportError(OnrecordError):
    """A line is not one that `export` wrote; the message names line and field."""


def export_lines(ledger: Ledger, wanted: ClaimFilter | None = None) -> Iterator[str]:
    """All documents of a ledger as lines of JSON, in the order of their ids. The same contents give the same bytes.

    `wanted` leaves out documents without a claim that it lets through.
    """
    return (json_line(stored) for stored in ledger.extractions(wanted=wanted))


def import_lines(
    ledger: Ledger, lines: Iterable[str], name: str = "import", other: Callable[[str, str], bool] | None = None
) -> Iterator[tuple[str, str, Outcome] | OnrecordError]:
    """Read the lines that `export_lines` gave into a ledger, with the readings as they are.

    Yields for each line where it stood (`name` and its number), the document's id and what became of it; or
    the error that names the line, where it cannot be used. Where already the first line is no JSON, the one error
    is that of the whole file. `other` is shown each line with where it stood before, and gives whether it was one of
    its own; what it raises as an ExportError is yielded too. Raises LedgerError where the ledger cannot be used.
    """
    first = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if first and not line.lstrip().startswith(("{", "[")):
            yield ExportError(
                f"{name}: only the JSON Lines that `onrecord export` wrote can be imported, and this is something else "
                "(CSV is for spreadsheets; articles are read with `onrecord read`)"
            )
            return
        first = False
        where = f"{name}, line {number}"
        try:
            if other is not None and other(line, where):
                continue
            stored = read_json_line(line, where)
            yield where, stored.document.id, ledger.add(stored.document, stored.extraction, stored.extractor)
        except ExportError as error:
            yield error
        except UnstorableError as error:
            yield ExportError(f"{where}: {error}")


def json_line(stored: StoredExtraction) -> str:
    """A document's extraction as CONTRACT.md has it, with the text in `document` and the extractor's version."""
    value = encode(stored.extraction)
    value["document"]["text"] = stored.document.text
    value["extractor"] = stored.extractor
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "), allow_nan=False)


def read_json_line(line: str, where: str) -> StoredExtraction:
    """Read what `json_line` wrote. Raises ExportError; its message begins with `where`."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ExportError(f"{where}: this line is no JSON ({error})") from error
    described = value.get("document") if isinstance(value, dict) else None
    if not isinstance(described, dict) or not isinstance(described.get("text"), str):
        raise ExportError(
            f"{where}: this is not what `onrecord export --format jsonl` wrote (no document with its text); "
            "articles are read with `onrecord read`"
        )
    if not isinstance(value.get("extractor"), str):
        raise ExportError(f"{where}: the version of the extractor is missing")
    try:
        extraction = decode(Extraction, value)
    except RecordError as error:
        said = str(error)
        raise ExportError(f"{where}: {said if len(said) < _LONGEST else said[:_LONGEST] + '…'}") from error
    info = extraction.document
    document = document_of(info, described["text"])
    if info.sha256 != document.sha256:
        raise ExportError(f"{where}: the text of {info.id!r} is not the one that was read (its sha256 differs)")
    _check_spans(where, value, document.text)
    return StoredExtraction(document, extraction, value["extractor"])


def begins_as_export(head: str) -> bool:
    """Whether a file that begins with `head` is one that `json_line` wrote."""
    return head.lstrip().startswith('{"document": {"id": ')


def document_of(info: DocumentInfo, text: str) -> Document:
    """The document that has this description and text."""
    return Document(
        info.id, text, info.title, info.published, info.source, info.author, info.url, info.lang, info.credits
    )


def _check_spans(where: str, value: Any, text: str) -> None:
    """Raise ExportError where a span does not equal its text."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            start, end, words = item.get("start"), item.get("end"), item.get("text")
            if not (isinstance(start, int) and isinstance(end, int) and isinstance(words, str)):
                pass  # an object that is no span
            elif text[start:end] != words:
                raise ExportError(f"{where}: the span {start}–{end} is not the words {words[:40]!r} of the text")
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)


def csv_lines(claims: Iterable[StoredClaim]) -> Iterator[str]:
    """One line a claim under a line of column names, as RFC 4180 has it; formulas in the texts are disarmed."""
    yield _csv_line(list(COLUMNS))
    for stored in claims:
        yield _csv_line(_cells(stored))


def _csv_line(cells: list[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([disarmed(cell) for cell in cells])
    return buffer.getvalue()


def disarmed(cell: Any) -> Any:
    """A cell that a spreadsheet takes as text: `'` goes before what it would take for a formula. Numbers stay."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell


def _cells(stored: StoredClaim) -> list[Any]:
    info, claim = stored.document, stored.claim
    time, place = claim.time, claim.place
    return [
        info.id, info.title, info.source, info.url, info.published,
        claim.id, claim.type, claim.mode, _joined(claim.contexts), claim.stage, claim.polarity,
        claim.certainty, claim.factuality,
        _joined(party.name for party in claim.actors), _countries(claim.actors),
        _joined(party.name for party in claim.recipients), _countries(claim.recipients),
        " > ".join(name_link(link) for link in claim.attribution[1:]) or publisher(claim.attribution, info),
        "yes" if any(link.anonymous for link in claim.attribution) else "no",
        _words(time.span if time else None), time.start if time else None, time.end if time else None,
        place.name if place else None, place.geonameid if place else None,
        place.lat if place else None, place.lon if place else None,
        place.country if place else None, place.admin1 if place else None,
        _words(claim.trigger), _words(claim.sentence), claim.score,
    ]  # fmt: skip


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(parts))


def _countries(parties: tuple[Party, ...]) -> str:
    return _joined(party.country for party in parties if party.country)


def _words(span: Span | None) -> str | None:
    return span.text if span else None
