"""A mention of an event that somebody points at: what a claim tells of its act, for a predicate of any kind."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.records.claim import Party, Place, Qualifier, Time
from onrecord.records.span import Span
from onrecord.records.vocabulary import EventType, Polarity, Stage


@dataclass(frozen=True, slots=True)
class Mention:
    """A probed predicate with its parties, time, place and standing; the fields are those of `Claim`.

    `probe` is the probe's id, `trigger` the probed words. `type` is null where the predicate names no political
    act; then `actors` are who or what stands as its subject, `recipients` who or what it is done to.
    `modifier` says that the words only describe a noun ("emergency patch").
    """

    probe: str
    trigger: Span
    sentence: Span
    type: EventType | None
    mode: str | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    stage: Stage
    polarity: Polarity
    time: Time | None = None
    place: Place | None = None
    qualifiers: tuple[Qualifier, ...] = ()
    modifier: bool = False
