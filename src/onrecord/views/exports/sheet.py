"""Exports as CSV of claims, for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.views.export import csv_lines
from onrecord.views.exports.material import claims

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.views.exports.model import Options, Wanted


def write(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[bytes]:
    """A row for each claim. Raises ExportUseError."""
    for line in csv_lines(claims(ledger, wanted, options)):
        yield line.encode("utf-8", "backslashreplace")
