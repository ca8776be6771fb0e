"""Which members have which keys, in sorted arrays: a tenth of the memory that dictionaries of lists take."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


class KeyTable:
    """Keys (63 bits) of members (numbers from 0 on). Adding goes by portions; each look-up asks for many keys.

    Portions are kept sorted, and merged when a later one has grown half as large as the one before it, so that
    there are few of them and each entry is moved a logarithmic number of times.
    """

    def __init__(self) -> None:
        self._portions: list[tuple[Numbers, Numbers]] = []

    def add(self, entries: Iterable[tuple[int, Collection[int]]]) -> None:
        """Add members with their keys; no key twice for one member."""
        rows = list(entries)
        keys = np.fromiter((key for _, own in rows for key in own), dtype=np.int64)
        owners = np.repeat(np.array([n for n, _ in rows], dtype=np.int64), [len(own) for _, own in rows])
        if not len(keys):
            return
        self._portions.append(_sorted(keys, owners))
        while len(self._portions) > 1 and 2 * len(self._portions[-1][0]) >= len(self._portions[-2][0]):
            (some, theirs), (more, others) = self._portions[-2:]
            self._portions[-2:] = [_sorted(np.concatenate([some, more]), np.concatenate([theirs, others]))]

    def remove(self, members: Collection[int]) -> None:
        """Forget members with all their keys."""
        gone = np.fromiter(members, dtype=np.int64)
        if not len(gone):
            return
        kept = ((keys, owners, ~np.isin(owners, gone)) for keys, owners in self._portions)
        self._portions = [(keys[stays], owners[stays]) for keys, owners, stays in kept if stays.any()]

    def counts(self, keys: Collection[int]) -> Mapping[int, int]:
        """How many members have each of the keys; those that none has are left out."""
        asked = _asked(keys)
        found = np.zeros(len(asked), dtype=np.int64)
        for held, _ in self._portions:
            found += np.searchsorted(held, asked, "right") - np.searchsorted(held, asked, "left")
        there = found > 0
        return dict(zip(asked[there].tolist(), found[there].tolist(), strict=True))

    def members(self, keys: Collection[int]) -> Mapping[int, list[int]]:
        """The members that have each of the keys; keys that none has are left out."""
        asked = _asked(keys)
        found: dict[int, list[int]] = {}
        for held, owners in self._portions:
            first, last = np.searchsorted(held, asked, "left"), np.searchsorted(held, asked, "right")
            there = last > first
            for key, start, end in zip(asked[there].tolist(), first[there].tolist(), last[there].tolist(), strict=True):
                found.setdefault(key, []).extend(owners[start:end].tolist())
        return found


def _asked(keys: Collection[int]) -> Numbers:
    return np.unique(np.fromiter(keys, dtype=np.int64))


def _sorted(keys: Numbers, owners: Numbers) -> tuple[Numbers, Numbers]:
    order = np.argsort(keys, kind="stable")
    return keys[order], owners[order]
