"""Meanings of single words as vectors: how near the words of two triggers are, where they are not the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.events.words import DATA, family

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
