"""What an element of a page says by its name, class and role: the article's body, furniture, or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from onrecord.knowledge.table import read_file

_DATA = Path(__file__).parent.parent / "data"
_PIECE = re.compile(r"[A-Za-z0-9]+")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_LONGEST = 300
"""Characters of an attribute that are looked at."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What an element is marked as.

    `body` is how surely it is the article's body: 4 by the standard terms of schema.org, 3 by a name that says so,
    2 as an article, 1 as the main part of the page, 0 not at all. `furniture` names the kind of furniture that it
    is marked as, empty where it is none; `hidden` says that it is not shown.
    """

    body: int = 0
    furniture: str = ""


NOTHING = Marks()


def marks_of(tag: str, attributes: Mapping[str, str]) -> Marks:
    """What an element is marked as by its tag and its attributes."""
    if not attributes and tag not in _TAGS:
        return NOTHING
    get = attributes.get
    return _marks(
        tag,
        (get("class") or "")[:_LONGEST],
        (get("id") or "")[:_LONGEST],
        (get("role") or "")[:40],
        (get("itemprop") or "")[:80],
        (get("data-component") or get("data-testid") or get("data-module") or get("data-type") or "")[:80],
        "hidden" in attributes or get("aria-hidden") == "true" or _is_hidden(get("style") or ""),
    )


def is_inline_furniture(attributes: Mapping[str, str]) -> bool:
    """Whether an element within a sentence is marked as no part of it: labels for screen readers, share signs."""
    name = attributes.get("class")
    return bool(name) and _inline(str(name)[:_LONGEST])


_TAGS = {
    "nav": Marks(0, "navigation"), "aside": Marks(0, "aside"), "footer": Marks(0, "footer"), "form": Marks(0, "form"),
    "header": Marks(0, "header"), "figcaption": Marks(0, "caption"),
    "figure": Marks(0, "caption"), "dialog": Marks(0, "overlay"),
    "amp-sidebar": Marks(0, "navigation"), "amp-carousel": Marks(0, "caption"), "amp-lightbox": Marks(0, "overlay"),
    "article": Marks(2, ""), "main": Marks(1, ""), "menu": Marks(0, "navigation"),
}  # fmt: skip
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)


def _is_hidden(style: str) -> bool:
    return bool(style) and _HIDDEN.search(style) is not None


@lru_cache(maxsize=20_000)
def _marks(tag: str, name: str, id_: str, role: str, itemprop: str, component: str, hidden: bool) -> Marks:
    if hidden:
        return Marks(0, "hidden")
    rules = _rules()
    words = f" {_words(_without_filing(tag, name))} | {_words(id_)} | {_words(component)} "
    by_tag = _TAGS.get(tag, NOTHING)
    properties = itemprop.split()
    if "articleBody" in properties:
        return Marks(4, "")
    if role in _ROLES:
        return Marks(0, _ROLES[role])
    body = max(by_tag.body, 1 if role == "main" else 0)
    if role == "article" or "blogPost" in properties:
        body = max(body, 2)
    for level, pattern in rules.body:
        if level > body and pattern.search(words):
            body = level
            break
    found = rules.furniture.search(words)
    furniture = rules.kinds[found.lastgroup] if found and found.lastgroup else ""
    if not furniture and any(p in _PROPERTIES for p in properties):
        furniture = "about"
    return Marks(body, furniture or by_tag.furniture)


_ROLES = {
    "navigation": "navigation", "complementary": "aside", "contentinfo": "footer", "dialog": "overlay",
    "alertdialog": "overlay", "search": "form", "banner": "header", "menu": "navigation", "menubar": "navigation",
    "toolbar": "share", "tooltip": "overlay",
}  # fmt: skip
_PROPERTIES = frozenset(("author", "datePublished", "dateModified", "publisher", "keywords", "caption", "comment"))


@lru_cache(maxsize=5_000)
def _inline(name: str) -> bool:
    return _rules().inline.search(f" {_words(name)} ") is not None


def _without_filing(tag: str, name: str) -> str:
    """The classes without those by which WordPress files a post: `category-banners` says nothing of its place."""
    if tag not in ("article", "body") and "hentry" not in name and "type-post" not in name:
        return name
    return " ".join(n for n in name.split() if not n.startswith(_FILING))


_FILING = (
    "category-",
    "tag-",
    "author-",
    "format-",
    "status-",
    "type-",
    "has-",
    "no-",
    "with-",
    "is-",
    "page-",
    "single-",
)


def _words(value: str) -> str:
    """The words of a class or id, in lower case; pieces that mix letters and digits are no words (`css-1ad8x`)."""
    found: list[str] = []
    for piece in _PIECE.findall(value):
        if piece.isalpha():
            found.extend(word.lower() for word in _CAMEL.findall(piece))
        elif piece[0].isalpha():
            head = re.match(r"[A-Za-z]{3,}(?=\d{1,3}$)", piece)
            if head:
                found.extend(word.lower() for word in _CAMEL.findall(head[0]))
    return " ".join(found)


@dataclass(frozen=True, slots=True)
class _Rules:
    body: tuple[tuple[int, re.Pattern[str]], ...]
    furniture: re.Pattern[str]
    kinds: dict[str, str]
    inline: re.Pattern[str]


@cache
def _rules() -> _Rules:
    body: dict[int, list[str]] = {}
    furniture: dict[str, list[str]] = {}
    inline: list[str] = []
    for row in read_file(_DATA / "page_elements.tsv"):
        pattern = row["words"].replace(" ", r"[ ]")
        try:
            re.compile(pattern)
        except re.error as error:
            raise row.error(f"the words are no regular expression ({error})") from error
        use = row.choice("use", ("body", "furniture", "inline"))
        if use == "body":
            body.setdefault(int(row["kind"]), []).append(pattern)
        elif use == "inline":
            inline.append(pattern)
        else:
            furniture.setdefault(row["kind"], []).append(pattern)
    kinds = {f"k{number}": kind for number, kind in enumerate(furniture)}
    joined = "|".join(f"(?P<k{n}>{'|'.join(furniture[kind])})" for n, kind in enumerate(furniture))
    return _Rules(
        body=tuple(
            (level, re.compile(rf"(?<= )(?:{'|'.join(body[level])})(?= )")) for level in sorted(body, reverse=True)
        ),
        furniture=re.compile(rf"(?<= )(?:{joined})(?= )"),
        kinds=kinds,
        inline=re.compile(rf"(?<= )(?:{'|'.join(inline)})(?= )"),
    )
