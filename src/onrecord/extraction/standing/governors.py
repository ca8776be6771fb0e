"""Walking outwards: from a word to the operators of its sentence that scope over it, nearest first."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extraction.standing.bearers import (
    clause_bearer,
    noun_bearer,
    phrase_operator,
    preposition_bearer,
    preposition_operator,
)
from onrecord.extraction.standing.form import Form, inverted_condition, negation, read_form
from onrecord.extraction.standing.relations import (
    COPULAS,
    NO_ACTORS,
    ORDINALS,
    PREDICATES,
    RESULTS,
    UNREAL_MODALS,
    WITH_THE_MAIN_CLAUSE,
    carries_on,
    clause_relation,
    coordinated_with,
    is_bare_singular,
    is_definite,
    is_marked,
    is_state,
    is_superlative,
    leftmost,
    presupposes,
    yes_no_question,
)
from onrecord.knowledge.operators import Operator, Operators
from onrecord.language import Token

LONGEST_WALK = 40
"""Steps after which the walk ends: no real sentence is so deep, a broken parse may be."""


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


def climb(head: Token, operators: Operators, light: Token | None = None) -> list[Step]:
    """The steps outwards from `head`; under the light verb `light`, where one is given."""
    walk = _Walk(operators)
    current: Token | None = head
    if light is not None and light is not head:
        walk.add(light, "object", operators.find(light, "object"), realises=True)
        current = light
    for _ in range(LONGEST_WALK):
        if current is None:
            break
        current = walk.up(current)
    return walk.steps


class _Walk:
    """The state of one walk: the steps made, and whether it has left the scope of stage."""

    def __init__(self, operators: Operators) -> None:
        self.operators = operators
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

    def up(self, token: Token) -> Token | None:
        """Make the step from `token` to what governs it; give the word to go on from, or null at the end."""
        hops = 0
        while token.dep == "conj" and token.head is not token and hops < 50:
            if not carries_on(token, token.head):
                return None
            token = coordinated_with(token)
            hops += 1
        head = token.head
        if head is token:
            return self._root(token)
        handler = _HANDLERS.get(token.dep)
        return handler(self, token, head) if handler is not None else None

    def _root(self, token: Token) -> Token | None:
        question = yes_no_question(token)
        if question is not None:
            asks = self.operators.get("whether", "conj", "clause")
            self.steps.append(Step(question, "question", asks, read_form(token, self.operators), self.loose))
        return None

    # clauses

    def clause(self, token: Token, head: Token) -> Token | None:
        """A complement clause, finite or not, of a verb, a noun or an adjective."""
        relation = clause_relation(token)
        if head.pos in ("ADP", "SCONJ"):
            return self.preposition(token, head)
        if relation == "that" and inverted_condition(token) is not None:
            return self.adverbial(token, head)  # "should they attack", taken for a complement
        bearer = clause_bearer(self.operators, head, relation)
        if bearer is not None:
            return self.govern(bearer[0], relation, bearer[1])
        if head.lemma == "be" and relation in ("infinitive", "that"):
            for child in head.children:  # "the plan is to strike", "the fear is that they will strike"
                if child.dep == "nsubj" and (operator := self.operators.find(child, relation)) is not None:
                    self.add(child, relation, operator, of=head)
                    return self._leave(head)
        if (
            head.lemma == "be"
            and relation == "infinitive"
            and not any(head.i < c.i < token.i and c.dep in ("acomp", "attr", "advmod", "prep") for c in head.children)
        ):
            plan = self.operators.get("plan", "v", "infinitive")
            self.steps.append(Step(head, "schedule", plan, read_form(head, self.operators), self.loose))
            return head
        if head.lemma in COPULAS and relation == "that":
            return self._leave(head)
        if relation == "infinitive":
            self.steps.append(Step(head, "purpose", None, read_form(head, self.operators), self.loose))
        elif relation == "gerund":
            self.add(head, "manner", None)
        return self._leave(head) if relation in ("that", "whether", "wh") else head

    def modifier_clause(self, token: Token, head: Token) -> Token | None:
        """A clause on a noun: the content of an operator noun ("plan to strike"), else a relative or purpose clause."""
        relation = clause_relation(token)
        if token.dep == "relcl" and relation != "infinitive" and not is_marked(token, "that"):
            return self._leave(head)
        if token.tag == "VBN" and relation != "infinitive" and not any(c.dep == "nsubj" for c in token.children):
            return self._leave(head)
        if head.lower == "order" and head.head.lower == "in" and relation == "infinitive":
            owner = head.head.head
            self.steps.append(Step(head, "purpose", None, read_form(owner, self.operators), self.loose))
            return owner
        found = noun_bearer(self.operators, head, relation)
        if found is not None:
            return self.govern(found[0], relation, found[1])
        if relation != "infinitive":
            return self._leave(head)
        ordinal = None
        if head.lemma not in NO_ACTORS:
            ordinal = next((c for c in head.children if c.lower in ORDINALS or is_superlative(c)), None)
        if ordinal is None and head.lower in ORDINALS:
            ordinal = head
        relation = "ordinal" if ordinal is not None else "purpose"
        self.steps.append(Step(ordinal or head, relation, None, read_form(head, self.operators), self.loose))
        return head if ordinal is not None and head.dep in PREDICATES else self._leave(head)

    def adverbial(self, token: Token, head: Token) -> Token | None:
        """An adverbial clause: a condition, a time, a purpose, a manner."""
        relation = clause_relation(token)
        marker, operator = self._subordinator(token)
        if marker is not None and operator is not None and relation != "infinitive":
            self.steps.append(Step(marker, "clause", operator, read_form(head, self.operators), self.loose))
            return self._leave(head)
        preposition = next((c for c in token.children if c.dep in ("prep", "mark") and c.i < token.i), None)
        if relation == "gerund" and preposition is not None:
            found = preposition_operator(self.operators, preposition, "gerund")
            if found is not None:
                self.steps.append(Step(preposition, "gerund", found, read_form(head, self.operators), self.loose))
                return self._leave(head)
        if relation == "infinitive":
            bearer = clause_bearer(self.operators, head, "infinitive")
            if bearer is not None and bearer[1].family not in ("reports", "believes", "realises", "knows", "permits"):
                return self.govern(bearer[0], relation, bearer[1])
            form = read_form(head, self.operators)
            result = token.lemma in RESULTS and form.past
            self.steps.append(Step(head, "result" if result else "purpose", None, form, self.loose))
            return head
        if relation == "gerund" and marker is None:
            says = self.operators.find(token, "that")
            if (says is not None and says.family in ("reports", "warns")) or token.lemma == "cite":
                return self._leave(head)  # ", adding that": what is said while the other thing is done
            apart = token.i < head.i or head.sentence.text.tokens[min(leftmost(token), token.i) - 1].text == ","
            operator = None if apart else self.operators.find(head, "gerund")
            self.add(head, "gerund" if operator else "manner", operator)
            return head
        if relation == "that":
            operator = self.operators.find(head, "that")
            if operator is not None and operator.family in ("reports", "alleges", "believes") and marker is None:
                self.add(head, "that", operator)
                return head
        return self._leave(head)

    def _subordinator(self, token: Token) -> tuple[Token | None, Operator | None]:
        """The word that makes a clause a condition or a time, with its operator; the auxiliary of an inverted one."""
        for child in token.children:
            if child.dep in ("mark", "advmod") and child.i < token.i:
                operator = self.operators.get(child.lower, "conj", "clause")
                if operator is not None:
                    return child, operator
        inverted = inverted_condition(token)
        return inverted, self.operators.get("if", "conj", "clause") if inverted is not None else None

    # noun phrases

    def object(self, token: Token, head: Token) -> Token | None:
        """The object of a verb, or the subject of its passive."""
        raised = self._raised(token, head)
        if raised is not None:
            return raised
        phrase = phrase_operator(self.operators, head, "object")
        if phrase is not None:
            self.steps.append(Step(phrase[0], "object", phrase[1], read_form(head, self.operators), self.loose))
            return head
        relation = "object" if is_definite(token) else "indefinite"
        operator = self.operators.find(head, relation)
        if operator is None or (operator.family in ("refuses", "denies", "doubts") and self._names_a_saying(token)):
            return self._supposed(token, head) if operator is None else None
        if relation == "object" and operator.family in ("demands", "plans") and negation(head) is not None:
            return None  # "did not order the attack": that there was one is taken for granted
        self.add(head, relation, operator)
        return head

    def _names_a_saying(self, noun: Token) -> bool:
        """Whether the walk begins at a noun such as claim, offer, order: to reject it grants that it was made."""
        return not self.steps and self.operators.find(noun, "that") is not None

    def subject(self, token: Token, head: Token) -> Token | None:
        """The subject of an active verb or of a copula."""
        raised = self._raised(token, head)
        if raised is not None:
            return raised
        phrase = phrase_operator(self.operators, head, "subject")
        if phrase is not None:
            self.steps.append(Step(phrase[0], "subject", phrase[1], read_form(head, self.operators), self.loose))
            return head
        if head.lemma in COPULAS:
            for child in head.children:
                if child.dep in PREDICATES:
                    operator = self.operators.find(child, "subject")
                    if operator is None and child.pos == "NOUN" and not is_definite(child):
                        operator = self.operators.find(child, "of")
                        if operator is not None and operator.family not in (
                            "considers",
                            "expects",
                            "supposes",
                            "refuses",
                        ):
                            operator = None
                    if operator is not None:
                        self.add(child, "subject", operator, of=head)
                        return head
        operator = self.operators.find(head, "subject")
        if operator is not None:
            self.add(head, "subject", operator)
            return head
        if token.pos in ("VERB", "AUX"):  # a clause as subject: "bombing it would be"
            self.add(head, "copula", None)
            return head
        return self._supposed(token, head)

    def _supposed(self, noun: Token, verb: Token) -> Token | None:
        """An act that is only spoken of: the indefinite subject of would ("a strike would be a mistake"), any act."""
        if noun.pos == "NOUN" and not self.steps and not is_definite(noun):
            form = read_form(verb, self.operators)
            whichever = any(c.dep == "det" and c.lower == "any" for c in noun.children)
            subject = noun.dep in ("nsubj", "nsubjpass")
            backshift = verb.dep == "ccomp" and verb.lemma != "be" and form.kind == "would"
            if (whichever and not form.negated and not form.past) or (
                subject and form.kind in UNREAL_MODALS and not backshift
            ):
                self.steps.append(Step(verb, "supposed", None, form, self.loose))
        return None

    def _raised(self, token: Token, head: Token) -> Token | None:
        """The infinitive whose understood subject the noun is: "tariffs are due to take effect"."""
        holders = [head, *(c for c in head.children if c.dep in ("acomp", "oprd"))]
        for holder in holders:
            for child in holder.children:
                if child.dep == "xcomp" and child.i > token.i and clause_relation(child) == "infinitive":
                    passive = any(c.dep == "auxpass" for c in child.children)
                    relation = ("object" if is_definite(token) else "indefinite") if passive else "subject"
                    operator = self.operators.find(child, relation)
                    if operator is not None:
                        self.add(child, relation, operator)
                        return child
        return None

    def predicate(self, _token: Token, head: Token) -> Token | None:
        """A noun or adjective that a copula predicates: it stands as its copula does."""
        if head.lemma in COPULAS or head.pos == "AUX":
            self.add(head, "copula", None)
            return head
        return None

    def preposition(self, token: Token, preposition: Token) -> Token | None:
        """The object of a preposition: of an operator noun, verb or adjective, or of a preposition that is one."""
        gerund = token.pos in ("VERB", "AUX")
        found = preposition_operator(self.operators, preposition, "gerund" if gerund else "noun")
        owner = preposition.head
        if found is not None and found.family != "realises":
            form = read_form(owner, self.operators)
            self.steps.append(Step(preposition, preposition.lower, found, form, self.loose))
            return self._leave(owner)
        while owner.pos == "ADP" and owner.head is not owner:
            owner = owner.head
        if owner is preposition:
            return None
        bearer = preposition_bearer(self.operators, owner, preposition.lower)
        if bearer is not None and not gerund and is_definite(token) and presupposes(bearer[1]):
            return None  # talked about the raid: a thing that is there
        if bearer is not None:
            return self.govern(bearer[0], preposition.lower, bearer[1])
        if gerund and clause_relation(token) in ("whether", "wh", "infinitive"):
            return self._about(token, owner)
        if gerund and preposition.lower in WITH_THE_MAIN_CLAUSE and owner.pos in ("VERB", "AUX"):
            self.add(owner, "manner", None)
            return owner
        if not gerund and is_state(owner, preposition) and not is_definite(token):
            self.add(owner, "copula", None)  # "will be on trial", "is under siege"
            return owner
        if preposition.lower == "for" and not self.steps and is_bare_singular(token):
            self.steps.append(Step(preposition, "purpose for", None, read_form(owner, self.operators), self.loose))
            return self._leave(owner)  # "names for extradition"
        return self._leave(owner) if gerund else self._supposed(token, owner)

    def _about(self, token: Token, owner: Token) -> Token | None:
        """A question under a preposition: "a decision on whether to strike", "debated how to respond"."""
        asks = self.operators.get("whether", "conj", "clause")
        marker = min(token.children, key=lambda c: c.i, default=token)
        self.steps.append(Step(marker, "whether", asks, read_form(owner, self.operators), self.loose))
        return self._leave(owner)

    def compound(self, _token: Token, head: Token) -> Token | None:
        """A noun before an operator noun ("strike plan"), else one with the noun that it stands before."""
        operator = self.operators.find(head, "noun")
        if operator is not None:
            self.add(head, "noun", operator)
        else:
            self.add(head, "compound", None)
        return head

    def apposition(self, _token: Token, head: Token) -> Token | None:
        """An apposition says nothing of the stage of what stands beside it."""
        return self._leave(head)

    def same(self, _token: Token, head: Token) -> Token | None:
        """An auxiliary or particle: it is its verb that is governed."""
        return self.up(head)

    def _leave(self, head: Token) -> Token | None:
        self.loose = True
        return head


_HANDLERS = {
    "xcomp": _Walk.clause, "ccomp": _Walk.clause, "acl": _Walk.modifier_clause, "relcl": _Walk.modifier_clause,
    "advcl": _Walk.adverbial, "dobj": _Walk.object, "nsubjpass": _Walk.object, "nsubj": _Walk.subject,
    "csubj": _Walk.subject, "csubjpass": _Walk.subject, "attr": _Walk.predicate, "acomp": _Walk.predicate,
    "pobj": _Walk.preposition, "pcomp": _Walk.preposition, "compound": _Walk.compound, "nmod": _Walk.compound,
    "appos": _Walk.apposition, "aux": _Walk.same, "auxpass": _Walk.same, "prt": _Walk.same, "oprd": _Walk.predicate,
}  # fmt: skip


def _with_word(form: Form, word: Form) -> Form:
    """The form of a copula or light verb, with the negation and modifiers of its predicate."""
    if not word.negated and not word.modifiers:
        return form
    return Form(
        form.stage, form.negated or word.negated, form.certainty, form.tense, form.kind, form.past, form.conditioned,
        form.reasons + word.reasons, form.denier or word.denier, form.modifiers + word.modifiers,
    )  # fmt: skip
