"""Which version of the linker made what is shown, and how another version takes its place: whole, at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Select, and_, delete, func, insert, or_, select, update

from onrecord.ledger.linked_schema import (
    decisions,
    groups,
    linked,
    linkers,
    memberships,
    relations,
    shared_keys,
    sketches,
)
from onrecord.ledger.schema import ENDLESS, UNBORN, readings
from onrecord.linking.linker import Linker

SHOWN, PREPARED, PAST = "shown", "prepared", "past"


@dataclass(frozen=True, slots=True)
class Generation:
    """All that one version of the linker made; shown where it is `live`. `relations` are the keys by name."""

    key: int
    version: str
    live: bool
    relations: Mapping[str, int]


def live(connection: Connection) -> Generation | None:
    """What is shown now."""
    row = connection.execute(select(linkers.c.key, linkers.c.version).where(linkers.c.state == SHOWN)).first()
    return None if row is None else Generation(row.key, row.version, True, _relations(connection, row.key))


def begin(connection: Connection, linker: Linker) -> Generation:
    """The generation that a linker adds to: the one shown, where it is of its version, else one being prepared.

    One that was being prepared for yet another version is given up.
    """
    rows = connection.execute(select(linkers).where(linkers.c.state != PAST)).all()
    shown = next((row for row in rows if row.state == SHOWN), None)
    preparing = next((row for row in rows if row.state == PREPARED), None)
    for row in (shown, preparing):
        if row is not None and row.version == linker.version:
            return Generation(row.key, row.version, row.state == SHOWN, _relations(connection, row.key))
    if preparing is not None:
        _forget(connection, preparing.key, whole=True)
    state = SHOWN if shown is None else PREPARED
    made = insert(linkers).values(version=linker.version, state=state).returning(linkers.c.key)
    key = int(connection.execute(made).scalar_one())
    connection.execute(insert(relations), [{"linker": key, "name": relation.name} for relation in linker.relations])
    return Generation(key, linker.version, shown is None, _relations(connection, key))


def give_up_prepared(connection: Connection) -> None:
    """Forget a generation that is being prepared; linking begins it again."""
    for key in connection.execute(select(linkers.c.key).where(linkers.c.state == PREPARED)).scalars().all():
        _forget(connection, key, whole=True)


def go_live(connection: Connection, generation: Generation, moment: int) -> None:
    """Show a generation that is whole in the place of the one shown so far."""
    earlier = live(connection)
    if earlier is not None:
        old = earlier.relations.values()
        in_old = select(groups.c.key).where(groups.c.relation.in_(old))
        held = memberships.c.group.in_(in_old), memberships.c.until == ENDLESS
        connection.execute(update(memberships).where(*held).values(until=moment))
        for table in (groups, decisions):
            connection.execute(
                update(table).where(table.c.relation.in_(old), table.c.until == ENDLESS).values(until=moment)
            )
        _forget(connection, earlier.key, whole=False)
    new = generation.relations.values()
    in_new = select(groups.c.key).where(groups.c.relation.in_(new))
    born = memberships.c.group.in_(in_new), memberships.c.since == UNBORN
    connection.execute(update(memberships).where(*born).values(since=moment))
    for table in (groups, decisions):
        connection.execute(update(table).where(table.c.relation.in_(new), table.c.since == UNBORN).values(since=moment))
    connection.execute(update(linkers).where(linkers.c.key == generation.key).values(state=SHOWN))


def waiting(generation: int) -> Select[tuple[int, int]]:
    """The documents, with the extraction in force, that a generation has not taken in as they are now."""
    done = and_(linked.c.linker == generation, linked.c.document == readings.c.document)
    return (
        select(readings.c.document, readings.c.extraction)
        .outerjoin(linked, done)
        .where(
            readings.c.until == ENDLESS,
            or_(linked.c.extraction.is_(None), linked.c.extraction != readings.c.extraction),
        )
        .order_by(readings.c.document)
    )


def count_waiting(connection: Connection, generation: int) -> int:
    """How many documents `waiting` gives."""
    return int(connection.execute(select(func.count()).select_from(waiting(generation).subquery())).scalar_one())


def _relations(connection: Connection, key: int) -> dict[str, int]:
    query = select(relations.c.name, relations.c.key).where(relations.c.linker == key)
    return {row.name: row.key for row in connection.execute(query)}


def _forget(connection: Connection, key: int, whole: bool) -> None:
    """Delete what only linking itself needs; with `whole` the groups too, of a generation that was never shown."""
    own = list(_relations(connection, key).values())
    for table in (sketches, shared_keys):
        connection.execute(delete(table).where(table.c.relation.in_(own)))
    connection.execute(delete(linked).where(linked.c.linker == key))
    if whole:
        in_own = select(groups.c.key).where(groups.c.relation.in_(own))
        connection.execute(delete(memberships).where(memberships.c.group.in_(in_own)))
        for table in (groups, decisions):
            connection.execute(delete(table).where(table.c.relation.in_(own)))
        connection.execute(delete(relations).where(relations.c.linker == key))
        connection.execute(delete(linkers).where(linkers.c.key == key))
    else:
        connection.execute(update(linkers).where(linkers.c.key == key).values(state=PAST))
