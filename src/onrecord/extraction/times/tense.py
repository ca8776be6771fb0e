"""Which way a sentence looks from a word: back, forward, or neither."""

from __future__ import annotations

from onrecord.language import Token

_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "would", "may", "might", "can", "could", "should", "must", "wo"})
_EXPECTED = frozenset({"expect", "schedule", "set", "due", "slate", "plan", "bind", "likely", "about", "poise"})
_HANDING_ON = frozenset({"go", "begin", "start", "manage", "continue", "fail", "come", "use", "seem", "appear"})
"""Verbs whose infinitive looks the way that they look themselves: "began to", "used to"."""
_RANKS = frozenset({"first", "second", "third", "last", "latest", "only"})


def tense_of(token: Token) -> str:
    """ "past", "present" or "future": the tense of the verb that governs the token."""
    verb = token
    while verb.pos not in ("VERB", "AUX") and verb.head is not verb:
        if verb.dep == "amod" and verb.lemma in ("schedule", "plan", "expect"):
            return "future"
        verb = verb.head
    while True:
        helpers = [c for c in verb.children if c.dep in ("aux", "auxpass")]
        lowered = {c.lower for c in helpers}
        if lowered & _FUTURE:
            return "future" if not any(c.lower == "have" for c in helpers) else "past"
        if verb.lemma in _EXPECTED and verb.tag == "VBN" and "had" not in lowered:
            return "future"
        if "to" in lowered:
            if any(c.lower == "have" for c in helpers):
                return "past"
            above = verb.head
            if above is not verb and (above.lemma in _HANDING_ON or verb.dep == "advcl" or _is_ranked(verb)):
                verb = _verb_from(above)
                continue
            return "future"
        if verb.lemma == "go" and verb.tag == "VBG" and any(c.dep == "xcomp" for c in verb.children):
            return "future"
        if verb.tag == "VBN" and verb.dep == "acl" and not helpers:
            return "past"  # "the order issued Thursday"
        if verb.tag == "VBD" or "had" in lowered or "was" in lowered or "were" in lowered:
            return "past"
        if lowered & {"has", "have", "'ve", "’ve"}:
            return "past"
        if verb.tag in ("VBN", "VBG", "VB") and verb.head is not verb and not helpers:
            verb = _verb_from(verb.head)
            if verb.pos not in ("VERB", "AUX"):
                return "past"
            continue
        return "present" if verb.tag in ("VBZ", "VBP") or lowered & {"is", "are"} else "past"


def _verb_from(token: Token) -> Token:
    """The token if it is a verb, else the verb that it hangs under; the root where there is none."""
    while token.pos not in ("VERB", "AUX") and token.head is not token:
        token = token.head
    return token


def _is_ranked(infinitive: Token) -> bool:
    """Whether the infinitive says what the first, the last or the only ones do or did: "the first to leave"."""
    above = infinitive.head
    return infinitive.dep in ("acl", "relcl") and any(c.lower in _RANKS for c in (above, *above.children))
