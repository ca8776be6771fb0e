"""Choosing which place each toponym of a document stands for, from the document as a whole.

Every name of the document gets one sense (Gale et al. 1992), or two where the words beside a mention say so.
The score of a sense adds up how well known the place is, and how much of the document's other toponyms lies in
the same country, in the same region, and nearby (distance minimality, Leidner 2007), in a few rounds, because
the others are just as open at first. "X, Y" with an X that lies in Y settles X.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.knowledge.gazetteer import Entry, Outlet, fold

SENSES = 30
"""Senses of a name that are weighed: the larger places, and the most populous towns. San Jose has 300."""

ROUNDS = 4
CELL = 1.0
"""Degrees of the grid in which neighbours are counted; with the cells around it reaches 110 to 220 km."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts; fitted by hand on news from three corpora."""

    country: float = 8.0
    region: float = 6.2
    small_region: float = 4.7
    area: float = 6.8
    county: float = 3.6
    population: float = 1.0
    alternate: float = -1.2
    same_country: float = 1.0
    same_region: float = 1.6
    nearby: float = 1.6
    contained: float = 6.0
    capital: float = 1.0
    shadowed: float = -1.5
    home_country: float = 1.2
    home_region: float = 2.0
    home_nearby: float = 2.0


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A name of the document: its senses, how often it stands there, what mentions say it lies in."""

    key: str
    entries: tuple[Entry, ...]
    count: int = 1
    within: tuple[Entry, ...] = ()  # regions or countries that a mention is said to lie in
    demonym: bool = False


@dataclass(slots=True)
class _State:
    name: Name
    senses: list[Entry]
    base: list[float]
    shares: list[float] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)


def resolve(names: Sequence[Name], home: Outlet | None = None,
            weights: Weights = WEIGHTS) -> dict[str, tuple[Entry, float]]:  # fmt: skip
    """Give each name that has a sense its best one, with the share of the evidence that speaks for it."""
    states = []
    for name in names:
        senses = _senses(name.entries)
        if senses:
            base = [_prior(e, name, home, weights) + weights.shadowed * _shadowed(e, senses) for e in senses]
            state = _State(name, senses, base)
            state.shares = _softmax(state.base)
            states.append(state)
    for _ in range(ROUNDS):
        support = _Support()
        for state in states:
            support.add(state, 1)
        for state in states:
            support.add(state, -1)
            state.scores = [b + support.of(e, weights) for b, e in zip(state.base, state.senses, strict=True)]
            support.add(state, 1)
        for state in states:
            state.shares = _softmax(state.scores)
    chosen = {}
    for state in states:
        best = max(range(len(state.senses)), key=lambda n: (state.shares[n], -n))
        chosen[state.name.key] = (state.senses[best], round(state.shares[best], 3))
    return chosen


def _senses(entries: Iterable[Entry]) -> list[Entry]:
    return list(entries)[:SENSES]


def lies_in(place: Entry, region: Entry) -> bool:
    """Whether a place lies in a country, a first-order region, or close to the middle of a county."""
    if region.kind == "country":
        return place.country == region.country and place.kind != "country"
    if region.kind == "admin1":
        return (place.country, place.admin1) == (region.country, region.admin1) and place.kind != "admin1"
    if region.kind == "admin2":
        return place.kind == "town" and distance(place, region) < 60
    return False


def distance(a: Entry, b: Entry) -> float:
    """Kilometres between two places, along a great circle."""
    y1, y2 = math.radians(a.lat), math.radians(b.lat)
    x = math.sin((y2 - y1) / 2) ** 2
    x += math.cos(y1) * math.cos(y2) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(x)))


def _prior(entry: Entry, name: Name, home: Outlet | None, w: Weights) -> float:
    if entry.kind == "country":
        score = w.country
    elif entry.kind == "admin1":
        score = w.region if entry.population >= 300_000 else w.small_region
    elif entry.kind == "admin2":
        score = w.county
    elif entry.kind == "town":
        score = w.population * max(2.0, math.log10(entry.population + 1)) + w.capital * entry.capital
    else:
        score = w.area
    if _other_name(entry, name):
        score += w.alternate
    if any(lies_in(entry, region) for region in name.within):
        score += w.contained
    if home is not None and entry.country == home.country:
        score += w.home_country
        if home.admin1 and entry.admin1 == home.admin1:
            score += w.home_region
        if (
            home.lat is not None
            and home.lon is not None
            and abs(entry.lat - home.lat) < 1.2
            and abs(entry.lon - home.lon) < 1.5
        ):
            score += w.home_nearby
    return score


def _shadowed(entry: Entry, senses: Sequence[Entry]) -> bool:
    """Whether a region is called after a large town in it, which is then what news means by the name.

    Not so in the United States, where the states have the fame.
    """
    return entry.kind == "admin1" and entry.country != "US" and any(
        s.kind == "town" and s.population >= 100_000 and (s.country, s.admin1) == (entry.country, entry.admin1)
        for s in senses
    )  # fmt: skip


def _softmax(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    parts = [math.exp(min(1.5 * (s - top), 0.0)) for s in scores]
    total = sum(parts)
    return [p / total for p in parts]


def _other_name(entry: Entry, name: Name) -> bool:
    """Whether the name is but another name of the place, such as one in another language."""
    if name.demonym:
        return entry.kind in ("town", "admin2")
    return entry.kind in ("town", "admin1") and not fold(entry.name).startswith(name.key)


class _Support:
    """Where the document's toponyms lie, as weights by country, region and cell of a grid."""

    def __init__(self) -> None:
        self._countries: dict[str, float] = defaultdict(float)
        self._regions: dict[tuple[str, str], float] = defaultdict(float)
        self._cells: dict[tuple[int, int], float] = defaultdict(float)

    def add(self, state: _State, sign: int) -> None:
        weight = sign * (1.0 + 0.3 * min(state.name.count - 1, 3))
        for entry, share in zip(state.senses, state.shares, strict=True):
            if share < 0.02 or entry.country is None:
                continue
            part = weight * share
            self._countries[entry.country] += part
            if entry.admin1 is not None and entry.kind != "country":
                self._regions[entry.country, entry.admin1] += part
            if entry.kind in ("town", "admin2", "point", "feature"):
                self._cells[_cell(entry)] += part

    def of(self, entry: Entry, w: Weights) -> float:
        """What the others say for this sense."""
        score = 0.0
        if entry.country is not None:
            score += w.same_country * _grows(self._countries.get(entry.country, 0.0))
            if entry.admin1 is not None:
                score += w.same_region * _grows(self._regions.get((entry.country, entry.admin1), 0.0))
        if entry.kind in ("town", "admin2", "point"):
            y, x = _cell(entry)
            near = sum(self._cells.get((y + dy, x + dx), 0.0) for dy in (-1, 0, 1) for dx in (-1, 0, 1))
            score += w.nearby * _grows(near)
        return score


def _grows(amount: float) -> float:
    """Evidence counts, each further piece for less."""
    return math.log1p(max(amount, 0.0))


def _cell(entry: Entry) -> tuple[int, int]:
    return math.floor(entry.lat / CELL), math.floor(entry.lon / CELL)
