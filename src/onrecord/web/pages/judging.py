"""The forms by which a person corrects the ledger: one for each kind of judgement, and one that takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from onrecord.ledger import (
    EventFilter,
    EventView,
    Ledger,
    LinkOutcome,
    UnknownEventError,
    WithdrawnJudgementError,
)
from onrecord.linking.event import Event, Told
from onrecord.linking.judgement import Judgement
from onrecord.linking.judging import JudgementError
from onrecord.views.closeup import as_stored, on_claim
from onrecord.views.eventpage import judgement_line
from onrecord.web.asked import Asked, BadQueryError, StaleFormError, opened
from onrecord.web.judged import KINDS, RIGHT, Kind, address_after, judged_before, last_judged, link_again
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
        return _form(request, ledger, id, _Sent(kind, claim, back=back))


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
    seen: Word = "",
) -> Response:
    """Record a judgement, link again, and go back to the event, or on to what became of it.

    `seen` is when the claim had last been judged as the form showed it. What was judged since is shown instead of
    being overruled unseen; the same form sent twice is recorded once.
    """
    _known(kind)
    sent = _Sent(kind, claim, value.strip(), other.strip(), reason.strip(), back)
    subject = claim or id
    with opened(request) as ledger:
        if not sent.reason:
            return _form(request, ledger, id, sent, "Say why, in a few words: it is kept beside it.")
        before = _judged(ledger, id, claim)
        if seen and seen != last_judged(before):
            newest = max(before, key=lambda one: one.withdrawn or one.recorded)
            if _is_same(newest, sent, author):
                return RedirectResponse(address_after(ledger, newest, LinkOutcome(), back, subject, id), 303)
            fault = f"It was judged since this form was made: {judgement_line(newest)}. Send it again where it holds."
            return _form(request, ledger, id, sent, fault, 409)
        pair = kind in ("same", "not_same")
        try:
            made = ledger.judge(
                _kind(kind).kind,
                author,
                sent.reason,
                subject,
                other=sent.other if pair else None,
                value=None if pair or kind in ("not_event", "right") else sent.value,
            )
        except JudgementError as error:
            return _form(request, ledger, id, sent, str(error))
        outcome = LinkOutcome() if kind == "right" else link_again(ledger)
        return RedirectResponse(address_after(ledger, made, outcome, back, subject, id), 303)


def withdraw(
    request: Request, id: str, author: Writer, reason: Line = "", claim: Word = "", back: Word = ""
) -> Response:
    """Take a judgement back, link again, and go to the event that it was about; `claim` is the id of one of its claims.

    Raises UnknownJudgementError.
    """
    with opened(request) as ledger:
        try:
            made = ledger.withdraw(id, author, reason.strip() or "taken back")
        except WithdrawnJudgementError:  # pressed twice, or taken back in another window: who did it is shown
            made, outcome = next(one for one in ledger.judgements() if one.id.startswith(id)), LinkOutcome()
        else:
            outcome = link_again(ledger)
        return RedirectResponse(address_after(ledger, made, outcome, back if claim else "review", claim), 303)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a form holds; it comes back as it was written where it cannot be recorded."""

    kind: str
    claim: str = ""
    value: str | None = None
    other: str = ""
    reason: str = ""
    back: str = ""


def _kind(kind: str) -> Kind:
    return RIGHT if kind == RIGHT.kind else KINDS[kind]


def _known(kind: str) -> None:
    if kind not in (*KINDS, RIGHT.kind):
        raise BadQueryError(f"kind={kind!r} is none of {', '.join((*KINDS, RIGHT.kind))}")


def _judged(ledger: Ledger, id: str, claim: str) -> tuple[Judgement, ...]:
    """The judgements on the claim that a form is about; an event stands for its oldest one."""
    if claim:
        stored = ledger.claim(claim)
        return judged_before(ledger, stored.claim, stored.document.id)
    view = ledger.event(id)
    return on_claim(view.judgements, view.told[0])


def _is_same(newest: Judgement, sent: _Sent, author: str) -> bool:
    """Whether the newest judgement is this form, sent once before: a button that was pressed twice."""
    if newest.withdrawn or newest.other is not None:
        return False
    given = (sent.kind, author, sent.reason, sent.value or "")
    return (newest.kind, newest.author, newest.reason, newest.value or "") == given


def _form(
    request: Request, ledger: Ledger, id: str, sent: _Sent, fault: str = "", status: int | None = None
) -> HTMLResponse:
    _known(sent.kind)
    kind = _kind(sent.kind)
    try:
        view = ledger.event(sent.claim or id)
    except UnknownEventError:
        if not fault:
            raise
        raise StaleFormError(fault) from None
    told = _member(ledger, view, sent.claim)
    context = {
        "kind": kind, "event": view.event, "told": told, "stored": as_stored(told), "fault": fault,
        "others": [one for one in view.told if one is not told], "back": sent.back, "sent": sent,
        "alike": _alike(ledger, view) if kind.kind == "same" else (), "now": _now(kind.kind, told.claim),
        "seen": last_judged(on_claim(view.judgements, told)),
    }  # fmt: skip
    shown = status or (422 if fault else 200)
    return HTMLResponse(rendered(request, "judge.html", kind.button, Asked(), **context), shown)


def _member(ledger: Ledger, view: EventView, claim: str) -> Told:
    """The claim of an event that a form is about, also under the id that it had before its article was read again."""
    if not claim:
        return view.told[0]
    stored = ledger.claim(claim)
    place = (stored.document.id, stored.claim.trigger.start, stored.claim.trigger.end)
    found = [one for one in view.told if one.claim.id == stored.claim.id] or [
        one for one in view.told if (one.anchor.document, one.anchor.start, one.anchor.end) == place
    ]
    if not found:
        raise StaleFormError("the article of this claim was read again since; open its event and judge it there")
    return found[0]


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
