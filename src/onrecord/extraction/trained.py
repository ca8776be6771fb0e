"""What the trained heads say of a text: which words open a cue, who says what round it, how a predicate stands.

The heads read the encoder's vectors beside what grammar and rules say of the same words (`features`), so that each
corrects the other; how the answers are then put together is decided where they are used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.extraction.attribution import layer
from onrecord.extraction.features import (
    WORD_FEATURES,
    cue_features,
    party_roles,
    rule_roles,
    surroundings,
    word_features,
)
from onrecord.extraction.model import FoundAttribution
from onrecord.extraction.nesting import Reading
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


@dataclass(frozen=True, slots=True, eq=False)
class ClaimShares:
    """The shares of each role (`features.PARTY_ROLES`) of the tokens from `start` on round an act, and of each value
    of its stage, polarity and certainty, in the order of the vocabularies.
    """

    start: int
    roles: Numbers
    stage: Numbers
    polarity: Numbers
    certainty: Numbers


@dataclass(frozen=True, slots=True)
class Factuality:
    """The factuality of a predicate, a distribution over `BINS` told by its mean and its median."""

    mean: float
    median: float


class TrainedReading:
    """One text as the trained heads read it, who know what the rules found of its attributions."""

    def __init__(self, text: Text, encoder: Encoder, found: Sequence[FoundAttribution] = ()) -> None:
        """Read `text`; `found` are the attributions of the rules."""
        self.text = text
        self._encoder = encoder
        self._found = found
        self._outer = layer(found)
        self._stretches: list[Stretch] = encoder.read(text)
        self._words: list[Numbers] = list(self._with_features())
        self.vectors: Numbers = self._own(s.vectors for s in self._stretches)

    def _own(self, rows: Iterable[Numbers]) -> Numbers:
        """The rows of each token in the window that has it as its own."""
        own = [r[s.window.own - s.window.start :] for s, r in zip(self._stretches, rows, strict=True)]
        return np.concatenate(own) if own else np.zeros((0, 0), np.float32)

    def _with_features(self) -> Iterator[Numbers]:
        """The vectors of each window with what grammar and rules say of the words."""
        heads = self._encoder.heads
        codes = word_features(self.text)
        cues = cue_features(self.text, self._found, self._outer)
        for stretch in self._stretches:
            window = stretch.window
            words = stretch.vectors.copy()
            for column in range(len(WORD_FEATURES)):
                words += heads[f"words_tables_{column}_weight"][codes[window.start : window.end, column]]
            words += heads[f"words_tables_{len(WORD_FEATURES)}_weight"][cues[window.start : window.end]]
            yield words

    def roles(self, least: float) -> list[RoleShares]:
        """The roles round every word whose share as the opening of a cue is `least` or more."""
        heads = self._encoder.heads
        chosen = {id(attribution) for attribution in self._outer}
        by_token: dict[int, list[FoundAttribution]] = {}
        for attribution in self._found:
            for token in attribution.cue:
                by_token.setdefault(token.i, []).append(attribution)
        result: list[RoleShares] = []
        for stretch, words in zip(self._stretches, self._words, strict=True):
            window = stretch.window
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

    def claims(self, readings: Sequence[Reading]) -> list[ClaimShares]:
        """What the layer of claims says of each act, which knows what the rules read of it."""
        by_place: dict[tuple[int, int, int], list[int]] = {}
        for number, reading in enumerate(readings):
            at = next(n for n, s in enumerate(self._stretches) if s.window.own <= reading.act.head.i < s.window.end)
            window = self._stretches[at].window
            by_place.setdefault((at, *surroundings(reading.act.head, window.start, window.end)), []).append(number)
        found: dict[int, ClaimShares] = {}
        for (at, start, end), numbers in by_place.items():
            first = self._stretches[at].window.start
            answers = self._encoder.claims(
                self._words[at][start - first : end - first],
                [readings[n].act.head.i - start for n in numbers],
                np.stack([party_roles(readings[n], self.text, start, end) for n in numbers]).astype(np.int64),
                np.stack([readings[n].standing for n in numbers]),
            )
            for k, n in enumerate(numbers):
                found[n] = ClaimShares(
                    start, answers.roles[k], answers.stage[k], answers.polarity[k], answers.certainty[k]
                )
        return [found[n] for n in range(len(readings))]

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
        hidden = np.maximum(self._own(self._words) @ heads["acts_0_weight"].T + heads["acts_0_bias"], 0)
        shares: Numbers = _shares(hidden @ heads["acts_3_weight"].T + heads["acts_3_bias"])
        return shares


def _shares(logits: Any) -> Any:
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
