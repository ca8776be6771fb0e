"""What an export is asked for, and the count of what it had to leave out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.ledger import ClaimFilter, EventFilter
    from onrecord.linking.event import Event
    from onrecord.views.exports.discretion import Discretion

    Wanted = ClaimFilter | EventFilter | Iterable[Event] | None
    """What is to be written: a filter of what the format takes, events themselves, or everything."""

Takes = Literal["claims", "events"]


class ExportUseError(OnrecordError):
    """An export was asked for something that its format cannot be asked for; the message says what to do."""


class Tally:
    """Counts what an export writes and what it leaves out, and why; it is complete when the export has ended."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._left: dict[tuple[str, str], int] = {}
        self._changed: dict[str, int] = {}

    def count(self, noun: str, number: int = 1) -> None:
        """Count things that came, be they written or left out; `noun` names one of them (`event`)."""
        self._seen[noun] += number

    def leave(self, noun: str, why: str, number: int = 1) -> None:
        """Count things that are left out, and say why (`no place`)."""
        self._left[noun, why] = self._left.get((noun, why), 0) + number

    def change(self, what: str, number: int = 1) -> None:
        """Count things that are written otherwise than they stand in the ledger (`names of private persons …`)."""
        self._changed[what] = self._changed.get(what, 0) + number

    def left(self, noun: str) -> int:
        """How many of a thing were left out."""
        return sum(number for (name, _), number in self._left.items() if name == noun)

    def seen(self, noun: str) -> int:
        """How many of a thing came."""
        return self._seen[noun]

    def lines(self) -> tuple[str, ...]:
        """What was left out or changed, one line each: `12 of 80 events left out: no place`."""
        left = (
            f"{number:,} of {max(self._seen[noun], number):,} {_plural(noun)} left out: {why}"
            for (noun, why), number in sorted(self._left.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
        )
        return (*left, *(f"{number:,} {what}" for what, number in self._changed.items()))


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


@dataclass(slots=True)
class Options:
    """How an export is written.

    `public` coarsens places to first-order regions and drops named private persons. `date_of_report` lets formats
    that need a date put an event without one on the day of its first report, marked as such, in place of leaving it
    out. `as_of` is the moment the ledger was opened at, for the formats that say so. `tally` counts what is left out;
    read it afterwards. `discretion` is made when it is first needed, which reads every document; give it on where
    several public exports are made of one ledger.
    """

    public: bool = False
    date_of_report: bool = False
    as_of: str | None = None
    tally: Tally = field(default_factory=Tally)
    discretion: Discretion | None = None
