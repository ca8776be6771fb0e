"""The article of a parsed page: the lines of its text, whom its furniture credits, how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.reading.pages.blocks import read_blocks
from onrecord.reading.pages.body import find_body
from onrecord.reading.pages.screen import is_title, screen


@dataclass(frozen=True, slots=True)
class Article:
    """An article: its paragraphs, the agencies credited beside it, and the share of the page's prose that it is."""

    lines: tuple[str, ...]
    credits: tuple[str, ...]
    share: float

    @property
    def text(self) -> str:
        """The paragraphs, each on a line."""
        return "\n".join(self.lines)


def find_article(tree: Any, titles: Sequence[str] = ()) -> Article:
    """Find the article in a parsed page (an lxml element); `titles` are the page's own, which its text leaves out.

    Elements are told apart by what they are named (page_elements.tsv), the body is the surest named element that
    holds enough of the prose, else the one whose own paragraphs hold most, as in Readability. Nothing is changed
    in the tree. Takes time in proportion to the page.
    """
    page = read_blocks(tree)
    ranges = find_body(page)
    titled = any(b.tag == "h1" or is_title(b, titles) for b in page.blocks[: ranges[0][0]])
    found = [b for start, end in ranges for b in page.blocks[start:end] if not b.furniture]
    kept, credits = screen(found, titles, titled)
    prose = sum(b.size for b in page.blocks if b.is_prose)
    share = sum(b.size for b in kept if b.is_prose) / prose if prose else 0.0
    return Article(tuple(b.text for b in kept), credits, share)
