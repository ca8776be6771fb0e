"""Events taken up again: "the strikes" stand as the strikes that the text has told of before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.extraction.model import Act, Judgement
from onrecord.extraction.nesting import Reading
from onrecord.records import Reason

_DEFINITE = frozenset({"the", "these", "those", "such", "this", "that", "any"})
_UNREAL = frozenset({"considered", "planned", "threatened", "demanded", "hypothetical"})
_BARE = "bare noun"
"""The rule by which a noun that nothing says more of is read as done."""


def take_up(readings: Sequence[Reading]) -> list[Reading]:
    """Give definite event nouns of which nothing else is said the stage at which the text has left that event.

    Without this, "the strikes" after "is weighing drone strikes" would be read as strikes that happened.
    """
    latest: dict[str, Judgement] = {}
    settled = []
    for reading in sorted(readings, key=lambda r: r.act.head.i):
        act, judgement = reading.act, reading.judgement
        earlier = latest.get(act.head.lemma)
        if earlier is not None and _says_nothing_new(act, judgement):
            judgement = _as_before(act, judgement, earlier)
            reading = replace(reading, judgement=judgement)
        if judgement.stage in _UNREAL and judgement.polarity == "affirmed":
            latest[act.head.lemma] = judgement
        elif judgement.stage in ("done", "ongoing", "halted"):
            latest.pop(act.head.lemma, None)
        settled.append(reading)
    return settled


def _says_nothing_new(act: Act, judgement: Judgement) -> bool:
    if act.head.pos not in ("NOUN", "PROPN") or act.light is not None or judgement.stage != "done":
        return False
    if any(c.dep in ("prep", "relcl", "acl") for c in act.head.children):
        return False  # "the killing of the envoy" tells its own event
    rules = [reason.rule for reason in judgement.why.get("stage", ())]
    definite = any(c.lower in _DEFINITE for c in act.head.children if c.i < act.head.i)
    return definite and rules == [_BARE]


def _as_before(act: Act, judgement: Judgement, earlier: Judgement) -> Judgement:
    text = act.head.sentence.text
    rule = Reason(f"taken up as it stood before: {earlier.stage}", text.spans((act.head,)))
    why = dict(judgement.why)
    why["stage"] = (*why.get("stage", ()), rule)
    return replace(judgement, stage=earlier.stage, certainty=earlier.certainty, factuality=earlier.factuality, why=why)
