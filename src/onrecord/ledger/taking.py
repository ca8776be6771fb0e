"""One transaction of linking: a portion of documents is taken in, and every event that it touches summed up anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, select, text

from onrecord.ledger import digests, hearing
from onrecord.ledger.anchors import Anchors, fetch
from onrecord.ledger.generations import Generation
from onrecord.ledger.hearing import Heard
from onrecord.ledger.linked import LinkedStore
from onrecord.ledger.linked_schema import groups, memberships
from onrecord.ledger.loading import load_extractions
from onrecord.ledger.schema import ENDLESS, UNBORN, readings
from onrecord.ledger.summing import SUMMED, Teller, portions, summed
from onrecord.ledger.telling import Telling
from onrecord.linking import judging
from onrecord.linking.engine import Change, link
from onrecord.linking.linker import Linker
from onrecord.linking.model import Anchor, Constraints, Group, Report

PORTION = 200
"""Documents that one transaction takes in. It bounds memory; the answer does not depend on it."""


class Taking:
    """What one transaction of linking works with. `moment` is unborn while another generation is prepared."""

    def __init__(self, connection: Connection, linker: Linker, generation: Generation, moment: int) -> None:
        self._connection = connection
        self._linker = linker
        self._generation = generation
        self._moment = moment
        self._anchors = Anchors(connection)
        self._telling = Telling(connection, self._anchors, moment)

    def take(self, waiting: Mapping[int, int]) -> int:
        """Take in documents (their keys, with the keys of their extractions), and judgements made since.

        Gives how many judgements there were.
        """
        reports = self._load(waiting)
        known = hearing.hear(self._connection, self._anchors)
        heard = hearing.find_again(self._connection, self._anchors, known, (report for report, _ in reports))
        unheard = [one for one in heard if not one.heard]
        changes = self._link([report for report, _ in reports], known, heard)
        self._note(waiting)
        digests.note(self._connection, reports)
        if self._moment == UNBORN:
            return 0
        others = self._telling.note_pages([report for report, _ in reports])
        others |= hearing.documents_of(self._connection, [one.key for one in unheard])
        more = self._load(self._in_force(others - waiting.keys()))
        self._tell([*reports, *more], heard, changes.get("origin", Change()))
        self._sum_up(changes.get("event", Change()))
        hearing.note_heard(self._connection, [one.key for one in unheard])
        return len(unheard)

    def leave(self, documents: Collection[str]) -> Mapping[str, Change]:
        """Let documents be in no group any more; what follows from that is `told_since`."""
        heard = hearing.hear(self._connection, self._anchors)
        return self._link([], heard, heard, gone=documents)

    def told_since(self, changes: Mapping[str, Change]) -> None:
        """Say and sum up anew what changed when documents left."""
        heard = hearing.hear(self._connection, self._anchors)
        self._tell([], heard, changes.get("origin", Change()))
        self._sum_up(changes.get("event", Change()))

    def settle(self) -> None:
        """Hear all judgements, in a generation that has all documents."""
        heard = hearing.hear(self._connection, self._anchors)
        self._link([], heard, heard, everywhere=True)

    def show(self) -> None:
        """Say and sum up everything anew, in a generation that has just taken the place of another."""
        heard = hearing.hear(self._connection, self._anchors)
        everything = select(readings.c.document).where(readings.c.until == ENDLESS).order_by(readings.c.document)
        for portion in portions(self._connection.execute(everything).scalars().all(), PORTION):
            self._anchors = Anchors(self._connection)
            self._telling = Telling(self._connection, self._anchors, self._moment)
            self._tell(self._load(self._in_force(portion)), heard, Change())
        held = select(groups.c.key, groups.c.id).where(
            groups.c.relation == self._relation("event"), groups.c.until == ENDLESS
        )
        teller = Teller(self._connection, self._anchors)
        for rows in portions(self._connection.execute(held).all(), SUMMED):
            own = {row.key: row.id for row in rows}
            summed(self._connection, teller, own, (), self._linker.summarise, self._moment)
        self._connection.execute(
            text(
                "UPDATE events SET until = :now WHERE until = :open AND id NOT IN "
                "(SELECT id FROM groups WHERE relation = :relation AND until = :open)"
            ),
            {"now": self._moment, "open": ENDLESS, "relation": self._relation("event")},
        )
        hearing.note_heard(self._connection, [one.key for one in heard])

    def _relation(self, name: str) -> int:
        return self._generation.relations.get(name, -1)

    def _load(self, waiting: Mapping[int, int]) -> list[tuple[Report, int]]:
        keys = list(waiting.values())
        found = load_extractions(self._connection, keys) if keys else []
        return [(Report(one.document, one.extraction), key) for one, key in zip(found, keys, strict=True)]

    def _in_force(self, owners: Iterable[int]) -> dict[int, int]:
        query = select(readings.c.document, readings.c.extraction).where(readings.c.until == ENDLESS)
        rows = fetch(self._connection, query, readings.c.document, sorted(owners))
        return {row.document: row.extraction for row in rows}

    def _link(
        self,
        reports: Sequence[Report],
        before: Sequence[Heard],
        after: Sequence[Heard],
        everywhere: bool = False,
        gone: Collection[str] = (),
    ) -> dict[str, Change]:
        ids = {*gone, *(report.document.id for report in reports)}
        constraints = judging.constraints(
            [one.judgement for one in after], {t: a for one in after for t, a in one.places.items()}
        )
        touched = {
            anchor
            for one in (*before, *after)
            if one.judgement.kind in ("same", "not_same")
            and (everywhere or not one.heard or any(target.document in ids for target in one.places))
            for anchor in one.places.values()
            if anchor is not None
        }
        changes = {}
        for relation in self._linker.relations:
            store = LinkedStore(
                self._connection, self._anchors, relation, self._generation.relations[relation.name], self._moment
            )
            own = (constraints, touched) if relation.name == "event" else (Constraints(), set[Anchor]())
            changes[relation.name] = link(relation, store, reports, gone, *own)
        return changes

    def _note(self, waiting: Mapping[int, int]) -> None:
        rows = [{"l": self._generation.key, "d": document, "e": key} for document, key in waiting.items()]
        if rows:
            self._connection.execute(
                text("INSERT OR REPLACE INTO linked(linker, document, extraction) VALUES (:l, :d, :e)"), rows
            )

    def _tell(self, reports: Sequence[tuple[Report, int]], heard: Sequence[Heard], change: Change) -> None:
        ids = [report.document.id for report, _ in reports]
        origins = self._origins(ids)
        relation = next((one for one in self._linker.relations if one.name == "event"), None)
        if relation is not None:
            store = LinkedStore(
                self._connection, self._anchors, relation, self._generation.relations["event"], self._moment
            )
            self._telling.tell(reports, store.members_of(ids), origins, heard)
        moved = {member.document: group.members[0].document for group in change.made for member in group.members}
        self._telling.repeat({document: first for document, first in moved.items() if document not in set(ids)})

    def _origins(self, ids: Collection[str]) -> dict[str, str]:
        """The document that each of some documents only repeats, or itself."""
        relation = next((one for one in self._linker.relations if one.name == "origin"), None)
        if relation is None:
            return {id: id for id in ids}
        store = LinkedStore(
            self._connection, self._anchors, relation, self._generation.relations["origin"], self._moment
        )
        found = store.groups_of([Anchor(id) for id in ids])
        return {id: id for id in ids} | {
            m.document: group.members[0].document for group in found for m in group.members
        }

    def _sum_up(self, change: Change) -> None:
        made = {group.id for group in change.made}
        held = select(groups.c.key, groups.c.id).where(
            groups.c.relation == self._relation("event"), groups.c.until == ENDLESS
        )
        wanted = {row.key: row.id for row in fetch(self._connection, held, groups.c.id, sorted(made))}
        by_member = held.join(memberships, memberships.c.group == groups.c.key).where(memberships.c.until == ENDLESS)
        touched = fetch(self._connection, by_member, memberships.c.anchor, sorted(self._telling.touched))
        wanted.update((row.key, row.id) for row in touched)
        gone = _ended(change.gone, made)
        teller = Teller(self._connection, self._anchors)
        summed(self._connection, teller, {}, gone, self._linker.summarise, self._moment)
        for keys in portions(sorted(wanted), SUMMED):
            own = {key: wanted[key] for key in keys}
            summed(self._connection, teller, own, (), self._linker.summarise, self._moment)


def _ended(gone: Iterable[Group], made: Collection[str]) -> list[str]:
    return [group.id for group in gone if group.id not in made]
