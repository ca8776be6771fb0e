"""What people say of the ledger: judgements are appended and withdrawn, never changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from sqlalchemy import Connection, insert, select, update

from onrecord.ledger import hearing
from onrecord.ledger.addressing import claims_of
from onrecord.ledger.adopting import Adoption, adopt
from onrecord.ledger.anchors import Anchors
from onrecord.ledger.errors import UnknownJudgementError, WithdrawnJudgementError
from onrecord.ledger.file import LedgerFile
from onrecord.ledger.hanging import hang
from onrecord.ledger.linked_schema import judgements
from onrecord.ledger.loading import load_extractions
from onrecord.ledger.moments import Sight, Stamp
from onrecord.ledger.schema import ENDLESS
from onrecord.linking import judging
from onrecord.linking.judgement import Judgement, JudgementKind, Target
from onrecord.records import dumps

_OF_PARTIES = frozenset({"same_party", "not_same_party", "party_identifier"})
_OF_PAIRS = frozenset({"same", "not_same"})


class Judging(LedgerFile):
    """Corrections by people. They win over the machine from the next `Ledger.link` on."""

    def judge(
        self,
        kind: JudgementKind,
        author: str,
        reason: str,
        subject: str,
        other: str | None = None,
        value: str | None = None,
    ) -> Judgement:
        """Record a judgement.

        `subject` (and `other`, for `same` and `not_same`) are ids of claims or of events, or their beginnings; an
        event stands for its oldest claim, and where a field of one claim is judged, for its only one. For
        `same_party`, `not_same_party` and `party_identifier` they are names in the register of parties. `value` is
        the field's new value (see `Judgement`). Raises UnknownClaimError, UnknownEventError, JudgementError.
        """
        with self._writing() as (connection, stamp):
            anchors = Anchors(connection)
            made = Judgement("", kind, author, reason, "", value=value)
            if kind in _OF_PARTIES:
                made = replace(made, party=subject, other_party=other)
            else:
                alone = kind not in _OF_PAIRS
                made = replace(
                    made,
                    subject=self._target(connection, anchors, subject, alone),
                    other=None if other is None else self._target(connection, anchors, other, alone),
                )
            judging.check(made)
            return _append(connection, anchors, stamp, made)

    def withdraw(self, id: str, author: str, reason: str) -> Judgement:
        """Take a judgement back, by its id or the beginning of it: it stays on record, and holds no longer.

        Raises UnknownJudgementError.
        """
        with self._writing() as (connection, stamp):
            begins = judgements.c.id.startswith(id, autoescape=True)
            found = connection.execute(select(judgements).where(begins).limit(2)).all() if id else []
            if len(found) != 1:
                what = "more than one judgement begins with" if found else "there is no judgement"
                raise UnknownJudgementError(f"{what} {id!r} in {self.path}; list them with `onrecord judge list`")
            (row,) = found
            if row.withdrawal is not None:
                raise WithdrawnJudgementError(f"the judgement {row.id} was withdrawn before; make it again if it holds")
            change = {"withdrawal": json.dumps([author, reason]), "until": stamp.key, "heard": False}
            connection.execute(update(judgements).where(judgements.c.key == row.key).values(change))
            return next(one for one in hearing.load(connection) if one.id == row.id)

    def adopt(self, judgement: Judgement, by: str) -> Adoption:
        """Take in a judgement that was made in another ledger; `by` is who does so.

        It keeps its id, author, reason and time, and its withdrawal, if it was withdrawn; `imported` and `imported_by`
        say since when this ledger knows it. One that is here already stays as it is, but for a withdrawal that came
        since. It stands beside what was judged here; on one thing the latest judgement wins, by the time at which it
        was made, so that two ledgers that have the same judgements come to the same events. Where its document is
        not here, or not its words, it waits for them. One on a document that was taken out is not taken in.

        Raises JudgementError where it is none, UnstorableError where it cannot be kept.
        """
        with self._writing() as (connection, stamp):
            return adopt(connection, Anchors(connection), stamp, judgement, by, self._at())

    def judgements(self) -> tuple[Judgement, ...]:
        """All judgements, withdrawn ones too, in the order in which they were made."""
        with self._reading() as connection:
            return tuple(hearing.load(connection, self._sight(connection)))

    def _target(self, connection: Connection, anchors: Anchors, id: str, alone: bool) -> Target:
        """The words that the oldest claim of what has an id hangs on, in the text that it was read from."""
        found = claims_of(connection, anchors, Sight(), id, self.path)
        if alone and len(found) > 1:
            raise judging.JudgementError(
                f"the event {id} rests on {len(found)} claims; judge one of them (`onrecord event {id}` lists them)"
            )
        anchor, extraction = found[0]
        (read,) = load_extractions(connection, [extraction])
        return judging.target(anchor.document, read.document.text, anchor.start, anchor.end)


def _append(connection: Connection, anchors: Anchors, stamp: Stamp, made: Judgement) -> Judgement:
    made = replace(made, recorded=stamp.at)
    words = f"{stamp.key}\0{dumps(made)}"
    made = replace(made, id=hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16])
    # what is right as it was read changes nothing that linking would have to take in
    row = {"id": made.id, "record": dumps(made), "heard": made.kind == "right", "since": stamp.key, "until": ENDLESS}
    key = connection.execute(insert(judgements).values(row).returning(judgements.c.key)).scalar_one()
    hang(connection, anchors, key, made)
    return made
