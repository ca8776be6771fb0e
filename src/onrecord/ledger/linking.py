"""Linking inside the ledger: what has come, changed or been judged since it was last done."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, false, func, select, text

from onrecord.ledger import digests, generations
from onrecord.ledger.file import LedgerFile
from onrecord.ledger.linked_model import LinkOutcome
from onrecord.ledger.linked_schema import judgements
from onrecord.ledger.moments import Sight, Stamp
from onrecord.ledger.schema import ENDLESS, UNBORN, moments, readings
from onrecord.ledger.taking import PORTION, Taking
from onrecord.linking.linker import Linker


class Linking(LedgerFile):
    """Brings events, stories and origins up to date."""

    def link(self, linker: Linker, progress: Callable[[int, int], None] | None = None) -> LinkOutcome:
        """Link what was added, changed, read again or judged since; all of it, where the linker is another version.

        The result is that of linking everything at once. `progress` is told how many documents are done, of how
        many. Works in transactions of a bounded number of documents, so that a run that is cut off goes on where
        it stopped; another version's result takes the place of the earlier one at one moment, when it is whole.
        Raises PastLedgerError, FullDiskError, BusyLedgerError, ReadOnlyLedgerError.
        """
        with self._reading() as connection:
            start = connection.execute(select(func.max(moments.c.key))).scalar() or 0
            shown = generations.live(connection)
            idle = shown is not None and shown.version == linker.version and not _pending(connection)
        if idle:
            self._digest()
            return LinkOutcome()
        done = judged = 0
        relinked = False
        while True:
            with self._writing() as (connection, stamp):
                generation = generations.begin(connection, linker)
                total = done + generations.count_waiting(connection, generation.key)
                rows = connection.execute(generations.waiting(generation.key).limit(PORTION)).all()
                unheard = generation.live and _unheard(connection)
                if rows or unheard:
                    taking = Taking(connection, linker, generation, stamp.key if generation.live else UNBORN)
                    judged += taking.take({row.document: row.extraction for row in rows})
                    done += len(rows)
                elif not generation.live:
                    self._take_over(connection, stamp, linker, generation)
                    relinked = True
                else:
                    break
            if progress is not None:
                progress(done, max(total, done))
        self._digest()
        with self._reading() as connection:
            return LinkOutcome(done, judged, *_tally(connection, start), relinked)

    def pending(self) -> int:
        """How many documents and judgements have come or changed since `link` last ran."""
        with self._reading() as connection:
            return _pending(connection)

    def _digest(self) -> None:
        """Make the digests that a ledger linked by an earlier version lacks; a linked document's is made with it."""
        with self._reading() as connection:
            some = connection.execute(digests.lacking(Sight()).limit(1)).first() is not None
        while some:
            with self._writing() as (connection, _):
                some = digests.keep(connection, PORTION) == PORTION

    def _take_over(
        self, connection: Connection, stamp: Stamp, linker: Linker, generation: generations.Generation
    ) -> None:
        Taking(connection, linker, generation, UNBORN).settle()
        generations.go_live(connection, generation, stamp.key)
        Taking(connection, linker, generation, stamp.key).show()


def _pending(connection: Connection) -> int:
    shown = generations.live(connection)
    if shown is None:
        held = select(func.count()).select_from(readings).where(readings.c.until == ENDLESS)
        return int(connection.execute(held).scalar_one())
    return generations.count_waiting(connection, shown.key) + _unheard(connection)


def _unheard(connection: Connection) -> int:
    query = select(func.count()).select_from(judgements).where(judgements.c.heard == false())
    return int(connection.execute(query).scalar_one())


_BEFORE = "(SELECT 1 FROM events AS b WHERE b.id = events.id AND b.since <= :start AND b.until > :start)"
_TALLY = f"""
SELECT
  (SELECT count(*) FROM events WHERE since > :start AND until = :open AND NOT EXISTS {_BEFORE}),
  (SELECT count(*) FROM events WHERE since > :start AND until = :open AND EXISTS {_BEFORE}),
  (SELECT count(*) FROM events WHERE until > :start AND until < :open AND since <= :start AND NOT EXISTS
    (SELECT 1 FROM events AS b WHERE b.id = events.id AND b.until = :open))
"""


def _tally(connection: Connection, start: int) -> tuple[int, int, int]:
    """How many events were made, changed and ended since a moment."""
    made, changed, gone = connection.execute(text(_TALLY), {"start": start, "open": ENDLESS}).one()
    return made, changed, gone
