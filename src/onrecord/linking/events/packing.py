"""Sketches of claims as bytes, as a ledger keeps them."""

from __future__ import annotations

import base64
import json
from typing import Any

from onrecord.linking.events.sketch import EventSketch, Where, Who


def pack(sketch: EventSketch) -> bytes:
    """A sketch as bytes; the same sketch gives the same bytes."""
    row = [
        list(sketch.families), base64.b85encode(sketch.vector).decode(), sketch.type, sketch.mode, sketch.stage,
        sketch.polarity, [_pack_who(who) for who in sketch.actors], [_pack_who(who) for who in sketch.recipients],
        sketch.rarity, sketch.particle, int(sketch.speech), int(sketch.generic), int(sketch.modifier),
        sorted(sketch.close), sorted(sketch.kinds),
        [*sketch.near], [*sketch.near.values()], [*sketch.names], [*sketch.names.values()],
        [*sketch.body], [*sketch.body.values()],
        sketch.start, sketch.end, sketch.published,
        None if sketch.where is None else [
            sketch.where.geonameid, sketch.where.country, sketch.where.admin1, int(sketch.where.exact)
        ],
        list(sketch.amounts), sketch.document, sketch.sentence, sketch.at, sketch.label,
    ]  # fmt: skip
    return json.dumps(row, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def unpack(packed: bytes) -> EventSketch:
    """The sketch that `pack` gave these bytes for."""
    (
        families, vector, kind, mode, stage, polarity, actors, recipients, rarity, particle, speech, generic, modifier,
        close, kinds, near, near_weights,
        names, name_weights, body, body_weights,
        start, end, published, where, amounts, document, sentence, at, label,
    ) = json.loads(packed.decode("utf-8", "surrogatepass"))  # fmt: skip
    return EventSketch(
        families=tuple(families),
        vector=base64.b85decode(vector),
        type=kind,
        mode=mode,
        stage=stage,
        polarity=polarity,
        actors=tuple(map(_unpack_who, actors)),
        recipients=tuple(map(_unpack_who, recipients)),
        rarity=rarity,
        particle=particle,
        speech=bool(speech),
        generic=bool(generic),
        modifier=bool(modifier),
        close=frozenset(close),
        kinds=frozenset(kinds),
        near=dict(zip(near, near_weights, strict=True)),
        names=dict(zip(names, name_weights, strict=True)),
        body=dict(zip(body, body_weights, strict=True)),
        start=start,
        end=end,
        published=published,
        where=None if where is None else Where(where[0], where[1], where[2], bool(where[3])),
        amounts=tuple(amounts),
        document=document,
        sentence=sentence,
        at=at,
        label=label,
    )


def _pack_who(who: Who) -> list[object]:
    return [who.name, sorted(who.words), who.kind, who.country, who.sector, who.count, who.label]


def _unpack_who(row: list[Any]) -> Who:
    name, words, kind, country, sector, count, label = row
    return Who(name, frozenset(words), kind, country, sector, None if count is None else (count[0], count[1]), label)
