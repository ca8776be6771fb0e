"""The command that tells all that is reported of a party: party."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import output
from onrecord.cli.complaints import FAILED, complain
from onrecord.cli.filters import AsOf, ReportedUntil, open_ledger
from onrecord.cli.options import DEFAULT_LEDGER, Json, LedgerPath, Outlets, examples, storable
from onrecord.cli.telling import say_pending
from onrecord.cli.trust import how_counted

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from onrecord.ledger import Ledger
    from onrecord.linking.event import Event
    from onrecord.linking.parties.register import Entry, Register
    from onrecord.views.dossier import Part

LABEL = 11  # columns for the name of a field


def party(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Any name of the party.", show_default=False)],
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_of: AsOf = None,
    reported_until: ReportedUntil = None,
    outlets: Outlets = None,
    as_json: Json = False,
) -> None:
    """Show all that is reported of a party.

    What it is reported to have done, to plan, to deny, to have suffered, and what it says itself; under any of
    its names. Who is who is put together from what the documents name; `onrecord judge same-party`,
    `not-same-party` and `identify` correct it. Private persons are not in the register. A name that nobody there
    bears, or several do, makes the exit status 1.
    """
    from onrecord.linking.parties.dossier import dossier
    from onrecord.views.dossier import dossier_value, parts

    with open_ledger(ledger, as_of, reported_until, how_counted(outlets)) as opened:
        who = _register(opened)
        entry = _chosen(who, storable(name), ledger)
        events = _events_of(opened, entry)
        found = dossier(entry, who, events, (one for _, told in opened.accounts(events) for one in told))
        say_pending(opened, as_of)
    if as_json:
        output.emit(dossier_value(found))
        return
    console = output.console()
    _print_entry(console, entry)
    if not found.events:
        console.print("Nothing is reported of it in any event.")
    for part in parts(found):
        if part.lines:
            _print_part(console, part)


def _register(ledger: Ledger) -> Register:
    from onrecord.linking.parties.register import register

    return register((seen for one in ledger.digests() for seen in one.sightings), ledger.judgements())


def _chosen(who: Register, name: str, ledger: Path) -> Entry:
    """The one party that a name means; ends the command where there is none, or are several."""
    found = who.find(name)
    if len(found) == 1:
        return found[0].entry
    if not found:
        complain(f"nobody in {ledger} bears the name {name!r}; `onrecord claims --actor` finds parts of names")
    else:
        alike = "; ".join(f"{match.entry.name} ({output.short(match.entry.id)})" for match in found[:8])
        complain(f"{name!r} may be {alike}{' …' if len(found) > 8 else ''}: write more of the name, or the id")
    raise typer.Exit(FAILED)


def _events_of(ledger: Ledger, entry: Entry) -> list[Event]:
    """The events in whose claims one of the party's names stands, and perhaps some others."""
    from onrecord.ledger import EventFilter

    wanted = (*entry.names, *((entry.country,) if entry.kind == "country" and entry.country else ()))
    filters = EventFilter(actors=wanted), EventFilter(recipients=wanted), EventFilter(sources=wanted)
    return list({event.id: event for filter in filters for event in ledger.events(filter)}.values())


def _print_entry(console: Console, entry: Entry) -> None:
    from rich.text import Text

    from onrecord.views.events import seen
    from onrecord.views.ladder import some
    from onrecord.views.wording import clean, counted

    codes = ", ".join(code for code in (entry.kind, entry.country, *entry.sectors) if code)
    console.print(Text.assemble((clean(entry.name), "bold"), f"  {codes}", ("  " + output.short(entry.id), "dim")))
    named = f"{counted(entry.mentions, 'mention')} in {counted(entry.documents, 'document')}"
    fields = [
        ("also", some([name for name in entry.names if name != entry.name], 12)),
        ("office", some(entry.titles, 6)),
        ("Wikidata", entry.identifier or ""),
        ("named", "; ".join(part for part in (named, seen(entry.first, entry.last)) if part)),
    ]
    for name, value in fields:
        if value:
            output.hang(console, [(Text(name, style="dim"), LABEL)], value)
    console.print()


def _print_part(console: Console, part: Part) -> None:
    from rich.text import Text

    console.print(Text(part.title, style="bold"))
    for line in part.lines:
        style = "bold" if line.deed.polarity == "negated" else output.STYLES.get(line.deed.stage, "")
        said = Text.assemble(line.act, (line.tail, "dim"), "  ", (output.short(line.deed.event), "dim"))
        output.hang(console, [("", 1), (Text(f"{line.mark} {line.standing}", style), output.STANDING)], said)
    console.print()


PARTY_EXAMPLES = examples(
    "onrecord party 'Claudia Sheinbaum'",
    "onrecord party Mexico --reported-until 2025-03",
    "onrecord party CIA --json | jq .ahead",
)
