"""Options that several commands share."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from onrecord.records.vocabulary import EVENT_TYPES, POLARITIES, STAGES


def examples(*lines: str) -> str:
    """The examples that stand below a command's help."""
    return "\b\n" + "\n".join(["Examples:", *(f"  {line}" for line in lines)])  # \b keeps the lines apart


def storable(argument: str) -> str:
    """An argument as a ledger can be asked for it: bytes that are no UTF-8, which Python carries along, spelt out."""
    return argument.encode("utf-8", "backslashreplace").decode("utf-8")


def _one_of(allowed: tuple[str, ...], upper: bool) -> Any:
    def check(values: list[str] | str | None) -> list[str] | str | None:
        for value in [values] if isinstance(values, str) else values or []:
            if (value.upper() if upper else value.lower()) not in allowed:
                raise typer.BadParameter(f"{value!r} is none of {', '.join(allowed)}")
        return values

    return check


_REST = {4: "-01-01", 7: "-01"}
"""What makes a day of a year and of a month, by their lengths."""


def _date(value: str | None) -> str | None:
    """A day, month or year as it is compared with days, as text."""
    if value is None:
        return None
    from datetime import date

    rest = _REST.get(len(value), "")
    try:
        return date.fromisoformat(value + rest).isoformat().removesuffix(rest)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no date; write it as 2025-04-09, 2025-04 or 2025") from None


def _published(value: str | None) -> str | None:
    if value is None:
        return None
    from onrecord.reading.dates import parse_date

    if parse_date(value) is None:
        raise typer.BadParameter(f"{value!r} is no date; write it as 2025-04-09 or 2025-04-09T10:30:00Z")
    return value


Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        help="Files, folders, glob patterns or - for standard input: text, Markdown, HTML, JSON Lines; gzipped or not.",
        show_default=False,
    ),
]
LedgerPath = Annotated[
    Path, typer.Option("--ledger", "-l", metavar="PATH", help="The ledger file.", envvar="ONRECORD_LEDGER")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line instead of text for people.")]
Jobs = Annotated[
    int,
    typer.Option("--jobs", "-j", min=0, metavar="N", help="Processes; 0 takes all cores."),
]
Knowledge = Annotated[
    list[Path] | None,
    typer.Option(
        "--knowledge",
        metavar="DIR",
        help="A folder of your own words over the shipped tables; may be repeated. Also set by `knowledge = [...]` "
        "in the configuration file.",
        show_default=False,
    ),
]
Model = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Another installed spaCy model.", show_default=False),
]
Published = Annotated[
    str | None,
    typer.Option(
        metavar="DATE",
        help="The publication date of documents that state none.",
        callback=_published,
        show_default=False,
    ),
]
Source = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The outlet of documents that state none.",
        show_default=False,
    ),
]


def _filter(help: str, *names: str, metavar: str, callback: Any = None) -> Any:
    return typer.Option(*names, metavar=metavar, help=help, callback=callback, show_default=False)


Types = Annotated[
    list[str] | None,
    _filter("PLOVER type, as ASSAULT.", "--type", "-t", metavar="TYPE", callback=_one_of(EVENT_TYPES, True)),
]
Stages = Annotated[
    list[str] | None,
    _filter("Stage, as planned.", "--stage", "-s", metavar="STAGE", callback=_one_of(STAGES, False)),
]
Actors = Annotated[
    list[str] | None,
    _filter("Who acts: part of a name, or a code as USA or MIL.", "--actor", "-a", metavar="WHO"),
]
Recipients = Annotated[
    list[str] | None,
    _filter("Whom it is done to: part of a name, or a code.", "--recipient", "-r", metavar="WHO"),
]
Sources = Annotated[
    list[str] | None,
    _filter("Who says so, at any step of the chain.", "--source", metavar="WHO"),
]
Anonymous = Annotated[
    bool | None,
    typer.Option(
        "--anonymous/--named",
        help="Only with, or only without, a source that is not named.",
        show_default=False,
    ),
]
Places = Annotated[
    list[str] | None,
    _filter("Where: part of a name, or a country code as MX.", "--place", "-p", metavar="PLACE"),
]
After = Annotated[
    str | None,
    _filter("Events on or after this day, month or year.", "--from", metavar="DATE", callback=_date),
]
Before = Annotated[
    str | None,
    _filter(
        "Events up to this day, month or year; what has no date is left out.", "--to", metavar="DATE", callback=_date
    ),
]
Polarity = Annotated[
    str | None,
    _filter("affirmed or negated.", "--polarity", metavar="POLARITY", callback=_one_of(POLARITIES, False)),
]
Documents = Annotated[
    list[str] | None,
    _filter("Id of a document, its beginning, or an ending that no other has.", "--document", "-d", metavar="ID"),
]


DEFAULT_LEDGER = Path("onrecord.db")


def _filters(
    ledger: LedgerPath = DEFAULT_LEDGER,
    types: Types = None,
    stages: Stages = None,
    actors: Actors = None,
    recipients: Recipients = None,
    sources: Sources = None,
    anonymous: Anonymous = None,
    places: Places = None,
    after: After = None,
    before: Before = None,
    polarity: Polarity = None,
    documents: Documents = None,
) -> None:
    """The options of every command that asks for claims."""


def with_filters(**more: tuple[Any, Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a command that takes a ledger and a filter one with an option for each field of the filter.

    `more` are its other options, each with its annotation and default.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        def filtered(ledger: Path, **given: Any) -> None:
            from onrecord.ledger import ClaimFilter

            own = {name: given.pop(name) for name in more}
            wanted: dict[str, Any] = {
                k: tuple(map(storable, v)) if isinstance(v, list) else v for k, v in given.items() if v is not None
            }
            if wanted.get("after") and wanted.get("before") and wanted["after"] > wanted["before"] + "T~":
                raise typer.BadParameter("this is after the day of --to", param_hint="--from")
            command(ledger, ClaimFilter(**wanted), **own)

        filtered.__name__ = command.__name__
        filtered.__doc__ = command.__doc__
        shared = inspect.signature(_filters, eval_str=True)
        own = [
            inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default, annotation=annotation)
            for name, (annotation, default) in more.items()
        ]
        # Typer makes its options of the signature
        filtered.__signature__ = shared.replace(parameters=[*shared.parameters.values(), *own])  # type: ignore[attr-defined]
        return filtered

    return decorate
