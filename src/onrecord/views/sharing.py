"""Judgements and situations of another ledger, read from the lines that `export --format judgements` wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from onrecord.ledger import Ledger, UnknownSituationError, UnstorableError
from onrecord.ledger.adopting import Adopted, Adoption
from onrecord.linking.judgement import Judgement
from onrecord.linking.judging import JudgementError
from onrecord.linking.situations import QueryError, from_json, to_json
from onrecord.records import RecordError, decode
from onrecord.views.export import ExportError
from onrecord.views.exports.judgements import VERSION
from onrecord.views.wording import clean

_SHARED: Final = re.compile(r'\s*\{\s*"(onrecord|judgement|situation)"\s*:')

_LONGEST: Final = 300
"""Characters of a message, which quotes what it complains of."""

Kind = Literal["judgement", "situation"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one line: where it stood, what it was, its id or name; `absent` and `unfound` as in `Adoption`."""

    where: str
    kind: Kind
    name: str
    outcome: Adopted
    absent: tuple[str, ...] = ()
    unfound: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether it is kept, and not heard before its document or its words come."""
        return bool(self.absent or self.unfound)


def is_shared(line: str) -> bool:
    """Whether a line is of a judgement or a situation, or says that such lines follow."""
    return _SHARED.match(line) is not None


def take_line(ledger: Ledger, line: str, where: str, by: Callable[[], str]) -> Taken | None:
    """Take what a line says into a ledger; `by` gives the name of who does so, and is asked where it is needed.

    Nothing for a line that says what follows. Raises ExportError, whose message begins with `where`; LedgerError where
    the ledger cannot be used.
    """
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ExportError(f"{where}: this line is no JSON ({error})") from error
    try:
        if "onrecord" in value:
            _check_head(value)
            return None
        if "situation" in value:
            return _situation(ledger, value["situation"], where)
        return _judgement(ledger, value["judgement"], where, by)
    except (RecordError, JudgementError, QueryError, UnstorableError, UnknownSituationError) as error:
        said = str(error)
        raise ExportError(f"{where}: {said if len(said) < _LONGEST else said[:_LONGEST] + '…'}") from error


def _check_head(value: dict[str, Any]) -> None:
    if value["onrecord"] != "judgements" or value.get("version") != VERSION:
        raise UnstorableError("this file is of another version of onrecord; its lines are taken in as far as they fit")
    if value.get("public"):
        raise UnstorableError(
            "this was exported with --public, which leaves out who judged and why, and cannot be imported; ask for "
            "the export without it"
        )


def _judgement(ledger: Ledger, value: Any, where: str, by: Callable[[], str]) -> Taken:
    given = decode(Judgement, value, "judgement")
    adoption: Adoption = ledger.adopt(given, by())
    return Taken(where, "judgement", given.id, adoption.outcome, adoption.absent, adoption.unfound)


def _situation(ledger: Ledger, value: Any, where: str) -> Taken:
    if not isinstance(value, dict) or not all(isinstance(value.get(field), str) for field in ("name", "query")):
        raise UnstorableError("a situation has a name and a query, both of them text")
    name, query = value["name"], to_json(from_json(value["query"]))
    if not clean(name):
        raise UnstorableError("a situation needs a name that can be read")
    try:
        f"{name}{query}".encode()
    except UnicodeEncodeError as error:
        raise UnstorableError("the situation holds half a character (a lone surrogate)") from error
    outcome = Adopted.NEW if ledger.adopt_situation(name, query) else Adopted.UNCHANGED
    return Taken(where, "situation", name, outcome)


def told(taken: Taken) -> str:
    """Why something that was taken in is not heard yet, in words."""
    why = [f"the ledger has no document {id!r}" for id in taken.absent]
    why += [f"its words are not in {id!r} as a claim" for id in taken.unfound]
    return f"{taken.where}: the judgement {taken.name[:10]} waits: {'; '.join(why)}"


def reader(
    ledger: Ledger, by: Callable[[], str], note: Callable[[Taken], None]
) -> Callable[[str, str], bool]:  # fmt: skip
    """What `import_lines` shows each line to: takes in lines of judgements and situations, and tells `note` of each."""

    def read(line: str, where: str) -> bool:
        if not is_shared(line):
            return False
        taken = take_line(ledger, line, where, by)
        if taken is not None:
            note(taken)
        return True

    return read
