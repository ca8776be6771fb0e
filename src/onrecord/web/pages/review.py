"""Review: the queue of what a person should look at first, one event after the other."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Query, Request

from onrecord.ledger import UnknownEventError
from onrecord.records import encode
from onrecord.views import review as rule
from onrecord.views.closeup import on_claim, tellings
from onrecord.web.asked import Asked, Question, opened
from onrecord.web.judged import last_judged, what_was_done
from onrecord.web.page import Page, add_page
from onrecord.web.queue import waiting

router = APIRouter()

AHEAD = 6
"""Events that are listed behind the one that is shown."""

COLUMNS = ("place", "id", "rank", "doubt", "consequence", "signs")


def review(
    request: Request,
    question: Question,
    judged: Annotated[str | None, Query(max_length=64)] = None,
    changed: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Page:
    """The event at a place of the queue (`page`), what makes it doubtful, and those that come after it.

    The queue is of the ledger as it is now, whatever moment is looked at elsewhere.
    """
    with opened(request, Asked()) as ledger:
        queue = waiting(ledger)
        place = min(question.page, max(len(queue), 1))
        shown = None
        for number, one in enumerate(queue[place - 1 :], place):
            with suppress(UnknownEventError):  # judged by another between the two questions
                view = ledger.event(one.id)
                shown = (one, view, sorted(tellings(view.told), key=lambda telling: telling.told.claim.score))
                place = number
                break
        following = queue[place : place + AHEAD]
        found = ledger.events_of([one.id for one in following])
        listed = [(n, one, found[one.id]) for n, one in enumerate(following, place + 1) if one.id in found]
        done = what_was_done(ledger, judged, changed)
    value = [{"place": n, "id": one.id, "rank": one.rank.value} | encode(one.rank) for n, one in enumerate(queue, 1)]
    weakest = shown[2][0].told if shown else None
    return Page(
        "review.html",
        "Review",
        context={
            "place": place, "total": len(queue), "shown": shown, "ahead": listed, "done": done,
            "seen": last_judged(on_claim(shown[1].judgements, weakest)) if shown and weakest else "",
            "rule": (rule.__doc__ or "").split("\n\n", 1)[1], "weights": rule.WEIGHTS,
        },
        data=value,
        columns=COLUMNS,
        rows=[
            (n, one.id, *(round(v, 4) for v in (one.rank.value, one.rank.doubt, one.rank.consequence)), one.rank.signs)
            for n, one in enumerate(queue, 1)
        ],
    )  # fmt: skip


add_page(router, "/review", review)
