"""Weighs what the rules say of a predicate's standing against what the trained heads say of it."""

from __future__ import annotations

from dataclasses import replace

from onrecord.extraction.features import standing_features
from onrecord.extraction.model import Judgement
from onrecord.extraction.standing import factuality, judged, predicate, standing
from onrecord.extraction.trained import StandingShares, TrainedReading
from onrecord.knowledge import Knowledge
from onrecord.language import Token

SURE = 2.9
"""Median from which on the author counts as certain, which most are of what they report."""

STRETCH = 1.1
"""Below it the mean is too near to certainty by about a tenth of the way."""

OF_RULES = 0.15
"""The rules' part. The three constants were chosen on UW's dev part; on each of its halves they gave the same gain."""


def weigh(head: Token, knowledge: Knowledge, reading: TrainedReading | None, light: Token | None = None) -> Judgement:
    """Judge the predicate `head` as `standing.judge` does, its factuality by the trained heads where there are any."""
    state = standing(head, knowledge, light)
    value = factuality(state, knowledge.overlays)
    judgement = judged(head, state, value)
    if reading is None:
        return judgement
    shares = reading.standing(predicate(head).i, standing_features(state, value))
    return replace(judgement, factuality=blend(value, shares))


def blend(rules: float, shares: StandingShares) -> float:
    """The factuality by rules and by the trained heads, within -3 and 3."""
    trained = shares.median if shares.median >= SURE else 3 - (3 - shares.mean) * STRETCH
    return round(min(3.0, max(-3.0, OF_RULES * rules + (1 - OF_RULES) * trained)), 2)
