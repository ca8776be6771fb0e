"""Weighs what the rules say of a predicate's standing against what the trained heads say of it."""

from __future__ import annotations

from dataclasses import replace

from onrecord.extraction.features import Numbers, standing_features
from onrecord.extraction.model import Judgement
from onrecord.extraction.standing import factuality, judged, predicate, standing
from onrecord.extraction.trained import Factuality, TrainedReading
from onrecord.knowledge import Knowledge
from onrecord.language import Token
from onrecord.records import Reason

SURE = 2.9
"""Median from which on the author counts as certain, which most are of what they report."""

STRETCH = 1.1
"""Below it the mean is too near to certainty by about a tenth of the way."""

OF_RULES = 0.25
"""The rules' part. The three constants were chosen on UW's dev part; on each of its halves they gave the same gain."""

REAL = 1.5
"""Mean from which on what the rules take for denied is real after all: a "not" that bears on something else. Of 13
predicates in UW's dev part that any word denies by the rules 10 are; the rule is kept to a plain "not"."""

NOT = frozenset({"not", "n't", "n’t"})
"""The words of grammar that deny."""

OVERRULED = "the trained model: affirmed"
"""The reason for it."""


def weigh(head: Token, knowledge: Knowledge, reading: TrainedReading | None, light: Token | None = None) -> Judgement:
    """Judge the predicate `head` as `standing.judge` does, its factuality by the trained heads where there are any."""
    return weighed(head, knowledge, reading, light)[0]


def weighed(
    head: Token, knowledge: Knowledge, reading: TrainedReading | None, light: Token | None = None
) -> tuple[Judgement, Numbers]:
    """The same, and the standing by the rules alone as the trained heads read it."""
    state = standing(head, knowledge, light)
    value = factuality(state, knowledge.overlays)
    judgement = judged(head, state, value)
    features = standing_features(state, value)
    if reading is None:
        return judgement, features
    shares = reading.factuality(predicate(head).i, features)
    judgement = replace(judgement, factuality=blend(value, shares))
    if judgement.stage in ("done", "ongoing") and _is_plainly_denied(judgement) and shares.mean >= REAL:
        reason = Reason(OVERRULED, head.sentence.text.spans((head,)))
        why = {**judgement.why, "polarity": (*judgement.why.get("polarity", ()), reason)}
        judgement = replace(judgement, polarity="affirmed", why=why)
    return judgement, features


def _is_plainly_denied(judgement: Judgement) -> bool:
    """Whether "not" alone denies it, whose reach the parser often mistakes; "nobody" or "refrained" are read surely."""
    words = [span.text.lower() for reason in judgement.why.get("polarity", ()) for span in reason.spans]
    return judgement.polarity == "negated" and bool(words) and all(word in NOT for word in words)


def blend(rules: float, shares: Factuality) -> float:
    """The factuality by rules and by the trained heads, within -3 and 3."""
    trained = shares.median if shares.median >= SURE else 3 - (3 - shares.mean) * STRETCH
    return round(min(3.0, max(-3.0, OF_RULES * rules + (1 - OF_RULES) * trained)), 2)
