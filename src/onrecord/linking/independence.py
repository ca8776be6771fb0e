"""Who speaks last in a claim's chain, and how many claims rest on nothing in common."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from onrecord.knowledge.gazetteer import fold
from onrecord.linking.event import Told
from onrecord.linking.origins.outlets import outlet_key
from onrecord.linking.origins.speakers import Speaker, chain, speaker_of
from onrecord.linking.wording import clean, unstated
from onrecord.records import Party

SpeakerKey = tuple[str, str]
"""By what a speaker is told from others: a name, or the report itself where nobody is named."""


def reported(member: Told) -> str:
    """The day on which a claim was reported, as an ISO date; empty where it is unknown."""
    return (member.document.published or "")[:10]


def speaker_key(member: Told) -> SpeakerKey:
    """The ultimate speaker of a claim: the last of its chain, or the outlet itself where it quotes nobody.

    Unnamed people cannot be told apart, so they count as the outlet that vouches for them. Nor can an outlet
    confirm itself: its later report has the same speaker. Where not even the outlet is known, it is the report.
    """
    speaker = speaker_of(member.claim, member.document.source)
    name = speaker.name if speaker is not None and speaker.named else speaker.outlet if speaker is not None else None
    if speaker is None or not name:
        return "report", member.origin
    if speaker.named and speaker.kind not in ("outlet", "author"):
        return "named", fold(name)
    return "outlet", outlet_key(name)


def speaker_label(member: Told) -> str:
    """The ultimate speaker as a reader sees it: a name, or the words that stand for who is not named."""
    return labelled(speaker_of(member.claim, member.document.source))


def labelled(speaker: Speaker | None) -> str:
    """A speaker by name, or by the words of the text, and whether they stand for people who are not named."""
    if speaker is None:
        return unstated("outlet")
    name = clean(speaker.name)
    return f"{name} (unnamed)" if not speaker.named and speaker.kind in ("unnamed", "person", "group") else name


def is_named(member: Told) -> bool:
    """Whether the ultimate speaker has a name: a person, a body, or an outlet in its own voice."""
    speaker = speaker_of(member.claim, member.document.source)
    return speaker is not None and speaker.named


def has_source(member: Told) -> bool:
    """Whether the passage names or describes somebody, beside the outlet, on whose word it is told."""
    return len(chain(member.claim.attribution)) > 1


def speaks_for(member: Told, actors: Collection[Party]) -> bool:
    """Whether a claim is on the word of one of `actors` or of those who govern, guard or fight for their country."""
    last = member.claim.attribution[-1] if has_source(member) else None
    if last is None or last.kind in ("outlet", "author"):
        return False
    if last.name and fold(last.name) in {fold(party.name) for party in actors}:
        return True
    official = last.kind == "country" or last.sector in ("GOV", "MIL", "SPY", "COP", "ELI")
    return official and last.country is not None and last.country in {party.country for party in actors}


def independent(told: Iterable[Told]) -> int:
    """How many of the claims have neither their origin nor their ultimate speaker in common, at most.

    Ten reports of one spokesman are one source, and so are ten speakers whom one report quotes. A report that
    quotes somebody, and tells the same in its own voice as well, vouches for nothing beyond whom it quotes. The
    number is the size of the largest matching between origins and speakers (by augmenting paths, as Kuhn 1955).
    """
    members = list(told)
    quoting = {member.origin for member in members if has_source(member)}
    near: dict[str, set[SpeakerKey]] = {}
    for member in members:
        if member.origin in quoting and not has_source(member):
            continue
        near.setdefault(member.origin, set()).add(speaker_key(member))
    matching = _Matching()
    return sum(matching.add(origin, near) for origin in sorted(near))


class _Matching:
    """Origins and speakers in pairs."""

    def __init__(self) -> None:
        self._origin: dict[SpeakerKey, str] = {}
        self._speaker: dict[str, SpeakerKey] = {}

    def add(self, origin: str, near: dict[str, set[SpeakerKey]]) -> bool:
        """Find a speaker for `origin`, giving others another one where need be; tell whether there is one."""
        came: dict[SpeakerKey, str] = {}  # from which origin the search came to a speaker
        pending = [origin]
        for current in pending:
            for key in sorted(near[current] - came.keys()):
                came[key] = current
                if key not in self._origin:
                    self._turn(key, came)
                    return True
                pending.append(self._origin[key])
        return False

    def _turn(self, free: SpeakerKey, came: dict[SpeakerKey, str]) -> None:
        """Pair along the way on which the search came to a speaker who was free."""
        step: SpeakerKey | None = free
        while step is not None:
            origin = came[step]
            left = self._speaker.get(origin)
            self._origin[step], self._speaker[origin] = origin, step
            step = left
