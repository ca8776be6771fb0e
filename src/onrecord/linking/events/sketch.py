"""What is compared of one claim: words of the act, wording round it, parties, time, place, and the document's words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.linking.dates import ordinal
from onrecord.linking.events.vectors import vector
from onrecord.linking.events.words import (
    family,
    is_generic,
    is_speech,
    kinds,
    particle,
    trigger_families,
    trigger_words,
)
from onrecord.linking.model import Anchor, Report
from onrecord.linking.stories.words import fold, number, rarity, words
from onrecord.records import Claim, CountRange, Party, Place
from onrecord.records.mention import Mention

LONGEST_TEXT = 12_000
"""Characters of a document whose words are counted: long documents digress."""

NAME_WORDS = 30
"""Words of names and numbers that are kept of the document, the most telling ones."""

BODY_WORDS = 30
"""Other words that are kept of it."""

LEAD = 400
"""Characters in which a document tells what is new."""

NEAR_WORDS = 24
"""Words that are kept of the sentence."""

CLOSE = 5
"""Words on each side of a trigger that stand close to it."""

CLOSE_TELLING = 1.5
"""Rarity from which on such a word is kept: one in five articles has it."""

KINDS = 8
"""Words on each side of a trigger that may say of what kind the act is: tariffs of 25 percent on most goods."""

ANSWERS = frozenset({"retaliation", "reciprocal"})
"""Kinds of measures that answer others."""

MANNERS = ANSWERS | {"again"}
"""Kinds that say how a measure is taken; the others say what it is on."""

_BREAK = re.compile(r"[,;:.!?]\s")
_END = re.compile(r"[;:.!?]\s|\s[–—-]\s")
_ANSWERED = re.compile(r"\b(?:respon|retaliat|answer|react|repris|countermeasure)\w* (?:to|against|for)\b")

MOST_PARTIES = 6
"""Parties that are kept on each side."""

TELLING = 2.5
"""Rarity from which on a word tells something: eight of a hundred articles have it."""


@dataclass(frozen=True, slots=True)
class Who:
    """A party: its name and the telling words of it as numbers, with what tells it from others."""

    name: int
    words: frozenset[int]
    kind: str
    country: str | None
    sector: str | None
    count: tuple[float, float] | None
    label: str


@dataclass(frozen=True, slots=True)
class Where:
    """A place: its GeoNames entry with region and country, and whether it is a town or a part of one."""

    geonameid: int
    country: str | None
    admin1: str | None
    exact: bool


@dataclass(frozen=True, slots=True)
class EventSketch:
    """What is compared of one claim or given mention. Words stand as numbers, with weights from 1 to 255.

    `families` are those of the trigger, `vector` its meaning, `rarity` tenths of that of its rarest word, `particle`
    that of a verb; `speech` marks words of saying, `generic` such as stand for any act, `modifier` those that only
    describe a noun. `close` are words beside the trigger, `kinds` what these say of the act's kind, `near` words of
    the sentence, `names` and `body` those of the document that are names and others. `start` and `end` count days of
    the act's time, `published` that of the report; `sentence` is the offset at which the sentence begins, `at` that
    of the trigger; `label` and those of the parties are for people.
    """

    families: tuple[int, ...]
    vector: bytes
    type: str | None
    mode: str | None
    stage: str
    polarity: str
    actors: tuple[Who, ...]
    recipients: tuple[Who, ...]
    rarity: int
    particle: str
    speech: bool
    generic: bool
    modifier: bool
    close: frozenset[int]
    kinds: frozenset[str]
    near: Mapping[int, int]
    names: Mapping[int, int]
    body: Mapping[int, int]
    start: int | None
    end: int | None
    published: int | None
    where: Where | None
    amounts: tuple[float, ...]
    document: int
    sentence: int
    at: int
    label: str


def sketches(report: Report) -> Iterator[tuple[Anchor, EventSketch]]:
    """The claims of a document, or the mentions given in it, each with its sketch."""
    text = report.document.text
    published = ordinal(report.document.published)
    names, body = wording(report.document.title or "", text)
    found: dict[Anchor, EventSketch] = {}
    mentions: Sequence[Claim | Mention] = report.mentions or report.extraction.claims
    for claim in mentions:
        anchor = Anchor(report.document.id, claim.trigger.start, claim.trigger.end)
        found.setdefault(anchor, _sketch(claim, names, body, published, number(report.document.id)))
    yield from found.items()


def _sketch(
    claim: Claim | Mention, names: Mapping[int, int], body: Mapping[int, int], published: int | None, document: int
) -> EventSketch:
    time = claim.time
    families = trigger_families(claim.trigger.text)
    return EventSketch(
        families=tuple(number(word) for word in families),
        vector=vector(trigger_words(claim.trigger.text)),
        type=claim.type,
        mode=claim.mode,
        stage=claim.stage,
        polarity=claim.polarity,
        actors=tuple(_who(party) for party in claim.actors[:MOST_PARTIES]),
        recipients=tuple(_who(party) for party in claim.recipients[:MOST_PARTIES]),
        rarity=round(10 * max(rarity(fold(word)) for word in trigger_words(claim.trigger.text))),
        particle=particle(claim.trigger.text),
        speech=is_speech(families),
        generic=is_generic(families),
        modifier=isinstance(claim, Mention) and claim.modifier,
        close=_close(claim, families),
        kinds=_kinds(claim),
        near=_near(claim),
        names=names,
        body=body,
        start=ordinal(time.start) if time is not None else None,
        end=ordinal(time.end) if time is not None else None,
        published=published,
        where=_where(claim.place),
        amounts=_amounts(claim),
        document=document,
        sentence=claim.sentence.start,
        at=claim.trigger.start,
        label=claim.trigger.text[:60],
    )


def _who(party: Party) -> Who:
    folded = [fold(match.group()) for match in words(party.name)]
    telling = frozenset(number(word) for word in folded if rarity(word) >= TELLING)
    count: tuple[float, float] | None = None
    if isinstance(party.count, CountRange):
        low, high = party.count.min, party.count.max
        if low is not None or high is not None:
            count = (low if low is not None else 0.9 * (high or 0), high if high is not None else 1.2 * (low or 0))
    elif party.count is not None:
        count = (float(party.count), float(party.count))
    return Who(number(" ".join(folded)), telling, party.kind, party.country, party.sector, count, party.name[:60])


def _where(place: Place | None) -> Where | None:
    if place is None or place.geonameid is None:
        return None
    return Where(place.geonameid, place.country, place.admin1, (place.precision or 9) <= 2)


def _close(claim: Claim | Mention, families: Sequence[str]) -> frozenset[int]:
    """The families of the telling words close to the trigger, and of those in it that say more of what is done."""
    start, end = claim.trigger.start - claim.sentence.start, claim.trigger.end - claim.sentence.start
    text = claim.sentence.text
    before = [match.group() for match in words(text[max(0, start - 80) : max(0, start)])][-CLOSE:]
    after = [match.group() for match in words(text[end : end + 80])][:CLOSE]
    beside = (family(word) for word in before + after if rarity(fold(word)) >= CLOSE_TELLING)
    return frozenset(map(number, (*families[:-1], *beside)))


def _kinds(claim: Claim | Mention) -> frozenset[str]:
    """Of what kinds the act is, by the words of its trigger and those near it in the same part of the sentence.

    A comma ends the part unless a list goes on after it ("steel, aluminium and cars"). What is done in answer *to*
    tariffs says nothing of these.
    """
    start, end = claim.trigger.start - claim.sentence.start, claim.trigger.end - claim.sentence.start
    text = claim.sentence.text
    before = _BREAK.split(text[max(0, start - 120) : max(0, start)])[-1]
    after = _END.split(text[end : end + 120])[0]
    first, *others = after.split(",")
    listed = [first]
    for other in others:
        if not kinds(_folded(other)[:1]):
            break
        listed.append(other)
    answered = _ANSWERED.search(before)
    ahead = [] if answered else _folded(before)[-KINDS:]
    found = kinds([*ahead[-2:], *_folded(claim.trigger.text), *_folded(" ".join(listed))[:KINDS]])
    return found | (kinds(ahead) & MANNERS)


def _folded(text: str) -> list[str]:
    return [fold(match.group()) for match in words(text)]


def _near(claim: Claim | Mention) -> dict[int, int]:
    """The telling words of the sentence, heavier the rarer they are and the nearer they stand to the trigger."""
    at = claim.trigger.start - claim.sentence.start
    end = claim.trigger.end - claim.sentence.start
    found = list(words(claim.sentence.text[:2000]))
    middle = next((n for n, match in enumerate(found) if match.end() > at), 0)
    weights: dict[str, float] = {}
    for n, match in enumerate(found):
        if match.start() < end and match.end() > at:
            continue
        word = fold(match.group())
        weight = rarity(word)
        if weight < 1.0:
            continue
        near = 1 / (1 + abs(n - middle) / 12)
        weights[word] = max(weights.get(word, 0.0), weight * near)
    kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:NEAR_WORDS]
    return {number(word): max(1, min(255, round(weight * 25))) for word, weight in kept}


def wording(title: str, text: str) -> tuple[dict[int, int], dict[int, int]]:
    """The most telling words of a document: those of names and numbers, and the others.

    A word is one of a name where it never stands in small letters: names tell apart stories of one kind, which the
    other words do not.
    """
    large: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for match in words(f"{title[:300]}\n{title[:300]}\n{text[:LONGEST_TEXT]}"):
        word = match.group()
        (small if word[0].islower() else large)[fold(word)] += 1
    names = {word: count for word, count in large.items() if word not in small}
    return _weighted(names, NAME_WORDS), _weighted(small, BODY_WORDS)


def _weighted(counts: Mapping[str, int], most: int) -> dict[int, int]:
    weights = {word: (1 + math.log(count)) * rarity(word) for word, count in counts.items()}
    kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:most]
    scale = 255 / kept[0][1] if kept and kept[0][1] > 0 else 0
    return {number(word): max(1, round(weight * scale)) for word, weight in kept if weight > 0}


def _amounts(claim: Claim | Mention) -> tuple[float, ...]:
    """The numbers in what says how much or how many."""
    found = []
    for qualifier in claim.qualifiers:
        if qualifier.kind == "quantity":
            for match in words(qualifier.span.text):
                digits = match.group().replace(",", "")
                if digits.replace(".", "", 1).isdigit():
                    found.append(float(digits))
    return tuple(found[:4])
