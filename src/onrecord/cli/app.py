"""The commands in one application."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord import __version__
from onrecord.cli import (
    asking,
    auditing,
    briefing,
    citing,
    duties,
    events,
    exchange,
    judging,
    linking,
    moving,
    notifying,
    originals,
    reading,
    serving,
    showing,
    situations,
    streams,
    tracing,
    watching,
    who,
)
from onrecord.cli.options import examples

app = typer.Typer(
    name="onrecord",
    help="Read news and keep a ledger: who is reported to have done, or to be about to do, what to whom, and on "
    "whose word.\n\nA claim is what one passage says; an event is one act, as all claims about it tell it; an origin "
    "is one report, however many pages repeat it. Ids may be cut short wherever they are typed.\n\nExit status: 0 "
    "done; 1 something could not be used or found; 2 wrong usage; 3 from `changes` where nothing moved.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "onrecord demo",
        "onrecord read articles/ && onrecord brief",
        "onrecord event 7bc3d8eea8   # an id that brief printed",
        "onrecord changes --since 7d",
        "onrecord read --help",
    ),
    rich_markup_mode=None,  # its help pages take a quarter of a second to load
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"onrecord {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


app.command(epilog=reading.READ_EXAMPLES)(reading.read)
app.command(epilog=reading.REREAD_EXAMPLES)(reading.reread)
app.command(epilog=watching.WATCH_EXAMPLES)(watching.watch)
app.command(epilog=watching.FEEDS_EXAMPLES)(watching.feeds)
app.command(epilog=originals.ORIGINAL_EXAMPLES)(originals.original)
app.command(epilog=reading.DEMO_EXAMPLES)(reading.demo)
app.command(epilog=briefing.BRIEF_EXAMPLES)(briefing.brief)
app.command(epilog=events.EVENTS_EXAMPLES)(events.events)
app.command(epilog=events.EVENT_EXAMPLES)(events.event)
app.command(epilog=briefing.TIMELINE_EXAMPLES)(briefing.timeline)
app.command(epilog=moving.CHANGES_EXAMPLES)(moving.changes)
app.command(epilog=asking.CLAIMS_EXAMPLES)(asking.claims)
app.command(epilog=showing.SHOW_EXAMPLES)(showing.show)
app.command(epilog=citing.CITE_EXAMPLES)(citing.cite)
app.command(epilog=asking.FIND_EXAMPLES)(asking.find)
app.command(epilog=asking.SOURCES_EXAMPLES)(asking.sources)
app.command(epilog=tracing.ORIGINS_EXAMPLES)(tracing.origins)
app.command(epilog=tracing.STORIES_EXAMPLES)(tracing.stories)
app.command(epilog=tracing.GRAPH_EXAMPLES)(tracing.graph)
app.command(epilog=who.PARTY_EXAMPLES)(who.party)
app.add_typer(situations.situation)
app.add_typer(judging.judge)
app.add_typer(auditing.audit)
app.add_typer(duties.forget)
app.command(epilog=duties.BACKUP_EXAMPLES)(duties.backup)
app.command(epilog=duties.CHECK_EXAMPLES)(duties.check)
situations.situation.command(epilog=notifying.FEED_EXAMPLES)(notifying.feed)
app.command(epilog=notifying.NOTIFY_EXAMPLES)(notifying.notify)
app.command(epilog=serving.SERVE_EXAMPLES)(serving.serve)
app.command(epilog=exchange.EXPORT_EXAMPLES)(exchange.export)
app.command("import", epilog=exchange.IMPORT_EXAMPLES)(exchange.import_)
app.command(epilog=streams.EXTRACT_EXAMPLES)(streams.extract)
app.command(epilog=linking.LINK_EXAMPLES)(linking.link)
app.command(epilog=streams.ASSESS_EXAMPLES)(streams.assess)
app.command(epilog=streams.LOCATE_EXAMPLES)(streams.locate)
