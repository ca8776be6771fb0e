"""JSON as exports write it: the same value gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any


def dumps(value: Any) -> str:
    """One line of JSON, its keys in the order given. Raises ValueError for numbers that JSON has not."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "), allow_nan=False)


def encoded(text: str) -> bytes:
    """Text in UTF-8; what UTF-8 cannot hold is written as its escape."""
    return text.encode("utf-8", "backslashreplace")


def known(value: dict[str, Any]) -> dict[str, Any]:
    """An object without the members that are null or empty."""
    return {key: item for key, item in value.items() if item is not None and item not in ("", [], {}, ())}


def document(
    head: dict[str, Any], name: str, items: Iterable[Any], tail: Iterable[tuple[str, Any]] = ()
) -> Iterator[str]:
    """One JSON object in pieces: the members of `head`, the array `name`, an item a line, and those of `tail`.

    `tail` is asked after the last item, so that it may tell what became of them.
    """
    yield dumps(head)[:-1] + f"{', ' if head else ''}{json.dumps(name)}: ["
    between = "\n"
    for item in items:
        yield between + dumps(item)
        between = ",\n"
    yield "\n]"
    for key, value in tail:
        yield f",\n{json.dumps(key)}: {dumps(value)}"
    yield "}\n"
