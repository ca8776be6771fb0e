"""Where the acts of a document are that do not say it themselves: at the scene that the text has set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.extraction.model import FoundPlace
from onrecord.extraction.nesting import Reading
from onrecord.extraction.parties import Register
from onrecord.extraction.places.setting import setting_of, within
from onrecord.extraction.retelling import BODILY, HAPPENED, apart
from onrecord.knowledge.gazetteer import Gazetteer
from onrecord.records import Place, Time

_APART = frozenset({"abduct", "explosives", "arrest"})
"""Modes of acts that are told apart from others of their type."""

_AT_HOME = frozenset({"REB", "CRM", "COP", "UAF", "OPP", "PTY"})
"""Sectors of bodies that act in their own country."""


def in_setting(
    readings: Sequence[Reading], places: Sequence[FoundPlace], register: Register, gazetteer: Gazetteer
) -> list[Reading]:
    """Give bodily acts of which no phrase says where they are the place that the text leaves them in.

    That is the place of the like act told just before, in the same paragraph; else, where no such act of the document
    has a place of its own, the country that the text is about.
    """
    bodies = [
        m.entry.country for i, m in register.mentions.named.items() if m.start == i and m.entry.sector in _AT_HOME
    ]
    setting = setting_of(
        places, [register.tables.alpha2.get(code or "") for code in bodies], gazetteer, len(register.text.sentences)
    )
    found = [replace(r, place=within(r.place, setting, gazetteer)) if r.place is not None else r for r in readings]
    told: dict[tuple[str, str | None, bool], list[Time | None]] = {}
    for r in found:
        if r.place is not None:
            told.setdefault(_kind(r), []).append(r.time)
    last: dict[tuple[str, str | None, bool], tuple[int, Place]] = {}
    settled = []
    for reading in found:
        act = reading.act
        sentence = act.head.sentence
        if act.type in BODILY:
            kind = _kind(reading)
            before = last.get(kind)
            if reading.place is not None:
                last[kind] = (sentence.paragraph, reading.place)
            elif before is not None and before[0] == sentence.paragraph:
                reading = replace(reading, place=before[1])
            elif _stands_alone(reading, told.get(kind, ())) and setting.country is not None:
                reading = replace(reading, place=setting.country)
        settled.append(reading)
    return settled


def _stands_alone(reading: Reading, told: Sequence[Time | None]) -> bool:
    """Whether no like act with a place can be the same one: there is none, or all are of another time."""
    return all(time is not None and reading.time is not None and apart(reading.time, time) for time in told)


def _kind(reading: Reading) -> tuple[str, str | None, bool]:
    """What makes acts alike: their type, that they take people away or blow things up, and that they happened."""
    act = reading.act
    return act.type, act.mode if act.mode in _APART else None, reading.judgement.stage in HAPPENED
