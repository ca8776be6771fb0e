"""A walk outwards: its steps, and the operators that it steps on."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extraction.standing.form import Form, read_form
from onrecord.extraction.standing.relations import COPULAS, PREDICATES
from onrecord.knowledge.operators import Operator, Operators
from onrecord.language import Token


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One step outwards.

    `word` bears the operator, `form` is its own form (that of its copula or light verb where it is no verb);
    `operator` is null for plain grammar, which `relation` then names: copula, manner, purpose, compound, schedule. A
    `loose` step does not scope over the act's stage: only that somebody says it counts.
    """

    word: Token
    relation: str
    operator: Operator | None
    form: Form
    loose: bool = False


class Walk:
    """The state of one walk: the steps made, and whether it has left the scope of stage."""

    def __init__(self, operators: Operators, head: Token) -> None:
        self.operators = operators
        self.head = head
        self.steps: list[Step] = []
        self.loose = False

    def add(
        self,
        word: Token,
        relation: str,
        operator: Operator | None,
        of: Token | None = None,
        realises: bool = False,
    ) -> None:
        """Add a step to `word`, whose form is that of `of` where one is given; `realises` makes it a light verb."""
        form = read_form(of or word, self.operators)
        if of is not None and of is not word:
            form = _with_word(form, read_form(word, self.operators))
        if realises and (operator is None or operator.family not in ("realises", "continues")):
            operator, relation = None, "light verb"
        self.steps.append(Step(word, relation, operator, form, self.loose))

    def govern(self, word: Token, relation: str, operator: Operator) -> Token:
        """Step to the operator `word`; the predicate of a copula ("is able to") has its form. Gives where to go on."""
        copula = word.head
        if word.dep in PREDICATES and copula is not word and (copula.lemma in COPULAS or copula.pos == "AUX"):
            self.add(word, relation, operator, of=copula)
            return copula
        self.add(word, relation, operator)
        return word

    def _leave(self, head: Token) -> Token | None:
        self.loose = True
        return head

    def preposition(self, token: Token, preposition: Token) -> Token | None:
        """Step from the object of a preposition; see the walk through noun phrases."""
        raise NotImplementedError


def _with_word(form: Form, word: Form) -> Form:
    """The form of a copula or light verb, with the negation and modifiers of its predicate."""
    if not word.negated and not word.modifiers:
        return form
    return Form(
        form.stage, form.negated or word.negated, form.certainty, form.tense, form.kind, form.past, form.conditioned,
        form.reasons + word.reasons, form.denier or word.denier, form.modifiers + word.modifiers,
    )  # fmt: skip
