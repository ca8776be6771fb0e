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

from onrecord.knowledge.table import read_file

Numbers = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

RUN = 8
"""Words in a run: shorter ones are shared by chance and set phrases."""

WINDOW = 16
"""Runs among which one is picked as a key: texts that share 23 words in a row share a key."""

MOST_KEYS = 1500
"""Keys of runs that a document may have: very long ones pick from wider windows."""

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


@dataclass(frozen=True, slots=True)
class Wording:
    """A document's words, which of them are quoted, and the runs that begin at each."""

    words: npt.NDArray[np.uint32]
    quoted: Flags
    runs: Numbers
    run_quoted: Flags
    runs_sorted: Numbers
    own_sorted: Numbers
    content: npt.NDArray[np.uint32]

    @property
    def own(self) -> int:
        """How many words are not quoted."""
        return int(len(self.words) - self.quoted.sum())


@lru_cache(maxsize=2048)
def wording(packed: bytes) -> Wording:
    """Unfold the words of a sketch."""
    raw = np.frombuffer(packed, dtype=np.uint32)
    quoted = (raw & np.uint32(1)).astype(np.bool_)
    words = raw & ~np.uint32(1)
    runs = _runs(words, RUN)
    count = len(runs)
    if count:
        sums = np.concatenate(([0], np.cumsum(quoted)))
        run_quoted = (sums[RUN : RUN + count] - sums[:count]) * 2 > RUN
    else:
        run_quoted = np.zeros(0, dtype=np.bool_)
    content = np.setdiff1d(words, _function_words())
    return Wording(words, quoted, runs, run_quoted, np.unique(runs), np.unique(runs[~run_quoted]), content)


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


def fingerprints(packed: bytes) -> list[int]:
    """The runs that are keys: of every window of runs the smallest, the last of equal ones; 63 bits."""
    runs = wording(packed).runs
    if not len(runs):
        return []
    width = min(max(WINDOW, 2 * len(runs) // MOST_KEYS), len(runs))
    windows: Any = np.lib.stride_tricks.sliding_window_view(runs, width)
    return [int(key) >> 1 for key in np.unique(windows.min(axis=1)).tolist()]


def content_pairs(packed: bytes, most: int) -> list[tuple[int, int]]:
    """The pairs of content words that stand next to each other or next but one, among the first `most`."""
    words = np.frombuffer(packed, dtype=np.uint32) & ~np.uint32(1)
    kept = [int(word) for word in words[~np.isin(words, _function_words())][:most]]
    near = [(kept[n], other) for n in range(len(kept)) for other in kept[n + 1 : n + 3] if other != kept[n]]
    return sorted({(min(a, b), max(a, b)) for a, b in near})


def covered(one: Wording, other: Wording, own: bool = False) -> Flags:
    """Which words of `one` stand in runs that `other` has too; with `own` only runs that both say themselves."""
    mask = np.isin(one.runs, other.own_sorted if own else other.runs_sorted, kind="sort")
    if own:
        mask &= ~one.run_quoted
    edges = np.zeros(len(one.words) + 1, dtype=np.int64)
    at = np.flatnonzero(mask)
    np.add.at(edges, at, 1)
    np.add.at(edges, at + RUN, -1) if len(at) else None
    return np.cumsum(edges[:-1]) > 0


def told_share(one: Wording, other: Wording) -> float:
    """The share of the content words of `one`, each counted once, that `other` has too."""
    if not len(one.content):
        return 0.0
    return float(np.isin(one.content, other.content, kind="sort").mean())
