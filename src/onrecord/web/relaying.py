"""Who relays whom as a drawing: the strongest links of the graph in columns, laid out without a browser's help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from onrecord.linking.origins.graph import Edge, Node, RelayGraph
from onrecord.views.wording import clean

DRAWN = 45
"""Links that are drawn; more of them cannot be told apart."""

WIDTH, ROW, BOX = 960, 34, 200
_MARGIN = 12
_ROUNDS = 8  # of sorting each column by its neighbours; later ones change nothing in graphs of this size
_LONGEST = 27  # letters in a box


@dataclass(frozen=True, slots=True)
class Box:
    """A node as it is drawn: where its upper left corner is, what stands in it, and what it is called in full."""

    node: Node
    x: float
    y: float
    label: str
    name: str
    unnamed: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """A link as it is drawn: the `d` of its path, how wide, whether a text says so (else only a credit or a copy)."""

    edge: Edge
    path: str
    width: float
    told: bool
    title: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The boxes and curves of a graph, and how large the whole is; `left_out` links are not drawn."""

    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    width: int
    height: int
    left_out: int


WAYS: Mapping[str, str] = {
    "chain": "its text says so", "credit": "a credit line says so", "repeat": "it only repeats the other's report",
}  # fmt: skip
"""How one is seen to relay another, in words."""


def strongest(graph: RelayGraph) -> list[Edge]:
    """The links of a graph, those that most documents show first."""
    return sorted(graph.edges, key=lambda edge: (-edge.count, edge.source, edge.target))


def drawing(graph: RelayGraph, most: int = DRAWN) -> Drawing:
    """Lay out the strongest links of a graph: who relays stands left, who is relayed right, who does both between."""
    edges = strongest(graph)
    shown = edges[:most]
    nodes = {node.id: node for node in graph.nodes}
    sources, targets = {edge.source for edge in shown}, {edge.target for edge in shown}
    columns = [sorted(sources - targets), sorted(sources & targets), sorted(targets - sources)]
    columns = _sorted([column for column in columns if column], shown)
    height = _MARGIN * 2 + ROW * max((len(column) for column in columns), default=1)
    gap = (WIDTH - BOX) / max(1, len(columns) - 1)
    at: dict[str, tuple[float, float]] = {}
    for n, column in enumerate(columns):
        top = (height - ROW * len(column)) / 2
        at.update((id, (round(n * gap, 1), round(top + ROW * place, 1))) for place, id in enumerate(column))
    boxes = tuple(_box(nodes[id], *at[id]) for id in at)
    strong = max((edge.count for edge in shown), default=1)
    curves = tuple(_curve(edge, strong, nodes, at) for edge in shown)
    return Drawing(boxes, curves, WIDTH, height, len(edges) - len(shown))


def _sorted(columns: Sequence[list[str]], edges: Iterable[Edge]) -> list[list[str]]:
    """The columns with each node near its neighbours (the barycentre heuristic of Sugiyama and others, 1981)."""
    near: dict[str, list[tuple[str, int]]] = {}
    for edge in edges:
        near.setdefault(edge.source, []).append((edge.target, edge.count))
        near.setdefault(edge.target, []).append((edge.source, edge.count))
    found = [list(column) for column in columns]
    for _ in range(_ROUNDS):
        for column in found:
            place = {
                id: (n + 0.5) / len(own) for own in found for n, id in enumerate(own)
            }  # as shares of a column, which are of different lengths

            def middle(id: str, place: dict[str, float] = place) -> tuple[float, str]:
                weights = [(place[other], count) for other, count in near[id] if other in place]
                return sum(p * w for p, w in weights) / sum(w for _, w in weights), id

            column.sort(key=middle)
    return found


def _box(node: Node, x: float, y: float) -> Box:
    name = clean(node.name)
    label = name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"
    return Box(node, x, y, label, name, node.id.startswith("unnamed:"))


def _curve(edge: Edge, strong: int, nodes: Mapping[str, Node], at: Mapping[str, tuple[float, float]]) -> Curve:
    (x, y), (x2, y2) = at[edge.source], at[edge.target]
    middle, end = y + ROW / 2, y2 + ROW / 2
    if x2 > x:
        bend = (x2 - x - BOX) / 2
        path = f"M{x + BOX:g} {middle:g}C{x + BOX + bend:g} {middle:g} {x2 - bend:g} {end:g} {x2 - 5:g} {end:g}"
    else:  # within a column, or back to one: round the right side
        out = x + BOX + 46
        path = f"M{x + BOX:g} {middle:g}C{out:g} {middle:g} {out:g} {end:g} {x2 + BOX + 5:g} {end:g}"
    ways = ", ".join(WAYS[way] for way in edge.ways)
    title = f"{clean(nodes[edge.source].name)} relays {clean(nodes[edge.target].name)}: {edge.count:,} ({ways})"
    return Curve(edge, path, round(1.2 + 4 * sqrt(edge.count / strong) * (strong > 1), 2), "chain" in edge.ways, title)
