"""Whose word a word within an attribution's reach is: the source's, or still the outlet's own."""

from __future__ import annotations

from onrecord.extraction.attribution.phrases import HIGHEST, PUT, RELATIVES, phrase
from onrecord.extraction.attribution.quotations import MARKS
from onrecord.extraction.model import FoundAttribution
from onrecord.language import Token

ASIDES = frozenset({"as", "after", "while", "before", "when", "since", "amid", "following"})


STEPS = frozenset({"step", "move", "measure", "gesture", "decision", "act", "charge", "claim", "pledge", "reprieve"})


def speaks_for(attribution: FoundAttribution, head: Token) -> bool:
    """Whether the source stands behind the word `head` of the content.

    The outlet's own are: the object of criticism and praise, which is taken for granted; non-restrictive
    relative clauses; and clauses of time and circumstance before or behind the clause that is attributed.
    All that is quoted is the source's.
    """
    if _quoted(attribution, head):
        return True
    cue = attribution.cue_head
    below = head
    for _ in range(HIGHEST):
        if attribution.rule.startswith("adverb") and below is cue.head:
            break
        if below.dep == "relcl" and _granted(attribution):
            return False
        if below.dep == "relcl" and _set_off(below) and below.head in attribution.content:
            return False
        if below.dep == "appos" and _summary(below):
            return False
        if below.dep == "advcl" and below.i < cue.i and below.lemma in PUT and below.tag in ("VBN", "VBD"):
            return False  # "Asked what would happen if ..., he replied that": the question is nobody's word
        if below.dep in ("advcl", "prep") and _aside(below, attribution):
            return False
        above = below.head
        if above is cue:
            return not _beside_the_clause(below, head, attribution)
        if above is below:
            break
        below = above
    return True


def _quoted(attribution: FoundAttribution, head: Token) -> bool:
    if attribution.quotation == "direct":
        return True
    if attribution.quotation != "mixed":
        return False
    return sum(t.text in MARKS for t in attribution.content if t.i < head.i) % 2 == 1


def _beside_the_clause(below: Token, head: Token, attribution: FoundAttribution) -> bool:
    if attribution.rule.endswith(":presupposes"):
        return below.dep not in ("ccomp", "oprd", "xcomp") and below.lower != "as"
    # Fronted: "After the raid, she said that ..." when the parser hangs the phrase under the clause said.
    cue = attribution.cue_head
    return below.i > cue.i > head.i and below.dep == "ccomp"


def _set_off(clause: Token) -> bool:
    """Whether a relative clause stands behind a comma, and so adds rather than tells which."""
    tokens = clause.sentence.text.tokens
    for child in clause.children:
        opener = child if child.lower in RELATIVES or child.lower == "where" else None
        if opener is None:
            opener = next((g for g in child.children if g.lower in RELATIVES), None)
        if opener is not None and opener.i <= clause.i:
            start = min(opener.i, child.i)
            return start > 0 and tokens[start - 1].text in (",", "—", "–", "--")
    return False


def _granted(attribution: FoundAttribution) -> bool:
    """Whether a cue takes for granted what its content tells to say which: "allegedly sold it to men who had fled"."""
    return attribution.rule.startswith("adverb") or attribution.cue_head.lemma == "blame"


def _summary(noun: Token) -> bool:
    """Whether an apposition sums up the sentence before it, as an outlet adds it: "..., a step that has cost it"."""
    if noun.lemma not in STEPS or not any(c.lower in ("a", "an") for c in noun.children):
        return False
    first = phrase(noun)[0].i
    return first > 0 and noun.sentence.text.tokens[first - 1].text == ","


def _aside(clause: Token, attribution: FoundAttribution) -> bool:
    """Whether a clause or phrase is set off behind what is said, as a remark of the outlet."""
    tokens = clause.sentence.text.tokens
    if clause.i < attribution.cue_head.i or attribution.rule.startswith("preposition"):
        return False
    if clause.dep == "prep":
        opener: Token | None = clause
    else:
        opener = next((c for c in clause.children if c.dep in ("mark", "advmod", "prep") and c.i < clause.i), None)
    if opener is None or opener.lower not in ASIDES:
        return False
    first = phrase(clause)[0].i  # "..., only days after the raid": measured from the comma
    return first > 0 and opener.i > clause.head.i and tokens[first - 1].text == ","
