"""The words of a document as numbers: runs of them, the few that look it up, and what two documents share.

Runs of eight words (w-shingling; Broder 1997), picked by winnowing (Schleimer, Wilkerson and Aiken, "Winnowing:
local algorithms for document fingerprinting", SIGMOD 2003): two texts that share a run long enough share a key.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from onrecord.knowledge.table import read_file

Numbers = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

RUN = 8
"""Words in a run: shorter ones are shared by chance and set phrases."""

PROSE = 3
"""Function words that a run of prose has at least; a row of names or links has fewer."""

WINDOW = 32
"""Runs among which one is picked as a key: texts that share 39 words in a row share a key."""

MOST_KEYS = 1500
"""Keys of runs that a document may have: very long ones pick from wider windows."""

_SEED = 42
"""Of the signatures: another one gives other keys."""

_TOKEN = re.compile(r"\w+|[\"“”„«»\n]")
_OPEN, _CLOSE = frozenset("“„«"), frozenset("”»")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@lru_cache(maxsize=200_000)
def _number(word: str) -> int:
    """The number of a word: 31 bits of its hash, and a lowest bit free for the quotation mark."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big") & ~1


def number_words(text: str) -> bytes:
    """The words of a text in lower case as 32-bit numbers, odd where they stand inside quotation marks.

    A paragraph ends a quotation: where its closing mark is missing, the words after it are not all quoted.
    """
    numbers: list[int] = []
    quoted = 0
    for token in _TOKEN.findall(text):
        if token == "\n":
            quoted = 0
        elif token == '"':
            quoted ^= 1
        elif token in _OPEN:
            quoted = 1
        elif token in _CLOSE:
            quoted = 0
        else:
            numbers.append(_number(token.lower()) | quoted)
    return np.array(numbers, dtype=np.uint32).tobytes()


def word_count(packed: bytes) -> int:
    """How many words a sketch has."""
    return len(packed) // 4


@dataclass(frozen=True, slots=True)
class Wording:
    """A document's words, and the runs that begin at each.

    `own` are the words that the document says itself: in prose, and not quoted. `own_run` tells the runs of which
    the same holds. What is no prose (lists of links, countries, results) has hardly a function word in it.
    """

    words: npt.NDArray[np.uint32]
    own: Flags
    runs: Numbers
    own_run: Flags
    runs_sorted: Numbers
    own_sorted: Numbers
    content: npt.NDArray[np.uint32]


@lru_cache(maxsize=2048)
def wording(packed: bytes) -> Wording:
    """Unfold the words of a sketch."""
    raw = np.frombuffer(packed, dtype=np.uint32)
    quoted = (raw & np.uint32(1)).astype(np.bool_)
    words = raw & ~np.uint32(1)
    function = np.isin(words, _function_words(), kind="sort")
    runs = _runs(words, RUN)
    prose_run = _sums(function, len(runs)) >= PROSE
    own_run = prose_run & (_sums(quoted, len(runs)) * 2 <= RUN)
    own = _within(prose_run, len(words)) & ~quoted
    runs_sorted = np.unique(runs)
    return Wording(words, own, runs, own_run, runs_sorted, np.unique(runs[own_run]), np.unique(words[~function]))


def _sums(flags: Flags, count: int) -> npt.NDArray[np.int64]:
    """How many of the words of each run are flagged."""
    sums = np.zeros(len(flags) + 1, dtype=np.int64)
    np.cumsum(flags, out=sums[1:])
    return sums[RUN : RUN + count] - sums[:count]


def _within(flagged: Flags, count: int) -> Flags:
    """The words that stand in a flagged run."""
    edges = np.zeros(count + 1, dtype=np.int64)
    at = np.flatnonzero(flagged)
    edges[at] += 1
    np.add.at(edges, at + RUN, -1)
    inside: Flags = np.cumsum(edges[:-1]) > 0
    return inside


def _runs(words: npt.NDArray[np.uint32], length: int) -> Numbers:
    """A 64-bit hash of every run of `length` words."""
    count = len(words) - length + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    total = np.zeros(count, dtype=np.uint64)
    wide = words.astype(np.uint64)
    for n in range(length):
        total = (total ^ wide[n : n + count]) * _FACTOR
        total ^= total >> np.uint64(29)
    return total


@lru_cache(maxsize=1)
def _function_words() -> npt.NDArray[np.uint32]:
    rows = read_file(Path(__file__).parent / "data" / "function_words.tsv")
    return np.unique(np.array([_number(row["word"]) for row in rows], dtype=np.uint32))


@lru_cache(maxsize=16_384)
def fingerprints(packed: bytes) -> Numbers:
    """The runs that are keys, sorted: of every window of runs the smallest; numbers of 63 bits."""
    runs = wording(packed).runs[wording(packed).own_run]
    if not len(runs):
        runs = wording(packed).runs_sorted
    if not len(runs):
        return runs
    width = min(max(WINDOW, 2 * len(runs) // MOST_KEYS), len(runs))
    windows: Any = np.lib.stride_tricks.sliding_window_view(runs, width)
    return np.unique(windows.min(axis=1) >> np.uint64(1))


@lru_cache(maxsize=16_384)
def content_words(title: str) -> npt.NDArray[np.uint32]:
    """The numbers of the words of a headline that are no function words, sorted."""
    words = np.frombuffer(number_words(title), dtype=np.uint32) & ~np.uint32(1)
    return np.setdiff1d(words, _function_words())


def minima(packed: bytes, count: int) -> list[int]:
    """A MinHash signature of the runs (rensa's R-MinHash): two texts agree in each number as often as in their runs."""
    runs = wording(packed).runs_sorted
    if not len(runs):
        return []
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        runs, np.array([0, len(runs)], dtype=np.uint64), count, _SEED
    )
    return [int(value) for value in matrix.to_rows()[0]]


def content_pairs(packed: bytes, opening: int, sample: int = 0) -> list[tuple[int, int]]:
    """The pairs of content words that stand next to each other or next but one.

    All among the first `opening` content words, and of those further down one in `sample`, by their numbers.
    """
    words = np.frombuffer(packed, dtype=np.uint32) & ~np.uint32(1)
    kept = words[~np.isin(words, _function_words(), kind="sort")]
    kept = kept if sample else kept[:opening]
    pairs = np.concatenate([np.stack((kept[:-n], kept[n:]), axis=1) for n in (1, 2)])
    place = np.concatenate([np.arange(max(len(kept) - n, 0)) for n in (1, 2)])
    chosen = (place < opening) & (pairs[:, 0] != pairs[:, 1])
    if sample:
        chosen |= (pairs[:, 0] ^ pairs[:, 1]) // 2 % sample == 0
    found = np.unique(np.sort(pairs[chosen], axis=1), axis=0)
    return [(a, b) for a, b in found.tolist() if a != b]


def covered(one: Wording, other: Wording, own: bool = False) -> Flags:
    """Which words of `one` stand in runs that `other` has too; with `own` only runs that both say themselves."""
    shared: Flags = np.isin(one.runs, other.own_sorted if own else other.runs_sorted, kind="sort")
    return _within(shared & one.own_run if own else shared, len(one.words))


def told_share(one: Wording, other: Wording) -> float:
    """The share of the content words of `one`, each counted once, that `other` has too."""
    if not len(one.content):
        return 0.0
    return float(np.isin(one.content, other.content, kind="sort").mean())
