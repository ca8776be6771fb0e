"""The dossier of a party in words: what it did, is about to do, denies, suffered and says, one line an event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.linking.parties.dossier import Deed, Dossier, Section
from onrecord.records import encode
from onrecord.views.events import DISPUTED_MARK, seen, support, without_standing
from onrecord.views.timeline import HAPPENED
from onrecord.views.wording import clean, interval, mark_of, standing_of


@dataclass(frozen=True, slots=True)
class DeedLine:
    """What a party has to do with one event: mark and standing, who does what, on what it rests, the event's id."""

    deed: Deed
    mark: str
    standing: str
    act: str
    tail: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a dossier; `name` is for programs, `title` for people."""

    name: str
    title: str
    lines: tuple[DeedLine, ...]


def parts(dossier: Dossier) -> tuple[Part, ...]:
    """The parts of a dossier, empty ones too, each with its events, the latest first within a stage."""
    does = dossier.does
    return (
        _part(
            "did",
            "Reported to have done, to be doing, to have tried or to have stopped",
            (s for s in does if s.polarity == "affirmed" and s.stage in HAPPENED),
        ),
        _part(
            "ahead",
            "Reported to plan, consider, threaten or demand, or supposed to: not reported as done",
            (s for s in does if s.polarity == "affirmed" and s.stage not in HAPPENED),
        ),
        _part("denied", "Denied, or reported not to have done", (s for s in does if s.polarity == "negated")),
        _part("suffered", "Done to it, or to be done to it, by others", dossier.suffers),
        _part("said", "Its own word on events: the latest on each", dossier.says),
    )


def _part(name: str, title: str, sections: Iterable[Section]) -> Part:
    return Part(name, title, tuple(_line(deed) for section in sections for deed in section.deeds))


def _line(deed: Deed) -> DeedLine:
    mark, standing = mark_of(deed.stage, deed.polarity), standing_of(deed.stage, deed.polarity)
    if deed.disputed:
        mark, standing = mark + DISPUTED_MARK, f"{standing}, disputed"
    about = [part for part in (interval(deed.start, deed.end), clean(deed.place or "")) if part]
    grounds = [support(deed.documents, deed.origins), seen(deed.first, deed.last)]
    if deed.alone:
        grounds.append("on its own word alone")
    tail = "".join(f" · {part}" for part in about) + f" — {'; '.join(filter(None, grounds))}"
    return DeedLine(deed, mark, standing, without_standing(deed.sentence), tail)


def dossier_value(dossier: Dossier) -> dict[str, object]:
    """The JSON value of a dossier: the party's entry, and the events of each part."""
    value: dict[str, object] = {"party": encode(dossier.entry)}
    for part in parts(dossier):
        value[part.name] = [encode(line.deed) | {"mark": line.mark} for line in part.lines]
    return value
