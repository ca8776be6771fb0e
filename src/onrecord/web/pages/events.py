"""Events: the list of them, and one of them with all that it rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from onrecord.ledger import EventView, Ledger
from onrecord.linking.outlets import Outlets
from onrecord.records import encode
from onrecord.views.citation import cite_event, ready
from onrecord.views.closeup import Telling, around, contradictions, tellings
from onrecord.views.eventpage import addresses, fields, joined
from onrecord.views.events import event_value, word_event
from onrecord.views.ladder import rungs, voices_of
from onrecord.web.addresses import event_path
from onrecord.web.asked import Question, opened, outlets_of
from onrecord.web.citing import consulted
from onrecord.web.judged import what_was_done
from onrecord.web.page import Page, add_page

router = APIRouter()

WORDINGS = 25
"""Wordings of an event on its page at once."""
ARTICLES = 8
"""Articles that the page of an event holds, folded; the others are a step away."""
LONGEST_SIDE = 20_000
"""Characters of an article on either side of a passage; the page of the document has all of it."""

CLAIM_COLUMNS = (
    "event", "claim", "document", "outlet", "published", "origin", "type", "stage", "polarity", "certainty",
    "factuality", "passage", "trigger", "corrected", "cautions",
)  # fmt: skip
EVENT_COLUMNS = (
    "id", "type", "stage", "polarity", "certainty", "disputed", "sentence", "actors", "recipients", "start", "end",
    "place", "country", "lat", "lon", "reports", "origins", "speakers", "named", "first", "last", "credibility",
)  # fmt: skip


def events(request: Request, question: Question) -> Page:
    """The events that the filters let through, those reported last first."""
    with opened(request, question) as ledger:
        found = ledger.some_events(question.events, question.size, question.offset)
    return Page(
        "events.html",
        "Events",
        context={"events": found.items, "total": found.total},
        data={"total": found.total, "offset": question.offset, "events": [event_value(e) for e in found.items]},
        columns=EVENT_COLUMNS,
        rows=[
            (
                e.id, e.type, e.stage, e.polarity, e.certainty, e.disputed, e.sentence, e.actors, e.recipients, e.start,
                e.end, e.place, e.place_country, e.lat, e.lon, e.reports, e.origins, e.speakers, e.named, e.first,
                e.last, e.credibility,
            )
            for e in found.items
        ],
    )  # fmt: skip


def event(
    request: Request,
    question: Question,
    id: str,
    judged: Annotated[str | None, Query(max_length=64)] = None,
    changed: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Page:
    """One event: its ladder, on whose word, passages, contradictions, and what was judged of it."""
    outlets = outlets_of(request)
    with opened(request, question) as ledger:
        view = ledger.event(id)
        told = tellings(view.told, outlets)
        shown = _with_articles(ledger, told[question.offset :][:WORDINGS])
        done = what_was_done(ledger, judged, changed)
        cited = ready(cite_event(view, consulted(request, ledger, question, event_path(view.event.id))))
    return Page(
        "event.html",
        word_event(view.event).act,
        context={
            "event": view.event, "view": view, "here": event_path(view.event.id), "fields": fields(view.event)[1:],
            "rungs": rungs(view.event, view.told), "voices": voices_of(view.told, outlets),
            "contradictions": contradictions(view), "tellings": shown, "wordings": len(told),
            "leads": addresses(view.led_from), "joined": joined(view), "done": done, "cited": cited,
        },
        data=_value(view, outlets),
        columns=CLAIM_COLUMNS,
        rows=[
            (
                view.event.id, m.claim.id, m.document.id, m.document.source, m.document.published, m.origin,
                m.claim.type, m.claim.stage, m.claim.polarity, m.claim.certainty, m.claim.factuality,
                m.claim.sentence.text, m.claim.trigger.text, m.corrected, m.cautions,
            )
            for m in view.told
        ],
    )  # fmt: skip


def _with_articles(ledger: Ledger, shown: tuple[Telling, ...]) -> list[Telling]:
    wanted = list(dict.fromkeys(one.told.document.id for one in shown))[:ARTICLES]
    texts = {one.document.id: one.document for one in ledger.extractions(of=wanted)} if wanted else {}
    return [_with_article(one, texts) for one in shown]


def _with_article(one: Telling, texts: dict[str, Any]) -> Telling:
    if one.told.document.id not in texts:
        return one
    before, after = around(one.told.claim, texts[one.told.document.id])
    if len(before) > LONGEST_SIDE:
        before = "… " + before[-LONGEST_SIDE:]
    if len(after) > LONGEST_SIDE:
        after = after[:LONGEST_SIDE] + " …"
    return replace(one, article=(before, after))


def _value(view: EventView, outlets: Outlets) -> dict[str, object]:
    rest = {name: encode(getattr(view, name)) for name in ("told", "judgements", "decisions", "led_from")}
    letters = {
        member.document.source: outlets.letter(member.document.source, member.document.url)
        for member in view.told
        if member.document.source
    }
    return event_value(view.event) | rest | {"reliability": dict(sorted(letters.items()))}


add_page(router, "/events", events)
add_page(router, "/events/{id}", event)
