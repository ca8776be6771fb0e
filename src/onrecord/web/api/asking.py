"""What the API can be asked: the same names as in the addresses of the pages, each value checked, no other allowed."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from onrecord.ledger.moments import read_day, read_moment
from onrecord.records.vocabulary import EventType, Polarity, Stage
from onrecord.web.asked import LARGEST_PORTION, PORTION, Asked, BadQueryError
from onrecord.web.visits import is_ago, moment_since

_DAY = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"


def _moment(said: str) -> str:
    """Checked as pydantic asks for it: by a ValueError."""
    from onrecord.ledger import BadMomentError

    try:
        read_moment(said)
    except BadMomentError as error:
        raise ValueError(str(error)) from error
    return said


def _since(said: str) -> str:
    """A moment, or one so long ago, as the moment that it is."""
    if not is_ago(said):
        return _moment(said)
    try:
        return moment_since(said, datetime.now(UTC))
    except BadQueryError as error:
        raise ValueError(str(error)) from error


def _day(said: str) -> str:
    read_day(said)
    return said


def _words(said: str) -> str:
    if not any(c.isalnum() for c in said):
        raise ValueError("there is no word in it to search for")
    return said


Day = Annotated[str, Field(pattern=_DAY, max_length=10), AfterValidator(_day)]
"""A day, a month or a year."""
Moment = Annotated[
    str,
    AfterValidator(_moment),
    WithJsonSchema({"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}], "maxLength": 40}),
    Field(max_length=40),
]
"""A day (the end of it, in UTC), or a date and time (UTC, where it names no zone)."""
Since = Annotated[
    str,
    AfterValidator(_since),
    WithJsonSchema(
        {
            "type": "string",
            "anyOf": [{"format": "date"}, {"format": "date-time"}, {"pattern": "^[1-9][0-9]{0,2}[hdw]$"}],
            "maxLength": 40,
        }
    ),
    Field(max_length=40),
]
"""A moment, or so long ago: `12h`, `7d`, `2w`."""
Words = Annotated[
    str,
    AfterValidator(_words),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 500, "pattern": r"[\p{L}\p{N}]"}),
    Field(min_length=1, max_length=500),
]
"""Words that all stand in a text; in double quotes together; `word*` is the beginning of one."""
Id = Annotated[str, Path(min_length=1, max_length=200, description="The id, or the beginning of it.")]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Names = Annotated[list[Name], Field(max_length=20)]


class AtMoment(BaseModel):
    """The moment that is looked at."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: Moment | None = Field(
        None, description="Only what had been recorded by then; a day means its end, in UTC.", examples=["2025-04-08"]
    )
    reported_until: Day | None = Field(
        None, description="Only what was published up to this day, month or year.", examples=["2025-04"]
    )

    @property
    def asked(self) -> Asked:
        """The same question as the pages have it. Raises BadQueryError, BadMomentError."""
        values: dict[str, Any] = {}
        known = {one.name for one in fields(Asked)}
        for name in known & type(self).model_fields.keys():
            value = getattr(self, name)
            values[name] = tuple(value) if isinstance(value, list) else value
        return Asked(**values)


class Portioned(AtMoment):
    """The portion that is asked for."""

    page: int = Field(1, ge=1, le=1_000_000, description="Which portion, from 1. Follow `next` rather than count.")
    size: int = Field(PORTION, ge=1, le=LARGEST_PORTION, description="How many items a portion has.")


class _Filter(BaseModel):
    """What claims and events are chosen by. One of several values is enough; all parameters hold together."""

    type: list[EventType] = Field([], max_length=20, description="PLOVER type.")
    stage: list[Stage] = Field([], max_length=20, description="The stage; of an event the present one.")
    polarity: Polarity | None = Field(None, description="Whether it is affirmed or denied.")
    actor: Names = Field([], description="Who acts: part of a name, or a code as USA or MIL.")
    recipient: Names = Field([], description="Whom it is done to: part of a name, or a code.")
    source: Names = Field([], description="Who says so, at any step of the chain: part of a name, or a code.")
    place: Names = Field([], description="Where: part of a name, or a country code as MX.")
    document: Names = Field([], description="Id of a document, its beginning or its ending.")
    start: Day | None = Field(None, alias="from", description="On or after this day, month or year.")
    end: Day | None = Field(None, alias="to", description="Up to this day, month or year; the undated are left out.")


class ClaimsWanted(_Filter, AtMoment):
    """Which claims."""

    anonymous: bool | None = Field(None, description="Only with, or only without, a source that is not named.")


class EventsWanted(_Filter, AtMoment):
    """Which events."""

    disputed: bool | None = Field(None, description="Only those on which independent sources differ, or do not.")
    words: Words | None = Field(None, description="Words that all stand in one of its passages.")
    reported_from: Day | None = Field(None, description="Reported on or after this day, month or year.")
    reported_to: Day | None = Field(None, description="Reported up to this day, month or year.")


class SomeClaims(ClaimsWanted, Portioned):
    """Which claims, and which portion of them."""


class SomeEvents(EventsWanted, Portioned):
    """Which events, and which portion of them."""


class ChangesWanted(Portioned):
    """Since when what moved is asked for."""

    since: Since = Field(
        description="After this day or moment, or after one so long ago: `12h`, `7d`, `2w`.",
        examples=["2025-04-08", "7d"],
    )


class GroupsWanted(Portioned):
    """Which groups of documents."""

    alone: bool = Field(False, description="Also documents that stand alone.")


class PartiesWanted(Portioned):
    """Which parties."""

    words: str | None = Field(None, max_length=500, description="Words that all stand in one of its names.")


class SearchWanted(AtMoment):
    """What is searched for."""

    words: Words = Field(description='Words that all stand in title and text; "in quotes" together; `drone*`.')
    size: int = Field(20, ge=1, le=LARGEST_PORTION, description="How many documents are given at most.")


At = Annotated[AtMoment, Query()]
Some = Annotated[Portioned, Query()]
