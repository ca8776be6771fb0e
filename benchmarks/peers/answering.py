"""What the programs beside ours have in common: documents on standard input, answers on standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from timex_days import days

Found = tuple[int, int, str, str]
"""Start, end, TIMEX3 type and value."""


def answer_times(find: Callable[[str, str | None], Iterator[Found]]) -> None:
    """Answer each document (a line of JSON) with the times that `find` gives for its text and day of publication."""
    for line in sys.stdin:
        document = json.loads(line)
        text, published = document["text"], (document["published"] or "")[:10] or None
        times = []
        for start, end, kind, value in find(text, published):
            first, last = days(value) or (None, None)
            span = {"start": start, "end": end, "text": text[start:end]}
            times.append({"span": span, "type": kind, "value": value, "start": first, "end": last})
        answer({"document": {"id": document["id"]}, "times": times})


def answer(row: dict[str, Any]) -> None:
    """Write one answer."""
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


def lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text that have words, with their offsets."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, line
        at += len(line) + 1
