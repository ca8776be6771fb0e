"""Sources: who speaks, named or not; what rests on one of them; and who relays whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, HTTPException, Request

from onrecord.ledger import Ledger, SourceCount
from onrecord.ledger.digests import count_sources
from onrecord.linking.origins.graph import Edge, Node, RelayGraph, relay_graph
from onrecord.linking.origins.model import Origin, Repetition
from onrecord.linking.origins.outlets import outlet_key
from onrecord.records import encode
from onrecord.views.events import event_value
from onrecord.views.wording import clean
from onrecord.web.asked import Asked, Question, opened
from onrecord.web.names import named, segment
from onrecord.web.page import Page, add_page
from onrecord.web.relaying import WAYS, drawing, strongest
from onrecord.web.remembered import remembered

router = APIRouter()
PATH = "/sources"
GRAPH = "/relays"
COLUMNS = ("name", "kind", "country", "sector", "anonymous", "claims", "relays", "documents")
RELAYS = 25
"""Links of one source that its page shows on either side."""


@dataclass(frozen=True, slots=True)
class Link:
    """One relays another, as a row of a table."""

    source: str
    target: str
    target_kind: str
    unnamed: bool
    ways: str
    documents: int
    source_address: str
    target_address: str


def sources(request: Request, question: Question) -> Page:
    """Who speaks in the claims, those who speak most often first."""
    with opened(request, question) as ledger:
        everyone = _everyone(request, question, ledger)
    found = [one for one in everyone if _asked_for(one, question)]
    shown = found[question.offset : question.offset + question.size]
    return Page(
        "sources.html",
        "Sources",
        context={
            "sources": [(one, address(one.name, question)) for one in shown], "total": len(found),
            "spoken": sum(one.claims for one in found),
            "unnamed": sum(one.claims for one in found if one.anonymous), "relays": question.moment.address(GRAPH),
        },
        data={
            "total": len(found), "offset": question.offset,
            "sources": [encode(one) for one in shown],
        },
        columns=COLUMNS,
        rows=[tuple(getattr(one, name) for name in COLUMNS) for one in found],
    )  # fmt: skip


def source(request: Request, question: Question, name: str) -> Page:
    """One source: how often it speaks and passes on, whom it relays, who relays it, and what rests on its word."""
    meant = named(name) or name
    with opened(request, question) as ledger:
        everyone = _everyone(request, question, ledger)
        known = remembered(
            request, question, ledger, "names of sources", lambda: _known(everyone, _graph(request, question, ledger))
        )
        counts, ids = known.of(meant)
        if not counts and not ids:
            raise HTTPException(404, f"no source is called {clean(meant)!r} here; {PATH} lists those there are")
        found = ledger.some_events(replace(question.events, sources=(meant,)), question.size, question.offset)
    relays = _links([edge for edge in known.edges if edge.source in ids], known.nodes, question)
    relayed = _links([edge for edge in known.edges if edge.target in ids], known.nodes, question)
    at = f"{PATH}/{segment(meant)}"
    return Page(
        "source.html",
        clean(meant),
        context={
            "counts": counts, "events": found.items, "total": found.total, "at": at, "relays": relays[:RELAYS],
            "relayed": relayed[:RELAYS], "more": (max(0, len(relays) - RELAYS), max(0, len(relayed) - RELAYS)),
            "claims": question.moment.changed(source=(meant,)).address("/claims"), "ways": WAYS,
        },
        data={
            "counts": [encode(one) for one in counts], "relays": relays, "relayed_by": relayed, "total": found.total,
            "offset": question.offset, "events": [event_value(event) for event in found.items],
        },
        columns=COLUMNS,
        rows=[tuple(getattr(one, name) for name in COLUMNS) for one in counts],
    )  # fmt: skip


def relays(request: Request, question: Question) -> Page:
    """Who relays whom: the strongest links drawn, all of them in a table."""
    with opened(request, question) as ledger:
        graph = _graph(request, question, ledger)
        drawn, edges = remembered(request, question, ledger, "relays drawn", lambda: (drawing(graph), strongest(graph)))
    names = {node.id: node for node in graph.nodes}
    shown = edges[question.offset : question.offset + question.size]
    rows = [
        (names[e.source].name, names[e.target].name, names[e.target].kind, e.count, " ".join(e.ways)) for e in edges
    ]
    return Page(
        "relays.html",
        "Who relays whom",
        context={
            "drawn": drawn, "links": _links(shown, names, question), "total": len(edges), "ways": WAYS,
            "addresses": {box.node.id: address(box.node.name, question) for box in drawn.boxes},
        },
        data={
            "total": len(edges), "offset": question.offset, "nodes": len(graph.nodes),
            "links": [
                {"source": encode(names[e.source]), "target": encode(names[e.target]), "ways": list(e.ways),
                 "documents": e.count} for e in shown
            ],
        },
        columns=("source", "target", "target_kind", "documents", "ways"),
        rows=rows,
    )  # fmt: skip


def address(name: str, question: Asked) -> str:
    """Where a source is shown."""
    return question.moment.address(f"{PATH}/{segment(name)}") if name else ""


def _everyone(request: Request, question: Asked, ledger: Ledger) -> tuple[SourceCount, ...]:
    return remembered(request, question, ledger, "sources", lambda: count_sources(ledger.digests()))


def _graph(request: Request, question: Asked, ledger: Ledger) -> RelayGraph:
    def made() -> RelayGraph:
        groups: dict[str, list[Repetition]] = {}
        for document, first in ledger.repeated().items():
            groups.setdefault(first, []).append(Repetition(document, "verbatim", first))
        origins = [Origin(first, (Repetition(first, "original"), *own), first) for first, own in groups.items()]
        return relay_graph((one.relayed for one in ledger.digests()), origins)

    return remembered(request, question, ledger, "relays", made)


def _asked_for(one: SourceCount, question: Asked) -> bool:
    if question.anonymous is not None and one.anonymous != question.anonymous:
        return False
    if not question.source:
        return True
    codes = {one.country, one.sector}
    return any(part.casefold() in one.name.casefold() or part.upper() in codes for part in question.source)


@dataclass(frozen=True, slots=True)
class _Known:
    """Sources and nodes of the graph by the keys of their names, and the links between nodes, the strongest first."""

    counts: Mapping[str, tuple[SourceCount, ...]]
    ids: Mapping[str, frozenset[str]]
    nodes: Mapping[str, Node]
    edges: Sequence[Edge]

    def of(self, name: str) -> tuple[list[SourceCount], frozenset[str]]:
        """Whom a name means; outlets are one by any of the names that the shipped table has for them."""
        keys = dict.fromkeys((_plain(name), _outlet(name)))
        counts = dict.fromkeys(one for key in keys for one in self.counts.get(key, ()))
        return list(counts), frozenset().union(*(self.ids.get(key, frozenset()) for key in keys))


def _known(everyone: Iterable[SourceCount], graph: RelayGraph) -> _Known:
    counts: dict[str, list[SourceCount]] = {}
    ids: dict[str, set[str]] = {}
    for one in everyone:
        for key in _keys(one.name, one.kind):
            counts.setdefault(key, []).append(one)
    for node in graph.nodes:
        for key in _keys(node.name, node.kind):
            ids.setdefault(key, set()).add(node.id)
    return _Known(
        {key: tuple(own) for key, own in counts.items()},
        {key: frozenset(own) for key, own in ids.items()},
        {node.id: node for node in graph.nodes},
        strongest(graph),
    )


def _keys(name: str, kind: str) -> Iterable[str]:
    if not name:
        return ()
    return dict.fromkeys((_plain(name), _outlet(name)) if kind == "outlet" else (_plain(name),))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _outlet(name: str) -> str:
    return f"outlet:{outlet_key(name)}"


def _links(edges: Sequence[Edge], nodes: Mapping[str, Node], question: Asked) -> list[Link]:
    return [
        Link(
            clean(nodes[e.source].name), clean(nodes[e.target].name), nodes[e.target].kind,
            e.target.startswith("unnamed:"), ", ".join(WAYS[way] for way in e.ways), e.count,
            address(nodes[e.source].name, question), address(nodes[e.target].name, question),
        )
        for e in edges
    ]  # fmt: skip


add_page(router, PATH, sources)
add_page(router, PATH + "/{name}", source)
add_page(router, GRAPH, relays)
