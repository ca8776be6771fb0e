"""Today: what changed since the last visit, by step of the ladder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse

from onrecord.ledger import EventChange
from onrecord.linking.event import Event
from onrecord.views.changes import change_value, summary
from onrecord.views.steps import by_step, step_of
from onrecord.web.asked import Asked, Question, opened, settings_of
from onrecord.web.page import YEAR, Page, add_page
from onrecord.web.visits import VISIT, Visit, moment_since, stamp, visit

router = APIRouter()

MOST = 150
"""Changes on a page; a morning that brings more is better read by filter, and the page says that there are more."""
LOOKED_AT = 1_000
"""Events touched last that a filter chooses from; what a page may cost in time allows no more."""

SPANS = (("24h", "a day"), ("7d", "a week"), ("30d", "30 days"))
"""What the page offers to look back over, beside the last visit."""

_FILTERED = ("type", "stage", "actor", "recipient", "place", "polarity", "disputed")


def today(request: Request, question: Question) -> Page:
    """What moved since the last visit, or since when the address says, up to the moment that is looked at."""
    now = datetime.now(UTC)
    cookie = settings_of(request).cookie(VISIT)
    known = visit(request.cookies.get(cookie), now)
    own = question.since is None and question.as_of is None
    since = _since(question, known, now)
    with opened(request, question) as ledger:
        filtered = any(getattr(question, name) not in ((), None) for name in _FILTERED)
        changes = ledger.changes(since, latest=LOOKED_AT if filtered else MOST + 1)
        found = list(islice(_wanted(changes, question), MOST + 1))
        last = None if found else ledger.last_moved()
    more, found = len(found) > MOST, found[:MOST]
    return Page(
        "today.html",
        "Today",
        context={
            "groups": by_step(found), "summary": summary(found), "more": more, "most": MOST, "since": since,
            "last": last, "own": own, "first": cookie not in request.cookies, "now": stamp(now), "spans": SPANS,
            "fields": _FILTERED,
        },
        data=[change_value(change) for change in found],
        columns=(
            "id", "step", "kinds", "notes", "at", "type", "stage", "polarity", "sentence", "reports", "origins",
            "speakers", "named", "first", "last",
        ),
        rows=[_row(change) for change in found],
        cookies={cookie: known.cookie} if own else {},
    )  # fmt: skip


def _since(question: Asked, known: Visit, now: datetime) -> str:
    if question.since is not None:
        return moment_since(question.since, now)
    if question.as_of is not None:  # a week of the past
        at = datetime.fromisoformat(moment_since(question.as_of, now))
        return stamp(at - timedelta(days=6) if len(question.as_of) == len("2025-04-09") else at - timedelta(days=7))
    return stamp(known.seen)


def _wanted(changes: Iterator[EventChange], question: Asked) -> Iterator[EventChange]:
    return (change for change in changes if _asked_for(change.event, question))


def _asked_for(event: Event, question: Asked) -> bool:
    """Whether the filters let an event through, as `EventFilter` has them."""
    if question.type and event.type not in question.type:
        return False
    if question.stage and event.stage not in question.stage:
        return False
    if question.polarity not in (None, event.polarity) or question.disputed not in (None, event.disputed):
        return False
    sides = (
        (question.actor, (*event.actors, *event.countries)),
        (question.recipient, (*event.recipients, *event.countries)),
        (question.place, (event.place or "", event.place_country or "")),
    )
    return all(not wanted or _named(wanted, names) for wanted, names in sides)


def _named(wanted: tuple[str, ...], names: tuple[str, ...]) -> bool:
    return any(value.casefold() in name.casefold() for value in wanted for name in names)


def _row(change: EventChange) -> tuple[object, ...]:
    e = change.event
    return (
        e.id, step_of(change), change.kinds, change.notes, change.at, e.type, e.stage, e.polarity, e.sentence,
        e.reports, e.origins, e.speakers, e.named, e.first, e.last,
    )  # fmt: skip


def seen(request: Request, until: Annotated[str, Query(max_length=40)] = "") -> RedirectResponse:
    """Note in the reader's own browser that all was seen up to when the page was made. Nothing else is written."""
    now = datetime.now(UTC)
    try:
        at = min(datetime.fromisoformat(until).astimezone(UTC), now)
    except (ValueError, OverflowError):
        at = now
    answer = RedirectResponse("/", 303)
    answer.set_cookie(
        settings_of(request).cookie(VISIT), Visit(at, now).cookie, max_age=YEAR, httponly=True, samesite="lax"
    )
    return answer


add_page(router, "/", today)
router.add_api_route("/seen", seen, methods=["GET"], include_in_schema=False, response_class=RedirectResponse)
