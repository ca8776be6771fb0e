"""How surely two documents tell of the same happening: features of the pair, and a logistic regression over them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from onrecord.knowledge.table import read_file
from onrecord.linking.stories.sketch import Spot, StorySketch
from onrecord.linking.stories.words import DATA

FEATURES = (
    "bias", "body", "body2", "lead", "lead2", "cross", "people", "people_none", "aged", "surnames",
    "ages", "ages_none", "streets", "streets_none", "town", "town_none", "far", "reports", "reports_late",
    "day", "day_none", "day_gap", "near_words", "body_town",
)  # fmt: skip


TOWNS = 4
"""Towns of a document that are compared, those named most and first."""

NEAR = 0.25
"""Degrees, some 28 km: places that lie no farther apart count as one, a town and its suburb."""


UNKNOWN_GAP = 1
"""Days that count as lying between two reports of which one has no date."""


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
    surnames = min(2, len(one.surnames & other.surnames))
    ages = min(3, len(one.ages & other.ages))
    ages_none = float(not ages and bool(one.ages) and bool(other.ages))
    streets = min(2, len(one.streets & other.streets))
    streets_none = float(not streets and bool(one.streets) and bool(other.streets))
    town, town_none, far = _places(one.spots, other.spots)
    reports, late = _gap(one.published, other.published)
    day = float(bool(one.days & other.days))
    # a follow-up tells of days of its own: that the days differ speaks against one story among reports of one week
    soon = 0.0
    if one.published is not None and other.published is not None:
        soon = math.exp(-abs(one.published - other.published) / 7)
    day_none = soon * (not day and bool(one.days) and bool(other.days))
    day_gap = 0.0
    if one.day is not None and other.day is not None:
        day_gap = soon * math.log1p(abs(one.day - other.day))
    return (
        1.0, body, math.sqrt(body), lead, math.sqrt(lead), cross, people, people_none, aged, surnames,
        ages, ages_none, streets, streets_none, town, town_none, far, reports, late,
        day, day_none, day_gap, body * math.exp(-reports), body * town,
    )  # fmt: skip


def _gap(one: int | None, other: int | None) -> tuple[float, float]:
    """How many days lie between two reports, on a scale of logarithms; and what of it lies beyond ten days."""
    days = UNKNOWN_GAP if one is None or other is None else abs(one - other)
    return math.log1p(days), max(0.0, math.log1p(days) - math.log1p(10))


def _places(one: tuple[Spot, ...], other: tuple[Spot, ...]) -> tuple[float, float, float]:
    """The share of towns that the two name alike or near; whether none is; how far apart the closest two lie."""
    mine = [spot for spot in one if spot.exact][:TOWNS]
    theirs = [spot for spot in other if spot.exact][:TOWNS]
    if not mine or not theirs:
        return 0.0, 0.0, 0.0
    apart = [[_degrees(a, b) for b in theirs] for a in mine]
    closest = min(map(min, apart))
    both = min(
        sum(spot.weight for spot, row in zip(mine, apart, strict=True) if min(row) <= NEAR),
        sum(spot.weight for spot, row in zip(theirs, zip(*apart, strict=True), strict=True) if min(row) <= NEAR),
    )
    town = both / min(sum(spot.weight for spot in mine), sum(spot.weight for spot in theirs))
    return min(1.0, town), float(closest > NEAR), min(3.0, math.log1p(closest))


def _degrees(a: Spot, b: Spot) -> float:
    """How far apart two places lie, in degrees of a great circle, about; exact enough for places that are near."""
    if a.geonameid == b.geonameid:
        return 0.0
    east = abs(a.lon - b.lon)
    middle = math.radians((a.lat + b.lat) / 200)
    return math.hypot(a.lat - b.lat, min(east, 36_000 - east) * math.cos(middle)) / 100


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
