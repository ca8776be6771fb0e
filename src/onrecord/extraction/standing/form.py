"""The own form of a word: what its tense, aspect, mood, negation and modifiers alone say of its standing."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.extraction.standing.ahead import dated_ahead
from onrecord.extraction.standing.conditions import counterfactual, is_conditioned, is_ultimatum
from onrecord.extraction.standing.modifiers import modifiers_of
from onrecord.extraction.standing.negation import negates, negation, negative_phrase, no_longer
from onrecord.knowledge.operators import Operator, Operators
from onrecord.language import Token
from onrecord.language.syntax import has_subject

OPEN = "open"
"""The stage of an infinitive, a gerund, a noun before anything outside has told how far it went."""

_WANTING = frozenset({"want", "like", "need", "have", "get", "wish"})
"""Verbs under which a participle is what is to be done: "wants him returned"."""

WH_WORDS = frozenset({"how", "why", "what", "who", "whom", "which", "when", "where", "whose"})


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """What a word says by itself.

    `tense` is past, present, future, infinitive, gerund, participle, imperative or noun; `kind` names what decided
    (for the factuality table); `past` whether a past or perfect tense says that it is over; `conditioned` whether
    an if-clause hangs on it; `reasons` are (field, rule, words) in order; `modifiers` the operators among its own
    modifiers, nearest first.
    """

    stage: str
    negated: bool = False
    certainty: str = "certain"
    tense: str = "noun"
    kind: str = "noun"
    past: bool = False
    conditioned: bool = False
    reasons: tuple[tuple[str, str, tuple[Token, ...]], ...] = ()
    denier: Token | None = None
    modifiers: tuple[tuple[Operator, Token, str], ...] = field(default=())


def undenied(form: Form) -> Form:
    """The form without its negation, which has counted already: "made no comment" denies once."""
    reasons = tuple(r for r in form.reasons if r[0] != "polarity")
    return Form(
        form.stage, False, form.certainty, form.tense, form.kind, form.past, form.conditioned, reasons, None,
        form.modifiers,
    )  # fmt: skip


def read_form(token: Token, operators: Operators) -> Form:
    """Read the own form of any token; never raises."""
    if token.pos in ("VERB", "AUX"):
        return _verb_form(token, operators)
    return _noun_form(token, operators)


def auxiliaries(verb: Token) -> list[Token]:
    """The verb's auxiliaries, or, where it shares them, those of the verb that it is coordinated with."""
    own = [c for c in verb.children if c.dep in ("aux", "auxpass")]
    hops = 0
    while not own and verb.dep == "conj" and hops < 8 and _shares(verb, verb.head):
        verb = verb.head
        own = [c for c in verb.children if c.dep in ("aux", "auxpass")]
        hops += 1
    return own


def sharer(verb: Token) -> Token:
    """The verb whose auxiliaries (and negation) a coordinated verb shares: itself, or an earlier conjunct."""
    hops = 0
    while verb.dep == "conj" and hops < 8 and _shares(verb, verb.head):
        if any(c.dep in ("aux", "auxpass") for c in verb.children):
            break
        verb = verb.head
        hops += 1
    return verb


def _shares(verb: Token, first: Token) -> bool:
    """Whether `verb` has no subject of its own and a tag that goes on under the auxiliaries of `first`."""
    if first.pos not in ("VERB", "AUX"):
        return False
    if (
        verb.tag == "VBD" and first.tag == "VBN"
    ):  # "had not admitted or implicated": the tagger takes the second participle for a past
        return any(c.dep == "cc" and c.lower in ("or", "nor") for c in first.children)
    if any(c.dep in ("nsubj", "nsubjpass", "aux", "auxpass") for c in verb.children):
        return False
    if verb.tag in ("VBD", "VBN") and verb.lower == verb.lemma and first.tag == "VB":
        return True  # "would overrun the port and cut the power": the past is spelt like the infinitive
    if verb.tag not in ("VB", "VBN", "VBG", "VBP"):
        return False
    return first.tag == verb.tag or {first.tag, verb.tag} <= {"VB", "VBP"} or {first.tag, verb.tag} <= {"VBN", "VBD"}


def _verb_form(verb: Token, operators: Operators) -> Form:
    helpers = auxiliaries(verb)
    source = sharer(verb)
    denier = negation(verb)
    if denier is None and source is not verb and not _contrasts(verb):
        denier = negation(source)
    if denier is None and verb.dep == "conj" and any(c.dep == "cc" and c.lower == "nor" for c in verb.head.children):
        denier = next(c for c in verb.head.children if c.dep == "cc" and c.lower == "nor")
    if denier is not None and counterfactual(verb):
        rule = "had not, would have: it was so"
        return Form("done", False, "certain", "past", "contrary", True, reasons=(("stage", rule, (verb, denier)),))
    negated = denier is not None
    conditioned = is_conditioned(verb)
    ultimatum = conditioned and not negated and is_ultimatum(verb)
    stage, certainty, tense, kind, past, rule, words = _tense(verb, helpers, negated, operators)
    if conditioned and tense == "present" and _has_if(verb):
        stage, certainty, kind, rule = "hypothetical", "unknown", "consequence", f"{rule}, on a condition: hypothetical"
    elif conditioned and (
        stage in ("planned", "hypothetical", "considered") or kind in ("may perfect", "might perfect")
    ):
        stage, certainty = "hypothetical", certainty if certainty in ("possible", "probable") else "unknown"
        if ultimatum and kind == "will":
            stage, certainty, kind, rule = "threatened", "certain", "threatens", f"{rule}, unless another acts"
        elif ultimatum and kind == "would":
            kind = "ultimatum"
        kind = kind if kind in ("threatens", "ultimatum") or kind.endswith(" perfect") else "consequence"
        rule = f"{rule}, on a condition: {stage}"
    reasons: list[tuple[str, str, tuple[Token, ...]]] = [("stage", rule, words)]
    if certainty != "certain":
        reasons.append(("certainty", f"{rule}: {certainty}", words))
    ended = no_longer(verb)
    if ended is not None:
        denying = (ended,) if denier is None else (denier, ended)
        if stage in UNREAL and kind != "can":
            negated = True
            reasons.append(("polarity", f"no longer, and that only {stage}: negated", denying))
        else:
            stage, kind, negated = "halted", "no longer", False
            reasons.append(("stage", "no longer: halted", denying))
    elif denier is not None:
        reasons.append(("polarity", f"{denier.lower}: negated", (denier,)))
    modifiers = modifiers_of(verb, operators, tense)
    return Form(stage, negated, certainty, tense, kind, past, conditioned, tuple(reasons), denier, modifiers)


UNREAL = frozenset({"hypothetical", "considered", "demanded"})
"""Stages at which "no longer" tells of no stop that has happened: "a day when they could no longer pay"."""


def _contrasts(verb: Token) -> bool:
    """Whether "but" stands between the verb and the one that it is coordinated with."""
    return any(c.dep == "cc" and c.lower in ("but", "yet") for c in verb.head.children)


Tense = tuple[str, str, str, str, bool, str, tuple[Token, ...]]


def _tense(verb: Token, helpers: list[Token], negated: bool, operators: Operators) -> Tense:
    """(stage, certainty, tense, kind, past, rule, words read) of a verb and its auxiliaries."""
    lemmas = {h.lemma for h in helpers}
    first = helpers[0] if helpers else verb
    words = (*helpers, verb)
    perfect = verb.tag in ("VBN", "VBD") and any(
        h.lower in ("have", "has", "had", "having", "'ve", "’ve") for h in helpers
    )
    perfect = perfect or any(h.lower == "been" for h in helpers)
    for helper in helpers:
        if helper.tag == "MD" or helper.lower in ("'ll", "’ll", "'d", "’d"):
            return _modal(helper, words, perfect, negated, operators)
    if any(h.tag == "TO" or h.lower == "to" for h in helpers):
        if perfect:
            return "done", "certain", "infinitive", "perfect infinitive", True, "to have done: done", words
        return OPEN, "certain", "infinitive", "infinitive", False, "infinitive", words
    progressive = verb.tag == "VBG" or any(h.lower == "being" for h in helpers)
    if verb.tag == "VBG" and not helpers:
        return OPEN, "certain", "gerund", "gerund", False, "bare -ing form", words
    if first.lower in ("having",):
        return "done", "certain", "gerund", "perfect", True, "having done: done", words
    if first.lower == "being" and verb.tag == "VBN":
        return OPEN, "certain", "gerund", "gerund", False, "bare -ing form", words
    if perfect:
        if (
            verb.lemma in operators.lists.kept
            and first.lower != "had"
            and "been" in [h.lower for h in helpers]
            and _since(verb)
        ):
            return "ongoing", "certain", "present", "state", False, "has been since: ongoing", words
        if progressive and first.lower != "had":
            return "ongoing", "certain", "present", "progressive", False, "has been doing: ongoing", words
        if verb.lemma in COPULAS_OF_STATE and first.lower != "had" and _since(verb):
            return "ongoing", "certain", "present", "state", False, "has been since: ongoing", words
        return "done", "certain", "past", "perfect", True, "perfect: done", words
    if progressive:
        if first.tag in ("VBD",):
            kind = "past" if _timed(verb) else "past progressive"
            return "done", "certain", "past", kind, True, "was doing: done", words
        return "ongoing", "certain", "present", "progressive", False, "is doing: ongoing", words
    if verb.lemma in operators.lists.ordering and verb.tag in ("VBN", "VBD") and not modal_helper(helpers):
        return "demanded", "certain", "past", "demands", False, "is itself the demand: demanded", words
    if not helpers and verb.tag in ("VBN", "VBD") and (_small_clause(verb) or ordered_done(verb, operators)):
        return OPEN, "certain", "infinitive", "infinitive", False, "small clause", words
    if first.tag == "VBD" or "did" in (h.lower for h in helpers):
        return "done", "certain", "past", "past", True, "past tense: done", words
    if not helpers and verb.tag == "VBN":
        return "done", "certain", "participle", "participle", True, "bare participle: done", words
    if "do" not in lemmas and verb.tag == "VB":
        return _bare(verb, words)
    if verb.lemma in operators.lists.kept and first.tag in ("VBZ", "VBP") and any(h.dep == "auxpass" for h in helpers):
        return "ongoing", "certain", "present", "state", False, "present state: ongoing", words
    if verb.lemma in operators.lists.state and not any(h.dep == "auxpass" for h in helpers):
        return "ongoing", "certain", "present", "state", False, "present state: ongoing", words
    return "done", "certain", "present", "present", False, "present tense: done", words


COPULAS_OF_STATE = frozenset({"be", "remain", "stay", "stand", "lie"})


def _since(verb: Token) -> bool:
    """Whether a state is said to reach up to now: "has been under siege since March"."""
    return any(
        c.lower in ("since", "now", "for") and c.dep in ("prep", "mark", "advmod") for c in verb.children
    ) or any(c.dep == "advcl" and any(m.lower == "since" for m in c.children) for c in verb.children)


def _has_if(verb: Token) -> bool:
    """Whether the condition is a clause with "if" or "unless" and a verb in the present."""
    return any(
        c.dep == "advcl" and c.tag in ("VBZ", "VBP") and any(m.lower in ("if", "unless") for m in c.children)
        for c in verb.children
    )


def _marked(verb: Token) -> bool:
    """Whether the clause is opened by a subordinator."""
    return any(c.dep == "mark" for c in verb.children)


def _timed(verb: Token) -> bool:
    """Whether another clause sets the time: "was firing when the truck arrived"."""
    return any(
        c.dep == "advcl" and any(m.lower in ("when", "as", "while", "after", "before") for m in c.children)
        for c in verb.children
    )


def _small_clause(verb: Token) -> bool:
    """Whether a participle is what somebody wants or has done: "wants him returned"."""
    if verb.dep not in ("ccomp", "xcomp", "oprd") or verb.head.lemma not in _WANTING:
        return False
    return verb.dep == "xcomp" or has_subject(verb)


def modal_helper(helpers: list[Token]) -> bool:
    """Whether a modal or "to" is among the auxiliaries."""
    return any(h.tag in ("MD", "TO") for h in helpers)


def ordered_done(verb: Token, operators: Operators) -> bool:
    """Whether a participle is what an order is about: "ordered all bars closed", "wants the editor freed"."""
    if verb.lower not in operators.lists.released:
        return False
    if verb.dep == "acl" and verb.head.dep == "dobj" and verb.head.head.lemma in ("order", "command", "want"):
        agent = any(c.dep == "agent" for c in verb.children)
        return not agent and not any(c.dep == "xcomp" for c in verb.head.head.children)
    return verb.dep in ("ccomp", "xcomp", "oprd") and verb.head.lemma in ("order", "command") and verb.i > verb.head.i


def _bare(verb: Token, words: tuple[Token, ...]) -> Tense:
    subject = has_subject(verb)
    if verb.head is verb or (verb.dep == "conj" and verb.head.head is verb.head and verb.head.tag == "VB"):
        if subject:
            return "done", "certain", "present", "present", False, "present tense: done", words
        return "demanded", "certain", "imperative", "imperative", False, "imperative: demanded", words
    fronted = verb.dep in ("ccomp", "advcl") and verb.i < verb.head.i
    if fronted and not subject and not _marked(verb):
        return "demanded", "certain", "imperative", "imperative", False, "imperative: demanded", words
    return OPEN, "certain", "infinitive", "infinitive", False, "bare infinitive", words


def _modal(helper: Token, words: tuple[Token, ...], perfect: bool, negated: bool, operators: Operators) -> Tense:
    name = {"wo": "will", "'ll": "will", "’ll": "will", "ca": "can", "'d": "would", "’d": "would"}.get(
        helper.lower, helper.lower
    )
    found = None
    if perfect:
        found = operators.get(name, "modal", "perfect")
    elif negated:
        found = operators.get(name, "modal", "negated")
    if found is None:
        found = operators.get(name, "modal", "plain")
    if found is None:
        return "done", "certain", "present", "present", False, "present tense: done", words
    stage = found.stage or "done"
    certainty = found.certainty or "certain"
    kind = f"{name} perfect" if perfect else name
    tense = "future" if stage != "done" else "past"
    rule = f"{name} + {'perfect' if perfect else 'infinitive'}: {stage}"
    return stage, certainty, tense, kind, stage == "done", rule, words


def _noun_form(token: Token, operators: Operators) -> Form:
    denier = None
    for child in token.children:
        if (child.dep in ("det", "preconj", "neg") and negates(child)) or (
            child.dep == "amod" and child.lower == "zero"
        ):
            denier = child
            break
    if denier is None and token.dep == "conj":
        first = token.head
        linked = any(c.dep == "cc" and c.lower in ("or", "nor") for c in first.children)
        if linked:
            denier = negative_phrase(first)
    reasons: list[tuple[str, str, tuple[Token, ...]]] = []
    if denier is not None:
        reasons.append(("polarity", f"{denier.lower}: negated", (denier,)))
    kind = "noun" if token.pos in ("NOUN", "PROPN", "PRON") else "adjective"
    modifiers = modifiers_of(token, operators, "noun")
    dated = dated_ahead(token) if kind == "noun" else None
    if dated is not None:
        reasons.append(("stage", "dated to come: planned", (dated,)))
        return Form(
            "planned", denier is not None, "certain", "noun", "plans", False, False, tuple(reasons), denier, modifiers
        )
    if kind == "noun" and (token.lemma in operators.lists.ordering or token.lower in operators.lists.ordering):
        reasons.append(("stage", "is itself the demand: demanded", (token,)))
        return Form(
            "demanded", denier is not None, "certain", "noun", "demands", False, False, tuple(reasons), denier,
            modifiers,
        )  # fmt: skip
    return Form(OPEN, denier is not None, "certain", "noun", kind, False, False, tuple(reasons), denier, modifiers)
