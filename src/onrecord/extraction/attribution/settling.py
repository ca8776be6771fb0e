"""What attributions of a text settle about one another: shared speakers, denied reports, who speaks of whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.extraction.attribution.draft import Draft
from onrecord.extraction.attribution.phrases import climb, phrase

DENYING = frozenset({"deny", "reject", "dismiss", "refute", "dispute", "rebut"})
UNTRUE = frozenset({"false", "untrue", "wrong", "baseless", "unfounded", "groundless", "incorrect", "inaccurate"})
"""Verbs and adjectives that deny what a report or a claim says."""


def settle(drafts: Sequence[Draft]) -> None:
    """Change the drafts where one of them bears on another."""
    by_head = {d.match.head.i: d for d in drafts}
    _hand_on(drafts, by_head)
    _deny(drafts, by_head)
    _part(drafts, by_head)


def _part(drafts: Sequence[Draft], by_head: Mapping[int, Draft]) -> None:
    """Leave each of two that hold one another to the one who speaks last: "He told me that ..., his brother said"."""
    for draft in drafts:
        verb = draft.match.head
        if not draft.content or draft.content[0].i > verb.i:
            continue
        for above in climb(verb):
            outer = by_head.get(above.i)
            if outer is not None and above in draft.content and verb in outer.content:
                own = {t.i for t in phrase(verb)}
                outer.content = [t for t in outer.content if t.i not in own]


def _hand_on(drafts: Sequence[Draft], by_head: Mapping[int, Draft]) -> None:
    """Give the source of a cue to the further cues of the same speaker: "said ..., adding that"."""
    for draft in drafts:
        for head in draft.further:
            if head.i in by_head and draft.source.tokens:
                by_head[head.i].source = draft.source


def _deny(drafts: Sequence[Draft], by_head: Mapping[int, Draft]) -> None:
    """ "Denied reports that ...", "the report that ... was false": what the report says is denied, not reported."""
    for draft in drafts:
        if draft.match.head.lemma in DENYING and draft.link:
            _affirmed_elsewhere(draft, by_head)
        noun = draft.match.head
        if draft.match.cue.pos != "noun" or "clause" not in draft.slots or draft.match.cue.unowned != "yes":
            continue
        denial = by_head.get(noun.head.i)
        if noun.dep == "dobj" and denial is not None and noun.head.lemma in DENYING and denial.source.tokens:
            draft.link, denial.link, denial.slots = False, True, ["clause"]
        elif noun.dep == "nsubj" and any(c.dep == "acomp" and c.lower in UNTRUE for c in noun.head.children):
            draft.link = False


def _affirmed_elsewhere(denial: Draft, by_head: Mapping[int, Draft]) -> None:
    """ "Denies that guards beat them, as alleged by a charity": who alleged it did not deny it."""
    for token in denial.content:
        other = by_head.get(token.i)
        if other is not None and any(c.lower == "as" and c.i < token.i for c in token.children):
            other.link = False
