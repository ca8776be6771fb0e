"""A timeline of an entity: its entries, each one event with all that mentions it."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.records import Span


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """Words of a document that name an event."""

    document: str
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. Entries of equal `order` happen at one time; order 0 is without a place in time.

    `date` is an ISO day, month or year; null where it is unknown.
    """

    order: int
    date: str | None
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The entries of one entity, in their order."""

    entity: str
    entries: tuple[Entry, ...] = ()
