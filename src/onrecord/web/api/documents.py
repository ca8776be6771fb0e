"""Documents and claims: what was read, what it says, and the bytes that it was read from."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Query, Request
from fastapi.responses import Response

from onrecord.ledger import Ledger, StoredExtraction, UnknownDocumentError
from onrecord.records import encode
from onrecord.views.export import json_line
from onrecord.web.addresses import document_id, document_key, document_path
from onrecord.web.api import values
from onrecord.web.api.answering import NDJSON, lines, portion, problems, streamed, whole
from onrecord.web.api.asking import At, ClaimsWanted, Id, Some, SomeClaims
from onrecord.web.api.prefix import routed
from onrecord.web.api.shapes import ClaimShown, DocumentRead, DocumentShown, Items
from onrecord.web.asked import opened

router = routed("documents and claims")

Key = Annotated[
    str,
    Path(
        min_length=1,
        max_length=2_000,
        description="The `key` of a document: its id, or `~` and the id in URL-safe base64 where it has other signs.",
    ),
]
Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="The SHA-256 of the bytes, as a fetch has it.")]


def found(ledger: Ledger, key: str) -> StoredExtraction:
    """The document that a key stands for, as it is read now. Raises UnknownDocumentError."""
    return ledger.document(document_id(key))


@router.get("/documents", response_model=Items[DocumentShown])
def documents(request: Request, asked: Some) -> Response:
    """List documents, by id, without their texts."""
    question = asked.asked
    return portion(
        request,
        question,
        lambda ledger: ledger.some_documents(question.size, question.offset),
        values.document_shown,
    )


@router.get(
    "/documents.ndjson",
    response_class=Response,
    responses={200: {"content": {NDJSON: {"schema": {"type": "string"}}}, "description": "One document a line."}},
)
def all_documents(request: Request, asked: At) -> Response:
    """Stream all documents with their texts and extractions, one a line, as `onrecord import` reads them."""
    made = lambda ledger: (json_line(stored) + "\n" for stored in ledger.extractions())  # noqa: E731
    return streamed(request, asked.asked, made, NDJSON)


@router.get("/documents/{key}", response_model=DocumentRead, responses=problems(404, 410))
def document(request: Request, key: Key, asked: At) -> Response:
    """Give a document with its text and all that was found in it."""

    def read(ledger: Ledger) -> dict[str, Any]:
        stored = found(ledger, key)
        id = stored.document.id
        about = {"key": document_key(id), "fetches": encode(ledger.fetches(id)), "address": document_path(id)}
        value: dict[str, Any] = encode(stored)
        return value | about

    return whole(request, asked.asked, read)


@router.get(
    "/originals/{sha256}",
    response_class=Response,
    responses={
        200: {
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            "description": "The bytes as they were fetched.",
        },
        **problems(404),
    },
)
def original(request: Request, sha256: Sha256) -> Response:
    """Give bytes as they were fetched, to be kept, never to be shown: what is in them may be hostile."""
    with opened(request) as ledger:
        body = ledger.original(sha256)
    if body is None:
        raise UnknownDocumentError(f"there are no bytes with the hash {sha256}; a document's `fetches` name theirs")
    headers = {
        "Content-Disposition": f'attachment; filename="{sha256[:16]}.bin"',
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "Cache-Control": "private, max-age=31536000, immutable",
    }
    return Response(body, headers=headers, media_type="application/octet-stream")


@router.get("/claims", response_model=Items[ClaimShown], responses=problems(404))
def claims(request: Request, asked: Annotated[SomeClaims, Query()]) -> Response:
    """List claims, in the order of the texts."""
    question = asked.asked
    return portion(
        request,
        question,
        lambda ledger: ledger.some_claims(question.claims, question.size, question.offset),
        values.claim_shown,
    )


@router.get(
    "/claims.ndjson",
    response_class=Response,
    responses={
        200: {"content": {NDJSON: {"schema": {"type": "string"}}}, "description": "One claim a line."},
        **problems(404),
    },
)
def all_claims(request: Request, asked: Annotated[ClaimsWanted, Query()]) -> Response:
    """Stream all claims that are asked for, one a line."""
    question = asked.asked
    return lines(request, question, lambda ledger: ledger.claims(question.claims), values.claim_shown)


@router.get("/claims/{id}", response_model=ClaimShown, responses=problems(404, 410))
def claim(request: Request, id: Id, asked: At) -> Response:
    """Give a claim; also one that a later reading replaced (it is not `current` then)."""
    return whole(request, asked.asked, lambda ledger: values.claim_shown(ledger.claim(id)))
