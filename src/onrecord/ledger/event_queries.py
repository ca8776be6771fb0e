"""Questions about events as SQL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, text

from onrecord.ledger import sqlite
from onrecord.ledger.addressing import event_groups, holds
from onrecord.ledger.linked_model import EventFilter
from onrecord.ledger.linked_schema import anchors, events, memberships, told
from onrecord.ledger.linked_schema import groups as event_group
from onrecord.ledger.moments import Sight
from onrecord.ledger.queries import published
from onrecord.ledger.schema import claims, documents, extractions, versions
from onrecord.ledger.writing import fold


def event_list(sight: Sight, wanted: EventFilter, table: Any = events) -> Select[Any]:
    """The events that a filter lets through, those reported last first; dates that are unknown come last."""
    return (
        select(table.c.id, table.c.record, table.c.first, table.c.last)
        .where(*holds(table, sight.at), *_rests_on(sight, wanted, table), *conditions(wanted, table))
        .order_by(table.c.last.is_(None), table.c.last.desc(), table.c.id)
    )


def conditions(wanted: EventFilter, table: Any) -> list[ColumnElement[bool]]:
    """What a filter asks of an event as it is summed up."""
    found: list[ColumnElement[bool]] = []
    if wanted.types:
        found.append(table.c.type.in_([value.upper() for value in wanted.types]))
    if wanted.stages:
        found.append(table.c.stage.in_([value.lower() for value in wanted.stages]))
    if wanted.polarity:
        found.append(table.c.polarity == wanted.polarity.lower())
    if wanted.disputed is not None:
        found.append(table.c.disputed == wanted.disputed)
    for name, values in (("actor", wanted.actors), ("recipient", wanted.recipients), ("source", wanted.sources)):
        if values:
            found.append(_named(table.c[f"{name}s"], table.c[f"{name}_codes"], values))
    if wanted.places:
        found.append(_named(table.c.places, table.c.place_codes, wanted.places))
    found += _between(table.c.start, table.c.end, wanted.after, wanted.before)
    found += _between(table.c.first, table.c.last, wanted.reported_after, wanted.reported_before)
    return found


def _named(words: Any, codes: Any, values: Iterable[str]) -> ColumnElement[bool]:
    either = []
    for value in values:
        either += [
            words.contains(fold(value), autoescape=True),
            codes.contains(f" {value.upper()} ", autoescape=True),
        ]
    return or_(*either)


def _between(start: Any, end: Any, after: str | None, before: str | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if after or before:
        found.append(or_(start.is_not(None), end.is_not(None)))
    # ISO dates compare as text; a date-time is later than its bare date, so a day's end is written "T~"
    if after:
        found.append(or_(end.is_(None), end >= after))
    if before:
        found.append(or_(start.is_(None), start <= before + "T~"))
    return found


def _rests_on(sight: Sight, wanted: EventFilter, table: Any) -> list[ColumnElement[bool]]:
    """What a filter asks of the claims of an event, and of their documents."""
    found = []
    held = event_groups(event_group.c.id).join(memberships, memberships.c.group == event_group.c.key)
    held = held.join(told, told.c.anchor == memberships.c.anchor)
    held = held.where(*holds(event_group, sight.at), *holds(memberships, sight.at), *holds(told, sight.at))
    if sight.reported_until is not None:
        held = held.join(claims, claims.c.key == told.c.claim).join(
            extractions, extractions.c.key == claims.c.extraction
        )
        held = held.join(versions, versions.c.key == extractions.c.version).where(published(sight))
    if wanted.words is not None:
        matching = text("SELECT rowid FROM claim_search WHERE claim_search MATCH :expression").bindparams(
            expression=sqlite.match_expression(wanted.words)
        )
        found.append(table.c.id.in_(held.where(told.c.claim.in_(matching.columns(told.c.claim)))))
    if wanted.documents:
        either = or_(*(_document(value) for value in wanted.documents))
        own = select(anchors.c.key).join(documents, documents.c.key == anchors.c.document).where(either)
        found.append(table.c.id.in_(held.where(told.c.anchor.in_(own))))
    return found


def _document(value: str) -> ColumnElement[bool]:
    return or_(documents.c.id.startswith(value, autoescape=True), documents.c.id.endswith(value, autoescape=True))
