"""A claim at its permanent address: its passage, on whose word, why it was read so, and what became of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from onrecord.ledger import EventView, Ledger, StoredClaim, UnknownEventError
from onrecord.linking.event import Told
from onrecord.records import encode
from onrecord.views.citation import cite_claim, ready
from onrecord.views.closeup import on_claim
from onrecord.views.passage import reasons
from onrecord.views.wording import word
from onrecord.web.addresses import claim_path
from onrecord.web.asked import Question, opened
from onrecord.web.citing import consulted
from onrecord.web.judged import judged_before, what_was_done
from onrecord.web.page import Page, add_page

router = APIRouter()

FIELDS = (
    "type", "stage", "actor", "recipient", "source", "place", "start", "end", "polarity", "anonymous", "document",
)  # fmt: skip
"""What claims are filtered by; they know nothing of disputes and of the dates of reports."""

COLUMNS = (
    "claim", "event", "document", "outlet", "published", "type", "mode", "stage", "polarity", "certainty",
    "factuality", "actors", "recipients", "time", "place", "passage", "trigger", "version", "current", "extractor",
)  # fmt: skip


def claims(request: Request, question: Question) -> Page:
    """The current claims that the filters let through, in the order of the texts."""
    with opened(request, question) as ledger:
        found = ledger.some_claims(question.claims, question.size, question.offset)
    return Page(
        "claims.html",
        "Claims",
        context={"claims": found.items, "total": found.total, "fields": FIELDS},
        data={
            "total": found.total,
            "offset": question.offset,
            "claims": [encode(one.claim) | {"document": encode(one.document)} for one in found.items],
        },
        columns=COLUMNS,
        rows=[_row(one, None) for one in found.items],
    )


def _row(stored: StoredClaim, event: str | None) -> tuple[object, ...]:
    made, info = stored.claim, stored.document
    line = word(made, info)
    return (
        made.id, event, info.id, info.source, info.published, made.type, made.mode, made.stage, made.polarity,
        made.certainty, made.factuality, [p.name for p in made.actors], [p.name for p in made.recipients], line.date,
        line.place, made.sentence.text, made.trigger.text, stored.version, stored.current, stored.extractor,
    )  # fmt: skip


def claim(
    request: Request,
    question: Question,
    id: str,
    judged: Annotated[str | None, Query(max_length=64)] = None,
    changed: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Page:
    """One claim, also one that was replaced since."""
    with opened(request, question) as ledger:
        stored = ledger.claim(id)
        cited = ready(cite_claim(stored, consulted(request, ledger, question, claim_path(stored.claim.id))))
        view = event_of(ledger, stored)
        told = _member(stored, view)
        cautions = told.cautions if told else ledger.cautions(stored)
        made, info = stored.claim, stored.document
        judgements = on_claim(view.judgements, told) if view and told else judged_before(ledger, made, info.id)
        done = what_was_done(ledger, judged, changed)
    line = word(made, info)
    event = view.event if view else None
    return Page(
        "claim.html",
        f"{line.actors} · {line.act}" if line.actors else line.act,
        context={
            "stored": stored, "claim": made, "info": info, "line": line, "event": event, "told": told,
            "cautions": cautions, "judgements": judgements, "why": reasons(made), "here": claim_path(made.id),
            "done": done, "cited": cited,
        },
        data=encode(made)
        | {
            "document": encode(info), "version": stored.version, "current": stored.current,
            "extractor": stored.extractor, "event": event.id if event else None, "cautions": encode(cautions),
            "corrected": encode(told.corrected) if told else [], "judgements": encode(judgements),
        },
        columns=COLUMNS,
        rows=[_row(stored, event.id if event else None)],
    )  # fmt: skip


def event_of(ledger: Ledger, stored: StoredClaim) -> EventView | None:
    """The event that a claim is about; none where it was replaced, judged to be no event, or is not linked yet."""
    try:
        view = ledger.event(stored.claim.id)
    except UnknownEventError:
        return None
    return view if _member(stored, view) else None


def _member(stored: StoredClaim, view: EventView | None) -> Told | None:
    return next((one for one in view.told if one.claim.id == stored.claim.id), None) if view else None


add_page(router, "/claims", claims)
add_page(router, "/claims/{id}", claim)
