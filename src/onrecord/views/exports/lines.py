"""Exports as JSON Lines: documents with all that was found in them, as CONTRACT.md has it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.records import encode
from onrecord.views.export import json_line
from onrecord.views.exports.material import documents

if TYPE_CHECKING:
    from onrecord.ledger import Ledger, StoredExtraction
    from onrecord.views.exports.model import Options, Wanted


def write(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[bytes]:
    """One line a document. Raises ExportUseError."""
    line = public_line if options.public else json_line
    for stored in documents(ledger, wanted, options):
        yield (line(stored) + "\n").encode("utf-8", "backslashreplace")


def public_line(stored: StoredExtraction) -> str:
    """The line for what is published: without the text, so that `import` does not take it.

    Spans keep the offsets of the article's own text, whose hash stays; their words may be masked.
    """
    value = encode(stored.extraction)
    value["extractor"] = stored.extractor
    value["public"] = True
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "), allow_nan=False)
