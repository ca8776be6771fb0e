"""Which words of a text are cues: matching the lexicon against tokens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.extraction.attribution.phrases import joined
from onrecord.knowledge.cues import Cue, Cues
from onrecord.language import Text, Token

SUPPORTING = frozenset({
    "begin", "start", "continue", "go", "decline", "refuse", "proceed", "try", "seek", "want", "wish", "fail",
    "stop", "keep", "need", "have", "appear", "seem", "use", "conclude", "end", "choose", "decide",
})  # fmt: skip
"""Verbs that belong to the cue verb below them: "went on to say", "declined to comment"."""


@dataclass(frozen=True, slots=True)
class Match:
    """A cue in the text: its entry, the word that it hangs on, and its further fixed words."""

    cue: Cue
    head: Token
    fixed: tuple[Token, ...] = ()


def matches(text: Text, cues: Cues) -> Iterator[Match]:
    """Yield the cues of the text, in text order, one a word."""
    for token in text.tokens:
        found = match(token, cues)
        if found is not None:
            yield found


def match(token: Token, cues: Cues) -> Match | None:
    """The cue that hangs on this token, if it is one."""
    pos = token.pos
    if pos in ("VERB", "AUX") or (pos in ("NOUN", "PROPN", "ADJ") and token.tag.startswith("VB")):
        return _verb(token, cues)
    if pos == "NOUN":
        cue = cues.nouns.get(token.lemma)
        if cue is None or (
            token.lower == "order" and token.i and token.sentence.text.tokens[token.i - 1].lower == "in"
        ):
            return None  # "in order to"
        return Match(cue, token)
    if pos == "ADJ":
        cue = cues.adjectives.get(token.lower)
        return Match(cue, token) if cue else None
    if token.lower in cues.adverbs:
        return Match(cues.adverbs[token.lower], token)
    return _preposition(token, cues)


def _verb(token: Token, cues: Cues) -> Match | None:
    if token.lower in cues.prepositions:  # "according" is tagged as a verb
        found = _preposition(token, cues)
        if found is not None:
            return found
    for cue in cues.verbs.get(token.lemma, ()):
        if len(cue.words) == 1:
            return Match(cue, token)
        fixed = _fixed(token, cue.words[1:])
        if fixed is not None:
            return Match(cue, token, fixed)
    return None


def _fixed(verb: Token, words: tuple[str, ...]) -> tuple[Token, ...] | None:
    """The further words of a cue, in order, close behind the verb."""
    tokens = verb.sentence.text.tokens
    found: list[Token] = []
    at = verb.i + 1
    limit = min(verb.sentence.end, verb.i + 2 + len(words))
    if len(words) == 1:
        # A particle may stand behind a pronoun or a short object: "called him out".
        limit = min(verb.sentence.end, verb.i + 5)
    for word in words:
        while at < limit and tokens[at].lower != word:
            if tokens[at].pos in ("VERB", "PUNCT"):
                return None
            at += 1
        if at >= limit:
            return None
        if tokens[at].head is not verb and at != verb.i + 1 + len(found):
            return None
        found.append(tokens[at])
        at += 1
    last = found[-1]
    if last.dep != "prep" or last.lower == "until":  # "gave them until Friday"
        return tuple(found)
    if any(c.dep == "pobj" and c.entity in ("DATE", "TIME") for c in last.children):
        return None  # "called on Monday"
    return tuple(found)


def _preposition(token: Token, cues: Cues) -> Match | None:
    tokens = token.sentence.text.tokens
    for cue in cues.prepositions.get(token.lower, ()):
        if cue.source == "owner":
            noun = next((c for c in token.children if c.dep == "pobj" and c.lemma == cue.words[-1]), None)
            if noun is not None and owner(noun) is not None:
                return Match(cue, token, (noun,))
            continue
        end = token.i + len(cue.words)
        if end <= token.sentence.end and all(
            t.lower == w for t, w in zip(tokens[token.i : end], cue.words, strict=True)
        ):
            return Match(cue, token, tuple(tokens[token.i + 1 : end]))
    return None


def owner(noun: Token) -> Token | None:
    """Whose a noun is: "their count", "the telling of the bishop"."""
    for child in noun.children:
        if child.dep == "poss" and child.lower != "whose":
            return child
    for child in noun.children:
        if child.dep == "prep" and child.lower == "of":
            return next((c for c in child.children if c.dep == "pobj"), None)
    return None


def cue_tokens(found: Match, barred: set[int]) -> list[Token]:
    """The words of a verb's cue: with auxiliaries, negation, particle and adverbs, and the verbs that support it.

    `barred` are the indices of words that belong to source or content.
    """
    head = found.head
    chosen = [head, *found.fixed]
    for _ in range(3):  # "went on to say": each verb with what stands between it and the next
        for child in head.children:
            if child.dep in ("aux", "auxpass", "neg", "prt") or (
                child.dep == "advmod" and head.i - 3 <= child.i < head.i and not child.children
            ):
                chosen.append(child)
        above = head.head
        if above is head or above.lemma not in SUPPORTING or not 0 < head.i - above.i <= 4:
            break
        if head.dep == "xcomp" or (head.dep == "pcomp" and above.dep == "prep"):
            tokens = head.sentence.text.tokens
            chosen.extend(tokens[above.i : head.i])
            head = above
        else:
            break
    return [t for t in joined(chosen) if t.i not in barred]
