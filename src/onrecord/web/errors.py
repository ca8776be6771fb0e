"""What goes wrong as an answer: a page for people, problem details (RFC 9457) for programs, and never a traceback."""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from onrecord.errors import OnrecordError
from onrecord.ledger import (
    AuditError,
    BadMomentError,
    BusyLedgerError,
    EmptyQueryError,
    PastLedgerError,
    ReadOnlyLedgerError,
    TakenOutError,
    UnknownClaimError,
    UnknownDocumentError,
    UnknownEventError,
    UnknownJudgementError,
    UnknownSituationError,
    UnstorableError,
    WithdrawnJudgementError,
)
from onrecord.ledger.errors import LedgerError, SlowQuestionError, UnknownAuditError
from onrecord.linking.asking import QueryError
from onrecord.linking.judging import JudgementError
from onrecord.web.asked import Asked, BadQueryError, StaleFormError, settings_of

PROBLEM = "application/problem+json"
"""The media type of problem details (RFC 9457)."""

RETRY_AFTER = 5
"""Seconds after which to ask a ledger again that another process was writing to."""

_STATUS: Sequence[tuple[type[OnrecordError], int]] = (
    (TakenOutError, 410), (WithdrawnJudgementError, 409), (UnknownEventError, 404), (UnknownClaimError, 404),
    (UnknownDocumentError, 404), (UnknownJudgementError, 404), (UnknownSituationError, 404), (UnknownAuditError, 404),
    (EmptyQueryError, 400), (BadMomentError, 400), (BadQueryError, 400), (QueryError, 400), (JudgementError, 400),
    (UnstorableError, 400), (PastLedgerError, 409), (StaleFormError, 409), (AuditError, 400),
    (ReadOnlyLedgerError, 403), (BusyLedgerError, 503), (SlowQuestionError, 503), (LedgerError, 503),
)  # fmt: skip

_LONGEST = 2_000
"""Characters of a message; some quote what they complain of."""

_FORMS = re.compile(r"\.(json|csv|ndjson|geojson|xml|bib|txt|ics|atom)$")

_PLACES = {
    "events": "/events", "event": "/events", "claims": "/search", "find": "/search", "situation": "/situations",
    "judge": "/review", "documents": "/documents",
}  # fmt: skip
"""Where a browser finds what a command lists."""

_log = logging.getLogger("onrecord.web")


def status_of(error: OnrecordError) -> int:
    """The status of HTTP that says what kind of error it is; what the caller can do nothing about is 500."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def refusal(
    request: Request,
    status: int,
    detail: str,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[Mapping[str, str]] = (),
) -> Response:
    """The answer that refuses: a page where a person asked for one, problem details for everything else."""
    title = _title(status)
    detail = _plain(request, detail)
    if wants_page(request):
        return HTMLResponse(_page(request, status, title, detail), status, headers)
    problem: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    problem["instance"] = request.url.path
    if errors:
        problem["errors"] = list(errors)
    # escaped to ASCII: what is complained of may hold what UTF-8 cannot
    return Response(json.dumps(problem), status, headers, media_type=PROBLEM)


def wants_page(request: Request) -> bool:
    """Whether a person's browser asks: not for the API, not for another form of a page, not for JSON alone."""
    path = request.url.path
    if path.startswith("/api/") or _FORMS.search(path):
        return False
    accepted = request.headers.get("accept", "")
    return "html" in accepted or "json" not in accepted


def add_error_handlers(app: FastAPI) -> None:
    """Let an application answer its errors with `refusal`."""
    app.add_exception_handler(OnrecordError, _on_known)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)


def on_unforeseen(request: Request, error: Exception) -> Response:
    """The answer to an error of the program itself. Where it came from is written to the log, on one line."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "?"
    said = ascii(str(error))[1:-1][:200]
    _log.error("%s %s: %s: %s (%s)", request.method, ascii(request.url.path), type(error).__name__, said, where)
    return refusal(request, 500, "something went wrong inside onrecord; the server's log says where")


async def _on_known(request: Request, error: Exception) -> Response:
    assert isinstance(error, OnrecordError)
    status = status_of(error)
    headers = {"Retry-After": str(RETRY_AFTER)} if status == 503 else None
    return refusal(request, status, str(error), headers)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = error.detail if error.detail != _title(error.status_code) else _EXPLAINED.get(error.status_code, "")
    return refusal(request, error.status_code, detail or error.detail, error.headers)


def _said(mistake: Mapping[str, object]) -> str:
    """What is wrong with a parameter, in words for people who do not know the library that found it."""
    if mistake["type"] == "extra_forbidden":
        return "there is no such parameter here"
    return str(mistake["msg"]).removeprefix("Value error, ")


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = [
        {"where": ".".join(map(str, one["loc"]))[:100], "message": _said(one)[:300]} for one in error.errors()[:10]
    ]
    detail = "; ".join(f"{_field(one['where'])}: {one['message']}" for one in found)
    return refusal(request, 400, detail, errors=found)


_EXPLAINED = {
    404: "there is nothing at this address",
    405: "this address does not know this method",
}


def _field(where: str) -> str:
    return where.partition(".")[2] or where


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def _plain(request: Request, detail: str) -> str:
    """A message without the folders of this machine, and with the names of addresses for those of options."""
    path = settings_of(request).ledger
    for shown in {str(path), str(path.absolute())}:
        detail = detail.replace(shown, path.name)
    detail = re.sub(r"--([a-z]+)-([a-z]+) (?=\d{4})", r"\1_\2=", detail)
    detail = re.sub(r"`onrecord ([a-z]+)(?: list)?`", lambda found: _PLACES.get(found[1], found[0]), detail)
    return detail if len(detail) <= _LONGEST else detail[:_LONGEST] + "…"


def _page(request: Request, status: int, title: str, detail: str) -> str:
    from onrecord.web.page import rendered

    return rendered(request, "problem.html", f"{status} {title}", Asked(), detail=detail, status=status)
