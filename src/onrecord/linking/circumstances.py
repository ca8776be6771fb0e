"""What all claims of one event come to: type, parties, time and place, each as most independent reports tell it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeVar

from onrecord.linking.event import Told
from onrecord.linking.wording import clean
from onrecord.records import Party, Place, Time
from onrecord.records.vocabulary import EVENT_TYPES, NON_STATE_CODES, EventType, TimePrecision

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

_PRECISION: Final[tuple[TimePrecision, ...]] = ("day", "week", "month", "quarter", "year", "decade", "vague")
_PRONOUNS = frozenset(
    {"he", "she", "it", "they", "we", "you", "i", "who", "him", "her", "them", "us", "me", "this", "that", "those"}
)
_ARTICLES = ("the ", "a ", "an ", "some ", "his ", "her ", "its ", "their ", "both ")


@dataclass(frozen=True, slots=True)
class Kind:
    """What sort of act an event is."""

    type: EventType
    mode: str | None
    contexts: tuple[str, ...]


def support(told: Iterable[Told], key: Callable[[Told], K | None]) -> dict[K, int]:
    """How many origins tell each value, in the order of the claims; claims without a value are left out."""
    origins: dict[K, set[str]] = {}
    for member in told:
        value = key(member)
        if value is not None:
            origins.setdefault(value, set()).add(member.origin)
    return {value: len(found) for value, found in origins.items()}


def kind_of(told: Sequence[Told]) -> Kind:
    """Type and mode that most origins tell, and all contexts, those that most tell first."""
    types: dict[EventType, int] = support(told, lambda member: member.claim.type)
    type_ = min(types, key=lambda value: (-types[value], EVENT_TYPES.index(value)))
    modes = support((m for m in told if m.claim.type == type_), lambda member: member.claim.mode)
    mode = min(modes, key=lambda value: (-modes[value], value), default=None)
    contexts: dict[str, set[str]] = {}
    for member in told:
        for context in member.claim.contexts:
            contexts.setdefault(context, set()).add(member.origin)
    return Kind(type_, mode, tuple(sorted(contexts, key=lambda context: (-len(contexts[context]), context))))


def names_of(told: Sequence[Told], parties: Callable[[Told], Sequence[Party]]) -> tuple[str, ...]:
    """The names of all parties on one side of the act, those that most origins tell first.

    Names that differ in case and article alone are one, and so are a short form and the one fuller name that
    ends or begins with it. A description ("the administration", "two neighbours") is left out where there is a name
    that it may stand for, of the same country and sector as far as it has any, and told by as many origins.
    """
    found: dict[str, tuple[Party, set[str]]] = {}
    for member in told:
        for party in parties(member):
            key = plain(party.name)
            if key and key not in _PRONOUNS:
                held = found.setdefault(key, (party, set()))
                held[1].add(member.origin)
    for short in sorted(found, key=len):
        fuller = [key for key in found if key != short and _extends(key, short, found[key][0], found[short][0])]
        if len(fuller) == 1:
            found[fuller[0]][1].update(found.pop(short)[1])
    full = [(party, origins) for party, origins in found.values() if not is_described(party)]
    kept = [
        (party, origins)
        for party, origins in found.values()
        if not (is_described(party) and any(_covers(name, party) and len(o) >= len(origins) for name, o in full))
    ]
    kept.sort(key=lambda item: (-len(item[1]), is_described(item[0]), clean(item[0].name)))
    return tuple(clean(party.name) for party, _ in kept)


@lru_cache(maxsize=1 << 14)
def plain(name: str) -> str:
    """A name without case and article."""
    words = clean(name).casefold()
    for article in _ARTICLES:
        words = words.removeprefix(article)
    return words


def is_described(party: Party) -> bool:
    """Whether a party is only described by common words, and not named."""
    name = clean(party.name)
    return party.kind == "unnamed" or not any(word[:1].isupper() for word in name.split()) or not plain(name)


def _covers(name: Party, description: Party) -> bool:
    return description.country in (None, name.country) and description.sector in (None, name.sector)


def _extends(longer: str, short: str, fuller: Party, party: Party) -> bool:
    """Whether a name is the fuller form of another one of the same kind: "Claudia Sheinbaum" of "Sheinbaum"."""
    same = fuller.kind == party.kind == "person" or (is_described(fuller) and is_described(party))
    return same and (longer.endswith(f" {short}") or longer.startswith(f"{short} "))


def countries_of(told: Sequence[Told]) -> tuple[str, ...]:
    """The states of all parties as alpha-3 codes, in alphabetical order."""
    parties = (party for member in told for party in (*member.claim.actors, *member.claim.recipients))
    return tuple(sorted({party.country for party in parties if party.country and party.country not in NON_STATE_CODES}))


def time_of(told: Sequence[Told]) -> Time | None:
    """When the act is (to be): of the most precise times the one that most origins tell, then the one told last."""
    dated = [(m, m.claim.time) for m in told if m.claim.time and (m.claim.time.start or m.claim.time.end)]
    if not dated:
        return None
    best = min(_PRECISION.index(time.precision) for _, time in dated)
    precise = [(member, time) for member, time in dated if _PRECISION.index(time.precision) == best]
    counted = support((m for m, _ in precise), lambda m: _interval(m.claim.time))
    latest: dict[tuple[str, str], str] = {}
    for member, time in precise:
        key = _interval(time)
        if key is not None:
            latest[key] = max(latest.get(key, ""), member.document.published or "")
    chosen = max(counted, key=lambda key: (counted[key], latest[key], key))
    return next(time for _, time in precise if _interval(time) == chosen)


def _interval(time: Time | None) -> tuple[str, str] | None:
    return ((time.start or "")[:10], (time.end or "")[:10]) if time else None


def place_of(told: Sequence[Told]) -> Place | None:
    """Where the act is (to be): in the country that most origins tell, the most precise place, then the most told."""
    placed = [member for member in told if member.claim.place is not None]
    solved = [m for m in placed if m.claim.place and m.claim.place.geonameid is not None]
    if not solved:
        return placed[0].claim.place if placed else None
    countries = support(solved, lambda m: m.claim.place.country or "" if m.claim.place else None)
    country = min(countries, key=lambda value: (-countries[value], value))
    inside = [m for m in solved if m.claim.place and (m.claim.place.country or "") == country]
    ids = support(inside, lambda m: m.claim.place.geonameid if m.claim.place else None)

    def order(member: Told) -> tuple[int, int, int]:
        place = member.claim.place
        assert place is not None and place.geonameid is not None  # `solved` holds no others
        return place.precision or 9, -ids[place.geonameid], place.geonameid

    return min(inside, key=order).claim.place
