"""A sketch as bytes and back: whole numbers one after the other, the same bytes for the same sketch."""

from __future__ import annotations

import struct

from onrecord.linking.stories.sketch import Spot, StorySketch, norm

_UNKNOWN = -1


def pack(sketch: StorySketch) -> bytes:
    """The bytes of a sketch."""
    parts = []
    for weights in (sketch.body, sketch.lead, sketch.people):
        size = len(weights)
        parts.append(struct.pack(f"<H{size}I{size}B", size, *weights.keys(), *weights.values()))
    for numbers in (sketch.surnames, sketch.aged, sketch.ages, sketch.streets, sketch.days):
        parts.append(struct.pack(f"<H{len(numbers)}I", len(numbers), *sorted(numbers)))
    parts.append(struct.pack("<iiH", _put(sketch.published), _put(sketch.day), len(sketch.spots)))
    parts += [struct.pack("<qBii?", s.geonameid, s.weight, s.lat, s.lon, s.exact) for s in sketch.spots]
    return b"".join(parts)


def _put(day: int | None) -> int:
    return _UNKNOWN if day is None else day


def _got(day: int) -> int | None:
    return None if day == _UNKNOWN else day


def unpack(packed: bytes) -> StorySketch:
    """The sketch of bytes that `pack` gave."""
    at = 0

    def take(form: str) -> tuple[int, ...]:
        nonlocal at
        found = struct.unpack_from(form, packed, at)
        at += struct.calcsize(form)
        return found

    bags = []
    for _ in range(3):
        (size,) = take("<H")
        found = take(f"<{size}I{size}B")
        bags.append(dict(zip(found[:size], found[size:], strict=True)))
    sets = []
    for _ in range(5):
        (size,) = take("<H")
        sets.append(frozenset(take(f"<{size}I")))
    published, day, size = take("<iiH")
    found_spots = [take("<qBii?") for _ in range(size)]
    spots = tuple(Spot(id, weight, lat, lon, bool(exact)) for id, weight, lat, lon, exact in found_spots)
    body, lead, people = bags
    surnames, aged, ages, streets, days = sets
    return StorySketch(
        body, lead, people, surnames, aged, ages, streets, spots, _got(published), _got(day), days,
        norm(body), norm(lead),
    )  # fmt: skip
