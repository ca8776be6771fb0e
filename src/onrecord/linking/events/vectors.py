"""Meanings of single words as vectors: how near the words of two triggers are, where they are not the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.events.words import DATA, family
from onrecord.linking.stories.words import number

FILE = DATA / "vectors.npz"


@cache
def _table() -> tuple[dict[str, int], NDArray[np.int8]]:
    """The row of each word, and of each family that of its first word; and the rows."""
    with np.load(FILE, allow_pickle=False) as kept:
        rows = {str(word): n for n, word in enumerate(kept["words"])}
        for word, n in [*rows.items()]:
            rows.setdefault(family(word), n)
        return rows, kept["vectors"]


def vector(words: Sequence[str]) -> bytes:
    """The mean direction of words as eight-bit numbers; empty where none of them is known."""
    rows, vectors = _table()
    found = []
    for word in words:
        first = word.split(maxsplit=1)[0] if word.strip() else ""  # a probe may point at a mere space
        key = next((k for k in (word, first, family(first)) if k in rows), None)
        if key is not None:
            found.append(vectors[rows[key]].astype(np.float32))
    if not found:
        return b""
    mean = np.mean(found, axis=0)
    length = float(np.linalg.norm(mean))
    return np.round(mean / length * 127).astype(np.int8).tobytes() if length else b""


@cache
def _centres() -> NDArray[np.float32]:
    with np.load(FILE, allow_pickle=False) as kept:
        return np.asarray(kept["centres"], np.float32)


@lru_cache(maxsize=50_000)
def centres(vector: bytes) -> tuple[int, ...]:
    """The numbers of the two centres that are nearest to a vector: words of near meaning share one of them."""
    if not vector:
        return ()
    near = _centres() @ np.frombuffer(vector, np.int8).astype(np.float32)
    return tuple(int(n) for n in np.argsort(-near, kind="stable")[:2])


def nearness(one: bytes, other: bytes) -> float | None:
    """The cosine of two vectors; nothing where one of them is empty."""
    if not one or not other:
        return None
    a = np.frombuffer(one, np.int8).astype(np.int32)
    b = np.frombuffer(other, np.int8).astype(np.int32)
    return float(a @ b) / (127 * 127)


@cache
def _numbered() -> tuple[dict[int, int], NDArray[np.float32]]:
    """The row of each word by its number, and the rows; the last one is naught, for words without a vector."""
    with np.load(FILE, allow_pickle=False) as kept:
        rows = {number(str(word)): n for n, word in enumerate(kept["words"])}
        vectors = kept["vectors"].astype(np.float32) / 127
    return rows, np.vstack([vectors, np.zeros((1, vectors.shape[1]), np.float32)])


def alignment(
    one: Mapping[int, int], one_act: bytes, other: Mapping[int, int], other_act: bytes
) -> tuple[float, float, float, float, float]:
    """How near in meaning the wordings of two sentences are, word by word, each word with the nearest of the other's.

    `one` and `other` are numbers of words with their weights, the acts vectors of the triggers. Gives the weighted
    mean over the words of either sentence (the greater, then the smaller), the nearness of each trigger to the nearest
    word of the other sentence (likewise), and the cosine of the two sentences' mean vectors. As the greedy matching of
    BERTScore (Zhang and others, ICLR 2020), with vectors of single words.
    """
    if not one or not other:
        return 0.0, 0.0, 0.0, 0.0, 0.0
    rows, vectors = _numbered()
    a, b = (vectors[[rows.get(word, -1) for word in words]] for words in (one, other))
    near = a @ b.T
    columns = {word: n for n, word in enumerate(other)}
    for n, word in enumerate(one):
        if word in columns:
            near[n, columns[word]] = 1.0
    weights = [np.fromiter(words.values(), np.float32, len(words)) for words in (one, other)]
    found = [
        float(np.maximum(best, 0.0) @ weight / weight.sum())
        for best, weight in zip((near.max(1), near.max(0)), weights, strict=True)
    ]
    acts = []
    for act, words in ((one_act, b), (other_act, a)):
        told = float((words @ np.frombuffer(act, np.int8).astype(np.float32)).max()) / 127 if act else 0.0
        acts.append(max(0.0, told))
    mean, other_mean = weights[0] @ a, weights[1] @ b
    length = float(np.sqrt((mean @ mean) * (other_mean @ other_mean)))
    return max(found), min(found), max(acts), min(acts), float(mean @ other_mean) / length if length else 0.0
