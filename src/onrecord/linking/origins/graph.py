"""Who relays whom: outlets and speakers as a graph, from attribution chains, credits and repeated reports."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.linking.model import Report
from onrecord.linking.origins.model import Origin
from onrecord.linking.origins.outlets import known_outlet, outlet_key
from onrecord.linking.origins.speakers import chain
from onrecord.records import Link


@dataclass(frozen=True, slots=True, order=True)
class Hop:
    """One link of an attribution chain: its kind, and its name or the words that stand for somebody unnamed."""

    kind: str
    name: str
    named: bool = True


@dataclass(frozen=True, slots=True)
class Relayed:
    """What one document brings to the graph: its outlet, whom it credits, and the chains of its claims.

    Each chain begins with the publisher. It can be made of a ledger's rows as well as by `relayed_by`.
    """

    document: str
    outlet: str | None
    credits: tuple[str, ...] = ()
    chains: tuple[tuple[Hop, ...], ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """An outlet or a speaker. `id` is the same for all names of one outlet; of the unnamed it holds their outlet."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """One relays another: what `source` tells it has from `target`.

    `ways` are `chain` (the words of a claim say so), `credit` (a credit line does) and `repeat` (its document only
    repeats the other's); `count` is the number of documents.
    """

    source: str
    target: str
    ways: tuple[str, ...]
    count: int
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelayGraph:
    """Nodes and edges in the order of their ids."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def relayed_by(report: Report) -> Relayed:
    """What a document brings to the graph."""
    extraction = report.extraction
    chains = dict.fromkeys(tuple(map(_hop, chain(claim.attribution))) for claim in extraction.claims)
    credits = dict.fromkeys((*extraction.document.credits, *report.document.credits))
    return Relayed(report.document.id, report.document.source, tuple(credits), tuple(chains))


def _hop(link: Link) -> Hop:
    named = bool(link.name) and not link.anonymous
    return Hop(link.kind, link.name or " ".join(span.text for span in link.source), named)


def relay_graph(relayed: Iterable[Relayed], origins: Sequence[Origin] = ()) -> RelayGraph:
    """The graph of what documents bring, with the origins that they are grouped in.

    Documents without an outlet are left out. A document that only repeats another one relays it and whom its own
    words credit; what it has from the other one's sources is told by the other. The order of the arguments makes
    no difference.
    """
    repeats = {repetition.document for origin in origins for repetition in origin.documents if repetition.of}
    found = {item.document: item for item in relayed}
    names: dict[str, dict[tuple[str, str], int]] = {}
    edges: dict[tuple[str, str], dict[str, set[str]]] = {}

    def node(hop: Hop, outlet: str) -> str:
        id = _id(hop, outlet)
        shown = (known_outlet(hop.name) or hop.name) if hop.kind == "outlet" else hop.name
        counts = names.setdefault(id, {})
        counts[shown, hop.kind] = counts.get((shown, hop.kind), 0) + 1
        return id

    def edge(source: str, target: str, way: str, document: str) -> None:
        if source != target:
            edges.setdefault((source, target), {}).setdefault(way, set()).add(document)

    for document, item in sorted(found.items()):
        if not outlet_key(item.outlet):
            continue
        publisher = Hop("outlet", item.outlet or "")
        start = node(publisher, "")
        for credit in item.credits:
            edge(start, node(Hop("outlet", credit), ""), "credit", document)
        for hops in item.chains:
            if document in repeats and not any(hop.kind == "outlet" for hop in hops[1:]):
                continue
            at, outlet = start, item.outlet or ""
            for hop in hops[1:]:
                if not hop.name:
                    continue
                to = node(hop, outlet)
                edge(at, to, "chain", document)
                at, outlet = to, hop.name if hop.kind == "outlet" and hop.named else outlet
    for origin in origins:
        for repetition in origin.documents:
            here, there = found.get(repetition.document), found.get(repetition.of or "")
            if here and there and outlet_key(here.outlet) and outlet_key(there.outlet):
                source, target = (node(Hop("outlet", item.outlet or ""), "") for item in (here, there))
                edge(source, target, "repeat", repetition.document)
    nodes = [_node(id, counts) for id, counts in names.items()]
    made = [
        Edge(source, target, tuple(sorted(ways)), len(documents), tuple(sorted(documents)))
        for (source, target), ways in edges.items()
        for documents in [set().union(*ways.values())]
    ]
    return RelayGraph(tuple(sorted(nodes)), tuple(sorted(made)))


def _id(hop: Hop, outlet: str) -> str:
    if hop.kind == "outlet" and hop.named:
        return f"outlet:{outlet_key(hop.name)}"
    plain = " ".join(hop.name.lower().split())
    return f"{hop.kind}:{plain}" if hop.named else f"unnamed:{plain}@{outlet_key(outlet)}"


def _node(id: str, counts: dict[tuple[str, str], int]) -> Node:
    """The node under the name that is used most."""
    name, kind = min(counts, key=lambda shown: (-counts[shown], shown))
    return Node(id, name, kind)


def to_dot(graph: RelayGraph) -> str:
    """The graph in the DOT language of Graphviz; edges point from who relays to who is relayed."""
    lines = ["digraph relays {", "  rankdir=LR;"]
    for node in graph.nodes:
        shape = "box" if node.kind == "outlet" else "ellipse"
        lines.append(f"  {_quoted(node.id)} [label={_quoted(node.name)}, shape={shape}];")
    for edge in graph.edges:
        style = "solid" if "chain" in edge.ways else "dashed"
        label = f"label={_quoted(str(edge.count))}, style={style}"
        lines.append(f"  {_quoted(edge.source)} -> {_quoted(edge.target)} [{label}];")
    return "\n".join([*lines, "}", ""])


def _quoted(text: str) -> str:
    return '"' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'


def to_json(graph: RelayGraph) -> str:
    """The graph as one JSON object with `nodes` and `edges`."""
    nodes = [{"id": n.id, "name": n.name, "kind": n.kind} for n in graph.nodes]
    edges = [
        {"source": e.source, "target": e.target, "ways": e.ways, "count": e.count, "documents": e.documents}
        for e in graph.edges
    ]
    return json.dumps({"nodes": nodes, "edges": edges}, ensure_ascii=False, indent=1)
