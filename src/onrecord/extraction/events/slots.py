"""Which words fill the grammatical slots round a word, for the selectional conditions of the lexicon."""

from __future__ import annotations

from onrecord.language import Token
from onrecord.language.syntax import SUBJECTS, first_conjunct, is_passive

_RELATIVES = frozenset({"who", "which", "that", "whom", "where"})
_REACH = 4
"""Clauses climbed for an understood subject: plan to try to begin to strike."""


_QUANTITIES = frozenset(
    {"dozen", "hundred", "thousand", "million", "number", "group", "series", "lot", "score", "handful", "couple",
     "batch", "majority", "half", "some", "many", "most", "several", "all", "any", "none", "one", "two", "three",
     "four", "five", "six", "few", "part", "rest", "member", "ton", "tonne", "wave", "round", "total", "team",
     "kind", "type", "piece", "truckload", "shipment", "list", "amount", "stretch", "section", "contingent", "each",
     "both", "more", "least", "percent", "third"}
)  # fmt: skip
"""Heads that only count: in "dozens of activists" the activists are released."""


def fillers(head: Token, slot: str, light: Token | None = None, wide: bool = True) -> list[Token]:
    """The head words in `slot` of `head`; a noun under a light verb has the light verb's slots too.

    What is counted stands beside the word that counts it: both fill the slot of "dozens of activists". Who acts and
    whom it befalls may be named twice ("the chief, Sok Vibol") or be several; these count where `wide`.
    """
    found = _fillers(head, slot, light)
    beside: list[Token] = []
    parties = wide and slot in ("subject", "object")
    for token in found:
        counts = token.lemma in _QUANTITIES or token.pos == "NUM"
        for item in token.children:
            if counts and item.dep == "prep" and item.lower == "of":
                beside += [o for o in item.children if o.dep in ("pobj", "pcomp")]
            elif parties and item.dep in ("appos", "conj") and item.pos != "VERB":
                beside.append(item)
    return found + beside if beside else found


def _fillers(head: Token, slot: str, light: Token | None) -> list[Token]:
    if slot == "subject":
        return subjects(light or head)
    if slot == "object":
        return objects(head)
    if slot == "modifier":
        return [c for c in head.children if c.i < head.i and c.dep in ("amod", "compound", "poss", "nmod", "nummod")]
    if slot == "governor":
        return governors(head)
    if slot == "speaker":
        return [who for above in governors(head) for who in _speaker(above)]
    if slot == "infinitive":
        return governors(head) if any(c.lower == "to" and c.dep == "aux" for c in head.children) else []
    found = _prepositional(head, slot)
    if light is not None:
        found += _prepositional(light, slot)
    elif (
        not found and head.pos == "NOUN" and slot not in ("by", "of")
    ):  # "a deal which it had struck with the north", "talks held in Geneva"
        found = [o for c in head.children if c.dep in ("relcl", "acl") for o in _prepositional(c, slot)]
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
    return _shared_object(head)


def _shared_object(verb: Token) -> list[Token]:
    """The object of the next verb where two verbs share it: "stormed and burned the barracks"."""
    for item in verb.children:
        if item.dep == "conj" and item.i == verb.i + 2 and item.tag == verb.tag:
            return [c for c in item.children if c.dep == "dobj"]
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


def _speaker(above: Token) -> list[Token]:
    """Who asks, promises or threatens what hangs on `above`, a verb or a noun."""
    if above.pos in ("NOUN", "PROPN"):
        return [c for c in above.children if c.i < above.i and c.dep in ("amod", "compound", "poss", "nmod")]
    return subjects(above)


def governors(head: Token) -> list[Token]:
    """The words that a phrase or clause hangs on, past its coordination and its preposition, innermost first.

    Between a clause and what asks for it or promises it other verbs may stand: "asked them to begin to leave".
    """
    found: list[Token] = []
    token = head
    for _ in range(_REACH):
        token = first_conjunct(token)
        above = token.head
        if above is token:
            break
        if above.dep in ("prep", "agent") or (above.dep == "dative" and above.pos == "ADP"):
            above = above.head
        elif token.dep == "advcl" and not any(c.lower == "to" and c.dep == "aux" for c in token.children):
            break
        found.append(above)
        if head.pos not in ("VERB", "AUX") or above.pos not in ("VERB", "AUX") or token.dep != "xcomp":
            break
        token = above
    return found


def _prepositional(token: Token, preposition: str) -> list[Token]:
    found = []
    for item in token.children:
        if item.dep in ("prep", "agent", "dative", "prt") and item.lower == preposition:
            found += [o for o in item.children if o.dep in ("pobj", "pcomp")]
    return found
