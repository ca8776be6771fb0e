"""What the trained heads say of a text: which words open a cue, who says what round it, how a predicate stands.

The heads read the encoder's vectors beside what grammar and rules say of the same words (`features`), so that each
corrects the other; how the answers are then put together is decided where they are used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.extraction.features import WORD_FEATURES, cue_features, rule_roles, word_features
from onrecord.extraction.model import FoundAttribution
from onrecord.language import Encoder, Text
from onrecord.language.encoder import Stretch
from onrecord.records.vocabulary import EVENT_TYPES

Numbers = NDArray[np.float32]

BINS = np.linspace(-3, 3, 31, dtype=np.float32)
"""The steps of factuality."""


@dataclass(frozen=True, slots=True)
class RoleShares:
    """The shares of each role (`features.ROLES`) of the tokens from `start` on, for the cue that opens at `anchor`."""

    anchor: int
    share: float  # of the anchor's opening a cue
    start: int
    shares: Numbers


@dataclass(frozen=True, slots=True)
class Factuality:
    """The factuality of a predicate, a distribution over `BINS` told by its mean and its median."""

    mean: float
    median: float


class TrainedReading:
    """One text as the trained heads read it."""

    def __init__(self, text: Text, encoder: Encoder) -> None:
        """Read `text`."""
        self.text = text
        self._encoder = encoder
        self._stretches: list[Stretch] = encoder.read(text)
        self.vectors: Numbers = (
            np.concatenate([s.vectors[s.window.own - s.window.start :] for s in self._stretches])
            if self._stretches
            else np.zeros((0, 0), np.float32)
        )

    def roles(
        self,
        found: Sequence[FoundAttribution],
        outer: Sequence[FoundAttribution],
        least: float,
    ) -> list[RoleShares]:
        """The roles round every word whose share as the opening of a cue is `least` or more.

        `found` are the attributions of the rules, `outer` those of them that lie in no other.
        """
        heads = self._encoder.heads
        codes = word_features(self.text)
        cues = cue_features(self.text, found, outer)
        chosen = {id(attribution) for attribution in outer}
        by_token: dict[int, list[FoundAttribution]] = {}
        for attribution in found:
            for token in attribution.cue:
                by_token.setdefault(token.i, []).append(attribution)
        result: list[RoleShares] = []
        for stretch in self._stretches:
            window = stretch.window
            words = stretch.vectors.copy()
            for column in range(len(WORD_FEATURES)):
                words += heads[f"words_tables_{column}_weight"][codes[window.start : window.end, column]]
            words += heads[f"words_tables_{len(WORD_FEATURES)}_weight"][cues[window.start : window.end]]
            hidden = np.maximum(words @ heads["cue_0_weight"].T + heads["cue_0_bias"], 0)
            shares = 1 / (1 + np.exp(-(hidden @ heads["cue_3_weight"].T + heads["cue_3_bias"])[:, 0]))
            anchors = [n for n in range(window.own - window.start, window.end - window.start) if shares[n] >= least]
            if not anchors:
                continue
            given = np.stack(
                [
                    rule_roles(by_token.get(window.start + n, ()), {window.start + n}, chosen, window.start, window.end)
                    for n in anchors
                ]
            ).astype(np.int64)
            roles = self._encoder.roles(words, anchors, given)
            result += [
                RoleShares(window.start + n, float(shares[n]), window.start, roles[k]) for k, n in enumerate(anchors)
            ]
        return result

    def factuality(self, index: int, features: Numbers) -> Factuality:
        """How real the author takes the predicate at a token to be; `features` are those of `standing_features`."""
        heads = self._encoder.heads
        row = np.concatenate([self.vectors[index], features])
        hidden = np.maximum(heads["standing_hidden_weight"] @ row + heads["standing_hidden_bias"], 0)
        answers = heads["standing_out_weight"] @ hidden + heads["standing_out_bias"]
        steps = _shares(answers[: len(BINS)])
        return Factuality(float(steps @ BINS), float(BINS[int((steps.cumsum() >= 0.5).argmax())]))

    def acts(self) -> Numbers:
        """The share of no act and of each type of act, one row a token."""
        heads = self._encoder.heads
        if not len(self.vectors):
            return np.zeros((0, len(EVENT_TYPES) + 1), np.float32)
        hidden = np.maximum(self.vectors @ heads["acts_0_weight"].T + heads["acts_0_bias"], 0)
        shares: Numbers = _shares(hidden @ heads["acts_3_weight"].T + heads["acts_3_bias"])
        return shares


def _shares(logits: Any) -> Any:
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
