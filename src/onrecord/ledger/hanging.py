"""Where a new judgement hangs: the rows that tie it to its documents, and what it waits for without one."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from onrecord.ledger.addressing import extractions_at
from onrecord.ledger.anchors import Anchors
from onrecord.ledger.hearing import sides
from onrecord.ledger.linked_schema import judged
from onrecord.ledger.loading import load_extractions
from onrecord.ledger.moments import Sight
from onrecord.linking import judging
from onrecord.linking.judgement import Judgement


def hang(connection: Connection, anchors: Anchors, key: int, judgement: Judgement) -> None:
    """Note where the passages of a new judgement stand; one whose document is not here waits for it without a row."""
    ids = {target.document for target in sides(judgement) if target is not None}
    owners, read = anchors.document_keys(ids), extractions_at(connection, Sight(), ids)
    for side, target in enumerate(sides(judgement)):
        if target is None or target.document not in owners:
            continue
        place = None
        if target.document in read:
            (now,) = load_extractions(connection, [read[target.document]])
            place = judging.find_again(target, now.document.text, now.extraction.claims)
        anchor = anchors.made([place])[place] if place else None
        row = {"judgement": key, "side": side, "document": owners[target.document], "anchor": anchor}
        connection.execute(insert(judged).values(row))


def waiting(connection: Connection, key: int, judgement: Judgement) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a judgement waits for: the documents that are not here, and those in which its words are not found."""
    query = select(judged.c.side, judged.c.anchor).where(judged.c.judgement == key)
    standing = {row.side: row.anchor for row in connection.execute(query)}
    hung = [(side, target.document) for side, target in enumerate(sides(judgement)) if target is not None]
    absent = dict.fromkeys(document for side, document in hung if side not in standing)
    unfound = dict.fromkeys(document for side, document in hung if side in standing and standing[side] is None)
    return tuple(absent), tuple(unfound)
