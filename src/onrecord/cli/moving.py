"""The command that tells what moved: changes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby, islice
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import output
from onrecord.cli.complaints import complain
from onrecord.cli.filters import ReportedUntil, open_ledger, say_not_begun
from onrecord.cli.moments import LAST, recorded_by, recorded_since_last
from onrecord.cli.options import DEFAULT_LEDGER, Json, LedgerPath, Outlets, examples
from onrecord.cli.telling import say_pending, tell
from onrecord.cli.trust import how_counted

if TYPE_CHECKING:
    from rich.console import Console

    from onrecord.ledger import EventChange, Ledger

NOTHING_MOVED = 3
"""The exit status by which a script sees that nothing moved; 1 and 2 mean that something went wrong."""


def changes(
    since: Annotated[
        str,
        typer.Option(
            "--since",
            metavar="WHEN",
            help="A day (from its beginning), a time, or how long ago: 2025-04-09, 2025-04-09T10:30, 12h, 7d, 2w; or "
            "last, for since you last asked so.",
            callback=recorded_since_last,
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
    outlets: Outlets = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing; only the exit status tells.")] = False,
    peek: Annotated[bool, typer.Option("--peek", help="With --since last: do not note that you asked.")] = False,
    as_json: Json = False,
) -> None:
    """Show what moved since a day or time.

    New events, new stages of known ones, new denials, confirmation by one more independent report, disputes that
    came up or were settled, events that were joined, parted or corrected. What counts is when the ledger came to
    know of it. A mere repeat of a report moves nothing, nor does another outlet of an owner that --outlets counts
    once.

    With --since last it is what moved since you last asked so of this ledger; the first time only notes where the
    ledger stands. That is kept for you alone ($XDG_STATE_HOME/onrecord/changes.json), nothing of it in the ledger.
    What is asked with --quiet, --peek, --as-of or --reported-until counts as not asked.

    The exit status is 0 where something moved and 3 where nothing did, so that a script can tell; 1 and 2 mean
    errors, as everywhere.
    """
    with open_ledger(ledger, None, reported_until, how_counted(outlets)) as opened:
        say_not_begun(opened, until)
        now = None
        noted = not (peek or until or reported_until)
        if since == LAST:
            now = opened.last_moment()
            last = _last(opened, now, noted)
            if last is None:
                raise typer.Exit(NOTHING_MOVED)
            since = last
        if until and since > until:
            raise typer.BadParameter("this is after the time of --as-of", param_hint="--since")
        # up to the moment that is noted, whatever is recorded meanwhile
        found = list(islice(opened.changes(since, min(filter(None, (until, now)), default=None)), 1 if quiet else None))
        say_pending(opened, until)
        if not quiet:
            if as_json:
                from onrecord.views.changes import change_value

                for change in found:
                    output.emit(change_value(change))
            else:
                show_changes(output.console(), found)
        if now and noted and not quiet:
            from onrecord.cli.lastasked import note_asked

            note_asked(opened, now)
    if not found:
        raise typer.Exit(NOTHING_MOVED)


def _last(ledger: Ledger, now: str | None, noted: bool) -> str | None:
    """Up to when was told last; nothing where it never was: then, if that is to be noted, it is told from now on."""
    from onrecord.cli.lastasked import last_asked, note_asked

    last = last_asked(ledger)
    if last is not None:
        return last
    if now is None or not noted:
        empty = "which holds nothing yet" if now is None else "with --since last alone; --since 7d tells of a week"
        complain(f"you have not asked yet what moved in {ledger.path}, {empty}")
        return None
    note_asked(ledger, now)
    complain(
        f"noted where {ledger.path} stands; what moves from now on is told when you ask with --since last again "
        "(--since 7d tells of the last week)"
    )
    return None


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
    "onrecord changes --since last   # what moved since you last asked so",
    "onrecord changes --since 2025-04-01 --as-of 2025-04-08",
    "onrecord read feed/ && onrecord changes --since 12h --quiet && mail -s 'it moved' me@example.org < /dev/null",
)
