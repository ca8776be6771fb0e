"""By which keys claims are looked up that may tell of the same act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from onrecord.linking.events.sketch import EventSketch
from onrecord.linking.events.vectors import centres
from onrecord.linking.hashing import key

WINDOW = 30
"""Days of half a window of publication; reports that lie less apart always share one. Of 1,700 pairs of claims in
1,200 articles of eight years that are of one act by their score, across documents, 230 lie further apart."""


def keys(sketch: EventSketch) -> list[int]:
    """Some three dozen keys of differing rarity; each joins what names the act with what tells its story.

    In the months of the report: the act's word with names and words of the document, and with a party; words of
    near meaning with names; the type with names, with words of the sentence, and with both sides in the week. At any
    time: two telling words of the sentence; a number with a side; the act's word with two names. Reports without a
    date are looked up among each other, and at any time.
    """
    found = set(_lasting(sketch))
    windows = (None,) if sketch.published is None else (sketch.published // WINDOW, sketch.published // WINDOW + 1)
    passing = list(_passing(sketch))
    found.update(key("months", window, one) for window in windows for one in passing)
    found.add(-key("copy", *sketch.families[-1:], *sorted(_heaviest(sketch.near, 8))))
    return sorted(found)


def _passing(sketch: EventSketch) -> Iterator[int]:
    """Keys that hold for some months."""
    names, body, near = _heaviest(sketch.names, 4), _heaviest(sketch.body, 1), _heaviest(sketch.near, 4)
    for family in sketch.families[-1:]:
        for word in names + body:
            yield key("family, document", family, word)
        for who in (*sketch.actors[:1], *sketch.recipients[:1]):
            yield key("family, party", family, who.name)
    for centre in centres(sketch.vector):
        for word in names[:2]:
            yield key("meaning, document", centre, word)
    if sketch.type is None:
        return
    for word in near[:3]:
        yield key("type, sentence", sketch.type, word)
    for one, other in _couples(names[:2]):
        yield key("type, document", sketch.type, one, other)


def _lasting(sketch: EventSketch) -> Iterator[int]:
    """Keys that hold at any time, or for a week by themselves."""
    sides = _sides(sketch)
    for one, other in _couples(_heaviest(sketch.near, 4)):
        yield key("sentence", one, other)
    for number in _numbers(sketch):
        for side in sides[:2]:
            yield key("number, side", number, side)
    for family in sketch.families[-1:]:
        for one, other in _couples(_heaviest(sketch.names, 3)):
            yield key("family, names", family, one, other)
    if sketch.type is not None and sketch.published is not None:
        week = sketch.published // 7
        for side in sides[:1]:
            yield key("type, side, week", sketch.type, side, week)
            yield key("type, side, week", sketch.type, side, week + 1)


def _couples(words: Sequence[int]) -> Iterator[Sequence[int]]:
    """All pairs of words, each in its order."""
    for n, one in enumerate(words):
        for other in words[:n]:
            yield sorted((one, other))


def _sides(sketch: EventSketch) -> list[str]:
    """Who stands on either side, by country where there is one: a pair first, then each, then other pairs."""
    actors = [who.country or who.name for who in sketch.actors[:2]]
    recipients = [who.country or who.name for who in sketch.recipients[:2]]
    pairs = [f"{a}>{b}" for a in actors for b in recipients]
    return [*pairs[:1], *(f"{a}>" for a in actors), *(f">{b}" for b in recipients), *pairs[1:]]


def _numbers(sketch: EventSketch) -> list[int]:
    """Numbers that tell an act from others: those of people or things, of five and more."""
    found = [*sketch.amounts, *(who.count[1] for who in sketch.recipients if who.count is not None)]
    return sorted({round(number) for number in found if number >= 5})[:2]


def _heaviest(weights: Mapping[int, int], most: int) -> list[int]:
    return [word for word, _ in sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:most]]
