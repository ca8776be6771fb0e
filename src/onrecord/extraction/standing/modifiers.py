"""The operators among a word's own modifiers: adverbs, adjectives, participles, relative clauses."""

from __future__ import annotations

from onrecord.knowledge.operators import Operator, Operators
from onrecord.language import Token
from onrecord.language.syntax import has_subject

_TIMED_ADVERBS = frozenset({"plans", "continues"})
_CLAUSE_FAMILIES = frozenset(
    ["plans", "considers", "threatens", "stops", "demands", "attempts", "prevents", "expects", "alleges", "refuses"]
)


def modifiers_of(token: Token, operators: Operators, tense: str) -> tuple[tuple[Operator, Token, str], ...]:
    """The operators among a word's own modifiers: adverbs, adjectives, participles, relative clauses that stop it."""
    found: list[tuple[Operator, Token, str]] = []
    for child in token.children:
        operator = None
        relation = "modifier"
        if child.dep == "advmod" or (child.pos == "ADV" and child.dep != "neg"):
            operator = operators.get(child.lower, "adv", "modifier")
            if operator is not None and (
                (operator.family in _TIMED_ADVERBS and tense not in ("present", "gerund"))
                or (operator.family == "nears" and tense not in ("past", "participle"))
            ):
                operator = None
        elif child.dep == "amod" or (child.dep == "compound" and child.pos in ("ADJ", "VERB")):
            operator = _adjective(child, operators)
        elif child.dep == "acl" and child.tag == "VBN" and tense == "noun" and not has_subject(child):
            operator, relation = operators.find(child, "indefinite"), "object"
            if operator is not None and operator.family not in _CLAUSE_FAMILIES:
                operator = None
        elif child.lower == "be" and child.dep in ("nmod", "compound", "amod") and tense == "noun":
            if any(c.lower == "would" for c in child.children):  # "a would-be assassin", taken apart
                operator = operators.get("would-be", "a", "modifier")
        elif child.dep == "relcl" and tense == "noun":
            operator, relation = _relative(child, operators)
        if operator is not None and operator.family != "negates":
            found.append((operator, child, relation))
    return tuple(found)


def _adjective(child: Token, operators: Operators) -> Operator | None:
    found = operators.get(child.lower, "a", "modifier")
    if found is None and child.tag in ("VBN", "VBD", "JJ") and child.lower in operators.participles:
        verb = operators.participles[child.lower]
        found = operators.get(verb, "v", "indefinite") or operators.get(verb, "v", "object")
        if found is not None and found.family not in _CLAUSE_FAMILIES:
            found = None
    return found


def _relative(verb: Token, operators: Operators) -> tuple[Operator | None, str]:
    """The operator of a relative clause that stops, foils or plans what it hangs on: "tariffs, which he paused"."""
    for child in verb.children:
        if child.lower in ("which", "that", "who"):
            if child.dep in ("dobj", "nsubjpass"):
                operator, relation = operators.find(verb, "object"), "object"
            elif child.dep == "nsubj":
                operator, relation = operators.find(verb, "subject"), "subject"
            else:
                continue
            if operator is not None and operator.family in ("stops", "prevents", "fails"):
                return operator, relation
    return None, ""
