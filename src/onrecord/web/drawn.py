"""Events as drawings and the tables beside them have them: what stands in a row, and how exact its date is."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from onrecord.ledger.drawing_model import MonthCount
from onrecord.linking.event import Event
from onrecord.views.events import word_event
from onrecord.web.addresses import event_path
from onrecord.web.asked import Asked
from onrecord.web.wording import leaning

Leaning = Literal["happened", "ahead", "denied"]

LEANINGS: dict[Leaning, str] = {
    "happened": "Reported as done, under way, attempted or stopped",
    "ahead": "Planned, considered, threatened, demanded or supposed: not reported as done",
    "denied": "Denied, or reported not to be so",
}
"""What stands in one panel of a drawing, in the order of the panels, with its title."""

YEARS = 12
"""Years that are counted by month; a longer period is counted by year."""

EXACTNESS: dict[str, str] = {
    "day": "to the day",
    "week": "to the week",
    "month": "to the month",
    "year": "to the year",
    "span": "within a span of days",
    "open": "open on one side",
}
"""How exactly a date is known, in words."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An event in one row of a drawing's table. `start` and `end` are inclusive; an open side is null."""

    id: str
    leaning: str
    stage: str
    polarity: str
    certainty: str
    disputed: bool
    type: str
    act: str
    start: str | None
    end: str | None
    date: str
    exactness: str
    place: str | None
    reports: int
    origins: int
    first: str | None
    last: str | None
    address: str


COLUMNS = (
    "id", "leaning", "stage", "polarity", "certainty", "disputed", "type", "act", "start", "end", "exactness", "place",
    "reports", "origins", "first", "last",
)  # fmt: skip
"""The columns of a drawing's table, as `.csv` has them."""


def drawn(event: Event, moment: Asked) -> Drawn:
    """The row of an event; `moment` is what its address keeps."""
    line = word_event(event)
    return Drawn(
        event.id, leaning(event.stage, event.polarity), event.stage, event.polarity, event.certainty, event.disputed,
        event.type, line.act, _day(event.start), _day(event.end), line.date, exactness(event.start, event.end),
        line.place or None, event.reports, event.origins, event.first, event.last,
        moment.address(event_path(event.id)),
    )  # fmt: skip


def row(one: Drawn) -> tuple[Any, ...]:
    """The cells of `COLUMNS`."""
    return tuple(getattr(one, name) for name in COLUMNS)


def exactness(start: str | None, end: str | None) -> str:
    """How exactly a date is known, as a word of `EXACTNESS`."""
    one, other = _date(start), _date(end)
    if one is None or other is None:
        return "open"
    days = (other - one).days + 1
    if days <= 1:
        return "day"
    whole = one.replace(day=1), one.replace(day=monthrange(one.year, one.month)[1])
    if (one, other) == whole:
        return "month"
    if (one.month, one.day, other.month, other.day) == (1, 1, 12, 31) and one.year == other.year:
        return "year"
    return "week" if days == 7 and one.weekday() == 0 else "span"


@dataclass(frozen=True, slots=True)
class Period:
    """How many events begin in a month or year (`2025-03`, `2025`), by leaning."""

    period: str
    happened: int
    ahead: int
    denied: int
    address: str


@dataclass(frozen=True, slots=True)
class Overview:
    """How many events begin when. What is drawn runs from `first` to `last`; `before` and `after` it begin few."""

    periods: tuple[Period, ...]
    first: str
    last: str
    before: int
    after: int


def overview(counts: Sequence[MonthCount], question: Asked, path: str) -> Overview | None:
    """Months in their order, or years where most events are spread over more than `YEARS`; each with its address.

    A single event of the Middle Ages, or planned for the year 2100, would leave no room for all others: what is drawn
    holds all but the outermost events on either side (`OUTER` of all), and the table all. Nothing without a date.
    """
    months: dict[str, dict[str, int]] = {}
    for count in counts:
        if count.month is not None:
            own = months.setdefault(count.month, dict.fromkeys(LEANINGS, 0))
            own[leaning(count.stage, count.polarity)] += count.events
    if not months:
        return None
    first, last = _middle(months)
    length = 4 if int(last[:4]) - int(first[:4]) >= YEARS else 7
    tally: dict[str, dict[str, int]] = {}
    for month, own in sorted(months.items()):
        total = tally.setdefault(month[:length], dict.fromkeys(LEANINGS, 0))
        for name, events in own.items():
            total[name] += events
    first, last = first[:length], last[:length]
    made = tuple(
        Period(period, **own, address=question.address(path, start=period, end=period)) for period, own in tally.items()
    )
    return Overview(
        made, first, last,
        sum(one.happened + one.ahead + one.denied for one in made if one.period < first),
        sum(one.happened + one.ahead + one.denied for one in made if one.period > last),
    )  # fmt: skip


OUTER = 0.02
"""The share of events on either side that an overview may leave undrawn."""


def _middle(months: Mapping[str, Mapping[str, int]]) -> tuple[str, str]:
    """The months between which all but the outermost events begin."""
    ordered = sorted(months)
    spare = OUTER * sum(sum(own.values()) for own in months.values())

    def edge(listed: Sequence[str]) -> str:
        passed = 0
        for month in listed:
            passed += sum(months[month].values())
            if passed > spare:
                return month
        return listed[-1]

    return edge(ordered), edge(ordered[::-1])


def _day(said: str | None) -> str | None:
    return said[:10] if said else None


def _date(said: str | None) -> date | None:
    try:
        return date.fromisoformat((said or "")[:10])
    except ValueError:
        return None
