"""Situations: standing questions that a ledger keeps, and when each was last looked at."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select, update

from onrecord.ledger.errors import UnknownSituationError
from onrecord.ledger.file import LedgerFile
from onrecord.ledger.linked_model import Situation
from onrecord.ledger.linked_schema import looks, situations
from onrecord.ledger.moments import Sight, time_of
from onrecord.ledger.schema import ENDLESS


class Situations(LedgerFile):
    """Named questions, kept over time."""

    def add_situation(self, name: str, query: str) -> Situation:
        """Keep a question, as JSON, under a name that none has yet. Raises UnknownSituationError."""
        with self._writing() as (connection, stamp):
            if _find(connection, Sight(), name):
                raise UnknownSituationError(
                    f"there is a situation {name!r} already; remove it first, or choose another name"
                )
            row = {"name": name, "query": query, "since": stamp.key, "until": ENDLESS}
            connection.execute(insert(situations).values(row))
            return Situation(name, query, stamp.at)

    def adopt_situation(self, name: str, query: str) -> bool:
        """Keep a question of another ledger from now on; false where it is kept already.

        Raises UnknownSituationError where another question has its name: none is put in the place of another.
        """
        held = {one.name: one.query for one in self.situations()}
        if name not in held:
            self.add_situation(name, query)
        elif held[name] != query:
            raise UnknownSituationError(
                f"there is a situation {name!r} already that asks something else; it stays as it is (remove it "
                "first, or give one of them another name)"
            )
        return name not in held

    def situations(self) -> tuple[Situation, ...]:
        """All situations by name, each with the time of the last look at it."""
        with self._reading() as connection:
            return tuple(_find(connection, self._sight(connection)))

    def remove_situation(self, name: str) -> None:
        """Keep a question no longer. Raises UnknownSituationError."""
        with self._writing() as (connection, stamp):
            self._one(connection, name)
            held = situations.c.name == name, situations.c.until == ENDLESS
            connection.execute(update(situations).where(*held).values(until=stamp.key))

    def look(self, name: str) -> str | None:
        """Note that a situation is looked at now; gives when that was done last. Raises UnknownSituationError."""
        with self._writing() as (connection, stamp):
            before = self._one(connection, name).looked
            held = select(situations.c.key).where(situations.c.name == name, situations.c.until == ENDLESS)
            row = {"situation": connection.execute(held).scalar_one(), "moment": stamp.key}
            connection.execute(insert(looks).values(row))
            return before

    def _one(self, connection: Connection, name: str) -> Situation:
        found = _find(connection, Sight(), name)
        if not found:
            raise UnknownSituationError(
                f"there is no situation {name!r} in {self.path}; `onrecord situation list` shows those there are"
            )
        return found[0]


def _find(connection: Connection, sight: Sight, name: str | None = None) -> list[Situation]:
    last = (
        select(func.max(looks.c.moment))
        .where(looks.c.situation == situations.c.key, looks.c.moment <= sight.at)
        .scalar_subquery()
    )
    query = select(situations, last.label("looked")).where(
        situations.c.since <= sight.at, situations.c.until > sight.at
    )
    if name is not None:
        query = query.where(situations.c.name == name)
    return [
        Situation(
            row.name,
            row.query,
            time_of(connection, row.since),
            time_of(connection, row.looked) if row.looked else None,
        )
        for row in connection.execute(query.order_by(situations.c.name)).all()
    ]
