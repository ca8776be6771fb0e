"""Sources to documents: files, folders, globs, standard input, in any mixture and compressed or not.

`read` yields a `ReadDocument` or a `ReadingFailure` for everything that it finds, in a fixed order.
`furniture` finds what on a news page makes no claims; `language` tells which language a text is in.
"""

from onrecord.reading.furniture import Furniture, find_furniture
from onrecord.reading.model import (
    ReadDocument,
    ReadingError,
    ReadingFailure,
    ReadingOptions,
)
from onrecord.reading.reader import read

__all__ = [
    "Furniture",
    "ReadDocument",
    "ReadingError",
    "ReadingFailure",
    "ReadingOptions",
    "find_furniture",
    "read",
]
