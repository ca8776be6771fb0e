"""Commands that keep standing questions: situation add, list, show, remove."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import output
from onrecord.cli.filters import AsOf, ReportedUntil, open_ledger
from onrecord.cli.moving import show_changes
from onrecord.cli.options import DEFAULT_LEDGER, Json, LedgerPath, Outlets, examples, storable
from onrecord.cli.telling import say_pending, tell
from onrecord.cli.trust import how_counted

if TYPE_CHECKING:
    from onrecord.ledger import EventChange, EventFilter, Ledger
    from onrecord.ledger import Situation as Kept
    from onrecord.linking.situations import Query, Situation

situation = typer.Typer(
    name="situation",
    help="Keep standing questions.\n\nA situation is a question that is asked again and again: its page shows what "
    "stands, what is planned, what is denied, what moved since you last looked, and who speaks.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog=examples(
        "onrecord situation add strikes --query 'type:ASSAULT actor:USA place:MX'",
        "onrecord situation add tariffs --query 'type:SANCTION tariff*|duty|duties'",
        "onrecord situation show strikes",
    ),
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of the situation.", show_default=False)]
SPEAKERS = 20
"""Sources that a page names before it counts the rest."""


@situation.command(
    epilog=examples(
        "onrecord situation add strikes --query 'type:ASSAULT actor:USA place:MX'",
        "onrecord situation add hand-overs --query 'country:MEX act:hand*|extradit*|transfer*'",
        "onrecord situation add denials --query 'polarity:negated party:\"United States\" -tariff*'",
    )
)
def add(
    name: Name,
    query: Annotated[
        str,
        typer.Option("--query", "-q", metavar="QUERY", help="What is asked; see above.", show_default=False),
    ],
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """Keep a question under a name.

    A question is made of words and of terms `field:value`, which all must hold. Several values with | between
    them are alternatives, a - in front excludes, * stands for any ending, and names of several words are quoted.
    Fields: type, mode, stage, polarity, context; party, actor, recipient, source; place, country; act (the words
    of the act itself); after, before (dates). Bare words stand in the passage.
    """
    from onrecord.linking.situations import parse, to_json, written
    from onrecord.views.wording import clean

    if not clean(name):
        raise typer.BadParameter("a situation needs a name that can be read", param_hint="NAME")
    asked = parse(storable(query))
    with open_ledger(ledger) as opened:
        kept = opened.add_situation(storable(name), to_json(asked))
    if as_json:
        output.emit(_value(kept))
    else:
        told = f"{clean(name)}: {clean(written(asked))}\n`onrecord situation show` with this name shows what stands"
        output.console().print(told, soft_wrap=True)


@situation.command("list", epilog=examples("onrecord situation list", "onrecord situation list --json | jq -r .name"))
def list_(
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """List the questions that are kept."""
    from rich.text import Text

    from onrecord.linking.situations import from_json, written
    from onrecord.views.wording import clean

    with open_ledger(ledger, as_of) as opened:
        found = opened.situations()
    console = output.console()
    for kept in found:
        if as_json:
            output.emit(_value(kept))
            continue
        looked = f"looked at on {kept.looked[:10]}" if kept.looked else "not looked at yet"
        said = Text.assemble(clean(written(from_json(kept.query))), (f" — {looked}", "dim"))
        output.hang(console, [(Text(clean(kept.name), "bold"), 15)], said)
    if not found and not as_json:
        console.print("No situations.")


@situation.command(
    epilog=examples(
        "onrecord situation show strikes",
        "onrecord situation show strikes --peek   # what moved will be shown again next time",
        "onrecord situation show strikes --as-of 2025-03-31",
        "onrecord situation show strikes --json | jq .changed",
    )
)
def show(
    name: Name,
    peek: Annotated[bool, typer.Option("--peek", help="Do not note that you looked.")] = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_of: AsOf = None,
    reported_until: ReportedUntil = None,
    outlets: Outlets = None,
    as_json: Json = False,
) -> None:
    """Show what stands in a situation.

    What happened, what is planned, what is denied; what moved since you last looked (at first: since the
    question was kept); who speaks. The look is noted, but for one with --peek, --as-of or --reported-until.
    """
    from onrecord.ledger import ReadOnlyLedgerError
    from onrecord.linking.situations import from_json, standing
    from onrecord.views.situation import situation_value

    with open_ledger(ledger, as_of, reported_until, how_counted(outlets)) as opened:
        kept = _kept(opened, storable(name))
        query = from_json(kept.query)
        since = kept.looked or kept.added
        found = standing(query, opened.accounts(opened.events(_narrowed(query))), opened.changes(since, as_of))
        say_pending(opened, as_of)
        if not (peek or as_of or reported_until):
            with suppress(ReadOnlyLedgerError):  # a ledger that is only read can be looked at too
                opened.look(kept.name)
    if as_json:
        output.emit(situation_value(kept.name, found, since))
    else:
        _print(kept.name, found, since)


@situation.command(epilog=examples("onrecord situation remove strikes"))
def remove(name: Name, ledger: LedgerPath = DEFAULT_LEDGER) -> None:
    """Keep a question no longer."""
    with open_ledger(ledger) as opened:
        opened.remove_situation(storable(name))


def _value(kept: Kept) -> dict[str, object]:
    from onrecord.linking.situations import from_json, written

    query = written(from_json(kept.query))
    return {"name": kept.name, "query": query, "added": kept.added, "looked": kept.looked}


def _kept(ledger: Ledger, name: str) -> Kept:
    from onrecord.ledger import UnknownSituationError

    found = ledger.situations()
    for kept in found:
        if kept.name == name:
            return kept
    known = f"there are {', '.join(kept.name for kept in found)}" if found else "there is none yet"
    raise UnknownSituationError(f"there is no situation {name!r}: {known}; make one with `onrecord situation add`")


def _narrowed(query: Query) -> EventFilter:
    """A filter that lets through all that a question asks for, and not much else: what a ledger finds quickly."""
    from onrecord.ledger import EventFilter

    wanted = {
        field: values
        for field in ("type", "stage", "polarity")
        for values in [next((t.values for t in query.terms if t.field == field and not t.excluded), ())]
    }
    polarity = wanted["polarity"][0] if len(wanted["polarity"]) == 1 else None
    words = [
        term.values[0]
        for term in query.terms
        if term.field == "words" and not term.excluded and len(term.values) == 1
        if re.fullmatch(r"[A-Za-z]{3,}", term.values[0])
    ]
    return EventFilter(types=wanted["type"], stages=wanted["stage"], polarity=polarity, words=" ".join(words) or None)


def _print(name: str, found: Situation[EventChange], since: str) -> None:
    from rich.text import Text

    from onrecord.linking.situations import written
    from onrecord.views.situation import parts, speaker
    from onrecord.views.wording import clean, counted

    console = output.console()
    console.print(Text.assemble((clean(name), "bold"), ("  " + clean(written(found.query)), "dim")))
    console.print()
    made = parts(found)
    if not any(part.events for part in made):
        console.print("No events.\n")
    for part in made:
        if part.events:
            console.print(Text(part.title, style="bold"))
            for event in part.events:
                tell(console, event, [("", 1)])
            console.print()
    console.print(Text(f"What moved since {since[:16].replace('T', ' ')} UTC", style="bold"))
    show_changes(console, found.changed)
    if found.speakers:
        console.print()
        console.print(Text("Who speaks", style="bold"))
        for one in found.speakers[:SPEAKERS]:
            output.hang(console, [("", 1)], speaker(one))
        if len(found.speakers) > SPEAKERS:
            console.print(f"  and {counted(len(found.speakers) - SPEAKERS, 'source')} more; --json has them all")
