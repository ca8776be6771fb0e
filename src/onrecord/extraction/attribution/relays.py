"""Who carries the words of a source: "told the Ledger", "in a statement carried by state television"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extraction.attribution.media import Describe, Media
from onrecord.extraction.model import Description, FoundAttribution
from onrecord.language import Token
from onrecord.language.syntax import noun_phrase

TOWARDS = frozenset({"to", "with", "on", "by", "via", "through", "for", "in", "from"})
CARRYING = frozenset({
    "carry", "publish", "broadcast", "air", "cite", "quote", "post", "report", "relay", "run", "print", "release",
    "obtain", "see", "speak", "talk", "give", "interview", "tell", "view", "review", "leak", "send", "share",
})  # fmt: skip
LONGEST_ASIDE = 15
"""Tokens behind a source in which who published it is looked for."""

SELF = frozenset({"this", "our"})


def relays(attribution: FoundAttribution, describe: Describe, media: Media) -> list[Token]:
    """The heads of the outlets that carry an attribution, outermost first; most have none."""
    source = {t.i for t in attribution.source}
    barred = {t.i for t in attribution.content} | source
    found: list[Token] = []
    beside = [noun for noun in _beside(attribution, barred) if noun.i not in barred]
    for noun in (*beside, *_within(attribution)):
        if noun not in found and media.outlet(noun, describe) is not None:
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
    if any(c.lower in SELF and c.dep in ("det", "poss") for c in noun.children):
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
    words = {t.i for t in attribution.cue}
    for child in (c for word in attribution.cue for c in word.children):
        if child.i in barred or child.i in words:
            continue
        if child.dep in ("prep", "dative") and child.lower in TOWARDS:
            yield from _carried(child, 2)
        elif child.dep == "advcl" and child.lemma in CARRYING:
            yield from _of_verb(child)


def _within(attribution: FoundAttribution) -> Iterator[Token]:
    """Nouns within the source or right behind it: "officials who spoke to the Ledger", "a letter, seen by Reuters"."""
    source = attribution.source_head
    if source is None:
        return
    for child in source.children:
        if child.dep in ("acl", "relcl") and child.lemma in CARRYING:
            yield from _of_verb(child)
    tokens = source.sentence.text.tokens
    last = attribution.source[-1].i if attribution.source else source.i
    for token in tokens[last + 1 : min(source.sentence.end, last + LONGEST_ASIDE)]:
        if token is attribution.cue_head:
            return
        if token.tag == "VBN" and token.lemma in CARRYING and token.dep in ("advcl", "acl", "conj"):
            yield from (n for c in token.children if c.dep == "agent" for n in _carried(c, 0))


def _carried(preposition: Token, depth: int) -> Iterator[Token]:
    """The object of a preposition, and the outlets that hang on it: "in an interview with the Ledger"."""
    for noun in preposition.children:
        if noun.dep != "pobj":
            continue
        if noun.pos == "PROPN" or preposition.dep == "agent" or preposition.lower in ("to", "with", "from"):
            yield noun  # what one says on television or by radio is still one's own word
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
