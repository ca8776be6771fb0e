"""The article of a parsed page: the lines of its text, whom its furniture credits, how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.reading.pages.blocks import Block, Page
from onrecord.reading.pages.body import find_body
from onrecord.reading.pages.screen import is_title, screen

_BEFORE_TITLE = 2
"""Blocks before the title among which a date may stand: kickers."""
_BESIDE = 14
"""Blocks after the title that are looked through for a date and a byline."""
_NOT_BESIDE = frozenset(("navigation", "footer", "aside", "related", "comments", "advert", "letter", "consent", "form"))


@dataclass(frozen=True, slots=True)
class Article:
    """An article: its paragraphs, the agencies credited beside it, and the share of the page's prose that it is.

    `beside` are the short lines beside its title and at its end, where bylines and dates stand; `times` the
    machine-readable times among them.
    """

    lines: tuple[str, ...]
    credits: tuple[str, ...]
    share: float
    beside: tuple[str, ...] = ()
    times: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The paragraphs, each on a line."""
        return "\n".join(self.lines)


def find_article(page: Page, titles: Sequence[str] = ()) -> Article:
    """Find the article among the blocks of a page; `titles` are the page's own, which its text leaves out.

    Elements are told apart by what they are named (page_elements.tsv), the body is the surest named element that
    holds enough of the prose, else the one whose own paragraphs hold most, as in Readability. Takes time in
    proportion to the page.
    """
    ranges = find_body(page)
    titled = any(b.tag == "h1" or is_title(b, titles) for b in page.blocks[: ranges[0][0]])
    found: list[Block] = []
    for start, end in ranges:
        for block in page.blocks[start:end]:
            # A heading between paragraphs is the article's own, though it is named like that of a page.
            inner = block.furniture == "header" and block.is_heading and any(b.is_prose for b in found)
            if not block.furniture or inner:
                found.append(block)
    kept, credits = screen(found, titles, titled)
    prose = sum(b.size for b in page.blocks if b.is_prose)
    share = sum(b.size for b in kept if b.is_prose) / prose if prose else 0.0
    around = _around(page, kept, titles)
    beside = tuple(page.blocks[at].text for at in around)
    times = tuple(value for at, value in page.times if at in around) or _only_time(page)
    return Article(tuple(b.text for b in kept), credits, share, beside, times)


def _only_time(page: Page) -> tuple[str, ...]:
    """The machine-readable time of a page that has only one, wherever it stands in its main part."""
    kinds = _NOT_BESIDE - {"footer"}
    found = {
        value for at, value in page.times if at < len(page.blocks) and page.blocks[at].furniture not in kinds
    }  # fmt: skip
    return tuple(found) if len(found) == 1 else ()


def _around(page: Page, kept: Sequence[Block], titles: Sequence[str]) -> list[int]:
    """The numbers of the short blocks beside the title, then before it, then below the article."""
    numbers = {id(block): number for number, block in enumerate(page.blocks)}
    prose = [numbers[id(b)] for b in kept if b.is_prose] or [numbers[id(b)] for b in kept]
    if not prose:
        return []
    first, last = prose[0], prose[-1]
    named = [n for n in range(first) if is_title(page.blocks[n], titles) and page.blocks[n].furniture != "about"]
    title = named[-1] if named else max((n for n in range(first) if page.blocks[n].tag == "h1"), default=None)
    if title is None:
        title = max(0, first - _BESIDE)
    after = range(title + 1, min(first, title + 1 + _BESIDE))
    near = [*after, *range(title - 1, max(-1, title - 1 - _BEFORE_TITLE), -1)]
    below = [n for n in range(last + 1, min(last + 8, len(page.blocks))) if page.blocks[n].furniture == "about"]
    found = [n for n in (*near, *below) if page.blocks[n].furniture not in _NOT_BESIDE and not page.blocks[n].is_prose]
    return found if not any(at == first for at, _ in page.times) else [*found, first]
