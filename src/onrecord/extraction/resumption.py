"""Events taken up again: "the strikes" stand as the strikes that the text has told of before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.extraction.model import Act, Judgement
from onrecord.extraction.nesting import Reading
from onrecord.knowledge.word_lists import WordLists
from onrecord.records import Reason
from onrecord.records.vocabulary import Stage

_DEFINITE = frozenset({"the", "these", "those", "such", "this", "that", "any"})
_UNREAL = frozenset({"considered", "planned", "threatened", "demanded", "hypothetical"})
_ASKED = frozenset({"considered", "planned", "demanded"})
_TAKING_UP = frozenset({"the", "this", "that", "these", "those"})
_FURTHER = frozenset(
    {"new", "next", "another", "further", "future", "second", "planned", "proposed", "possible", "more"}
)
_USED = ["infinitive", "purpose of used: planned"]
"""The explanation of "they used planes to bomb villages", where the purpose was reached as far as the text tells."""

_TRIES = frozenset({"attempt", "bid"})

_BARE = "bare noun"
"""The rule by which a noun that nothing says more of is read as done."""


def take_up(readings: Sequence[Reading], lists: WordLists) -> list[Reading]:
    """Give definite event nouns of which nothing else is said the stage at which the text has left that event.

    Without this, "the strikes" after "is weighing drone strikes" would be read as strikes that happened. The other way
    round, "who ordered the murder" makes no plan of a murder that the text tells, and "an assassination attempt" names
    no assassination.
    """
    latest: dict[str, Judgement] = {}
    told = {_word(r.act, lists) for r in readings if r.judgement.stage == "done" and not _is_taken_up(r.act)}
    settled = []
    for reading in sorted(readings, key=lambda r: r.act.head.i):
        act, judgement = reading.act, reading.judgement
        earlier = latest.get(act.head.lemma)
        if earlier is not None and _says_nothing_new(act, judgement):
            judgement = _as_before(act, judgement, earlier)
            reading = replace(reading, judgement=judgement)
        elif judgement.stage in _ASKED and _word(act, lists) in told and _is_presupposed(act, judgement, lists):
            judgement = _changed(act, judgement, "done", "taken up as told: done")
            reading = replace(reading, judgement=judgement)
        elif [reason.rule for reason in judgement.why.get("stage", ())] == _USED:
            judgement = _changed(act, judgement, "done", "with what was used for it: done")
            reading = replace(reading, judgement=judgement)
        elif judgement.stage == "done" and act.head.lemma in _TRIES and len(act.trigger) + len(act.also) > 1:
            judgement = _changed(act, judgement, "attempted", f"{act.head.lemma}: attempted")
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


def _word(act: Act, lists: WordLists) -> str:
    """What an act is called; all words for killing are one."""
    return "killing" if act.head.lemma in lists.killing else act.head.lemma


def _is_taken_up(act: Act) -> bool:
    """Whether the act is a noun with an article or an owner before it, and no word that makes it another one."""
    before = [c for c in act.head.children if c.i < act.head.i]
    if act.head.pos not in ("NOUN", "PROPN") or any(c.lower in _FURTHER for c in before):
        return False
    plural = act.head.tag in ("NNS", "NNPS")
    return any(c.lower in _TAKING_UP or (c.dep == "poss" and not plural) for c in before)


def _is_presupposed(act: Act, judgement: Judgement, lists: WordLists) -> bool:
    """Whether all that makes the act unreal are operators over an act that was told: "ordered the murder"."""
    rules = [reason.rule for reason in judgement.why.get("stage", ())]
    names = [rule.partition(" + ")[0] for rule in rules[1:]]
    return _is_taken_up(act) and bool(names) and all(name in lists.presupposing for name in names)


def _changed(act: Act, judgement: Judgement, stage: Stage, rule: str) -> Judgement:
    why = dict(judgement.why)
    why["stage"] = (*why.get("stage", ()), Reason(rule, act.head.sentence.text.spans((act.head,))))
    factuality = max(judgement.factuality, 1.0) if stage == "done" else -abs(judgement.factuality)
    return replace(judgement, stage=stage, factuality=factuality, why=why)


def _as_before(act: Act, judgement: Judgement, earlier: Judgement) -> Judgement:
    text = act.head.sentence.text
    rule = Reason(f"taken up as it stood before: {earlier.stage}", text.spans((act.head,)))
    why = dict(judgement.why)
    why["stage"] = (*why.get("stage", ()), rule)
    return replace(judgement, stage=earlier.stage, certainty=earlier.certainty, factuality=earlier.factuality, why=why)
