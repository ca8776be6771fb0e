"""Walking outwards: from a word to the operators of its sentence that scope over it, nearest first."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extraction.standing.form import WH_WORDS, Form, inverted_condition, read_form
from onrecord.knowledge.operators import Operator, Operators
from onrecord.language import Token

LONGEST_WALK = 40
"""Steps after which the walk ends: no real sentence is so deep, a broken parse may be."""

COPULAS = frozenset({"be", "remain", "seem", "become", "appear", "look", "stay", "get", "prove", "feel", "sound"})
PREDICATES = ("acomp", "attr", "oprd")
RESULTS = frozenset({"become", "find", "discover", "learn", "close", "finish", "total"})
"""Verbs whose infinitive after a finished clause tells how that ended, not what it was for."""

ORDINALS = frozenset({"first", "last", "only", "second", "third", "latest", "next", "youngest", "oldest"})


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
            if not _carries_on(token, token.head):
                return None
            token = _past_the_infinitive(token)
            hops += 1
        head = token.head
        if head is token:
            return self._root(token)
        handler = _HANDLERS.get(token.dep)
        return handler(self, token, head) if handler is not None else None

    def _root(self, token: Token) -> Token | None:
        question = _yes_no_question(token)
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
        bearer = self._bearer(head, relation)
        if bearer is not None:
            return self.govern(bearer[0], relation, bearer[1])
        if head.lemma == "be" and relation in ("infinitive", "that"):
            for child in head.children:  # "the plan is to strike", "the fear is that they will strike"
                if child.dep == "nsubj" and (operator := self.operators.find(child, relation)) is not None:
                    self.add(child, relation, operator, of=head)
                    return self._leave(head)
        if head.lemma == "be" and relation == "infinitive":
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

    def _bearer(self, head: Token, relation: str) -> tuple[Token, Operator] | None:
        """Who in the clause of `head` is an operator for this relation: it, its predicate, or its object."""
        kinds = {"wh": ("whether", "that"), "whether": ("whether", "that"), "quote": ("quote", "that")}
        for kind in kinds.get(relation, (relation,)):
            copular = head.lemma in COPULAS
            if not copular or head.lemma in ("seem", "appear", "prove", "get", "remain"):
                operator = self.operators.find(head, kind)
                if operator is not None:
                    return head, operator
            for child in head.children:
                if child.dep in PREDICATES or (child.dep in ("dobj", "nsubjpass") and kind != "gerund"):
                    operator = self.operators.find(child, kind)
                    if operator is not None:
                        return child, operator
            if head.lemma == "be":
                operator = self.operators.find(head, kind)
                if operator is not None:
                    return head, operator
        return None

    def modifier_clause(self, token: Token, head: Token) -> Token | None:
        """A clause on a noun: the content of an operator noun ("plan to strike"), else a relative or purpose clause."""
        relation = clause_relation(token)
        if token.dep == "relcl" and relation != "infinitive" and not _marked(token, "that"):
            return self._leave(head)
        if token.tag == "VBN" and relation != "infinitive" and not any(c.dep == "nsubj" for c in token.children):
            return self._leave(head)
        if head.lower == "order" and head.head.lower == "in" and relation == "infinitive":
            owner = head.head.head
            self.steps.append(Step(head, "purpose", None, read_form(owner, self.operators), self.loose))
            return owner
        found = self._noun_governor(head, relation)
        if found is not None:
            return self.govern(found[0], relation, found[1])
        if relation != "infinitive":
            return self._leave(head)
        ordinal = next((c for c in head.children if c.lower in ORDINALS), None)
        if ordinal is None and head.lower in ORDINALS:
            ordinal = head
        relation = "ordinal" if ordinal is not None else "purpose"
        self.steps.append(Step(ordinal or head, relation, None, read_form(head, self.operators), self.loose))
        return head if ordinal is not None and head.dep in PREDICATES else self._leave(head)

    def _noun_governor(self, noun: Token, relation: str) -> tuple[Token, Operator] | None:
        """The operator noun, or the operator further up to which the parser should have hung the clause."""
        word = noun
        for _ in range(4):
            operator = self.operators.find(word, relation)
            climbed = word is not noun
            if operator is not None and not (
                climbed and (operator.family == "realises" or (operator.family == "reports") != (relation == "that"))
            ):
                return word, operator
            if relation not in ("infinitive", "that") or word.head is word:
                return None
            if word.dep in ("pobj", "appos", "conj", "dobj", "prep", "agent", "nsubjpass", "dative"):
                word = word.head
            else:
                return None
        return None

    def adverbial(self, token: Token, head: Token) -> Token | None:
        """An adverbial clause: a condition, a time, a purpose, a manner."""
        relation = clause_relation(token)
        marker = next((c for c in token.children if c.dep in ("mark", "advmod") and c.i < token.i and self.operators.get(c.lower, "conj", "clause")), None)  # fmt: skip
        if marker is None:
            marker = inverted_condition(token)
            operator = self.operators.get("if", "conj", "clause") if marker else None
        else:
            operator = self.operators.get(marker.lower, "conj", "clause")
        if marker is not None and operator is not None and relation != "infinitive":
            self.steps.append(Step(marker, "clause", operator, read_form(head, self.operators), self.loose))
            return self._leave(head)
        preposition = next((c for c in token.children if c.dep in ("prep", "mark") and c.i < token.i), None)
        if relation == "gerund" and preposition is not None:
            found = self._preposition_operator(preposition, "gerund")
            if found is not None:
                self.steps.append(Step(preposition, "gerund", found, read_form(head, self.operators), self.loose))
                return self._leave(head)
        if relation == "infinitive":
            bearer = self._bearer(head, "infinitive")
            if bearer is not None and bearer[1].family not in ("reports", "believes", "realises", "knows", "permits"):
                return self.govern(bearer[0], relation, bearer[1])
            form = read_form(head, self.operators)
            result = token.lemma in RESULTS and form.past
            self.steps.append(Step(head, "result" if result else "purpose", None, form, self.loose))
            return head
        if relation == "gerund" and marker is None:
            says = self.operators.find(token, "that")
            if says is not None and says.family in ("reports", "warns") or token.lemma == "cite":
                return self._leave(head)  # ", adding that": what is said while the other thing is done
            apart = token.i < head.i or head.sentence.text.tokens[min(_leftmost(token), token.i) - 1].text == ","
            operator = None if apart else self.operators.find(head, "gerund")
            self.add(head, "gerund" if operator else "manner", operator)
            return head
        if relation == "that":
            operator = self.operators.find(head, "that")
            if operator is not None and operator.family in ("reports", "alleges", "believes") and marker is None:
                self.add(head, "that", operator)
                return head
        return self._leave(head)

    # noun phrases

    def object(self, token: Token, head: Token) -> Token | None:
        """The object of a verb, or the subject of its passive."""
        raised = self._raised(token, head)
        if raised is not None:
            return raised
        phrase = self._phrase(head, "object")
        if phrase is not None:
            self.steps.append(Step(phrase[0], "object", phrase[1], read_form(head, self.operators), self.loose))
            return head
        relation = "object" if is_definite(token) else "indefinite"
        operator = self.operators.find(head, relation)
        if operator is None or (operator.family in ("refuses", "denies", "doubts") and self._names_a_saying(token)):
            return None
        self.add(head, relation, operator)
        return head

    def _names_a_saying(self, noun: Token) -> bool:
        """Whether the walk begins at a noun such as claim, offer, order: to reject it grants that it was made."""
        return not self.steps and any(self.operators.find(noun, kind) for kind in ("that", "infinitive"))

    def subject(self, token: Token, head: Token) -> Token | None:
        """The subject of an active verb or of a copula."""
        raised = self._raised(token, head)
        if raised is not None:
            return raised
        if head.dep in ("relcl", "advcl", "acl"):
            pass
        phrase = self._phrase(head, "subject")
        if phrase is not None:
            self.steps.append(Step(phrase[0], "subject", phrase[1], read_form(head, self.operators), self.loose))
            return head
        operator = self.operators.find(head, "subject")
        if operator is not None:
            self.add(head, "subject", operator)
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
        if token.pos in ("VERB", "AUX"):  # a clause as subject: "bombing it would be"
            self.add(head, "copula", None)
            return head
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

    def _phrase(self, verb: Token, relation: str) -> tuple[Token, Operator] | None:
        """The prepositional predicate of a clause: "is on hold", "put the plan on hold"."""
        for child in verb.children:
            if child.dep in ("prep", "acomp", "advmod"):
                for inner in child.children:
                    if inner.dep in ("pobj", "amod", "pcomp"):
                        words = verb.sentence.text.tokens[child.i : inner.i + 1]
                        if len(words) <= 5:
                            text = " ".join(w.lower for w in words)
                            operator = self.operators.get(text, "phrase", relation)
                            if operator is not None:
                                return child, operator
        return None

    def predicate(self, token: Token, head: Token) -> Token | None:
        """A noun or adjective that a copula predicates: it stands as its copula does."""
        if head.lemma in COPULAS or head.pos == "AUX":
            self.add(head, "copula", None)
            return head
        return None

    def preposition(self, token: Token, preposition: Token) -> Token | None:
        """The object of a preposition: of an operator noun, verb or adjective, or of a preposition that is one."""
        gerund = token.pos in ("VERB", "AUX")
        found = self._preposition_operator(preposition, "gerund" if gerund else "noun")
        owner = preposition.head
        if found is not None and found.family != "realises":
            form = read_form(owner, self.operators)
            self.steps.append(Step(preposition, preposition.lower, found, form, self.loose))
            return self._leave(owner)
        while owner.pos == "ADP" and owner.head is not owner:
            owner = owner.head
        if owner is preposition:
            return None
        bearer = self._preposition_bearer(owner, preposition.lower)
        if bearer is not None and not gerund and is_definite(token) and _presupposes(bearer[1]):
            return None  # talked about the raid: a thing that is there
        if bearer is not None:
            return self.govern(bearer[0], preposition.lower, bearer[1])
        if gerund and clause_relation(token) in ("whether", "wh", "infinitive"):
            return self._about(token, owner)
        if gerund and preposition.lower in ("by", "through") and owner.pos in ("VERB", "AUX"):
            self.add(owner, "manner", None)
            return owner
        if not gerund and owner.lemma in ("be", "remain") and preposition.lower in ("on", "under", "at", "in") and not is_definite(token):  # fmt: skip
            self.add(owner, "copula", None)  # "will be on trial", "is under siege"
            return owner
        return self._leave(owner) if gerund else None

    def _about(self, token: Token, owner: Token) -> Token | None:
        """A question under a preposition: "a decision on whether to strike", "debated how to respond"."""
        asks = self.operators.get("whether", "conj", "clause")
        marker = min(token.children, key=lambda c: c.i, default=token)
        self.steps.append(Step(marker, "whether", asks, read_form(owner, self.operators), self.loose))
        return self._leave(owner)

    def _preposition_bearer(self, owner: Token, name: str) -> tuple[Token, Operator] | None:
        operator = self.operators.find(owner, name)
        if operator is not None:
            return owner, operator
        for child in owner.children:
            if child.dep in PREDICATES or (child.dep in ("dobj", "nsubjpass") and name != "by"):
                operator = self.operators.find(child, name)
                if operator is not None and operator.family != "realises":
                    return child, operator
        if owner.dep in ("dobj", "nsubjpass", "pobj", "dative") and name in ("from", "of", "with", "for", "to"):
            verb = owner.head if owner.head.pos in ("VERB", "AUX") else owner.head.head
            operator = self.operators.find(verb, name)
            if operator is not None and operator.family in ("prevents", "forbids", "threatens", "demands", "reports"):
                return verb, operator  # "prevented the crowd from entering", with the phrase hung on the crowd
        return None

    def _preposition_operator(self, preposition: Token, relation: str) -> Operator | None:
        tokens = preposition.sentence.text.tokens
        for length in (4, 3, 2, 1):
            start = preposition.i - length + 1
            if start >= preposition.sentence.start:
                text = " ".join(t.lower for t in tokens[start : preposition.i + 1])
                operator = self.operators.get(text, "prep", relation)
                if operator is not None:
                    return operator
        return None

    def compound(self, token: Token, head: Token) -> Token | None:
        """A noun before an operator noun ("strike plan"), else one with the noun that it stands before."""
        operator = self.operators.find(head, "noun")
        if operator is not None:
            self.add(head, "noun", operator)
        else:
            self.add(head, "compound", None)
        return head

    def apposition(self, token: Token, head: Token) -> Token | None:
        """An apposition says nothing of the stage of what stands beside it."""
        return self._leave(head)

    def same(self, token: Token, head: Token) -> Token | None:
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


def clause_relation(token: Token) -> str:
    """The kind of complement that a clause is: infinitive, gerund, whether, wh, that."""
    marked = ""
    to = finite = False
    for child in token.children:
        if child.i > token.i:
            break
        if child.dep == "mark" and child.lower in ("whether", "if"):
            marked = "whether"
        elif child.lower in WH_WORDS and child.dep in ("advmod", "dobj", "attr", "nsubj", "nsubjpass", "pobj", "det"):
            marked = marked or "wh"
        elif child.dep == "aux" and (child.tag == "TO" or child.lower == "to"):
            to = True
        elif child.dep in ("aux", "auxpass") and child.lower not in ("being", "having"):
            finite = True
    if marked:
        return "whether" if marked == "whether" or to else "wh"
    if to:
        return "infinitive"
    if not finite and (token.tag == "VBG" or any(c.lower in ("being", "having") for c in token.children if c.dep in ("aux", "auxpass"))):  # fmt: skip
        return "gerund"
    if token.tag in ("VB", "VBN") and not finite and token.dep == "xcomp":
        return "infinitive"
    if token.tag == "VB" and not finite and token.dep == "ccomp" and token.head.lemma in ("let", "make", "help", "have", "see", "watch", "hear"):  # fmt: skip
        return "infinitive"
    if token.dep == "conj":
        return clause_relation(token.head)
    return "that"


def is_definite(noun: Token) -> bool:
    """Whether the noun phrase takes its referent for given: the, this, a possessive, a proper name."""
    for child in noun.children:
        if child.i > noun.i:
            break
        if child.dep == "poss" or (child.dep == "det" and child.lower in ("the", "this", "that", "these", "those")):
            return True
    return noun.pos == "PRON"


def _presupposes(operator: Operator) -> bool:
    """Whether a definite noun under the operator's preposition is taken to exist: talk about, concern over."""
    return operator.family == "fears" or (operator.family == "considers" and operator.pos == "v")


def _leftmost(token: Token) -> int:
    """The index of the leftmost word of the clause, by its first dependents."""
    return min(token.i, token.children[0].i) if token.children else token.i


def _marked(token: Token, word: str) -> bool:
    return any(c.dep == "mark" and c.lower == word for c in token.children)


def _carries_on(token: Token, first: Token) -> bool:
    """Whether a conjunct stands under what governs the first: not where verb and noun are mixed by mistake."""
    verbal = ("VERB", "AUX")
    return (token.pos in verbal) == (first.pos in verbal) or token.pos == "ADJ"


def _past_the_infinitive(token: Token) -> Token:
    """What a conjunct is coordinated with: a finite verb not with an infinitive, but with the verb above it."""
    first = token.head
    if first.dep not in ("xcomp", "ccomp", "advcl") or first.head is first or not _is_bare(first):
        return first
    finite = token.tag in ("VBD", "VBZ") or any(c.dep == "aux" and c.tag in ("VBD", "VBZ", "VBP", "MD") for c in token.children)  # fmt: skip
    return first.head if finite else first


def _is_bare(verb: Token) -> bool:
    """Whether a verb is an infinitive or a bare subjunctive ("demanded that he be returned")."""
    helpers = [c for c in verb.children if c.dep in ("aux", "auxpass")]
    return verb.tag == "VB" and all(h.tag in ("TO", "VB") for h in helpers) or (bool(helpers) and helpers[0].tag in ("TO", "VB"))


def _yes_no_question(root: Token) -> Token | None:
    """The auxiliary that opens a question to be answered by yes or no, where the sentence is one."""
    sentence = root.sentence
    tokens = sentence.text.tokens
    end = sentence.end - 1
    while end > sentence.start and tokens[end].lower in ('"', "”", "'", "’", ")"):
        end -= 1
    if tokens[end].text != "?":
        return None
    subject = next((c for c in root.children if c.dep in ("nsubj", "nsubjpass", "expl")), None)
    opening = [c for c in root.children if c.dep in ("aux", "auxpass")]
    if root.pos == "AUX":
        opening.append(root)
    if (
        subject is None
        or any(c.lower in WH_WORDS for c in root.children if c.i < subject.i)
        or subject.lower in WH_WORDS
    ):
        return None
    return next((c for c in opening if c.i < subject.i), None)
