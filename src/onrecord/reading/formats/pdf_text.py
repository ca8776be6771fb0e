"""The lines of a PDF to paragraphs: without running heads and page numbers, words put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from onrecord.reading.formats.pdf_lines import Line

_EDGE = 3
"""Lines at the top and at the bottom of a page that may be running heads."""
_NEAR = 6
"""Lines above and below by which the width of a column is told."""
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|p\.|seite|página|pág\.)\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/|von|de)\s*\d{1,4})?[\W_]*", re.I
)
_BULLET = re.compile(r"[•●▪■◦‣∙·*–-]\s")
_DIGITS = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"[.!?…:;][\"”’»)\]]{0,3}$")
_HYPHEN = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_WORD_START = re.compile(r"([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


def without_running_heads(pages: list[list[Line]]) -> tuple[list[list[Line]], list[str]]:
    """Give the pages without what repeats at their edges, digits aside, and page numbers; and what was taken out.

    A line counts as a running head where it stands at the same height at the edge of at least half of the pages (of
    six pages and more, of three, as heads change with chapters), and of two, with nothing but such lines beyond it.
    """
    counts: Counter[str] = Counter(key for lines in pages for key in {_key(line) for line in _edges(lines)})
    needed = 3 if len(pages) >= 6 else max(2, -(-len(pages) // 2))
    removed: list[str] = []
    found = []
    for lines in pages:
        by_height = sorted(lines, key=lambda line: -line.y)
        heads: list[Line] = []
        for side in (by_height, by_height[::-1]):
            for line in side[:_EDGE]:  # from outside in: what stands within the text is no head
                if counts[_key(line)] < needed and not _PAGE_NUMBER.fullmatch(line.text):
                    break
                heads.append(line)
        removed += [line.text for line in heads]
        found.append([line for line in lines if line not in heads])
    return found, removed


def _edges(lines: list[Line]) -> list[Line]:
    by_height = sorted(lines, key=lambda line: -line.y)
    return by_height if len(by_height) <= 2 * _EDGE else by_height[:_EDGE] + by_height[-_EDGE:]


def _key(line: Line) -> str:
    return f"{_DIGITS.sub('#', line.text.lower())}@{round(line.y / 12)}"


def body_size(lines: list[Line]) -> float:
    """The size of the letters that most of the text is set in."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def paragraphs(lines: list[Line]) -> list[str]:
    """Join lines to paragraphs: by gaps, indents, sizes, and lines that end early; divided words are put together."""
    words = _vocabulary(lines)
    found: list[str] = []
    for line, begins in _with_breaks(lines):
        text = line.text.translate(_LIGATURES)
        if begins:
            found.append(text)
        else:
            found[-1] = _join(found[-1], text, words)
    return found


def broken_lines(lines: list[Line]) -> list[str]:
    """The lines as they are broken, an empty one between paragraphs; divided words stand whole on the first of two."""
    words = _vocabulary(lines)
    found: list[str] = []
    for line, begins in _with_breaks(lines):
        text = line.text.translate(_LIGATURES)
        if begins and found:
            found.append("")
        elif found and _HYPHEN.search(found[-1]):
            first, _, rest = text.partition(" ")
            found[-1] = _join(found[-1], first, words)
            text = rest
        if text:
            found.append(text)
    return found


def _with_breaks(lines: list[Line]) -> Iterator[tuple[Line, bool]]:
    """The lines, and whether a paragraph begins with each."""
    right = _right_edges(lines)
    gap = _leading(lines)
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else None
        yield line, number == 0 or _breaks(lines[number - 1], line, after, right[number - 1], gap)


def _breaks(a: Line, b: Line, after: Line | None, edge: float, gap: float) -> bool:
    """Whether a paragraph ends between the lines a and b."""
    if abs(a.size - b.size) > 0.15 * max(a.size, b.size) or _BULLET.match(b.text):
        return True
    ends = _SENTENCE_END.search(a.text) is not None
    early = a.x1 < edge - max(2.5 * a.size, 0.12 * (edge - a.x0))
    same_column = a.page == b.page and b.y < a.y and abs(b.x0 - a.x0) < 6 * b.size
    if not same_column:
        indented = after is not None and after.page == b.page and 0.6 * b.size < b.x0 - after.x0 < 6 * b.size
        return ends and (early or indented)
    if a.y - b.y > 1.45 * gap:
        return True
    indented = (
        0.6 * b.size < b.x0 - a.x0 and not _BULLET.match(a.text) and (after is None or _column(after) != _column(b))
    )
    return indented or (early and ends) or a.x1 < a.x0 + 0.6 * (edge - a.x0)


def _column(line: Line) -> int:
    return round(line.x0 / 12)


def _right_edges(lines: list[Line]) -> list[float]:
    """Where the full lines about each line end: a page may have columns above and one wide text below."""
    starts = [0]  # where lines begin that run down one after the other
    for number, (before, line) in enumerate(pairwise(lines), 1):
        if before.page != line.page or line.y > before.y + line.size:
            starts.append(number)
    found: list[float] = []
    for start, end in pairwise([*starts, len(lines)]):
        for number in range(start, end):
            line = lines[number]
            near = lines[max(start, number - _NEAR) : min(end, number + _NEAR + 1)]
            ends = sorted(other.x1 for other in near if abs(other.x0 - line.x0) < 3 * line.size)
            found.append(ends[int(0.85 * (len(ends) - 1))])
    return found


def _leading(lines: list[Line]) -> float:
    """The distance of two lines of one paragraph: the smallest that is common."""
    gaps = Counter(
        round(a.y - b.y) for a, b in pairwise(lines) if a.page == b.page and 0.5 * b.size < a.y - b.y < 3 * b.size
    )
    return min((gap for gap, count in gaps.items() if count >= max(2, 0.04 * gaps.total())), default=14.0) + 0.5


def _vocabulary(lines: list[Line]) -> set[str]:
    """The words within lines, which nothing divides."""
    return {word for line in lines for word in _inner_words(line.text.lower().translate(_LIGATURES))}


def _inner_words(text: str) -> Iterator[str]:
    found = _WORD.findall(text)
    yield from (found[:-1] if text.endswith(("-", "\u2010", "\u00ad")) else found)


def _join(first: str, second: str, words: set[str]) -> str:
    """Two lines as one; a word that was divided is whole again, a compound keeps its hyphen."""
    divided = _HYPHEN.search(first)
    start = _WORD_START.match(second)
    if not divided or not start:
        return f"{first} {second}"
    left, right = divided[1].lower(), start[1].lower()
    if not start[1][:1].islower():
        return first + second  # Anglo-/Ruritanian
    compound = left + right not in words and (f"{left}-{right}" in words or (left in words and right in words))
    return first + second if compound and not first.endswith("\u00ad") else first[:-1] + second
