"""One event, one claim: acts within acts, stops, and the same event named twice in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from onrecord.extraction.model import Act, FoundAttribution, Judgement
from onrecord.extraction.standing import judge, steps
from onrecord.extraction.standing.governors import Step
from onrecord.knowledge import Knowledge
from onrecord.language import Token
from onrecord.records import Link, Party, Place, Reason, Time
from onrecord.records.vocabulary import EventType


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """An act with what was found of it, before it becomes a claim."""

    act: Act
    judgement: Judgement
    links: tuple[Link, ...]
    chain_why: tuple[Reason, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    standing: NDArray[np.float32]  # by the rules alone, as the trained layer reads it
    time: Time | None = None
    place: Place | None = None


SPEECH_ACTS: frozenset[EventType] = frozenset({"AGREE", "REQUEST", "ACCUSE", "THREATEN"})
"""Types that are dropped for the act that they speak of (LABELLING.md, "Speech acts")."""

YIELDING: dict[EventType, EventType] = {"ASSAULT": "RETREAT", "MOBILIZE": "RETREAT"}
"""What ending an act is, where the end itself has not happened: RETREAT for force, CONCEDE for everything else."""

_EXCLUDING = frozenset({"rule out", "exclude", "preclude"})
_ASKING = frozenset({"demands", "forbids"})


def settle(
    readings: Sequence[Reading], attributions: Sequence[FoundAttribution], knowledge: Knowledge
) -> list[Reading]:
    """The readings that become claims, in text order, those that name the same event merged."""
    kept: dict[int, Reading] = {r.act.head.i: r for r in readings}
    walks = {head: steps(r.act.head, knowledge, r.act.light) for head, r in kept.items()}
    spoken = _spoken_of(attributions, kept)
    lights = {r.act.light.i: head for head, r in kept.items() if r.act.light is not None}
    for head in list(kept):
        reading = kept.get(head)
        if reading is None:
            continue
        for n, step in enumerate(walks[head]):
            bearer = lights.get(step.word.i, step.word.i)
            outer = kept.get(bearer)
            if outer is None or outer is reading:
                continue
            if step.relation == "purpose" and outer.act.type == reading.act.type:
                kept[bearer] = _joined(outer, reading)  # flights to gather intelligence are one thing
                kept.pop(head, None)
                break
            if step.operator is None:
                continue
            family = step.operator.family
            if family == "stops":
                continue  # below
            if family in ("realises", "continues"):
                kept.pop(step.word.i, None)
            elif outer.act.type == "REJECT" and step.operator.phrase in _EXCLUDING:
                kept.pop(step.word.i, None)  # ruling strikes out, or not ruling them out, speaks of the strikes
            elif outer.act.type == "REJECT" and family == "refuses":
                if not any(s.operator and s.operator.family in _ASKING for s in walks[head][:n]):
                    kept.pop(head, None)  # the refusal is the act; what nobody is said to have asked for is none
                    break
            elif outer.act.type == "CONSULT" and family == "considers" and reading.judgement.stage == "considered":
                kept.pop(step.word.i, None)  # discussing strikes is the strikes, considered
            elif outer.act.type == "AGREE" or (outer.act.type in SPEECH_ACTS and family in _ASKING | {"threatens"}):
                kept.pop(step.word.i, None)
        _stop(head, kept, walks[head], knowledge)
    for head, inner in spoken:
        if inner in kept and head in kept and kept[head].act.mode != "disapprove":
            del kept[head]
    _merge_results(kept, knowledge.word_lists.toll)
    _merge_repeats(kept)
    return [kept[head] for head in sorted(kept)]


def _spoken_of(attributions: Sequence[FoundAttribution], kept: dict[int, Reading]) -> list[tuple[int, int]]:
    """(speech act, act that it speaks of) where both are among the readings, by the head's number."""
    pairs = []
    for attribution in attributions:
        outer = kept.get(attribution.cue_head.i)
        if outer is None or not attribution.link or outer.act.type not in SPEECH_ACTS:
            continue
        for token in attribution.content:
            if token.i in kept and token is not attribution.cue_head:
                pairs.append((attribution.cue_head.i, token.i))
                break
    return pairs


def _stop(head: int, kept: dict[int, Reading], walk: list[Step], knowledge: Knowledge) -> None:
    """Settle an act under a stopping verb.

    Where the stop has happened there is one claim, of the thing stopped; where it has not, one claim of the stop, which
    yields (CONCEDE or RETREAT), at the stage that the stop has.
    """
    reading = kept.get(head)
    stop = next((s for s in walk if s.operator is not None and s.operator.family == "stops"), None)
    if reading is None or stop is None or stop.loose or stop.word.pos not in ("VERB", "AUX", "NOUN"):
        return
    outer = kept.pop(stop.word.i, None)
    if reading.judgement.stage == "halted":
        kept[head] = replace(reading, act=replace(reading.act, also=(*reading.act.also, stop.word)))
        return
    judgement = judge(stop.word, knowledge)
    if judgement.stage in ("done", "ongoing", "halted", "attempted"):
        if outer is not None and stop.word.i != head:
            kept[head] = replace(reading, act=replace(reading.act, also=(*reading.act.also, stop.word)))
        return
    act = reading.act
    kind = outer.act.type if outer is not None else YIELDING.get(act.type, "CONCEDE")
    text = stop.word.sentence.text
    rule = Reason(f"{stop.word.lemma} that has not happened, of {act.type}: {kind}", text.spans((stop.word,)))
    stopped = replace(
        act, head=stop.word, trigger=(stop.word,), type=kind, mode=outer.act.mode if outer else None, light=None,
        also=act.trigger, why=(*act.why, rule),
    )  # fmt: skip
    del kept[head]
    kept[stop.word.i] = replace(reading, act=stopped, judgement=judgement)


def _merge_results(kept: dict[int, Reading], toll: frozenset[str]) -> None:
    """Join what tells of one act: "the bombing killed ten and wounded forty", "sentenced to ten years in prison".

    `toll` are words for the plain result of an attack.
    """
    into: dict[int, int] = {}  # results that were joined, and to what
    for head in sorted(kept):
        reading = kept.get(head)
        if reading is None:
            continue
        token = reading.act.head
        cause = _cause(token, kept, into, toll) if reading.act.type == "ASSAULT" else None
        if cause is None:
            cause = _carrier(token, kept)
        while cause in into:
            cause = into[cause]
        if cause is None or cause == head or cause not in kept:
            continue
        main = kept[cause]
        if main.act.type != reading.act.type or main.judgement.polarity != reading.judgement.polarity:
            continue
        if token.lemma in toll and _hits_others(main, reading):
            kept[head] = replace(
                reading, actors=reading.actors or main.actors, time=reading.time or main.time,
                place=reading.place or main.place,
            )  # fmt: skip
            continue
        del kept[head]
        into[head] = cause
        kept[cause] = _joined(main, reading)


def _carrier(token: Token, kept: dict[int, Reading]) -> int | None:
    """The verb of the same act that an event noun completes: "sentenced to ten years in prison", "killed in a raid"."""
    if token.pos not in ("NOUN", "PROPN"):
        return None
    above = token.head
    if token.dep == "pobj" and above.lower in ("to", "in", "with", "by", "during", "for"):
        above = above.head
    elif token.dep not in ("dobj", "attr"):
        return None
    return above.i if above.i in kept and above.pos == "VERB" else None


def _cause(token: Token, kept: dict[int, Reading], into: dict[int, int], toll: frozenset[str]) -> int | None:
    """The act whose result the token tells: its subject, the verb that it is coordinated with, or its main clause."""
    if token.lemma not in toll:
        subject = next((c for c in token.children if c.dep == "nsubj"), None)
        return subject.i if subject is not None and subject.i in kept else None  # the strikes hit three camps
    for item in token.children:
        if item.dep in ("nsubj", "agent", "prep") and (
            item.dep != "prep" or item.lower in ("in", "by", "from", "during")
        ):
            inner = item if item.dep == "nsubj" else next((c for c in item.children if c.dep == "pobj"), item)
            if inner.i in kept:
                return inner.i
    if token.dep in ("conj", "advcl", "acl", "relcl", "dobj") and (token.head.i in kept or token.head.i in into):
        if token.dep == "conj" and token.head.lemma not in toll:
            return None
        return token.head.i
    return _told_before(token, kept, toll)


def _told_before(token: Token, kept: dict[int, Reading], toll: frozenset[str]) -> int | None:
    """The attack of the sentence before, for a toll that names nobody who did it: "Ten guards were killed"."""
    if not any(c.dep in ("nsubjpass", "auxpass") for c in token.children) and token.head.dep != "ROOT":
        return None
    if any(c.dep in ("agent", "nsubj") for c in token.children) or token.dep not in ("ROOT", "conj", "ccomp"):
        return None
    before = [
        head
        for head, reading in kept.items()
        if reading.act.type == "ASSAULT"
        and head < token.i
        and 0 <= token.sentence.index - reading.act.head.sentence.index <= 1
        and reading.judgement.stage == "done"
        and reading.act.head.lemma not in toll
    ]
    return max(before) if before else None


def _hits_others(main: Reading, result: Reading) -> bool:
    """Whether a toll tells of people where the act itself hit things: "bombed a bank, killing ten clerks"."""
    return (
        bool(main.recipients)
        and all(p.kind in _THINGS for p in main.recipients)
        and any(p.kind not in _THINGS for p in result.recipients)
    )


_THINGS = frozenset({"organization", "country"})
"""Kinds of parties that are no people; buildings and vehicles that are hit count as organizations."""


def _joined(main: Reading, result: Reading) -> Reading:
    """`main` with the words and the missing parties of `result`."""
    own = {party.span for party in main.actors}
    trigger = main.act.trigger
    actors = main.actors or tuple(
        p for p in result.actors if not any(t.start >= p.span.start and t.end <= p.span.end for t in trigger)
    )
    recipients = main.recipients or tuple(p for p in result.recipients if p.span not in own)
    act = replace(main.act, also=(*main.act.also, *result.act.trigger))
    return replace(
        main, act=act, actors=actors, recipients=recipients, time=main.time or result.time,
        place=main.place or result.place,
    )  # fmt: skip


def _merge_repeats(kept: dict[int, Reading]) -> None:
    """Join mentions of one event in one sentence: the same word again at the same standing, on the same word."""
    first: dict[tuple[object, ...], int] = {}
    for head in sorted(kept):
        reading = kept[head]
        key = (
            reading.act.head.sentence.index, reading.act.type, reading.act.head.lemma,
            reading.judgement.stage, reading.judgement.polarity,
            tuple(link.source for link in reading.links), reading.recipients and reading.recipients[0].name,
        )  # fmt: skip
        if key in first:
            kept[first[key]] = _joined(kept[first[key]], reading)
            del kept[head]
        else:
            first[key] = head
