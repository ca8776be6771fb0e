"""The days of an event, for formats that cannot do without a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from onrecord.linking.event import Event
    from onrecord.views.exports.model import Options


@dataclass(frozen=True, slots=True)
class Days:
    """First and last possible day, both inclusive; `basis` is the text, or the report that came first.

    `open` tells that only one side is known: from the first day on, or until the last.
    """

    start: date
    end: date
    basis: Literal["text", "report"]
    open: Literal["", "from", "until"] = ""

    @property
    def length(self) -> int:
        """How many days lie between them, both counted."""
        return (self.end - self.start).days + 1

    @property
    def after(self) -> date:
        """The day after the last one."""
        return self.end + timedelta(days=1) if self.end < date.max else self.end


def days_of(event: Event, options: Options) -> Days | None:
    """When an event is (to be), as the reports tell; of one they do not date, the first report's day if asked for.

    Where one side is open, the day that is known stands for both. Nothing where there is no date.
    """
    start, end = read_day(event.start), read_day(event.end)
    if start and end:
        return Days(min(start, end), max(start, end), "text")
    if start:
        return Days(start, start, "text", "from")
    if end:
        return Days(end, end, "text", "until")
    reported = read_day(event.first) if options.date_of_report else None
    return Days(reported, reported, "report") if reported else None


def read_day(said: str | None) -> date | None:
    """The day of an ISO date or date-time; nothing where it is none of the calendar."""
    try:
        return date.fromisoformat(said[:10]) if said else None
    except ValueError:
        return None


def undated(options: Options) -> str:
    """Why an event without a date is left out of a format that needs one."""
    if options.date_of_report:
        return "no date, neither in the reports nor of them"
    return "no date in the reports (`--date-of-report` puts them on the day of the first report)"
