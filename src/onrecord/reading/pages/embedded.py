"""The text of an article that a page carries as data, for a script to show: linked data, and the state of an app."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_ASSIGNED = re.compile(r"^\s*(?:window\.|self\.|var |let |const )?[\w.$\[\]\"']{1,60}\s*=\s*(?=[{\[])")
_LONGEST = 3_000_000
"""Characters of data in one page that are read."""
_MOST_VALUES = 200_000
_KEYS = frozenset((
    "articlebody", "body", "bodyhtml", "bodytext", "content", "contents", "html", "text", "value", "paragraph",
    "paragraphs", "blocks", "rendered", "copy", "storybody", "fulltext", "maintext", "children", "data", "p",
))  # fmt: skip
"""Names under which the data of pages keep running text, in lower case and without signs."""
_NOT_WORD = re.compile(r"[^a-z]")
_STOP = re.compile(r"[.!?…。！？؟।]")
_TAG = re.compile(r"<(?:p|br|div|li|h[1-6]|blockquote)\b[^<>]{0,500}>", re.I)


def body_in_linked_data(linked: dict[str, Any]) -> str | None:
    """The article's text in an object of linked data (schema.org `articleBody`), as written, or null."""
    body = linked.get("articleBody")
    if isinstance(body, list):
        body = "\n".join(part for part in body if isinstance(part, str))
    return body.strip() or None if isinstance(body, str) else None


def body_in_state(tree: Any) -> str | None:
    """The longest running text in the data that scripts of a page (an lxml element) start from, or null.

    Looked at are JSON in script elements and objects that are assigned to a name; text is what stands under names
    such as `body` or `paragraphs`, and what stands under the same names in a row belongs together.
    """
    best = ""
    left = _LONGEST
    for element in tree.iter("script"):
        kind = (element.get("type") or "").lower()
        if "ld+json" in kind or element.get("src"):
            continue
        content = (element.text or "").strip()
        left -= len(content)
        if left < 0:
            break
        if len(content) < 200:
            continue
        found = _longest(_parsed(content))
        best = max(best, found, key=len)
    return best or None


def is_markup(text: str) -> bool:
    """Whether a text carries paragraphs as markup."""
    return _TAG.search(text) is not None


def _parsed(content: str) -> Any:
    content = _ASSIGNED.sub("", content)
    if content[:1] not in "{[":
        return None
    try:
        return json.JSONDecoder(strict=False).raw_decode(content)[0]
    except (ValueError, RecursionError):
        return None


def _longest(value: Any) -> str:
    texts: dict[tuple[str, ...], list[str]] = {}
    for path, text in _strings(value):
        texts.setdefault(path, []).append(text)
    joined = ("\n".join(dict.fromkeys(parts)) for parts in texts.values())
    return max((text for text in joined if len(_STOP.findall(text)) >= 2), key=len, default="")


def _strings(value: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """The texts in the data, in order, each with the names on the way to it."""
    stack: list[tuple[tuple[str, ...], Any]] = [((), value)]
    count = 0
    while stack and count < _MOST_VALUES:
        path, item = stack.pop()
        count += 1
        if isinstance(item, str):
            if path and path[-1] in _KEYS and len(item) >= 40 and (" " in item or not item.isascii()):
                yield path, item
        elif isinstance(item, list):
            stack.extend((path, part) for part in reversed(item))
        elif isinstance(item, dict) and len(path) < 30:
            inner = [((*path, _NOT_WORD.sub("", str(key).lower())), part) for key, part in item.items()]
            stack.extend(reversed(inner))
