"""Factuality: the author's own commitment to an act, from -3 to 3, read off its standing."""

from __future__ import annotations

from onrecord.extraction.standing.composition import State

MEANS: dict[str, float] = {
    "done": 2.6, "ongoing": 2.5, "planned": 1.5, "considered": 0.6, "hypothetical": 0.3, "demanded": 0.5,
    "threatened": 0.5, "attempted": 0.3, "halted": 1.0,
}  # fmt: skip


def factuality(state: State) -> float:
    """The number for a composed state."""
    value = MEANS[state.stage]
    if state.certainty == "possible":
        value = min(value, 0.8)
    elif state.certainty == "unknown":
        value = min(value, 0.4)
    elif state.certainty == "probable":
        value = min(value, 1.5)
    if state.negated:
        value = -value if state.stage in ("done", "ongoing", "planned") else -0.5 * value
    return value
