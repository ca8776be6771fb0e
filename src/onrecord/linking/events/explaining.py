"""Why two claims are taken to tell of the same act or not, in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.linking.events.scoring import FEATURES
from onrecord.linking.events.sketch import EventSketch, Who


def why(one: EventSketch, other: EventSketch, values: Sequence[float]) -> str:
    """What speaks for and against it, the act's own words first."""
    told = dict(zip(FEATURES, values, strict=True))
    found = []
    if told["head"] or told["families"]:
        found.append(
            f"same word: {one.label}" if one.label == other.label else f"kindred words: {one.label}, {other.label}"
        )
    elif told["meaning"] >= 0.5:
        found.append(f"words of near meaning: {one.label}, {other.label}")
    else:
        found.append(f"other words: {one.label}, {other.label}")
    if told["type"]:
        found.append(f"both {one.type}")
    elif told["type_other"]:
        found.append(f"{one.type} against {other.type}")
    for side, ours, theirs in (("actor", one.actors, other.actors), ("recipient", one.recipients, other.recipients)):
        if told[side] >= 0.4:
            found.append(
                f"{side}s fit: {_names(ours)}" + (f", {_names(theirs)}" if _names(ours) != _names(theirs) else "")
            )
        elif told[f"{side}_other"] >= 1:
            found.append(f"other {side}s: {_names(ours)} against {_names(theirs)}")
    if told["time"]:
        found.append("times fit")
    elif told["time_other"]:
        found.append("times contradict each other")
    if told["place"] > 0.3:
        found.append("places fit")
    elif told["place_other"] >= 0.5:
        found.append("other places")
    if told["amount"] or told["count"]:
        found.append("numbers fit")
    elif told["amount_other"] or told["count_other"]:
        found.append("other numbers")
    if told["near"] >= 0.3:
        found.append("like wording round it")
    if told["same_document"]:
        found.append("same document")
    elif told["names"] >= 0.5:
        found.append("documents alike")
    elif told["names"] < 0.2:
        found.append("documents unlike")
    return "; ".join(found)


def _names(parties: Sequence[Who]) -> str:
    return ", ".join(who.label for who in parties[:2])
