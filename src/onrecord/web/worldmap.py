"""The world as paths for SVG, from the TopoJSON that is shipped: a map where the browser draws none itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

_ATLAS = Path(__file__).parent / "static" / "vendor" / "world-atlas" / "countries-110m.json"

WIDTH, HEIGHT = 1000, 400
NORTH, SOUTH = 84.0, -60.0
"""The latitudes that are drawn: what lies beyond them has no states."""


def placed(lat: float, lon: float) -> tuple[float, float]:
    """Where a point stands in the drawing, whose projection is equirectangular (plate carrée)."""
    x = (lon + 180) / 360 * WIDTH
    y = (NORTH - min(max(lat, SOUTH), NORTH)) / (NORTH - SOUTH) * HEIGHT
    return round(x, 1), round(y, 1)


@cache
def countries() -> tuple[str, ...]:
    """The countries' outlines, each as the `d` of an SVG path."""
    atlas = json.loads(_ATLAS.read_text(encoding="utf-8"))
    arcs = [_unpacked(arc, atlas["transform"]) for arc in atlas["arcs"]]
    found = []
    for country in atlas["objects"]["countries"]["geometries"]:
        path = "".join(_ring(ring, arcs) for ring in _rings(country))
        if path:
            found.append(path)
    return tuple(found)


def _unpacked(arc: Sequence[Sequence[int]], transform: Any) -> list[tuple[float, float]]:
    """An arc in degrees: its points are differences in steps of a grid (TopoJSON, 2.1.2 and 2.1.3)."""
    (x_step, y_step), (x_low, y_low) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * x_step + x_low, y * y_step + y_low))
    return points


def _rings(geometry: Any) -> Iterator[Sequence[int]]:
    if geometry["type"] == "Polygon":
        yield from geometry["arcs"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["arcs"]:
            yield from polygon


def _ring(ring: Sequence[int], arcs: Sequence[Sequence[tuple[float, float]]]) -> str:
    points: list[tuple[float, float]] = []
    for index in ring:  # a negative one stands for the arc ~index, backwards
        own = arcs[index] if index >= 0 else list(reversed(arcs[~index]))
        points += own[1:] if points else own
    if all(lat < SOUTH for _, lat in points):
        return ""
    points = _unrolled(points)
    low, high = min(lon for lon, _ in points), max(lon for lon, _ in points)
    turns = [0, *([-360] if high > 180 else []), *([360] if low < -180 else [])]
    return "".join(_drawn([(lon + turn, lat) for lon, lat in points]) for turn in turns)


def _unrolled(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """A ring that goes on beyond the 180th meridian, where the atlas, made for globes, jumps to its other side."""
    turn = 0
    found = list(points[:1])
    for (before, _), (lon, lat) in pairwise(points):
        turn += 360 if lon - before < -180 else -360 if lon - before > 180 else 0
        found.append((lon + turn, lat))
    return found


def _drawn(points: Sequence[tuple[float, float]]) -> str:
    said = []
    last = None
    for lon, lat in points:
        at = placed(lat, lon)
        if at != last:
            said.append(f"{at[0]:g},{at[1]:g}")
            last = at
    return f"M{'L'.join(said)}Z" if len(said) > 2 else ""
