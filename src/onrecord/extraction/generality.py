"""Nouns for a kind of act and not for any act: "they condemn terrorist attacks", "a victim of violence"."""

from __future__ import annotations

from onrecord.extraction.nesting import Reading
from onrecord.language import Token
from onrecord.language.syntax import first_conjunct

_KINDS = frozenset({"all", "any", "such", "every"})
"""Words before a noun that make it every act of its kind."""

_WHEN = frozenset({"after", "during", "following", "amid", "amidst", "since", "before", "between"})
"""Prepositions whose object happened at some time."""

_MEASURED = frozenset({"hour", "day", "night", "week", "report", "wave", "series", "spate", "string", "sound", "scene"})
"""Nouns whose `of` leads to acts that happened: "two days of fighting"."""

_BARE = "bare noun"
"""The rule by which a noun that nothing says more of is read as done."""


def is_general(reading: Reading, attitudes: frozenset[str]) -> bool:
    """Whether a bare plural or mass noun, of which nobody and nothing else is said, only names a kind of act.

    It names acts that happened where a past tense has it as subject or object, or a preposition of time; not as
    the object of `attitudes`, verbs such as condemn.
    """
    act = reading.act
    noun = act.head
    if act.type != "ASSAULT" or noun.pos not in ("NOUN", "PROPN") or act.light is not None:
        return False
    if reading.actors or reading.recipients or reading.time or reading.place or reading.judgement.stage != "done":
        return False
    if [reason.rule for reason in reading.judgement.why.get("stage", ())] != [_BARE]:
        return False
    before = [c for c in noun.children if c.i < noun.i]
    if any(c.lower in _KINDS for c in before):
        return True
    if any(c.dep in ("det", "poss", "nummod", "quantmod") or c.tag in ("CD", "PRP$") for c in before):
        return False
    if any(c.dep in ("relcl", "acl", "appos") for c in noun.children):
        return False
    plural = noun.tag in ("NNS", "NNPS") or act.trigger[-1].tag in ("NNS", "NNPS")
    return (plural or noun.tag == "NN") and not _told(first_conjunct(noun), attitudes)


def _told(noun: Token, attitudes: frozenset[str]) -> bool:
    """Whether the place of the noun in its sentence says that it happened."""
    head = noun.head
    if head is noun:
        return True
    if noun.dep in ("nsubj", "nsubjpass"):
        return _past(head) or head.tag == "VBG"
    if noun.dep == "dobj":
        return _past(head) and head.lemma not in attitudes
    if noun.dep == "pobj":
        if head.lower in _WHEN:
            return True
        above = head.head
        if head.lower == "of" and above.lemma in _MEASURED:
            return True
        return head.lower in ("in", "by", "with") and above.pos == "VERB" and _past(above)
    return noun.dep not in ("conj", "appos", "attr", "compound", "nmod", "pcomp")


def _past(verb: Token) -> bool:
    return verb.tag in ("VBD", "VBN") and not any(c.tag == "MD" for c in verb.children)
