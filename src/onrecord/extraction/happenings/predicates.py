"""Which words of a text name something that happens: verbs and event nouns, without their helpers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.extraction.happenings.words import Words, event_nouns, load_words
from onrecord.knowledge import Knowledge
from onrecord.language import Text, Token
from onrecord.language.syntax import child, particle, prepositional_objects

_HANDS_ON = frozenset({"realises", "continues", "plans", "attempts", "persuades", "enables", "expects"})
"""Families of operators that hand their happening on to the act below them: "began to sell" is selling."""


@dataclass(frozen=True, slots=True, eq=False)
class Predicate:
    """A word that names something that happens. `light` is the light verb over a noun."""

    head: Token
    act: str
    light: Token | None = None

    @property
    def noun(self) -> bool:
        """Whether it is an event noun."""
        return self.head.pos in ("NOUN", "PROPN")


def find_predicates(text: Text, knowledge: Knowledge) -> Iterator[Predicate]:
    """All verbs and event nouns of the text that stand for themselves, in order."""
    nouns, words = event_nouns(knowledge.overlays), load_words(knowledge.overlays)
    lights: dict[int, Token] = {}
    found = []
    for token in text.tokens:
        if token.pos == "NOUN" and (act := _noun_act(token, nouns)) is not None:
            light = light_verb(token, knowledge, words)
            if light is not None and light.lemma in words.light:
                lights[light.i] = token
            found.append(Predicate(token, act, light))
        elif is_event_verb(token, knowledge, words):
            found.append(Predicate(token, act_of(token)))
    for predicate in found:
        if predicate.head.i not in lights:
            yield predicate


def is_event_verb(token: Token, knowledge: Knowledge, words: Words) -> bool:
    """Whether the word is a verb that names an act, state or change of its own, and no helper of another word."""
    if token.pos != "VERB" or token.dep in ("aux", "auxpass", "compound", "case", "mark", "prep"):
        return False
    if token.lemma in words.joining or token.lower in ("according", "including", "following", "regarding"):
        return False
    if token.lemma in words.mind or (token.lower == "aged" and token.tag == "VBN"):
        return False
    if token.tag == "VB" and token.dep in ("ROOT", "ccomp") and not _supported(token):
        return False  # an order: "Ask me again."
    if token.dep == "advcl" and token.tag == "VBG" and token.lemma in words.effect and token.i > token.head.i:
        return False
    if token.tag == "VBG" and token.dep == "advcl" and particle(token) is not None and token.i == token.sentence.start:
        return False  # "Going on, ..."
    if token.tag == "VB" and any(c.lower in ("rather", "instead") for c in (*token.children, *_before(token, 2))):
        return False  # "rather than sell them"
    if token.dep == "amod" and not (token.tag == "VBN" and any(c.lower in words.lately for c in token.children)):
        return False
    if token.lemma == "follow" and token.tag == "VBN" and token.dep == "advcl":
        return False
    return not _hands_on(token, knowledge, words)


def _supported(verb: Token) -> bool:
    return any(c.dep in ("aux", "auxpass", "nsubj", "nsubjpass", "expl") for c in verb.children)


def _before(token: Token, number: int) -> list[Token]:
    return token.sentence.text.tokens[max(token.sentence.start, token.i - number) : token.i]


def _hands_on(verb: Token, knowledge: Knowledge, words: Words) -> bool:
    below = next((c for c in verb.children if c.dep == "xcomp" and c.pos in ("VERB", "AUX")), None)
    if below is not None:
        relation = "gerund" if below.tag == "VBG" else "infinitive"
        operator = knowledge.operators.find(verb, relation)
        return (operator is not None and operator.family in _HANDS_ON) or verb.lemma in words.phase
    if verb.lemma in words.phase:
        return any(inner.tag == "VBG" for _, inner in prepositional_objects(verb, "by", "with"))
    return False


def act_of(verb: Token) -> str:
    """The verb's lemma with its particle: "step down"."""
    after = particle(verb)
    return f"{verb.lemma} {after.lower}" if after is not None else verb.lemma


def _noun_act(noun: Token, nouns: Mapping[str, str]) -> str | None:
    for form in (noun.lower, noun.lemma):
        if form in nouns:
            return nouns[form]
    return None


def light_verb(noun: Token, knowledge: Knowledge, words: Words) -> Token | None:
    """The verb that realises the noun: "gave" in "gave a speech", "filed" in "filed a lawsuit"."""
    if noun.dep != "dobj" or noun.head.pos != "VERB" or child(noun.head, "prt") is not None:
        return None
    operator = knowledge.operators.find(noun.head, "object")
    realises = operator is not None and operator.family == "realises"
    return noun.head if realises or noun.head.lemma in words.light | words.step else None


def trigger(predicate: Predicate) -> Sequence[Token]:
    """The words of the predicate: the head, and a particle right behind it."""
    after = child(predicate.head, "prt") if not predicate.noun else None
    return (predicate.head, after) if after is not None and after.i == predicate.head.i + 1 else (predicate.head,)
