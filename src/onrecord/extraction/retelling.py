"""One happening told in several sentences: what one of them says of its time, place and victims holds for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from onrecord.extraction.model import Act, FoundPlace, FoundTime
from onrecord.extraction.nesting import Reading
from onrecord.extraction.places import place_of
from onrecord.extraction.times import time_of
from onrecord.knowledge.word_lists import WordLists
from onrecord.language import Text, Token
from onrecord.language.syntax import SUBJECTS
from onrecord.records import Place, Time
from onrecord.records.vocabulary import EventType, Stage

BODILY: frozenset[EventType] = frozenset({"ASSAULT", "COERCE", "PROTEST"})
"""Types of acts that happen at one time and place."""

HAPPENED: frozenset[Stage] = frozenset({"done", "ongoing", "halted", "attempted"})

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_OTHER = frozenset(
    {"another", "other", "second", "third", "new", "previous", "earlier", "similar", "further", "more", "last",
     "latest", "first", "next", "recent", "such", "different"}
)  # fmt: skip
"""Words before a definite noun by which it takes up nothing."""

_HAPPENS = frozenset({"occur", "happen", "take", "perpetrate", "commit"})
_IT = frozenset({"this", "it", "that", "incident", "event", "crime", "tragedy"})
"""What stands for an act just told: "this occurred on Monday"."""

_MODES = {"explosives": "explosives", "killing": "targeted", "abduct": "abduct"}
"""How an act is done whose noun takes up one of these: "the attack" after a bombing."""

_NEAR = 2
"""Sentences between an act and the words that stand for it."""

_MOST = 40
"""Happenings of a document that are looked back at."""


@dataclass(slots=True)
class _Happening:
    kin: str
    plural: bool
    victims: set[str] = field(default_factory=set)
    time: Time | None = None
    place: Place | None = None
    members: list[int] = field(default_factory=list)


def retell(
    readings: Sequence[Reading],
    text: Text,
    times: Sequence[FoundTime],
    places: Sequence[FoundPlace],
    cues: frozenset[int],
    lists: WordLists,
) -> list[Reading]:
    """Let the tellings of one happening share when and where it was, and "the murder" its victim.

    A definite noun takes up the like act told last that nothing speaks against; a verb tells again what was done to the
    same named party. `cues` are the numbers of the verbs of saying.
    """
    happenings: list[_Happening] = []
    for n, reading in enumerate(readings):
        act = reading.act
        if act.type not in BODILY or reading.judgement.stage not in HAPPENED:
            continue
        if reading.judgement.polarity == "negated":
            continue
        kin = _kin(act, lists)
        victims = {p.name.lower() for p in reading.recipients if p.kind in ("person", "organization")}
        plural = act.head.tag in ("NNS", "NNPS")
        told = _told_before(reading, kin, victims, plural, happenings[-_MOST:])
        if told is None:
            told = _Happening(kin, plural)
            happenings.append(told)
        told.members.append(n)
        told.victims |= victims
        told.time = told.time or reading.time
        told.place = _finer(told.place, reading.place)
    _add_later_words(readings, happenings, text, times, places, cues, lists)
    found = list(readings)
    for told in happenings:
        victims_of = next((found[n].recipients for n in told.members if found[n].recipients), ())
        for n in told.members:
            reading = found[n]
            act, recipients = reading.act, reading.recipients
            if _takes_up(act):
                recipients = recipients or victims_of
                act = replace(act, mode=act.mode or _MODES.get(told.kin))
            found[n] = replace(
                reading, act=act, recipients=recipients, time=reading.time or told.time,
                place=reading.place or told.place,
            )  # fmt: skip
    return found


def _kin(act: Act, lists: WordLists) -> str:
    """What the words call the act: a kidnapping, a bombing, a killing, an attack in general, or their own word."""
    if act.type != "ASSAULT":
        return act.head.lemma
    if act.mode == "abduct":
        return "abduct"
    if act.mode in ("explosives", "suicide-attack"):
        return "explosives"
    if act.mode == "targeted" or act.head.lemma in lists.killing:
        return "killing"
    return "attack"


def _alike(later: str, earlier: str) -> bool:
    return later == earlier or (later == "attack" and earlier in ("explosives", "killing"))


def _takes_up(act: Act) -> bool:
    """Whether the noun is definite and nothing before it makes it another act."""
    head = act.head
    if head.pos not in ("NOUN", "PROPN"):
        return False
    before = [c for c in head.children if c.i < head.i]
    if any(c.lower in _OTHER or c.tag in ("CD", "JJS", "RBS") for c in before):
        return False
    return any(c.lower in _DEFINITE or c.dep == "poss" for c in before)


def _told_before(
    reading: Reading, kin: str, victims: set[str], plural: bool, happenings: Sequence[_Happening]
) -> _Happening | None:
    definite = _takes_up(reading.act)
    if not definite and not victims:
        return None
    for told in reversed(happenings):
        if not _alike(kin, told.kin) or _disagree(reading, told):
            continue
        if victims & told.victims:
            return told
        if definite and plural == told.plural and not (victims and told.victims):
            return told
    return None


def _disagree(reading: Reading, told: _Happening) -> bool:
    one, other = reading.time, told.time
    if one is not None and other is not None and apart(one, other):
        return True
    here, there = reading.place, told.place
    if here is None or there is None or here.span == there.span:
        return False
    if here.country and there.country and here.country != there.country:
        return True
    return here.precision != 6 and there.precision != 6 and here.name != there.name


def apart(one: Time, other: Time) -> bool:
    """Whether two times have no day in common."""
    return (one.start or "") > (other.end or "9999") or (other.start or "") > (one.end or "9999")


def _finer(one: Place | None, other: Place | None) -> Place | None:
    if one is None or other is None:
        return one or other
    return other if (other.precision or 1) < (one.precision or 1) else one


def _add_later_words(
    readings: Sequence[Reading],
    happenings: Sequence[_Happening],
    text: Text,
    times: Sequence[FoundTime],
    places: Sequence[FoundPlace],
    cues: frozenset[int],
    lists: WordLists,
) -> None:
    """Take time and place from "This occurred on Monday in the capital" for the act told just before."""
    ends = [(readings[told.members[-1]].act.head.i, told) for told in happenings]
    for verb in _standing_for_acts(text):
        before = [(at, told) for at, told in ends if at < verb.i and _near(text, at, verb)]
        if not before:
            continue
        told = max(before, key=lambda pair: pair[0])[1]
        if told.time is None:
            told.time = time_of(verb, None, times, cues)
        if told.place is None:
            told.place = place_of(verb, None, places, lists)


def _standing_for_acts(text: Text) -> Iterator[Token]:
    for token in text.tokens:
        if token.pos == "VERB" and token.lemma in _HAPPENS:
            if token.lemma == "take" and not any(c.lower == "place" for c in token.children):
                continue
            if any(c.dep in SUBJECTS and c.lower in _IT for c in token.children):
                yield token


def _near(text: Text, at: int, verb: Token) -> bool:
    return 0 <= verb.sentence.index - text.tokens[at].sentence.index <= _NEAR
