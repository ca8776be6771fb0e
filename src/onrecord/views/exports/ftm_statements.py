"""Exports as FollowTheMoney statements: one value of one property of one entity a line."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha1
from typing import TYPE_CHECKING, Any

from onrecord import __version__
from onrecord.views.exports.ftm_entities import DATASET, entities
from onrecord.views.exports.jsontext import dumps, encoded
from onrecord.views.exports.recorded import recorded

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.views.exports.model import Options, Wanted


def write(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[bytes]:
    """One statement a line, those of an entity together. Raises ExportUseError."""
    times = recorded(ledger)
    for entity in entities(ledger, wanted, options):
        seen = times.get(entity["id"].removeprefix(f"{DATASET}-event-"))
        for statement in statements(entity, seen):
            yield encoded(dumps(statement) + "\n")


def statements(entity: dict[str, Any], seen: str | None) -> Iterator[dict[str, Any]]:
    """The statements of an entity: one that it is there (`id`), and one for each value.

    Keys and ids are made as in FollowTheMoney 4: the SHA-1 of data set, entity, property and value.
    """
    values = [(name, value) for name, held in entity["properties"].items() for value in held]
    whole = sha1("\0".join(f"{n}={v}" for n, v in values).encode("utf-8", "surrogatepass"), usedforsecurity=False)
    moment = seen[:19] if seen else None
    for name, value in (("id", whole.hexdigest()), *values):
        key = f"{DATASET}.{entity['id']}.{name}.{value}".encode("utf-8", "surrogatepass")
        yield {
            "canonical_id": entity["id"],
            "entity_id": entity["id"],
            "prop": name,
            "schema": entity["schema"],
            "value": value,
            "dataset": DATASET,
            "lang": None,
            "original_value": None,
            "first_seen": moment,
            "last_seen": moment,
            "external": False,
            "origin": f"onrecord {__version__}",
            "id": sha1(key, usedforsecurity=False).hexdigest(),
        }
