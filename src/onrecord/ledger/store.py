"""The ledger: documents and what they say, kept in one SQLite file."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, delete, false, insert, select, update

from onrecord.ledger import queries, sqlite, tombstones
from onrecord.ledger.addressing import extractions_at
from onrecord.ledger.auditing import Auditing
from onrecord.ledger.checking import Checking
from onrecord.ledger.digests import Digests
from onrecord.ledger.document_questions import DocumentQuestions
from onrecord.ledger.drawing import Drawing
from onrecord.ledger.errors import TakenOutError, UnknownClaimError, UnstorableError
from onrecord.ledger.event_questions import EventQuestions
from onrecord.ledger.facets import Searching
from onrecord.ledger.feeds import Watched
from onrecord.ledger.file import LedgerFile
from onrecord.ledger.forgetting import Forgetting
from onrecord.ledger.grouped import Grouped
from onrecord.ledger.judging import Judging
from onrecord.ledger.keeping import Kept
from onrecord.ledger.linking import Linking
from onrecord.ledger.loading import (
    Describer,
    counted_sources,
    load_claims,
    load_extractions,
    snippet_pieces,
    stored_claim,
    stored_document,
    with_whole_ids,
)
from onrecord.ledger.model import (
    ClaimFilter,
    Found,
    Known,
    Outcome,
    SourceCount,
    StoredClaim,
    StoredDocument,
    StoredExtraction,
)
from onrecord.ledger.moments import Sight, Stamp
from onrecord.ledger.notifying import Notifying
from onrecord.ledger.portions import Portions
from onrecord.ledger.reviewing import Reviewing
from onrecord.ledger.schema import (
    ENDLESS,
    attributions,
    claims,
    documents,
    extractions,
    links,
    parties,
    places,
    readings,
    times,
    versions,
)
from onrecord.ledger.situations import Situations
from onrecord.ledger.writing import (
    Row,
    claim_row,
    extraction_row,
    fingerprint,
    layer_rows,
    link_rows,
    party_rows,
    version_row,
)
from onrecord.records import Claim, Document, Extraction, decode

_BATCH = 50  # extractions that are held at once when all are listed

_LAYERS = {"attributions": attributions, "times": times, "places": places}


class Ledger(
    Portions,
    EventQuestions,
    DocumentQuestions,
    Reviewing,
    Drawing,
    Digests,
    Searching,
    Grouped,
    Forgetting,
    Linking,
    Judging,
    Situations,
    Kept,
    Watched,
    Auditing,
    Checking,
    Notifying,
    LedgerFile,
):
    """A ledger file: what documents say, version by version, and questions over it.

    Opening makes the file where there is none (unless `create` is false) and brings one of an earlier version
    of onrecord up to date. Each document is written in one transaction, so that a run that is cut off leaves
    whole documents only. Use it as a context manager, or call `close`.

    `wait` is how many seconds to wait for another process that is writing, `patience` after how many a question is
    broken off (SlowQuestionError; null: never); `clock` gives the time that is recorded with what is written,
    which no record of a document or claim carries.

    With `as_of`, an ISO date or date-time (UTC where it names no zone), every question is answered as the ledger
    was known at the end of that day, or at that moment; `reported_until` leaves out documents published after that
    day, and sums up events by what was reported by then, with `summarise` (that of the linker that ships, where
    none is given). Such a ledger is not written to: PastLedgerError.

    `counted` gives the claims of an event with the origins that the reader wants them counted by, such as one for
    all outlets of one owner (`onrecord.linking.outlets.counting`): events, what moved in them and what they rest on
    are then told by that count, and what is kept stays as it is.

    Raises NoLedgerError, NotALedgerError, NewerLedgerError, ReadOnlyLedgerError, BusyLedgerError and
    FullDiskError, BadMomentError; all are LedgerErrors, whose message tells what to do.
    """

    # --- writing ---------------------------------------------------------------------------------------

    def ensure_writable(self) -> None:
        """Raise ReadOnlyLedgerError or BusyLedgerError now where `add` would, before any work is done for it."""
        with self._writing() as (connection, _):
            connection.execute(delete(documents).where(false()))

    def add(self, document: Document, extraction: Extraction, extractor: str) -> Outcome:
        """Record what `extractor` (its version) found in `document`, in one transaction.

        The same document read by the same extractor changes nothing. A document whose text or description
        differs from what the ledger holds under its id becomes its next version; one that another extractor
        read keeps that reading beside the new one, which is current from now on. One that was taken out is not
        taken in again.

        Raises UnstorableError where the extraction is not of this document, or holds text that is no Unicode;
        FullDiskError, BusyLedgerError, ReadOnlyLedgerError.
        """
        if (extraction.document.id, extraction.document.sha256) != (document.id, document.sha256):
            raise UnstorableError(
                f"{document.id}: this extraction was made from another text ({extraction.document.id}); "
                "extract the document again"
            )
        with self._writing() as (connection, stamp):
            if tombstones.document_removed_on(connection, document):
                return Outcome.TAKEN_OUT
            found = connection.execute(queries.state(Sight(), document.id)).first()
            if found is None:
                owner = _insert(connection, documents, {"id": document.id})
                version = self._add_version(connection, stamp, owner, 1, document)
                outcome = Outcome.NEW
            else:
                owner, version, number, known, extraction_key, known_extractor, *_ = found
                if known == fingerprint(document) and known_extractor == extractor:
                    return Outcome.UNCHANGED
                _retire(connection, stamp, extraction_key)
                if known != fingerprint(document):
                    version = self._add_version(connection, stamp, owner, number + 1, document)
                    outcome = Outcome.CHANGED
                else:
                    outcome = Outcome.REREAD
            key = _earlier(connection, version, extractor)
            if key is None:
                key = self._add_extraction(connection, stamp, version, extraction, extractor)
            row = {"document": owner, "extraction": key, "since": stamp.key, "until": ENDLESS}
            connection.execute(insert(readings).values(row))
        return outcome

    def _add_version(self, connection: Connection, stamp: Stamp, owner: int, number: int, document: Document) -> int:
        row = {"document": owner, "number": number, "recorded": stamp.at}
        key = _insert(connection, versions, row | version_row(document))
        sqlite.index_version(connection, key, document.title, document.text)
        return key

    def _add_extraction(
        self, connection: Connection, stamp: Stamp, version: int, extraction: Extraction, extractor: str
    ) -> int:
        row = {"version": version, "recorded": stamp.at}
        key = _insert(connection, extractions, row | extraction_row(extraction, extractor))
        for name, rows in layer_rows(extraction, key).items():
            if rows:
                connection.execute(insert(_LAYERS[name]), rows)
        if not extraction.claims:
            return key
        rows = [{"extraction": key} | claim_row(c, n) for n, c in enumerate(extraction.claims)]
        made = insert(claims).returning(claims.c.key, sort_by_parameter_order=True)
        keys = list(connection.execute(made, rows).scalars())
        keyed = list(zip(keys, extraction.claims, strict=True))
        for table, make in ((parties, party_rows), (links, link_rows)):
            children = [child for claim_key, claim in keyed for child in make(claim, claim_key)]
            if children:
                connection.execute(insert(table), children)
        sqlite.index_claims(connection, [{"key": k, "passage": c.sentence.text} for k, c in keyed])
        return key

    # --- questions -------------------------------------------------------------------------------------

    def has(self, document: Document, extractor: str) -> bool:
        """Whether adding `document` as `extractor` reads it would change nothing."""
        with self._reading() as connection:
            found = connection.execute(queries.state(self._sight(connection), document.id)).first()
        return found is not None and (found[3], found[5]) == (fingerprint(document), extractor)

    def known(self, id: str) -> Known | None:
        """What the ledger knows of the document `id` now; nothing where it has none."""
        with self._reading() as connection:
            found = connection.execute(queries.state(self._sight(connection), id)).first()
        return None if found is None else Known(found.published, found.source, found.extractor)

    def documents(self) -> Iterator[StoredDocument]:
        """All documents as they are now, by id."""
        with self._reading() as connection:
            describe = Describer()
            for key, row in enumerate(connection.execute(queries.document_list(self._sight(connection)))):
                yield stored_document(describe, key, row)

    def extractions(
        self,
        unread_by: str | None = None,
        wanted: ClaimFilter | None = None,
        of: Collection[str] | None = None,
    ) -> Iterator[StoredExtraction]:
        """All documents with their texts and their current extractions, by id.

        `unread_by` leaves out those whose current extraction was made by that extractor, `wanted` those
        without a claim that it lets through; `of` are the ids of the only ones to give. Documents may be added
        meanwhile. Raises UnknownDocumentError.
        """
        with self._reading() as connection:
            sight = self._sight(connection)
            query = queries.current_extractions(sight)
            if unread_by is not None:
                query = queries.unread(sight, unread_by)
            if wanted is not None and wanted != ClaimFilter():
                query = queries.with_claims(query, with_whole_ids(connection, sight, wanted))
            keys = list(connection.execute(query).scalars())
            if of is not None:
                chosen = set(extractions_at(connection, sight, of).values())
                keys = [key for key in keys if key in chosen]
        for start in range(0, len(keys), _BATCH):
            with self._reading() as connection:
                found = load_extractions(connection, keys[start : start + _BATCH])
            yield from found

    def claims(self, wanted: ClaimFilter | None = None) -> Iterator[StoredClaim]:
        """The current claims that the filter lets through (all without one), in the order of the texts.

        Raises UnknownDocumentError.
        """
        with self._reading() as connection:
            sight = self._sight(connection)
            query = queries.claim_keys(sight, with_whole_ids(connection, sight, wanted or ClaimFilter()))
            yield from load_claims(connection, sight, connection.execute(query).scalars().all())

    def undated(self, wanted: ClaimFilter) -> int:
        """How many claims a filter leaves out for this alone that they have no date. Raises UnknownDocumentError."""
        if not (wanted.after or wanted.before):
            return 0
        with self._reading() as connection:
            sight = self._sight(connection)
            query = queries.undated_count(sight, with_whole_ids(connection, sight, wanted))
            return int(connection.execute(query).scalar_one())

    def claim(self, id: str) -> StoredClaim:
        """The claim whose id is `id` or, where just one does, begins with it; also one replaced since.

        Raises UnknownClaimError.
        """
        with self._reading() as connection:
            rows = connection.execute(queries.claims_beginning(self._sight(connection), id)).all() if id else []
        ids = list(dict.fromkeys(row[-1] for row in rows if row[-1] == id) or dict.fromkeys(r[-1] for r in rows))
        if not ids:
            gone = self.taken_out_id(id)
            if gone:
                raise TakenOutError(f"the claim {id!r} is no longer in {self.path}: it was taken out on {gone[:10]}")
            raise UnknownClaimError(
                f"there is no claim {id!r} in {self.path}; `onrecord claims` lists them with their ids"
            )
        # an id that only replaced readings have does not make the beginning of a current one ambiguous
        current = list(dict.fromkeys(row[-1] for row in rows if row.current and row[-1] in ids))
        if len(current or ids) > 1:
            raise UnknownClaimError(
                f"more than one claim begins with {id!r}: {', '.join(sorted(current or ids)[:5])}"
                f"{', …' if len(current or ids) > 5 else ''}; write more of the id"
            )
        chosen = (current or ids)[0]
        return stored_claim(Describer(), next(row for row in rows if row[-1] == chosen))

    def find(self, query: str, limit: int = 20) -> Iterator[Found]:
        """The documents in whose title and text all words of `query` stand, the best first.

        Words in double quotes stand together; `word*` is the beginning of a word. Raises EmptyQueryError.
        """
        expression = sqlite.match_expression(query)
        with self._reading() as connection:
            sight = self._sight(connection)
            for key, snippet in sqlite.search_documents(connection, expression, limit, sight.at, sight.reported_until):
                records = sqlite.search_claims(connection, expression, key)
                info = connection.execute(select(extractions.c.info).where(extractions.c.key == key)).scalar_one()
                matching = tuple(decode(Claim, json.loads(record)) for record in records)
                yield Found(Describer()(key, info), snippet_pieces(snippet), matching)

    def sources(self) -> tuple[SourceCount, ...]:
        """Who speaks in the current claims, those who speak most often first."""
        with self._reading() as connection:
            return counted_sources(connection.execute(queries.source_list(self._sight(connection))))


def _insert(connection: Connection, table: Any, row: Row) -> int:
    return int(connection.execute(insert(table).values(row).returning(table.c.key)).scalar_one())


def _retire(connection: Connection, stamp: Stamp, extraction: int) -> None:
    """Let a reading be in force no longer."""
    held = readings.c.extraction == extraction, readings.c.until == ENDLESS
    connection.execute(update(readings).where(*held).values(until=stamp.key))


def _earlier(connection: Connection, version: int, extractor: str) -> int | None:
    """The reading of `version` that `extractor` made earlier, where there is one."""
    earlier = extractions.c.version == version, extractions.c.extractor == extractor
    return connection.execute(select(extractions.c.key).where(*earlier)).scalar()
