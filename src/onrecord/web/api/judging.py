"""Judgements: what people corrected, and the only addresses of the API that write."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Request
from fastapi.responses import Response

from onrecord.ledger import Ledger, Portion
from onrecord.linking.judgement import Judgement
from onrecord.linking.judging import JudgementError
from onrecord.records import encode
from onrecord.web.api.answering import cut, json_answer, portion, problems
from onrecord.web.api.asking import Some
from onrecord.web.api.prefix import PREFIX, routed
from onrecord.web.api.shapes import Items, NewJudgement, Withdrawal
from onrecord.web.asked import opened
from onrecord.web.judged import link_again
from onrecord.web.safety import Writer

router = routed("judgements")

JudgementId = Annotated[str, Path(min_length=1, max_length=64, description="Its id, or the beginning of it.")]

BEARER = "token"
"""The name of the security scheme in the description of the API."""


@router.get("/judgements", response_model=Items[Judgement])
def judgements(request: Request, asked: Some) -> Response:
    """List all judgements, withdrawn ones too, in the order in which they were made."""

    def listed(ledger: Ledger) -> Portion[Judgement]:
        return cut(ledger.judgements(), asked.asked)

    return portion(request, asked.asked, listed)


@router.post(
    "/judgements",
    status_code=201,
    response_model=Judgement,
    responses=problems(403, 404, 409, 410, 413),
    openapi_extra={"security": [{BEARER: []}]},
)
def judge(request: Request, author: Writer, made: NewJudgement) -> Response:
    """Correct the ledger. Events are linked again at once; the server's author signs."""
    if not made.reason.strip():
        raise JudgementError("say why in a few words: the reason is kept beside the judgement")
    with opened(request) as ledger:
        judgement = ledger.judge(
            made.kind, author, made.reason.strip(), made.subject, other=made.other, value=made.value
        )
        link_again(ledger)
    return json_answer(encode(judgement), {"Location": f"{PREFIX}/judgements/{judgement.id}"}, 201)


@router.get("/judgements/{id}", response_model=Judgement, responses=problems(404))
def judgement(request: Request, id: JudgementId) -> Response:
    """Give a judgement."""
    from onrecord.ledger import UnknownJudgementError

    with opened(request) as ledger:
        found = [one for one in ledger.judgements() if one.id.startswith(id)]
    if len(found) != 1:
        raise UnknownJudgementError(f"there is no one judgement {id!r}; {PREFIX}/judgements lists them")
    return json_answer(encode(found[0]))


@router.post(
    "/judgements/{id}/withdrawal",
    response_model=Judgement,
    responses=problems(403, 404, 409, 413),
    openapi_extra={"security": [{BEARER: []}]},
)
def withdraw(request: Request, author: Writer, id: JudgementId, why: Withdrawal) -> Response:
    """Take a judgement back: it stays on record, and holds no longer."""
    with opened(request) as ledger:
        taken = ledger.withdraw(id, author, why.reason)
        link_again(ledger)
    return json_answer(encode(taken))
