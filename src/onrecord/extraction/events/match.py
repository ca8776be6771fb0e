"""Finding the entries of the event lexicon at a word."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from onrecord.extraction.events.conditions import holds
from onrecord.knowledge.lexicon import Entry, Lexicon
from onrecord.language import Token

_HYPHENS = frozenset({"-", "–", "‑"})

Match = tuple[Entry, Token, list[Token]]
"""An entry, the word that carries the act, and all words of the phrase, in text order."""


def match_verb(token: Token, lexicon: Lexicon) -> Match | None:
    """The first entry that the verb `token` begins and whose conditions hold."""
    for entry in lexicon.verbs.get(token.lemma, ()):
        words = _dependents(token, entry.words)
        if words is not None and holds(entry, token):
            return entry, token, words
    return None


def match_noun(token: Token, lexicon: Lexicon, light_of: Callable[[Token], Token | None]) -> Match | None:
    """The first entry whose phrase ends at the noun `token` and whose conditions hold.

    `light_of` gives the light verb over a noun, whose slots count too.
    """
    for entry in _entries(token, lexicon.nouns):
        words = _preceding(token, entry.words)
        if words is None:
            continue
        head = _head(words)
        if holds(entry, head, light_of(head) if entry.conditions else None):
            return entry, head, words
    return None


def match_adjective(token: Token, lexicon: Lexicon) -> Match | None:
    """The first entry for a predicative adjective."""
    for entry in _entries(token, lexicon.adjectives):
        words = _dependents(token, entry.words)
        if words is not None and holds(entry, token):
            return entry, token, words
    return None


def _entries(token: Token, index: dict[str, tuple[Entry, ...]]) -> Iterable[Entry]:
    found = index.get(token.lemma, ())
    if token.lower != token.lemma:
        found = found + index.get(token.lower, ())
    if not found and token.pos == "PROPN" and token.lower.endswith("s") and not token.text.isupper():
        # In titles nouns are tagged as names, and names keep their plural.
        found = index.get(token.lower[:-1], ())
    return found


def _dependents(head: Token, words: tuple[str, ...]) -> list[Token] | None:
    """The tokens of a verb phrase: each further word depends on the verb, on the word before it or on the one after it.

    The last holds of what qualifies a noun: "turn a deaf ear", "find common ground".
    """
    found = [head]
    waiting: list[str] = []
    for word in words[1:]:
        match = _child(found[-1], word, found) or (_child(head, word, found) if len(found) > 1 else None)
        if match is None:
            waiting.append(word)
            continue
        found.append(match)
        if waiting:
            before = [_child(match, other, found) for other in waiting]
            if None in before:
                return None
            found[-1:-1] = [other for other in before if other is not None]
            waiting = []
    if waiting:
        return None
    found.sort(key=lambda t: t.i)
    return found


def _child(parent: Token, word: str, taken: list[Token]) -> Token | None:
    for child in parent.children:
        if word in (child.lemma, child.lower) and child.dep != "aux" and child not in taken and not _is_adjunct(child):
            return child
    return None


def _is_adjunct(token: Token) -> bool:
    """Whether a preposition only sets time or place: "given in September" is not "give in"."""
    return (
        token.dep == "prep"
        and token.lower in ("in", "on", "at")
        and any(
            c.dep == "pobj" and (c.entity in ("DATE", "TIME") or (c.entity == "GPE" and not c.children))
            for c in token.children
        )
    )


def _preceding(last: Token, words: tuple[str, ...]) -> list[Token] | None:
    """The tokens of a noun phrase that ends at `last`, hyphens skipped."""
    found = [last]
    tokens = last.sentence.text.tokens
    at = last.i
    first = last.sentence.start
    for word in reversed(words[:-1]):
        at -= 1
        while at > first and tokens[at].text in _HYPHENS:
            at -= 1
        if at < first or word not in (tokens[at].lower, tokens[at].lemma):
            return None
        found.append(tokens[at])
    found.reverse()
    return found


def _head(words: list[Token]) -> Token:
    """The word of a phrase that the rest of the sentence hangs on: the one before `of`, else the last."""
    for n, word in enumerate(words):
        if n and word.lower in ("of", "in", "to", "for", "on", "at") and word.head is words[n - 1]:
            return words[n - 1]
    return words[-1]
