"""Commands that carry a ledger elsewhere and back: export, import."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli import output
from onrecord.cli.asking import say_undated
from onrecord.cli.complaints import FAILED, complain
from onrecord.cli.filters import Asked, with_filters
from onrecord.cli.judging import author_name
from onrecord.cli.linking import link_ledger
from onrecord.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples
from onrecord.cli.telling import say_pending
from onrecord.views.exports import FORMATS, Format, Options

if TYPE_CHECKING:
    from onrecord.ledger import ClaimFilter
    from onrecord.views.sharing import Taken

LONGEST_LINE = 1_000_000_000
"""Bytes of one line of an import: a document of the size that is read at most, with all that it says."""


def _known(name: str) -> str:
    if name not in FORMATS:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(FORMATS)}")
    return name


FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        callback=_known,
        autocompletion=lambda: list(FORMATS),
        help=f"One of {', '.join(FORMATS)}.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="PATH",
        help="A file instead of standard output; a folder takes a csv-package.",
        show_default=False,
    ),
]
Public = Annotated[
    bool,
    typer.Option("--public", help="For what is published: places by region, private persons without their names."),
]
DateOfReport = Annotated[
    bool,
    typer.Option("--date-of-report", help="Put events without a date on the day of their first report, marked so."),
]


def _list_formats(wanted: bool) -> None:
    """Tell what formats there are, and what each cannot hold; ends the command."""
    if not wanted:
        return
    console = output.console()
    for format in FORMATS.values():
        console.print(f"{format.name}  ({format.takes})", style="bold", soft_wrap=True)
        output.hang(console, [("", 1)], format.description)
        for loss in format.losses:
            output.hang(console, [("", 1), ("-", 1)], loss)
    raise typer.Exit


Formats = Annotated[
    bool,
    typer.Option(
        "--formats", callback=_list_formats, is_eager=True, help="List the formats, with what each cannot hold."
    ),
]


@with_filters(
    events=True,
    format=(FormatOption, "jsonl"),
    to=(Output, None),
    public=(Public, False),
    date_of_report=(DateOfReport, False),
    formats=(Formats, False),
)
def export(asked: Asked, format: str, to: Path | None, public: bool, date_of_report: bool, formats: bool) -> None:
    """Write the ledger in the format of other tools.

    Filters leave a part of it.

    JSON Lines have every document with its text and all that was found in it (claims, attributions, times,
    places), each an object of its own on one line, and `import` reads them again; filters leave the documents,
    whole, in which a claim matches. What people judged goes with `--format judgements`, which `import` reads too.
    CSV has a row for each claim that matches. `--formats` tells of the others. What a format cannot hold, and how
    much was left out, is said on standard error.

    Formats of claims take the filters of claims; those of events (`--formats` says which) take all. With
    `--public`, places are given by their first-order regions, and private persons (those who are not in the
    register of parties) have no name, in quoted passages neither; of judgements nobody is told who made them, or why.

    In the CSV column `sources` a chain stands from the outlet inwards: in "Radio Borduria > six officials
    (unnamed)" the radio passes on what the officials say. The outlet has a column of its own, and stands
    in `sources` only where nobody else speaks. A cell that a spreadsheet would run as a formula has '
    before it.
    """
    del formats
    chosen = FORMATS[format]
    if to is not None and to.exists() and asked.path.exists() and to.samefile(asked.path):
        raise typer.BadParameter("this is the ledger itself; name another file", param_hint="--output")
    if to is None and chosen.binary and sys.stdout.isatty():
        raise typer.BadParameter(f"{format} is no text for a terminal; name a file", param_hint="--output")
    if to is not None and to.is_dir() and chosen.name != "csv-package":
        raise typer.BadParameter(
            f"this is a folder; name a file, e.g. {to}/ledger{chosen.suffix}", param_hint="--output"
        )
    options = Options(public=public, date_of_report=date_of_report, as_of=asked.as_of)
    with asked.opened() as opened:
        if chosen.takes == "claims":
            _write(chosen.write(opened, _claims(asked, chosen), options), to)
            say_undated(opened, asked.claims)
        else:
            _write(chosen.write(opened, asked.events(opened), options), to)
            say_pending(opened, asked.as_of)
    _say_losses(chosen, options)


def _claims(asked: Asked, chosen: Format) -> ClaimFilter:
    """The filter of claims. Raises BadParameter where an option was given that only events have."""
    try:
        return asked.claims
    except typer.BadParameter as error:
        raise typer.BadParameter(
            f"this is for events, and {chosen.name} is made of claims", param_hint=error.param_hint
        ) from error


def _write(pieces: Iterator[bytes], to: Path | None) -> None:
    first = next(pieces, b"")  # before a file is opened: what cannot be asked leaves no empty one
    if to is None:
        sys.stdout.flush()
        for piece in chain([first], pieces):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    if to.is_dir():
        _unpack(chain([first], pieces), to)
        return
    with to.open("wb") as file:
        file.writelines(chain([first], pieces))


def _unpack(pieces: Iterator[bytes], folder: Path) -> None:
    """Write the files of a package, which comes as a zip file, into a folder."""
    from tempfile import TemporaryFile
    from zipfile import ZipFile

    with TemporaryFile() as file:
        file.writelines(pieces)
        with ZipFile(file) as archive:
            archive.extractall(folder)


def _say_losses(chosen: Format, options: Options) -> None:
    """Say on standard error what the format cannot hold, and how much was left out."""
    counted = options.tally.lines()
    losses = chosen.losses
    if losses or counted:
        complain(f"{chosen.name} does not hold everything:" if losses else f"{chosen.name}:")
    for line in (*losses, *counted):
        complain(f"- {line}")


def import_(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="JSON Lines that `export` wrote; - is standard input.", show_default=False),
    ],
    author: Annotated[
        str | None,
        typer.Option(
            "--author",
            metavar="NAME",
            help="Who takes judgements in; else `author = ...` of the configuration file, else the login name.",
            envvar="ONRECORD_AUTHOR",
            show_default=False,
        ),
    ] = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """Read what `export` wrote into a ledger.

    It takes the JSON Lines with the readings as they are, and those of `--format judgements`: judgements keep their
    author, reason and time, and stand beside those that are here; the latest on one thing wins, and none is
    overwritten. One whose document or words the ledger does not have is named, and waits for them. A situation
    whose name another question has is left out. The same file twice changes nothing.

    A line that cannot be used is named and makes the exit status 1; the others are read.
    """
    from onrecord.errors import OnrecordError
    from onrecord.ledger import Ledger
    from onrecord.reading.model import UnreadableError
    from onrecord.views.export import import_lines
    from onrecord.views.sharing import reader

    count = _Count(as_json)
    with Ledger(ledger) as opened:
        opened.ensure_writable()
        shared = reader(opened, cache(lambda: author_name(author)), count.note)
        for name in files:
            try:
                for result in import_lines(opened, _lines(name), name, shared):
                    if isinstance(result, OnrecordError):
                        count.fail(str(result))
                        continue
                    where, document, outcome = result
                    count.add("documents", {"where": where, "document": document, "outcome": outcome.value})
            except UnreadableError as error:
                count.fail(f"{name}: {error}")
        link_ledger(opened)
    count.tell(ledger)
    if count.failures:
        raise typer.Exit(FAILED)


WAITING = 20
"""Judgements that wait which are named before the rest is counted."""


class _Count:
    """What an import came to, said as it goes where that is asked for, and summed up at the end."""

    def __init__(self, as_json: bool) -> None:
        self.failures = 0
        self._as_json = as_json
        self._outcomes: dict[str, Counter[str]] = {}
        self._waiting = 0

    def fail(self, message: str) -> None:
        complain(message)
        self.failures += 1

    def add(self, kind: str, said: dict[str, Any]) -> None:
        self._outcomes.setdefault(kind, Counter())[said["outcome"]] += 1
        if self._as_json:
            output.emit(said)

    def note(self, taken: Taken) -> None:
        from onrecord.views.sharing import told

        said: dict[str, Any] = {"where": taken.where, taken.kind: taken.name, "outcome": taken.outcome.value}
        if taken.waits:
            said |= {"absent": list(taken.absent), "unfound": list(taken.unfound)}
            self._waiting += 1
            if self._waiting <= WAITING:
                complain(told(taken))
        self.add(f"{taken.kind}s", said)

    def tell(self, ledger: Path) -> None:
        if self._waiting > WAITING:
            complain(f"{self._waiting - WAITING:,} judgements more wait; `--json` names them all")
        if self._as_json:
            return
        failed = f"; {self.failures:,} could not be used" if self.failures else ""
        kinds = [kind for kind in ("documents", "judgements", "situations") if kind in self._outcomes]
        for n, kind in enumerate(kinds or ["documents"]):
            found = sorted(self._outcomes.get(kind, Counter[str]()).items())
            counts = ", ".join(f"{count:,} {name}" for name, count in found) or "none"
            waiting = f"; {self._waiting:,} of them waiting" if kind == "judgements" and self._waiting else ""
            said = f"{kind}: {counts}; in {ledger}{failed if not n else ''}{waiting}"
            output.console().print(said, soft_wrap=True)


def _lines(name: str) -> Iterator[str]:
    """The lines of a file, or of standard input; gzipped or not. Raises UnreadableError where it breaks off."""
    from onrecord.reading.decoding import check_is_text, is_wide
    from onrecord.reading.lines import read_lines
    from onrecord.reading.sources import Bytes, Source

    with Bytes(Source(name, "rows"), None, LONGEST_LINE) as content:
        head = content.peek()
        if not is_wide(head):
            check_is_text(head)
        before = 0
        for line in read_lines(content, LONGEST_LINE):
            yield from [""] * (line.number - before - 1)  # blank lines count
            before = line.number
            yield line.text if line.failure is None else "?"  # which is no JSON either


EXPORT_EXAMPLES = examples(
    "onrecord export > story.jsonl",
    "onrecord export --format csv --output claims.csv",
    "onrecord export --format csv --type ASSAULT --stage planned --stage threatened",
    "onrecord export --format html --public --output brief.html",
    "onrecord export --format parquet-events --as-of 2025-04-08 --output events.parquet",
    "onrecord export --format judgements --output judged.jsonl   # to share what was corrected",
    "onrecord export --formats   # what there is, and what each cannot hold",
)
IMPORT_EXAMPLES = examples(
    "onrecord import story.jsonl --ledger copy.db",
    "onrecord import judged.jsonl --author 'Ana Brun'",
    "ssh host onrecord export | onrecord import -",
)
