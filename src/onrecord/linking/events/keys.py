"""By which keys claims are looked up that may tell of the same act."""

from __future__ import annotations

from onrecord.linking.events.sketch import EventSketch
from onrecord.linking.stories.words import key

BODY_KEYS = 8
"""Words of the document that make keys with the act's own words."""

NEAR_KEYS = 6
"""Words of the sentence that do."""

MEANING_BITS = 6
"""Signs of a vector's first numbers that stand for its meaning, coarsely."""


def keys(sketch: EventSketch) -> list[int]:
    """Keys of differing rarity: the act's word or type with words of the document, of the sentence, and parties."""
    body = _heaviest(sketch.body, BODY_KEYS)
    near = _heaviest(sketch.near, NEAR_KEYS)
    parties = [who.name for who in (*sketch.actors[:2], *sketch.recipients[:2])]
    found = [key("d", sketch.document)]
    for family in sketch.families[-2:]:
        found += [key("fb", family, word) for word in body]
        found += [key("fn", family, word) for word in near]
        found += [key("fp", family, party) for party in parties]
    for n, word in enumerate(near[:4]):
        found += [key("nn", *sorted((word, other))) for other in near[:n]]
    if sketch.type is not None:
        found += [key("tn", sketch.type, word) for word in near[:4]]
        found += [key("tb", sketch.type, sketch.mode, word) for word in body[:4]]
    return sorted(set(found))


def _heaviest(weights: object, most: int) -> list[int]:
    assert isinstance(weights, dict)
    return [word for word, _ in sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:most]]
