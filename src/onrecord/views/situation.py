"""The page of a situation in words: what stands, what is ahead, what is denied, what moved, who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from onrecord.knowledge import parties
from onrecord.knowledge.parties import SECTORS
from onrecord.ledger.linked_model import EventChange, EventFilter
from onrecord.linking.asking import Query
from onrecord.linking.event import Event
from onrecord.linking.parties.names import known
from onrecord.linking.situations import Situation, Speaking, words_of, written
from onrecord.records import encode
from onrecord.views.changes import change_value
from onrecord.views.events import event_value
from onrecord.views.wording import clean, counted


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page; `name` is for programs, `title` for people."""

    name: str
    title: str
    events: tuple[Event, ...]


def parts(situation: Situation[EventChange]) -> tuple[Part, ...]:
    """The events of a situation by how far they went; empty parts too."""
    return (
        Part("stands", "What stands: reported as done, under way, attempted or stopped", situation.stands),
        Part(
            "planned",
            "What is planned, considered, threatened, demanded or supposed: not reported as done",
            situation.planned,
        ),
        Part("denied", "What is denied, or reported not to be so", situation.denied),
    )


def narrowed(query: Query) -> EventFilter:
    """A filter that lets through all that a question asks for, and not much else: what a ledger finds quickly."""
    wanted = {
        field: next((term.values for term in query.terms if term.field == field and not term.excluded), ())
        for field in ("type", "stage", "polarity")
    }
    words = [
        term.values[0]
        for term in query.terms
        if term.field == "words" and not term.excluded and len(term.values) == 1
        if re.fullmatch(r"[A-Za-z]{3,}", term.values[0])
    ]
    polarity = wanted["polarity"][0] if len(wanted["polarity"]) == 1 else None
    named = {
        field: next((_alternatives(t.values) for t in query.terms if t.field == field and not t.excluded), ())
        for field in ("actor", "recipient", "source", "place")
    }
    return EventFilter(
        types=wanted["type"], stages=wanted["stage"], polarity=polarity, words=" ".join(words) or None,
        actors=named["actor"], recipients=named["recipient"], sources=named["source"], places=named["place"],
    )  # fmt: skip


def _alternatives(values: Iterable[str]) -> tuple[str, ...]:
    """What stands in an event's names, or among its codes, where one of the names is meant; nothing where it may not.

    The longest word of a name does, for a ledger compares names by their letters, and questions by their words.
    """
    tables = parties.load()
    alpha3 = {short: code for code, short in tables.alpha2.items()}
    found: list[str] = []
    for value in values:
        told = known(value)
        code = told.country if told is not None and told.kind == "country" else alpha3.get(value, value)
        codes = [one for one in (code, tables.alpha2.get(code or "")) if one in alpha3 or one in tables.countries]
        found += [*codes, *([value] if value in SECTORS else [])]
        for name in (value, *(_other_names().get(told.name, ()) if told is not None else ())):
            longest = max(words_of(name), key=len, default="")
            if len(longest) > 2:
                found.append(longest)
            elif not codes:  # a country of a short name has its code, too; any other short word stands in most names
                return ()
    return tuple(dict.fromkeys(found))


@cache
def _other_names() -> dict[str, tuple[str, ...]]:
    """All names of whoever the shipped tables know, by the name that they have there."""
    found: dict[str, list[str]] = {}
    for phrases in parties.load().phrases.values():
        for phrase in phrases:
            found.setdefault(phrase.entry.name, [phrase.entry.name]).append(" ".join(phrase.words))
    return {name: tuple(dict.fromkeys(others)) for name, others in found.items()}


def speaker(speaking: Speaking) -> str:
    """A source on one line: who, on how much, until when."""
    last = f", last on {speaking.last}" if speaking.last else ""
    return f"{clean(speaking.name)} — on {counted(speaking.events, 'event')} in " + (
        f"{counted(speaking.documents, 'document')}{last}"
    )


def situation_value(name: str, situation: Situation[EventChange], since: str) -> dict[str, object]:
    """The JSON value of a situation's page; `changed` is what moved since `since`."""
    return {
        "name": name,
        "query": written(situation.query),
        "since": since,
        **{part.name: [event_value(event) for event in part.events] for part in parts(situation)},
        "changed": [change_value(change) for change in situation.changed],
        "speakers": encode(situation.speakers),
    }
