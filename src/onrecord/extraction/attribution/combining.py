"""Puts together what the rules and the trained heads say of a text's attributions: the layer `attributions`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.extraction.attribution.finder import layer
from onrecord.extraction.features import ROLES
from onrecord.extraction.model import FoundAttribution
from onrecord.extraction.trained import RoleShares, TrainedReading
from onrecord.language import Text, Token

CUE, SOURCE, CONTENT = (ROLES.index(role) for role in ("cue", "source", "content"))

OPENS = 0.45
"""Share from which on a word is taken to open a cue. Tuned on forty documents of PolNeAR's train part."""

LEAST_CONTENT = 1
"""Words of content at least."""


@dataclass(frozen=True, slots=True, eq=False)
class LayerEntry:
    """One attribution of the layer, as tokens; `share` is the trained model's, 1 for the rules' alone."""

    source: tuple[Token, ...]
    cue: tuple[Token, ...]
    content: tuple[Token, ...]
    share: float = 1.0


def by_rules(found: Sequence[FoundAttribution]) -> list[LayerEntry]:
    """The layer as the rules alone have it."""
    return [LayerEntry(a.source, a.cue, a.content) for a in layer(found)]


def combined(
    text: Text, found: Sequence[FoundAttribution], reading: TrainedReading, opens: float = OPENS
) -> list[LayerEntry]:
    """The layer as the trained heads have it, who have read the rules' answer; in the order of the cues."""
    chosen: list[LayerEntry] = []
    taken: set[int] = set()
    for roles in sorted(reading.roles(found, layer(found), opens), key=lambda r: (-r.share, r.anchor)):
        entry = _entry(text, roles)
        if roles.anchor in taken or entry is None:
            continue
        taken.update(token.i for token in entry.cue)
        chosen.append(entry)
    return sorted(chosen, key=lambda entry: entry.cue[0].i)


def _entry(text: Text, roles: RoleShares) -> LayerEntry | None:
    best = roles.shares.argmax(-1)
    best[roles.anchor - roles.start] = CUE
    tokens = text.tokens[roles.start : roles.start + len(best)]
    content = [tokens[n] for n in np.flatnonzero(best == CONTENT)]
    if len(content) < LEAST_CONTENT:
        return None
    return LayerEntry(
        tuple(tokens[n] for n in np.flatnonzero(best == SOURCE)),
        tuple(tokens[n] for n in np.flatnonzero(best == CUE)),
        tuple(content),
        roles.share,
    )
