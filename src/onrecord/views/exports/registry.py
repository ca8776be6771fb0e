"""The formats that the ledger can be written as: what each is for, what it takes, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from onrecord.views.exports.model import Options, Takes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.ledger import Ledger
    from onrecord.views.exports.model import Wanted


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write the ledger.

    `name` is what the command line and addresses call it, `title` what a person reads, `takes` which filter it is
    asked with; `binary` formats are no text for a terminal. `module` holds its `write`.
    """

    name: str
    title: str
    media_type: str
    suffix: str
    takes: Takes
    description: str
    module: str
    binary: bool = False

    @property
    def losses(self) -> tuple[str, ...]:
        """What this format cannot hold, a sentence each; how many were left out is told by the `Tally`."""
        from onrecord.knowledge.table import read_file

        rows = read_file(Path(__file__).parent / "data" / "losses.tsv")
        return tuple(row["loss"] for row in rows if self.name in row.words("formats"))

    def write(self, ledger: Ledger, wanted: Wanted = None, options: Options | None = None) -> Iterator[bytes]:
        """The export in pieces, as bytes. The same contents and the same question give the same bytes.

        `wanted` is a ClaimFilter where the format takes claims; where it takes events an EventFilter, or the events
        themselves; nothing asks for everything. Raises ExportUseError where it is of the other kind, and the
        ledger's errors.
        """
        written: Iterator[bytes] = import_module(self.module).write(ledger, wanted, options or Options())
        return written


def _format(
    name: str, title: str, media_type: str, suffix: str, takes: Takes, module: str, description: str,
    binary: bool = False,
) -> Format:  # fmt: skip
    return Format(name, title, media_type, suffix, takes, description, f"onrecord.views.exports.{module}", binary)


FORMATS: Final[dict[str, Format]] = {
    format.name: format
    for format in (
        _format(
            "jsonl", "JSON Lines", "application/jsonl", ".jsonl", "claims", "lines",
            "Documents with their texts and all that was found in them, one a line; `onrecord import` reads them.",
        ),
        _format(
            "judgements", "Judgements and situations", "application/jsonl", ".judgements.jsonl", "claims", "judgements",
            "What people judged, with author, reason, time and the words by which it is found again, and standing "
            "questions, one a line; `onrecord import` reads them into another ledger of the same articles.",
        ),
        _format(
            "csv", "CSV", "text/csv", ".csv", "claims", "sheet",
            "A row for each claim, for a spreadsheet.",
        ),
        _format(
            "csv-package", "CSV with a data package", "application/zip", ".zip", "claims", "package",
            "Claims, their parties, their chains of sources, events and documents as CSV that belong together, "
            "described column by column (Frictionless Data Package).", binary=True,
        ),
        _format(
            "parquet", "Parquet of claims", "application/vnd.apache.parquet", ".parquet", "claims", "parquet_claims",
            "A row for each claim with its parties and its chain of sources as nested lists, for R, Python and DuckDB.",
            binary=True,
        ),
        _format(
            "parquet-events", "Parquet of events", "application/vnd.apache.parquet", ".parquet", "events",
            "parquet_events",
            "A row for each event with its ladder and its denials as nested lists.", binary=True,
        ),
        _format(
            "plover", "PLOVER JSON", "application/jsonl", ".jsonl", "events", "plover",
            "Event records as tools for political event data read them: what is threatened, demanded, planned or "
            "refused becomes the type that PLOVER has for it.",
        ),
        _format(
            "acled", "ACLED-like table", "text/csv", ".csv", "events", "acled",
            "What happened, in the columns of the Armed Conflict Location & Event Data.",
        ),
        _format(
            "ged", "UCDP-GED-like table", "text/csv", ".csv", "events", "ged",
            "Deadly violence that happened, in the columns of the UCDP Georeferenced Event Dataset.",
        ),
        _format(
            "geojson", "GeoJSON", "application/geo+json", ".geojson", "events", "geojson",
            "Events that have a place, as points for a map, each with its standing and how exact the place is.",
        ),
        _format(
            "ftm", "FollowTheMoney entities", "application/jsonl", ".ftm.json", "events", "ftm",
            "Events, the articles that prove them, and public parties, as investigation platforms such as Aleph "
            "load them.",
        ),
        _format(
            "ftm-statements", "FollowTheMoney statements", "application/jsonl", ".statements.json", "events",
            "ftm_statements",
            "The same as single statements, each with the moment when the ledger recorded it.",
        ),
        _format(
            "annotations", "Web Annotations", "application/ld+json", ".jsonld", "claims", "annotations",
            "Each claim as a note on its passage, which other annotation tools find again in the page (W3C).",
        ),
        _format(
            "stix", "STIX 2.1", "application/stix+json", ".json", "events", "stix",
            "Reports, parties, places and opinions for platforms that share threat intelligence.",
        ),
        _format(
            "html", "HTML brief", "text/html", ".html", "events", "html",
            "A page in one file to send or print: what stands, on whose word, with the passages; no script.",
        ),
        _format(
            "ical", "iCalendar", "text/calendar", ".ics", "events", "ical",
            "What is planned or threatened for a day, as tentative entries for a calendar.",
        ),
    )
}  # fmt: skip
"""All formats by their names, in the order in which they are listed."""
