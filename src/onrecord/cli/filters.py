"""Options that choose claims or events, the same for every command that asks for either."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.cli.complaints import complain
from onrecord.cli.moments import day, recorded_by
from onrecord.cli.options import DEFAULT_LEDGER, Json, LedgerPath, Outlets, storable
from onrecord.cli.trust import how_counted
from onrecord.records.vocabulary import EVENT_TYPES, POLARITIES, STAGES

if TYPE_CHECKING:
    from onrecord.ledger import ClaimFilter, Ledger
    from onrecord.linking.event import Event
    from onrecord.linking.outlets import Counting


def _one_of(allowed: tuple[str, ...], upper: bool) -> Any:
    def check(values: list[str] | str | None) -> list[str] | str | None:
        for value in [values] if isinstance(values, str) else values or []:
            if (value.upper() if upper else value.lower()) not in allowed:
                raise typer.BadParameter(f"{value!r} is none of {', '.join(allowed)}")
        return values

    return check


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
        help="Only with, or only without, a source that is not identified, such as officials.",
        show_default=False,
    ),
]
Places = Annotated[
    list[str] | None,
    _filter("Where: part of a name, or a country code as MX.", "--place", "-p", metavar="PLACE"),
]
After = Annotated[
    str | None,
    _filter("Events on or after this day, month or year.", "--from", metavar="DATE", callback=day),
]
Before = Annotated[
    str | None,
    _filter(
        "Events up to this day, month or year; what has no date is left out.", "--to", metavar="DATE", callback=day
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
Disputed = Annotated[
    bool | None,
    typer.Option(
        "--disputed/--undisputed",
        help="Only those on which independent sources differ, or do not.",
        show_default=False,
    ),
]
Words = Annotated[
    str | None,
    _filter("Words that all stand in one of its passages, as for `find`.", "--words", "-w", metavar="TEXT"),
]
ReportedFrom = Annotated[
    str | None,
    _filter("Reported on or after this day, month or year.", "--reported-from", metavar="DATE", callback=day),
]
ReportedTo = Annotated[
    str | None,
    _filter("Reported up to this day, month or year.", "--reported-to", metavar="DATE", callback=day),
]
AsOf = Annotated[
    str | None,
    _filter(
        "The ledger as it was at the end of this day, or at this time: nothing that was recorded later.",
        "--as-of",
        metavar="DATE",
        callback=recorded_by,
    ),
]
ReportedUntil = Annotated[
    str | None,
    _filter(
        "Only what articles dated up to this day, month or year report.",
        "--reported-until",
        metavar="DATE",
        callback=day,
    ),
]


AS_JSON = (Json, False)
"""The option `--json` as `with_filters` takes it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which ledger is asked, as it was known when, for what; `outlets` is the user's file of outlets.

    What is asked `for_events` is told with origins counted as that file says.
    """

    path: Path
    as_of: str | None = None
    reported_until: str | None = None
    outlets: Path | None = None
    given: dict[str, Any] = field(default_factory=dict)
    for_events: bool = False

    @contextmanager
    def opened(self) -> Iterator[Ledger]:
        """The ledger, as it was then, with origins counted as the user wants. Raises LedgerError, OutletsError."""
        counted = how_counted(self.outlets) if self.for_events else None
        with open_ledger(self.path, self.as_of, self.reported_until, counted) as ledger:
            yield ledger

    @property
    def claims(self) -> ClaimFilter:
        """The filter of claims. Raises BadParameter where an option was given that only events have."""
        from onrecord.ledger import ClaimFilter

        for name, option in _OF_EVENTS.items():
            if self.given.get(name) is not None:
                raise typer.BadParameter("this is for events and does not go with --claims", param_hint=option)
        return ClaimFilter(**self._fields())

    def events(self, ledger: Ledger) -> Iterator[Event]:
        """The events that are asked for, those reported last first."""
        from onrecord.ledger import EventFilter

        fields = self._fields()
        anonymous = fields.pop("anonymous", None)
        found = ledger.events(EventFilter(**fields))
        return (event for event in found if anonymous is None or (event.named < event.speakers) == anonymous)

    def _fields(self) -> dict[str, Any]:
        return {name: _asked_for(value) for name, value in self.given.items() if value is not None}


def _asked_for(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(storable, value))
    return storable(value) if isinstance(value, str) else value


@contextmanager
def open_ledger(
    path: Path, as_of: str | None = None, reported_until: str | None = None, counted: Counting | None = None
) -> Iterator[Ledger]:
    """A ledger to be asked, as it was known at a time, or what articles up to a day say. Raises LedgerError.

    `counted` is how origins are counted. Where it held nothing yet at that time, that is said, since every answer is
    empty then.
    """
    from onrecord.ledger import Ledger

    with Ledger(path, create=False, as_of=as_of, reported_until=reported_until, counted=counted) as ledger:
        say_not_begun(ledger, as_of)
        yield ledger


def say_not_begun(ledger: Ledger, as_of: str | None) -> None:
    """Say on standard error that a ledger held nothing yet at a time."""
    begun = ledger.begun() if as_of else None
    if as_of and begun and as_of < begun:
        complain(
            f"{ledger.path} held nothing at that time: its first article was recorded on {begun[:10]}; "
            "--reported-until asks what articles said up to a day"
        )


_OF_EVENTS = {
    "words": "--words",
    "disputed": "--disputed",
    "reported_after": "--reported-from",
    "reported_before": "--reported-to",
}


def _of_claims(
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
    as_of: AsOf = None,
    reported_until: ReportedUntil = None,
) -> None:
    """The options of every command that asks for claims."""


def _of_events(
    words: Words = None,
    disputed: Disputed = None,
    reported_after: ReportedFrom = None,
    reported_before: ReportedTo = None,
    outlets: Outlets = None,
) -> None:
    """The options that commands which ask for events have beside those."""


_PERIODS = (
    ("after", "before", "--from", "--to"),
    ("reported_after", "reported_before", "--reported-from", "--reported-to"),
)


def with_filters(events: bool = False, **more: tuple[Any, Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a command that takes what is asked for (`Asked`) one with an option for each field of the filter.

    `events` adds the options that only events have; `more` are the command's other options, each with its
    annotation and default.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        def filtered(ledger: Path, **given: Any) -> None:
            own = {name: given.pop(name) for name in more}
            asked = {name: given.pop(name, None) for name in ("as_of", "reported_until", "outlets")}
            for start, end, first, last in _PERIODS:
                if given.get(start) and given.get(end) and given[start] > given[end] + "T~":
                    raise typer.BadParameter(f"this is after the day of {last}", param_hint=first)
            command(Asked(ledger, **asked, given=given, for_events=events), **own)

        filtered.__name__ = command.__name__
        filtered.__doc__ = command.__doc__
        shared = list(inspect.signature(_of_claims, eval_str=True).parameters.values())
        if events:
            shared[-2:-2] = inspect.signature(_of_events, eval_str=True).parameters.values()
        own = [
            inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default, annotation=annotation)
            for name, (annotation, default) in more.items()
        ]
        # Typer makes its options of the signature
        filtered.__signature__ = inspect.Signature([*shared, *own])  # type: ignore[attr-defined]
        return filtered

    return decorate
