"""Finding who, in the clause or phrase around a word, bears the operator that governs it."""

from __future__ import annotations

from onrecord.extraction.standing.relations import COPULAS, PREDICATES
from onrecord.knowledge.operators import Operator, Operators
from onrecord.language import Token

_MEET = frozenset({"meet", "visit", "return", "vote", "decide"})
"""Verbs whose object's "for" is no purpose of the verb: "met the leaders for talks"."""


def clause_bearer(operators: Operators, head: Token, relation: str) -> tuple[Token, Operator] | None:
    """Who in the clause of `head` is an operator for this relation: it, its predicate, or its object."""
    kinds = {"wh": ("that", "whether"), "whether": ("whether", "that"), "quote": ("quote", "that")}
    for kind in kinds.get(relation, (relation,)):
        copular = head.lemma in COPULAS
        if not copular or head.lemma in ("seem", "appear", "prove", "get", "remain"):
            operator = operators.find(head, kind)
            if operator is not None:
                return (operator.family == "reports" and _object(operators, head, kind)) or (head, operator)
        for child in head.children:
            if child.dep in PREDICATES or (child.dep in ("dobj", "nsubjpass") and kind != "gerund"):
                operator = operators.find(child, kind)
                if operator is not None:
                    return child, operator
        if head.lemma == "be":
            operator = operators.find(head, kind)
            if operator is not None:
                return head, operator
    return None


def _object(operators: Operators, head: Token, kind: str) -> tuple[Token, Operator] | None:
    """The operator that a verb of saying has for object: "repeated its demand that they leave"."""
    for child in head.children:
        if child.dep == "dobj":
            operator = operators.find(child, kind)
            if operator is not None and operator.family not in ("reports", "knows"):
                return child, operator
    return None


def noun_bearer(operators: Operators, noun: Token, relation: str) -> tuple[Token, Operator] | None:
    """The operator noun, or the operator further up to which the parser should have hung the clause."""
    word = noun
    for _ in range(4):
        operator = operators.find(word, relation)
        climbed = word is not noun
        if operator is not None and not (
            climbed and (operator.family == "realises" or (operator.family == "reports") != (relation == "that"))
        ):
            return word, operator
        if relation not in ("infinitive", "that") or word.head is word:
            return None
        if word.dep in ("pobj", "appos", "conj", "dobj", "prep", "agent", "nsubjpass", "dative"):
            word = word.head
        else:
            return None
    return None


def phrase_operator(operators: Operators, verb: Token, relation: str) -> tuple[Token, Operator] | None:
    """The prepositional predicate of a clause: "is on hold", "put the plan on hold"."""
    tokens, end = verb.sentence.text.tokens, verb.sentence.end
    for child in verb.children:
        if child.dep in ("prep", "acomp", "advmod") and child.pos in ("ADP", "SCONJ", "ADV"):
            text = child.lower
            for following in tokens[child.i + 1 : min(child.i + 5, end)]:
                text = f"{text} {following.lower}"
                operator = operators.get(text, "phrase", relation)
                if operator is not None:
                    return child, operator
    return None


def preposition_bearer(operators: Operators, owner: Token, name: str) -> tuple[Token, Operator] | None:
    """The operator of a preposition: what it hangs on, its predicate or object, or the verb that it belongs to."""
    operator = operators.find(owner, name)
    if operator is not None:
        return owner, operator
    for child in owner.children:
        if child.dep in PREDICATES or (child.dep in ("dobj", "nsubjpass") and name != "by"):
            operator = operators.find(child, name)
            if operator is not None and operator.family != "realises":
                return child, operator
    if owner.dep in ("dobj", "nsubjpass", "pobj", "dative") and name in ("from", "of", "with", "for", "to"):
        verb = owner.head if owner.head.pos in ("VERB", "AUX") else owner.head.head
        operator = operators.find(verb, name)
        provides = (
            name == "for" and operator is not None and operator.family == "plans" and operator.phrase not in _MEET
        )
        families = ("prevents", "forbids", "threatens", "demands", "reports")
        if operator is not None and (operator.family in families or provides):
            return verb, operator  # "prevented the crowd from entering", with the phrase hung on the crowd
    return None


def preposition_operator(operators: Operators, preposition: Token, relation: str) -> Operator | None:
    """The preposition that is itself an operator, with the words before it: without, instead of."""
    tokens = preposition.sentence.text.tokens
    for length in (4, 3, 2, 1):
        start = preposition.i - length + 1
        if start >= preposition.sentence.start:
            text = " ".join(t.lower for t in tokens[start : preposition.i + 1])
            operator = operators.get(text, "prep", relation)
            if operator is not None:
                return operator
    return None
