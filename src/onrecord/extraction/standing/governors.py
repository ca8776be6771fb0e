"""Walking outwards: from a word to the operators of its sentence that scope over it, nearest first."""

from __future__ import annotations

from onrecord.extraction.standing.ahead import hangs_on_consent, is_measure, or_else
from onrecord.extraction.standing.bearers import (
    phrase_operator,
    preposition_bearer,
    preposition_operator,
)
from onrecord.extraction.standing.clauses import ClauseWalk
from onrecord.extraction.standing.conditions import is_consequence
from onrecord.extraction.standing.form import read_form
from onrecord.extraction.standing.negation import negation
from onrecord.extraction.standing.relations import (
    COPULAS,
    PREDICATES,
    UNREAL_MODALS,
    WITH_THE_MAIN_CLAUSE,
    carries_on,
    clause_relation,
    closes_quotation,
    coordinated_with,
    is_bare_singular,
    is_definite,
    is_marked,
    is_state,
    is_would,
    needs_consent,
    only_beside,
    presupposes,
    sponsors,
    yes_no_question,
)
from onrecord.extraction.standing.state import REALISED
from onrecord.extraction.standing.walk import Step
from onrecord.knowledge.operators import Operator, Operators
from onrecord.language import Token

__all__ = ["LONGEST_WALK", "Step", "climb"]

_OPEN_FAMILIES = frozenset({"considers", "expects", "supposes", "refuses"})
"""Families that an indefinite predicate noun brings to its subject: "a strike is an option"."""

_LISTING = frozenset({"considers", "plans", "hopes", "demands", "threatens"})
"""Families whose nouns can head a list: "options include a blockade", "demands, among them a truce"."""

_BRINGING = frozenset(
    ["bring", "provoke", "trigger", "invite", "prompt", "mean", "draw", "meet", "cause", "lead", "spark", "elicit"]
)
"""Verbs whose subject, without article "the" and under will, is only supposed: "an attack will bring reprisals"."""

LONGEST_WALK = 40
"""Steps after which the walk ends: no real sentence is so deep, a broken parse may be."""


def climb(head: Token, operators: Operators, light: Token | None = None) -> list[Step]:
    """The steps outwards from `head`; under the light verb `light`, where one is given."""
    walk = _Walk(operators, head)
    current: Token | None = head
    if light is not None and light is not head:
        penalty = penalty_of(operators, head, light)
        if penalty is not None:
            walk.add(light, "object", penalty)
        else:
            walk.add(light, "object", operators.find(light, "object"), realises=True)
        current = light
    for _ in range(LONGEST_WALK):
        if current is None:
            break
        current = walk.up(current)
    return walk.steps


def penalty_of(operators: Operators, noun: Token, verb: Token) -> Operator | None:
    """What a law or charge provides, or may end in: "faces ten years in jail", "carries the death penalty"."""
    if verb.lemma not in operators.lists.facing or noun.lemma not in operators.lists.penalty:
        return None
    form = read_form(verb, operators)
    return None if form.past or form.stage not in REALISED else operators.get("punishable", "a", "by")


class _Walk(ClauseWalk):
    """A walk outwards: what governs a word, by the label on which it hangs."""

    def up(self, token: Token) -> Token | None:
        """Make the step from `token` to what governs it; give the word to go on from, or null at the end."""
        if is_would(token):
            for sponsor in sponsors(token):
                self._would(sponsor)
            self._cue_beside(token)
        alternative = or_else(token)
        if alternative is not None:
            self.steps.append(Step(alternative, "or else", None, read_form(token.head, self.operators), self.loose))
            return self._leave(coordinated_with(token) if token.dep == "conj" else token.head)
        hops = 0
        while token.dep == "conj" and token.head is not token and hops < 50:
            if is_consequence(token):
                token = token.head
                head = token.head
                return self.clause_of(token, head) if head is not token else None
            if not carries_on(token, token.head):
                return None
            token = coordinated_with(token)
            hops += 1
        head = token.head
        if head is token:
            return self._root(token)
        handler = _HANDLERS.get(token.dep)
        return handler(self, token, head) if handler is not None else None

    def _cue_beside(self, token: Token) -> None:
        """A verb of saying put in between, in the past: "it would not, she added, send soldiers"."""
        shared = token.dep == "conj" and not any(c.dep == "nsubj" for c in token.children)
        if shared and (cue := self.operators.find(token.head, "that")) is not None and cue.family == "reports":
            self.add(token.head, "that", cue)  # "they have a deal, he said, and would sign it"
            return
        for verb in (token, token.head) if shared else (token,):
            for child in verb.children:
                if child.dep == "parataxis" and not only_beside(child) and not closes_quotation(child):
                    operator = self.operators.find(child, "that")
                    if operator is not None and operator.family in ("reports", "plans"):
                        self.add(child, "that", operator)
                        return

    def _root(self, token: Token) -> Token | None:
        if is_marked(token, "whether"):
            return self._open(token, token)
        question = yes_no_question(token)
        if question is not None:
            asks = self.operators.get("whether", "conj", "clause")
            self.steps.append(Step(question, "question", asks, read_form(token, self.operators), self.loose))
        return None

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
        penalty = penalty_of(self.operators, token, head)
        if penalty is not None:
            self.add(head, "object", penalty)
            return head
        operator = self.operators.find(head, relation)
        if relation == "object" or head.lemma == "set":
            operator = self._weighed(head, operator)
        if operator is not None and not self._fits(operator, token):
            return None
        if self._listed(head):
            return None
        if operator is not None and operator.family in ("believes", "knows", "reports"):
            before = len(self.steps)
            self._supposed(token, head)
            if len(self.steps) > before:
                return None  # would regard an attack as
        if operator is None or (operator.family in ("refuses", "denies", "doubts") and self._names_a_saying(token)):
            return self._supposed(token, head) if operator is None else None
        if (
            relation == "object"
            and operator.family in ("demands", "plans")
            and (
                negation(head) is not None
                or any(c.dep == "nsubj" and c.lower in ("who", "whoever") for c in head.children)
            )
        ):
            return None  # "did not order the attack", "who ordered the attack": there was one
        self.stop_or_end(head, relation, operator)
        return head

    def stop_or_end(self, verb: Token, relation: str, operator: Operator) -> None:
        """Add a verb over its noun; what has an end of its own is not stopped when it ends."""
        bounded = (
            operator.family == "stops" and operator.phrase == "end" and self.head.lemma in self.operators.lists.bounded
        )
        self.add(verb, relation, operator, realises=bounded)

    def _weighed(self, verb: Token, operator: Operator | None) -> Operator | None:
        """What weighing makes of a definite object: an option in the present ("is discussing the strikes")."""
        if verb.lemma == "set" and any(c.dep == "prep" and c.lower == "for" for c in verb.children):
            return self.operators.get("set for", "v", "object")
        if operator is None and read_form(verb, self.operators).tense == "present":
            operator = self.operators.find(verb, "current")
        if operator is not None and operator.family == "considers" and any(c.dep == "oprd" for c in verb.children):
            return None  # considered the raid a mistake
        return operator

    def _listed(self, verb: Token) -> bool:
        """Step to the noun whose list holds the word: "options include a blockade"; whether there is one."""
        if verb.lemma not in ("include", "comprise", "range"):
            return False
        for child in verb.children:
            operator = self.operators.find(child, "of") if child.dep == "nsubj" else None
            if operator is not None and operator.family in _LISTING:
                self.add(child, "of", operator)
                return True
        return False

    def _fits(self, operator: Operator, noun: Token) -> bool:
        """Whether the noun is one that the operator bears on: a truce is broken, but not a record."""
        return operator.phrase != "break" or noun.lemma in self.operators.lists.breakable

    def _names_a_saying(self, noun: Token) -> bool:
        """Whether the walk begins at a noun such as claim, offer, order: to reject it grants that it was made."""
        return not self.steps and self.operators.find(noun, "that") is not None

    def subject(self, token: Token, head: Token) -> Token | None:
        """The subject of an active verb or of a copula."""
        if is_marked(token, "whether") and token.pos in ("VERB", "AUX"):
            return self._open(token, head)
        raised = self._raised(token, head)
        if raised is not None:
            return raised
        phrase = phrase_operator(self.operators, head, "subject")
        if phrase is not None:
            self.steps.append(Step(phrase[0], "subject", phrase[1], read_form(head, self.operators), self.loose))
            return head
        if head.lemma in COPULAS:
            for child in head.children:
                if child.dep == "prep" and child.lower in ("among", "amongst", "between"):
                    for word in child.children:  # "an embargo is among the options"
                        operator = self.operators.find(word, "of") if word.dep == "pobj" else None
                        if operator is not None and operator.family in _LISTING:
                            self.add(word, "of", operator, of=head)
                            return head
                if child.dep in PREDICATES:
                    operator = self.operators.find(child, "subject")
                    if operator is None and child.tag == "VBN" and head.lemma == "be":
                        operator = self.operators.find(child, "object")  # "was botched", taken for a predicate
                    if operator is None and child.pos == "NOUN" and not is_definite(child):
                        operator = self.operators.find(child, "of")
                        if operator is not None and operator.family not in _OPEN_FAMILIES:
                            operator = None
                    if operator is not None:
                        self.add(child, "subject", operator, of=head)
                        return head
                elif child.dep == "advmod" and child.lower == "over" and token.lemma in self.operators.lists.breakable:
                    operator = self.operators.get(child.lower, "a", "subject")
                    if operator is not None:  # "the siege was over"
                        self.add(child, "subject", operator, of=head)
                        return head
        if needs_consent(head) or hangs_on_consent(head):
            self.add(head, "consent", None)
            return head
        operator = self.operators.find(head, "subject")
        if head.lemma in ("fall", "come") and any(c.lower == "short" for c in head.children):
            operator = self.operators.get("fall short", "v", "subject")  # "fell four votes short"
        if operator is not None and operator.family == "continues" and clause_relation(token) == "wh":
            return self._leave(head)  # "who shot the judge remains a mystery"
        if operator is not None:
            self.stop_or_end(head, "subject", operator)
            return head
        if token.pos in ("VERB", "AUX"):  # a clause as subject: "bombing it would be"
            self.add(head, "copula", None)
            return head
        return self._supposed(token, head)

    def _supposed(self, noun: Token, verb: Token) -> Token | None:
        """An act that is only spoken of: the indefinite subject of would ("a strike would be a mistake"), any act."""
        if noun.pos == "NOUN" and not self.steps and not is_definite(noun):  # nothing stands above it yet
            form = read_form(verb, self.operators)
            whichever = any(c.dep == "det" and c.lower == "any" for c in noun.children)
            subject = noun.dep in ("nsubj", "nsubjpass", "dobj")
            brings = form.kind == "will" and noun.dep == "nsubj" and verb.lemma in _BRINGING and noun.tag == "NN"
            if brings or (whichever and not form.negated and not form.past) or (subject and form.kind in UNREAL_MODALS):
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

    def predicate(self, token: Token, head: Token) -> Token | None:
        """A noun or adjective that a copula predicates: it stands as its copula does."""
        if head.lemma == "be" and token.pos == "NOUN":
            for child in head.children:  # "their chief demand is the release of the crew"
                operator = self.operators.find(child, "of") if child.dep == "nsubj" and child.i < token.i else None
                if operator is not None and operator.family in _LISTING:
                    self.add(child, "of", operator, of=head)
                    return head
        if head.lemma in COPULAS or head.pos == "AUX":
            self.add(head, "copula", None)
            return head
        return None

    def preposition(self, token: Token, preposition: Token) -> Token | None:
        """The object of a preposition: of an operator noun, verb or adjective, or of a preposition that is one."""
        if preposition.dep == "prt" and preposition.head.pos == "VERB":
            return self.object(token, preposition.head)  # "fought off an attack", hung on the particle
        gerund = token.pos in ("VERB", "AUX")
        found = preposition_operator(self.operators, preposition, "gerund" if gerund else "noun")
        owner = preposition.head
        if found is not None and found.family != "realises":
            form = read_form(owner, self.operators)
            self.steps.append(Step(preposition, preposition.lower, found, form, self.loose))
            return self._leave(owner)
        while owner.pos == "ADP" and owner.head is not owner:
            owner = owner.head
        if owner.dep in ("advmod", "prt") and owner.head.pos == "VERB" and owner.i == owner.head.i + 1:
            owner = owner.head  # "held back from sanctioning", hung on "back"
        if owner is preposition:
            return None
        if preposition.lower in ("in", "of") and not gerund and is_measure(owner) and not is_definite(token):
            return owner  # "pledged 40 million euros in aid"
        if preposition.lower in ("including", "among"):
            listed = self.operators.find(owner, "of")
            if listed is not None and listed.family in _LISTING:
                self.add(owner, "of", listed)
                return owner
        bearer = preposition_bearer(self.operators, owner, preposition.lower)
        if bearer is not None and not gerund and is_definite(token) and presupposes(bearer[1], preposition.lower):
            return None  # talked about the raid: a thing that is there
        if bearer is not None and not gerund and bearer[1].family == "knows" and is_definite(token):
            self.govern(bearer[0], preposition.lower, bearer[1])
            return None  # "nobody has claimed responsibility for the blast"
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

    def apposition(self, token: Token, head: Token) -> Token | None:
        """An apposition says nothing of the stage of what stands beside it, unless it is one of a list of options."""
        if any(c.dep == "prep" and c.lower in ("among", "including") for c in token.children):
            operator = self.operators.find(head, "of")
            if operator is not None and operator.family in _LISTING:
                self.add(head, "of", operator)
                return head
        return self._leave(head)

    def same(self, _token: Token, head: Token) -> Token | None:
        """An auxiliary or particle: it is its verb that is governed."""
        return self.up(head)


_HANDLERS = {
    "xcomp": _Walk.clause, "ccomp": _Walk.clause, "acl": _Walk.modifier_clause, "relcl": _Walk.modifier_clause,
    "advcl": _Walk.adverbial, "dobj": _Walk.object, "nsubjpass": _Walk.object, "nsubj": _Walk.subject,
    "csubj": _Walk.subject, "csubjpass": _Walk.subject, "attr": _Walk.predicate, "acomp": _Walk.predicate,
    "pobj": _Walk.preposition, "pcomp": _Walk.preposition, "compound": _Walk.compound, "nmod": _Walk.compound,
    "appos": _Walk.apposition, "aux": _Walk.same, "auxpass": _Walk.same, "prt": _Walk.same, "oprd": _Walk.predicate,
}  # fmt: skip
