"""Whether the selectional conditions of a lexicon entry hold at a place in the text."""

from __future__ import annotations

from onrecord.extraction.events.slots import fillers
from onrecord.knowledge.lexicon import Condition, Entry
from onrecord.language import Token
from onrecord.language.syntax import is_passive

_PEOPLE = frozenset(
    {"he", "she", "him", "her", "they", "them", "who", "whom", "we", "us", "i", "me", "you", "themselves", "himself",
     "herself"}
)  # fmt: skip
_ENTITIES = {
    "person": frozenset({"PERSON", "NORP"}),
    "country": frozenset({"GPE", "NORP"}),
    "place": frozenset({"GPE", "LOC", "FAC"}),
    "organization": frozenset({"ORG", "NORP"}),
    "money": frozenset({"MONEY"}),
    "number": frozenset({"CARDINAL", "QUANTITY", "MONEY", "PERCENT"}),
}
_UNSURE = frozenset({"", "WORK_OF_ART", "PRODUCT"})
"""Labels of names that the recogniser did not know: such a name may be any person, place or body."""

_MONEY = frozenset({"$", "€", "£", "dollar", "euro", "pound", "million", "billion", "yen", "rouble", "ruble"})


def holds(entry: Entry, head: Token, light: Token | None = None) -> bool:
    """Whether every condition of `entry` holds for a match whose head is `head`.

    An entry that says "no act" asks for the first of several objects or subjects, others are content with any.
    """
    wide = entry.type is not None
    return all(_holds(condition, head, light, wide) for condition in entry.conditions)


def _holds(condition: Condition, head: Token, light: Token | None, wide: bool) -> bool:
    if condition.is_flag:
        return _flag(condition.slot, head) != condition.negated
    if condition.slot == "near":
        met = any(_is(condition, token) for token in head.sentence if token is not head)
        return met != condition.negated
    if condition.slot == "role":
        return (_role(head) in condition.words) != condition.negated
    found = fillers(head, condition.slot, light, wide)
    if condition.filled:
        return bool(found) != condition.negated
    return any(_is(condition, token) for token in found) != condition.negated


def _role(head: Token) -> str:
    """What the word is in its clause: its dependency label; `agent` for the agent of a passive."""
    return "agent" if head.dep == "pobj" and head.head.dep == "agent" else head.dep.lower()


def _flag(flag: str, head: Token) -> bool:
    if flag == "passive":
        return is_passive(head)
    if flag == "plural":
        return head.tag in ("NNS", "NNPS")
    if flag == "singular":
        return head.tag in ("NN", "NNP")
    transitive = bool(fillers(head, "object"))
    return transitive if flag == "transitive" else not transitive


def _is(condition: Condition, token: Token) -> bool:
    if token.lemma in condition.words or token.lower in condition.words:
        return True
    for name in condition.computed:
        if name == "name":
            if token.pos == "PROPN":
                return True
        elif (
            token.entity in _ENTITIES[name]
            or (
                token.pos == "PROPN"
                and token.entity in _UNSURE
                and name in ("person", "country", "place", "organization")
            )
            or (name == "person" and token.lower in _PEOPLE)
            or (name == "money" and (token.lemma in _MONEY or any(c.lemma in _MONEY for c in token.children)))
            or (name == "number" and token.pos == "NUM")
        ):
            return True
    return False
