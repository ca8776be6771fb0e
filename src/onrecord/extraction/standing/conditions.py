"""Conditions: the if-clause that hangs on a verb, the inverted one, the ultimatum."""

from __future__ import annotations

from onrecord.extraction.standing.negation import negation
from onrecord.language import Token

CONDITIONAL = frozenset({"if", "unless", "provided", "lest"})


def is_conditioned(verb: Token) -> bool:
    """Whether an if-clause hangs on the verb."""
    if is_consequence(verb):
        return True
    for child in verb.children:
        if child.dep == "ccomp" and child.i < verb.i and inverted_condition(child):
            return True
        if child.dep == "advcl":
            for mark in child.children:
                if mark.dep == "mark" and mark.lower in CONDITIONAL:
                    before = mark.sentence.text.tokens[mark.i - 1].lower if mark.i > mark.sentence.start else ""
                    return before not in ("even", "as")
            if inverted_condition(child):
                return True
    return False


def is_ultimatum(verb: Token) -> bool:
    """Whether the condition is that another does not act: "unless it pays", "if it does not pay"."""
    for child in verb.children:
        if child.dep == "advcl":
            for mark in child.children:
                if mark.dep == "mark" and mark.lower in CONDITIONAL:
                    return mark.lower == "unless" or negation(child) is not None
    return False


def inverted_condition(verb: Token) -> Token | None:
    """The auxiliary of a condition without "if": "Had the guards been warned", "Should they attack"."""
    subject = next((c for c in verb.children if c.dep in ("nsubj", "nsubjpass")), None)
    if any(c.dep == "mark" for c in verb.children):
        return None
    if verb.lower == "were" and subject is not None and subject.i > verb.i and verb.dep in ("advcl", "ccomp"):
        return verb
    for child in verb.children:
        if (
            child.i < (subject.i if subject is not None else verb.children[0].i + 1)
            and child.dep in ("aux", "auxpass")
            and child.lower in ("had", "should", "were")
        ):
            return child
    return None


def is_consequence(verb: Token) -> bool:
    """Whether a verb is the main clause of an inverted condition that it was taken to be coordinated with."""
    condition = verb.head
    return (
        verb.dep == "conj"
        and condition is not verb
        and inverted_condition(condition) is not None
        and not any(c.dep == "cc" and c.i < verb.i for c in condition.children)
    )
