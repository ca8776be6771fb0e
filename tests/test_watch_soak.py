"""Watching for days: twenty newspapers that fail in every way."""

from __future__ import annotations

from pathlib import Path

import feeds


def test_twenty_newspapers_that_fail_in_every_way_lose_nothing(tmp_path: Path) -> None:
    """A smaller one of the thousand polls of `benchmarks/feeds.py --soak`."""
    found = feeds.soak(100, articles=4, folder=tmp_path)
    assert (found.lost, found.twice, found.given_up) == ([], [], 0)
    assert found.polls >= 100 and found.published >= 70
