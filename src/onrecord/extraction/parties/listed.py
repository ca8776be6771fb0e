"""Persons named beside a party that are parties too: in a list read as an apposition, or behind "including"."""

from __future__ import annotations

from onrecord.extraction.parties.register import Register
from onrecord.language import Token
from onrecord.language.syntax import last_head, prepositional_objects
from onrecord.records import Party

_MOST = 30
"""Names that are added to a party at most."""


def with_listed(parties: tuple[Party, ...], register: Register) -> tuple[Party, ...]:
    """The parties, and the persons named whom the parser hung on one of them.

    Two names of different persons in apposition are a list: "the priests Ana Brun, Bela Cosic, Dan Eck". "Six
    passengers, including Ana Brun" names one of them.
    """
    found = list(parties)
    covered = [(p.span.start, p.span.end) for p in parties]
    for party in parties:
        head = last_head(register.text.tokens_in(party.span.start, party.span.end))
        if head is None:
            continue
        for token in _hung(head, register)[:_MOST]:
            if not any(start <= token.start < end for start, end in covered):
                more = register.party(token)
                found.append(more)
                covered.append((more.span.start, more.span.end))
    return tuple(found)


def _hung(head: Token, register: Register) -> list[Token]:
    people = register.mentions.people
    found: list[Token] = []
    if head.i in people:
        pending = [c for c in head.children if c.dep in ("appos", "conj")]
        while pending:
            token = pending.pop(0)
            if token.i in people and token.i > head.i and register.identity(token) is not register.identity(head):
                found.append(people[token.i].head)
                pending += [c for c in token.children if c.dep in ("appos", "conj")]
    for _, inner in prepositional_objects(head, "including"):
        pending = [inner]
        while pending:
            token = pending.pop(0)
            if token.i in people:
                found.append(people[token.i].head)
            pending += [c for c in token.children if c.dep in ("appos", "conj")]
    return found
