"""Events, what moved in them, and how documents hang together: origins and stories."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from onrecord.ledger import EventChange, Ledger, Portion, StoredGroup
from onrecord.ledger.portions import GroupRelation
from onrecord.web.api import values
from onrecord.web.api.answering import NDJSON, UNCOUNTED, begun, lines, portion, problems, whole
from onrecord.web.api.asking import At, ChangesWanted, EventsWanted, GroupsWanted, Id, SomeEvents
from onrecord.web.api.prefix import routed
from onrecord.web.api.shapes import ChangeShown, EventRead, EventShown, Items

router = routed("events")

LOOKED_AT = 4
"""Events touched last that are looked at for each of which something is told: mere repeats move nothing."""


@router.get("/events", response_model=Items[EventShown])
def events(request: Request, asked: Annotated[SomeEvents, Query()]) -> Response:
    """List events, those reported last first."""
    question = asked.asked
    return portion(
        request,
        question,
        lambda ledger: ledger.some_events(question.events, question.size, question.offset),
        values.event_shown,
    )


@router.get(
    "/events.ndjson",
    response_class=Response,
    responses={200: {"content": {NDJSON: {"schema": {"type": "string"}}}, "description": "One event a line."}},
)
def all_events(request: Request, asked: Annotated[EventsWanted, Query()]) -> Response:
    """Stream all events that are asked for, one a line."""
    question = asked.asked
    return lines(request, question, lambda ledger: ledger.events(question.events), values.event_shown)


@router.get("/events/{id}", response_model=EventRead, responses=problems(404, 410))
def event(request: Request, id: Id, asked: At) -> Response:
    """Give an event with all that it rests on. An id that it once had, or that of a claim of it, leads here too."""
    return whole(request, asked.asked, lambda ledger: values.event_read(ledger.event(id)))


@router.get("/changes", response_model=Items[ChangeShown])
def changes(request: Request, asked: Annotated[ChangesWanted, Query()]) -> Response:
    """List what moved since a moment, up to `as_of` (now), the latest first. Mere repeats move nothing."""
    question = asked.asked

    def listed(ledger: Ledger) -> Portion[EventChange]:
        needed = question.offset + question.size + 1
        found = begun(ledger.changes(asked.since, latest=LOOKED_AT * needed), question)
        # where the last that were touched do not fill the portion, all are looked at
        return found if found.total == UNCOUNTED else begun(ledger.changes(asked.since), question)

    return portion(request, question, listed, values.change_shown)


@router.get("/origins", response_model=Items[StoredGroup])
def origins(request: Request, asked: Annotated[GroupsWanted, Query()]) -> Response:
    """List groups of documents that only repeat one report, the report itself first in each."""
    return _groups(request, asked, "origin")


@router.get("/stories", response_model=Items[StoredGroup])
def stories(request: Request, asked: Annotated[GroupsWanted, Query()]) -> Response:
    """List groups of documents whose main event is the same, the oldest first in each."""
    return _groups(request, asked, "story")


def _groups(request: Request, asked: GroupsWanted, relation: GroupRelation) -> Response:
    question = asked.asked
    return portion(
        request,
        question,
        lambda ledger: ledger.some_groups(relation, question.size, question.offset, asked.alone),
    )
