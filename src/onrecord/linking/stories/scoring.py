"""How surely two documents tell of the same happening: features of the pair, and a logistic regression over them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from onrecord.knowledge.table import read_file
from onrecord.linking.stories.sketch import Spot, StorySketch
from onrecord.linking.stories.words import DATA

FEATURES = (
    "bias", "body", "body2", "lead", "lead2", "cross", "people", "people_none", "aged", "aged_none", "surnames",
    "ages", "ages_none", "streets", "streets_none", "town", "town_none", "far", "reports", "reports_late",
    "reports_unknown", "day", "day_none", "day_gap", "acts", "near_words", "body_town",
)  # fmt: skip


def cosine(one: Mapping[int, int], other: Mapping[int, int], norms: float) -> float:
    """The cosine of two weighted bags of words; `norms` is the product of their lengths."""
    if not norms:
        return 0.0
    return sum(one[word] * other[word] for word in one.keys() & other.keys()) / norms


def features(one: StorySketch, other: StorySketch) -> tuple[float, ...]:
    """What is told from two sketches, in the order of `FEATURES`; the order of the two does not matter."""
    body = cosine(one.body, other.body, one.body_norm * other.body_norm)
    lead = cosine(one.lead, other.lead, one.lead_norm * other.lead_norm)
    cross = max(
        cosine(one.lead, other.body, one.lead_norm * other.body_norm),
        cosine(one.body, other.lead, one.body_norm * other.lead_norm),
    )
    shared = one.people.keys() & other.people.keys()
    people = min(1.5, sum(one.people[name] for name in shared) / 150)
    people_none = float(not shared and bool(one.people) and bool(other.people))
    aged = min(2, len(one.aged & other.aged))
    aged_none = float(not aged and bool(one.aged) and bool(other.aged))
    surnames = min(2, len(one.surnames & other.surnames))
    ages = min(3, len(one.ages & other.ages))
    ages_none = float(not ages and bool(one.ages) and bool(other.ages))
    streets = min(2, len(one.streets & other.streets))
    streets_none = float(not streets and bool(one.streets) and bool(other.streets))
    town, town_none, far = _places(one.spots, other.spots)
    reports, late, unknown = _gap(one.published, other.published)
    day = float(bool(one.days & other.days))
    day_none = float(not day and bool(one.days) and bool(other.days))
    day_gap = 0.0
    if one.day is not None and other.day is not None:
        day_gap = math.log1p(abs(one.day - other.day))
    acts = len(one.acts & other.acts) / (len(one.acts | other.acts) or 1)
    return (
        1.0, body, math.sqrt(body), lead, math.sqrt(lead), cross, people, people_none, aged, aged_none, surnames,
        ages, ages_none, streets, streets_none, town, town_none, far, reports, late,
        unknown, day, day_none, day_gap, acts, body * math.exp(-reports), body * town,
    )  # fmt: skip


def _gap(one: int | None, other: int | None) -> tuple[float, float, float]:
    if one is None or other is None:
        return 0.0, 0.0, 1.0
    days = abs(one - other)
    return math.log1p(days), max(0.0, math.log1p(days) - math.log1p(10)), 0.0


def _places(one: tuple[Spot, ...], other: tuple[Spot, ...]) -> tuple[float, float, float]:
    """The share of places in common; whether both have places and none in common; how far the first lie apart."""
    if not one or not other:
        return 0.0, 0.0, 0.0
    mine = {spot.geonameid: spot.weight for spot in one if spot.exact}
    theirs = {spot.geonameid: spot.weight for spot in other if spot.exact}
    if not mine or not theirs:
        return 0.0, 0.0, 0.0
    both = sum(min(mine[id], theirs[id]) for id in mine.keys() & theirs.keys())
    town = both / min(sum(mine.values()), sum(theirs.values()))
    a = next(spot for spot in one if spot.exact)
    b = next(spot for spot in other if spot.exact)
    east = abs(a.lon - b.lon)
    middle = math.radians((a.lat + b.lat) / 200)
    degrees = math.hypot(a.lat - b.lat, min(east, 36_000 - east) * math.cos(middle)) / 100
    return town, float(not both), min(3.0, math.log1p(degrees))


@cache
def _weights() -> tuple[float, ...]:
    found = {row["feature"]: float(row["weight"]) for row in read_file(DATA / "weights.tsv")}
    return tuple(found[name] for name in FEATURES)


def same_story(sketch: StorySketch, other: StorySketch) -> float:
    """The probability that two documents tell of the same happening, from 0 to 1.

    A happening is one incident with what follows from it: the shooting, the arrest, the trial; one summit, one
    decree. It is not the conflict or affair that incidents belong to. A follow-up weeks later is the same
    story where names, places and words say so; the passing of time alone speaks against it, gently. Depends
    on the two sketches alone, is the same in either order, and is fitted on pairs that share a key
    (`training/stories.py`), so that for two documents taken at random it is too high if anything.
    """
    z = sum(weight * value for weight, value in zip(_weights(), features(sketch, other), strict=True))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, z))))


def document_nearness(sketch: StorySketch, other: StorySketch) -> float:
    """How alike the wording of two documents is, 0 to 1: the cosine of their telling words; cheap."""
    return cosine(sketch.body, other.body, sketch.body_norm * other.body_norm)
