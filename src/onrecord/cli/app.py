"""The commands in one application."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord import __version__
from onrecord.cli import asking, exchange, reading, showing, streams
from onrecord.cli.options import examples

app = typer.Typer(
    name="onrecord",
    help="Read news and keep a ledger: who is reported to have done, or to be about to do, what to whom, and on "
    "whose word.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples("onrecord demo", "onrecord read articles/ && onrecord brief", "onrecord read --help"),
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
app.command(epilog=reading.DEMO_EXAMPLES)(reading.demo)
app.command(epilog=asking.BRIEF_EXAMPLES)(asking.brief)
app.command(epilog=asking.CLAIMS_EXAMPLES)(asking.claims)
app.command(epilog=showing.SHOW_EXAMPLES)(showing.show)
app.command(epilog=asking.TIMELINE_EXAMPLES)(asking.timeline)
app.command(epilog=asking.FIND_EXAMPLES)(asking.find)
app.command(epilog=asking.SOURCES_EXAMPLES)(asking.sources)
app.command(epilog=exchange.EXPORT_EXAMPLES)(exchange.export)
app.command("import", epilog=exchange.IMPORT_EXAMPLES)(exchange.import_)
app.command(epilog=streams.EXTRACT_EXAMPLES)(streams.extract)
app.command(epilog=streams.ASSESS_EXAMPLES)(streams.assess)
app.command(epilog=streams.LOCATE_EXAMPLES)(streams.locate)
