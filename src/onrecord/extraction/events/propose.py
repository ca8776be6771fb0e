"""Weighs the lexicon's acts against what the trained heads take for one: some are added, dropped, of another type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from onrecord.extraction.events.find import light_verb
from onrecord.extraction.events.match import match_noun, match_verb
from onrecord.extraction.model import Act, FoundAttribution
from onrecord.extraction.trained import Numbers, TrainedReading
from onrecord.knowledge import Knowledge
from onrecord.knowledge.lexicon import Lexicon
from onrecord.language import Text, Token
from onrecord.language.syntax import subtree
from onrecord.records import Reason
from onrecord.records.vocabulary import EVENT_TYPES, EventType

LEAST = 0.55
"""Share from which on a word is taken for an act. This and the three below were chosen on 753 marked passages left out
of training and the dev passages: f1 .716 to .749 on those, .921 to .924 on these."""

LEAST_TYPE = 0.3
"""Share of one type among all: below it the heads know that something was done, but not what."""

NONE = 0.996
"""Share of no act from which on a word that the lexicon takes for one is none after all. With .99, flights that are
"conducted" were none in the article that the project began with."""

OTHER, OWN = 0.9, 0.02
"""Share of another type among all from which on it stands, where the lexicon's own has no more than the second."""

WEIGHT = 0.6
"""How surely such a word names an act, beside 1 for the plain entries of the lexicon. Not measured apart."""

_COMPLEMENTS = frozenset({"dobj", "xcomp", "ccomp", "nsubjpass", "attr", "oprd", "acomp", "prep", "pobj"})


def propose(
    text: Text,
    acts: Sequence[Act],
    attributions: Iterable[FoundAttribution],
    reading: TrainedReading,
    knowledge: Knowledge,
) -> list[Act]:
    """`acts` without those that the heads take for none, others' types set right, and with those added that only they
    find, in text order.

    No word of another act or of a cue is one, nor a word that the lexicon says is none, nor a verb over an act, which
    rather says how far that act has gone.
    """
    shares = reading.acts()
    acts = [_typed(act, shares) for act in acts if _stands(act, shares)]
    likely = np.flatnonzero(1 - shares[:, 0] >= LEAST) if len(shares) else ()
    if not len(likely):
        return list(acts)
    barred = {word.i for act in acts for word in (*act.trigger, *act.also, *((act.light,) if act.light else ()))}
    barred |= {word.i for attribution in attributions for word in attribution.cue}
    heads = {act.head.i for act in acts}
    added = []
    for index in likely:
        token = text.tokens[index]
        best = int(shares[index, 1:].argmax())
        if token.i in barred or shares[index, 1 + best] < LEAST_TYPE * (1 - shares[index, 0]):
            continue
        if _may_name_an_act(token, knowledge.lexicon) and not _governs(token, heads):
            added.append(proposed(text, token, EVENT_TYPES[best], knowledge))
    return sorted([*acts, *added], key=lambda act: act.head.i)


def _stands(act: Act, shares: Numbers) -> bool:
    """Whether the heads leave room for the act at one of the words for it: its own, or those that carry it."""
    words = (*act.trigger, *act.also, *((act.light,) if act.light else ()))
    return float(shares[[token.i for token in words], 0].min()) < NONE


def _typed(act: Act, shares: Numbers) -> Act:
    """The act, of the type that the heads are sure of where they see nothing in the lexicon's."""
    types = shares[act.head.i, 1:]
    best, own, whole = int(types.argmax()), types[EVENT_TYPES.index(act.type)], types.sum()
    if whole < LEAST or types[best] < OTHER * whole or own > OWN * whole:
        return act
    reason = Reason(f"the trained model: {EVENT_TYPES[best]}", act.head.sentence.text.spans(act.trigger))
    return replace(act, type=EVENT_TYPES[best], mode=None, why=(*act.why, reason))


def _may_name_an_act(token: Token, lexicon: Lexicon) -> bool:
    if token.pos == "VERB":
        match = match_verb(token, lexicon)
        return not (token.dep == "amod" and token.i < token.head.i) and match is None
    if token.pos == "NOUN" and token.dep not in ("compound", "nmod", "npadvmod", "amod"):
        return match_noun(token, lexicon, lambda _: None) is None
    return False


def _governs(token: Token, heads: set[int]) -> bool:
    return any(word.i in heads for child in token.children if child.dep in _COMPLEMENTS for word in subtree(child))


def proposed(text: Text, token: Token, kind: EventType, knowledge: Knowledge) -> Act:
    """The act of type `kind` that `token` names, of which no table knows anything."""
    particle = next((c for c in token.children if c.dep == "prt" and c.i == token.i + 1), None)
    trigger = (token,) if particle is None else (token, particle)
    light = light_verb(token, knowledge.operators) if token.pos != "VERB" else None
    reason = Reason("the trained model takes these words for such an act; no table has them", text.spans(trigger))
    frame = knowledge.lexicon.usual_frames.get(kind, "transitive")
    also = () if light is None else (light,)
    return Act(token, trigger, kind, None, frame, (), light, also, (reason,), WEIGHT, free=True)
