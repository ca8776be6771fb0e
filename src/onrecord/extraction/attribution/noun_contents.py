"""What is attributed by a noun: the clause, infinitive, phrase or modifier that it takes."""

from __future__ import annotations

from onrecord.extraction.attribution.contents import Content, joined_by_that, to_infinitive
from onrecord.extraction.attribution.matching import Match
from onrecord.extraction.attribution.phrases import joined, phrase, trimmed
from onrecord.extraction.attribution.sources import LIGHT
from onrecord.language import Token


def noun_content(found: Match) -> Content:
    """The content of a cue noun."""
    content = Content()
    for alternative in found.cue.content:
        for slot in alternative:
            if slot == "itself":
                content.slots.append(slot)
                continue
            heads, joining = _heads(found.head, slot)
            if heads:
                content.cue.extend(joining)
                content.tokens.extend(t for h in heads for t in phrase(h))
                content.slots.append(slot)
        if content.tokens:
            break
    if content.tokens and ("modifier",) in found.cue.content and content.slots != ["modifier"]:
        heads, _ = _heads(found.head, "modifier")  # "an extradition request for the banker"
        content.tokens.extend(t for h in heads for t in phrase(h))
    content.tokens = trimmed(joined(content.tokens))
    return content


def _heads(noun: Token, slot: str) -> tuple[list[Token], list[Token]]:
    """The heads of what fills a slot, and the preposition that joins it."""
    if slot == "clause":
        return [c for c in noun.children if c.dep in ("acl", "ccomp", "relcl") and joined_by_that(c)], []
    if slot == "infinitive":
        return [c for c in noun.children if c.dep in ("acl", "relcl", "xcomp") and to_infinitive(c)], []
    if slot == "modifier":
        return [c for c in noun.children if c.dep in ("compound", "nmod") and c.pos == "NOUN" and not c.entity], []
    if slot == "quote":
        return [], []
    places = list(noun.children)
    if slot == "for" and noun.dep == "dobj" and noun.head.lemma in LIGHT:
        places += [c for c in noun.head.children if c.i > noun.i]  # "issued a warrant on Monday for the arrest"
    for place in places:
        if place.dep == "prep" and place.lower == slot and place.i > noun.i:
            heads = [c for c in place.children if c.dep in ("pobj", "pcomp")]
            if heads:
                return heads, [place]
    return [], []
