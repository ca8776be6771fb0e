"""Documents: the list of them, and one with its text and everything that was read in it."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query, Request

from onrecord.ledger import StoredDocument, StoredExtraction
from onrecord.records import encode
from onrecord.views.citation import cite_document, ready
from onrecord.views.layers import LAYERS, Note, inked, notes_of, parts
from onrecord.views.revisions import revision_line
from onrecord.views.wording import clean
from onrecord.web.addresses import document_id, document_path
from onrecord.web.asked import BadQueryError, Question, opened
from onrecord.web.citing import consulted
from onrecord.web.page import Page, add_page

router = APIRouter()

PART = 40_000
"""Characters of a text on one page; nearly every article has fewer, and a browser shows so many with ease."""

LONGEST_COMPARED = 500_000
"""Characters of a text up to which its page says what became of it: comparing versions of ten million takes seconds."""

SHOWN_FIRST = ("act", "source", "cue", "time", "place")
"""The layers that are on where the address does not say; what is said covers whole sentences, and is asked for."""

COLUMNS = (
    "id", "title", "outlet", "author", "published", "url", "lang", "versions", "claims", "problems", "extractor",
)  # fmt: skip
NOTE_COLUMNS = ("layer", "start", "end", "text", "title", "claim")

Layers = Annotated[list[str], Query(max_length=10)]
Offset = Annotated[int | None, Query(ge=0, le=1_000_000_000)]
Number = Annotated[int | None, Query(ge=1, le=1_000_000)]


def documents(request: Request, question: Question) -> Page:
    """All documents, by their ids."""
    with opened(request, question) as ledger:
        found = ledger.some_documents(question.size, question.offset)
    return Page(
        "documents.html",
        "Documents",
        context={"documents": found.items, "total": found.total},
        data={
            "total": found.total,
            "offset": question.offset,
            "documents": [
                encode(one.info) | {"versions": one.versions, "claims": one.claims, "extractor": one.extractor}
                for one in found.items
            ],
        },
        columns=COLUMNS,
        rows=[_row(one) for one in found.items],
    )


def _row(one: StoredDocument) -> tuple[object, ...]:
    info = one.info
    return (
        info.id, info.title, info.source, info.author, info.published, info.url, info.lang, one.versions, one.claims,
        len(one.problems), one.extractor,
    )  # fmt: skip


def document(
    request: Request,
    question: Question,
    key: str,
    layer: Layers = [],  # noqa: B006 - FastAPI copies defaults
    version: Number = None,
    at: Offset = None,
) -> Page:
    """One document: its text with the layers of what was read in it, its versions, and whom it repeats.

    `layer` are those that are on (`none`: no one), `version` the number of an earlier text, `at` an offset that is to
    be in the part that is shown.
    """
    if unknown := set(layer) - {*LAYERS, "none"}:
        raise BadQueryError(f"layer={sorted(unknown)[0]!r} is none of {', '.join(LAYERS)}")
    id = document_id(key)
    with opened(request, question) as ledger:
        stored = ledger.document(id, version)
        versions = ledger.versions(id)
        origin = ledger.origin_of(id)
        revisions = ledger.revisions(id) if len(stored.document.text) <= LONGEST_COMPARED else ()
        fetches = ledger.fetches(id)
        cited = ready(
            cite_document(stored.extraction.document, consulted(request, ledger, question, document_path(id)))
        )
    notes = notes_of(stored.extraction)
    text = stored.document.text
    cut = parts(text, PART)
    chosen = min(question.page, len(cut)) - 1
    if at is not None:
        chosen = next((n for n, (_, end) in enumerate(cut) if at < end), len(cut) - 1)
    start, end = cut[chosen]
    info = stored.extraction.document
    current = next((one.number for one in versions if one.current), None)
    return Page(
        "document.html",
        clean(info.title or "") or clean(info.id),
        context={
            "document": stored.document, "info": info, "here": document_path(id), "notes": notes,
            "lines": inked(text, notes, start, end), "on": tuple(layer) or SHOWN_FIRST, "layers": LAYERS,
            "counts": Counter(note.layer for note in notes), "part": chosen + 1, "parts": len(cut),
            "versions": versions, "number_shown": version or current, "current": current, "extractor": stored.extractor,
            "origin": origin, "revisions": [revision_line(one) for one in revisions], "fetches": fetches,
            "problems": stored.extraction.problems, "shown_notes": _within(notes, start, end), "cited": cited,
        },
        data=_value(stored)
        | {"versions": encode(versions), "fetches": encode(fetches), "revisions": encode(revisions)},
        columns=NOTE_COLUMNS,
        rows=[
            (note.layer, span.start, span.end, span.text, note.title, note.claim.id if note.claim else None)
            for note in notes
            for span in note.spans
        ],
    )  # fmt: skip


def _value(stored: StoredExtraction) -> dict[str, object]:
    found: dict[str, object] = encode(stored.extraction)
    return found | {"text": stored.document.text, "extractor": stored.extractor}


def _within(notes: tuple[Note, ...], start: int, end: int) -> list[tuple[int, Note]]:
    """The notes of a part of the text, with their numbers."""
    return [
        (number, note)
        for number, note in enumerate(notes)
        if any(span.start < end and span.end > start for span in note.spans)
    ]


add_page(router, "/documents", documents)
add_page(router, "/documents/{key}", document)
