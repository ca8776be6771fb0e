"""Judgements that were made in another ledger: checked, and kept with their own author and time beside those here."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from onrecord.ledger import hearing, tombstones
from onrecord.ledger.anchors import Anchors
from onrecord.ledger.errors import BadMomentError, UnstorableError
from onrecord.ledger.hanging import hang, waiting
from onrecord.ledger.linked_schema import judgements
from onrecord.ledger.moments import Stamp, read_moment
from onrecord.ledger.schema import ENDLESS, documents, versions
from onrecord.linking import judging
from onrecord.linking.judgement import Judgement, Target
from onrecord.linking.judging import CONTEXT, JudgementError
from onrecord.records import dumps

AHEAD: Final = timedelta(days=1)
"""How far the clock of another machine may be ahead. The latest judgement wins: one of a year to come always would."""


class Adopted(StrEnum):
    """What became of a judgement, or of a situation, of another ledger."""

    NEW = "new"
    WITHDRAWN = "withdrawn"
    UNCHANGED = "unchanged"
    TAKEN_OUT = "taken out"


@dataclass(frozen=True, slots=True)
class Adoption:
    """What became of a judgement of another ledger, and what it waits for.

    `absent` are documents that this ledger does not have, `unfound` those in which the judged words do not stand, or
    are no claim: with either it is not heard until they come.
    """

    outcome: Adopted
    absent: tuple[str, ...] = ()
    unfound: tuple[str, ...] = ()


def adopt(
    connection: Connection, anchors: Anchors, stamp: Stamp, given: Judgement, by: str, now: str
) -> Adoption:  # fmt: skip
    """See `Ledger.adopt`; `now` is the time by the ledger's clock."""
    given = _checked(given, now)
    if any(tombstones.removed_on(connection, [("document", id)]) for id in _documents(given)):
        return Adoption(Adopted.TAKEN_OUT)
    found = hearing.find(connection, given.id)
    if found is None:
        _refuse_covered(connection, given)
        key, outcome = _insert(connection, anchors, stamp, given, by), Adopted.NEW
    else:
        key, held = found
        if _made(held) != _made(given):
            raise UnstorableError(
                f"there is a judgement {given.id} already that says something else; it stays as it is (the file was "
                "changed, or what it said was taken out here)"
            )
        outcome = Adopted.UNCHANGED
        if given.withdrawn is not None and held.withdrawn is None:
            change = {"withdrawal": _withdrawal(given), "until": stamp.key, "heard": False}
            connection.execute(update(judgements).where(judgements.c.key == key).values(change))
            outcome = Adopted.WITHDRAWN
    return Adoption(outcome, *waiting(connection, key, given))


def _insert(connection: Connection, anchors: Anchors, stamp: Stamp, given: Judgement, by: str) -> int:
    gone = given.withdrawn is not None
    row: dict[str, Any] = {
        "id": given.id,
        "record": dumps(replace(_made(given), imported_by=by)),
        "withdrawal": _withdrawal(given) if gone else None,
        # what is right as it was read, or does not hold, changes nothing that linking would have to take in
        "heard": gone or given.kind == "right",
        "since": stamp.key,
        "until": stamp.key if gone else ENDLESS,
    }
    key = int(connection.execute(insert(judgements).values(row).returning(judgements.c.key)).scalar_one())
    hang(connection, anchors, key, given)
    return key


def _made(judgement: Judgement) -> Judgement:
    """A judgement as it was made: without what became of it, here or elsewhere."""
    return replace(
        judgement, withdrawn=None, withdrawn_by=None, withdrawn_why=None, imported=None, imported_by=None
    )  # fmt: skip


def _withdrawal(judgement: Judgement) -> str:
    return json.dumps([judgement.withdrawn_by, judgement.withdrawn_why or "", judgement.withdrawn])


def _documents(judgement: Judgement) -> list[str]:
    return [target.document for target in (judgement.subject, judgement.other) if target is not None]


def _checked(given: Judgement, now: str) -> Judgement:
    """The judgement with its times as the ledger keeps them. Raises JudgementError, UnstorableError."""
    if not re.fullmatch(r"[0-9a-f]{16}", given.id):
        raise JudgementError(f"{given.id!r} is no id of a judgement, which has 16 digits of 0 to 9 and a to f")
    if not given.author.strip():
        raise JudgementError(f"the judgement {given.id} does not say who made it")
    if given.withdrawn is not None and not (given.withdrawn_by or "").strip():
        raise JudgementError(f"the judgement {given.id} does not say who withdrew it")
    judging.check(given)
    for target in (given.subject, given.other):
        if target is not None:
            _check_target(given, target)
    if given.kind in ("same_party", "not_same_party", "party_identifier") and _documents(given):
        raise JudgementError(f"the judgement {given.id} is on a party, and hangs on no words of a document")
    try:
        dumps(given).encode()
    except UnicodeEncodeError as error:
        raise UnstorableError(f"the judgement {given.id} holds half a character (a lone surrogate)") from error
    withdrawn = None if given.withdrawn is None else _time(given.withdrawn, now)
    return replace(given, recorded=_time(given.recorded, now), withdrawn=withdrawn)


def _check_target(given: Judgement, target: Target) -> None:
    if not (0 <= target.start < target.end and target.quote.strip() and target.document.strip()):
        raise JudgementError(f"the judgement {given.id} points at no words of a document")
    if max(len(target.before), len(target.after)) > CONTEXT:
        raise JudgementError(
            f"the judgement {given.id} quotes more than {CONTEXT} characters round the words that it hangs on"
        )


def _time(said: str, now: str) -> str:
    try:
        moment = read_moment(said)
    except BadMomentError as error:
        raise JudgementError(f"{said!r} is no time at which a judgement was made") from error
    if datetime.fromisoformat(moment) > datetime.fromisoformat(now) + AHEAD:
        raise JudgementError(f"a judgement of {said} is still to come: it would win over all that is judged until then")
    return moment


def _refuse_covered(connection: Connection, given: Judgement) -> None:
    """Raise UnstorableError where a quotation could bring back a name that was taken out of its document."""
    if tombstones.salt_of(connection) is None:
        return
    for target in (given.subject, given.other):
        if target is None:
            continue
        query = select(versions.c.text).join(documents, documents.c.key == versions.c.document)
        texts = connection.execute(query.where(documents.c.id == target.document)).scalars().all()
        quoted = target.before + target.quote + target.after
        if texts and not any(quoted in text for text in texts):
            raise UnstorableError(
                f"the judgement {given.id} quotes {target.document!r} otherwise than it stands here, and something was "
                "taken out of this ledger for good: it might bring that back, and is not taken in"
            )
