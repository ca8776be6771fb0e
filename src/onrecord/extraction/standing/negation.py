"""Negation: the word that denies a clause or a noun phrase, and "no longer", which ends it."""

from __future__ import annotations

from onrecord.language import Token

NEGATIVE_WORDS = frozenset({"no", "neither", "none", "nobody", "nothing", "no-one", "zero", "nor"})
NOT_REALLY_NEGATIVE = frozenset({"only", "just", "merely", "simply", "solely", "necessarily", "least"})


def negation(token: Token) -> Token | None:
    """The word that negates the token's own clause or noun phrase, or null."""
    for child in token.children:
        if child.dep in ("neg", "det", "advmod", "preconj") or child.tag == "RB":
            if negates(child):
                return child
        elif child.dep in ("nsubj", "nsubjpass", "dobj", "attr", "expl"):
            inner = negative_phrase(child)
            if inner is not None and (child.dep != "attr" or token.lemma == "be"):
                return inner
        elif child.dep == "prep" and child.lower in ("on", "with", "about", "against"):
            for word in child.children:  # "agreed on nothing", "met with nobody"
                if word.dep == "pobj" and word.lower in ("nothing", "nobody", "none", "neither"):
                    return word
        elif child.dep == "aux":
            for word in child.children:  # "would not, she added, send": hung on the auxiliary
                if word.dep == "neg" and negates(word):
                    return word
    return None


def negates(child: Token) -> bool:
    """Whether a dependent is a word that denies: not "not only", "no less than"."""
    word = child.lower
    if child.dep != "neg" and word not in NEGATIVE_WORDS and word not in ("never", "not", "n't", "n’t", "nowhere"):
        return False
    if word in ("no", "neither") and child.dep == "advmod":
        return False
    following = _next(child)
    return not (following is not None and following.lower in NOT_REALLY_NEGATIVE)


def negative_phrase(noun: Token) -> Token | None:
    """The word that denies a noun phrase ("no troops", "neither side", "nobody"), or null."""
    if noun.lower in NEGATIVE_WORDS:
        return noun
    for child in noun.children:
        if child.dep in ("det", "preconj") and child.lower in ("no", "neither"):
            return child
        if child.dep == "neg" and child.i < noun.i and child.lower == "not":
            tokens = child.sentence.text.tokens[child.i + 1 : noun.i + 1]
            return child if any(t.lower in ("one", "single") for t in tokens[:2]) else None
        if child.i > noun.i:
            break
    return None


def _next(token: Token) -> Token | None:
    tokens = token.sentence.text.tokens
    return tokens[token.i + 1] if token.i + 1 < token.sentence.end else None


def no_longer(verb: Token) -> Token | None:
    """The word that ends what a verb says: "no longer", "any more"."""
    for child in verb.children:
        if child.dep in ("advmod", "npadvmod", "neg") and child.lower in ("longer", "anymore", "more"):
            before = child.sentence.text.tokens[child.i - 1].lower if child.i > child.sentence.start else ""
            if child.lower == "anymore" or before in ("no", "any"):
                return child
    return None
