"""What linking works on, kept in the ledger: sketches and keys as they are, decisions and groups over time."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from onrecord.ledger.anchors import Anchors, chunks, fetch
from onrecord.ledger.linked_schema import decisions, groups, ids, memberships, shared_keys, sketches
from onrecord.ledger.schema import ENDLESS
from onrecord.linking.model import Anchor, Decision, Group
from onrecord.linking.relation import Relation

_COUNT = (
    "SELECT wanted.value, (SELECT count(*) FROM (SELECT 1 FROM shared_keys "
    "WHERE relation = ? AND key = wanted.value LIMIT ?)) FROM json_each(?) AS wanted"
)


def close(connection: Connection, table: Any, keys: Collection[int], moment: int) -> None:
    """Let rows hold no longer; those that began at this very moment never did."""
    for portion in chunks(sorted(keys)):
        connection.execute(delete(table).where(table.c.key.in_(portion), table.c.since >= moment))
        connection.execute(update(table).where(table.c.key.in_(portion)).values(until=moment))


def drop_keys(connection: Connection, members: Collection[int]) -> None:
    """Take anchors out of the shared keys of every relation; their sketches tell which those are."""
    query = select(sketches.c.relation, sketches.c.anchor, sketches.c["keys"])
    rows = [
        (row.relation, key, row.anchor)
        for row in fetch(connection, query, sketches.c.anchor, sorted(members))
        for key in set(_numbers(row[2]))
    ]
    _delete_keys(connection, rows)


class LinkedStore:
    """The `Store` of one relation (see `linking.engine`) inside one transaction, which writes at `moment`."""

    def __init__(
        self, connection: Connection, anchors: Anchors, relation: Relation[Any], key: int, moment: int
    ) -> None:
        self._connection = connection
        self._anchors = anchors
        self._relation = relation
        self._key = key
        self._moment = moment
        self._withdrawn: dict[tuple[int, int], Any] = {}
        self._group_keys: dict[str, int] = {}
        self._unpacked: dict[int, Any] = {}
        self._held = decisions.c.relation == key, decisions.c.until == ENDLESS

    def members_of(self, documents: Collection[str]) -> Sequence[Anchor]:
        """The members that documents brought."""
        places = self._anchors.standing(documents)
        query = select(sketches.c.anchor).where(sketches.c.relation == self._key)
        found = fetch(self._connection, query, sketches.c.anchor, sorted(places))
        return sorted(places[row.anchor] for row in found)

    def remove(self, members: Collection[Anchor]) -> None:
        """Forget members with their sketches, keys and decisions; their groups stay until they are replaced."""
        owners = self._anchors.keys(members)
        rows = [
            (self._key, key, anchor)
            for anchor, packed in self._packed(owners.values()).items()
            for key in set(_numbers(packed))
        ]
        _delete_keys(self._connection, rows)
        self._withdraw(owners.values())
        for portion in chunks(sorted(owners.values())):
            own = sketches.c.relation == self._key, sketches.c.anchor.in_(portion)
            self._connection.execute(delete(sketches).where(*own))
        for key in owners.values():
            self._unpacked.pop(key, None)

    def add(self, sketched: Sequence[tuple[Anchor, Any, Sequence[int]]]) -> None:
        """Keep members with their sketches and keys."""
        if not sketched:
            return
        made = self._anchors.made([member for member, _, _ in sketched])
        pack = self._relation.pack
        self._connection.execute(
            insert(sketches),
            [
                {"relation": self._key, "anchor": made[member], "packed": pack(sketch), "keys": _bytes(keys)}
                for member, sketch, keys in sketched
            ],
        )
        rows = sorted((key, made[member]) for member, _, keys in sketched for key in set(keys))
        if rows:  # in the order of the table, which then is written page by page
            self._connection.exec_driver_sql(
                "INSERT INTO shared_keys(relation, key, anchor) VALUES (?, ?, ?)",
                [(self._key, key, member) for key, member in rows],
            )

    def counts(self, keys: Collection[int]) -> Mapping[int, int]:
        """How many members have each of the keys, counted to one more than brings them together."""
        values = (self._key, self._relation.common + 1, str(sorted(keys)))
        rows = self._connection.exec_driver_sql(_COUNT, values)
        return {key: count for key, count in rows.all() if count}

    def sharing(self, keys: Collection[int]) -> Mapping[int, Sequence[Anchor]]:
        """The members that have each of the keys."""
        query = select(shared_keys.c.key, shared_keys.c.anchor).where(shared_keys.c.relation == self._key)
        rows = list(fetch(self._connection, query, shared_keys.c.key, sorted(keys)))
        standing = self._anchors.of({row.anchor for row in rows})
        found: dict[int, list[Anchor]] = {}
        for row in rows:
            found.setdefault(row.key, []).append(standing[row.anchor])
        return found

    def sketches(self, members: Collection[Anchor]) -> Mapping[Anchor, Any]:
        """The sketches of members."""
        owners = self._anchors.keys(members)
        lacking = [key for key in owners.values() if key not in self._unpacked]
        query = select(sketches.c.anchor, sketches.c.packed).where(sketches.c.relation == self._key)
        for row in fetch(self._connection, query, sketches.c.anchor, sorted(lacking)):
            self._unpacked[row.anchor] = self._relation.unpack(row.packed)
        return {member: self._unpacked[key] for member, key in owners.items() if key in self._unpacked}

    def keys(self, members: Collection[Anchor]) -> Mapping[Anchor, Sequence[int]]:
        """The keys of members."""
        owners = self._anchors.keys(members)
        packed = self._packed(owners.values())
        return {member: _numbers(packed[key]) for member, key in owners.items() if key in packed}

    def decide(self, members: Collection[Anchor], decided: Iterable[Decision]) -> None:
        """Replace all decisions that touch one of the members; those that come out the same are left as they are."""
        decisions_made = list(decided)
        before = {(row.a, row.b): row for row in self._rows(self._anchors.keys(members).values())}
        standing = self._anchors.made({end for d in decisions_made for end in (d.a, d.b)})
        new, again = [], []
        for decision in decisions_made:
            both = standing[decision.a], standing[decision.b]
            said = decision.score, decision.by, decision.why
            known, withdrawn = before.get(both), self._withdrawn.get(both)
            if known is not None and (known.score, known.by, known.why) == said:
                del before[both]
            elif withdrawn is not None and (withdrawn.score, withdrawn.by, withdrawn.why) == said:
                again.append(self._withdrawn.pop(both).key)
            else:
                new.append(
                    {"relation": self._key, "a": both[0], "b": both[1], "score": said[0], "by": said[1],
                     "why": said[2], "since": self._moment, "until": ENDLESS}
                )  # fmt: skip
        close(self._connection, decisions, [row.key for row in before.values()], self._moment)
        for portion in chunks(again):
            self._connection.execute(update(decisions).where(decisions.c.key.in_(portion)).values(until=ENDLESS))
        if new:
            self._connection.execute(insert(decisions), new)

    def decisions(self, members: Collection[Anchor]) -> Sequence[Decision]:
        """All decisions on two of the members, without who decided and why."""
        standing = {key: member for member, key in self._anchors.keys(members).items()}
        query = select(decisions.c.a, decisions.c.b, decisions.c.score).where(*self._held)
        rows = fetch(self._connection, query, decisions.c.a, sorted(standing))
        return [Decision(standing[a], standing[b], score, "") for a, b, score in rows if b in standing]

    def numbers(self, members: Collection[Anchor]) -> Mapping[Anchor, int]:
        """The keys of anchors, as far as they have one."""
        return self._anchors.keys(members)

    def anchors(self, numbers: Collection[int]) -> Mapping[int, Anchor]:
        """The anchors of keys."""
        return self._anchors.of(numbers)

    def ties(self, members: Collection[int], least: float) -> Mapping[int, Sequence[tuple[int, float]]]:
        """Who is tied to each member by a decision of at least this score, and that score; by their keys."""
        found: dict[int, list[tuple[int, float]]] = {key: [] for key in members}
        for end, other in ((decisions.c.a, decisions.c.b), (decisions.c.b, decisions.c.a)):
            query = select(end, other, decisions.c.score).where(*self._held, decisions.c.score >= least)
            for one, near, score in fetch(self._connection, query, end, sorted(found)):
                found[one].append((near, score))
        return found

    def groups_of(self, members: Collection[Anchor]) -> Sequence[Group]:
        """The groups as they are kept now that hold one of the members."""
        owners = self._anchors.keys(members)
        query = select(groups.c.key, groups.c.id).join(memberships, memberships.c.group == groups.c.key)
        query = query.where(groups.c.relation == self._key, memberships.c.until == ENDLESS).distinct()
        found = {row.key: row.id for row in fetch(self._connection, query, memberships.c.anchor, owners.values())}
        rows = self._members(found)
        standing = self._anchors.of({row.anchor for own in rows.values() for row in own})
        self._group_keys.update((id, key) for key, id in found.items())
        return [Group(id, tuple(standing[row.anchor] for row in rows[key])) for key, id in sorted(found.items())]

    def regroup(self, gone: Sequence[Group], made: Sequence[Group]) -> None:
        """Put groups in the place of others. One that keeps its id is changed by what came to it and what left."""
        lasting_ids = {group.id for group in made}
        ended = [self._group_keys.pop(group.id) for group in gone if group.id not in lasting_ids]
        close(
            self._connection, memberships, [r.key for own in self._members(ended).values() for r in own], self._moment
        )
        close(self._connection, groups, ended, self._moment)
        standing = self._anchors.made({member for group in made for member in group.members})
        lasting = {group.id: self._group_keys[group.id] for group in made if group.id in self._group_keys}
        begun = [group for group in made if group.id not in lasting]
        if begun:
            rows = [{"relation": self._key, "id": g.id, "since": self._moment, "until": ENDLESS} for g in begun]
            insertion = insert(groups).returning(groups.c.key, sort_by_parameter_order=True)
            for group, key in zip(begun, self._connection.execute(insertion, rows).scalars(), strict=True):
                self._group_keys[group.id] = key
            firsts = [{"id": group.id, "anchor": standing[group.members[0]]} for group in begun]
            self._connection.execute(insert(ids).prefix_with("OR IGNORE"), firsts)
        before = self._members(lasting.values())
        left: list[int] = []
        came: list[dict[str, Any]] = []
        for group in made:
            key = self._group_keys[group.id]
            members = [standing[member] for member in group.members]
            gone_rows, new_ranks = _reranked([(r.key, r.anchor, r.rank) for r in before.get(key, ())], members)
            left += gone_rows
            came += [
                {"group": key, "anchor": member, "rank": rank, "since": self._moment, "until": ENDLESS}
                for member, rank in new_ranks.items()
            ]
        close(self._connection, memberships, left, self._moment)
        if came:
            self._connection.execute(insert(memberships), came)

    def _packed(self, members: Collection[int]) -> dict[int, bytes]:
        query = select(sketches.c.anchor, sketches.c["keys"]).where(sketches.c.relation == self._key)
        return {row[0]: row[1] for row in fetch(self._connection, query, sketches.c.anchor, sorted(members))}

    def _rows(self, members: Collection[int]) -> list[Any]:
        query = select(
            decisions.c.key,
            decisions.c.a,
            decisions.c.b,
            decisions.c.score,
            decisions.c.by,
            decisions.c.why,
            decisions.c.since,
        ).where(*self._held)
        found = {row.key: row for end in (decisions.c.a, decisions.c.b) for row in
                 fetch(self._connection, query, end, sorted(members))}  # fmt: skip
        return list(found.values())

    def _withdraw(self, members: Collection[int]) -> None:
        """Close decisions; remember them, for most come again when a document was only read again."""
        rows = self._rows(members)
        close(self._connection, decisions, [row.key for row in rows], self._moment)
        self._withdrawn.update({(row.a, row.b): row for row in rows if row.since < self._moment})

    def _members(self, of: Collection[int]) -> dict[int, list[Any]]:
        query = (
            select(memberships.c.key, memberships.c.group, memberships.c.anchor, memberships.c.rank)
            .where(memberships.c.until == ENDLESS)
            .order_by(memberships.c.group, memberships.c.rank)
        )
        found: dict[int, list[Any]] = {key: [] for key in of}
        for row in fetch(self._connection, query, memberships.c.group, sorted(of)):
            found[row.group].append(row)
        return found


def _delete_keys(connection: Connection, rows: list[tuple[int, int, int]]) -> None:
    if rows:
        connection.exec_driver_sql("DELETE FROM shared_keys WHERE relation = ? AND key = ? AND anchor = ?", rows)


def _bytes(keys: Sequence[int]) -> bytes:
    return array("q", keys).tobytes()


def _numbers(packed: bytes) -> Sequence[int]:
    numbers = array("q")
    numbers.frombytes(packed)
    return numbers


def _reranked(before: Sequence[tuple[int, int, float]], members: Sequence[int]) -> tuple[list[int], dict[int, float]]:
    """Which rows of a group's members go, and the ranks of the members that come, so that `members` are its order.

    Members that stay keep their rows wherever the order allows it, so that one more costs one row.
    """
    kept = {anchor: rank for _, anchor, rank in before}
    after = set(members)
    left = [key for key, anchor, _ in before if anchor not in after]
    ranks: dict[int, float] = {}
    last = 0.0
    n = 0
    while n < len(members):
        if members[n] in kept:
            rank = kept[members[n]]
            if rank <= last:
                break
            last, n = rank, n + 1
            continue
        end = n
        while end < len(members) and members[end] not in kept:
            end += 1
        step = 1.0 if end == len(members) else (kept[members[end]] - last) / (end - n + 1)
        for place, member in enumerate(members[n:end], 1):
            ranks[member] = last + place * step
        if step <= 0 or (
            end < len(members) and not last < ranks[members[n]] <= ranks[members[end - 1]] < kept[members[end]]
        ):
            break
        last, n = ranks[members[end - 1]], end
    else:
        if len(set(ranks.values())) == len(ranks):
            return left, ranks
    return [key for key, _, _ in before], {member: float(place) for place, member in enumerate(members, 1)}
