"""The commands that watch feeds and tell how that goes: watch, feeds."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import output
from onrecord.cli.complaints import FAILED, complain
from onrecord.cli.filters import open_ledger
from onrecord.cli.linking import link_ledger
from onrecord.cli.options import DEFAULT_LEDGER, AllowHosts, Json, Knowledge, LedgerPath, Model, examples

if TYPE_CHECKING:
    from onrecord.cli.machinery import Machinery
    from onrecord.cli.watched_pages import Note
    from onrecord.ledger import Ledger, Outcome
    from onrecord.reading import ReadingFailure
    from onrecord.reading.fetching.articles import FetchedDocument
    from onrecord.reading.fetching.polling import FeedState
    from onrecord.reading.fetching.watchlist import Watchlist


def watch(
    feeds: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The file that names the feeds, feeds.toml.", show_default=False),
    ],
    ledger: LedgerPath = DEFAULT_LEDGER,
    once: Annotated[
        bool, typer.Option("--once", help="Do what is due now and end, as a time table (cron) wants it.")
    ] = False,
    now: Annotated[
        bool, typer.Option("--now", help="Ask each feed at the start, though its time has not come; use it sparingly.")
    ] = False,
    knowledge: Knowledge = None,
    model: Model = None,
    allow_host: AllowHosts = None,
    as_json: Json = False,
) -> None:
    """Watch feeds and read what they name.

    Each feed is asked at its time, never more often than it wants; each article is read into the ledger and linked
    as `read` does it. A feed or page that fails is tried again, later each time; nothing is read twice. It runs until
    Ctrl-C, and where it was cut off it goes on the next time. `onrecord feeds` tells how each feed does.

    The file has a block for each feed, of which `url` alone must be there:

    \b
      [[feed]]
      url = "https://harbourledger.example/feed.xml"
      name = "The Harbour Ledger"
      every = "30m"
    """
    from onrecord.cli.config import load_configuration
    from onrecord.cli.machinery import Machinery
    from onrecord.cli.watcher import Watcher
    from onrecord.ledger import Ledger
    from onrecord.reading.fetching.client import Client
    from onrecord.reading.fetching.watchlist import load_watchlist

    watchlist = load_watchlist(feeds)
    settings = load_configuration()
    machinery = Machinery(knowledge, model, jobs=1)
    names = {feed.url: feed.name for feed in watchlist.feeds if feed.name}

    def note(said: Note) -> None:
        _say(said, names, as_json)

    with Ledger(ledger) as opened, _until_stopped() as stop:
        opened.ensure_writable()
        hosts = (*settings.allow_hosts, *(allow_host or ()))
        with Client(settings.contact, hosts, stopped=stop.is_set) as client:
            watcher = Watcher(
                opened,
                watchlist,
                client,
                lambda documents: _take(opened, machinery, documents),
                link=lambda: link_ledger(opened, quiet=True),
                report=note,
                wait=stop.wait,
                allowed=hosts,
                at_once=now,
                renewed=_Changes(feeds, note),
                stopped=stop.is_set,
            )
            try:
                done = watcher.run(once)
            finally:
                stop.set()
                watcher.close()
    if not done:
        raise typer.Exit(FAILED)


class _Changes:
    """Reads the file of feeds again when it was changed; a mistake in it is said, and the list stays what it was."""

    def __init__(self, path: Path, report: Callable[[Note], None]) -> None:
        self._path = path
        self._report = report
        self._known = self._when()

    def __call__(self) -> Watchlist | None:
        from onrecord.cli.watched_pages import Note
        from onrecord.reading.fetching.watchlist import WatchlistError, load_watchlist

        now = self._when()
        if now == self._known:
            return None
        self._known = now
        try:
            found = load_watchlist(self._path)
        except WatchlistError as error:
            self._report(Note("trouble", f"{error} (the feeds that were read before are watched on)"))
            return None
        self._report(Note("poll", f"{self._path}: read again, {len(found.feeds)} feeds"))
        return found

    def _when(self) -> float | None:
        try:
            return self._path.stat().st_mtime
        except OSError:
            return None


def _take(
    ledger: Ledger, machinery: Machinery, documents: Sequence[FetchedDocument]
) -> Sequence[Outcome | ReadingFailure]:
    """Read documents into the ledger; what came of each, in their order."""
    from onrecord.cli.intake import Taken, take_in
    from onrecord.reading import ReadingFailure

    found: list[Outcome | ReadingFailure] = []
    for document in documents:
        events: list[Taken | ReadingFailure] = []
        take_in(ledger, [document], machinery.extract, machinery.version, events.append)
        event = events[0] if events else ReadingFailure(document.where, "unreadable", "it was left out")
        found.append(event if isinstance(event, ReadingFailure) else event.outcome)
    return found


@contextmanager
def _until_stopped() -> Iterator[threading.Event]:
    """An event that Ctrl-C and the end of the system's session (SIGTERM) set; a second Ctrl-C ends at once."""
    stop = threading.Event()

    def end(number: int, _: object) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        complain("stopping; what is at hand is finished first (Ctrl-C again ends at once)")
        stop.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(note: Note, names: dict[str, str], as_json: bool) -> None:
    """One line for what happened, where there is something to say."""
    at = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    of = names.get(note.feed or "", note.feed or "")
    if as_json:
        output.emit(
            {"at": datetime.now().astimezone().isoformat(timespec="seconds"), "kind": note.kind, "feed": note.feed}
            | {"message": note.message, "document": note.document, "new": note.new}
        )
    elif note.kind in ("failure", "trouble"):
        complain(f"{at} {of}: {note.message}" if of else f"{at} {note.message}")
    elif note.kind == "article":
        typer.echo(f"{at} {of}: {note.message or note.document}")
    elif note.new or note.message:
        new = f"{note.new:,} new" if note.new else ""
        said = "; ".join(part for part in (new, note.message) if part)
        typer.echo(f"{at} {of}: {said}" if of else f"{at} {said}")


def feeds(ledger: LedgerPath = DEFAULT_LEDGER, as_json: Json = False) -> None:
    """Show how each watched feed does.

    Its state, when it was asked last and will be asked next, how many articles it gave and how many wait to be
    read, how often it failed since it last worked, and the last message about it.
    """
    with open_ledger(ledger) as opened:
        states = opened.feed_states()
        waiting = opened.count_waiting()
    if as_json:
        for state in states:
            output.emit(_value(state, waiting.get(state.address, 0)))
        return
    console = output.console()
    if not states:
        console.print(f"{ledger}: no feed has been watched; `onrecord watch feeds.toml` does it", soft_wrap=True)
        return
    _print(states, waiting)


def _value(state: FeedState, waiting: int) -> dict[str, object]:
    def iso(moment: datetime | None) -> str | None:
        return moment.isoformat(timespec="seconds") if moment else None

    return {
        "address": state.address,
        "current": state.current,
        "title": state.title,
        "state": state.condition,
        "polled": iso(state.polled),
        "succeeded": iso(state.succeeded),
        "next": iso(state.next),
        "polls": state.polls,
        "given": state.given,
        "waiting": waiting,
        "failures": state.failures,
        "message": state.said,
    }


def _print(states: Sequence[FeedState], waiting: dict[str, int]) -> None:
    from rich.text import Text

    console = output.console()
    head = f"{'state':8} {'last poll':12} {'next poll':12} {'given':>6} {'waiting':>7} {'failed':>6}  feed"
    console.print(Text(head, style="dim"), soft_wrap=True)
    styles = {"fine": "green", "failing": "red", "refused": "red", "gone": "dim"}
    for state in states:
        after = "never" if state.condition == "gone" else _when(state.next)
        counts = f"{state.given:>6,} {waiting.get(state.address, 0):>7,} {state.failures:>6,} "
        condition = Text(state.condition, style=styles.get(state.condition, ""))
        cells: list[tuple[Text | str, int]] = [
            (condition, 8),
            (_when(state.polled), 12),
            (after, 12),
            (counts, len(counts)),
        ]
        output.hang(console, cells, state.title or state.address)
        for line in (state.address if state.title else None, state.said):
            if line:
                output.hang(console, [("", 8)], Text(line, style="dim"))


def _when(moment: datetime | None) -> str:
    return moment.astimezone().strftime("%m-%d %H:%M") if moment else "–"


WATCH_EXAMPLES = examples(
    "onrecord watch feeds.toml",
    "onrecord watch feeds.toml --once --ledger story.db   # from cron, every quarter of an hour",
)
FEEDS_EXAMPLES = examples("onrecord feeds", "onrecord feeds --json | jq 'select(.failures > 3) | .address'")
