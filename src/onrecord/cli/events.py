"""Commands that show events: events, event."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import output
from onrecord.cli.complaints import FAILED, complain
from onrecord.cli.filters import AS_JSON, Asked, AsOf, ReportedUntil, open_ledger, with_filters
from onrecord.cli.options import DEFAULT_LEDGER, Json, LedgerPath, Outlets, examples, storable
from onrecord.cli.telling import say_pending, standing_of_event, tell

if TYPE_CHECKING:
    from rich.console import Console
    from rich.tree import Tree

    from onrecord.ledger import EventView
    from onrecord.linking.outlets import Outlets as DescribedOutlets
    from onrecord.views.ladder import Voice

LABEL = 11  # columns for the name of a field

Limit = Annotated[
    int | None,
    typer.Option("--limit", "-n", min=1, metavar="N", help="At most so many events.", show_default=False),
]


@with_filters(events=True, limit=(Limit, None), as_json=AS_JSON)
def events(asked: Asked, limit: int | None, as_json: bool) -> None:
    """List events, reported last first.

    An event is one act, as all passages about it tell it. Each line has its present standing, what it is, how
    many reports tell it and how many of these are independent (origins), how many speak in them and how many of
    those with their names, and when it was first and last reported. All filters must hold; of a filter given
    twice one value is enough.
    """
    from onrecord.views.events import event_value

    console = output.console()
    with asked.opened() as opened:
        nothing = True
        for event in islice(asked.events(opened), limit):
            nothing = False
            if as_json:
                output.emit(event_value(event))
            else:
                tell(console, event, [(event.type, 9)])
        if not as_json and nothing:
            console.print("No events.")
        say_pending(opened, asked.as_of)


def event(
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID", help="Ids of events or claims, or their beginnings.", show_default=False),
    ],
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_of: AsOf = None,
    reported_until: ReportedUntil = None,
    outlets: Outlets = None,
    as_json: Json = False,
) -> None:
    """Show events and what they rest on.

    The ladder of its stages with who says each and who denies it, the tree of sources with a branch for each
    independent report, the passages, figures and estimates that the text gives, what the press and people have
    corrected, and why the claims were taken for one act. An id that an event had earlier leads on to what became
    of it. An id that no event has or had is named and makes the exit status 1; the others are shown.
    """
    from onrecord.cli.trust import described_outlets
    from onrecord.ledger import UnknownEventError
    from onrecord.linking.outlets import counting

    described = described_outlets(outlets)
    found, failed = [], False
    with open_ledger(ledger, as_of, reported_until, counting(described)) as opened:
        for id in ids:
            try:
                found.append(opened.event(storable(id)))
            except UnknownEventError as error:
                complain(str(error))
                failed = True
        say_pending(opened, as_of)
    console = output.console()
    for number, view in enumerate(found):
        if as_json:
            output.emit(_value(view, described))
            continue
        if number:
            console.print("─" * console.width)
        _print(console, view, described)
    if failed:
        raise typer.Exit(FAILED)


def _value(view: EventView, outlets: DescribedOutlets) -> dict[str, object]:
    from onrecord.records import encode
    from onrecord.views.events import event_value

    rest = {name: encode(getattr(view, name)) for name in ("told", "judgements", "decisions", "led_from")}
    letters = {
        member.document.source: outlets.letter(member.document.source, member.document.url)
        for member in view.told
        if member.document.source
    }
    return event_value(view.event) | rest | {"reliability": dict(sorted(letters.items()))}


def _print(console: Console, view: EventView, outlets: DescribedOutlets) -> None:
    from rich.text import Text

    from onrecord.views.eventpage import addresses, fields, joined, judged
    from onrecord.views.events import word_event
    from onrecord.views.wording import clean

    event = view.event
    kind = event.type if event.mode is None else f"{event.type} {clean(event.mode)}"
    console.print(Text.assemble((event.id, "bold"), f"  {kind}  ", standing_of_event(event)))
    output.hang(console, [], word_event(event).sentence)
    for said in addresses(view.led_from):
        output.hang(console, [], said)
    console.print()
    for name, value in fields(event):
        output.hang(console, [(Text(name, style="dim"), LABEL)], value)
    _print_ladder(console, view)
    _print_voices(console, view, outlets)
    _print_passages(console, view, outlets)
    for title, lines in (("judged", judged(view.judgements)), ("taken for one act", joined(view))):
        if lines:
            console.print()
            console.print(Text(title, style="bold"))
            for line in lines:
                output.hang(console, [("", 1)], line)


def _print_ladder(console: Console, view: EventView) -> None:
    from rich.text import Text

    from onrecord.views.ladder import rungs

    console.print()
    console.print(Text("ladder", style="bold"))
    for rung in rungs(view.event, view.told):
        standing = Text(f"{rung.mark} {rung.standing}", output.STYLES.get(rung.step.stage, ""))
        said = Text.assemble(rung.speakers, (f" — {rung.support}; {rung.dates or 'undated'}", "dim"))
        if rung.deciding:
            said.append("  ← decides", "bold")
        output.hang(console, [("", 1), (standing, output.STANDING)], said)
        for refusal in rung.denied_by:
            when = f", {refusal.date}" if refusal.date else ""
            output.hang(console, [("", 1), ("", output.STANDING)], f"✕ denied by {refusal.speaker}{when}")


def _print_voices(console: Console, view: EventView, outlets: DescribedOutlets) -> None:
    from rich.text import Text
    from rich.tree import Tree

    from onrecord.views.ladder import voices_of

    def grow(tree: Tree, voices: tuple[Voice, ...]) -> None:
        for voice in voices:
            grow(tree.add(Text(voice.label, style="bold" if voice.says else "")), voice.below)

    console.print()
    root = Tree(Text("on whose word", style="bold"))
    grow(root, voices_of(view.told, outlets))
    console.print(root)


def _print_passages(console: Console, view: EventView, outlets: DescribedOutlets) -> None:
    from rich.text import Text

    from onrecord.views.passages import wordings
    from onrecord.views.wording import counted

    console.print()
    console.print(Text("passages", style="bold"))
    for found in wordings(view.told, outlets):
        more = f", {counted(found.documents, 'document')}" if found.documents > 1 else ""
        about = f" — {found.outlets}{more}" + (f" · {found.date}" if found.date else "")
        said = Text.assemble(f"“{found.text}”", (about, "dim"), "  ", (output.short(found.claims[0]), "dim"))
        output.hang(console, [("", 1), (Text(f"{found.mark} {found.standing}"), output.STANDING)], said)
        notes = [*(f"! {caution}" for caution in found.cautions)]
        if found.corrected:
            notes.append(f"! {' and '.join(found.corrected)} corrected by a person")
        for note in notes:
            output.hang(console, [("", 1), ("", output.STANDING)], Text(note, style="bold"))


EVENTS_EXAMPLES = examples(
    "onrecord events --limit 20",
    "onrecord events --actor USA --stage planned --stage considered",
    "onrecord events --disputed --reported-from 2025-04",
    "onrecord events --type ASSAULT --json | jq -r .id | xargs onrecord event",
)
EVENT_EXAMPLES = examples(
    "onrecord event 7bc3d8eea8   # an id that events or brief gave, or that of a claim",
    "onrecord event 7bc3d8eea8 --as-of 2025-03-31",
    "onrecord event 7bc3 --outlets ~/outlets.toml",
    "onrecord event 7bc3 --json | jq .ladder",
)
