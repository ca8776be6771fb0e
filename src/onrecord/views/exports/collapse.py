"""One plain PLOVER type for an act with its standing: what is threatened is THREATEN, what is promised AGREE."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, cast

from onrecord.knowledge.ontology import MODES
from onrecord.knowledge.table import read_file, read_table
from onrecord.records.vocabulary import EVENT_TYPES, POLARITIES, STAGES, EventType, Polarity, Stage

AUXILIARY: Final = ("historical", "future", "hypothetical", "negation")
"""PLOVER's auxiliary modes, which stand among the contexts."""


@dataclass(frozen=True, slots=True)
class Plain:
    """What an act with its standing becomes. `type` is null where PLOVER has nothing for it; `why` then says so.

    `asked` tells that whoever demands it is the actor, and whoever is to act the recipient.
    """

    type: EventType | None
    mode: str | None = None
    auxiliary: str | None = None
    asked: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    acts: tuple[str, ...]
    modes: tuple[str, ...]
    polarity: str
    stages: tuple[str, ...]
    happened: str
    type: str
    mode: str
    auxiliary: str
    asked: bool
    why: str

    def fits(self, act: str, mode: str | None, stage: str, polarity: str, happened: bool) -> bool:
        return (
            act in self.acts
            and stage in self.stages
            and polarity == self.polarity
            and (not self.modes or (mode or "none") in self.modes)
            and (not self.happened or happened == (self.happened == "yes"))
        )


def collapse(act: EventType, mode: str | None, stage: Stage, polarity: Polarity, happened: bool = False) -> Plain:
    """Fold the standing of an act into its type, by `data/collapse.tsv` (PLOVER draft 2.0 on auxiliary modes).

    `happened` tells whether it took place, or was under way, at some time.
    """
    for rule in _rules():
        if rule.fits(act, mode, stage, polarity, happened):
            if rule.type == "drop":
                return Plain(None, why=rule.why)
            if rule.type == "keep":
                return Plain(act, mode, rule.auxiliary or None, rule.asked)
            return Plain(cast(EventType, rule.type), rule.mode or None, rule.auxiliary or None, rule.asked)
    return Plain(None, why="no rule of PLOVER")  # the table has a row for everything; a test sees to it


@cache
def _rules() -> tuple[_Rule, ...]:
    found = []
    for row in read_file(Path(__file__).parent / "data" / "collapse.tsv"):
        acts = row.words("act")
        for act in acts:
            if act not in EVENT_TYPES:
                raise row.error(f"{act!r} is no type")
        target = row.choice("type", (*EVENT_TYPES, "keep", "drop"))
        if row["as"]:
            row.choice("as", MODES.get(target, ()))
        for stage in row.words("stage"):
            if stage not in STAGES:
                raise row.error(f"{stage!r} is no stage")
        found.append(
            _Rule(
                acts, row.words("mode"), row.choice("polarity", POLARITIES), row.words("stage"),
                row.choice("happened", ("yes", "no"), empty=True), target, row["as"],
                row.choice("auxiliary", AUXILIARY, empty=True),
                row.choice("parties", ("asked",), empty=True) == "asked", row["why"],
            )
        )  # fmt: skip
    return tuple(found)


@cache
def _scores() -> dict[tuple[str, str], tuple[int, float]]:
    rows = read_table("ontology.tsv", ())
    return {(row["type"], row["mode"]): (int(row["quad"]), float(row["score"])) for row in rows}


def quad_and_score(type: EventType, mode: str | None) -> tuple[int, float]:
    """The quad code of a type (1 to 4), and the score of its mode, or its own, on the conflict-cooperation scale."""
    scores = _scores()
    own = scores[type, ""]
    return own[0], scores.get((type, mode or ""), own)[1]
