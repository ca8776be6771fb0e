"""The PLOVER contexts of a passage, by its words."""

from __future__ import annotations

from onrecord.knowledge.passages import Passages
from onrecord.language import Sentence


def contexts_of(sentence: Sentence, passages: Passages) -> tuple[str, ...]:
    """The contexts that the words of the sentence set, in the order in which they appear, each once."""
    found: dict[str, None] = {}
    before = ""
    for token in sentence:
        for word in (token.lemma, f"{before} {token.lemma}"):
            for context in passages.contexts.get(word, ()):
                found[context] = None
        before = token.lemma
    return tuple(found)
