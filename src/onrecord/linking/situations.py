"""A standing question: which events it asks for, what stands, what is planned, what changed, who speaks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Generic, Protocol, TypeVar

from onrecord.knowledge import parties as tables_of_parties
from onrecord.knowledge.parties import SECTORS
from onrecord.linking.asking import Field, Query, QueryError, Term, from_json, parse, to_json, written
from onrecord.linking.event import Event, Told
from onrecord.linking.independence import is_named, reported, speaker_label
from onrecord.linking.parties.names import folded, known
from onrecord.records import Link, Party
from onrecord.records.vocabulary import Stage

__all__ = [
    "Query", "QueryError", "Situation", "Speaking", "Term", "from_json", "matches", "parse", "standing", "to_json",
    "written",
]  # fmt: skip

STANDS: Final[tuple[Stage, ...]] = ("done", "ongoing", "attempted", "halted")
"""Stages of what has taken place, or was tried, or stopped; the others are of what may come."""

_WORD: Final = re.compile(r"\w+")


class Moved(Protocol):
    """What moved in one event between two moments: `event` as it is after, `before` as it was, null for a new one."""

    @property
    def event(self) -> Event:
        """The event as it is after; as it was, where it is gone."""

    @property
    def before(self) -> Event | None:
        """The event as it was; nothing for a new one."""


C = TypeVar("C", bound=Moved)


@dataclass(frozen=True, slots=True)
class Speaking:
    """An ultimate source: on how many events and in how many documents it speaks, and when last."""

    name: str
    named: bool
    events: int
    documents: int
    last: str | None


@dataclass(frozen=True, slots=True)
class Situation(Generic[C]):
    """The answer to a standing question; events in each part with the latest report first.

    `stands` are those reported as done, under way, attempted or halted, `planned` those that may come, `denied`
    those of which now only denials stand. `changed` is what moved since the last look, `speakers` who speaks.
    """

    query: Query
    stands: tuple[Event, ...]
    planned: tuple[Event, ...]
    denied: tuple[Event, ...]
    changed: tuple[C, ...]
    speakers: tuple[Speaking, ...]


def matches(query: Query, event: Event, told: Sequence[Told] = ()) -> bool:
    """Whether a question asks for an event, of whose claims `told` are.

    Words and acts stand together in one claim: the words in its sentence, the act in its trigger. The name or code
    of a country as a party means the state, its bodies and its people; other names match by their words. A place is
    a name or a country. `after` and `before` are of the event's time, or else of its reports. An excluded word
    stands in no claim. Without `told` only the event's own fields are asked, and its sentence stands for all words.
    """
    in_claims = [term for term in query.terms if term.field in ("words", "act")]
    wanted = [term for term in in_claims if not term.excluded]
    passages = [(words_of(one.claim.sentence.text), words_of(one.claim.trigger.text)) for one in told]
    if not passages:
        own = words_of(event.sentence)
        passages = [(own, own)]
    if wanted and not any(all(_in_claim(term, passage) for term in wanted) for passage in passages):
        return False
    if any(_in_claim(term, passage) for term in in_claims if term.excluded for passage in passages):
        return False
    return all(
        any(_has(term.field, value, event, told) for value in term.values) != term.excluded
        for term in query.terms
        if term.field not in ("words", "act")
    )


def standing(query: Query, events: Iterable[tuple[Event, Sequence[Told]]], changes: Iterable[C] = ()) -> Situation[C]:
    """Answer a standing question.

    `events` are any events with their claims, `changes` what moved in the ledger since the last look: those are
    shown of which the event, as it is or as it was, is asked for. The answer does not depend on their order.
    """
    asked = {event.id: (event, told) for event, told in events if matches(query, event, told)}
    parts: defaultdict[str, list[Event]] = defaultdict(list)
    for event, _ in sorted(asked.values(), key=lambda both: both[0].id):
        denied = event.polarity == "negated"
        parts["denied" if denied else "stands" if event.stage in STANDS else "planned"].append(event)
    for listed in parts.values():
        listed.sort(key=lambda event: event.last or "", reverse=True)
    changed = [change for change in changes if _concerns(query, change, asked)]
    return Situation(
        query, tuple(parts["stands"]), tuple(parts["planned"]), tuple(parts["denied"]), tuple(changed),
        _speakers(asked.values()),
    )  # fmt: skip


def words_of(text: str) -> tuple[str, ...]:
    """The words of a passage or a question, without accents, case and signs."""
    return tuple(_WORD.findall(folded(text)))


def _concerns(query: Query, change: Moved, asked: dict[str, tuple[Event, Sequence[Told]]]) -> bool:
    if change.event.id in asked:
        return True
    return matches(query, change.event) or (change.before is not None and matches(query, change.before))


def _speakers(asked: Iterable[tuple[Event, Sequence[Told]]]) -> tuple[Speaking, ...]:
    events: defaultdict[tuple[str, bool], set[str]] = defaultdict(set)
    documents: defaultdict[tuple[str, bool], set[str]] = defaultdict(set)
    last: dict[tuple[str, bool], str] = {}
    for event, told in asked:
        for one in told:
            who = speaker_label(one), is_named(one)
            events[who].add(event.id)
            documents[who].add(one.document.id)
            last[who] = max(last.get(who, ""), reported(one))
    found = [
        Speaking(name, named, len(own), len(documents[name, named]), last[name, named] or None)
        for (name, named), own in events.items()
    ]
    return tuple(sorted(found, key=lambda who: (-who.events, -who.documents, not who.named, who.name)))


def _in_claim(term: Term, passage: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
    return any(_stands(value, passage[0 if term.field == "words" else 1]) for value in term.values)


def _stands(value: str, words: Sequence[str]) -> bool:
    """Whether a word or phrase stands among words; a word of it that ends in * begins one."""
    pattern = _pattern(value)
    return any(
        all(
            word.startswith(own) if begins else word == own
            for (own, begins), word in zip(pattern, words[at:], strict=False)
        )
        for at in range(len(words) - len(pattern) + 1)
    )


@lru_cache(maxsize=1024)
def _pattern(value: str) -> tuple[tuple[str, bool], ...]:
    found = []
    for part in value.split():
        own = words_of(part)
        found += [(word, part.endswith("*") and n == len(own) - 1) for n, word in enumerate(own)]
    return tuple(found)


def _has(field: Field, value: str, event: Event, told: Sequence[Told]) -> bool:
    if field in ("type", "mode", "stage", "polarity"):
        own = {"type": event.type, "mode": event.mode, "stage": event.stage, "polarity": event.polarity}
        return value == own[field]
    if field == "context":
        return value in event.contexts
    if field == "after":
        end = event.end or event.start or event.last
        return end is not None and end >= value
    if field == "before":
        start = event.start or event.end or event.first
        return start is not None and start[: len(value)] <= value
    if field == "place":
        return _is_placed(value, event, told)
    if field == "country":
        return _is_of_country(value, event, told)
    if field == "source":
        return any(_is_meant(value, link) for one in told for link in one.claim.attribution)
    return _is_party(field, value, event, told)


def _is_party(field: Field, value: str, event: Event, told: Sequence[Told]) -> bool:
    sides: list[tuple[Sequence[str], list[Party]]] = []
    if field in ("party", "actor"):
        sides.append((event.actors, [party for one in told for party in one.claim.actors]))
    if field in ("party", "recipient"):
        sides.append((event.recipients, [party for one in told for party in one.claim.recipients]))
    named = any(_named(value, name) for names, _ in sides for name in names)
    if named or any(_is_meant(value, party) for _, parties in sides for party in parties):
        return True
    return not told and field == "party" and _country(value) in event.countries


def _is_meant(value: str, party: Party | Link) -> bool:
    country = _country(value)
    if country is not None and party.country == country:
        return True
    if value in SECTORS and party.sector == value:
        return True
    return party.name is not None and _named(value, party.name)


def _named(value: str, name: str) -> bool:
    """Whether a name has the words that are asked for, or is another name of whoever bears these."""
    if _stands(value, words_of(name)):
        return True
    one, other = known(value), known(name)
    return one is not None and other is not None and one.name == other.name


def _is_placed(value: str, event: Event, told: Sequence[Told]) -> bool:
    alpha2 = _alpha2(value)
    places = [one.claim.place for one in told if one.claim.place is not None]
    if alpha2 is not None and (event.place_country == alpha2 or any(place.country == alpha2 for place in places)):
        return True
    names = [event.place or "", *(name for place in places for name in (place.name, place.span.text))]
    return any(_stands(value, words_of(name)) for name in names)


def _is_of_country(value: str, event: Event, told: Sequence[Told]) -> bool:
    country = _country(value)
    if country is None:
        return False
    if country in event.countries or event.place_country == tables_of_parties.load().alpha2.get(country):
        return True
    return any(party.country == country for one in told for party in (*one.claim.actors, *one.claim.recipients))


@lru_cache(maxsize=1024)
def _country(value: str) -> str | None:
    """The alpha-3 code of a country by its name or code; codes are written in capitals."""
    tables = tables_of_parties.load()
    if value in tables.countries:
        return value
    by_alpha2 = {short: code for code, short in tables.alpha2.items()}
    if len(value) == 2 and value in by_alpha2:
        return by_alpha2[value]
    found = known(value)
    return found.country if found is not None and found.kind == "country" else None


def _alpha2(value: str) -> str | None:
    code = _country(value)
    return tables_of_parties.load().alpha2.get(code) if code is not None else None
