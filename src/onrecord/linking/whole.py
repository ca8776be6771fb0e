"""Linking documents without a ledger: all at once, in memory, and the answer as CONTRACT.md has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.linking.engine import Sketched, identifier, relink, sketched
from onrecord.linking.linker import Linker
from onrecord.linking.memory import MemoryStore
from onrecord.linking.model import Anchor, Group, Report
from onrecord.linking.origins.describing import describe


@dataclass(frozen=True, slots=True)
class LinkedClaim:
    """A claim of an event: where its trigger stands, and its id."""

    document: str
    claim: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LinkedProbe:
    """A mention that was given, as a member of an event."""

    document: str
    probe: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LinkedEvent:
    """Claims, or mentions that were given, about one act."""

    id: str
    claims: tuple[LinkedClaim | LinkedProbe, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkedStory:
    """Documents whose main event is the same."""

    id: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkedOrigin:
    """Documents that only repeat one report, and which of them is that report."""

    id: str
    documents: tuple[str, ...]
    first: str


@dataclass(frozen=True, slots=True)
class Linked:
    """The answer of `onrecord link`. Every document stands in one story and one origin, alone if need be."""

    events: tuple[LinkedEvent, ...]
    stories: tuple[LinkedStory, ...]
    origins: tuple[LinkedOrigin, ...]


class Collection:
    """Documents that are linked in memory; what is kept of them are their sketches."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker
        self._stores = {relation.name: MemoryStore(reasons=False) for relation in linker.relations}
        self._waiting: dict[str, dict[str, list[Sketched]]] = {relation.name: {} for relation in linker.relations}
        self._named: dict[Anchor, list[LinkedClaim | LinkedProbe]] = {}
        self._documents: dict[str, list[Anchor]] = {}

    def add(self, report: Report) -> None:
        """Take in a document; one whose id was there before takes its place."""
        id = report.document.id
        for anchor in self._documents.pop(id, ()):
            del self._named[anchor]
        for anchor, named in _named(report):
            self._named.setdefault(anchor, []).append(named)  # two probes may point at the same words
        self._documents[id] = list({anchor: None for anchor, _ in _named(report)})
        for relation in self._linker.relations:
            self._waiting[relation.name].update(sketched(relation, [report]))

    def linked(self) -> Linked:
        """How all documents that were taken in hang together, each list in the order of the ids.

        They are compared here, all at once: what a document belongs to does not depend on when it came.
        """
        for relation in self._linker.relations:
            relink(relation, self._stores[relation.name], self._waiting[relation.name])
            self._waiting[relation.name] = {}
        events = [
            LinkedEvent(group.id, members, tuple(dict.fromkeys(member.document for member in members)))
            for group in self._groups("event")
            if (members := tuple(named for anchor in group.members for named in self._named[anchor]))
        ]
        stories = [LinkedStory(group.id, _documents(group)) for group in self._groups("story")]
        origins = [LinkedOrigin(group.id, _documents(group), self._first(group)) for group in self._groups("origin")]
        return Linked(tuple(events), tuple(stories), tuple(origins))

    def _groups(self, relation: str) -> Iterator[Group]:
        """The groups of a relation; where the linker has no such relation, every document is alone."""
        if relation in self._stores:
            yield from self._stores[relation].groups()
        elif relation != "event":
            alone = [Anchor(document) for document in self._documents]
            yield from sorted((Group(identifier(relation, a), (a,)) for a in alone), key=lambda group: group.id)

    def _first(self, group: Group) -> str:
        """The report that the others repeat; where that cannot be told, the one by which the group is named."""
        if len(group.members) == 1:
            return group.members[0].document
        sketches = self._stores["origin"].sketches(group.members)
        return describe(group.id, sketches).first or group.members[0].document


def link_reports(reports: Iterable[Report], linker: Linker) -> Linked:
    """Link documents, in any order, without a ledger. Of two with one id the later one counts."""
    collection = Collection(linker)
    for report in reports:
        collection.add(report)
    return collection.linked()


def _named(report: Report) -> Iterator[tuple[Anchor, LinkedClaim | LinkedProbe]]:
    """What events are made of, by where it stands: mentions that were given, else the claims that were found."""
    id = report.document.id
    for mention in report.mentions:
        start, end = mention.trigger.start, mention.trigger.end
        yield Anchor(id, start, end), LinkedProbe(id, mention.probe, start, end)
    if report.mentions:
        return
    for claim in report.extraction.claims:
        start, end = claim.trigger.start, claim.trigger.end
        yield Anchor(id, start, end), LinkedClaim(id, claim.id, start, end)


def _documents(group: Group) -> tuple[str, ...]:
    return tuple(member.document for member in group.members)
