"""The lines of a page of PDF with their places, in the order in which they are read: columns one after the other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

Matrix = Sequence[float]

_SAME_LINE = 0.45
"""Share of the letters' size by which two pieces of one line may stand apart in height."""
_WIDE_GAP = 1.8
"""Sizes of a letter between two pieces that belong to two columns: spaces of justified text stay under it."""
_NARROW, _WIDE = frozenset("iIljtfr.,;:'!|()[]’‘ "), frozenset("mwMW@—%")
_INTERLEAVED = 0.3
_CELL = 22
"""Letters of a table's cells, at the median; lines of a column have more."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a column's part of one: from x0 to x1, y from below, the size of its letters, in points."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    page: int = 0


class Collector:
    """Takes the pieces of text of one page as pypdf gives them to `visitor_text`, and makes lines of them."""

    def __init__(self, page: int) -> None:
        self._page = page
        self._lines: list[Line] = []
        self._open: Line | None = None

    def add(self, text: str, current: Matrix, of_text: Matrix, _font: object, size: float) -> None:
        """Take one piece: its text, the two matrices that place it, and the size of its font."""
        x = of_text[4] * current[0] + of_text[5] * current[2] + current[4]
        y = of_text[4] * current[1] + of_text[5] * current[3] + current[5]
        scale = math.sqrt(abs(of_text[0] * of_text[3] - of_text[1] * of_text[2]))
        scale *= math.sqrt(abs(current[0] * current[3] - current[1] * current[2]))
        size = abs(size * scale) or 1.0
        for number, piece in enumerate(text.split("\n")):
            if number:
                self._close()
            self._piece(piece, x, y, size)

    def lines(self) -> list[Line]:
        """The lines, in the order of the file."""
        self._close()
        return self._lines

    def _piece(self, text: str, x: float, y: float, size: float) -> None:
        line = self._open
        if not text.strip():
            if line and abs(y - line.y) <= _SAME_LINE * line.size and x > line.x0:
                self._open = replace(line, x1=max(x, line.x0), text=line.text + (" " if text else ""))
            return
        end = x + _width(text) * size
        if line and (abs(y - line.y) > _SAME_LINE * max(size, line.size) or x - line.x1 > _WIDE_GAP * size):
            self._close()
            line = None
        if line is None:
            self._open = Line(text, x, end, y, size, self._page)
        else:
            self._open = replace(line, text=line.text + text, x1=max(end, line.x1), size=max(size, line.size))

    def _close(self) -> None:
        if self._open and self._open.text.strip():
            self._lines.append(replace(self._open, text=" ".join(self._open.text.split())))
        self._open = None


def _width(text: str) -> float:
    """About how wide a text is by the size of its letters, where the file does not tell where it ends."""
    narrow = sum(sign in _NARROW for sign in text)
    wide = sum(sign in _WIDE for sign in text)
    large = sum(sign.isupper() for sign in text)
    return 0.27 * narrow + 0.8 * wide + 0.62 * large + 0.5 * (len(text) - narrow - wide - large)


def reading_order(lines: list[Line]) -> list[Line]:
    """The lines of one page as they are read.

    The order of the file is that of the program that set the page, which nearly always goes column by column. Where
    it jumps about it is sorted from the top; where lines of two columns take turns, each column is read by itself,
    between the lines that run across both. Cells of a table are joined to rows.
    """
    if len(lines) < 2:
        return lines
    if _jumps(lines) > max(3, len(lines) // 5):
        lines = _from_the_top(lines)
    pairs = [(a, b) for a, b in pairwise(lines) if _beside(a, b)]
    if not pairs:
        return lines
    cells = median(len(line.text) for pair in pairs for line in pair)
    if len(pairs) < _INTERLEAVED * len(lines) / 2 or len(pairs) < 4 or cells < _CELL:
        return _rows(lines)
    starts = Counter(round(b.x0 / 6) for _, b in pairs)
    split = min((b.x0 for _, b in pairs if round(b.x0 / 6) == starts.most_common(1)[0][0])) - 1
    return _by_column(lines, split)


def _beside(a: Line, b: Line) -> bool:
    return abs(a.y - b.y) <= _SAME_LINE * max(a.size, b.size) and b.x0 > a.x1 - a.size


def _jumps(lines: list[Line]) -> int:
    return sum(b.y > a.y + 1.5 * a.size for a, b in pairwise(lines))


def _from_the_top(lines: list[Line]) -> list[Line]:
    height = median(line.size for line in lines)
    return sorted(lines, key=lambda line: (-round(line.y / (height * 0.6)), line.x0))


def _rows(lines: list[Line]) -> list[Line]:
    found: list[Line] = []
    for line in lines:
        if found and _beside(found[-1], line):
            last = found[-1]
            found[-1] = replace(last, text=f"{last.text} {line.text}", x1=max(last.x1, line.x1))
        else:
            found.append(line)
    return found


def _by_column(lines: list[Line], split: float) -> list[Line]:
    found: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        if line.x0 >= split:
            right.append(line)
        elif line.x1 > split + 3 * line.size:  # it runs across: what stands above it is read first
            found += [*_columns(left, right), line]
            left, right = [], []
        else:
            left.append(line)
    return found + _columns(left, right)


def _columns(left: list[Line], right: list[Line]) -> list[Line]:
    """One column after the other; each of them may be several."""
    return reading_order(left) + reading_order(right) if left and right else left + right
