"""Audits: random samples of a ledger's claims that people judge, kept with what they said."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from onrecord.ledger import queries
from onrecord.ledger.duty_model import AUDIT_FIELDS, VERDICTS, Audit, Design, Sampled, Stratum, Verdict
from onrecord.ledger.duty_schema import audited, audits, verdicts
from onrecord.ledger.errors import AuditError, UnknownAuditError
from onrecord.ledger.file import LedgerFile
from onrecord.ledger.loading import Describer, with_whole_ids
from onrecord.ledger.model import ClaimFilter, StoredClaim
from onrecord.ledger.moments import Sight, key_at, read_day, read_moment
from onrecord.ledger.schema import NOW, claims, documents, extractions, versions
from onrecord.records import Claim, decode

_LARGEST = 100_000
"""Claims of one audit: nobody judges more, and a slip of the keyboard is caught."""


class Auditing(LedgerFile):
    """Samples of claims, and verdicts on them."""

    def draw_audit(
        self,
        author: str,
        size: int,
        seed: int,
        version: str,
        wanted: ClaimFilter | None = None,
        design: Design = "simple",
        as_of: str | None = None,
        reported_until: str | None = None,
    ) -> Audit:
        """Draw a random sample of the current claims that a filter lets through, and keep it.

        The claims are those with the smallest digests of seed and id, which is a simple random sample without
        replacement that any program can draw again. With a `design` by stage or type each stratum is sampled so, in
        proportion to its size, with two claims at least where it has them. The places are in random order, so that
        those judged first are a random sample too. With `as_of` and `reported_until` it is drawn from the claims as
        they were known then (see `Ledger`). Raises AuditError where there is nothing to draw, UnknownDocumentError.
        """
        if not 1 <= size <= _LARGEST:
            raise AuditError(f"a sample of {size} claims cannot be drawn; its size is 1 to {_LARGEST:,}")
        wanted = wanted or ClaimFilter()
        with self._writing() as (connection, _):
            at = NOW if as_of is None else key_at(connection, read_moment(as_of))
            found = _population(
                connection, Sight(at, None if reported_until is None else read_day(reported_until)), wanted
            )
            if not found:
                raise AuditError(f"{self.path}: there is no such claim to draw from; widen the filters")
            parts: dict[str, list[Any]] = {}
            for row in found:
                name = {"simple": "", "stage": row.stage, "type": row.type}[design]
                parts.setdefault(name, []).append(row)
            sizes = allotted({name: len(rows) for name, rows in parts.items()}, size)
            chosen = [
                (name, row)
                for name, rows in sorted(parts.items())
                for row in sorted(rows, key=lambda row: _rank(seed, row.id))[: sizes[name]]
            ]
            chosen.sort(key=lambda pair: _rank(seed, "place " + pair[1].id))
            strata = {name: Stratum(len(rows), sizes[name]) for name, rows in sorted(parts.items())}
            made = self._at()
            audit = Audit(
                _identifier(made, seed, [row.id for _, row in chosen]), made, author, seed, design, strata,
                _query(wanted, as_of=as_of, reported_until=reported_until), version,
            )  # fmt: skip
            row = asdict(audit) | {"strata": _dumps({n: asdict(s) for n, s in strata.items()})}
            row["query"] = _dumps(audit.query)
            if connection.execute(select(audits.c.key).where(audits.c.id == audit.id)).first():
                raise AuditError(f"this very sample was drawn before, as {audit.id[:10]}")
            key = connection.execute(insert(audits).values(row).returning(audits.c.key)).scalar_one()
            rows = [
                {"audit": key, "position": position, "stratum": name, "claim": drawn.key}
                for position, (name, drawn) in enumerate(chosen, 1)
            ]
            connection.execute(insert(audited), rows)
        return audit

    def audits(self) -> tuple[Audit, ...]:
        """All audits, the oldest first."""
        with self._reading() as connection:
            return tuple(_audit(row) for row in connection.execute(select(audits).order_by(audits.c.key)))

    def audit(self, id: str) -> Audit:
        """The audit whose id is, or alone begins with, `id`. Raises UnknownAuditError."""
        with self._reading() as connection:
            return _audit(self._one_audit(connection, id))

    def sampled(self, id: str) -> tuple[Sampled, ...]:
        """The claims of an audit in the order in which they are judged. Raises UnknownAuditError."""
        with self._reading() as connection:
            key = self._one_audit(connection, id).key
            query = (
                select(
                    audited.c.position, audited.c.stratum, extractions.c.key, extractions.c.info,
                    extractions.c.extractor, versions.c.number, versions.c.text, claims.c.record,
                    queries.in_force(self._sight(connection)).label("current"),
                )
                .select_from(audited)
                .outerjoin(claims, claims.c.key == audited.c.claim)
                .outerjoin(extractions, extractions.c.key == claims.c.extraction)
                .outerjoin(versions, versions.c.key == extractions.c.version)
                .outerjoin(documents, documents.c.key == versions.c.document)
                .where(audited.c.audit == key)
                .order_by(audited.c.position)
            )  # fmt: skip
            return tuple(_sampled(row) for row in connection.execute(query))

    def verdicts(self, id: str) -> tuple[Verdict, ...]:
        """What was said of an audit's claims, the last word of each person on each field.

        Raises UnknownAuditError.
        """
        with self._reading() as connection:
            key = self._one_audit(connection, id).key
            query = select(verdicts).where(verdicts.c.audit == key).order_by(verdicts.c.key)
            last = {(row.position, row.field, row.author): row for row in connection.execute(query)}
        found = [Verdict(row.position, row.field, row.verdict, row.author, row.at, row.note) for row in last.values()]
        order = {name: n for n, name in enumerate(AUDIT_FIELDS)}
        return tuple(sorted(found, key=lambda one: (one.position, order[one.field], one.author)))

    def give_verdicts(
        self, id: str, position: int, author: str, said: Mapping[str, str], note: str | None = None
    ) -> None:
        """Keep what a person says of one claim of an audit: a verdict for each field. Later words replace earlier ones.

        Raises UnknownAuditError, AuditError.
        """
        self.add_verdicts(id, author, [(position, field, verdict, note) for field, verdict in said.items()])

    def add_verdicts(self, id: str, author: str, said: Iterable[tuple[int, str, str, str | None]]) -> int:
        """Keep many verdicts in one transaction: position, field, verdict, note. Those that say nothing new are left.

        Gives how many were kept. Raises UnknownAuditError, AuditError (then none was).
        """
        if not author.strip():
            raise AuditError("nobody signs this; say who judges")
        with self._writing() as (connection, _):
            key = self._one_audit(connection, id).key
            listed = select(audited.c.position).where(audited.c.audit == key)
            places = set(connection.execute(listed).scalars())
            query = select(verdicts).where(verdicts.c.audit == key, verdicts.c.author == author)
            known = {
                (row.position, row.field): (row.verdict, row.note)
                for row in connection.execute(query.order_by(verdicts.c.key))
            }
            at = self._at()
            rows = []
            for position, field, verdict, note in said:
                _check(position, field, verdict, places)
                note = (note or "").strip() or None
                if known.get((position, field)) == (verdict, note):
                    continue
                known[position, field] = (verdict, note)
                row = {"audit": key, "position": position, "field": field, "verdict": verdict}
                rows.append(row | {"note": note, "author": author, "at": at})
            if rows:
                connection.execute(insert(verdicts), rows)
            return len(rows)

    def remove_audit(self, id: str) -> None:
        """Keep an audit and what was said in it no longer. Raises UnknownAuditError."""
        with self._writing() as (connection, _):
            connection.execute(delete(audits).where(audits.c.key == self._one_audit(connection, id).key))

    def _one_audit(self, connection: Connection, id: str) -> Any:
        begins = audits.c.id.startswith(id, autoescape=True)
        found = connection.execute(select(audits).where(begins).limit(2)).all() if id else []
        if len(found) != 1:
            what = "more than one audit begins with" if found else "there is no audit"
            raise UnknownAuditError(f"{what} {id!r} in {self.path}; `onrecord audit list` lists them")
        return found[0]


def allotted(populations: Mapping[str, int], size: int) -> dict[str, int]:
    """How many to draw from each stratum: in proportion (largest remainders), two at least where there are two.

    Two, because the spread within a stratum cannot be told from one (Cochran 1977, section 5.9). Where the size does
    not suffice for that, one at least.
    """
    total = sum(populations.values())
    if size >= total:
        return dict(populations)
    for least in (2, 1, 0):
        base = {name: min(least, count) for name, count in populations.items()}
        if sum(base.values()) <= size:
            break
    shares = {name: size * count / total for name, count in populations.items()}
    found = {name: max(base[name], int(shares[name])) for name in populations}
    while sum(found.values()) > size:  # what the small ones were given comes from the largest
        name = max((n for n in found if found[n] > base[n]), key=lambda n: (found[n] - shares[n], found[n], n))
        found[name] -= 1
    while sum(found.values()) < size:
        name = max((n for n in found if found[n] < populations[n]), key=lambda n: (shares[n] - found[n], n))
        found[name] += 1
    return found


def _population(connection: Connection, sight: Sight, wanted: ClaimFilter) -> list[Any]:
    query = queries.claim_list(sight, with_whole_ids(connection, sight, wanted))
    columns = (claims.c.key, claims.c.id, claims.c.stage, claims.c.type)
    return list(connection.execute(query.with_only_columns(*columns)).all())


def _rank(seed: int, id: str) -> str:
    return hashlib.sha256(f"{seed} {id}".encode()).hexdigest()


def _identifier(made: str, seed: int, ids: list[str]) -> str:
    return hashlib.sha256(f"audit {made} {seed} {' '.join(ids)}".encode()).hexdigest()[:16]


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _query(wanted: ClaimFilter, **more: str | None) -> dict[str, object]:
    """The fields of a filter that are set."""
    set_ones = {one.name: getattr(wanted, one.name) for one in fields(wanted)} | more
    return {name: value for name, value in set_ones.items() if value not in ((), None)}


def _check(position: int, field: str, verdict: str, places: set[int]) -> None:
    if position not in places:
        raise AuditError(f"the sample has no claim {position}; its claims are numbered 1 to {max(places, default=0)}")
    if field not in AUDIT_FIELDS:
        raise AuditError(f"{field!r} is not judged; fields are {', '.join(AUDIT_FIELDS)}")
    if verdict not in VERDICTS:
        raise AuditError(f"{verdict!r} is no verdict; it is one of {', '.join(VERDICTS)}")


def _audit(row: Any) -> Audit:
    strata = {name: Stratum(**value) for name, value in json.loads(row.strata).items()}
    return Audit(
        row.id, row.made, row.author, row.seed, row.design, strata, json.loads(row.query), row.version
    )  # fmt: skip


def _sampled(row: Any) -> Sampled:
    if row.record is None:
        return Sampled(row.position, row.stratum, None)
    claim = decode(Claim, json.loads(row.record))
    stored = StoredClaim(Describer()(row.key, row.info), claim, row.extractor, row.number, bool(row.current))
    return Sampled(row.position, row.stratum, stored, row.text)
