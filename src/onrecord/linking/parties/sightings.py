"""Whom one document names: the piece of the register that depends on that document alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast

from onrecord.linking.model import Report
from onrecord.linking.parties.names import folded, is_proper, known, likely_kind, office_named, title_in, written
from onrecord.records import Claim, Link, Party
from onrecord.records.vocabulary import NON_STATE_CODES

EntryKind = Literal["person", "organization", "country", "group", "office"]

Node = tuple[str, str, str]
"""What is one party by its name alone: its class, the folded name, and what sets it apart from its namesakes."""

_SHORT = re.compile(r"\(([A-Z][A-Za-z]{1,9})\)")
_SMALL: Final = frozenset(["of", "the", "and", "for", "in", "on", "at", "de", "del", "la", "y"])


@dataclass(frozen=True, slots=True)
class Sighting:
    """One party under one name in one document. `titles` are the offices and ranks that stand with the name.

    `actor`, `recipient` and `source` count the claims in which it is one.
    """

    node: Node
    name: str
    kind: EntryKind
    country: str | None
    sectors: tuple[str, ...]
    titles: tuple[str, ...]
    document: str
    published: str | None
    actor: int = 0
    recipient: int = 0
    source: int = 0


@dataclass(slots=True)
class _Tally:
    kind: EntryKind
    country: str | None
    sectors: set[str]
    titles: set[str]
    roles: list[int]


def sightings(report: Report) -> tuple[Sighting, ...]:
    """Whom the claims of a document name as actors, recipients and sources, each name once, in their order.

    Whoever is not named is left out, and so are the publisher and the author, who speak and are not spoken of.
    """
    info = report.extraction.document
    short = short_forms(report.document.text)
    found: dict[tuple[Node, str], _Tally] = {}
    for claim in report.extraction.claims:
        for role, party in named_in(claim):
            node = node_of(party, short)
            if node is None:
                continue
            name = written(party.name or "")
            title = _title(party)
            tally = found.get((node, name))
            if tally is None:
                tally = found[node, name] = _Tally(_kind(party, node), party.country, set(), set(), [0, 0, 0])
            tally.country = tally.country or party.country
            if party.sector:
                tally.sectors.add(party.sector)
            if title is not None:
                tally.titles.add(title[0])
                if title[1]:
                    tally.sectors.add(title[1])
            tally.roles[role] += 1
    return tuple(
        Sighting(
            node, name, tally.kind, tally.country, tuple(sorted(tally.sectors)), tuple(sorted(tally.titles)),
            info.id, info.published[:10] if info.published else None, *tally.roles,
        )
        for (node, name), tally in found.items()
    )  # fmt: skip


def named_in(claim: Claim) -> Iterator[tuple[int, Party | Link]]:
    """The parties and sources of a claim with their role: 0 actor, 1 recipient, 2 source."""
    for party in claim.actors:
        yield 0, party
    for party in claim.recipients:
        yield 1, party
    for link in claim.attribution[1:]:
        if link.name and link.kind not in ("author", "unnamed"):
            yield 2, link


def node_of(party: Party | Link, short: dict[str, str] | None = None) -> Node | None:
    """What a party is by its name; nothing where it is not named.

    `short` are the acronyms that the document itself introduces, by their folded form. A person needs two names,
    or one that the tables know, or an office of a known country that one person holds: a bare surname is nobody.
    """
    name = party.name
    if not name or party.kind == "unnamed" or (isinstance(party, Link) and party.anonymous):
        return None
    plain = folded(name)
    if not plain:
        return None
    told = known(name)
    if told is not None and told.kind == "country" and not (short and plain in short) and party.kind != "person":
        return ("country", told.country or plain, "")
    if party.kind == "person" or likely_kind(name) == "person":
        return _person(party, name, plain)
    if not is_proper(name):
        return None
    if short and plain in short and (told is None or folded(told.name) != short[plain]):
        return ("body", plain, "=" + short[plain])
    if told is not None and told.country and party.country not in (None, told.country):
        told = None  # the congress of another state
    return ("body", folded(told.name) if told is not None else plain, party.country or "")


def short_forms(text: str) -> dict[str, str]:
    """The acronyms that a text introduces behind the name that they stand for, both folded."""
    found: dict[str, str] = {}
    for match in _SHORT.finditer(text):
        letters = match[1]
        words = re.findall(r"[\w’'.&-]+", text[max(0, match.start() - 120) : match.start()])
        full = _spelt(letters, words)
        if full is not None:
            found.setdefault(folded(letters), folded(" ".join(full)))
    return found


def _spelt(letters: str, words: Sequence[str]) -> Sequence[str] | None:
    """The last words whose first letters are those of an acronym; small words may be passed over."""
    wanted = [letter.lower() for letter in letters if letter.isupper()] or [letters[0].lower()]
    if len(wanted) < 2:
        return None
    at = len(words)
    for letter in reversed(wanted):
        at -= 1
        while at >= 0 and words[at].lower() in _SMALL:
            at -= 1
        if at < 0 or words[at][0].lower() != letter:
            return None
    return words[at:] if words[at][0].isupper() else None


def _person(party: Party | Link, name: str, plain: str) -> Node | None:
    office = office_named(name)
    if office is not None:
        return ("office", office, party.country) if party.country and party.country not in NON_STATE_CODES else None
    told = known(name)
    if told is not None:
        return ("person", folded(told.name), "")
    if not is_proper(name):
        return None
    if " " in plain:
        return ("person", plain, "")
    title = _title(party)
    return ("person", plain, f"{party.country}:{title[0]}") if title is not None and party.country else None


def _kind(party: Party | Link, node: Node) -> EntryKind:
    if node[0] == "body":
        return party.kind if party.kind in ("group", "country") else "organization"
    return cast(EntryKind, node[0])


def _title(party: Party | Link) -> tuple[str, str | None] | None:
    if party.kind != "person" or not party.name:
        return None
    spans = (party.span,) if isinstance(party, Party) else party.source
    for span in spans:
        title = title_in(span.text, party.name)
        if title is not None:
            return title
    return None
