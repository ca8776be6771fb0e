"""By which names a noun phrase is known: its own, and those of what it takes up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from onrecord.extraction.parties import Register
from onrecord.extraction.parties.coreference import FEMALE, MALE, NEUTER, PLURAL
from onrecord.language import Token
from onrecord.language.syntax import SUBJECTS, noun_phrase

_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_NEW = frozenset({"new", "newest", "latest"})
_PERSONAL = MALE | FEMALE
_ARGUMENTS = (*SUBJECTS, "dobj", "pobj", "attr", "appos")
_BACK = 3
"""Sentences back in which a pronoun or a class noun may find its antecedent."""

_MARKS = re.compile(r"[\s\"“”'’`]+")


class Referents:
    """The names of one document's noun phrases, worked out when first asked for."""

    def __init__(self, register: Register, classes: frozenset[str]) -> None:
        """Take the register of a document, and the nouns for classes of things."""
        self.register = register
        self._classes = classes
        self._names: dict[int, tuple[str, ...]] = {}
        self._things: list[tuple[Token, tuple[str, ...]]] | None = None

    def names(self, token: Token) -> tuple[str, ...]:
        """All names of the phrase headed by `token`, the fullest of what it takes up first."""
        if token.i not in self._names:
            self._names[token.i] = ()  # no answer to whoever asks on the way
            self._names[token.i] = tuple(dict.fromkeys(self._all(token)))
        return self._names[token.i]

    def person(self, token: Token) -> bool:
        """Whether the phrase names a person."""
        target = self.target(token)
        return self.register.identity(target) is not None or token.lower in _PERSONAL

    def target(self, token: Token) -> Token:
        """The noun that the phrase takes up, or itself."""
        for _ in range(4):
            found = self._antecedent(token)
            if found is None or found is token:
                return token
            token = found
        return token

    def _all(self, token: Token) -> Iterator[str]:
        target = self.target(token)
        identity = self.register.identity(target)
        if identity is not None:
            yield self._full(identity.name)
        if target.pos == "PRON":
            return
        if target is not token:
            yield from self.names(target)
        yield from self._own(target)
        for item in target.children:
            if item.dep == "appos":
                beside = self.register.identity(item)
                if beside is not None:
                    yield self._full(beside.name)
                yield from self._own(item)
        if target.dep == "appos" and target.head.pos in ("NOUN", "PROPN"):
            yield from self._own(target.head)

    def _full(self, name: str) -> str:
        """The full name of the one person of the document whose given name this is; else the name."""
        if " " in name:
            return name
        named = {i.name for i in self.register.identities.by_start.values() if i.name.startswith(f"{name} ")}
        return named.pop() if len(named) == 1 else name

    def _own(self, token: Token) -> Iterator[str]:
        words = proper_words(token) or [t for t in noun_phrase(token) if t.pos in ("NOUN", "ADJ", "NUM")]
        if words:
            yield _written(words)
        described = self.register.describe(token) if token.i in self.register.mentions.named else None
        if described is not None and described.name is not None:
            yield described.name
        if token.lower in self._classes or token.lemma in self._classes:  # "Strelsau music players"
            named = [c for c in token.children if c.dep in ("compound", "nmod") and _named(c)]
            if named:
                yield _written(proper_words(named[-1]))

    def _antecedent(self, token: Token) -> Token | None:
        if token.lower in _WE:
            return None  # a speaker and others, who are not named
        found = self.register.antecedent(token) or self.register.fuller(token)
        if found is not None:
            return found
        lower = token.lower
        if token.pos == "PRON" or token.tag == "PRP$":
            if lower in _PERSONAL:
                return self._last(token, person=True)
            if lower in NEUTER | PLURAL:
                return self._last(token, person=False)
            return None
        if token.pos == "NOUN" and token.lower in self._classes and _definite(token) and not _modified(token):
            return self._called(token) or self._topic(token) or self._last(token, person=False, things=True)
        if token.pos == "PROPN" and any(c.dep == "amod" and c.lower in _NEW for c in token.children):
            return self._fuller(token)
        return None

    def _fuller(self, token: Token) -> Token | None:
        """The last mention before with the same first word and more: "the new Strelsau" after "the Strelsau 4"."""
        if len(_name(token)) > 1:
            return None
        before = [h for h in self.register.heads(token.lower) if h.i < token.i and len(_name(h)) > 1]
        return next((h for h in reversed(before) if _name(h)[0] == token.lower), None)

    def _topic(self, token: Token) -> Token | None:
        """The thing that has been named most before, at least twice; no person, place or body that the tables know."""
        if self._things is None:
            self._things = [
                (other, _name(other))
                for other in self.register.text.tokens
                if other.dep in _ARGUMENTS
                and self._fits(other, False, True)
                and other.i not in self.register.mentions.named
            ]
        counts: Counter[tuple[str, ...]] = Counter()
        last: dict[tuple[str, ...], Token] = {}
        for other, name in self._things:
            if other.i >= token.i:
                break
            counts[name] += 1
            last[name] = other
        best = max(counts, key=lambda name: (counts[name], last[name].i), default=None)
        return last[best] if best and counts[best] > 1 else None

    def _called(self, token: Token) -> Token | None:
        """The last thing before whose name ends in the same word: "the store" after "the Ruritania Store"."""
        before = [h for h in self.register.heads(token.lower) if h.i < token.i and h.pos == "PROPN"]
        return before[-1] if before else None

    def _last(self, token: Token, person: bool, things: bool = False) -> Token | None:
        """The last named subject before the word, else the last named object or attribute, of the right sort.

        A pronoun that could stand for the same counts as what it stands for.
        """
        sentences = self.register.text.sentences
        near = range(token.sentence.index, max(-1, token.sentence.index - _BACK), -1)
        family = _PERSONAL if person else NEUTER
        for at in near:
            subjects = [t for t in sentences[at] if t.i < token.i and t.dep in SUBJECTS]
            fitting = [t for t in subjects if self._fits(t, person, things) or t.lower in family]
            if fitting:
                chosen = fitting[-1] if at == token.sentence.index else fitting[0]
                return self.target(chosen) if chosen.pos == "PRON" else chosen
        for at in near:
            others = [t for t in sentences[at] if t.i < token.i and t.dep in _ARGUMENTS]
            fitting = [t for t in others if self._fits(t, person, things)]
            if fitting:
                return fitting[-1]
        return None

    def _fits(self, token: Token, person: bool, things: bool) -> bool:
        if token.pos not in ("NOUN", "PROPN") or token.entity in ("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL"):
            return False
        human = self.register.identity(token) is not None or token.entity == "PERSON"
        if person:
            return human and token.dep in (*SUBJECTS, "dobj", "pobj", "appos")
        if human or not _named(token):
            return False
        return not (things and token.entity in ("GPE", "LOC", "NORP"))


def _name(token: Token) -> tuple[str, ...]:
    return tuple(_written(proper_words(token) or [token]).lower().split())


def proper_words(token: Token) -> list[Token]:
    """The phrase's words without its owner, determiners and quotation marks; with a number behind the head."""
    tokens = token.sentence.text.tokens
    phrase = noun_phrase(token)
    first, last = phrase[0].i, phrase[-1].i
    owners = [c for c in token.children if c.dep == "poss"]
    if owners:
        first = max(first, owners[-1].i + 1)
    while last + 1 < token.sentence.end and _continues_name(tokens[last], tokens[last + 1]):
        last += 1
    words = [
        t for t in tokens[first : last + 1] if t.pos not in ("DET", "PUNCT", "PART") and t.tag not in ("POS", "PRP$")
    ]
    while words and not _named(words[0]) and words[0] is not token and words[0].end < tokens[words[0].i + 1].start:
        words = words[1:]
    return words if any(_named(t) for t in words) else []


def _written(words: list[Token]) -> str:
    """The words as they stand, without what lies between them; tokens of one word stay together ("3G")."""
    parts = [words[0].text]
    for before, word in pairwise(words):
        parts.append(word.text if before.end == word.start else f" {word.text}")
    return _MARKS.sub(" ", "".join(parts)).strip()


def _continues_name(token: Token, after: Token) -> bool:
    """Whether the word behind a name belongs to it: a number, or a capital under the same head."""
    if after.pos == "NUM" or after.text[0].isdigit():
        return _named(token) and after.entity not in ("DATE", "TIME", "MONEY", "PERCENT")
    if token.text.isdigit() and token.end == after.start:
        return after.text.isalpha()
    return _named(token) and after.pos == "PROPN" and after.dep in ("appos", "nmod") and after.head is token


def _named(token: Token) -> bool:
    return any(c.isupper() for c in token.text) and token.pos in ("PROPN", "NOUN", "ADJ", "X", "NUM")


def _definite(token: Token) -> bool:
    return any(c.dep == "det" and c.lower in ("the", "this", "that") for c in token.children)


def _modified(token: Token) -> bool:
    return any(
        c.dep in ("relcl", "acl", "prep", "poss")
        or c.dep in ("compound", "nmod", "nummod")
        or (c.dep == "amod" and c.lower != "new")
        for c in token.children
    )
