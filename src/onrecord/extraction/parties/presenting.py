"""Who is handed, sent or told what a noun names: demands, requests, warnings."""

from __future__ import annotations

from onrecord.extraction.parties import arguments, passives
from onrecord.knowledge.frames import Control
from onrecord.language import Token
from onrecord.language.syntax import first_conjunct, prepositional_objects


def _presenting(noun: Token, control: Control) -> Token | None:
    """The verb that presents somebody with the thing, or hands or sends it: found above lists and series."""
    for _ in range(passives.MAX_STEPS):
        noun = first_conjunct(noun)
        head = noun.head
        if head is noun:
            return None
        if noun.dep == "dobj" and head.lemma in _HANDING:
            return head
        if noun.dep != "pobj":
            return None
        above = head.head
        if head.lower == "with" and passives.is_verbal(above):
            return above if above.lemma in _PRESENTING or above.lemma in _APPROACHING else None
        if head.lower != "of" or above.lemma not in control.carriers:
            return None
        noun = above
    return None


def presenter(noun: Token, control: Control) -> Token | None:
    """The verb whose dative is given the noun: "handed the minister a list of demands"."""
    verb = _presenting(noun, control)
    return verb if verb is not None and verb.lemma in _HANDING else None


def presented(noun: Token, control: Control) -> list[Token]:
    """Who is presented with the noun, or turned to with it: "turned to Algiers with a request"."""
    verb = _presenting(noun, control)
    if verb is None or verb.lemma in _HANDING:
        return []
    if verb.lemma in _PRESENTING:
        return arguments.patients(verb, control)
    return [inner for _, inner in prepositional_objects(verb, "to") if inner.dep == "pobj"]


def announcer(noun: Token) -> list[Token]:
    """Who says that there will be the thing: "there will be consequences, the minister said"."""
    verb = noun.head
    if noun.dep != "attr" or verb.dep != "ccomp" or not any(c.dep == "expl" for c in verb.children):
        return []
    return [c for c in verb.head.children if c.dep == "nsubj"]


_PRESENTING = frozenset({"present", "serve", "confront", "provide"})
"""Verbs whose object is given what stands after "with"."""

_APPROACHING = frozenset({"turn", "come", "write", "go"})
"""Verbs that bring what stands after "with" to the one after "to"."""

_HANDING = frozenset({"hand", "send", "give", "deliver", "submit", "pass", "issue"})
"""Verbs that give their object to their dative."""
