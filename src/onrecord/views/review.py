"""What a person should look at first: the rule by which the queue of review is ordered.

An event's place is its doubt times its consequence. **Doubt** is the chance that something is wrong with it, taken
together from signs that are held to be independent: 1 − (1 − a)(1 − b)(1 − c)(1 − d), where

* a: how unsure its weakest reading is: 1 − the lowest score of its claims;
* b: how few speak with their names: 0.4 ÷ (1 + named speakers);
* c: how near the weakest tie between its claims is to the border of joining: 0.5 at the border, none 0.2 above it;
* d: what its own standing hints at: 0.5 where independent sources differ, 0.3 where somebody denies it, 0.2 where
  its nearest source is not certain.

**Consequence** is what follows when it is listed wrongly: the weight of its type, + 0.15 for each doubling of the dead
and injured, + 0.1 for each doubling of the reports that carry it. The weights follow the classes of PLOVER: deeds of
conflict, then words of conflict, then deeds, then words of cooperation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

from onrecord.ledger.reviewing import Stand
from onrecord.records.vocabulary import EventType
from onrecord.views.wording import counted

WEIGHTS: Mapping[EventType, float] = {
    "ASSAULT": 1.0, "MOBILIZE": 0.8, "SANCTION": 0.8, "COERCE": 0.8, "PROTEST": 0.6,
    "THREATEN": 0.7, "ACCUSE": 0.5, "REJECT": 0.5, "REQUEST": 0.4,
    "RETREAT": 0.5, "AID": 0.4, "COOPERATE": 0.4,
    "AGREE": 0.3, "CONCEDE": 0.3, "SUPPORT": 0.25, "CONSULT": 0.2,
}  # fmt: skip
"""How much an event of each type weighs: deeds and words of conflict, deeds and words of cooperation."""

BORDER = 0.5
"""The score at which two claims are as likely one act as two."""
_NEAR = 0.2
_AT_BORDER = 0.5
_UNNAMED = 0.4
_DISPUTED, _DENIED, _UNSURE = 0.5, 0.3, 0.2
_TOLL, _REPORTS = 0.15, 0.1
_WORTH_SAYING = 0.1


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of an event in the queue: doubt (0 to 1) times consequence, and the signs of doubt in words."""

    doubt: float
    consequence: float
    signs: tuple[str, ...]

    @property
    def value(self) -> float:
        """What the queue is ordered by."""
        return self.doubt * self.consequence


def rank(event: Stand, score: float = 1.0, joined: float | None = None) -> Rank:
    """The rank of an event; `score` and `joined` are those of its weakest claim and of its weakest tie."""
    signs: list[tuple[float, str]] = []
    if score < 1:
        signs.append((1 - score, f"its weakest reading has a score of {score:.2f}"))
    alone = "nobody speaks with a name" if not event.named else f"{counted(event.named, 'named speaker')} alone"
    signs.append((_UNNAMED / (1 + event.named), alone))
    if joined is not None and joined < BORDER + _NEAR:
        near = 1 - max(0.0, joined - BORDER) / _NEAR
        signs.append((_AT_BORDER * near, f"its weakest tie has a score of {joined:.2f}"))
    if event.disputed:
        signs.append((_DISPUTED, "independent sources differ"))
    elif event.denied:
        signs.append((_DENIED, "somebody denies it"))
    elif event.certainty != "certain":
        signs.append((_UNSURE, "its source is not certain"))
    sound = 1.0
    for chance, _ in signs:
        sound *= 1 - chance
    shown = tuple(words for chance, words in sorted(signs, reverse=True) if chance >= _WORTH_SAYING)
    return Rank(1 - sound, consequence(event), shown)


def consequence(event: Stand) -> float:
    """What follows when an event is listed wrongly."""
    return WEIGHTS[event.type] + _TOLL * log2(1 + max(event.hurt, 0)) + _REPORTS * log2(max(event.reports, 1))
