"""Judgements as rows: read back as they stood at a moment, and found again in the documents as they are now."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, insert, select, update

from onrecord.ledger.anchors import Anchors, fetch
from onrecord.ledger.linked_schema import judged, judgements
from onrecord.ledger.moments import Sight, time_of
from onrecord.linking import judging
from onrecord.linking.judgement import Judgement, Target
from onrecord.linking.model import Anchor, Report
from onrecord.records import decode


@dataclass(frozen=True, slots=True)
class Heard:
    """A judgement with its key, where its passages stand now, and whether linking has taken it in as it is.

    `waits` tells of each side whether its document has not come yet.
    """

    key: int
    judgement: Judgement
    places: Mapping[Target, Anchor | None]
    heard: bool
    waits: tuple[bool, bool] = (False, False)


def load(connection: Connection, sight: Sight = Sight()) -> list[Judgement]:  # noqa: B008 - frozen
    """All judgements made by a moment, as they stood then, in the order in which they were made."""
    query = select(judgements).where(judgements.c.since <= sight.at).order_by(judgements.c.key)
    return [_read(connection, row, sight.at) for row in connection.execute(query).all()]


def find(connection: Connection, id: str) -> tuple[int, Judgement] | None:
    """The judgement of an id as it stands now, with its key; nothing where there is none."""
    row = connection.execute(select(judgements).where(judgements.c.id == id)).first()
    return None if row is None else (row.key, _read(connection, row, Sight().at))


def hear(connection: Connection, anchors: Anchors) -> list[Heard]:
    """All judgements with where their passages stand."""
    query = select(judged.c.judgement, judged.c.side, judged.c.anchor)
    rows = connection.execute(query).all()
    standing = anchors.of({row.anchor for row in rows if row.anchor is not None})
    places: dict[int, dict[int, Anchor | None]] = {}
    for row in rows:
        places.setdefault(row.judgement, {})[row.side] = standing.get(row.anchor)
    found = []
    for row in connection.execute(select(judgements).order_by(judgements.c.key)).all():
        judgement = _read(connection, row, Sight().at)
        own = places.get(row.key, {})
        hung = {n: target for n, target in enumerate(sides(judgement)) if target}
        waits = (0 in hung and 0 not in own, 1 in hung and 1 not in own)
        found.append(Heard(row.key, judgement, {t: own.get(n) for n, t in hung.items()}, row.heard, waits))
    return found


def sides(judgement: Judgement) -> tuple[Target | None, Target | None]:
    """The passages that a judgement hangs on."""
    return judgement.subject, judgement.other


def find_again(
    connection: Connection, anchors: Anchors, heard: Iterable[Heard], reports: Iterable[Report]
) -> list[Heard]:
    """Look for judged passages in documents that were read again; gives all judgements as they stand then."""
    by_document = {report.document.id: report for report in reports}
    found = []
    for one in heard:
        places = dict(one.places)
        for side, target in enumerate(sides(one.judgement)):
            report = by_document.get(target.document) if target else None
            if target is None or report is None:
                continue
            if one.waits[side]:  # it was made in another ledger, and its document has come only now
                owner = anchors.document_keys([target.document])[target.document]
                connection.execute(insert(judged).values(judgement=one.key, side=side, document=owner, anchor=None))
            place = judging.find_again(target, report.document.text, report.extraction.claims)
            if place == places.get(target):
                continue
            places[target] = place
            key = anchors.made([place])[place] if place else None
            own = judged.c.judgement == one.key, judged.c.side == side
            connection.execute(update(judged).where(*own).values(anchor=key))
        waits = [
            waiting and not (target and target.document in by_document)
            for waiting, target in zip(one.waits, sides(one.judgement), strict=True)
        ]
        found.append(replace(one, places=places, waits=(waits[0], waits[1])))
    return found


def note_heard(connection: Connection, keys: Collection[int]) -> None:
    """Note that linking has taken judgements in as they are."""
    if keys:
        connection.execute(update(judgements).where(judgements.c.key.in_(keys)).values(heard=True))


def documents_of(connection: Connection, keys: Collection[int]) -> set[int]:
    """The keys of the documents that judgements hang on."""
    query = select(judged.c.document)
    return {row.document for row in fetch(connection, query, judged.c.judgement, sorted(keys))}


def _read(connection: Connection, row: Any, at: int) -> Judgement:
    judgement = decode(Judgement, json.loads(row.record))
    if judgement.imported_by is None:
        judgement = replace(judgement, recorded=time_of(connection, row.since))
    else:  # it was made when its record says; this ledger knows it since then
        judgement = replace(judgement, imported=time_of(connection, row.since))
    if row.withdrawal is None or row.until > at:
        return judgement
    author, reason, *elsewhere = json.loads(row.withdrawal)
    withdrawn = elsewhere[0] if elsewhere else time_of(connection, row.until)
    return replace(judgement, withdrawn=withdrawn, withdrawn_by=author, withdrawn_why=reason)
