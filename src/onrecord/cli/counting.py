"""How many documents there are to read, for the time left: counted roughly, and only where somebody waits."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

from onrecord.reading.model import ReadingFailure
from onrecord.reading.sources import STANDARD_INPUT, find_sources

_MOST = 2_000_000_000  # bytes of rows that are counted before it takes too long to be worth it


def expected(paths: Iterable[str | Path]) -> int | None:
    """About how many documents `paths` hold: each file one, of JSON Lines each line; None where it cannot be known."""
    count, left = 0, _MOST
    for source in find_sources(paths):
        if isinstance(source, ReadingFailure):
            continue
        if source.where == STANDARD_INPUT or source.kind in ("archive", "mailbox"):
            return None
        if source.kind != "rows":
            count += 1
            continue
        try:
            lines, size = _lines(Path(source.where))
        except (OSError, EOFError):
            continue  # reading it says what is wrong
        count, left = count + lines, left - size
        if left < 0:
            return None
    return count


def _lines(path: Path) -> tuple[int, int]:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    lines = size = 0
    with gzip.open(path, "rb") if packed else path.open("rb") as file:
        while chunk := file.read(1 << 20):
            lines += chunk.count(b"\n")
            size += len(chunk)
            if size > _MOST:
                break
    return lines, size
