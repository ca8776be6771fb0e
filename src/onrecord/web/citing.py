"""Citations at the addresses of what they cite: `.txt`, `.bib` and `.csl.json` of a document, a claim, an event."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from fastapi import APIRouter, Request
from fastapi.responses import Response

from onrecord.ledger import Ledger
from onrecord.views.citation import (
    FORMATS,
    Citation,
    CitationFormat,
    Consulted,
    cite_claim,
    cite_document,
    cite_event,
    written,
)
from onrecord.web.addresses import claim_path, document_id, document_path, event_path
from onrecord.web.asked import Asked, Question, opened, settings_of

router = APIRouter(include_in_schema=False)


def consulted(request: Request, ledger: Ledger, question: Asked, path: str) -> Consulted:
    """Where something at a path of the pages is cited from; with its address where others can reach it too."""
    settings = settings_of(request)
    address = f"{request.url.scheme}://{request.url.netloc}{path}" if settings.open_to_network else None
    return Consulted(settings.ledger.name, question.as_of or ledger.last_moment(), address)


def _document(request: Request, ledger: Ledger, question: Asked, id: str) -> Citation:
    chosen = document_id(id)
    stored = ledger.document(chosen)
    at = consulted(request, ledger, question, document_path(chosen))
    return cite_document(stored.extraction.document, at)


def _claim(request: Request, ledger: Ledger, question: Asked, id: str) -> Citation:
    stored = ledger.claim(id)
    return cite_claim(stored, consulted(request, ledger, question, claim_path(stored.claim.id)))


def _event(request: Request, ledger: Ledger, question: Asked, id: str) -> Citation:
    view = ledger.event(id)
    return cite_event(view, consulted(request, ledger, question, event_path(view.event.id)))


def _add(path: str, cite: Callable[[Request, Ledger, Asked, str], Citation], format: CitationFormat) -> None:
    _, media_type, suffix = FORMATS[format]

    def answer(request: Request, question: Question, id: str) -> Response:
        with opened(request, question) as ledger:
            made = cite(request, ledger, question, id)
        headers = {"Content-Disposition": f'inline; filename="{made.key}{suffix}"'}
        return Response(written(made, format), media_type=media_type, headers=headers)

    router.add_api_route(f"{path}/{{id}}{suffix}", answer, response_class=Response)


for _path, _cite in (("/documents", _document), ("/claims", _claim), ("/events", _event)):
    for _format in get_args(CitationFormat):
        _add(_path, _cite, _format)
