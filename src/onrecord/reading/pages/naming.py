"""The title and the outlet of a page that does not state them: from the title of its window, headings and logo."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.reading.pages.blocks import Block, Page

_SEPARATOR = re.compile(r"\s+(?:[|–—»«·•:/-]|::|\|\|)+\s+|\s*[|｜]\s*|(?<=[^\x00-\x7f])_(?=[^\x00-\x7f])")
_WORDS = re.compile(r"\w+")
_NO_OUTLET = re.compile(
    r"(?:home|news|world|video|videos|live|opinion|blog|article|story|print(?:er)?\b.*|page \d+.*|untitled|index|\d+)",
    re.I,
)
_NO_TITLE = re.compile(
    r"(?:exported data|untitled(?: document)?|document|home(?: page)?|index|news|article|page)", re.I
)
_LOGO = re.compile(r"(?:site|blog)-?_?(?:title|name)|(?:^|[.\s_-])logo(?:$|[\s_-])|branding|navbar-brand", re.I)
_HOST = re.compile(r"^([\w-]+(?:\.[\w-]+){1,3}):\s+")
_IS_HOST = re.compile(r"[\w-]+(?:\.[\w-]+){1,3}")
_HEADER = re.compile(r"\bpage_header\b")
_LONGEST_OUTLET = 60
_LONGEST_WINDOW = 600
_MOST_PARTS = 6
_ELSEWHERE = frozenset(
    ("navigation", "footer", "aside", "related", "comments", "advert", "letter", "consent", "overlay")
)


def name_page(page: Page, window: str | None, title: str | None, source: str | None) -> tuple[str | None, str | None]:
    """The title and the outlet: what the page states (`title`, `source`), else what it shows.

    A heading that stands in the title of the window too (`window`: "Harbour closed | Strelsau Courier") is the title;
    what is left of that is the outlet. Else the title is the first heading, and the outlet the words of a logo.
    """
    window = " ".join((window or "").split()) or None
    if window and _NO_TITLE.fullmatch(window):
        window = None
    window = _HOST.sub(r"\1 | ", window) if window else None
    parts = [part for part in _SEPARATOR.split((window or "")[:_LONGEST_WINDOW]) if part.strip()][:_MOST_PARTS]
    title = _without_outlet(title, source) or _shown_title(page, parts, source) or _without_outlet(window, source)
    if title is None:  # an exported conversation: the channel is all that is named
        title = _header(page)
        source = source or title
    return title, source or _rest(parts, title) or _logo(page)


def same_words(left: str, right: str) -> bool:
    """Whether two texts have the same words, whatever signs stand between them."""
    return _WORDS.findall(left.casefold()) == _WORDS.findall(right.casefold())


def _same_letters(left: str, right: str) -> bool:
    """Whether two names are written alike but for spaces and signs: "TheHerald", "The Herald"."""
    return "".join(_WORDS.findall(left.casefold())) == "".join(_WORDS.findall(right.casefold()))


def _without_outlet(title: str | None, source: str | None) -> str | None:
    """A title without the outlet's name behind it or before it."""
    if not title or not source:
        return title
    found = list(_SEPARATOR.finditer(title))
    if found and _same_letters(title[found[-1].end() :], source):
        return title[: found[-1].start()].strip()
    if found and _same_letters(title[: found[0].start()], source):
        return title[found[0].end() :].strip()
    return title


def _shown_title(page: Page, parts: Sequence[str], source: str | None) -> str | None:
    """The heading, or short line, that stands in the title of the window; else the first heading."""
    shown = [b for b in page.blocks if b.is_heading or (b.size < 300 and b.linked < 0.5 and not b.is_prose)]
    wanted = [" - ".join(parts[a:b]) for a in range(len(parts)) for b in range(a + 1, len(parts) + 1)]
    wanted.sort(key=len, reverse=True)
    outlet = source or (_site(page) or "")
    logos = frozenset(id(page.blocks[n.start]) for n in page.nodes if n.end == n.start + 1 and _LOGO.search(n.name))
    name = min(parts, key=lambda part: (not _IS_HOST.fullmatch(part), len(part)), default="")  # likely the outlet
    lines = shown[:80] if len(parts) > 1 else []
    for blocks in ([b for b in shown if b.is_heading], lines):
        for text in wanted:
            if same_words(text, outlet) or (blocks is lines and text == name):
                continue
            for block in blocks:
                fits = same_words(block.text, text) and block.furniture not in _ELSEWHERE
                if fits and (len(parts) == 1 or not _is_logo(logos, block)):
                    return block.text
    for block in shown:
        if block.tag in ("h1", "h2") and block.furniture not in _ELSEWHERE and not _is_logo(logos, block):
            return block.text[:1000]
    return None


def _rest(parts: Sequence[str], title: str | None) -> str | None:
    """The outlet: what the title of the window has besides the page's title."""
    if not title or len(parts) < 2:
        return None
    for cut in range(len(parts) - 1, 0, -1):
        if same_words(" ".join(parts[:cut]), title):
            return _outlet(parts[-1])
        if same_words(" ".join(parts[cut:]), title):
            return _outlet(parts[0])
    return None


def _outlet(name: str) -> str | None:
    name = name.strip()
    fits = len(name) <= _LONGEST_OUTLET and len(name.split()) <= 8 and any(sign.isalpha() for sign in name)
    return name if fits and not _NO_OUTLET.fullmatch(name) else None


def _site(page: Page) -> str | None:
    for node in page.nodes:
        if _LOGO.search(node.name) and node.end == node.start + 1:
            return page.blocks[node.start].text
    return None


def _header(page: Page) -> str | None:
    node = next((n for n in page.nodes if _HEADER.search(n.name) and n.end == n.start + 1), None)
    return page.blocks[node.start].text if node and page.blocks[node.start].size < 100 else None


def _logo(page: Page) -> str | None:
    name = _site(page)
    return _outlet(name) if name else None


def _is_logo(logos: frozenset[int], block: Block) -> bool:
    """Whether a heading is the name of the site: it stands in a logo, or leads home as a whole."""
    return id(block) in logos or (block.linked > 0.9 and len(block.text) < 40)
