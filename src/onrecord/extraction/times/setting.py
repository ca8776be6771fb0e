"""What a time expression is read against, and what it comes to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from onrecord.extraction.times import calendar
from onrecord.records.vocabulary import TimeType


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression is read against.

    `today` is the day of publication (None: unknown); `tense` is "past", "present" or "future"; `told` is the value
    of the last calendar date told before, which "a day earlier" and "that year" refer to; `quarter` the value of the
    last quarter told before, the one reported on; `ends` the day on which the period is said to end.
    """

    today: date | None
    tense: str = "past"
    told: str | None = None
    quarter: str | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A TIMEX3 type and value; `days` only where they do not follow from the value."""

    type: TimeType
    value: str
    days: tuple[date | None, date | None] | None = None


Groups = dict[str, str | None]
"""The named parts of a pattern's match, in lower case."""


_AT_HAND = 60
"""Days back within which a day of a month is the one meant even where the tense looks ahead."""

_FINENESS = ("day", "week", "month", "quarter", "year", "decade", "vague")


def anchor(setting: Setting, unit: str = "year") -> date | None:
    """The first day of the time told last, else the day of publication.

    What was told last counts only where it is as fine as `unit`: "the same day" is no day of "1985".
    """
    told = calendar.days_of(setting.told) if setting.told else None
    if told is None or setting.told is None:
        return setting.today
    fineness = _FINENESS.index(calendar.precision_of(setting.told))
    return told[0] if fineness <= _FINENESS.index(unit if unit in _FINENESS else "year") else setting.today


def step_of(word: str | None) -> int:
    """-1 for last and past, 1 for next and coming, else 0."""
    if not word:
        return 0
    if re.search(r"last|past|previous|preceding", word):
        return -1
    return 1 if re.search(r"next|coming|following", word) else 0


def nearest(setting: Setting, made: Callable[[int], date], lead: str | None = None) -> date:
    """The year that the tense, or `lead`, asks for.

    Nobody leaves the year out of what is most of a year away: a day just past is meant, though the tense looks ahead;
    but what was done lies in the past, with a day of grace.
    """
    assert setting.today is not None
    today = setting.today
    options = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            options.append(made(year))
        except ValueError:
            continue
    if not options:
        raise ValueError("there is no such day")
    if step_of(lead) < 0:
        return max((day for day in options if day < today), default=options[0])
    if step_of(lead) > 0:
        return min((day for day in options if day > today), default=options[-1])
    if setting.tense == "future":
        later = [day for day in options if (day - today).days >= -_AT_HAND]
        return later[0] if later else options[-1]
    if setting.tense == "past":
        earlier = [day for day in options if (day - today).days <= 1]
        return earlier[-1] if earlier else options[0]
    return min(options, key=lambda day: abs((day - today).days))
