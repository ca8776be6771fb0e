"""The register: one entry a party, put together from what each document names and from what people judged."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeVar

from onrecord.linking.judgement import Judgement
from onrecord.linking.judging import standing
from onrecord.linking.parties.names import country_name, folded, known
from onrecord.linking.parties.sightings import EntryKind, Node, Sighting, node_of
from onrecord.linking.parties.uniting import Uniting
from onrecord.records import Link, Party

T = TypeVar("T", bound=str)

_ID = re.compile(r"[0-9a-f]{8,32}")

PUBLIC: Final = frozenset({"GOV", "MIL", "SPY", "JUD", "LEG", "COP", "ELI", "OPP", "PTY", "REB"})
"""Sectors of PLOVER in which a person acts in public."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One party: its names, the most usual first, and how often it is named.

    `mentions` counts claims, `documents` documents, `first` and `last` are the datelines of the first and the
    last of these. `identifier` is the Wikidata item that a person gave. An office is apart from who holds it.
    """

    id: str
    name: str
    names: tuple[str, ...]
    kind: EntryKind
    country: str | None
    sectors: tuple[str, ...]
    titles: tuple[str, ...]
    mentions: int
    documents: int
    actor: int
    recipient: int
    source: int
    first: str | None
    last: str | None
    identifier: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that was asked for, and by what it was found: its id, a whole name, or words of a name."""

    entry: Entry
    by: Literal["id", "name", "part"]


@dataclass(frozen=True, slots=True)
class Register:
    """Who is who. `unheard` are the ids of judgements that name nobody here, or of one name several parties."""

    entries: tuple[Entry, ...]
    unheard: tuple[str, ...]
    by_node: Mapping[Node, Entry]
    by_id: Mapping[str, Entry]
    by_name: Mapping[str, tuple[Entry, ...]]
    by_word: Mapping[str, tuple[Entry, ...]]
    short: Mapping[str, Mapping[str, str]]

    def find(self, name: str) -> tuple[Match, ...]:
        """Who is meant by a name: whoever bears it as a whole, else whoever has all its words in a name.

        All of them where there are several, the most often named first. Also finds by id or its first eight digits
        or more: that of an entry, or one that it had before it was merged with others.
        """
        if _ID.fullmatch(name):
            ids = {id for id in self.by_id if id.startswith(name)} if len(name) < 32 else {name} & self.by_id.keys()
            if ids:
                own = dict.fromkeys(self.by_id[id] for id in sorted(ids))
                return tuple(Match(entry, "id") for entry in own)
        plain = folded(name)
        told = known(name)
        whole = self.by_name.get(plain) or (self.by_name.get(folded(told.name)) if told is not None else None)
        if whole:
            return tuple(Match(entry, "name") for entry in whole)
        words = plain.split()
        if not words:
            return ()
        rarest = min((self.by_word.get(word, ()) for word in words), key=len)
        return tuple(
            Match(entry, "part")
            for entry in rarest
            if any(set(words) <= set(folded(own_name).split()) for own_name in entry.names)
        )

    def entry_of(self, party: Party | Link, document: str) -> Entry | None:
        """The entry of a party or a source of a claim in a document; nothing for whoever is not in the register."""
        node = node_of(party, dict(self.short.get(document, {})))
        return self.by_node.get(node) if node is not None else None


@dataclass(slots=True)
class _Node:
    """All that is known of one name's bearer."""

    names: Counter[str]
    kinds: Counter[EntryKind]
    countries: Counter[str]
    sectors: Counter[str]
    titles: Counter[str]
    documents: set[str]
    acting: set[str]
    speaking: set[str]
    dates: set[str]
    roles: list[int]
    posts: set[str]  # country and title together

    @classmethod
    def empty(cls) -> _Node:
        return cls(Counter(), Counter(), Counter(), Counter(), Counter(), set(), set(), set(), set(), [0, 0, 0], set())

    def see(self, sighting: Sighting) -> None:
        count = sighting.actor + sighting.recipient + sighting.source
        self.names[sighting.name] += count
        self.kinds[sighting.kind] += count
        if sighting.country:
            self.countries[sighting.country] += count
            self.posts.update(f"{sighting.country}:{title}" for title in sighting.titles)
        self.sectors.update(sighting.sectors)
        self.titles.update(sighting.titles)
        self.documents.add(sighting.document)
        if sighting.actor or sighting.source:
            self.acting.add(sighting.document)
        if sighting.source:
            self.speaking.add(sighting.document)
        if sighting.published:
            self.dates.add(sighting.published)
        for n, more in enumerate((sighting.actor, sighting.recipient, sighting.source)):
            self.roles[n] += more


def register(
    sightings: Iterable[Sighting],
    judgements: Iterable[Judgement] = (),
    origins: Mapping[str, str] = MappingProxyType({}),
) -> Register:
    """Put together the register of all documents; the order in which they come does not matter.

    Names are one party where they are one but for accents, case and articles; where the tables of knowledge know
    them as one; where a document introduces one as the other's acronym; where one has a middle initial, no other
    initial is known, and both have an office or a document in common; and a title with a surname ("President
    Zenda") where only one person of that surname holds that office of that country here. A shared surname alone
    joins nobody. What people judged wins: the latest standing judgement on two names counts.

    The tool follows no private person: a person is in the register who appears with an office, a rank or in a
    public sector (`PUBLIC`), whom the tables know, or who speaks in at least two documents (with `origins`, the
    report that each document only repeats: in two that do not repeat one report). Whoever is only done to, is named
    in one report alone, or is only said to have done something, as a suspect is, is not. Nor is another party that
    is only done to, and of which no country or sector is known; and a single word that nothing is known of is taken
    from two documents on.
    """
    nodes: defaultdict[Node, _Node] = defaultdict(_Node.empty)
    short: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for sighting in sightings:
        nodes[sighting.node].see(sighting)
        if sighting.node[2].startswith("="):
            short[sighting.document][sighting.node[1]] = sighting.node[2][1:]
    uniting = Uniting(nodes)
    unheard, identifiers = _judged(nodes, uniting, judgements)
    for a, b in sorted(_alike(nodes)):
        uniting.unite(a, b)
    entries, by_node = [], {}
    for members in uniting.groups():
        if not _kept(members, nodes, origins):
            continue
        entry = _entry(members, nodes, identifiers)
        entries.append(entry)
        by_node.update(dict.fromkeys(members, entry))
    entries.sort(key=lambda entry: (-entry.mentions, entry.name, entry.id))
    by_name: defaultdict[str, list[Entry]] = defaultdict(list)
    by_word: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        plain = dict.fromkeys(folded(name) for name in entry.names)
        for name in plain:
            by_name[name].append(entry)
        for word in dict.fromkeys(word for name in plain for word in name.split()):
            by_word[word].append(entry)
    return Register(
        tuple(entries),
        tuple(unheard),
        by_node,
        {_identifier(node): entry for node, entry in by_node.items()},
        {name: tuple(found) for name, found in by_name.items()},
        {word: tuple(found) for word, found in by_word.items()},
        dict(short),
    )


def _identifier(node: Node) -> str:
    return hashlib.sha256("\0".join(("party", *node)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _judged(
    nodes: Mapping[Node, _Node], uniting: Uniting, judgements: Iterable[Judgement]
) -> tuple[list[str], dict[Node, str]]:
    """Unite and keep apart what people judged; gives the judgements that could not be heard, and identifiers."""
    named: defaultdict[str, set[Node]] = defaultdict(set)
    for node, found in nodes.items():
        named[_identifier(node)].add(node)
        for name in found.names:
            named[folded(name)].add(node)
    latest: dict[tuple[str, str], tuple[Judgement, frozenset[Node], frozenset[Node]]] = {}
    unheard: list[str] = []
    identified: dict[str, tuple[Judgement, frozenset[Node]]] = {}
    for judgement in standing(judgements):
        if judgement.kind not in ("same_party", "not_same_party", "party_identifier"):
            continue
        one = _nodes(judgement.party, named)
        if judgement.kind == "party_identifier":
            if one and judgement.value:
                identified[folded(judgement.party or "")] = (judgement, one)
            else:
                unheard.append(judgement.id)
            continue
        other = _nodes(judgement.other_party, named)
        both = sorted((folded(judgement.party or ""), folded(judgement.other_party or "")))
        if one and other and (judgement.kind == "not_same_party" or len(one) == len(other) == 1):
            latest[both[0], both[1]] = (judgement, one, other)
        else:
            unheard.append(judgement.id)
    for judgement, one, other in latest.values():
        if judgement.kind == "not_same_party":
            for a in one:
                for b in other - {a}:
                    uniting.keep_apart(a, b)
    bearers: defaultdict[str, list[Node]] = defaultdict(list)
    identifiers: dict[Node, str] = {}
    for judgement, one in sorted(identified.values(), key=lambda found: (found[0].recorded, found[0].id)):
        identifiers.update(dict.fromkeys(one, judgement.value or ""))
    for node, item in sorted(identifiers.items()):
        bearers[item].append(node)
    for judgement, one, other in latest.values():
        if judgement.kind == "same_party":
            uniting.unite(min(one), min(other))
    for found_nodes in bearers.values():  # what is one item in Wikidata is one party
        for node in found_nodes[1:]:
            uniting.unite(found_nodes[0], node)
    return unheard, identifiers


def _nodes(name: str | None, named: Mapping[str, set[Node]]) -> frozenset[Node]:
    if not name:
        return frozenset()
    found = named.get(name) or named.get(folded(name))
    told = known(name)
    if not found and told is not None:
        found = named.get(folded(told.name))
    return frozenset(found or ())


def _alike(nodes: Mapping[Node, _Node]) -> set[tuple[Node, Node]]:
    """The pairs of names that are one party's by their form."""
    pairs: set[tuple[Node, Node]] = set()
    initials: defaultdict[str, list[Node]] = defaultdict(list)
    surnames: defaultdict[tuple[str, str], set[Node]] = defaultdict(set)
    bodies: defaultdict[str, list[Node]] = defaultdict(list)
    for node, found in nodes.items():
        if node[0] == "person" and not node[2]:
            words = node[1].split()
            initials[" ".join(w for n, w in enumerate(words) if len(w) > 1 or n in (0, len(words) - 1))].append(node)
            for post in found.posts:
                surnames[words[-1], post].add(node)
        elif node[0] == "body" and not node[2].startswith("="):
            bodies[node[1]].append(node)
    for bare, variants in initials.items():
        longer = [node for node in variants if node[1] != bare]
        if len(variants) == 2 and len(longer) == 1 and _met(*(nodes[node] for node in variants)):
            pairs.add((variants[0], variants[1]))
    for node in nodes:
        if node[0] == "person" and node[2]:
            bearers = surnames.get((node[1], node[2]), set())
            if len(bearers) == 1:
                pairs.add((node, next(iter(bearers))))
    for variants in bodies.values():
        stateless = [node for node in variants if not node[2]]
        if len(variants) == 2 and stateless:
            pairs.add((variants[0], variants[1]))
    for node in nodes:
        if node[0] == "body" and node[2].startswith("="):
            full = bodies.get(node[2][1:], [])
            states = [other for other in full if other[2]]
            if len(full) == 1 or len(states) == 1:
                pairs.add((node, (states or full)[0]))
    return pairs


def _met(one: _Node, other: _Node) -> bool:
    """Whether two names have more in common than their form: an office or rank, or a document that has both."""
    return not one.titles.keys().isdisjoint(other.titles) or not one.documents.isdisjoint(other.documents)


def _kept(members: Collection[Node], nodes: Mapping[Node, _Node], origins: Mapping[str, str]) -> bool:
    """Whether a party belongs into the register; see `register` for persons."""
    parts = [nodes[node] for node in members]
    if any(known(name) is not None for part in parts for name in part.names):
        return True
    if any(node[0] == "person" for node in members):
        public = any(PUBLIC & set(part.sectors) or part.titles for part in parts)
        return public or len({origins.get(document, document) for part in parts for document in part.speaking}) > 1
    if not any(part.acting or part.countries or part.sectors for part in parts):
        return False  # a private person, or a place, that was taken for a body
    if any(" " in node[1] or node[0] != "body" for node in members) or any(part.countries for part in parts):
        return True
    return len(set().union(*(part.documents for part in parts))) > 1  # a capital at a sentence's beginning is no name


def _entry(members: Sequence[Node], nodes: Mapping[Node, _Node], identifiers: Mapping[Node, str]) -> Entry:
    parts = [nodes[node] for node in members]
    names: Counter[str] = Counter()
    kinds: Counter[EntryKind] = Counter()
    countries: Counter[str] = Counter()
    sectors: Counter[str] = Counter()
    titles: Counter[str] = Counter()
    for part in parts:
        names.update(part.names)
        kinds.update(part.kinds)
        countries.update(part.countries)
        sectors.update(part.sectors)
        titles.update(part.titles)
    own = min(members, key=lambda node: (node[2].startswith("="), bool(node[2]) and node[0] == "person", node))
    country = _most(countries)
    written = sorted(name for node in members if not node[2].startswith("=") for name in nodes[node].names)
    told = next(
        (found for name in written if (found := known(name)) is not None and country in (None, found.country)), None
    )
    listed = [name for name, _ in sorted(names.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))]
    if own[0] == "office":
        listed.insert(0, f"{own[1]} of {country_name(own[2])}")
    elif own[0] == "country" and country is not None and country_name(country) != country:
        listed.insert(0, country_name(country))
    elif told is not None:
        listed.insert(0, told.name)
    else:  # a full name before an acronym or a bare surname
        listed.sort(key=lambda name: folded(name) not in {node[1] for node in members if not node[2].startswith("=")})
        listed.sort(key=lambda name: own[0] == "person" and " " not in name)
    listed = list(dict.fromkeys(listed))
    roles = [sum(part.roles[n] for part in parts) for n in range(3)]
    dates = sorted(set().union(*(part.dates for part in parts)))
    items = [identifiers[node] for node in members if node in identifiers]
    return Entry(
        id=_identifier(own),
        name=listed[0],
        names=tuple(listed),
        kind=_most(kinds) or "organization",
        country=country,
        sectors=tuple(sorted(sectors, key=lambda sector: (-sectors[sector], sector))),
        titles=tuple(sorted(titles, key=lambda title: (-titles[title], title))),
        mentions=sum(roles),
        documents=len(set().union(*(part.documents for part in parts))),
        actor=roles[0],
        recipient=roles[1],
        source=roles[2],
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        identifier=items[-1] if items else None,
    )


def _most(counted: Counter[T]) -> T | None:
    return min(counted, key=lambda item: (-counted[item], item), default=None)
