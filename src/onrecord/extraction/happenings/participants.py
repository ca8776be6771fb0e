"""Who takes part in what happens: agents, patients and recipients of any predicate."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extraction.happenings.model import Participant, Role
from onrecord.extraction.happenings.predicates import Predicate
from onrecord.extraction.happenings.referents import Referents
from onrecord.extraction.parties.arguments import owners, patients, surface_subject
from onrecord.extraction.parties.passives import agents, passive
from onrecord.knowledge.frames import Control
from onrecord.language import Token
from onrecord.language.syntax import prepositional_objects

_DONE_TO = ("of", "for", "against", "between", "with")
_GIVEN = ("to",)


def participants(predicate: Predicate, referents: Referents, control: Control) -> tuple[Participant, ...]:
    """All who take part, agents first; with those joined to them by "and"."""
    found: list[Participant] = []
    taken: set[tuple[str, int]] = set()
    for role, token in _slots(predicate, control):
        for one in (token, *_joined(token)):
            names = referents.names(one)
            if names and (role, one.i) not in taken:
                taken.add((role, one.i))
                span = referents.register.span(one)
                found.append(Participant(role, span, names, referents.person(one)))
    return tuple(found)


def _slots(predicate: Predicate, control: Control) -> Iterator[tuple[Role, Token]]:
    yield from _of_noun(predicate, control) if predicate.noun else _of_verb(predicate.head, control)


def _of_verb(verb: Token, control: Control) -> Iterator[tuple[Role, Token]]:
    if passive(verb):
        for token in agents(verb):
            yield "agent", token
    else:
        for token in surface_subject(verb, control):
            yield "agent", token
    for token in patients(verb, control):
        yield "patient", token
    for item in verb.children:
        if item.dep == "dative" and item.pos in ("NOUN", "PROPN", "PRON"):
            yield "recipient", item
        elif item.dep == "oprd" and item.pos in ("NOUN", "PROPN"):
            yield "patient", item


def _of_noun(predicate: Predicate, control: Control) -> Iterator[tuple[Role, Token]]:
    noun = predicate.head
    for token in owners(noun, control, 2 if noun.dep == "pobj" else 0):
        yield "agent", token
    if predicate.light is not None:
        light = predicate.light
        for token in agents(light) if passive(light) else surface_subject(light, control):
            yield "agent", token
        for _, inner in prepositional_objects(light, "to", "against", "with"):
            yield "recipient", inner
        for item in light.children:
            if item.dep == "dative":
                yield "recipient", item
    for _, inner in prepositional_objects(noun, *_DONE_TO):
        yield "patient", inner
    for _, inner in prepositional_objects(noun, *_GIVEN):
        yield "recipient", inner
    for item in noun.children:
        if item.dep in ("compound", "nmod") and any(c.isupper() for c in item.text):
            yield "patient", item


def _joined(token: Token) -> Iterator[Token]:
    for item in token.children:
        if item.dep == "conj" and item.pos in ("NOUN", "PROPN", "PRON"):
            yield item
            yield from _joined(item)
