"""The command that tells what moved: changes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby, islice
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import output
from onrecord.cli.filters import ReportedUntil, open_ledger
from onrecord.cli.moments import recorded_by, recorded_since
from onrecord.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples
from onrecord.cli.telling import say_pending, tell

if TYPE_CHECKING:
    from rich.console import Console

    from onrecord.ledger import EventChange

NOTHING_MOVED = 3
"""The exit status by which a script sees that nothing moved; 1 and 2 mean that something went wrong."""


def changes(
    since: Annotated[
        str,
        typer.Option(
            "--since",
            metavar="WHEN",
            help="A day (from its beginning), a time, or how long ago: 2025-04-09, 2025-04-09T10:30, 12h, 7d, 2w.",
            callback=recorded_since,
            show_default=False,
        ),
    ],
    until: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="WHEN",
            help="Up to the end of this day, or this time; else up to now.",
            callback=recorded_by,
            show_default=False,
        ),
    ] = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    reported_until: ReportedUntil = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing; only the exit status tells.")] = False,
    as_json: Json = False,
) -> None:
    """Show what moved since a day or time.

    New events, new stages of known ones, new denials, confirmation by one more independent report, disputes that
    came up or were settled, events that were joined, parted or corrected. What counts is when the ledger came to
    know of it. A mere repeat of a report moves nothing.

    The exit status is 0 where something moved and 3 where nothing did, so that a script can tell; 1 and 2 mean
    errors, as everywhere.
    """
    with open_ledger(ledger, None, reported_until) as opened:
        found = list(islice(opened.changes(since, until), 1 if quiet else None))
        say_pending(opened, until)
    if not quiet:
        if as_json:
            from onrecord.views.changes import change_value

            for change in found:
                output.emit(change_value(change))
        else:
            show_changes(output.console(), found)
    if not found:
        raise typer.Exit(NOTHING_MOVED)


def show_changes(console: Console, found: Iterable[EventChange]) -> None:
    """Print what moved, and how much of what kind."""
    from rich.text import Text

    from onrecord.views.changes import moved, summary

    found = list(found)
    for heading, members in groupby(moved(found), key=lambda one: f"{one.change.at[:10]}  {one.kinds}"):
        console.print(Text(heading, style="bold"))
        for one in members:
            tell(console, one.change.event, [("", 1)])
            for note in ([one.was] if one.was else []) + list(one.notes):
                output.hang(console, [("", 1), ("", output.STANDING)], f"+ {note}")
        console.print()
    console.print(Text(summary(found), style="dim"))


CHANGES_EXAMPLES = examples(
    "onrecord changes --since 7d",
    "onrecord changes --since 2025-04-01 --as-of 2025-04-08",
    "onrecord read feed/ && onrecord changes --since 12h --quiet && mail -s 'it moved' me@example.org < /dev/null",
)
