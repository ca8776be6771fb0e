"""Walking outwards from clauses: complements, clauses on nouns, conditions, times, purposes."""

from __future__ import annotations

from onrecord.extraction.standing.bearers import (
    clause_bearer,
    noun_bearer,
    preposition_operator,
)
from onrecord.extraction.standing.conditions import inverted_condition
from onrecord.extraction.standing.form import ordered_done, read_form
from onrecord.extraction.standing.negation import negation
from onrecord.extraction.standing.relations import (
    COPULAS,
    NO_ACTORS,
    ORDINALS,
    PREDICATES,
    RESULTS,
    clause_relation,
    content_noun,
    is_content,
    is_enacted,
    is_marked,
    is_superlative,
    is_would,
    leftmost,
    only_beside,
    sets_deadline,
)
from onrecord.extraction.standing.walk import Step, Walk
from onrecord.knowledge.operators import Operator
from onrecord.language import Token
from onrecord.language.syntax import has_subject

_POSED = frozenset({"suppose", "imagine", "assume", "say", "picture"})
"""Verbs that ask the reader to suppose what follows: "suppose that a frigate rammed a cutter"."""

_SETTLED_BY = frozenset(
    {"establish", "determine", "know", "say", "confirm", "ascertain", "verify", "tell", "clear", "see"}
)
"""Words under whose denial an if-clause is no condition but an open question."""


class ClauseWalk(Walk):
    """The steps from a clause to what governs it."""

    def clause(self, token: Token, head: Token) -> Token | None:
        """A complement clause, finite or not, of a verb, a noun or an adjective."""
        relation = clause_relation(token)
        if head.pos in ("ADP", "SCONJ"):
            return self.preposition(token, head)
        if relation == "that" and inverted_condition(token) is not None:
            return self.adverbial(token, head)  # "should they attack", taken for a complement
        return self.clause_of(token, head)

    def clause_of(self, token: Token, head: Token) -> Token | None:
        """A complement clause that is no condition."""
        relation = clause_relation(token)
        if relation == "that" and ordered_done(token, self.operators):
            relation = "infinitive"
        if relation == "infinitive" and is_enacted(self.operators, token):
            enacts = self.operators.find(head, "enactment")
            if enacts is not None:
                return self.govern(head, relation, enacts)
        if relation == "infinitive" and head.lower == "were" and inverted_condition(head) is head:
            self.add(head, "infinitive", self.operators.get("if", "conj", "clause"))
            return self._leave(head)  # "were it to do so"
        if relation == "that" and token.i < head.i and only_beside(head):
            return self._leave(head)
        bearer = clause_bearer(self.operators, head, relation)
        if relation == "that" and head.lemma in _POSED and read_form(head, self.operators).kind == "imperative":
            self.add(head, "clause", self.operators.get("supposing", "conj", "clause"))
            return self._leave(head)
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
            self.steps.append(Step(head, _aim(head), None, read_form(head, self.operators), self.loose))
        elif relation == "gerund":
            self.add(head, "manner", None)
        return self._leave(head) if relation in ("that", "whether", "wh") else head

    def modifier_clause(self, token: Token, head: Token) -> Token | None:
        """A clause on a noun: the content of an operator noun ("plan to strike"), else a relative or purpose clause."""
        relation = clause_relation(token)
        head = content_noun(self.operators, token, head)
        if token.dep == "relcl" and relation != "infinitive" and not is_marked(token, "that"):
            would = self._would(head) if is_would(token) else None
            if would is not None:
                return would
            if not is_content(self.operators, token, head):
                return self._leave(head)
        if ordered_done(token, self.operators):
            order = self.operators.find(head.head, "infinitive")
            return self.govern(head.head, "infinitive", order) if order is not None else self._leave(head)
        if token.tag == "VBN" and relation != "infinitive" and not has_subject(token):
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
        relation = "ordinal" if ordinal is not None else _aim(head)
        self.steps.append(Step(ordinal or head, relation, None, read_form(head, self.operators), self.loose))
        return head if ordinal is not None and head.dep in PREDICATES else self._leave(head)

    def _would(self, sponsor: Token) -> Token | None:
        """What a bill or a deal would do: considered, or planned, as the noun says; walks on from it."""
        operator = self.operators.find(sponsor, "would")
        if operator is None:
            return None
        self.add(sponsor, "would", operator)
        return sponsor

    def adverbial(self, token: Token, head: Token) -> Token | None:
        """An adverbial clause: a condition, a time, a purpose, a manner."""
        relation = clause_relation(token)
        marker, operator = self._subordinator(token)
        if marker is not None and marker.lower == "if" and token.i > head.i and _left_open(head):
            return self._open(token, head)
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
            self.steps.append(Step(head, "result" if result else _aim(head), None, form, self.loose))
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

    def _open(self, token: Token, head: Token) -> Token | None:
        """An open question that is a clause by itself: "whether they will attack is unclear"."""
        asks = self.operators.get("whether", "conj", "clause")
        self.steps.append(Step(token.children[0], "whether", asks, read_form(head, self.operators), self.loose))
        return self._leave(head)


def _left_open(head: Token) -> bool:
    """Whether an if-clause is what could not be found out: "it could not be established if", "is not clear if"."""
    if not any(c.dep in ("nsubj", "nsubjpass", "expl") and c.lower == "it" for c in head.children):
        return False
    words = [head, *(c for c in head.children if c.dep in PREDICATES)]
    return any(w.lemma == "unclear" for w in words) or (
        negation(head) is not None and any(w.lemma in _SETTLED_BY for w in words)
    )


def _aim(word: Token) -> str:
    """What an infinitive without operator is for the word that it hangs on: a purpose, or what a deadline is for."""
    return "deadline" if sets_deadline(word) else "purpose"
