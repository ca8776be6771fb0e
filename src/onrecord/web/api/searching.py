"""Search in the texts, and the timeline."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from onrecord.ledger import Found, Ledger, Portion
from onrecord.web.api import values
from onrecord.web.api.answering import portion
from onrecord.web.api.asking import SearchWanted, SomeEvents
from onrecord.web.api.prefix import routed
from onrecord.web.api.shapes import FoundDocument, Items, TimelineItem

router = routed("search and timeline")


@router.get("/search", response_model=Items[FoundDocument])
def search(request: Request, asked: Annotated[SearchWanted, Query()]) -> Response:
    """Find documents in whose title and text all words stand, the best first; `total` counts those given."""
    question = asked.asked

    def found(ledger: Ledger) -> Portion[Found]:
        items = tuple(ledger.find(asked.words, question.size))
        return Portion(items, len(items))

    return portion(request, question, found, values.found_document)


@router.get("/timeline", response_model=Items[TimelineItem])
def timeline(request: Request, asked: Annotated[SomeEvents, Query()]) -> Response:
    """List events by their own dates, each with its section; those without a date come last."""
    question = asked.asked
    return portion(
        request,
        question,
        lambda ledger: ledger.some_events(question.events, question.size, question.offset, by="date"),
        values.timeline_item,
    )
