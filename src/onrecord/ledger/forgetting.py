"""Taking out for good: a document, an address or a person, from every table, index and page of the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection, select, update

from onrecord.ledger import generations, removal_plans, sqlite, tombstones
from onrecord.ledger.duty_model import Plan, Removal, RemovalKind
from onrecord.ledger.duty_schema import removals
from onrecord.ledger.errors import RemovalError
from onrecord.ledger.linking import Linking
from onrecord.ledger.masking import Name
from onrecord.ledger.moments import Stamp
from onrecord.ledger.removing import (
    claim_ids,
    drop_cautions,
    drop_past_decisions,
    events_of,
    in_force,
    keys_of,
    mates_of,
    purge,
    retell_history,
    texts_of,
    unmention,
)
from onrecord.ledger.taking import Taking
from onrecord.ledger.unarchiving import drop_originals, unarchive, unname
from onrecord.ledger.unnaming import cover, drop_questions, sweep
from onrecord.linking.addresses import address
from onrecord.linking.linker import Linker
from onrecord.records import Document


class Forgetting(Linking):
    """Removals, and what is known of them afterwards."""

    def plan_removal(self, kind: RemovalKind, value: str, also: Sequence[str] = (), whole: bool = True) -> Plan:
        """What `forget` would take out, without doing it.

        `value` is a document's id, the address of a page or a person's name, `also` other forms of that name. With
        `whole` the documents that name the person go; without it the name is covered in them, and only those go whose
        id or address is made of it. Raises RemovalError.
        """
        with self._reading() as connection:
            return removal_plans.plan(connection, kind, value, also, whole)

    def forget(
        self,
        kind: RemovalKind,
        value: str,
        author: str,
        reason: str,
        linker: Linker,
        also: Sequence[str] = (),
        whole: bool = True,
        finish: bool = True,
    ) -> Removal:
        """Take something out of the ledger for good, in one transaction, and link what is left.

        It goes from all versions, readings, claims and search indexes, from the archive, from what was linked and
        judged, over all of history; past states of events are summed up again without it. A dated note stays, and
        salted digests by which the same document is not read again. Then the file is written anew, so that the words
        are in none of its pages; where another program kept it from that, the note is not `finished`, and
        `finish_removals` does it later. That takes as long as the file is large, so that whoever takes out several
        things leaves it for the last one, by `finish`. Raises RemovalError where there is nothing to take out, where
        the reason says what is to be forgotten, or where the name would be left somewhere (then nothing is changed).
        """
        if not reason.strip() or not author.strip():
            raise RemovalError("say who takes it out and why, without naming it: that is what stays on record")
        name = removal_plans.name_of(value, also) if kind == "person" else None
        said = rf"(?<!\w){re.escape(value.casefold())}(?!\w)" if len(value) > 2 else r"(?!)"
        if re.search(said, reason.casefold()) or (name is not None and name.stands_in(reason)):
            raise RemovalError("the reason stays in the ledger; say why without naming what is to be forgotten")
        self.link(linker)
        with self._writing() as (connection, stamp):
            sqlite.erase_deleted(connection)
            if name is not None:
                name = removal_plans.name_of(value, also, len(tombstones.listed(connection)) + 1)
            plan = removal_plans.plan(connection, kind, value, also, whole)
            if plan.empty:
                raise RemovalError(f"{self.path}: nothing in this ledger is of this {kind}; nothing was taken out")
            counts, marks = _take_out(connection, stamp, linker, plan, name, value)
            key, salt = tombstones.note_removal(connection, stamp.at, author, kind, reason, +counts)
            tombstones.mark(connection, key, salt, marks)
        notes = self._finished() if finish else self.removals()
        return next(one for one in reversed(notes) if one.at == stamp.at)

    def finish_removals(self) -> tuple[Removal, ...]:
        """Write the file anew where that is still due; gives the notes of removals, finished or not."""
        return self._finished()

    def removals(self) -> tuple[Removal, ...]:
        """The notes of what was taken out, the oldest first."""
        with self._reading() as connection:
            return tombstones.listed(connection)

    def taken_out(self, document: Document) -> str | None:
        """When a document was taken out that `document` is, by its id, its address or its text; nothing else.

        A document that the ledger holds is only known by its id, so that others may have its address or text.
        """
        with self._reading() as connection:
            return tombstones.document_removed_on(connection, document)

    def taken_out_id(self, id: str) -> str | None:
        """When the document, claim or event of an id was taken out; of claims and events ten digits are enough."""
        with self._reading() as connection:
            return tombstones.removed_on(connection, [("document", id), tombstones.id_mark(id)])

    def taken_out_address(self, url: str) -> str | None:
        """When the page of an address was taken out, so that it need not be fetched again."""
        page = address(url)
        with self._reading() as connection:
            return tombstones.removed_on(connection, [("address", page)]) if page else None

    def allow_again(self, kind: RemovalKind, value: str) -> int:
        """Let a document or an address that was taken out be read again; gives how many marks that took away.

        Its text is known by its own mark, which goes with the note alone: a document whose id is allowed is read
        whatever its text. Raises RemovalError where it was not taken out.
        """
        page = address(value) if kind == "address" else None
        marks = [("address", page)] if page else [("document", value)]
        with self._writing() as (connection, _):
            done = tombstones.allow(connection, marks)
        if not done:
            raise RemovalError(f"{value!r} was not taken out of {self.path}")
        return done

    def _finished(self) -> tuple[Removal, ...]:
        with self._reading() as connection:
            due = connection.execute(select(removals.c.key).where(removals.c.state != "done")).scalars().all()
        if due:
            with sqlite.translated(self.path):
                clean = sqlite.scrub(self._engine)
            if clean:
                with self._writing() as (connection, _):
                    connection.execute(update(removals).where(removals.c.key.in_(due)).values(state="done"))
        return self.removals()


def _take_out(
    connection: Connection, stamp: Stamp, linker: Linker, plan: Plan, name: Name | None, value: str
) -> tuple[Counter[str], set[tuple[str, str]]]:
    own = removal_plans.keys_by_id(connection, [one.document.id for one in plan.documents])
    whole = {own[one.document.id]: one.document.id for one in plan.documents if one.whole}
    masked = {own[one.document.id]: one.document.id for one in plan.documents if not one.whole}
    history = texts_of(connection, own.values())
    marks = set(_marks(history)) | {tombstones.id_mark(id) for id in claim_ids(connection, whole)}
    mates = mates_of(connection, own.values())
    affected = events_of(connection, keys_of(connection, {*own.values(), *mates}))
    generations.give_up_prepared(connection)
    live = generations.live(connection)
    left = Taking(connection, linker, live, stamp.key).leave(set(whole.values())) if live else {}
    counts, gone = purge(connection, whole)
    pages = {page for row in history if row.document in whole and (page := address(row.url))}
    if plan.kind == "address" and (page := address(value)):
        pages.add(page)
    archived, seen = unarchive(
        connection, set(whole.values()), pages, [row.text for row in history if row.document in whole]
    )
    counts += archived
    if name is not None:
        counts += unname(connection, name.stands_in, name.in_address)
        counts["originals"] += drop_originals(connection, set(masked.values()))
        counts += drop_questions(connection, name, plan.situations)
        counts["masked"] = cover(connection, name, masked)
    unmention(connection, {*whole.values(), *(row.url for row in history if row.document in whole and row.url)})
    drop_cautions(connection, {*masked, *mates})
    counts["events"] = retell_history(connection, affected, linker.summarise)
    if live:
        Taking(connection, linker, live, stamp.key).told_since(left)
        again = in_force(connection, {*masked, *mates})
        if again:
            Taking(connection, linker, live, stamp.key).take(again)
    drop_past_decisions(connection, masked)  # after linking, which closes those that said the name
    if name is not None:
        sweep(connection, name)
    sqlite.merge_indexes(connection)
    marks |= {("address", page) for page in (*pages, *seen)} | {tombstones.id_mark(id) for id in gone}
    return counts, marks


def _marks(history: Collection[object]) -> Iterator[tuple[str, str]]:
    for row in history:
        document = Document(row.id, row.text, url=row.url)  # type: ignore[attr-defined]
        yield from tombstones.marks_of(document)
