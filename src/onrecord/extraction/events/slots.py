"""Which words fill the grammatical slots round a word, for the selectional conditions of the lexicon."""

from __future__ import annotations

from onrecord.language import Token
from onrecord.language.syntax import SUBJECTS, is_passive

_RELATIVES = frozenset({"who", "which", "that", "whom", "where"})
_REACH = 4
"""Clauses climbed for an understood subject: plan to try to begin to strike."""


_QUANTITIES = frozenset(
    {"dozen", "hundred", "thousand", "million", "number", "group", "series", "lot", "score", "handful", "couple", "batch",
     "majority", "half", "some", "many", "most", "several", "all", "any", "none", "one", "two", "three", "four", "five", "six",
     "few", "part", "rest", "member", "ton", "tonne", "wave", "round", "total", "team", "kind", "type", "piece", "truckload",
     "shipment", "list", "amount", "stretch", "section", "contingent", "each", "both", "more", "least", "percent", "third"}
)  # fmt: skip
"""Heads that only count: in "dozens of activists" the activists are released."""


def fillers(head: Token, slot: str, light: Token | None = None) -> list[Token]:
    """The head words in `slot` of `head`; a noun under a light verb has the light verb's slots too.

    What is counted stands beside the word that counts it: both fill the slot of "dozens of activists".
    """
    found = _fillers(head, slot, light)
    counted = [
        o for t in found if t.lemma in _QUANTITIES or t.pos == "NUM"
        for c in t.children if c.dep == "prep" and c.lower == "of"
        for o in c.children if o.dep == "pobj"
    ]  # fmt: skip
    return found + counted if counted else found


def _fillers(head: Token, slot: str, light: Token | None) -> list[Token]:
    if slot == "subject":
        return subjects(light or head)
    if slot == "object":
        return objects(head)
    if slot == "modifier":
        return [c for c in head.children if c.i < head.i and c.dep in ("amod", "compound", "poss", "nmod", "nummod")]
    if slot == "governor":
        return [] if head.head is head else [governor(head)]
    found = _prepositional(head, slot)
    if light is not None:
        found += _prepositional(light, slot)
    return found


def subjects(verb: Token) -> list[Token]:
    """Who does it: the subject, the agent of a passive, or the subject understood from above; without conjuncts."""
    if is_passive(verb):
        return [
            o for c in verb.children if c.dep == "agent" or (c.dep == "prep" and c.lower == "by")
            for o in c.children if o.dep == "pobj"
        ]  # fmt: skip
    for _ in range(_REACH):
        own = [c for c in verb.children if c.dep in SUBJECTS]
        if own:
            return [antecedent(t) for t in own]
        above = verb.head
        if above is verb:
            return []
        if verb.dep in ("acl", "relcl"):
            return [above]
        if verb.dep == "xcomp":
            inner = [c for c in above.children if c.dep in ("dobj", "dative")]
            if inner:
                return inner
        if verb.dep not in ("xcomp", "conj", "advcl", "pcomp", "prep", "acomp", "attr"):
            return []
        verb = above
    return []


def objects(head: Token) -> list[Token]:
    """What it is done to: the object, the subject of a passive, or an of-phrase of a noun."""
    found = [c for c in head.children if c.dep in ("dobj", "nsubjpass", "oprd")]
    if found:
        return [antecedent(t) for t in found]
    if head.tag == "VBN" and head.dep == "acl":
        return [head.head]
    if head.dep == "relcl" and not any(c.dep in SUBJECTS and c.lower in _RELATIVES for c in head.children):
        return [head.head]
    if head.pos in ("NOUN", "PROPN"):
        return _prepositional(head, "of")
    if head.dep == "conj" and is_passive(head.head) and head.tag == "VBN":
        return objects(head.head)
    return []


def antecedent(token: Token) -> Token:
    """What a relative pronoun stands for; any other token is itself."""
    if token.lower in _RELATIVES and token.tag in ("WDT", "WP", "IN", "DT"):
        above = token.head
        while above.dep in ("conj", "xcomp", "ccomp") and above.head is not above:
            above = above.head
        if above.dep == "relcl":
            return above.head
    return token


def governor(head: Token) -> Token:
    """The word that a phrase hangs on, past its preposition."""
    above = head.head
    return above.head if above.dep in ("prep", "agent") else above


def _prepositional(token: Token, preposition: str) -> list[Token]:
    found = []
    for item in token.children:
        if item.dep in ("prep", "agent", "dative", "prt") and item.lower == preposition:
            found += [o for o in item.children if o.dep in ("pobj", "pcomp")]
    return found
