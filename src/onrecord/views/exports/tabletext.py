"""Rows as CSV that harms nobody: RFC 4180, formulas disarmed, an empty cell for what is not known."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from onrecord.views.export import disarmed


def csv_row(cells: Iterable[Any]) -> bytes:
    """One row in UTF-8."""
    buffer = io.StringIO()
    csv.writer(buffer).writerow([disarmed(cell) for cell in cells])
    return buffer.getvalue().encode("utf-8", "backslashreplace")


def csv_record(columns: Sequence[str], values: dict[str, Any]) -> bytes:
    """One row by column; a column without a value is empty. Raises KeyError for a value without a column."""
    for name in values:
        if name not in columns:
            raise KeyError(name)
    return csv_row(values.get(column) for column in columns)
