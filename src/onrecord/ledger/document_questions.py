"""What can be asked about one document beyond its present reading: its versions, what became of it, whom it repeats."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from onrecord.ledger.addressing import extractions_at, holds, members
from onrecord.ledger.anchors import Anchors
from onrecord.ledger.errors import TakenOutError, UnknownDocumentError
from onrecord.ledger.file import LedgerFile
from onrecord.ledger.linked_model import StoredGroup
from onrecord.ledger.linked_schema import groups, memberships, relations
from onrecord.ledger.loading import load_extractions
from onrecord.ledger.model import StoredExtraction
from onrecord.ledger.moments import Sight
from onrecord.ledger.queries import published
from onrecord.ledger.schema import documents, extractions, readings, versions
from onrecord.ledger.telling import press
from onrecord.ledger.tombstones import removed_on
from onrecord.linking.model import Anchor
from onrecord.linking.revisions import Revision
from onrecord.records import DocumentInfo, decode

MOST_REPEATING = 50
"""Documents of a group that are described with one of them; a wire report stands in hundreds."""


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version of a document: its number, when it was recorded, how it was described, and who has read it."""

    number: int
    recorded: str
    published: str | None
    title: str | None
    characters: int
    extractors: tuple[str, ...]
    current: bool


class DocumentQuestions(LedgerFile):
    """Questions about single documents, by their ids."""

    def document(self, id: str, version: int | None = None) -> StoredExtraction:
        """A document as it is now, or as its version of a number was last read. Raises UnknownDocumentError."""
        with self._reading() as connection:
            sight = self._sight(connection)
            if version is None:
                key = extractions_at(connection, sight, [id]).get(id)
            else:
                query = _readings(sight, id).where(versions.c.number == version)
                key = connection.execute(query.order_by(readings.c.since.desc()).limit(1)).scalar()
            if key is None:
                gone = removed_on(connection, [("document", id)])
                if gone:
                    raise TakenOutError(
                        f"the document {id!r} is no longer in {self.path}: it was taken out on {gone[:10]}"
                    )
                what = f"no document {id!r}" if version is None else f"no version {version} of {id!r}"
                raise UnknownDocumentError(f"there is {what} in {self.path}; `onrecord documents` lists them")
            return load_extractions(connection, [key])[0]

    def versions(self, id: str) -> tuple[StoredVersion, ...]:
        """The versions of a document, the first one first; empty where it is not known."""
        with self._reading() as connection:
            sight = self._sight(connection)
            now = extractions_at(connection, sight, [id]).get(id)
            found: dict[int, StoredVersion] = {}
            query = _readings(sight, id).with_only_columns(
                extractions.c.key, extractions.c.extractor, versions.c.number, versions.c.recorded,
                versions.c.published, versions.c.title, versions.c.text,
            )  # fmt: skip
            for row in connection.execute(query.order_by(versions.c.number, readings.c.since)):
                known = found.get(row.number)
                found[row.number] = StoredVersion(
                    row.number, row.recorded, row.published, row.title, len(row.text),
                    tuple(dict.fromkeys((*(known.extractors if known else ()), row.extractor))),
                    row.key == now or bool(known and known.current),
                )  # fmt: skip
            return tuple(found.values())

    def revisions(self, id: str) -> tuple[Revision, ...]:
        """What became of an article: corrections, retractions, updates, silent edits, the first one first."""
        with self._reading() as connection:
            owners = Anchors(connection).document_keys([id])
            if id not in owners:
                return ()
            return press(connection, [owners[id]], self._sight(connection)).get(id, ())

    def origin_of(self, id: str) -> StoredGroup | None:
        """The documents that repeat one report with this one, the report itself first; null where it is not linked."""
        return self._group_of("origin", id)

    def story_of(self, id: str) -> StoredGroup | None:
        """The documents whose main event is the same as this one's; null where it is not linked."""
        return self._group_of("story", id)

    def _group_of(self, relation: str, id: str) -> StoredGroup | None:
        with self._reading() as connection:
            sight, anchors = self._sight(connection), Anchors(connection)
            own = anchors.keys([Anchor(id)]).get(Anchor(id))
            query = (
                select(groups.c.key, groups.c.id)
                .join(relations, relations.c.key == groups.c.relation)
                .join(memberships, memberships.c.group == groups.c.key)
                .where(relations.c.name == relation, memberships.c.anchor == own)
                .where(*holds(groups, sight.at), *holds(memberships, sight.at))
            )
            row = None if own is None else connection.execute(query).first()
            if row is None:
                return None
            keys = members(connection, [row.key], sight.at)[row.key][:MOST_REPEATING]
            standing = anchors.of(keys)
            return StoredGroup(row.id, _described(connection, sight, [standing[key].document for key in keys]))


def _described(connection: Connection, sight: Sight, ids: list[str]) -> tuple[DocumentInfo, ...]:
    in_force = extractions_at(connection, sight, ids)
    query = select(extractions.c.key, extractions.c.info).where(extractions.c.key.in_(in_force.values()))
    infos = {row.key: decode(DocumentInfo, json.loads(row.info)) for row in connection.execute(query)}
    return tuple(infos[in_force[id]] for id in ids if id in in_force)


def _readings(sight: Sight, id: str) -> Select[Any]:
    """The readings of a document that had begun by the moment that is looked at."""
    return (
        select(extractions.c.key)
        .join(readings, readings.c.extraction == extractions.c.key)
        .join(versions, versions.c.key == extractions.c.version)
        .join(documents, documents.c.key == versions.c.document)
        .where(documents.c.id == id, readings.c.since <= sight.at, published(sight))
    )
