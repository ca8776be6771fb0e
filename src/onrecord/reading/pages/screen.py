"""Which blocks of an article's body are the article: links to other stories, boxes and signs are screened out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from onrecord.knowledge.table import read_file
from onrecord.reading.furniture import find_furniture
from onrecord.reading.pages.blocks import Block
from onrecord.reading.pages.head import shown_date

_DATA = Path(__file__).parent.parent / "data"
_WORDS = re.compile(r"\w+")
_FULL_STOP = re.compile(r"[.!?…。！？؟۔।:;][\"”’»」』)\]]{0,3}$")
_SAID = re.compile(r"[!?…。！？]$|\w{2}\.$|[.!?…][”\"’»]$")
_LONGEST_LINE = 300
_LINKED = 0.85
_BEFORE_TITLE = 0.4
"""The share of the prose that may stand before the title, and is cut away with it: news in brief, menus."""
_LITTLE = 0.25
"""The share of the prose that may stand after a line with which the article ends."""


def screen(
    blocks: Sequence[Block], titles: Sequence[str] = (), titled: bool = False
) -> tuple[list[Block], tuple[str, ...]]:
    """Give the blocks that are the article, in order, and the agencies that the others credit with it."""
    kept = _without_title(list(blocks), titles, 0.0 if titled else _BEFORE_TITLE)
    kept = _until_end(kept)
    kept = _without_links(kept)
    kept = _without_lines(kept)
    kept, credits = _without_furniture(kept)
    return _trimmed(_without_lone_headings(list(blocks), kept)), credits


def is_title(block: Block, titles: Sequence[str]) -> bool:
    """Whether a block is one of the page's titles."""
    return len(block.text) < _LONGEST_LINE and any(_same(block.text, title) for title in titles)


def _same(left: str, right: str) -> bool:
    return _WORDS.findall(left.casefold()) == _WORDS.findall(right.casefold())


def _without_title(blocks: list[Block], titles: Sequence[str], most: float) -> list[Block]:
    """Without the title, and what stands before it, unless that is most of the text."""
    total = sum(b.size for b in blocks if b.is_prose)
    before = 0
    for at, block in enumerate(blocks):
        if before > most * total:
            break
        named = is_title(block, titles)
        if named or (block.tag == "h1" and not before):
            return blocks[at + 1 :]
        before += block.size if block.is_prose else 0
    return blocks


def _until_end(blocks: list[Block]) -> list[Block]:
    """Up to the first line after which little of the article comes: comments, other stories, the author."""
    rules = _rules()
    total = sum(b.size for b in blocks if b.is_prose)
    after = total
    for at, block in enumerate(blocks):
        if after <= _LITTLE * total and len(block.text) <= 80 and at and rules.stop.fullmatch(block.text):
            return blocks[:at]
        if block.is_prose:
            after -= block.size
    return blocks


def _without_links(blocks: list[Block]) -> list[Block]:
    """Without lines that are links to other stories, and lists of them that no line introduces."""
    kept: list[Block] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if block.in_list:
            end = at
            while end < len(blocks) and blocks[end].in_list:
                end += 1
            items = blocks[at:end]
            linked = sum(b.linked >= _LINKED for b in items)
            introduced = bool(kept) and kept[-1].text.endswith((":", "：")) and len(kept[-1].text) > 40
            if linked < 0.7 * len(items) or introduced:
                kept.extend(items)
            at = end
            continue
        if block.is_heading or block.linked < _LINKED or (_FULL_STOP.search(block.text) and len(block.text) > 60):
            kept.append(block)
        at += 1
    return kept


def _without_lines(blocks: list[Block]) -> list[Block]:
    """Without lines that the table of page_lines.tsv names, and what is listed after such a line."""
    rules = _rules()
    kept: list[Block] = []
    listing = False
    for block in blocks:
        text = block.text
        short = len(text) <= _LONGEST_LINE
        if short and rules.list.fullmatch(text):
            listing = True
            continue
        if short and rules.box.fullmatch(text):
            if kept and kept[-1].is_heading:
                kept.pop()
            continue
        if short and rules.line.fullmatch(text):
            continue
        if short and rules.start.match(text) and (block.linked > 0.2 or not _FULL_STOP.search(text)):
            continue
        if listing and not block.is_prose and (block.linked > 0.5 or (block.is_heading and block.linked > 0.5)):
            continue
        listing = False
        kept.append(block)
    return kept


def _without_furniture(blocks: list[Block]) -> tuple[list[Block], tuple[str, ...]]:
    """Without lines that are furniture in any text; what they credit is given too."""
    text = "\n".join(b.text for b in blocks)
    found = find_furniture(text)
    kept = []
    at = 0
    ranges = list(found.ranges)
    for block in blocks:
        start, end = at, at + len(block.text)
        at = end + 1
        if any(a <= start and end <= b for a, b in ranges):
            continue
        kept.append(block)
    return kept, found.credits


def _without_lone_headings(blocks: Sequence[Block], kept: list[Block]) -> list[Block]:
    """Without the headings of boxes whose content was screened out."""
    left = {id(block) for block in kept}
    lone: set[int] = set()
    for heading, after in pairwise(blocks):
        if heading.is_heading and id(after) not in left and after.parent == heading.parent:
            later = next((b for b in kept[_place(kept, heading) + 1 :]), None)
            if later is None or later.parent != heading.parent:
                lone.add(id(heading))
    return [block for block in kept if id(block) not in lone]


def _place(blocks: list[Block], wanted: Block) -> int:
    return next((n for n, block in enumerate(blocks) if block is wanted), len(blocks))


def _speaks(block: Block) -> bool:
    """Whether a line before the first paragraph is part of the report, and no byline or date."""
    if any(map(str.isdigit, block.text)) and shown_date([block.text]):
        return False
    return block.size > 50 or (_SAID.search(block.text) is not None and not any(map(str.isdigit, block.text)))


def _trimmed(blocks: list[Block]) -> list[Block]:
    """Without bylines, dates and labels before the first sentence, and headings after the last."""
    first = next((n for n, b in enumerate(blocks) if b.is_prose or (b.is_ended and b.size > 30)), 0)
    head = [b for b in blocks[:first] if b.in_list or b.is_heading or _speaks(b)]
    end = len(blocks)
    while end > first and blocks[end - 1].is_heading:
        end -= 1
    return [*head, *blocks[first:end]]


@dataclass(frozen=True, slots=True)
class _Rules:
    line: re.Pattern[str]
    box: re.Pattern[str]
    start: re.Pattern[str]
    list: re.Pattern[str]
    stop: re.Pattern[str]


@cache
def _rules() -> _Rules:
    found: dict[str, list[str]] = {}
    for row in read_file(_DATA / "page_lines.tsv"):
        try:
            re.compile(row["pattern"])
        except re.error as error:
            raise row.error(f"the pattern is no regular expression ({error})") from error
        found.setdefault(row.choice("place", ("line", "box", "start", "list", "stop")), []).append(row["pattern"])
    joined = {place: "|".join(f"(?:{p})" for p in patterns) for place, patterns in found.items()}
    return _Rules(
        line=re.compile(joined["line"], re.I),
        box=re.compile(joined["box"], re.I),
        start=re.compile(joined["start"], re.I),
        list=re.compile(rf"(?:{joined['list']})[\s:…»>|–—-]{{0,4}}", re.I),
        stop=re.compile(rf"(?:{joined['stop']})[\s:…»>|–—-]{{0,4}}", re.I),
    )
