"""What qualifies an act: consent, condition, purpose, means, reason, quantity."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extraction.model import Act
from onrecord.knowledge.passages import Opener, Passages
from onrecord.language import Text, Token
from onrecord.language.syntax import subtree
from onrecord.records import Qualifier
from onrecord.records.vocabulary import QualifierKind

_LONGEST = 60
"""Words in a qualifier at most: beyond this the parse of a run-on sentence has swallowed the rest of it."""

_PHRASES = frozenset({"prep", "agent", "prt", "acl", "advcl", "amod", "pcomp"})
"""Labels of what a preposition may be for the parser."""

_ABOUT = frozenset(
    {"nearly", "about", "almost", "some", "around", "roughly",
     "least", "more", "over", "dozens", "up", "than", "at", "approximately"}
)  # fmt: skip


def find_qualifiers(text: Text, act: Act, passages: Passages) -> tuple[Qualifier, ...]:
    """The qualifiers that hang on the act, on its light verb, or on its object; in text order."""
    found: dict[tuple[int, int, QualifierKind], Qualifier] = {}
    for kind, tokens in _candidates(act, passages):
        if len(tokens) <= _LONGEST:
            span = text.span(tokens)
            found.setdefault((span.start, span.end, kind), Qualifier(kind, span))
    return tuple(found[key] for key in sorted(found))


def _candidates(act: Act, passages: Passages) -> Iterator[tuple[QualifierKind, list[Token]]]:
    anchors = [act.head] if act.light is None else [act.head, act.light]
    anchors += [c for a in anchors for c in a.children if c.dep in ("dobj", "nsubjpass")]
    trigger = set(act.trigger)
    for anchor in dict.fromkeys(anchors):
        for item in anchor.children:
            if item in trigger:
                continue
            opener = _opener(item, passages)
            if opener is not None:
                yield opener.kind, [item] if opener.attach == "word" else subtree(item)
            elif item.dep == "advcl" and _is_purpose(item):
                yield "purpose", subtree(item)
    yield from _quantities(act)


def _opener(item: Token, passages: Passages) -> Opener | None:
    if item.dep == "advcl":
        mark = next((c for c in item.children if c.dep in ("mark", "aux", "advmod")), None)
        first = mark if mark is not None and mark.i < item.i else item
        if first.lower == "should" and first.dep != "aux":
            return None
        openers = passages.openers.get(first.lower, ())
        return next((o for o in openers if o.attach == "clause" and _follow(first, o.words)), None)
    for opener in passages.openers.get(item.lower, ()):
        if not _follow(item, opener.words):
            continue
        if opener.attach == "word":
            return opener
        if opener.attach != "phrase" or item.dep not in _PHRASES:
            continue
        if not opener.of or any(c.lemma in opener.of for c in _inner(item)):
            return opener
    return None


def _follow(first: Token, words: tuple[str, ...]) -> bool:
    """Whether all words of an opener stand in the text, from `first` on."""
    if len(words) == 1:
        return True
    tokens = first.sentence.text.tokens[first.i : first.i + len(words)]
    return tuple(t.lower for t in tokens) == words


def _inner(item: Token) -> Iterator[Token]:
    """The objects of a preposition, their coordinated nouns and what is compounded with them."""
    for child in item.children:
        if child.dep in ("pobj", "pcomp", "prep"):
            yield child
            for inner in child.children:
                if inner.dep in ("conj", "pobj"):
                    yield inner


def _is_purpose(clause: Token) -> bool:
    """An infinitive clause that says what for: "to gather intelligence"."""
    return clause.tag == "VB" and any(c.dep == "aux" and c.lower == "to" for c in clause.children)


def _quantities(act: Act) -> Iterator[tuple[QualifierKind, list[Token]]]:
    """The number of the acts ("18 flights") or of those that they are done to ("nearly 30 convicts")."""
    nouns = [act.head] if act.head.pos in ("NOUN", "PROPN") else []
    nouns += [c for c in act.head.children if c.dep in ("dobj", "nsubjpass")]
    for noun in nouns:
        for item in noun.children:
            if item.dep == "nummod" and item.entity not in ("DATE", "TIME") and not _is_year(item):
                around = [
                    item,
                    *(c for c in item.children if c.lower in _ABOUT or c.dep in ("quantmod", "advmod")),
                ]
                yield "quantity", sorted(around, key=lambda t: t.i)


def _is_year(token: Token) -> bool:
    return len(token.text) == 4 and token.text.isdigit() and token.text[:2] in ("18", "19", "20")
