"""Stories and origins: documents about one happening, and documents that only repeat one report."""

from __future__ import annotations

from fastapi import APIRouter, Request

from onrecord.ledger import Ledger, StoredGroup
from onrecord.linking.model import Anchor, Report
from onrecord.linking.origins.describing import describe
from onrecord.linking.origins.model import Origin
from onrecord.linking.origins.sketching import make_sketch
from onrecord.records import encode
from onrecord.views.relays import about, origin_blocks, story_blocks
from onrecord.web.asked import Question, opened
from onrecord.web.page import Page, add_page
from onrecord.web.remembered import remembered

router = APIRouter()
MOST = 12
"""Documents of a group that the page shows before it counts the rest."""
COLUMNS = ("group", "document", "title", "source", "published", "url")
COMPARED = 400
"""Documents of a portion that are compared with each other word by word; of larger portions only who stands together
is told."""


def stories(request: Request, question: Question) -> Page:
    """The groups of documents whose main event is the same, those reported last first."""
    with opened(request, question) as ledger:
        found = ledger.some_groups("story", question.size, question.offset)
        repeated = remembered(request, question, ledger, "repeated", ledger.repeated)
    first = {info.id: info for group in found.items for info in group.documents}
    origins: dict[str, list[str]] = {}
    for document in first:
        origins.setdefault(repeated.get(document, document), []).append(document)
    blocks = story_blocks(found.items, [StoredGroup(id, tuple(first[d] for d in own)) for id, own in origins.items()])
    return Page(
        "groups.html",
        "Stories",
        context={
            "kind": "story", "total": found.total, "at": "/stories", "most": MOST,
            "blocks": [
                (block.heading, [("", line, "", id) for line, id in block.documents]) for block in blocks
            ],
        },
        data={
            "total": found.total, "offset": question.offset,
            "stories": [{"id": group.id, "documents": encode(group.documents)} for group in found.items],
        },
        columns=COLUMNS,
        rows=_rows(found.items),
    )  # fmt: skip


def origins(request: Request, question: Question) -> Page:
    """The groups of documents that only repeat one report, and how each of them repeats it."""
    with opened(request, question) as ledger:
        found = ledger.some_groups("origin", question.size, question.offset)
        described = remembered(
            request, question, ledger, ("origins", question.size, question.offset),
            lambda: _described(ledger, found.items),
        )  # fmt: skip
    infos = {info.id: info for group in found.items for info in group.documents}
    if described:
        blocks = [
            (block.heading, [(line.kind, line.about, line.relays, line.document) for line in block.lines])
            for block in origin_blocks(described, infos)
        ]
    else:
        blocks = [
            (f"{len(group.documents):,} documents, 1 origin", [("", about(i), "", i.id) for i in group.documents])
            for group in found.items
        ]
    return Page(
        "groups.html",
        "Origins",
        context={"kind": "origin", "total": found.total, "at": "/origins", "most": MOST, "blocks": blocks},
        data={
            "total": found.total, "offset": question.offset,
            "origins": [encode(origin) for origin in described]
            or [{"id": group.id, "documents": encode(group.documents)} for group in found.items],
        },
        columns=COLUMNS,
        rows=_rows(found.items),
    )  # fmt: skip


def _described(ledger: Ledger, groups: tuple[StoredGroup, ...]) -> list[Origin]:
    """How the documents of groups repeat each other, as their texts tell; nothing where they are too many."""
    wanted = {info.id for group in groups for info in group.documents}
    if len(wanted) > COMPARED:
        return []
    sketches = {
        stored.document.id: make_sketch(Report(stored.document, stored.extraction))
        for stored in ledger.extractions(of=wanted)
    }
    return [
        describe(group.id, {Anchor(info.id): sketches[info.id] for info in group.documents if info.id in sketches})
        for group in groups
    ]


def _rows(groups: tuple[StoredGroup, ...]) -> list[tuple[str | None, ...]]:
    return [(g.id, i.id, i.title, i.source, i.published, i.url) for g in groups for i in g.documents]


add_page(router, "/stories", stories)
add_page(router, "/origins", origins)
