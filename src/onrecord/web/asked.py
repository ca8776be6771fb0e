"""What an address asks for: filters, range, moment and portion, read from its query and written into links again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

from fastapi import Depends, Query, Request

from onrecord.errors import OnrecordError
from onrecord.ledger import ClaimFilter, EventFilter, Ledger
from onrecord.ledger.moments import read_day
from onrecord.linking import outlets as described_outlets
from onrecord.linking.outlets import Outlets, counting
from onrecord.records.vocabulary import EVENT_TYPES, POLARITIES, STAGES
from onrecord.web.settings import Settings

PORTION = 50
"""Rows of a page where the address does not say."""
LARGEST_PORTION = 500

PATIENCE = 20.0
"""Seconds after which a question is broken off; on a ledger of 6,000 articles the slowest takes about one."""
WAIT = 10.0
"""Seconds to wait for another process that is writing to the ledger."""


class BadQueryError(OnrecordError):
    """The query of an address asks for something that makes no sense; the message says what to change."""


class StaleFormError(OnrecordError):
    """What a form was made for was judged meanwhile by another; the message says how, and what to do."""


Words = Annotated[str | None, Query(max_length=500)]
Many = Annotated[list[str], Query(max_length=20)]


@dataclass(frozen=True, slots=True)
class Asked:
    """The state of a view, all of it in its address. Names are those of the command line's options."""

    type: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    polarity: str | None = None
    disputed: bool | None = None
    anonymous: bool | None = None
    words: str | None = None
    since: str | None = None
    start: str | None = field(default=None, metadata={"query": "from"})
    end: str | None = field(default=None, metadata={"query": "to"})
    reported_from: str | None = None
    reported_to: str | None = None
    as_of: str | None = None
    reported_until: str | None = None
    page: int = 1
    size: int = PORTION

    def __post_init__(self) -> None:
        """Check the values. Raises BadQueryError and BadMomentError."""
        for name, allowed in (("type", EVENT_TYPES), ("stage", STAGES)):
            for value in getattr(self, name):
                if value not in allowed:
                    raise BadQueryError(f"{name}={value!r} is none of {', '.join(allowed)}")
        if self.polarity is not None and self.polarity not in POLARITIES:
            raise BadQueryError(f"polarity={self.polarity!r} is none of {', '.join(POLARITIES)}")
        for name in ("start", "end", "reported_from", "reported_to"):
            value = getattr(self, name)
            if value is not None:
                read_day(value)
        if not 1 <= self.size <= LARGEST_PORTION or not 1 <= self.page <= 1_000_000:
            raise BadQueryError(f"page counts from 1, and size is 1 to {LARGEST_PORTION}")

    @property
    def offset(self) -> int:
        """How many rows stand before this portion."""
        return (self.page - 1) * self.size

    @property
    def events(self) -> EventFilter:
        """The filter of events."""
        return EventFilter(
            types=self.type, stages=self.stage, polarity=self.polarity, actors=self.actor, recipients=self.recipient,
            sources=self.source, places=self.place, after=self.start, before=self.end,
            reported_after=self.reported_from, reported_before=self.reported_to, disputed=self.disputed,
            documents=self.document, words=self.words,
        )  # fmt: skip

    @property
    def claims(self) -> ClaimFilter:
        """The filter of claims, which know nothing of disputes, words and dates of reports."""
        return ClaimFilter(
            types=self.type, stages=self.stage, actors=self.actor, recipients=self.recipient, sources=self.source,
            anonymous=self.anonymous, places=self.place, after=self.start, before=self.end, polarity=self.polarity,
            documents=self.document,
        )  # fmt: skip

    def changed(self, **values: Any) -> Asked:
        """The same question with other values; a filter that changes begins at the first portion again."""
        if "page" not in values and set(values) - {"size"}:
            values["page"] = 1
        return replace(self, **values)

    @property
    def query(self) -> str:
        """What is asked for as a query, without the question mark; what has its default is left out."""
        pairs: list[tuple[str, str]] = []
        for one in fields(self):
            value = getattr(self, one.name)
            if value == one.default:
                continue
            name = one.metadata.get("query", one.name)
            values = value if isinstance(value, tuple) else (str(value).lower() if isinstance(value, bool) else value,)
            pairs += [(name, str(item)) for item in values]
        return urlencode(pairs)

    def address(self, path: str, **changes: Any) -> str:
        """`path` with this question, changed, as its query. `path` is quoted here."""
        query = (self.changed(**changes) if changes else self).query
        return quote(path, safe="/:@!$&'()*+,;=~-._") + (f"?{query}" if query else "")

    @property
    def moment(self) -> Asked:
        """Only the moment that is looked at, which links to other pages keep."""
        return Asked(as_of=self.as_of, reported_until=self.reported_until)


def asked(
    type: Many = [],  # noqa: B006 - FastAPI copies defaults
    stage: Many = [],  # noqa: B006
    actor: Many = [],  # noqa: B006
    recipient: Many = [],  # noqa: B006
    source: Many = [],  # noqa: B006
    place: Many = [],  # noqa: B006
    document: Many = [],  # noqa: B006
    polarity: Words = None,
    disputed: Literal["true", "false", ""] | None = None,
    anonymous: Literal["true", "false", ""] | None = None,
    words: Words = None,
    since: Words = None,
    start: Annotated[str | None, Query(alias="from", max_length=40)] = None,
    end: Annotated[str | None, Query(alias="to", max_length=40)] = None,
    reported_from: Words = None,
    reported_to: Words = None,
    as_of: Words = None,
    reported_until: Words = None,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    size: Annotated[int, Query(ge=1, le=LARGEST_PORTION)] = PORTION,
) -> Asked:
    """The question of an address, for FastAPI; fields that a form sends empty are not set. Raises BadQueryError."""

    def many(values: list[str], upper: bool | None = None) -> tuple[str, ...]:
        given = [value.strip() for value in values if value.strip()]
        return tuple(given if upper is None else [v.upper() if upper else v.lower() for v in given])

    def one(value: str | None) -> str | None:
        return (value or "").strip() or None

    return Asked(
        type=many(type, True), stage=many(stage, False), actor=many(actor), recipient=many(recipient),
        source=many(source), place=many(place), document=many(document), polarity=one(polarity),
        disputed=_flag(disputed), anonymous=_flag(anonymous), words=one(words), since=one(since), start=one(start),
        end=one(end), reported_from=one(reported_from), reported_to=one(reported_to), as_of=one(as_of),
        reported_until=one(reported_until), page=page, size=size,
    )  # fmt: skip


def _flag(value: str | None) -> bool | None:
    return None if not value else value == "true"


Question = Annotated[Asked, Depends(asked)]
"""What an address asks for, as a parameter of a page."""


def settings_of(request: Request) -> Settings:
    """The settings that the application was made with."""
    found: Settings = request.app.state.settings
    return found


def outlets_of(request: Request) -> Outlets:
    """What the user says of outlets; nothing where there is no such file. Raises OutletsError."""
    path = settings_of(request).outlets
    return Outlets() if path is None else _outlets(path, _changed(path))


def counting_of(request: Request) -> str:
    """What tells answers that count origins in one way from those that count them in another; empty for the usual."""
    path = settings_of(request).outlets
    return f"{path} {_changed(path)}" if path is not None and outlets_of(request).count_owner_once else ""


def _changed(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0


@lru_cache(maxsize=2)
def _outlets(path: Path, changed: float) -> Outlets:  # noqa: ARG001
    """The file as it was when it last changed; `changed` is part of the key, so that it is read again."""
    return described_outlets.load(path)


@contextmanager
def opened(request: Request, question: Asked | None = None, patience: float | None = PATIENCE) -> Iterator[Ledger]:
    """The ledger, as it was known at the moment that is asked for; for one request. Raises LedgerError, OutletsError.

    Origins are counted as the user's file of outlets says. What reads is broken off after `patience` seconds
    (SlowQuestionError); what writes is not.
    """
    at = question or Asked()
    path = settings_of(request).ledger
    with Ledger(
        path,
        create=False,
        wait=WAIT,
        patience=patience if request.method in ("GET", "HEAD") else None,
        as_of=at.as_of,
        reported_until=at.reported_until,
        counted=counting(outlets_of(request)),
    ) as ledger:
        yield ledger


def described(question: Asked) -> Mapping[str, Any]:
    """The values that are set, by their names in the address."""
    return {
        one.metadata.get("query", one.name): getattr(question, one.name)
        for one in fields(question)
        if getattr(question, one.name) != one.default
    }
