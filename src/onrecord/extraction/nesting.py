"""One event, one claim: acts within acts, light words, and the same event named twice in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extraction.model import Act, Judgement
from onrecord.knowledge import Knowledge
from onrecord.records import Link, Party, Reason


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """An act with what was found of it, before it becomes a claim."""

    act: Act
    judgement: Judgement
    links: tuple[Link, ...]
    chain_why: tuple[Reason, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]


def settle(readings: Sequence[Reading], knowledge: Knowledge) -> list[Reading]:
    """The readings that become claims."""
    return list(readings)
