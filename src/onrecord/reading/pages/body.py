"""Where in a page the article's body stands: marked furniture is set aside, then the element that holds the prose."""

from __future__ import annotations

from itertools import accumulate

from onrecord.reading.pages.blocks import Node, Page

_MOST = {
    "comments": 0.97, "consent": 0.97, "related": 0.75, "footer": 0.75, "navigation": 0.7, "letter": 0.6, "advert": 0.5,
    "overlay": 0.5, "aside": 0.5, "share": 0.3, "about": 0.3, "caption": 0.3, "quote": 0.3, "header": 0.3,
    "hidden": 0.4, "form": 0.3,
}  # fmt: skip
"""The share of a page's prose up to which an element marked as that kind of furniture is believed to be it."""

_AROUND_QUOTES = frozenset(("caption", "share", "hidden"))
"""Kinds of furniture that also hold messages from elsewhere which the article quotes."""

_SHOWN_IN_FIGURES = frozenset(("td", "th", "tr", "pre", "li"))

_ENOUGH = 0.5
"""The share of the prose found by a less sure mark that a surer mark must hold to be preferred."""

_ENOUGH_NAMED = 0.2
"""The same where the name says that it is the body: the rest may be other articles."""

_OF_PARAGRAPHS = frozenset(("p", "li", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "span", "pre"))
"""Elements that hold a paragraph or a few; what holds them is looked for."""


def find_body(page: Page) -> list[tuple[int, int]]:
    """The ranges of blocks that hold the article's body, in order; blocks marked as furniture are flagged in `page`."""
    weights = [block.size if block.is_prose else 0 for block in page.blocks]
    total = sum(weights)
    if not total:
        weights = [block.size if block.linked < 0.5 else 0 for block in page.blocks]
        total = sum(weights)
    _flag(page, weights, total)
    sums = [0, *accumulate(0 if b.furniture else w for b, w in zip(page.blocks, weights, strict=True))]
    return _choose(page, sums)


def _flag(page: Page, weights: list[int], total: int) -> None:
    sums = [0, *accumulate(weights)]
    keeps = _holds_body(page, sums, total)
    for number, node in enumerate(page.nodes):
        kind = node.marks.furniture
        if not kind or node.start == node.end or page.blocks[node.start].furniture:
            continue
        if keeps[number]:
            continue
        if sums[node.end] - sums[node.start] > _MOST[kind] * total:
            continue
        for block in page.blocks[node.start : node.end]:
            quoted = block.in_quote and kind in _AROUND_QUOTES
            if not quoted and not (node.tag == "figure" and block.tag in _SHOWN_IN_FIGURES):
                block.furniture = block.furniture or kind


def _holds_body(page: Page, sums: list[int], total: int) -> list[bool]:
    """Whether each element holds the title, or what is marked as the body and has prose: such are no furniture."""
    keeps = [False] * len(page.nodes)
    for number in range(len(page.nodes) - 1, -1, -1):
        node = page.nodes[number]
        own = node.marks.body >= 3 and sums[node.end] - sums[node.start] > 0.3 * total
        if own and not node.marks.furniture:
            keeps[number] = True
        if (keeps[number] or (node.has_title and node.marks.furniture != "header")) and node.parent >= 0:
            keeps[node.parent] = True
    return keeps


def _choose(page: Page, sums: list[int]) -> list[tuple[int, int]]:
    held, best, sure = 0, [(0, len(page.blocks))], 0
    for level in (1, 2, 3, 4):
        marked, ranges = _marked(page, sums, level)
        if marked and marked >= (_ENOUGH if level < 3 else _ENOUGH_NAMED) * held:
            held, best, sure = marked, ranges, level
    if sure >= 3:
        return best
    dense = _dense(page, sums)
    return dense or best


def _marked(page: Page, sums: list[int], level: int) -> tuple[int, list[tuple[int, int]]]:
    """The element marked as body at this level that holds most prose, with those like it beside it."""
    found = [n for n in page.nodes if n.marks.body == level and sums[n.end] > sums[n.start]]
    if not found:
        return 0, []
    best = max(found, key=lambda n: (sums[n.end] - sums[n.start], n.start - n.end))
    ranges = [(best.start, best.end)]
    if level >= 3:
        ranges = _row(page, best, [n for n in found if n.name == best.name])
    return sum(sums[end] - sums[start] for start, end in ranges), ranges


def _row(page: Page, best: Node, alike: list[Node]) -> list[tuple[int, int]]:
    """The parts of a body that comes in parts: of one article, the posts of a live blog, the messages of a forum.

    Articles that follow one another on a page have a title each, and the first of them is the page's.
    """
    beside = [n for n in alike if n.parent == best.parent]
    if len(beside) > 1 or best.parent < 0:
        return [(n.start, n.end) for n in beside]
    holder = page.nodes[best.parent]
    holders = [page.nodes[n.parent] for n in alike if n.parent >= 0]
    rows = [(n, h) for n, h in zip(alike, holders, strict=False) if h.name == holder.name and h.parent == holder.parent]
    titled = [n for n, h in rows if h.has_title]
    if len(rows) < 2 or len(titled) > 1:
        best = titled[0] if len(titled) > 1 else best
        return [(best.start, best.end)]
    ranges: list[tuple[int, int]] = []
    for node, above in rows:
        for at in range(above.start, node.start):
            if page.blocks[at].is_heading:
                page.blocks[at].furniture = ""
                ranges.append((at, at + 1))
        ranges.append((node.start, node.end))
    return ranges


def _dense(page: Page, sums: list[int]) -> list[tuple[int, int]]:
    """The element whose own paragraphs hold most prose, and those beside it that hold much too.

    As in Readability: a paragraph counts for the element that it stands in, and half for the one above.
    """
    nodes = page.nodes
    scores = [0.0] * len(nodes)
    inner = _innermost(page)
    for at, _block in enumerate(page.blocks):
        size = sums[at + 1] - sums[at]
        if not size:
            continue
        number = inner[at]
        while number > 0 and nodes[number].tag in _OF_PARAGRAPHS:
            number = nodes[number].parent
        if number >= 0:
            scores[number] += size
            if nodes[number].parent >= 0:
                scores[nodes[number].parent] += size / 2
    if not any(scores):
        return []
    best = max(range(len(nodes)), key=lambda n: (scores[n], n))
    whole = _repeating(page, sums, best)
    if whole is not None:
        return [(whole.start, whole.end)]
    node = nodes[best]
    found = []
    for number, other in enumerate(nodes):
        if number == best or (other.parent == node.parent and scores[number] >= 0.25 * scores[best]):
            found.append((other.start, other.end))
    return found


def _repeating(page: Page, sums: list[int], best: int) -> Node | None:
    """The element in which those like the best one, or like what holds it, stand in a row: slides, messages."""
    nodes = page.nodes
    for _ in range(3):
        node = nodes[best]
        if node.parent < 0:
            return None
        above = nodes[node.parent]
        prose = sum(b.is_prose and not b.furniture for b in page.blocks[node.start : node.end])
        if prose != 1:
            return None
        alike = [n for n in nodes if n.parent == node.parent and n.tag == node.tag and sums[n.end] > sums[n.start]]
        if len(alike) > 2 and node.tag not in _OF_PARAGRAPHS and len({n.name for n in alike}) == 1:
            return above
        best = node.parent
    return None


def _innermost(page: Page) -> list[int]:
    """The number of the innermost element of each block."""
    inner = [-1] * len(page.blocks)
    for number, node in enumerate(page.nodes):
        inner[node.start : node.end] = [number] * (node.end - node.start)
    return inner
