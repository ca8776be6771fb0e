"""Builds the timeline of an entity from what documents tell as happening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.extraction.happenings import Happening, Happenings
from onrecord.linking.timelines.model import Entry, Mention, Timeline
from onrecord.linking.timelines.naming import is_named, words_of

_FIRM = ("stated", "carried")
"""How a date is known that tells events of different documents apart."""

_SHARED = 3
"""Words that two reports of one utterance share, at least."""

_NEWS = 14
"""Days that lie between what is told as news and the event, at most."""

FACTUAL = frozenset({"done", "ongoing", "halted"})


@dataclass(frozen=True, slots=True)
class _Told:
    """One mention of a happening in which the entity takes part."""

    document: str
    happening: Happening
    roles: frozenset[str]
    others: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]  # the role and the names of each other participant

    @property
    def mention(self) -> Mention:
        return Mention(self.document, self.happening.span)


def entity_timeline(entity: str, readings: Sequence[Happenings]) -> Timeline:
    """The events in which the entity takes part, over all documents, each with its mentions, date and order.

    `entity` is a name; short forms and pronouns that take it up count as well. What did not happen, or is only
    wanted, threatened or supposed, is left out; what is planned has a place where its day is stated. The answer does
    not depend on the order of the documents. The form is that of SemEval-2015 task 4 (Minard et al. 2015).
    """
    told = [one for reading in sorted(readings, key=lambda r: r.document.id) for one in _told(entity, reading)]
    groups = _grouped(told)
    dated = [(_date(group), group) for group in groups]
    order: dict[str, int] = {d: n for n, d in enumerate(sorted({d for d, _ in dated if d is not None}), 1)}
    entries = [
        Entry(order[day] if day is not None else 0, day, tuple(sorted(one.mention for one in group)))
        for day, group in dated
    ]
    return Timeline(entity, tuple(sorted(entries, key=lambda e: (e.order, e.mentions))))


def _told(entity: str, reading: Happenings) -> list[_Told]:
    found = []
    for happening in reading.happenings:
        taking = [p for p in happening.participants if is_named(entity, p)]
        if not taking or not _counts(happening):
            continue
        others = tuple(
            (p.role, tuple(words_of(name) for name in p.names)) for p in happening.participants if p not in taking
        )
        found.append(_Told(reading.document.id, happening, frozenset(p.role for p in taking), others))
    return found


def _counts(happening: Happening) -> bool:
    if happening.polarity == "negated":
        return False
    return happening.stage in FACTUAL or (happening.stage == "planned")


def _grouped(told: Sequence[_Told]) -> list[list[_Told]]:
    """Mentions of one event together: the same act in the same role, at dates that fit."""
    groups: dict[str, list[list[_Told]]] = {}  # by act
    for one in told:
        alike = groups.setdefault(one.happening.act, [])
        for group in alike:
            if all(_coreferent(one, other) for other in group):
                group.append(one)
                break
        else:
            alike.append([one])
    return [group for alike in groups.values() for group in alike]


def _coreferent(one: _Told, other: _Told) -> bool:
    a, b = one.happening, other.happening
    if a.lasting or not one.roles & other.roles:
        return False
    if a.speech or b.speech:
        return one.document != other.document and a.date == b.date and _say_the_same(a.content, b.content)
    if not _fit(a.date, b.date) and (one.document == other.document or _apart(a, b)):
        return False
    return _others_fit(one, other)


def _others_fit(one: _Told, other: _Told) -> bool:
    """Whether the other participants can be the same: in each role that both fill, somebody is."""
    alike = False
    for role in ("agent", "patient", "recipient"):
        mine, theirs = _names(one, role), _names(other, role)
        if mine and theirs:
            if not any(_alike(a, b) for a in mine for b in theirs):
                return False
            alike = True
    return alike or "noun" in (one.happening.form, other.happening.form) or not (one.others or other.others)


def _names(one: _Told, role: str) -> list[tuple[str, ...]]:
    return [name for filled, names in one.others if filled == role for name in names if name]


def _alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether one name is a short form of the other, or both end in the same word."""
    shorter, longer = sorted((a, b), key=len)
    return a[-1] == b[-1] or longer[: len(shorter)] == shorter


def _say_the_same(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether most of what the shorter one says is in the longer one."""
    shared = len({*a} & {*b})
    return shared >= _SHARED and shared >= min(len(a), len(b)) / 2


def _apart(a: Happening, b: Happening) -> bool:
    """Whether the dates of mentions in different documents tell two events: not, where one is only near the news."""
    if a.ground in _FIRM and b.ground in _FIRM:
        return True
    if "noun" in (a.form, b.form) or a.date is None or b.date is None:
        return False
    if len(a.date) == len(b.date) == 10:
        return abs((date.fromisoformat(a.date) - date.fromisoformat(b.date)).days) > _NEWS
    return a.date[:4] != b.date[:4]


def _fit(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a.startswith(b) or b.startswith(a)


def _date(group: Sequence[_Told]) -> str | None:
    """The date best known: stated before carried before published, the finest, the earliest.

    A stated month or year is made finer by what is carried over and lies in it.
    """
    best: str | None = None
    for ground in ("stated", "carried", "published"):
        dates = [
            h.date
            for h in (one.happening for one in group)
            if h.ground == ground and h.date is not None and (h.stage in FACTUAL or ground in _FIRM)
        ]
        if best is None and dates:
            best = min(dates, key=lambda day: (-len(day), day))
        elif best is not None and ground == "carried":
            best = min((day for day in dates if day.startswith(best)), default=best)
    return best
