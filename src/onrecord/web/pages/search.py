"""Search: words in passages and texts, narrowed by what the answers have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request

from onrecord.ledger import Ledger, Portion
from onrecord.ledger.drawing_model import Facets, FacetValue, Hit, Passage
from onrecord.linking.event import Event
from onrecord.views.events import event_value
from onrecord.views.wording import clean
from onrecord.web.addresses import claim_path, document_path
from onrecord.web.asked import Asked, Question, opened
from onrecord.web.drawn import COLUMNS, drawn, row
from onrecord.web.page import Page, add_page
from onrecord.web.remembered import remembered

router = APIRouter()
PATH = "/search"

TITLES: Mapping[str, str] = {
    "type": "type", "stage": "stage", "polarity": "affirmed or denied", "actor": "who acts",
    "source": "on whose word", "place": "country", "month": "reported in",
}  # fmt: skip
"""The facets in their order, in words."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: how many events have it, whether it is chosen, and the address that turns that round."""

    value: str
    events: int
    chosen: bool
    address: str


def search(
    request: Request, question: Question, kind: Annotated[Literal["events", "documents"], Query(alias="in")] = "events"
) -> Page:
    """The events, or the documents, in which all words stand; the facets are of the events."""
    with opened(request, question) as ledger:
        facets = remembered(request, question, ledger, ("facets", question.events), lambda: _facets(ledger, question))
        hits: Portion[Hit] = Portion((), 0)
        if question.words:
            hits = ledger.hits(question.words, question.size if kind == "documents" else 1, question.offset)
        found: Portion[Event] = Portion((), facets.events, question.offset)
        passages: Mapping[str, Passage] = {}
        if kind == "events":
            found = ledger.some_events(question.events, question.size, question.offset)
            if question.words:
                passages = ledger.passages(found.items, question.words)
    documents = kind == "documents"
    columns, rows = _table(found, passages, question) if not documents else _document_table(hits)
    return Page(
        "search.html",
        "Search",
        context={
            "kind": kind, "found": found, "passages": passages, "hits": hits, "facets": facets,
            "choices": choices(facets, question), "titles": TITLES,
            "as_events": question.address(PATH, page=1), "as_documents": _as_documents(question),
            "portions": _portions(question, hits.total if documents else found.total, documents),
        },
        data={
            "words": question.words,
            "events": [
                event_value(event) | {"passage": passages.get(event.id)}
                for event in found.items
            ],
            "documents": hits.items if documents else [],
            "total": {"events": facets.events, "documents": hits.total},
            "offset": question.offset, "facets": facets.facets,
        },
        columns=columns,
        rows=rows,
    )  # fmt: skip


def _facets(ledger: Ledger, question: Asked) -> Facets:
    return ledger.facets(question.events)


def choices(facets: Facets, question: Asked) -> Mapping[str, Sequence[Choice]]:
    """The facets as links that narrow a question, or widen it again; those without a choice are left out."""
    found = {name: [_choice(name, value, question) for value in facets.facets.get(name, ())] for name in TITLES}
    return {name: own for name, own in found.items() if len(own) > 1 or any(one.chosen for one in own)}


def _choice(name: str, value: FacetValue, question: Asked) -> Choice:
    said = value.value
    if name == "month":
        chosen = question.reported_from == question.reported_to == said
        changes: dict[str, Any] = dict.fromkeys(("reported_from", "reported_to"), None if chosen else said)
    elif name == "polarity":
        chosen = question.polarity == said
        changes = {name: None if chosen else said}
    else:
        own: tuple[str, ...] = getattr(question, name)
        chosen = said in own
        changes = {name: tuple(other for other in own if other != said) if chosen else (*own, said)}
    return Choice(clean(said), value.events, chosen, question.address(PATH, **changes))


@dataclass(frozen=True, slots=True)
class _Portions:
    """Where the portions before and after this one are, and which one this is."""

    first: int
    last: int
    total: int
    before: str | None
    after: str | None


def _portions(question: Asked, total: int, documents: bool) -> _Portions:
    def at(page: int) -> str:
        address = question.address(PATH, page=page)
        return f"{address}{'&' if '?' in address else '?'}in=documents" if documents else address

    last = min(question.offset + question.size, total)
    return _Portions(
        question.offset + 1, last, total, at(question.page - 1) if question.page > 1 else None,
        at(question.page + 1) if last < total else None,
    )  # fmt: skip


def _as_documents(question: Asked) -> str:
    address = question.address(PATH, page=1)
    return f"{address}{'&' if '?' in address else '?'}in=documents"


def _table(
    found: Portion[Event], passages: Mapping[str, Passage], question: Asked
) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
    rows = []
    for event in found.items:
        passage = passages.get(event.id)
        said = ("".join(words for words, _ in passage.pieces), claim_path(passage.claim)) if passage else ("", "")
        rows.append((*row(drawn(event, question.moment)), *said))
    return (*COLUMNS, "passage", "claim"), rows


def _document_table(hits: Portion[Hit]) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
    columns = ("id", "title", "source", "published", "url", "claims", "words", "address")
    rows = [
        (
            hit.document.id, hit.document.title, hit.document.source, hit.document.published, hit.document.url,
            hit.claims, "".join(words for words, _ in hit.pieces), document_path(hit.document.id),
        )
        for hit in hits.items
    ]  # fmt: skip
    return columns, rows


add_page(router, PATH, search)
