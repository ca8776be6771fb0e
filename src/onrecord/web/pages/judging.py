"""The forms by which a person corrects the ledger: one for each kind of judgement, and one that takes it back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from onrecord.ledger import EventFilter, EventView, Ledger
from onrecord.linking.event import Event
from onrecord.linking.judging import JudgementError
from onrecord.views.closeup import as_stored
from onrecord.web.asked import Asked, BadQueryError, opened
from onrecord.web.judged import KINDS, address_after, link_again
from onrecord.web.page import rendered
from onrecord.web.safety import Writer

router = APIRouter()

ALIKE = 8
"""Events that the form of `same` offers to choose from."""

Word = Annotated[str, Form(max_length=200)]
Line = Annotated[str, Form(max_length=2_000)]


def form(
    request: Request,
    id: str,
    kind: Annotated[str, Query(max_length=20)],
    claim: Annotated[str, Query(max_length=64)] = "",
    back: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The form of one kind of judgement upon a claim of an event."""
    with opened(request) as ledger:
        return _form(request, ledger, id, kind, claim, back)


def judge(
    request: Request,
    id: str,
    author: Writer,
    kind: Word,
    claim: Word = "",
    value: Annotated[str, Form(max_length=500)] = "",
    other: Word = "",
    reason: Line = "",
    back: Word = "",
) -> Response:
    """Record a judgement, link again, and go back to the event, or on to what became of it."""
    _known(kind)
    with opened(request) as ledger:
        if not reason.strip():
            return _form(request, ledger, id, kind, claim, back, "Say why, in a few words: it is kept beside it.")
        pair = kind in ("same", "not_same")
        subject = claim or id
        given = None if pair or kind == "not_event" else value.strip()
        try:
            made = ledger.judge(
                KINDS[kind].kind, author, reason.strip(), subject, other=other.strip() if pair else None, value=given
            )
        except JudgementError as error:
            return _form(request, ledger, id, kind, claim, back, str(error))
        outcome = link_again(ledger)
        return RedirectResponse(address_after(ledger, made, outcome, back, subject, id), 303)


def withdraw(
    request: Request, id: str, author: Writer, reason: Line = "", claim: Word = "", back: Word = ""
) -> Response:
    """Take a judgement back, link again, and go to the event that it was about; `claim` is the id of one of its claims.

    Raises UnknownJudgementError.
    """
    with opened(request) as ledger:
        made = ledger.withdraw(id, author, reason.strip() or "taken back")
        outcome = link_again(ledger)
        return RedirectResponse(address_after(ledger, made, outcome, back if claim else "review", claim), 303)


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise BadQueryError(f"kind={kind!r} is none of {', '.join(KINDS)}")


def _form(request: Request, ledger: Ledger, id: str, kind: str, claim: str, back: str, fault: str = "") -> HTMLResponse:
    _known(kind)
    view = ledger.event(claim or id)
    told = next((one for one in view.told if claim and one.claim.id.startswith(claim)), view.told[0])
    context = {
        "kind": KINDS[kind], "event": view.event, "told": told, "stored": as_stored(told), "fault": fault,
        "others": [one for one in view.told if one is not told], "back": back,
        "alike": _alike(ledger, view) if kind == "same" else (), "now": _now(kind, told.claim),
    }  # fmt: skip
    status = 422 if fault else 200
    return HTMLResponse(rendered(request, "judge.html", KINDS[kind].button, Asked(), **context), status)


def _now(kind: str, claim: object) -> str:
    """What the claim says now of what is judged."""
    if kind in ("stage", "type", "polarity"):
        return str(getattr(claim, kind))
    if kind in ("actor", "recipient"):
        return "; ".join(party.name for party in getattr(claim, f"{kind}s"))
    return ""


def _alike(ledger: Ledger, view: EventView) -> list[Event]:
    """Other events of the same type, those by one of the same actors first, then those in the same place."""
    event = view.event
    wanted = [EventFilter(types=(event.type,), actors=event.actors[:3])] if event.actors else []
    if event.place:
        wanted.append(EventFilter(types=(event.type,), places=(event.place,)))
    wanted.append(EventFilter(types=(event.type,)))
    found: dict[str, Event] = {}
    for one in wanted:
        if len(found) <= ALIKE:
            found |= {other.id: other for other in ledger.some_events(one, ALIKE + 1).items if other.id not in found}
    return [other for other in found.values() if other.id != event.id][:ALIKE]


router.add_api_route("/events/{id}/judge", form, methods=["GET"], include_in_schema=False, response_class=HTMLResponse)
router.add_api_route("/events/{id}/judge", judge, methods=["POST"], include_in_schema=False, response_class=Response)
router.add_api_route(
    "/judgements/{id}/withdraw", withdraw, methods=["POST"], include_in_schema=False, response_class=Response
)
