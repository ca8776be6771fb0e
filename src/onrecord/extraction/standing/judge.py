"""The standing of one predicate: its own form, the walk outwards, the composition, the reasons."""

from __future__ import annotations

from typing import cast

from onrecord.extraction.model import Judgement
from onrecord.extraction.standing.composition import compose
from onrecord.extraction.standing.factuality import factuality
from onrecord.extraction.standing.form import read_form
from onrecord.extraction.standing.governors import LONGEST_WALK, climb
from onrecord.extraction.standing.relations import is_definite
from onrecord.extraction.standing.state import State
from onrecord.extraction.standing.walk import Step
from onrecord.knowledge import Knowledge
from onrecord.language import Token
from onrecord.records import Reason, Why
from onrecord.records.vocabulary import Certainty, Stage


def judge(head: Token, knowledge: Knowledge, light: Token | None = None) -> Judgement:
    """Judge the predicate `head`: stage, polarity, certainty, factuality, and the reasons for them.

    `light` is the light verb that realises an event noun ("carried out" a raid), whose tense then counts; one
    that governs the noun in the usual way is found without it. Any token can be judged; nothing is raised.

    An act under a stopper is `halted` only where the stop has happened or been announced. Where it is itself only
    planned, demanded or supposed, the act keeps its own stage, a reason for the stage says "the stop itself is
    only ...", and `stopper` gives the word whose standing is that of the stop.
    """
    state = standing(head, knowledge, light)
    return judged(head, state, factuality(state, knowledge.overlays))


def judged(head: Token, state: State, value: float) -> Judgement:
    """The judgement that a composed state comes to, with its reasons; `value` is its factuality."""
    return Judgement(
        stage=cast(Stage, state.stage),
        polarity="negated" if state.negated else "affirmed",
        certainty=cast(Certainty, state.certainty),
        factuality=value,
        why=_why(head, state),
    )


def standing(head: Token, knowledge: Knowledge, light: Token | None = None) -> State:
    """Compose the standing of `head` (see `judge`), with what else is known of the way there."""
    head = predicate(head)
    state = compose(head, read_form(head, knowledge.operators), climb(head, knowledge.operators, light))
    if state.kind in SURROUNDED:
        state.context = _context(head, knowledge)
        if state.context and is_definite(head):
            state.context += ", given"
    if state.attributed and not state.context:
        state.context = "said"
    return state


SURROUNDED = frozenset({"noun", "adjective", "gerund", "participle", "present", "state"})
"""What decides too little by itself: there the clause around it tells how far the author is committed."""


def _context(head: Token, knowledge: Knowledge) -> str:
    """Whether the clause around a word is unreal, denied or open; empty where it is plain or there is none."""
    verb = head
    for _ in range(LONGEST_WALK):
        if verb.head is verb:
            return ""
        verb = verb.head
        if verb.pos in ("VERB", "AUX") and verb.dep not in ("aux", "auxpass", "amod", "compound"):
            break
    else:
        return ""
    state = compose(verb, read_form(verb, knowledge.operators), climb(verb, knowledge.operators))
    if state.negated:
        return "denied"
    if state.stage not in ("done", "ongoing", "halted"):
        return "unreal"
    return "" if state.certainty == "certain" else "unsure"


def steps(head: Token, knowledge: Knowledge, light: Token | None = None) -> list[Step]:
    """The steps outwards from `head`, nearest first: the operators that scope over it, and plain grammar."""
    return climb(predicate(head), knowledge.operators, light)


def stopper(head: Token, knowledge: Knowledge, light: Token | None = None) -> Token | None:
    """The nearest word that stops, pauses or lifts the act `head`, whether that has happened or not; null without."""
    for step in steps(head, knowledge, light):
        if not step.loose and step.operator is not None and step.operator.family == "stops":
            return step.word
    return None


def predicate(token: Token) -> Token:
    """The word whose standing it is: the verb of an auxiliary, a particle or a preposition; else the token itself."""
    for _ in range(4):
        if token.dep in ("aux", "auxpass", "prt", "neg") and token.head is not token:
            token = token.head
        else:
            break
    return token


def _why(head: Token, state: State) -> Why:
    text = head.sentence.text
    why: Why = {}
    for name in ("stage", "polarity", "certainty"):
        found = state.reasons.get(name)
        if found:
            why[name] = tuple(Reason(rule, text.spans(words)) for rule, words in found)
    return why
