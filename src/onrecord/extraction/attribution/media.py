"""Which noun phrases are outlets: as the register of parties knows them, and by the words that name media."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onrecord.extraction.model import Description
from onrecord.knowledge.cues import Cues
from onrecord.language import Token
from onrecord.language.syntax import noun_phrase

Describe = Callable[[Token], Description]

SOCIAL = frozenset({"social", "electronic", "mixed", "diplomatic", "official", "back", "encrypted"})
"""Words before "media" or "channel" that make no outlet of it."""

ARTICLES = frozenset({"El", "La", "Le", "Les", "L'", "Il", "Der", "Die", "Das", "O"})
"""Articles of other languages that open the names of papers: "El Faro del Sur"."""

CLASSES = frozenset({"compound", "amod", "nmod", "appos", "npadvmod"})
"""How the class of an outlet may hang on its name: "the daily La Brujula", "Redes, a local magazine"."""


@dataclass(frozen=True, slots=True)
class Media:
    """The words that tell outlets: nouns for media, words that stand in their names; and nouns for bodies."""

    nouns: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()

    @classmethod
    def of(cls, cues: Cues) -> Media:
        """The words of the cue tables."""
        return cls(cues.media, cues.titles, cues.bodies)

    def outlet(self, noun: Token, describe: Describe) -> Description | None:
        """Who the outlet is that this noun heads; null where it heads none.

        What the register does not know is told by its words: "Radio Caspia", "the weekly Le Minaret", "state
        television". Media as such ("local media"), people of the media and somebody's own channel are no outlet.
        """
        if noun.pos not in ("NOUN", "PROPN") or any(c.tag == "PRP$" for c in noun.children):
            return None
        known = describe(noun)
        if known.outlet:
            return known
        if noun.pos == "PROPN":
            if known.kind == "country" or not self._named(noun):
                return None
            name = known.name if known.name and " " in known.name else proper(noun)
            return Description("organization", name, known.country, "JRN", outlet=True)
        if not self._common(noun):
            return None
        named = next((c for c in noun.children if c.dep == "appos" and c.pos == "PROPN"), None)
        if named is not None:
            return Description("organization", proper(named), known.country, "JRN", outlet=True)
        one = any(c.lower in ("a", "an", "another", "one") for c in noun.children)
        return Description("organization", None, known.country, "JRN", one, 1 if one else None, outlet=True)

    def _named(self, noun: Token) -> bool:
        """Whether a name has a word of outlets' names, or the class of an outlet beside it."""
        words = noun_phrase(noun)
        if any(t.pos == "PROPN" and (t.lower in self.titles or t.lower in self.nouns) for t in words):
            return True
        if words[0].text in ARTICLES and len(words) > 1 and noun.entity in ("ORG", "WORK_OF_ART"):
            return True
        if noun.dep == "appos" and noun.head.lemma in self.nouns:
            return True
        if any(c.dep in CLASSES and c.lower in self.nouns for c in noun.children):
            return True
        before = noun.sentence.text.tokens[words[0].i - 1] if words[0].i > noun.sentence.start else None
        return before is not None and before.lower in self.nouns and before.pos == "NOUN"

    def _common(self, noun: Token) -> bool:
        """Whether a common noun is a single outlet or the state's: "a rival station", "state media"."""
        words = {c.lower for c in noun.children}
        if noun.lemma == "agency":
            return "news" in words
        if words & SOCIAL or not {noun.lemma, noun.lower} & self.nouns:
            return False
        if noun.lower == "media" or noun.tag == "NNS":
            return "state" in words
        return True


def proper(noun: Token) -> str | None:
    """The proper words of a name as one string: "La Brujula"."""
    words: list[Token] = []
    for token in reversed([t for t in noun_phrase(noun) if t.i <= noun.i]):
        if token.pos != "PROPN" and not (token.text[:1].isupper() and token.tag != "DT"):
            break
        words.insert(0, token)
    if not words:
        return None
    text = noun.sentence.text
    return " ".join(span.text for span in text.spans(words))
