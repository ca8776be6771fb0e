"""How surely two claims tell of the same act: features of the pair, and the trained weights over them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from onrecord.knowledge.table import read_file
from onrecord.linking.events.sketch import ANSWERS, LEAD, MANNERS, EventSketch, Where, Who
from onrecord.linking.events.vectors import alignment, nearness
from onrecord.linking.events.words import DATA
from onrecord.records.vocabulary import NON_STATE_CODES

FEATURES = (
    "same_document", "same_sentence", "sentences_apart", "head", "families", "meaning", "meaning_none", "type",
    "type_other", "mode", "mode_other", "near", "near_shared", "near_best", "body", "names", "names_none", "lead",
    "rarity", "particle_other", "speech", "modifier", "modifiers", "actor",
    "actor_other", "recipient", "recipient_other", "crossed", "parties_none", "time", "time_other",
    "time_gap", "reported", "reported_none", "place", "place_other", "place_none", "amount", "amount_other", "count",
    "count_other", "stage", "polarity",
    "head_names", "head_near", "head_reported", "head_rarity", "meaning_names", "meaning_near", "meaning_lead",
    "head_same_document", "meaning_same_document", "names_near", "head_actor", "head_recipient", "head_time",
    "head_place_other", "head_time_other", "head_actor_other", "head_recipient_other", "done_time_other",
    "close", "words_other", "words_one", "type_names", "type_near", "type_close", "type_actor", "type_recipient",
    "type_reported", "type_same_document", "head_close", "type_time_other", "type_recipient_other", "meaning_type",
    "kinds", "kinds_other", "kinds_one", "type_kinds", "type_kinds_other", "type_kinds_one",
    "type_words_other", "type_words_one", "head_words_one",
    "head_speech", "head_modifier", "speech_near", "speech_same_document",
    "generic", "type_generic", "type_generic_names", "type_generic_same_document", "type_parties_none_same_document",
    "amount_actor", "amount_time", "special_one", "answers_unlike",
    "alike_most", "alike_least", "told_most", "told_least", "wording",
)  # fmt: skip
"""What is told from a pair; a name of two parts is the product of the two, one of three ends in "_other"."""


LEAST_NEARNESS = 0.2
"""Cosine of two words' meanings below which they are not compared further. Not tuned: it saves time."""


ONE_SIDED = frozenset({"SANCTION", "ASSAULT", "ACCUSE", "COERCE", "THREATEN", "REJECT"})
"""Types of acts that one side does to another, so that who does it to whom tells them apart."""

SPOKEN = frozenset({"CONSULT", "SUPPORT", "REQUEST", "REJECT"})
"""Types of acts that are done by words, and again on another day; where no time is told, it is that of the report."""

MONTH = 30
"""Days that lie at most between two reports of one such act without a date."""

GENERAL = frozenset({"all goods"})
"""What a measure is on where it is on nothing special."""

LARGE = 5
"""A number from which on it tells acts apart: two may be wounded anywhere."""


def cosine(one: Mapping[int, int], other: Mapping[int, int]) -> float:
    """The cosine of two weighted bags of words."""
    if len(other) < len(one):
        one, other = other, one
    dot = sum(weight * other[word] for word, weight in one.items() if word in other)
    if not dot:
        return 0.0
    return dot / math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))


def comparable(one: EventSketch, other: EventSketch) -> bool:
    """Whether two claims have anything to compare: a word or type of the act, and a word of document or sentence."""
    if one.document == other.document:
        return True
    if one.names.keys().isdisjoint(other.names) and one.near.keys().isdisjoint(other.near):
        return False
    if one.type is not None and one.type == other.type:
        return True
    if not set(one.families).isdisjoint(other.families):
        return True
    near = nearness(one.vector, other.vector)
    if near is None or near >= LEAST_NEARNESS:
        return True
    return _share_amount(one, other) and _parties(one.actors, other.actors)[0] > 0


def contrary(one: EventSketch, other: EventSketch) -> bool:
    """Whether two claims are plainly of two acts, however alike they are worded.

    What one side does to the other is not what the other does to it; what a state imposes is not what another one
    does; who speaks again months later does it anew; and a measure on cars is not one on all goods, nor one in
    retaliation that which it answers.
    """
    if one.type is None or one.type != other.type:
        return False
    spoken = one.type in SPOKEN or (one.type == "AGREE" and one.polarity != other.polarity)
    if spoken and one.stage == other.stage == "done" and _days_apart(one, other) > MONTH:
        return True
    if one.type not in ONE_SIDED:
        return False
    actors, others = _states(one.actors), _states(other.actors)
    apart = bool(actors) and bool(others) and actors.isdisjoint(others)
    if apart and not actors.isdisjoint(_states(other.recipients)) and not others.isdisjoint(_states(one.recipients)):
        return True
    return one.type == "SANCTION" and (apart or _other_measure(one, other, bool(actors & others)))


def _days_apart(one: EventSketch, other: EventSketch) -> int:
    """Days between two acts that are over; where no time is told, it is that of the report."""
    (a, b), (c, d) = ((s.start or s.published or s.end, s.end or s.published or s.start) for s in (one, other))
    return max(a, c) - min(b, d) if a and b and c and d else 0


def points_back(one: EventSketch, other: EventSketch) -> bool:
    """Whether one claim only refers to an act of the type that the other one, of the same document, names."""
    return (
        one.document == other.document
        and one.generic != other.generic
        and one.type is not None
        and one.type == other.type
        and one.stage == other.stage
        and _parties(one.actors, other.actors)[1] == 0
        and _parties(one.recipients, other.recipients)[1] == 0
    )


def _states(parties: Sequence[Who]) -> set[str]:
    return {who.country for who in parties if who.country is not None and who.country not in NON_STATE_CODES}


def _other_measure(one: EventSketch, other: EventSketch, same_actor: bool) -> bool:
    """Whether two measures are on other things, or one answers and the other does not."""
    if not (one.kinds and other.kinds):
        return False
    on, other_on = (_specific(sketch.kinds - MANNERS) for sketch in (one, other))
    if on and other_on and on.isdisjoint(other_on):
        return True
    return one.kinds & ANSWERS != other.kinds & ANSWERS and not same_actor


def _answers_unlike(one: EventSketch, other: EventSketch) -> bool:
    """Whether both answer, and it is not told that the same state does: more than one answers the same measure."""
    if one.document == other.document or "retaliation" not in one.kinds & other.kinds:
        return False
    return _states(one.actors).isdisjoint(_states(other.actors))


def _specific(kinds: AbstractSet[str]) -> AbstractSet[str]:
    return kinds - GENERAL or kinds


def features(one: EventSketch, other: EventSketch) -> tuple[float, ...]:
    """What is told from two sketches, in the order of `FEATURES`; the order of the two does not matter."""
    same_document = float(one.document == other.document)
    shared = set(one.families) & set(other.families)
    union = len(set(one.families) | set(other.families))
    head = float(bool(shared) and one.families[-1] == other.families[-1])
    known = nearness(one.vector, other.vector)
    meaning = 1.0 if head else max(0.0, known or 0.0)
    near_words = [min(weight, other.near[word]) for word, weight in one.near.items() if word in other.near]
    near = cosine(one.near, other.near)
    body = 1.0 if same_document else math.sqrt(cosine(one.body, other.body))
    names = 1.0 if same_document else math.sqrt(cosine(one.names, other.names))
    lead = float(one.at < LEAD and other.at < LEAD)
    rarity = min(one.rarity, other.rarity) / 50
    actor, actor_other = _parties(one.actors, other.actors)
    recipient, recipient_other = _parties(one.recipients, other.recipients)
    crossed = max(_parties(one.actors, other.recipients)[0], _parties(one.recipients, other.actors)[0])
    nobody = not (one.actors or one.recipients) or not (other.actors or other.recipients)
    time, time_other, gap = _times(one, other)
    reported, reported_none = _reported(one, other)
    place, place_other = _places(one.where, other.where)
    amount, amount_other = _amounts(one.amounts, other.amounts)
    count, count_other = _counts(one, other)
    speech, modifier = float(one.speech or other.speech), float(one.modifier or other.modifier)
    generic = float(one.generic != other.generic)
    large = float(_share_amount(one, other))
    same_type = float(one.type is not None and one.type == other.type)
    close = (
        len(one.close & other.close) / math.sqrt(len(one.close) * len(other.close))
        if one.close and other.close
        else 0.0
    )
    own, theirs = set(one.families[:-1]) - shared, set(other.families[:-1]) - shared
    kinds = float(bool(one.kinds & other.kinds - {"retaliation"}))  # more than one side answers
    kinds_other = float(bool(one.kinds) and bool(other.kinds) and one.kinds.isdisjoint(other.kinds))
    kinds_one = float(bool(one.kinds) != bool(other.kinds))
    special = one.type == other.type == "SANCTION" and bool(one.kinds - GENERAL) != bool(other.kinds - GENERAL)
    words_other, words_one = float(bool(own) and bool(theirs)), float(bool(own) != bool(theirs))
    done = one.stage == other.stage == "done"
    return (
        same_document,
        float(one.document == other.document and one.sentence == other.sentence),
        math.log1p(abs(one.at - other.at) / 150) if same_document else 0.0,
        head,
        len(shared) / union if union else 0.0,
        meaning,
        float(known is None and not head),
        same_type,
        float(one.type is not None and other.type is not None and one.type != other.type),
        float(one.mode is not None and one.mode == other.mode),
        float(one.mode is not None and other.mode is not None and one.mode != other.mode),
        near,
        min(4.0, sum(near_words) / 150),
        max(near_words, default=0) / 150,
        body, names, float(names == 0), lead, rarity,
        float(head > 0 and one.particle != other.particle), speech, modifier, float(one.modifier and other.modifier),
        actor, actor_other, recipient, recipient_other, crossed, float(nobody),
        time, time_other, gap, reported, reported_none,
        place, place_other, float(one.where is None or other.where is None),
        amount, amount_other, count, count_other,
        float(one.stage == other.stage), float(one.polarity == other.polarity),
        head * names, head * near, head * reported, head * rarity, meaning * names, meaning * near, meaning * lead,
        head * same_document, meaning * same_document, names * near, head * actor, head * recipient, head * time,
        head * place_other, head * time_other, head * actor_other, head * recipient_other, float(done) * time_other,
        close, words_other, words_one,
        same_type * names, same_type * near, same_type * close, same_type * actor, same_type * recipient,
        same_type * reported, same_type * same_document, head * close, same_type * time_other,
        same_type * recipient_other, meaning * same_type,
        kinds, kinds_other, kinds_one, same_type * kinds, same_type * kinds_other, same_type * kinds_one,
        same_type * words_other, same_type * words_one, head * words_one,
        head * speech, head * modifier, speech * near, speech * same_document,
        generic, same_type * generic, same_type * generic * names, same_type * generic * same_document,
        same_type * float(nobody) * same_document, large * actor, large * time,
        float(special and one.document != other.document), float(_answers_unlike(one, other)),
        *alignment(one.near, one.vector, other.near, other.vector),
    )  # fmt: skip


def _parties(one: Sequence[Who], other: Sequence[Who]) -> tuple[float, float]:
    """How well the best two of two sides fit, and how plainly the sides contradict each other."""
    if not one or not other:
        return 0.0, 0.0
    best = max(_fit(a, b) for a in one for b in other)
    if best > 0:
        return best, 0.0
    told = any(a.kind != "unnamed" for a in one) and any(b.kind != "unnamed" for b in other)
    return 0.0, 1.0 if told else 0.4


def _fit(one: Who, other: Who) -> float:
    if one.name == other.name:
        return 1.0 if one.kind != "unnamed" or one.words else 0.5
    if one.words & other.words:
        return 0.8
    if one.country is not None and one.country == other.country:
        if one.kind == "country" or other.kind == "country":
            return 0.6
        return 0.0 if one.kind == "person" and other.kind == "person" else 0.4
    return 0.0


def _times(one: EventSketch, other: EventSketch) -> tuple[float, float, float]:
    """Whether the times of two acts fit, whether they contradict each other, and by how many days."""
    spans = []
    for sketch in (one, other):
        if sketch.start is None and sketch.end is None:
            return 0.0, 0.0, 0.0
        start = sketch.start if sketch.start is not None else -10_000_000
        end = sketch.end if sketch.end is not None else 10_000_000
        spans.append((start, end))
    (a, b), (c, d) = spans
    apart = max(a, c) - min(b, d)
    if apart > 0:
        return 0.0, 1.0, math.log1p(apart)
    length = max(b - a, d - c)
    return 1 / (1 + math.log1p(max(0, length))), 0.0, 0.0


def _reported(one: EventSketch, other: EventSketch) -> tuple[float, float]:
    if one.published is None or other.published is None:
        return 0.0, 1.0
    return math.log1p(abs(one.published - other.published)), 0.0


def _places(one: Where | None, other: Where | None) -> tuple[float, float]:
    """How closely two places fit, and how plainly they are others."""
    if one is None or other is None:
        return 0.0, 0.0
    if one.geonameid == other.geonameid:
        return 1.0 if one.exact else 0.6, 0.0
    if one.country != other.country:
        return 0.0, 1.0
    if one.admin1 and other.admin1 and one.admin1 != other.admin1:
        return 0.0, 0.8
    if one.exact and other.exact:
        return 0.1, 0.5
    return 0.4, 0.0


def _amounts(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    if not one or not other:
        return 0.0, 0.0
    same = any(abs(a - b) <= 0.1 * max(a, b) for a in one for b in other)
    return float(same), float(not same)


def _share_amount(one: EventSketch, other: EventSketch) -> bool:
    """Whether both tell a number of some size, within a tenth of each other: 29 prisoners, nearly 30 convicts."""
    return any(abs(a - b) <= 0.1 * max(a, b) for a in one.amounts for b in other.amounts if min(a, b) >= LARGE)


def _counts(one: EventSketch, other: EventSketch) -> tuple[float, float]:
    """Whether the counts of those acted on fit: 29 convicts are not 8."""
    a = next((who.count for who in one.recipients if who.count), None)
    b = next((who.count for who in other.recipients if who.count), None)
    if a is None or b is None:
        return 0.0, 0.0
    fits = max(a[0], b[0]) <= 1.1 * min(a[1], b[1])
    return float(fits), float(not fits)


@cache
def _weights() -> tuple[float, ...]:
    found = {row["feature"]: float(row["weight"]) for row in read_file(DATA / "weights.tsv")}
    return tuple(found[name] for name in ("bias", *FEATURES))


def same_act(values: Sequence[float]) -> float:
    """The probability that two claims tell of the same act, from 0 to 1, by the pair's features."""
    bias, *weights = _weights()
    z = bias + sum(weight * value for weight, value in zip(weights, values, strict=True))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, z))))
