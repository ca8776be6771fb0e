"""Exports as FollowTheMoney entities, a line of JSON each, as investigation platforms load them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.views.exports.ftm_entities import entities
from onrecord.views.exports.jsontext import dumps, encoded

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.views.exports.model import Options, Wanted


def write(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[bytes]:
    """One entity a line: articles, public parties, events. Raises ExportUseError."""
    for entity in entities(ledger, wanted, options):
        yield encoded(dumps(entity) + "\n")
