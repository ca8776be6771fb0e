"""Weighs what the rules say of a predicate's standing against what the trained heads say of it."""

from __future__ import annotations

from dataclasses import replace

from onrecord.extraction.features import standing_features
from onrecord.extraction.model import Judgement
from onrecord.extraction.standing import factuality, judged, predicate, standing
from onrecord.extraction.trained import TrainedReading
from onrecord.knowledge import Knowledge
from onrecord.language import Token


OF_RULES = 0.2
"""The rules' part in the factuality. Of 0, .2 and .4, .2 gave the best correlation on UW's dev part."""


def weigh(head: Token, knowledge: Knowledge, reading: TrainedReading | None, light: Token | None = None) -> Judgement:
    """Judge the predicate `head` as `standing.judge` does, its factuality by the trained heads where there are any."""
    state = standing(head, knowledge, light)
    value = factuality(state, knowledge.overlays)
    judgement = judged(head, state, value)
    if reading is None:
        return judgement
    shares = reading.standing(predicate(head).i, standing_features(state, value))
    return replace(judgement, factuality=blend(value, shares.factuality))


def blend(rules: float, trained: float) -> float:
    """The factuality of both, within -3 and 3."""
    return round(min(3.0, max(-3.0, OF_RULES * rules + (1 - OF_RULES) * trained)), 2)
