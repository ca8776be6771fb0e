"""Times by dateparser's `search_dates`, line by line, the past preferred."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from dateparser.search import search_dates

from answering import Found, answer_times, lines


def find(text: str, published: str | None) -> Iterator[Found]:
    """It gives words and a point in time; where the words stand is looked up from the left."""
    settings = {"PREFER_DATES_FROM": "past"}
    base = {"RELATIVE_BASE": datetime.fromisoformat(published)} if published else {}
    for offset, line in lines(text):
        at = 0
        for words, moment in search_dates(line, languages=["en"], settings={**settings, **base}) or ():
            start = line.find(words, at)
            if start < 0:
                continue
            at = start + len(words)
            yield offset + start, offset + at, "DATE", moment.date().isoformat()


if __name__ == "__main__":
    answer_times(find)
