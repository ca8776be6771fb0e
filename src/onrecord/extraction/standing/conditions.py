"""Conditions: the if-clause that hangs on a verb, the inverted one, the ultimatum."""

from __future__ import annotations

from onrecord.extraction.standing.negation import negation
from onrecord.language import Token

CONDITIONAL = frozenset({"if", "unless", "provided", "lest"})


def is_conditioned(verb: Token) -> bool:
    """Whether an if-clause hangs on the verb."""
    if verb.dep == "ccomp" and verb.i < verb.head.i and inverted_condition(verb.head) is not None:
        return True  # "they might have burned it, had the rain not come"
    if is_consequence(verb) or _follows_a_fronted_one(verb) or _any_who(verb):
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
    """Whether the condition is that another does not act ("unless it pays"), or is whoever acts ("any ship that")."""
    if _any_who(verb):
        return True
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


def counterfactual(verb: Token) -> bool:
    """Whether a denied pluperfect condition means that it was so: "had the gas not been cut, it would have"."""
    if verb.tag not in ("VBN", "VBD") or not any(c.lower == "had" for c in (verb.head, *verb.children)):
        return False
    opener = verb.sentence.text.tokens[verb.sentence.start]
    if opener.lower != "had" or (opener.head is not verb and verb.head is not opener):
        return False
    return any(_is_unreal(t) for t in verb.sentence.text.tokens[verb.i + 1 : min(verb.sentence.end, verb.i + 80)])


def _is_unreal(token: Token) -> bool:
    return token.tag == "MD" and token.lower in ("would", "could", "might")


def _follows_a_fronted_one(verb: Token) -> bool:
    """Whether the sentence opens with an inverted condition to which the parser did not tie its main verb."""
    text, start, end = verb.sentence.text, verb.sentence.start, verb.sentence.end
    opener = text.tokens[start]
    if opener.lower not in ("had", "were", "should") or text.tokens[end - 1].text == "?":
        return False
    if verb.dep not in ("ROOT", "ccomp", "conj", "parataxis"):
        return False
    modal = next((c for c in verb.children if c.dep == "aux" and c.tag == "MD"), None)
    return modal is not None and modal is not opener


def _any_who(verb: Token) -> bool:
    """Whether the subject is whoever does something: "any vessel that enters", "anyone who shelters them"."""
    subject = next((c for c in verb.children if c.dep in ("nsubj", "nsubjpass")), None)
    if subject is None or not any(c.dep == "relcl" for c in subject.children):
        return False
    if subject.lower in ("anyone", "anybody", "everyone", "everybody"):
        return True
    return any(c.dep == "det" and c.lower == "any" for c in subject.children)
