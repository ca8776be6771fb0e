"""Passives: whether a verb is one, and who its by-phrase names."""

from __future__ import annotations

from onrecord.language import Token
from onrecord.language.syntax import is_passive, prepositional_objects

MAX_STEPS = 12
"""Verbs and nouns climbed in search of an understood subject; sentences nest deeper only by mistake."""


def is_verbal(token: Token) -> bool:
    """Whether the word is used as a verb."""
    return token.pos in ("VERB", "AUX")


def passive(verb: Token) -> bool:
    """Whether the verb is passive, also by a passive verb that it is joined to."""
    if verb.dep == "acl" and taken_for_agent(verb) is not None:
        return False
    for _ in range(MAX_STEPS):
        if is_passive(verb):
            return True
        if (
            verb.tag in ("VBN", "VBD")
            and verb.head.lemma == "stand"
            and verb.dep in ("acomp", "oprd", "xcomp", "ccomp")
        ):
            return not any(c.dep in ("nsubj", "aux") for c in verb.children)  # "stands accused"
        if verb.dep != "conj" or verb.tag != "VBN" or verb.head.tag != "VBN" or verb.head is verb:
            return False
        if any(c.dep in ("aux", "nsubj") for c in verb.children):
            return False
        verb = verb.head
    return False


def agents(verb: Token, steps: int = MAX_STEPS) -> list[Token]:
    """Those named by the by-phrase of a passive verb."""
    found = [inner for child in verb.children if child.dep == "agent" for inner in _objects_of(child)]
    if not found:
        found = [inner for _, inner in prepositional_objects(verb, "by") if inner.dep == "pobj"]
    if not found and steps > 0 and verb.dep == "conj" and verb.head is not verb and passive(verb.head):
        return agents(verb.head, steps - 1)
    if not found:  # "was seized and searched by the police": the by-phrase stands with the last verb
        for child in verb.children:
            if child.dep == "conj" and child.tag == "VBN" and not any(c.dep == "nsubjpass" for c in child.children):
                return [inner for c in child.children if c.dep == "agent" for inner in _objects_of(c)]
    return found


def taken_for_agent(verb: Token) -> Token | None:
    """The subject that the parser joined to the by-phrase before it: "burned by rioters and soldiers killed six"."""
    before = verb.head.sentence.text.tokens[verb.i - 1]
    if before.dep != "conj" or before.pos not in ("NOUN", "PROPN"):
        return None
    if verb.dep == "acl" and verb.tag in ("VBN", "VBD"):  # read as a participle, yet with an object of its own
        active = any(c.dep == "dobj" for c in verb.children)
        return before if active and verb.head.dep == "pobj" and verb.head.head.dep == "agent" else None
    if verb.dep != "conj" or verb.tag not in ("VBD", "VBP", "VBZ") or not passive(verb.head):
        return None
    if not is_passive(verb):
        above = before.head
        for _ in range(MAX_STEPS):
            if above.dep != "conj":
                break
            above = above.head
        return before if above.dep == "pobj" and above.head.head is verb.head else None
    return None


def _objects_of(preposition: Token) -> list[Token]:
    return [c for c in preposition.children if c.dep in ("pobj", "pcomp") and not is_verbal(c)]
