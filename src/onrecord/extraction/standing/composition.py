"""Composing a standing: the own form of an act, then the signature of each operator outwards from it."""

from __future__ import annotations

from onrecord.extraction.standing.form import OPEN, Form, undenied
from onrecord.extraction.standing.signatures import apply_signature, is_past
from onrecord.extraction.standing.state import ATTITUDES, REALISED, RETALIATION, VOWS, State, plain, weaker
from onrecord.extraction.standing.walk import Step
from onrecord.language import Token


def compose(head: Token, own: Form, steps: list[Step]) -> State:
    """Compose the standing of `head` from its own form and the steps outwards."""
    state = State(own.stage, own.negated, own.certainty, own.kind, own.past, head.i)
    for name, rule, words in own.reasons:
        state.note(name, rule, words)
    if own.tense == "noun":
        state.note("stage", "bare noun", (head,))
    modal = own.kind in ("should", "must", "shall", "ought")
    state.subjunctive = own.stage == OPEN or modal or (own.kind in ("present", "state") and head.tag != "VBZ")
    state.bare = own.kind == "infinitive" and any(c.dep == "nsubj" for c in head.children)
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
            state.note("stage", "infinitive by itself: planned", (head,))
        else:
            state.stage = "done"
    avenges = head.lemma in RETALIATION or any(c.dep == "nsubj" and c.lemma in RETALIATION for c in head.children)
    if state.kind == "consequence" and avenges and state.stage == "hypothetical":
        state.decide("threatened", "threatens", "retaliation on a condition: threatened", head)
        state.be_certain()
    return state


def _condition_of_threat(state: State, step: Step, head: Token) -> None:
    """The if-half of a threat is what the threat is to bring about: demanded (without its negation)."""
    until = state.kind == "later" and any(c.dep == "mark" and c.lower in ("until", "till") for c in head.children)
    if step.operator is None or not (until or state.kind == "condition"):
        return
    operator = step.operator
    threat = operator.family in ("threatens", "warns") or (operator.phrase in VOWS and not until)
    threat = threat or (not step.loose and step.form.kind == "threatens")
    unless = any(c.dep == "mark" and c.lower == "unless" for c in head.children)
    if threat and (state.negated or unless or until):
        state.stage, state.negated, state.certainty, state.kind = "demanded", False, "certain", "demands"
        state.note("stage", f"condition of {step.operator.phrase}: demanded", (step.word,))


def _modify(state: State, form: Form, outer: bool = False) -> None:
    """Apply the operators among a word's own modifiers ("allegedly", "planned", "which he later paused")."""
    for operator, word, relation in form.modifiers:
        if operator.family == "denies" and operator.pos == "a" and not outer and relation == "modifier":
            continue  # "false claims": the claims were made, what they claim is denied
        if outer and operator.pos == "adv" and operator.family in ("plans", "continues"):
            continue  # "soon" beside "hopes to sign" says nothing of the signing
        if operator.family == "expects" and operator.pos == "adv" and state.past:
            state.certainty = weaker(state.certainty, operator.certainty or "certain")
            state.note("certainty", f"{operator.phrase}: {operator.certainty}", (word,))
            continue  # "was probably launched" is over
        past = Form("done", tense="past")
        apply_signature(state, operator, relation, word, past, inner=None)
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
    if finite and state.kind == "would" and is_past(form) and not inner.conditioned:
        state.stage, state.certainty = "planned", "certain"
        state.reasons.pop("certainty", None)
        state.note("stage", f"would under the past of {operator.phrase}: planned", (step.word,))
    elif finite and state.kind == "ultimatum" and is_past(form) and operator.family in ATTITUDES:
        state.decide("threatened", "threatens", "would, unless another acts: threatened", step.word)
        state.be_certain()
    elif (
        relation == "that"
        and state.kind == "past progressive"
        and operator.family == "reports"
        and is_past(form)
        and step.word.i < state.position
    ):
        state.decide("ongoing", "progressive", f"was doing under the past of {operator.phrase}: ongoing", step.word)
        state.past = False
    elif state.bare and state.stage == OPEN and operator.family == "reports" and step.word.i > state.position:
        state.decide("planned", "bare infinitive", "infinitive with a subject, as in headlines: planned", step.word)
    unsure = relation == "whether" or operator.family == "asks"
    if unsure and state.kind in ("will", "would") and state.stage == "planned":
        state.decide("considered", "asks", "whether it will: considered", step.word)
    if operator.family in ("realises", "persuades"):
        _realise(state, step, f"{operator.phrase} + {plain(relation)}")
        state.effort = state.effort or operator.family == "persuades"
        return
    apply_signature(state, operator, relation, step.word, form, inner)
    if operator.family in ("reports", "alleges", "denies") and relation in ("that", "quote", "infinitive", "whether"):
        state.attributed = True
    _modify(state, form, outer=True)
    _own_unreality(state, step)
    if operator.family in ATTITUDES:
        state.settled = True


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
        state.note("stage", f"{step.word.lower} + infinitive: as real as its clause", (step.word,))
    elif step.relation == "result":
        if state.stage in REALISED:
            state.decide(form.stage, "result", f"result of {step.word.lower}: {form.stage}", step.word)
    elif step.relation == "supposed":
        state.put_over("hypothetical", "supposes", f"only spoken of, under {plain(form.kind)}: hypothetical", step.word)
        certainty = "possible" if form.kind in ("could", "might", "may") else "unknown"
        state.certainty = weaker(state.certainty, certainty)
        state.note("certainty", f"only supposed: {certainty}", (step.word,))
    elif step.relation == "deadline":
        state.put_over("demanded", "demands", f"deadline set by {step.word.lower}: demanded", step.word)
    elif step.relation == "or else":
        if state.stage not in ("done", "ongoing") or state.kind in ("present", "infinitive", "state"):
            state.settled = False
            state.decide(
                "threatened",
                "threatens",
                f"what follows where an order is not obeyed ({step.word.lower}): threatened",
                step.word,
            )
            state.be_certain()
            state.settled = True
    elif step.relation == "consent":
        state.put_over("considered", "considers", f"{step.word.lemma} consent: considered", step.word)
    elif step.relation == "purpose for":
        state.put_over("planned", "purpose for", "for + bare noun: planned", step.word)
    elif step.relation == "purpose" and not state.settled:
        stage = "planned"
        if form.stage in ("considered", "hypothetical", "demanded", "threatened"):
            stage = "considered" if form.kind == "would" else form.stage
        if state.stage == "attempted" and state.kind == "prevents":
            state.decide("hypothetical", "prevents", "purpose of preventing: hypothetical", step.word)
            state.settled = True
        else:
            state.put_over(stage, "purpose", f"purpose of {step.word.lower}: {stage}", step.word)


def _realise(state: State, step: Step, rule: str) -> None:
    """The act stands as the word that realises it: its tense, modality and negation."""
    form = step.form
    if state.settled and state.kind == "stop pending":
        return
    if state.stage == "halted" and form.stage not in REALISED:
        state.put_over(form.stage, form.kind, rule, step.word)
        return
    cause = step.operator is not None and step.operator.causal
    if cause and form.stage in ("considered", "hypothetical") and state.stage in REALISED and not state.settled:
        state.put_over("hypothetical", "supposes", f"{rule} under {plain(form.kind)}: hypothetical", step.word)
        state.certainty = weaker(state.certainty, form.certainty)
        state.note("certainty", f"{plain(form.kind)}: {form.certainty}", (step.word,))
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
            state.put_over(form.stage, form.kind, f"{rule}: {form.stage}", step.word)
    if form.negated and state.settled:
        state.certainty = weaker(state.certainty, "unknown")  # made no claim that: it is left open
    elif form.negated:
        state.negated = not state.negated
    if not state.settled:
        state.certainty = weaker(state.certainty, form.certainty)
    _modify(state, form, outer=True)


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
        state.decide("hypothetical", "prevents", f"{plain(form.kind)} {operator.phrase}: hypothetical", step.word)
        state.certainty = weaker(state.certainty, form.certainty)
        return
    if form.stage == "halted":
        state.decide("halted", "stops", f"no longer {operator.phrase}: halted", step.word)
        return
    if form.kind == "would" and operator.family in ("hopes", "demands", "plans"):
        return  # would like, would urge, would need: as good as the plain verb
    state.put_over(form.stage, form.kind, f"{plain(form.kind)} {operator.phrase}: {form.stage}", step.word)
    if state.settled:
        return
    state.certainty = weaker(state.certainty, form.certainty)
