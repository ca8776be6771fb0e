"""Puts together what the rules and the trained heads say of a text's attributions: the layer `attributions`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.extraction.attribution.finder import layer
from onrecord.extraction.attribution.quotations import Quotation, Quotations
from onrecord.extraction.features import ROLES
from onrecord.extraction.model import FoundAttribution
from onrecord.extraction.trained import RoleShares, TrainedReading
from onrecord.language import Text, Token

CUE, SOURCE, CONTENT = (ROLES.index(role) for role in ("cue", "source", "content"))

OPENS = 0.5
"""Share from which on a word is taken to open a cue. Tuned on forty documents of PolNeAR's train part."""

HOLE, CRUMB = 2, 1
"""Tokens without a role inside a content that belong to it; words in a stray piece of content that do not. Tuned as
`OPENS`: exact contents rise from .585 to .619."""

QUOTATION, PART = 5, 0.1
"""Tokens of a quotation that is taken whole, and the share of it that the heads must have found: a window may end
within it. Tuned as `OPENS`: overlapping contents rise from .796 to .813."""


@dataclass(frozen=True, slots=True, eq=False)
class LayerEntry:
    """One attribution of the layer, as tokens."""

    source: tuple[Token, ...]
    cue: tuple[Token, ...]
    content: tuple[Token, ...]


def by_rules(found: Sequence[FoundAttribution]) -> list[LayerEntry]:
    """The layer as the rules alone have it."""
    return [LayerEntry(a.source, a.cue, a.content) for a in layer(found)]


def combined(text: Text, reading: TrainedReading) -> list[LayerEntry]:
    """The layer as the trained heads have it, who have read the rules' answer; in the order of the cues."""
    chosen: list[_Roles] = []
    taken: set[int] = set()
    for shares in sorted(reading.roles(OPENS), key=lambda r: (-r.share, r.anchor)):
        roles = _roles(text, shares)
        if shares.anchor in taken or not roles.content:
            continue
        taken |= roles.cue
        chosen.append(roles)
    chosen.sort(key=lambda roles: min(roles.cue))
    spoken = {n for roles in chosen for n in roles.source | roles.cue}
    quotations = Quotations(text)
    return [_entry(text, roles, spoken, quotations) for roles in chosen]


@dataclass(frozen=True, slots=True)
class _Roles:
    """The indices of the tokens that have each role."""

    source: set[int]
    cue: set[int]
    content: set[int]


def _roles(text: Text, shares: RoleShares) -> _Roles:
    best = shares.shares.argmax(-1)
    best[shares.anchor - shares.start] = CUE
    source, cue, content = ({shares.start + int(n) for n in np.flatnonzero(best == r)} for r in (SOURCE, CUE, CONTENT))
    return _Roles(source, cue, _in_runs(text, content, source | cue))


def _in_runs(text: Text, content: set[int], others: set[int]) -> set[int]:
    """The content without its holes and crumbs."""
    runs: list[tuple[int, int]] = []
    for n in sorted(content):
        if runs and n - runs[-1][1] <= HOLE + 1 and others.isdisjoint(range(runs[-1][1] + 1, n)):
            runs[-1] = (runs[-1][0], n)
        else:
            runs.append((n, n))
    large = [run for run in runs if sum(t.text[0].isalnum() for t in text.tokens[run[0] : run[1] + 1]) > CRUMB]
    return {n for start, end in large or runs for n in range(start, end + 1)}


def _entry(text: Text, roles: _Roles, spoken: set[int], quotations: Quotations) -> LayerEntry:
    """The roles as tokens, quotations whole: whoever says a part of one says the rest of it."""
    content = set(roles.content)
    for quotation in _touched(content, quotations):
        whole = range(quotation.start, quotation.end + 1)
        if len(whole) >= QUOTATION and sum(n in content for n in whole) >= PART * len(whole):
            content.update(n for n in whole if n not in spoken)
    content -= roles.source | roles.cue

    def tokens(indices: set[int]) -> tuple[Token, ...]:
        return tuple(text.tokens[n] for n in sorted(indices))

    return LayerEntry(tokens(roles.source), tokens(roles.cue), tokens(content))


def _touched(content: set[int], quotations: Quotations) -> list[Quotation]:
    """The quotations that hold a word of the content, in order."""
    found: list[Quotation] = []
    for n in sorted(content):
        if found and n <= found[-1].end:
            continue
        quotation = quotations.holding(n)
        if quotation is not None:
            found.append(quotation)
    return found
