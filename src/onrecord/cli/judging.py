"""Commands by which a person corrects the ledger: judge same, not-same, stage … withdraw, list."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import output
from onrecord.cli.filters import AsOf, open_ledger
from onrecord.cli.linking import link_ledger
from onrecord.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, storable
from onrecord.cli.telling import tell

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.ledger import Ledger, LinkOutcome
    from onrecord.linking.judgement import Judgement, JudgementKind

judge = typer.Typer(
    name="judge",
    help="Correct the ledger: what a person says wins over the machine.\n\nJudgements are kept with author, reason "
    "and time, hang on the words of the document, so that they outlive new readings, and can be withdrawn. Events "
    "are linked again at once. An event stands for its oldest claim; `onrecord event` shows the claims' ids.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog=examples(
        "onrecord judge same 7bc3d8eea8 4f5576c4a4 --reason 'one hand-over, told twice'",
        "onrecord judge stage d2c8d659ea considered --reason 'no decision was taken'",
        "onrecord judge list",
        "onrecord judge withdraw 0d6f12ab34 --reason 'the ministry confirmed it'",
    ),
)

Reason = Annotated[
    str, typer.Option("--reason", "-m", metavar="TEXT", help="Why; it is kept beside it.", show_default=False)
]
Author = Annotated[
    str | None,
    typer.Option(
        "--author",
        metavar="NAME",
        help="Who judges; else `author = ...` of the configuration file, else the login name.",
        envvar="ONRECORD_AUTHOR",
        show_default=False,
    ),
]
One = Annotated[str, typer.Argument(metavar="ID", help="Id of a claim or event, or its beginning.", show_default=False)]
Other = Annotated[
    str, typer.Argument(metavar="OTHER", help="Id of another claim or event, or its beginning.", show_default=False)
]
Claim = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="Id of a claim, or of an event with one claim, or its beginning.", show_default=False
    ),
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="A name of the party.", show_default=False)]


def _value(metavar: str, help: str) -> typer.models.ArgumentInfo:
    argument: typer.models.ArgumentInfo = typer.Argument(metavar=metavar, help=help, show_default=False)
    return argument


@judge.command(epilog=examples("onrecord judge same 7bc3d8eea8 4f5576c4a4 --reason 'one hand-over, told twice'"))
def same(
    one: One, other: Other, reason: Reason, author: Author = None, ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Two claims or events are one act."""
    _judge(ledger, "same", author, reason, one, other=other, as_json=as_json)


@judge.command("not-same", epilog=examples("onrecord judge not-same 7bc3d8eea8 4f5576c4a4 --reason 'two raids'"))
def not_same(
    one: One, other: Other, reason: Reason, author: Author = None, ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Two claims are about two acts."""
    _judge(ledger, "not_same", author, reason, one, other=other, as_json=as_json)


@judge.command("not-event", epilog=examples("onrecord judge not-event d2c8d659ea --reason 'a figure of speech'"))
def not_event(
    claim: Claim, reason: Reason, author: Author = None, ledger: LedgerPath = DEFAULT_LEDGER, as_json: Json = False
) -> None:
    """A claim tells of no event at all."""
    _judge(ledger, "not_event", author, reason, claim, as_json=as_json)


@judge.command(epilog=examples("onrecord judge right d2c8d659ea --reason 'read beside the article'"))
def right(
    claim: Claim, reason: Reason, author: Author = None, ledger: LedgerPath = DEFAULT_LEDGER, as_json: Json = False
) -> None:
    """A claim is right as it was read."""
    _judge(ledger, "right", author, reason, claim, as_json=as_json)


@judge.command(epilog=examples("onrecord judge stage d2c8d659ea considered --reason 'no decision was taken'"))
def stage(
    claim: Claim,
    value: Annotated[str, _value("STAGE", "The right stage, as planned.")],
    reason: Reason,
    author: Author = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """A claim has another stage."""
    _judge(ledger, "stage", author, reason, claim, value=value.lower(), as_json=as_json)


@judge.command("type", epilog=examples("onrecord judge type d2c8d659ea THREATEN --reason 'words, not deeds'"))
def type_(
    claim: Claim,
    value: Annotated[str, _value("TYPE", "The right PLOVER type, as ASSAULT.")],
    reason: Reason,
    author: Author = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """A claim has another type."""
    _judge(ledger, "type", author, reason, claim, value=value.upper(), as_json=as_json)


@judge.command(epilog=examples("onrecord judge polarity d2c8d659ea negated --reason 'it is a denial'"))
def polarity(
    claim: Claim,
    value: Annotated[str, _value("POLARITY", "affirmed or negated.")],
    reason: Reason,
    author: Author = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """A claim affirms, or denies."""
    _judge(ledger, "polarity", author, reason, claim, value=value.lower(), as_json=as_json)


@judge.command(epilog=examples("onrecord judge actor d2c8d659ea 'United States' --reason 'the pronoun is theirs'"))
def actor(
    claim: Claim,
    value: Annotated[str, _value("NAME", "Who acts; several set apart by ;. '' where the text names nobody.")],
    reason: Reason,
    author: Author = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """Somebody else does it."""
    _judge(ledger, "actor", author, reason, claim, value=value, as_json=as_json)


@judge.command(epilog=examples("onrecord judge recipient d2c8d659ea 'drug cartels' --reason 'not the ministry'"))
def recipient(
    claim: Claim,
    value: Annotated[str, _value("NAME", "Whom it is done to; several set apart by ;. '' where nobody is named.")],
    reason: Reason,
    author: Author = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """It is done to somebody else."""
    _judge(ledger, "recipient", author, reason, claim, value=value, as_json=as_json)


@judge.command(epilog=examples("onrecord judge source d2c8d659ea 'Radio Borduria' --reason 'the radio says so'"))
def source(
    claim: Claim,
    value: Annotated[str, _value("NAME", "Who says so in the last instance; '' where it is the outlet itself.")],
    reason: Reason,
    author: Author = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """Somebody else says so."""
    _judge(ledger, "source", author, reason, claim, value=value, as_json=as_json)


@judge.command(
    "same-party", epilog=examples("onrecord judge same-party 'CDS' 'Sinaloa Cartel' --reason 'its initials'")
)
def same_party(
    one: Name, other: Name, reason: Reason, author: Author = None, ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Two names are names of one party."""
    _judge(ledger, "same_party", author, reason, one, other=other, as_json=as_json)


@judge.command("not-same-party", epilog=examples("onrecord judge not-same-party 'Georgia' 'Georgia (US)' -m 'a state'"))
def not_same_party(
    one: Name, other: Name, reason: Reason, author: Author = None, ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Two names are names of two parties."""
    _judge(ledger, "not_same_party", author, reason, one, other=other, as_json=as_json)


@judge.command(epilog=examples("onrecord judge identify 'Mexico' Q96 --reason 'the country'"))
def identify(
    name: Name,
    value: Annotated[str, _value("ITEM", "The party's item in Wikidata, as Q42.")],
    reason: Reason,
    author: Author = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """Give a party its identifier in Wikidata."""
    _judge(ledger, "party_identifier", author, reason, name, value=value.upper(), as_json=as_json)


@judge.command(epilog=examples("onrecord judge withdraw 0d6f12ab34 --reason 'the ministry confirmed it'"))
def withdraw(
    judgement: Annotated[
        str,
        typer.Argument(metavar="JUDGEMENT", help="Its id, as `judge list` gives it, or its beginning."),
    ],
    reason: Reason,
    author: Author = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """Take a judgement back.

    It stays on record, and holds no longer: all is as if it had not been made.
    """
    _check_reason(reason)
    with open_ledger(ledger) as opened:
        chosen = storable(judgement)
        alike = [made.id for made in opened.judgements() if made.id.startswith(chosen)]
        made = opened.withdraw(alike[0] if len(alike) == 1 else chosen, author_name(author), storable(reason))
        _report(opened, made, link_ledger(opened), (), as_json)


@judge.command("list", epilog=examples("onrecord judge list", "onrecord judge list --json | jq 'select(.withdrawn)'"))
def list_(
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """List all judgements.

    Withdrawn ones too, in the order in which they were made.
    """
    from onrecord.views.eventpage import judgement_line

    with open_ledger(ledger, as_of) as opened:
        found = opened.judgements()
    console = output.console()
    for made in found:
        if as_json:
            output.emit(made)
        else:
            output.hang(console, [], judgement_line(made))
    if not found and not as_json:
        console.print("No judgements.")


def author_name(given: str | None) -> str:
    """Who signs: the option, the configuration, or the login name. Raises ConfigurationError, BadParameter."""
    from onrecord.cli.config import load_configuration

    name = (given or "").strip() or (load_configuration().author or "").strip()
    if not name:
        import getpass

        try:
            name = getpass.getuser()
        except (OSError, KeyError):  # no such user, as in some containers
            raise typer.BadParameter("nobody is logged in by a name; say who judges", param_hint="--author") from None
    return storable(name)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise typer.BadParameter("say why in a few words", param_hint="--reason")


def _judge(
    path: Path,
    kind: JudgementKind,
    author: str | None,
    reason: str,
    subject: str,
    other: str | None = None,
    value: str | None = None,
    as_json: bool = False,
) -> None:
    _check_reason(reason)
    with open_ledger(path) as opened:
        made = opened.judge(
            kind,
            author_name(author),
            storable(reason),
            storable(subject),
            other=None if other is None else storable(other),
            value=None if value is None else storable(value),
        )
        about = (subject, other) if made.subject is not None else ()
        _report(opened, made, link_ledger(opened), [id for id in about if id is not None], as_json)


def _report(ledger: Ledger, made: Judgement, outcome: LinkOutcome, about: Sequence[str], as_json: bool) -> None:
    """Tell what was judged and what came of it: which events changed, and where what was judged stands now."""
    from onrecord.ledger import UnknownEventError
    from onrecord.views.eventpage import judgement_line

    events = {}
    for id in about:
        with suppress(UnknownEventError):  # judged to be no event
            event = ledger.event(storable(id)).event
            events[event.id] = event
    if as_json:
        output.emit({"judgement": made, "outcome": outcome, "events": list(events)})
        return
    console = output.console()
    output.hang(console, [], judgement_line(made))
    counts = (("new", outcome.made), ("changed", outcome.changed), ("gone", outcome.gone))
    output.hang(console, [], f"events: {', '.join(f'{n:,} {word}' for word, n in counts if n) or 'none changed'}")
    for event in events.values():
        tell(console, event, [("", 1)])
