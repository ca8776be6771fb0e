"""Composing a standing: the own form of an act, then the signature of each operator outwards from it."""

from __future__ import annotations

from onrecord.extraction.standing.form import OPEN, Form, undenied
from onrecord.extraction.standing.governors import Step
from onrecord.extraction.standing.state import (
    ATTITUDES,
    CERTAINTY_ORDER,
    OVER,
    PRESENT_IS_PLAN,
    REALISED,
    STILL_BEARING,
    UNINTENDED,
    State,
    weaker,
)
from onrecord.knowledge.operators import Operator
from onrecord.language import Token


def compose(head: Token, own: Form, steps: list[Step]) -> State:
    """Compose the standing of `head` from its own form and the steps outwards."""
    state = State(own.stage, own.negated, own.certainty, own.kind, own.past)
    for name, rule, words in own.reasons:
        state.note(name, rule, words)
    if own.tense == "noun":
        state.note("stage", "bare noun", (head,))
    modal = own.kind in ("should", "must", "shall", "ought")
    state.subjunctive = own.stage == OPEN or modal or (own.kind in ("present", "state") and head.tag != "VBZ")
    if own.denier is not None:
        state.deniers.append(own.denier)
    _modify(state, own)
    inner = own
    for step in steps:
        if step.loose:
            if step.operator is not None and step.operator.family in ("reports", "alleges"):
                state.attributed = True
            _condition_of_threat(state, step, head)
            continue
        _apply(state, step, inner)
        _condition_of_threat(state, step, head)
        inner = step.form
    if state.stage == OPEN:
        if state.kind == "ordinal":
            state.stage = "done"
        elif own.tense == "infinitive" or state.kind == "infinitive":
            state.stage, state.kind = "planned", "bare infinitive"
            state.note("stage", "infinitive without governor: planned", (head,))
        else:
            state.stage = "done"
    return state


def _condition_of_threat(state: State, step: Step, head: Token) -> None:
    """The if-half of a threat is what the threat is to bring about: demanded (without its negation)."""
    if state.kind != "condition" or step.operator is None:
        return
    threat = step.operator.family in ("threatens", "warns") or (not step.loose and step.form.kind == "threatens")
    unless = any(c.dep == "mark" and c.lower == "unless" for c in head.children)
    if threat and (state.negated or unless):
        state.stage, state.negated, state.certainty, state.kind = "demanded", False, "certain", "demands"
        state.note("stage", f"condition of {step.operator.phrase}: demanded", (step.word,))


def _modify(state: State, form: Form, outer: bool = False) -> None:
    """Apply the operators among a word's own modifiers ("allegedly", "planned", "which he later paused")."""
    for operator, word, relation in form.modifiers:
        if operator.family == "denies" and operator.pos == "a" and not outer and relation == "modifier":
            continue  # "false claims": the claims were made, what they claim is denied
        if outer and operator.pos == "adv" and operator.family in ("plans", "continues"):
            continue  # "soon" beside "hopes to sign" says nothing of the signing
        past = Form("done", tense="past")
        _signature(state, operator, relation, word, past, inner=None)
        if operator.family == "stops":
            state.before_stop = "halted"  # "the suspended talks may resume": they are suspended all the same


def _apply(state: State, step: Step, inner: Form) -> None:
    operator, form = step.operator, step.form
    denier = form.denier
    if denier is not None and form.negated:
        if any(denier is seen for seen in state.deniers):
            form = undenied(form)
            step = Step(step.word, step.relation, operator, form, step.loose)
        else:
            state.deniers.append(denier)
    if operator is None:
        _plain(state, step)
        return
    relation = step.relation
    finite = relation in ("that", "quote", "whether", "wh")
    if finite and state.kind == "would" and _is_past(form) and not inner.conditioned:
        state.stage, state.certainty = "planned", "certain"
        state.reasons.pop("certainty", None)
        state.note("stage", f"would under the past of {operator.phrase}: planned", (step.word,))
    if operator.family in ("realises", "persuades"):
        _realise(state, step, f"{operator.phrase} + {relation}")
        state.effort = state.effort or operator.family == "persuades"
        return
    _signature(state, operator, relation, step.word, form, inner)
    if operator.family in ("reports", "alleges", "denies") and relation in ("that", "quote", "infinitive", "whether"):
        state.attributed = True
    _modify(state, form, outer=True)
    _own_unreality(state, step)
    if operator.family in ATTITUDES:
        state.settled = True


def _is_past(form: Form) -> bool:
    return form.tense == "past" or form.past or form.tense in ("noun", "participle", "gerund", "infinitive")


def _plain(state: State, step: Step) -> None:
    """Grammar without an operator: the act stands as its copula, main clause or head noun does."""
    form = step.form
    if step.relation in ("copula", "light verb", "compound"):
        _realise(state, step, f"{step.relation} {step.word.lemma}")
    elif step.relation == "manner":
        if state.stage in REALISED and form.stage not in REALISED and not state.settled:
            state.stage, state.kind = form.stage, "manner"
            state.certainty = weaker(state.certainty, form.certainty)
            state.note("stage", f"manner of {step.word.lower}: {form.stage}", (step.word,))
    elif step.relation == "ordinal":
        state.kind = "ordinal"
        state.note("stage", f"{step.word.lower} + infinitive: as real as its copula", (step.word,))
    elif step.relation == "result":
        if state.stage in REALISED:
            _set(state, form.stage, "result", f"result of {step.word.lower}: {form.stage}", step.word)
    elif step.relation == "supposed":
        _outer(state, "hypothetical", "supposes", f"indefinite under {form.kind}: hypothetical", step.word)
        state.certainty = weaker(state.certainty, "unknown")
        state.note("certainty", "only supposed: unknown", (step.word,))
    elif step.relation == "purpose for":
        _outer(state, "planned", "purpose for", "for + bare noun: planned", step.word)
    elif step.relation == "purpose" and not state.settled:
        stage = "planned"
        if form.stage in ("considered", "hypothetical", "demanded", "threatened"):
            stage = "considered" if form.kind == "would" else form.stage
        if state.stage == "attempted" and state.kind == "prevents":
            _set(state, "hypothetical", "prevents", "purpose of preventing: hypothetical", step.word)
            state.settled = True
        else:
            _outer(state, stage, "purpose", f"purpose of {step.word.lower}: {stage}", step.word)


def _set(state: State, stage: str, kind: str, rule: str, word: Token) -> None:
    state.stage, state.kind = stage, kind
    state.note("stage", rule, (word,))


def _realise(state: State, step: Step, rule: str) -> None:
    """The act stands as the word that realises it: its tense, modality and negation."""
    form = step.form
    if state.settled and state.kind == "stop pending":
        return
    if state.stage == "halted" and form.stage not in REALISED:
        _outer(state, form.stage, form.kind, rule, step.word)
        return
    for name, inner_rule, words in form.reasons:
        if name == "stage" and state.settled:
            continue
        state.note(name, f"{rule}; {inner_rule}" if name == "stage" else inner_rule, words)
    if not state.settled:
        if state.stage in REALISED:
            if form.stage != OPEN:
                if not (state.stage == "ongoing" and form.stage == "done"):
                    state.stage = form.stage
                state.kind, state.past = form.kind, form.past
            elif form.tense == "infinitive":
                state.kind = "infinitive"
                state.stage = OPEN
        elif form.stage not in REALISED:
            _outer(state, form.stage, form.kind, f"{rule}: {form.stage}", step.word)
    if form.negated and state.settled:
        state.certainty = weaker(state.certainty, "unknown")  # made no claim that: it is left open
    elif form.negated:
        state.negated = not state.negated
    if not state.settled:
        state.certainty = weaker(state.certainty, form.certainty)
    _modify(state, form, outer=True)


def _signature(state: State, operator: Operator, relation: str, word: Token, form: Form, inner: Form | None) -> None:
    """Apply one operator's signature, or what its negation makes of it."""
    name = f"{operator.phrase} + {relation}"
    family = operator.family
    words = (word,)
    if form.negated:
        for _, rule, _read in [r for r in form.reasons if r[0] == "polarity"][:1]:
            name = f"{rule.split(':')[0]} {name}"
        effect = operator.when_negated
        if effect == "cancels":
            if state.stage == OPEN or state.kind in ("infinitive", "gerund", "noun"):
                stage = form.stage if form.stage in ("planned", "hypothetical", "considered") else "done"
                _set(state, stage, f"not {family}", f"{name}: {stage}", word)
            return
        if effect == "opens":
            if not state.settled:
                _outer(state, "considered", f"not {family}", f"{name}: considered", word)
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
        _set(state, "considered", "not refuses", f"{name} over a refusal: considered", word)
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
    if form.negated and operator.when_negated == "flips" and (not state.settled or family == "believes"):
        state.negated = not state.negated
        state.note("polarity", f"{name}: {'negated' if state.negated else 'affirmed'}", words)
    if operator.certainty and CERTAINTY_ORDER.index(operator.certainty) > CERTAINTY_ORDER.index(state.certainty):
        state.certainty = operator.certainty
        state.note("certainty", f"{name}: {operator.certainty}", words)
    if family == "denies" and state.through_report:
        _deny_firmly(state)
    if family in ("reports", "alleges") and operator.pos == "n":
        state.through_report = True


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
        _set(state, "done", "not prevented", f"{form.kind} {operator.phrase}: done", word)
        return
    if family == "stops":
        state.before_stop = "done" if state.stage == OPEN else state.stage
        _set(state, "halted", family, f"{name}: halted", word)
        return
    if relation == "wh" and state.stage != OPEN and family in ("considers", "plans", "hopes"):
        state.note("stage", f"{name}: presupposed", (word,))
        state.settled = True  # discussed what had happened
        return
    if family == "asks" and state.stage == OPEN:
        _set(state, "considered", family, f"{name}: considered", word)
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
            _set(state, stage, family, f"{name} in the future: {stage}", word)
        return
    if operator.phrase == "have" and _is_past(form):
        _set(state, form.stage if form.stage != OPEN else OPEN, "had to", f"had to: {form.stage}", word)
        return
    if family == "warns":
        own_act = inner is not None and (inner.conditioned or state.kind in ("will", "would", "consequence"))
        if own_act and relation == "that":
            _outer(state, "threatened", family, f"{name}: threatened", word)
            state.certainty = "certain"
            state.reasons.pop("certainty", None)
        elif relation != "that":
            _outer(state, "hypothetical", family, f"{name}: hypothetical", word)
            state.certainty = weaker(state.certainty, "possible")
        return
    if operator.phrase in PRESENT_IS_PLAN and family == "attempts" and not _is_past(form):
        stage = "planned"
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
    if family == "condition" and state.kind == "would":
        stage = "hypothetical"
    kind = "fails to" if family == "fails" and relation == "infinitive" else family
    _outer(state, stage, kind, f"{name}: {stage}", word)


def _permit(state: State, family: str, name: str, word: Token, form: Form, operator: Operator) -> None:
    """Allowed, able: done where that lies in the past ("was able to land"), else only possible."""
    if form.tense in ("past", "participle") and form.stage in REALISED and operator.pos != "n":
        _set(state, "done", f"{family} past", f"{name} in the past: done", word)
        return
    if form.stage == OPEN and form.tense in ("infinitive", "gerund"):
        state.note("stage", f"{name}: open", (word,))
        return
    if form.stage in ("planned", "considered", "demanded"):
        _outer(state, form.stage, family, f"{name}: {form.stage}", word)
        return
    stage = "considered" if operator.pos == "n" else "hypothetical"
    _outer(state, stage, family, f"{name}: {stage}", word)
    if not state.settled:
        state.certainty = weaker(state.certainty, "possible")
        state.note("certainty", f"{name}: possible", (word,))


def _resolve(state: State, relation: str) -> None:
    """An attitude closes what is open: claims to control, denied striking, reports of strikes."""
    if state.stage == OPEN and relation != "modifier":
        state.stage = "done"


def _outer(state: State, stage: str, kind: str, rule: str, word: Token) -> None:
    """Put an outer stage over the present one by the table of precedence."""
    if state.settled:
        return
    if state.stage == "halted" and stage != "halted":
        state.stage = state.before_stop or "done"
        state.kind = "stop pending"
        state.settled = True
        state.note("stage", f"{rule}; the stop itself is only {stage}", (word,))
        return
    if state.stage == "hypothetical" and state.kind in UNINTENDED and stage not in ("halted", "threatened"):
        state.note("stage", f"{rule} over what is only feared or supposed: hypothetical", (word,))
        return
    if state.effort and stage in ("attempted", "planned", "considered"):
        stage, kind, rule = "demanded", "demands", f"{rule}, to make another act: demanded"
    result = OVER.get((stage, state.stage), stage)
    if result == stage:
        state.kind = kind
    state.stage = result
    state.note("stage", rule if result == stage else f"{rule} over {result}: {result}", (word,))


def _own_unreality(state: State, step: Step) -> None:
    """An operator that is itself only planned, possible or supposed: will ask, may threaten, would stop."""
    form, operator = step.form, step.operator
    if operator is None or operator.family in ATTITUDES or form.stage in REALISED or state.settled:
        return
    if form.negated and operator.when_negated in ("cancels", "opens"):
        return
    if operator.family in ("permits", "enables", "condition", "asks", "later", "omits"):
        return
    if form.kind.endswith(" perfect") and operator.family in ("stops", "prevents", "omits"):
        return
    if operator.family == "prevents" and form.stage in ("hypothetical", "considered", "planned"):
        _set(state, "hypothetical", "prevents", f"{form.kind} {operator.phrase}: hypothetical", step.word)
        return
    if form.stage == "halted":
        _set(state, "halted", "stops", f"no longer {operator.phrase}: halted", step.word)
        return
    if form.kind == "would" and operator.family in ("hopes", "demands", "plans"):
        return  # would like, would urge, would need: as good as the plain verb
    _outer(state, form.stage, form.kind, f"{form.kind} {operator.phrase}: {form.stage}", step.word)
    if state.settled:
        return
    state.certainty = weaker(state.certainty, form.certainty)
