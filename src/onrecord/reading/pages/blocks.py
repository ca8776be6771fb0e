"""A parsed page as blocks of text, one a paragraph, heading, item or row, each knowing where in the page it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from onrecord.reading.pages.marks import Marks, is_inline_furniture, marks_of

INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var",
))  # fmt: skip
_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "svg", "math", "head", "iframe", "object", "embed", "applet", "select",
    "option", "button", "input", "textarea", "canvas", "audio", "video", "map", "frame", "frameset", "noframes",
    "title", "meta", "link", "base", "param", "source", "track", "datalist", "amp-ad", "amp-analytics", "amp-consent",
    "amp-iframe", "amp-social-share", "amp-user-notification", "amp-sticky-ad", "amp-embed", "rp",
))  # fmt: skip
_EMPTY = frozenset(("img", "picture", "wbr", "amp-img"))
_PARTS = frozenset((
    "p", "div", "table", "ul", "ol", "br", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "dl", "section",
    "article", "figure", "main", "aside", "header", "footer", "pre", "form", "center",
))  # fmt: skip
_SINGLE = frozenset(("p", "li", "h1", "h2", "h3", "h4", "h5", "h6"))
_SPACE = re.compile(r"\s+")
_LONGEST_CELL = 80
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_REFERENCE = re.compile(r"\[(?:\d{1,3}|[a-z]|note \d{1,3})\]|[*†‡]")
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9d]")
"""Chinese, Japanese and Korean characters: one says about as much as three Latin letters."""
_END = re.compile(r"[.!?…。！？؟۔।॥:;»”\"’')\]]$")
_STOP = re.compile(r"[.!?…。！？؟۔।]")
_SENTENCE = 60
"""Letters, or what amounts to them, from which a block may be a paragraph of prose."""


@dataclass(slots=True)
class Block:
    """One block of text.

    `links` is how much of it stands in links; `size` is its length, wide characters thrice; `parent` is the number
    of the element that holds it beside others; `furniture` is what it was found to be that is no article.
    """

    text: str
    tag: str
    links: int
    size: int
    in_list: bool
    in_quote: bool
    emphasis: bool
    parent: int
    furniture: str = ""

    @property
    def linked(self) -> float:
        """The share of it that stands in links."""
        return self.links / max(1, len(self.text))

    @property
    def is_heading(self) -> bool:
        """Whether it is marked as a heading."""
        return len(self.tag) == 2 and self.tag[0] == "h" and self.tag[1].isdigit()

    @property
    def is_prose(self) -> bool:
        """Whether it looks like a paragraph of running text."""
        if self.size < _SENTENCE or self.is_heading or self.links > 0.5 * len(self.text):
            return False
        return bool(_STOP.search(self.text)) or self.size > 3 * _SENTENCE

    @property
    def is_ended(self) -> bool:
        """Whether it ends as a sentence does."""
        return _END.search(self.text) is not None


@dataclass(slots=True)
class Node:
    """An element that holds blocks: its marks, its parent's number, and its blocks (from `start` up to `end`)."""

    tag: str
    name: str
    marks: Marks
    parent: int
    start: int
    end: int = 0
    has_title: bool = False


@dataclass(slots=True)
class Page:
    """A page as its blocks in order, and its elements, parents before children."""

    blocks: list[Block] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    times: list[tuple[int, str]] = field(default_factory=list)
    """Machine-readable times (`time datetime=...`), each with the number of the block that it stands in."""


def read_blocks(tree: Any) -> Page:
    """Take the blocks out of a parsed page (an lxml element), leaving out scripts and the like."""
    walk = _Walk()
    body = tree.find("body") if tree.tag == "html" else tree
    walk.run(tree if body is None else body)
    return walk.page


def _is_data(row: Any) -> bool:
    """Whether a row of a table holds data, a few words in each cell, and is not there for the layout of the page."""
    nested = {e.tag for e in row.iterdescendants()} & _PARTS
    if not nested:
        return True
    cells = [sum(map(len, cell.itertext())) for cell in row]
    return nested <= {"p", "div"} and len(cells) > 1 and max(cells) <= _LONGEST_CELL


def _is_reference(element: Any) -> bool:
    """Whether a raised element is the number of a footnote."""
    return _REFERENCE.fullmatch("".join(element.itertext()).strip()) is not None


class _Walk:
    """One pass over the tree that fills a page; it has a stack of its own, for pages may be nested deeply."""

    def __init__(self) -> None:
        self.page = Page()
        self.pieces: list[str] = []
        self.links = 0
        self.in_link = 0
        self.strong = 0
        self.strong_text = 0
        self.open: list[int] = []  # the nodes that are open
        self.lists = 0
        self.quotes = 0
        self.preformatted = 0
        self.row = False  # in a row of data, whose cells are parts of one line
        self.breaks = 0
        self.holder: Any = None  # the element that labels were looked for in last
        self.bare = False  # whether it holds nothing but them

    def run(self, root: Any) -> None:
        """Walk through everything below `root`."""
        stack: list[tuple[Any, int]] = [(root, 0)]
        while stack:
            element, how = stack.pop()
            if how:
                self._leave(element, how)
            else:
                how = self._enter(element)
                if how:
                    if element.text:
                        self._text(element.text)
                    stack.append((element, how))
                    stack.extend([(child, 0) for child in reversed(element)])
                    continue
            if element.tail and element is not root:
                self._text(element.tail)
        self._flush()

    def _enter(self, element: Any) -> int:
        """Begin an element; gives 0 where it is passed over, 1 within a line, 2 for a block, 3 for a cell."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            return 0
        if tag == "br":
            self._break()
            return 0
        if tag in _EMPTY:
            return 0
        if tag == "hr":
            self._flush()
            return 0
        attributes = element.attrib
        if tag == "a":
            self.in_link += 1
        elif tag in ("b", "strong"):
            self.strong += 1
        if tag == "time" and "datetime" in attributes:
            self.page.times.append((len(self.page.blocks), attributes["datetime"]))
        if tag in INLINE and not any(child.tag in _PARTS and child.tag != "br" for child in element):
            if (attributes and is_inline_furniture(attributes)) or (tag == "sup" and _is_reference(element)):
                self._unlink(tag)
                return 0
            if not attributes or not self._is_label(tag, element):
                return 1
        if self.row:
            self.pieces.append(" ")
            return 3
        self._flush()
        if tag == "tr":
            self.row = _is_data(element)
        elif tag in ("li", "dd", "dt"):
            self.lists += 1
        elif tag == "blockquote":
            self.quotes += 1
        elif tag == "pre":
            self.preformatted += 1
        node = Node(
            tag, f"{tag}.{element.get('class') or ''}", marks_of(tag, attributes), self.open[-1] if self.open else -1,
            len(self.page.blocks),
        )  # fmt: skip
        self.page.nodes.append(node)
        self.open.append(len(self.page.nodes) - 1)
        return 2

    def _is_label(self, tag: str, element: Any) -> bool:
        """Whether an element stands on its own, as a byline, a date or the body, though marked up as part of a line."""
        above = element.getparent()
        marks = marks_of(tag, element.attrib)
        if tag == "span" and marks.body >= 3 and not marks.furniture:
            return True
        if above is None or above.tag == "p" or marks.furniture != "about":
            return False
        if self.holder is not above:  # asked once of each element, for it may hold any number
            self.holder = above
            texts = [above.text, *(child.tail for child in above)]
            self.bare = not any(text and text.strip(" \t\r\n|·•,-–—/") for text in texts)
        return self.bare

    def _unlink(self, tag: str) -> None:
        if tag == "a":
            self.in_link -= 1
        elif tag in ("b", "strong"):
            self.strong -= 1

    def _leave(self, element: Any, how: int) -> None:
        tag = element.tag
        if how == 2:
            self._flush()
            if tag == "tr":
                self.row = False
            elif tag in ("li", "dd", "dt"):
                self.lists -= 1
            elif tag == "blockquote":
                self.quotes -= 1
            elif tag == "pre":
                self.preformatted -= 1
            elif tag == "h1":
                for number in self.open:
                    self.page.nodes[number].has_title = True
            self.page.nodes[self.open.pop()].end = len(self.page.blocks)
        self._unlink(tag)

    def _text(self, text: str) -> None:
        if self.preformatted and _BLANK_LINE.search(text):
            first, *others = _BLANK_LINE.split(text)
            self._text(first)
            for part in others:
                self._flush()
                self._text(part)
            return
        bare = text.strip()
        if self.breaks and bare:
            self._after_break(bare)
        self.pieces.append(text)
        if self.in_link:
            self.links += len(bare)
        if self.strong:
            self.strong_text += len(bare)

    def _break(self) -> None:
        self.breaks += 1
        self.pieces.append(" ")
        if self.breaks >= 2:
            self._flush()

    def _after_break(self, text: str) -> None:
        """A single line break ends a block where a sentence ended, and is a space within one; the last words tell."""
        self.breaks = 0
        before = "".join(self.pieces[-4:]).rstrip()
        if before and (_END.search(before) or not text[0].islower()):
            self._flush()

    def _flush(self) -> None:
        self.breaks = 0
        if not self.pieces:
            return
        text = _SPACE.sub(" ", "".join(self.pieces)).strip()
        links, strong = self.links, self.strong_text
        self.pieces, self.links, self.strong_text = [], 0, 0
        if not text:
            return
        tag = self.page.nodes[self.open[-1]].tag if self.open else "body"
        single = len(self.open) > 1 and tag in _SINGLE
        parent = self.open[-2] if single else (self.open[-1] if self.open else -1)
        size = len(text) + 2 * len(_WIDE.findall(text))
        block = Block(
            text, tag, links, size, self.lists > 0, self.quotes > 0, strong >= 0.9 * len(text) - 2, parent
        )  # fmt: skip
        self.page.blocks.append(block)
