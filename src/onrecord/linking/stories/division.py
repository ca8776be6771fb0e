"""Dividing a group that holds two happenings: what all of its documents share tells none of them apart."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.model import Anchor
from onrecord.linking.stories.sketch import StorySketch

FEWEST = 3
"""Documents of a part; fewer show no wording of their own."""

APART = 0.22
"""Parts whose documents are less alike across than this share of how alike they are within are two stories.

Fitted on half of the topics of ECB+, where each holds two happenings of one kind, often about the same people.
"""

MOST = 400
"""Documents of a group that is looked at; the matrices are of its square."""

Matrix = NDArray[np.float64]


def divide(group: Sequence[Anchor], sketches: Mapping[Anchor, StorySketch]) -> list[list[Anchor]]:
    """Divide a group, again and again, as long as it falls into two parts that hardly share what is telling in it.

    Telling is here what some of the group's documents have and others have not: rarity is counted anew within the
    group. Words that one document alone has tie nothing and are left out. Depends on the set of documents alone.
    """
    members = sorted(group)
    if not 2 * FEWEST <= len(members) <= MOST:
        return [members]
    near = _nearness([sketches[member] for member in members])
    one, other = _halves(near)
    if min(len(one), len(other)) < FEWEST:
        return [members]
    across = float(near[np.ix_(one, other)].mean())
    if across >= APART * min(_within(near, one), _within(near, other)):
        return [members]
    parts = ([members[n] for n in part] for part in (one, other))
    return [found for part in parts for found in divide(part, sketches)]


def _within(near: Matrix, part: Sequence[int]) -> float:
    size = len(part)
    block = near[np.ix_(part, part)]
    return float((block.sum() - np.trace(block)) / (size * (size - 1)))


def _nearness(sketches: Sequence[StorySketch]) -> Matrix:
    """How alike documents are, wording and names half each, with rarity counted among them."""
    near = np.zeros((len(sketches), len(sketches)))
    for bags in ([sketch.body for sketch in sketches], [sketch.people for sketch in sketches]):
        counts = Counter(word for bag in bags for word in bag)
        columns = {word: n for n, word in enumerate(sorted(word for word, count in counts.items() if count > 1))}
        weights = np.zeros((len(bags), len(columns)))
        for row, bag in enumerate(bags):
            for word, weight in bag.items():
                if word in columns:
                    weights[row, columns[word]] = weight * math.log((len(bags) + 1) / counts[word])
        lengths = np.sqrt((weights * weights).sum(axis=1, keepdims=True))
        weights /= np.where(lengths > 0, lengths, 1.0)
        near += weights @ weights.T / 2
    rounded: Matrix = np.round(near, 9)  # the order of sums must not decide which of two equal parts is merged first
    return rounded


def _halves(near: Matrix) -> tuple[list[int], list[int]]:
    """Merge the two parts that are most alike on average until two are left."""
    size = len(near)
    parts = {n: [n] for n in range(size)}
    means = near.copy()
    np.fill_diagonal(means, -1.0)
    while len(parts) > 2:
        a, b = (int(n) for n in np.unravel_index(int(np.argmax(means)), means.shape))
        a, b = min(a, b), max(a, b)
        merged = (means[a] * len(parts[a]) + means[b] * len(parts[b])) / (len(parts[a]) + len(parts[b]))
        merged = np.where(means[a] < 0, -1.0, np.round(merged, 9))
        merged[[a, b]] = -1.0
        means[a, :] = means[:, a] = merged
        means[b, :] = means[:, b] = -1.0
        parts[a] += parts.pop(b)
    one, other = parts.values()
    return sorted(one), sorted(other)
