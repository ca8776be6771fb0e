"""Questions that every stage asks of the syntax: whose subject, which phrase, under what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.language.text import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
PLAIN_MODIFIERS = frozenset(
    {"det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "predet", "case", "advmod", "punct", "npadvmod"}
)
"""The dependents that belong to a noun phrase's head when the phrase is quoted in short."""


def subtree(token: Token) -> list[Token]:
    """The token and everything under it, in text order."""
    found = [token]
    for item in found:
        found.extend(item.children)
    found.sort(key=lambda t: t.i)
    return found


def ancestors(token: Token) -> Iterator[Token]:
    """The token's head, the head's head, and so on up to the root of its sentence."""
    while token.head is not token:
        token = token.head
        yield token


def child(token: Token, *labels: str) -> Token | None:
    """The first dependent with one of these labels."""
    for item in token.children:
        if item.dep in labels:
            return item
    return None


def children(token: Token, *labels: str) -> list[Token]:
    """All dependents with one of these labels, in text order."""
    return [item for item in token.children if item.dep in labels]


def subject(verb: Token) -> Token | None:
    """The verb's own subject; no control or raising is resolved here."""
    for item in verb.children:
        if item.dep in SUBJECTS:
            return item
    return None


def has_subject(verb: Token) -> bool:
    """Whether the verb has a subject of its own that is no clause."""
    return any(c.dep in ("nsubj", "nsubjpass") for c in verb.children)


def is_passive(verb: Token) -> bool:
    """Whether the verb stands in the passive, or as a participle that modifies what it is done to."""
    if any(c.dep in ("nsubjpass", "auxpass", "agent", "csubjpass") for c in verb.children):
        return True
    return verb.tag == "VBN" and verb.dep in ("acl", "amod") and not any(c.dep == "aux" for c in verb.children)


def particle(verb: Token) -> Token | None:
    """The particle of a phrasal verb: `over` in "handed over"."""
    return child(verb, "prt")


def prepositional_objects(token: Token, *prepositions: str) -> Iterator[tuple[Token, Token]]:
    """(preposition, object) pairs under the token; all prepositions where none is named."""
    for item in token.children:
        if item.dep in ("prep", "agent", "dative") and (not prepositions or item.lower in prepositions):
            for inner in item.children:
                if inner.dep in ("pobj", "pcomp"):
                    yield item, inner
                elif inner.dep == "prep":  # "from inside Mexico", "because of the raid"
                    for last in inner.children:
                        if last.dep in ("pobj", "pcomp"):
                            yield item, last


def first_conjunct(token: Token) -> Token:
    """The token that the coordination hangs on."""
    while token.dep == "conj" and token.head is not token:
        token = token.head
    return token


def last_head(tokens: Sequence[Token]) -> Token | None:
    """The last word of a phrase that hangs on none of the others: behind "Colonel Diaz, leader of the Front"."""
    numbers = {t.i for t in tokens}
    return next((t for t in reversed(tokens) if t.head.i not in numbers), None)


def stretch_head(tokens: Sequence[Token]) -> Token:
    """The first token of a stretch that hangs on nothing inside it; the last, where there is none."""
    within = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in within or t.head is t), tokens[-1])


def noun_phrase(head: Token) -> list[Token]:
    """The head with its plain modifiers: no relative clause, no prepositional phrase, no apposition.

    Contiguous and in text order; an "of" phrase is left out too.
    """
    chosen = {head.i: head}
    for item in head.children:
        if item.dep in PLAIN_MODIFIERS and item.i < head.i and item.dep != "punct":
            chosen.update((t.i, t) for t in subtree(item))
        elif item.dep == "case":
            chosen[item.i] = item
    first = last = head.i
    while first - 1 in chosen or (first - 2 in chosen and head.sentence.start <= first - 2):
        first -= 1
    tokens = head.sentence.text.tokens
    while last + 1 in chosen and chosen[last + 1].dep == "case":
        last += 1
    if tokens[last].tag == "POS":
        last -= 1
    return tokens[first : last + 1] if first <= last else [head]
