"""Acts in free wording that the lexicon does not know and the trained heads take for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from onrecord.extraction.events.find import light_verb
from onrecord.extraction.events.match import match_noun, match_verb
from onrecord.extraction.model import Act, FoundAttribution
from onrecord.extraction.trained import TrainedReading
from onrecord.knowledge import Knowledge
from onrecord.knowledge.lexicon import Lexicon
from onrecord.language import Text, Token
from onrecord.language.syntax import subtree
from onrecord.records import Reason
from onrecord.records.vocabulary import EVENT_TYPES, EventType

LEAST = 0.7
"""Share from which on a word is taken for an act. On the passages of the dev split it adds recall at no cost of
precision; in fourteen articles of US politics it adds five acts to 256."""

LEAST_TYPE = 0.6
"""Share of one type among all: below it the heads know that something was done, but not what."""

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
    """`acts` with those added that only the trained heads find, in text order.

    No word of another act or of a cue is one, nor a word that the lexicon says is none, nor a verb over an act, which
    rather says how far that act has gone.
    """
    shares = reading.acts()
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
            added.append(_act(text, token, EVENT_TYPES[best], knowledge))
    return sorted([*acts, *added], key=lambda act: act.head.i)


def _may_name_an_act(token: Token, lexicon: Lexicon) -> bool:
    if token.pos == "VERB":
        match = match_verb(token, lexicon)
        return not (token.dep == "amod" and token.i < token.head.i) and match is None
    if token.pos == "NOUN" and token.dep not in ("compound", "nmod", "npadvmod", "amod"):
        return match_noun(token, lexicon, lambda _: None) is None
    return False


def _governs(token: Token, heads: set[int]) -> bool:
    return any(word.i in heads for child in token.children if child.dep in _COMPLEMENTS for word in subtree(child))


def _act(text: Text, token: Token, kind: EventType, knowledge: Knowledge) -> Act:
    particle = next((c for c in token.children if c.dep == "prt" and c.i == token.i + 1), None)
    trigger = (token,) if particle is None else (token, particle)
    light = light_verb(token, knowledge.operators) if token.pos != "VERB" else None
    reason = Reason("the trained model takes these words for such an act; no table has them", text.spans(trigger))
    frame = knowledge.lexicon.usual_frames.get(kind, "transitive")
    also = () if light is None else (light,)
    return Act(token, trigger, kind, None, frame, (), light, also, (reason,), WEIGHT)
