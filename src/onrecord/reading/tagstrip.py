"""Markup to text without a parser: one pass, in linear time, whatever the markup is."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,30})")
_RAW_END = {name: re.compile(f"</{name}", re.I) for name in ("script", "style")}
_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "svg", "math", "head", "iframe", "object", "select", "button",
    "form", "nav", "footer", "aside",
))  # fmt: skip
_RAW = frozenset(_RAW_END)
"""Their content is no markup: it ends at its own end tag and nowhere else."""
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "param",
))  # fmt: skip
_SELF_CLOSING = frozenset((
    "p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup",
    "rp", "rt", "path", "circle", "rect", "use", "polygon", "line", "stop", "ellipse",
))  # fmt: skip
"""Elements whose end tag may be left out, or stands in the start tag: they do not count as depth."""
_INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr",
))  # fmt: skip
_SPACE = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a page's markup is: its elements, how deep they are nested, and the sum of their depths."""

    elements: int
    depth: int
    weight: int


def shape(page: str, most_elements: int) -> Shape:
    """Count elements and their depth, without building anything; stops at `most_elements`."""
    elements = depth = deepest = weight = at = 0
    while found := _TAG.search(page, at):
        at = found.end()
        name = found[2].lower()
        if name in _RAW:
            if not found[1]:
                elements += 1
                end = _RAW_END[name].search(page, at)
                at = end.end() if end else len(page)
        elif name in _VOID or name in _SELF_CLOSING:
            elements += not found[1]
        elif found[1]:
            depth = max(0, depth - 1)
        else:
            elements += 1
            depth += 1
            deepest = max(deepest, depth)
        weight += depth
        if elements > most_elements:
            break
    return Shape(elements, deepest, weight)


def strip_tags(page: str) -> str:
    """Give the text of a page: paragraphs apart by newlines, without scripts, navigation and the like.

    Where an element that is left out is never closed, its content is taken after all.
    """
    text = _strip(page, _SKIPPED)
    return text or _strip(page, _RAW)


def _strip(page: str, skipped: frozenset[str]) -> str:
    pieces: list[str] = []
    skipping: str | None = None  # the element whose content is being left out
    nested = 0
    at, end = 0, len(page)
    while at < end:
        opening = page.find("<", at)
        if opening < 0:
            opening = end
        if skipping is None and opening > at:
            pieces.append(page[at:opening])
        if opening == end:
            break
        tag = _TAG.match(page, opening)
        if tag is None:
            at = _after_other(page, opening)
            if at == opening + 1 and skipping is None:
                pieces.append("<")
            continue
        name = tag[2].lower()
        closing = page.find(">", tag.end())
        at = end if closing < 0 else closing + 1
        if skipping is None:
            if name in skipped and not tag[1]:
                skipping, nested = name, 1
            if name not in _INLINE:
                pieces.append("\n")
        elif name == skipping:
            nested += -1 if tag[1] else (0 if name in _RAW else 1)
            if nested <= 0:
                skipping = None
    text = html.unescape("".join(pieces))
    return _LINES.sub("\n", _SPACE.sub(" ", text)).strip()


def _after_other(page: str, opening: int) -> int:
    """Where to go on after a `<` that opens no element: a comment, a declaration, or only the sign itself."""
    if page.startswith("<!--", opening):
        closing = page.find("-->", opening + 4)
        return len(page) if closing < 0 else closing + 3
    if page[opening + 1 : opening + 2] in ("!", "?", "/"):
        closing = page.find(">", opening)
        return len(page) if closing < 0 else closing + 1
    return opening + 1
