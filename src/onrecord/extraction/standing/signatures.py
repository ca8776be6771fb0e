"""What one operator, or its negation, makes of the standing below it."""

from __future__ import annotations

from onrecord.extraction.standing.form import OPEN, Form
from onrecord.extraction.standing.state import (
    CERTAINTY_ORDER,
    PRESENT_IS_PLAN,
    REALISED,
    STILL_BEARING,
    VOWS,
    State,
    plain,
    weaker,
)
from onrecord.knowledge.operators import Operator
from onrecord.language import Token


def apply_signature(
    state: State, operator: Operator, relation: str, word: Token, form: Form, inner: Form | None
) -> None:
    """Apply one operator's signature, or what its negation makes of it."""
    name = f"{operator.phrase} + {plain(relation)}"
    family = operator.family
    words = (word,)
    if operator.phrase in ("decide", "decision") and state.stage == OPEN and (form.negated or relation == "whether"):
        state.decide("considered", "considers", f"{name} still open: considered", word)
        return
    told = state.stage != OPEN  # a clause with a tense of its own, before this operator
    if family == "condition" and state.kind == "contrary":
        state.settled = True
        return
    if family == "condition" and state.negated and state.kind == "perfect" and _contrary(form):
        state.negated, state.settled = False, True
        state.decide("done", "perfect", f"{operator.phrase} it had not been, {plain(form.kind)}: it was", word)
        state.reasons.pop("polarity", None)
        return
    if relation == "would":
        state.settled = False
        state.be_certain()
    if form.negated:
        for _, rule, _read in [r for r in form.reasons if r[0] == "polarity"][:1]:
            name = f"{rule.split(':')[0]} {name}"
        effect = operator.when_negated
        if effect == "cancels":
            if state.stage == OPEN or state.kind in ("infinitive", "gerund", "noun"):
                stage = form.stage if form.stage in ("planned", "hypothetical", "considered") else "done"
                state.decide(stage, f"not {family}", f"{name}: {stage}", word)
            return
        if effect == "opens":
            if not state.settled:
                state.put_over("considered", f"not {family}", f"{name}: considered", word)
            state.certainty = weaker(state.certainty, "possible")
            state.note("certainty", f"{name}: possible", words)
            return
        if effect == "weakens":
            _resolve(state, relation)
            state.certainty = weaker(state.certainty, "possible")
            state.kind = f"not {family}"
            state.note("certainty", f"{name}: possible", words)
            return
        if effect == "affirms":
            _resolve(state, relation)
            state.note("polarity", f"{name}: affirmed", words)
            return
        if effect == "unsettles":
            _resolve(state, relation)
            state.certainty = weaker(state.certainty, "unknown")
            state.kind = f"not {family}"
            state.note("certainty", f"{name}: unknown", words)
            return
    if family == "refuses" and state.settled and not state.through_report:
        state.certainty = weaker(state.certainty, "unknown")  # declined to say whether
        state.note("certainty", f"{name}: unknown", words)
        return
    if family == "refuses" and state.kind == "refuses" and state.negated and not state.settled:
        state.negated = False  # refused to rule out
        state.decide("considered", "not refuses", f"{name} over a refusal: considered", word)
        state.certainty = weaker(state.certainty, "possible")
        state.note("certainty", f"{name} over a refusal: possible", words)
        return
    if family == "refuses" and state.stage == "demanded":
        return  # refused the request to hand him over: the demand stands
    if family == "refuses" and state.through_report:
        state.negated = not state.negated  # rejected allegations that ...: a denial
        _deny_firmly(state)
        state.note("polarity", f"{name}: denied", words)
        return
    _stage_of(state, operator, relation, name, word, form, inner)
    if operator.polarity == "negated" and (not state.settled or family in STILL_BEARING):
        state.negated = not state.negated
        state.note("polarity", f"{name}: {'negated' if state.negated else 'affirmed'}", words)
    if form.negated and operator.when_negated == "flips" and (not state.settled or family in ("believes", "verifies")):
        state.negated = not state.negated
        state.note("polarity", f"{name}: {'negated' if state.negated else 'affirmed'}", words)
    if operator.certainty and CERTAINTY_ORDER.index(operator.certainty) > CERTAINTY_ORDER.index(state.certainty):
        state.certainty = operator.certainty
        state.note("certainty", f"{name}: {operator.certainty}", words)
    if family in ("denies", "verifies") and state.through_report:
        _deny_firmly(state)
    if relation == "whether" and family == "considers" and told and not state.settled:
        state.settled = True  # discussed whether they had shelled it, whether they will
        state.certainty = weaker(state.certainty, "unknown")
        state.note("certainty", f"{name}: unknown", words)
    if family in ("reports", "alleges") and operator.pos == "n":
        state.through_report = True


def _contrary(form: Form) -> bool:
    """Whether the main clause of a condition says that all this did not come about: "would have", "might have"."""
    return form.kind.endswith(" perfect") or form.kind in ("would", "consequence")


def _deny_firmly(state: State) -> None:
    """Who denies an allegation is no longer the one who only alleges."""
    if state.certainty == "possible":
        state.certainty = "certain"
        state.reasons.pop("certainty", None)


def _stage_of(
    state: State, operator: Operator, relation: str, name: str, word: Token, form: Form, inner: Form | None
) -> None:
    """What an operator, affirmed, does to the stage."""
    family = operator.family
    stage = operator.stage
    if state.settled and family not in STILL_BEARING:
        return
    if family in ("permits", "enables"):
        _permit(state, family, name, word, form, operator)
        return
    if family in ("stops", "prevents", "omits") and form.kind.endswith(" perfect") and form.stage == "hypothetical":
        state.decide("done", "not prevented", f"{plain(form.kind)} {operator.phrase}, so it did not: done", word)
        return
    if (
        family == "stops"
        and relation == "subject"
        and state.stage in ("considered", "hypothetical", "threatened", "demanded")
    ):
        return  # hopes of a truce faded: there was none that could be stopped
    if family == "stops":
        state.before_stop = "done" if state.stage == OPEN else state.stage
        state.decide("halted", family, f"{name}: halted", word)
        return
    if relation == "wh" and state.stage != OPEN and family in ("considers", "plans", "hopes"):
        state.note("stage", f"{name}: presupposed", (word,))
        state.settled = True  # discussed what had happened
        return
    if family == "asks" and state.stage == OPEN:
        state.decide("considered", family, f"{name}: considered", word)
        return
    if family == "later" and word.lower == "before" and state.kind == "could" and is_past(form):
        state.decide("done", "later", "before it could: done, negated", word)
        state.negated = not state.negated
        state.note("polarity", "before it could: negated", (word,))
        state.be_certain()
        return
    if family == "later" and state.stage == "halted" and inner is not None and inner.tense == "present":
        if form.stage in ("planned", "demanded", "threatened") or form.tense in ("infinitive", "future"):
            state.put_over("planned", family, f"{name} in the future: planned", word)
        return
    if family == "later":
        ahead = form.stage in ("planned", "demanded", "considered", "threatened") or form.kind == "would"
        ahead = (
            ahead
            or form.tense == "infinitive"
            or form.kind in ("can", "consequence")
            or word.lower in ("until", "till", "before", "once")
        )
        if ahead and (state.kind in ("present", "state") or (form.kind == "would" and state.kind == "past")):
            stage = "demanded" if form.negated and word.lower in ("until", "till", "before") else "planned"
            state.decide(stage, family, f"{name} in the future: {stage}", word)
        return
    if operator.phrase == "have" and is_past(form):
        state.decide(form.stage if form.stage != OPEN else OPEN, "had to", f"had to: {plain(form.stage)}", word)
        return
    if family == "warns":
        own_act = inner is not None and (inner.conditioned or state.kind in ("will", "would", "consequence"))
        if own_act and relation == "that":
            state.put_over("threatened", family, f"{name}: threatened", word)
            state.certainty = "certain"
            state.reasons.pop("certainty", None)
        elif relation != "that":
            state.put_over("hypothetical", family, f"{name}: hypothetical", word)
            state.certainty = weaker(state.certainty, "possible")
        return
    if operator.phrase in PRESENT_IS_PLAN and family == "attempts":
        passive = (word.dep == "acl" and operator.phrase == "mean") or any(c.dep == "auxpass" for c in word.children)
        stage = stage if is_past(form) and not passive else "planned"
    if operator.phrase in VOWS and (form.conditioned or (inner is not None and inner.conditioned)):
        state.put_over("threatened", "threatens", f"{name}, on a condition: threatened", word)
        state.be_certain()
        return
    if not stage:
        _resolve(state, relation)
        if family in ("denies", "doubts", "believes", "alleges"):
            state.kind = family
        return
    if family in ("demands", "forbids") and relation == "that" and not state.subjunctive:
        state.settled = True  # "insists that they have left": a claim, no demand
        return
    if state.past and relation in ("that", "quote") and family != "condition":
        state.kind = f"{family} past"
        return  # feared that he had been killed: the past stays, only the certainty changes
    if state.past and relation == "infinitive" and family in ("expects", "plans", "considers"):
        state.kind = f"{family} past"
        return
    if family == "prevents" and state.stage not in REALISED and state.stage != "planned":
        return
    if state.kind == "prevents" and stage in ("demanded", "planned", "considered"):
        state.decide("hypothetical", "prevents", f"{name} over prevention: hypothetical", word)
        state.certainty = weaker(state.certainty, "unknown")
        return
    if family == "condition" and state.kind == "would":
        stage = "hypothetical"
    if family == "prevents" and stage == "halted":
        state.before_stop = "hypothetical"  # only to be blocked: it has not begun
    kind = "fails to" if family == "fails" and relation == "infinitive" else family
    state.put_over(stage, kind, f"{name}: {stage}", word)


def _permit(state: State, family: str, name: str, word: Token, form: Form, operator: Operator) -> None:
    """Allowed, able: done where that lies in the past ("was able to land"), else only possible."""
    if state.stage not in REALISED and form.stage in REALISED:
        return  # left open the possibility: it stays what it is
    if form.tense in ("past", "participle") and form.stage in REALISED and operator.pos != "n":
        state.decide("done", f"{family} past", f"{name} in the past: done", word)
        return
    if form.stage == OPEN and form.tense in ("infinitive", "gerund"):
        state.note("stage", f"{name}: as real as the clause around it", (word,))
        return
    if form.stage in ("planned", "considered", "demanded"):
        state.put_over(form.stage, family, f"{name}: {form.stage}", word)
        return
    stage = "considered" if operator.pos == "n" else "hypothetical"
    state.put_over(stage, family, f"{name}: {stage}", word)
    if not state.settled:
        state.certainty = weaker(state.certainty, "possible")
        state.note("certainty", f"{name}: possible", (word,))


def _resolve(state: State, relation: str) -> None:
    """An attitude closes what is open: claims to control, denied striking, reports of strikes."""
    if state.stage == OPEN and relation != "modifier":
        state.stage = "done"


def is_past(form: Form) -> bool:
    """Whether a form lies in the past, or leaves its tense to others."""
    return form.tense == "past" or form.past or form.tense in ("noun", "participle", "gerund", "infinitive")
