"""Who speaks, as a link tells it: the register's description, or what the words of the phrase itself settle."""

from __future__ import annotations

from dataclasses import replace

from onrecord.extraction.attribution.media import Describe, Media
from onrecord.extraction.model import Description
from onrecord.language import Token

LOOKED_BACK = 300
"""Tokens before "the colonel" in which "a colonel" is looked for, who is then meant."""

MANY = frozenset({
    "official", "diplomat", "aide", "source", "lawyer", "attorney", "spokesman", "spokeswoman", "spokesperson",
    "soldier", "witness", "officer", "resident", "man", "woman", "person", "adviser", "advisor", "relative",
    "brother", "sister", "father", "mother", "son", "daughter", "wife", "husband", "friend", "colleague", "neighbour",
    "neighbor", "villager", "doctor", "nurse", "driver", "guard", "policeman", "insider", "expert", "analyst",
    "activist", "one", "member", "statement", "letter", "document", "report", "memo", "note", "paper", "draft",
    "cable", "leaflet", "file", "delegate", "worker", "employee", "prisoner", "inmate", "captor", "survivor",
    "victim", "trader", "exporter", "fisherman", "farmer", "student", "teacher", "priest", "journalist", "reporter",
    "investigator", "negotiator",
})  # fmt: skip
"""Nouns for people, and for papers, of whom there are many: a definite article names none of them."""

ONE = frozenset({"someone", "somebody", "anyone"})
TWO = frozenset({"pair", "duo", "couple"})


def speaker(head: Token, describe: Describe, media: Media) -> Description:
    """Describe the speaker that this noun heads.

    A body told by what it does ("a parliamentary committee", "the European Union's delegation") is not anonymous;
    who speak together are counted together ("two officers and a diplomat" are three).
    """
    outlet = media.outlet(head, describe)
    if outlet is not None:
        return outlet
    known = describe(head)
    if not known.anonymous:
        return known
    if head.lemma in media.bodies and head.tag == "NN" and _told_apart(head):
        return replace(known, kind="organization", anonymous=False, count=None)
    if _in_chief(head):
        return replace(known, kind="person", anonymous=False, count=None)
    if _only_one(head):
        return replace(known, anonymous=False, count=None)
    if known.count is None and head.lower in ONE:
        return replace(known, count=1)
    if known.count is None and head.lower in TWO:
        return replace(known, count=2)
    others = [c for c in head.children if c.dep == "conj" and c.pos == "NOUN"]
    if others:
        counts = [known.count, *(speaker(other, describe, media).count for other in others)]
        return replace(known, count=sum(n for n in counts if n is not None) if None not in counts else None)
    return known


def _only_one(head: Token) -> bool:
    """Whether somebody stands alone in a post: "the bishop", "their admiral", but not "the official", "her lawyer"."""
    if head.tag not in ("NN", "NNP") or not head.text.islower() or head.lemma in MANY | TWO or head.dep == "appos":
        return False
    if any(c.lower in ("same", "other", "former", "senior", "deputy") or c.dep == "nummod" for c in head.children):
        return False
    if not any((c.dep == "det" and c.lower == "the") or c.dep == "poss" for c in head.children):
        return False
    tokens = head.sentence.text.tokens[max(0, head.i - LOOKED_BACK) : head.i]
    return not any(
        t.lemma == head.lemma and any(c.lower in ("a", "an", "one", "another") for c in t.children) for t in tokens
    )


def _told_apart(head: Token) -> bool:
    """Whether something beside an article says which body it is."""
    return any(c.dep in ("amod", "compound", "nmod", "poss") for c in head.children) or any(
        c.dep == "prep" and c.lower in ("of", "for", "on") for c in head.children
    )


def _in_chief(head: Token) -> bool:
    """ "The rebels' commander-in-chief", which the tokenizer cuts in pieces."""
    tokens = head.sentence.text.tokens
    words = [t.lower for t in tokens[head.i + 1 : head.i + 5]]
    owned = any(c.dep == "poss" or c.lower == "the" for c in head.children)
    return owned and words == ["-", "in", "-", "chief"]
