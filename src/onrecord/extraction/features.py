"""What grammar and rules say of a word, as small numbers: what the trained heads read beside the encoder's vectors.

The same functions make the features for training and for extraction. The codes are positions in the lists below;
they are part of a trained model, so that the lists may only grow at their ends, and with a model trained anew.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.extraction.attribution.quotations import Quotations
from onrecord.extraction.model import FoundAttribution
from onrecord.extraction.nesting import Reading
from onrecord.extraction.standing.state import State
from onrecord.language import Text, Token
from onrecord.records.vocabulary import CERTAINTIES, STAGES

Codes = NDArray[np.uint8]
Numbers = NDArray[np.float32]

TAGS: Final = (
    "", "CC", "CD", "DT", "EX", "IN", "JJ", "JJR", "JJS", "MD", "NN", "NNP", "NNPS", "NNS", "PDT", "POS", "PRP",
    "PRP$", "RB", "RBR", "RBS", "RP", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB",
    ".", ",", ":", "``", "''", "-LRB-", "-RRB-", "HYPH", "$", "NFP",
)  # fmt: skip
"""Penn Treebank tags; the first stands for all others."""

RELATIONS: Final = (
    "", "ROOT", "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case", "cc",
    "ccomp", "compound", "conj", "csubj", "csubjpass", "dative", "det", "dobj", "expl", "intj", "mark", "neg", "nmod",
    "npadvmod", "nsubj", "nsubjpass", "nummod", "oprd", "parataxis", "pcomp", "pobj", "poss", "preconj", "prep", "prt",
    "punct", "quantmod", "relcl", "xcomp",
)  # fmt: skip
"""Dependency labels in CLEAR style; the first stands for all others."""

SHAPES: Final = ("lower", "capital", "capitals", "digit", "sign")
"""How a word is written, which an encoder without case does not see."""

QUOTED: Final = ("outside", "inside", "mark")
"""Where a word stands to quotation marks."""

CUES: Final = ("none", "in a cue", "first of a cue", "in an inner cue", "first of an inner cue")
"""What the rules say of a word as a cue; inner: within another attribution's content."""

ROLES: Final = ("none", "cue", "source", "content")
"""The roles in an attribution. As the rules' answer there is one more: no attribution of theirs at this cue."""

NO_RULE = len(ROLES)

PARTY_ROLES: Final = ("none", "actor", "recipient", "source")
"""The roles round an act; the source is the last of its chain. As the rules' answer there is one more, for windows
that are trained without it."""

NO_PARTY_RULE = len(PARTY_ROLES)

KINDS: Final = (
    "", "past", "noun", "present", "perfect", "gerund", "participle", "progressive", "past progressive", "plans",
    "will", "state", "purpose", "purpose for", "demands", "would", "could", "may", "might", "can", "should", "must",
    "considers",
    "expects", "believes", "condition", "permits", "adjective", "attempts", "stop pending", "continues", "hopes",
    "supposes", "consequence", "stops", "not stops", "later", "refuses", "alleges", "not reports", "prevents",
    "infinitive", "bare infinitive", "fails", "fails to", "threatens", "fears", "result", "manner", "enables", "denies",
    "would perfect", "may perfect", "had to", "asks", "no longer", "wants",
)  # fmt: skip
"""What decided the stage; the first stands for all others."""

CONTEXTS: Final = ("", "unreal", "denied", "unsure", "said", "denied, given", "unreal, given", "unsure, given")
"""How the clause around stands."""

_TAG = {tag: n for n, tag in enumerate(TAGS)}
_RELATION = {relation: n for n, relation in enumerate(RELATIONS)}
_KIND = {kind: n for n, kind in enumerate(KINDS)}
_CONTEXT = {context: n for n, context in enumerate(CONTEXTS)}

WORD_FEATURES: Final = (len(TAGS), len(RELATIONS), len(SHAPES), len(QUOTED))
"""Codes of each column of `word_features`."""

STANDING_FEATURES: Final = len(STAGES) + 2 + len(CERTAINTIES) + len(KINDS) + len(CONTEXTS) + 2
"""Columns of `standing_features`."""


def word_features(text: Text) -> Codes:
    """One row a token: its tag, its relation, its shape, where it stands to quotation marks."""
    quotations = Quotations(text)
    codes = np.zeros((len(text.tokens), len(WORD_FEATURES)), np.uint8)
    for n, token in enumerate(text.tokens):
        codes[n] = (_TAG.get(token.tag, 0), _RELATION.get(token.dep, 0), _shape(token), 0)
    for quotation in quotations.all:
        codes[quotation.start : quotation.end + 1, 3] = 1
        codes[[quotation.start, quotation.end], 3] = 2
    return codes


def _shape(token: Token) -> int:
    form = token.text
    if form[0].isdigit():
        return 3
    if not form[0].isalpha():
        return 4
    if form[0].islower():
        return 0
    return 2 if len(form) > 1 and form.isupper() else 1


def cue_features(text: Text, found: Sequence[FoundAttribution], outer: Collection[FoundAttribution]) -> Codes:
    """One code a token: what the rules say of it as a cue; `outer` are those of `found` that lie in no other."""
    codes = np.zeros(len(text.tokens), np.uint8)
    chosen = {id(attribution) for attribution in outer}
    for attribution in sorted(found, key=lambda a: id(a) in chosen):
        base = 1 if id(attribution) in chosen else 3
        words = sorted(token.i for token in attribution.cue)
        codes[words] = base
        codes[words[:1]] = base + 1
    return codes


def rule_roles(
    found: Sequence[FoundAttribution], cue: Collection[int], outer: Collection[int], start: int, end: int
) -> Codes:
    """What the rules make of the tokens from `start` to `end` for the cue with these token indices: codes of `ROLES`.

    All `NO_RULE` where none of `found` shares a word of the cue. Of several, the one that shares most, then one of
    `outer` (ids of those that lie in no other), then the first.
    """
    codes = np.zeros(end - start, np.uint8)
    best: FoundAttribution | None = None
    most = (0, False)
    for attribution in found:
        rank = (sum(token.i in cue for token in attribution.cue), id(attribution) in outer)
        if rank[0] and rank > most:
            best, most = attribution, rank
    if best is None:
        codes[:] = NO_RULE
        return codes
    for role, tokens in ((3, best.content), (2, best.source), (1, best.cue)):
        for token in tokens:
            if start <= token.i < end:
                codes[token.i - start] = role
    return codes


def party_roles(reading: Reading, text: Text, start: int, end: int) -> Codes:
    """What the rules make of the tokens from `start` to `end` for an act: codes of `PARTY_ROLES`."""
    codes = np.zeros(end - start, np.uint8)
    sources = reading.links[-1].source if len(reading.links) > 1 else ()
    spans = [(3, span) for span in sources]
    for role, parties in ((2, reading.recipients), (1, reading.actors)):
        spans += [(role, span) for party in parties for span in (party.span, party.coref) if span is not None]
    for role, span in spans:
        for token in text.tokens_in(span.start, span.end):
            if start <= token.i < end:
                codes[token.i - start] = role
    return codes


def surroundings(anchor: Token, start: int, end: int) -> tuple[int, int]:
    """First and last word (without) of what is read round an act, within the window from `start` to `end`.

    Its sentence and the one before, where speakers and those whom a pronoun means mostly stand; 64 words to each side
    at most.
    """
    sentence = anchor.sentence
    before = sentence.text.tokens[sentence.start - 1].sentence.start if sentence.start > 0 else sentence.start
    return max(start, before, anchor.i - 64), min(end, sentence.end, anchor.i + 64)


def standing_features(state: State, value: float) -> Numbers:
    """The composed standing of a predicate and its factuality by the table (`value`), as one row of numbers."""
    row = np.zeros(STANDING_FEATURES, np.float32)
    row[STAGES.index(state.stage)] = 1
    at = len(STAGES)
    row[at + state.negated] = 1
    at += 2
    row[at + CERTAINTIES.index(state.certainty)] = 1
    at += len(CERTAINTIES)
    row[at + _KIND.get(state.kind, 0)] = 1
    at += len(KINDS)
    row[at + _CONTEXT.get(state.context, 0)] = 1
    at += len(CONTEXTS)
    row[at] = state.attributed
    row[at + 1] = value / 3
    return row
