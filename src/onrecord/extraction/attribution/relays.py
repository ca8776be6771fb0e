"""Who carries the words of a source: "told the Ledger", "in a statement carried by state television"."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onrecord.extraction.model import Description, FoundAttribution
from onrecord.language import Token
from onrecord.language.syntax import noun_phrase

Describe = Callable[[Token], Description]

TOWARDS = frozenset({"to", "with", "on", "by", "via", "through", "for", "in", "from"})
CARRYING = frozenset({
    "carry", "publish", "broadcast", "air", "cite", "quote", "post", "report", "relay", "run", "print", "release",
    "obtain", "see", "speak", "talk", "give", "interview", "tell",
})  # fmt: skip
SELF = frozenset({"this", "our"})


def relays(attribution: FoundAttribution, describe: Describe) -> list[Token]:
    """The heads of the outlets that carry an attribution, outermost first; most have none."""
    source = {t.i for t in attribution.source}
    barred = {t.i for t in attribution.content} | source
    found: list[Token] = []
    beside = [noun for noun in _beside(attribution, barred) if noun.i not in barred]
    for noun in (*beside, *_within(attribution)):
        if noun in found or noun.pos not in ("NOUN", "PROPN"):
            continue
        if not any(c.tag == "PRP$" for c in noun.children) and describe(noun).outlet:  # not "his newspaper"
            found.append(noun)
    return found


def full_name(noun: Token) -> list[Token]:
    """The noun with its plain modifiers, and an of-phrase that belongs to a name: "Voice of Ruritania"."""
    words = noun_phrase(noun)
    if noun.pos == "PROPN":
        for child in noun.children:
            if child.dep == "prep" and child.lower == "of" and child.i == noun.i + 1:
                inner = next((c for c in child.children if c.dep == "pobj" and c.pos == "PROPN"), None)
                if inner is not None:
                    words = [*words, child, *noun_phrase(inner)]
    return words


def own_name(noun: Token, known: Description, own_names: frozenset[str]) -> bool:
    """Whether a noun phrase is the publisher speaking of itself: by name, or as "this newspaper"."""
    if known.outlet and any(c.lower in SELF and c.dep in ("det", "poss") for c in noun.children):
        return True
    if not own_names:
        return False
    words = " ".join(t.lower for t in full_name(noun) if t.lower not in ("the", "a", "an"))
    return words in own_names or (known.name is not None and known.name.lower() in own_names)


def _beside(attribution: FoundAttribution, barred: set[int]) -> Iterator[Token]:
    """Nouns beside the cue: who is told, and what hangs on the verb."""
    if attribution.addressee:
        inside = {t.i for t in attribution.addressee}
        for token in attribution.addressee:
            if token.head.i not in inside:
                yield token
    cue = attribution.cue_head
    for child in cue.children:
        if child.i in barred:
            continue
        if child.dep in ("prep", "dative") and child.lower in TOWARDS:
            yield from _carried(child, 2)
        elif child.dep == "advcl" and child.lemma in CARRYING:
            yield from _of_verb(child)


def _within(attribution: FoundAttribution) -> Iterator[Token]:
    """Nouns within the source: "officials who spoke to the Ledger"."""
    source = attribution.source_head
    if source is not None:
        for child in source.children:
            if child.dep in ("acl", "relcl") and child.lemma in CARRYING:
                yield from _of_verb(child)


def _carried(preposition: Token, depth: int) -> Iterator[Token]:
    """The object of a preposition, and the outlets that hang on it: "in an interview with the Ledger"."""
    for noun in preposition.children:
        if noun.dep != "pobj":
            continue
        yield noun
        if not depth:
            continue
        for child in noun.children:
            if child.dep in ("prep", "agent") and child.lower in TOWARDS:
                yield from _carried(child, depth - 1)
            elif child.dep in ("acl", "relcl") and child.lemma in CARRYING:
                yield from _of_verb(child)
            elif child.dep in ("compound", "poss", "nmod") and child.pos == "PROPN":
                yield child


def _of_verb(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep in ("prep", "agent", "dative") and child.lower in ("by", "to", "with", "on", "in"):
            yield from _carried(child, 1)
        elif child.dep == "dobj" and verb.lemma in ("tell", "give"):
            yield child
