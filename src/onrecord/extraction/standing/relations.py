"""Questions that the walk asks of the syntax: what kind of complement, definite or not, coordinated with what."""

from __future__ import annotations

from onrecord.extraction.standing.form import WH_WORDS
from onrecord.extraction.standing.negation import negation
from onrecord.knowledge.operators import Operator, Operators
from onrecord.language import Token
from onrecord.language.syntax import has_subject

COPULAS = frozenset({"be", "remain", "seem", "become", "appear", "look", "stay", "get", "prove", "feel", "sound"})
PREDICATES = ("acomp", "attr", "oprd")
RESULTS = frozenset({"become", "find", "discover", "learn", "close", "finish", "total"})
"""Verbs whose infinitive after a finished clause tells how that ended, not what it was for."""

NO_ACTORS = frozenset(
    {"reason", "way", "chance", "thing", "place", "time", "option", "choice", "means", "hope", "step"}
)
"""Nouns whose "only ... to do" does not say that somebody did it."""

WITH_THE_MAIN_CLAUSE = frozenset({"by", "through", "before", "while", "when", "with"})
"""Prepositions whose -ing form is as real as the main clause: not "after", which may look back."""

UNREAL_MODALS = frozenset(
    ["would", "would perfect", "could", "could perfect", "might", "may", "can", "consequence", "ultimatum"]
)
"""What decides the form of a verb under which an indefinite subject is itself only supposed."""

SPANS = frozenset({"minute", "hour", "day", "week", "month"})

CONSENT = frozenset({"approval", "consent", "permission", "ratification", "assent", "backing", "authorisation"})
"""What a plan may still need before it is more than a plan."""

BARE_INFINITIVE = frozenset({"let", "make", "help", "have", "see", "watch", "hear"})
"""Verbs with an infinitive without to."""

ORDINALS = frozenset({"first", "last", "only", "second", "third", "latest", "next", "youngest", "oldest"})


def clause_relation(token: Token) -> str:
    """The kind of complement that a clause is: infinitive, gerund, whether, wh, that."""
    marked = ""
    to = finite = participial = False
    for child in token.children:
        if child.i > token.i:
            break
        if child.dep == "mark" and child.lower in ("whether", "if"):
            marked = "whether"
        elif child.lower in WH_WORDS and child.dep in ("advmod", "dobj", "attr", "nsubj", "nsubjpass", "pobj", "det"):
            marked = marked or "wh"
        elif child.dep == "aux" and (child.tag == "TO" or child.lower == "to"):
            to = True
        elif child.dep in ("aux", "auxpass"):
            if child.lower in ("being", "having"):
                participial = True
            else:
                finite = True
    if marked:
        return "whether" if marked == "whether" or to else "wh"
    if to:
        return "infinitive"
    if not finite and (token.tag == "VBG" or participial):
        return "gerund"
    if token.tag in ("VB", "VBN") and not finite and token.dep == "xcomp":
        return "infinitive"
    if token.tag in ("VB", "VBP") and not finite and token.dep == "ccomp" and token.head.lemma in BARE_INFINITIVE:
        return "infinitive"
    if token.dep == "conj":
        return clause_relation(token.head)
    return "that"


def is_enacted(operators: Operators, verb: Token) -> bool:
    """Whether a vote to do this is already the act: to postpone an election, to withdraw confidence."""
    if verb.lemma == "withdraw":
        return any(c.dep == "dobj" and c.lemma in ("confidence", "recognition", "support") for c in verb.children)
    return verb.lemma in operators.lists.enacted


def is_would(verb: Token) -> bool:
    """Whether a verb stands under would, of what is or may be to come ("would ban", not "would have banned")."""
    helpers = [c.lower for c in verb.children if c.dep == "aux"]
    return "would" in helpers and "have" not in helpers


def sponsors(verb: Token) -> list[Token]:
    """The words that may be the bill or deal that would do something: the subject, what stands after "under"."""
    found = [c for c in verb.children if c.dep == "nsubj"]
    for child in (*verb.children, *(verb.head.children if verb.dep == "conj" else ())):
        if child.dep == "prep" and child.lower == "under":
            found += [c for c in child.children if c.dep == "pobj"]
    return found


def closes_quotation(cue: Token) -> bool:
    """Whether the clause of a cue begins right after words in quotation marks."""
    tokens, start = cue.sentence.text.tokens, leftmost(cue)
    return any(tokens[i].text in ('"', "”", "'", "’") for i in (start, start - 1, start - 2) if i >= cue.sentence.start)


def sets_deadline(word: Token) -> bool:
    """Whether a verb of giving, or the time given, sets a term: "gave them until Friday", "giving her two hours"."""
    verb = word if word.lemma == "give" else word.head
    if verb.lemma != "give":
        return False
    return any(
        (c.dep == "prep" and c.lower in ("until", "till")) or (c.dep == "dobj" and c.lemma in SPANS)
        for c in verb.children
    )


def needs_consent(verb: Token) -> bool:
    """Whether a verb says that its subject waits for somebody's consent: "still needs the Senate's approval"."""
    return verb.lemma in ("need", "require", "await", "lack") and any(
        c.dep == "dobj" and c.lemma in CONSENT for c in verb.children
    )


def only_beside(cue: Token) -> bool:
    """Whether a verb after a clause is no cue for it: "they fled; the governor would not comment"."""
    return negation(cue) is not None or any(c.dep == "aux" and c.tag == "MD" for c in cue.children)


def content_noun(operators: Operators, clause: Token, head: Token) -> Token:
    """The noun that a that-clause is about: the one right before "that", where it takes one and the head does not."""
    that = _that(clause)
    if that is None or that.i <= clause.sentence.start:
        return head
    before = clause.sentence.text.tokens[that.i - 1]
    if before is head or before.pos != "NOUN" or before.i < head.i:
        return head
    operator = operators.find(before, "that")
    return before if operator is not None and operator.family in ("reports", "alleges", "denies") else head


def is_content(operators: Operators, clause: Token, noun: Token) -> bool:
    """Whether a clause taken for a relative one is what a noun of saying says: "the rumour that he fled"."""
    operator = operators.find(noun, "that")
    if operator is None or operator.family not in ("reports", "alleges") or clause.lemma in operators.lists.reported:
        return False
    that = _that(clause)
    return that is not None and that.dep == "dobj" and has_subject(clause)


def _that(clause: Token) -> Token | None:
    """The word "that" which opens a clause, also where it was hung on the infinitive in it."""
    for verb in (clause, *(c for c in clause.children if c.dep == "xcomp")):
        for child in verb.children:
            if child.lower == "that" and child.i < clause.i:
                return child
    return None


def is_definite(noun: Token) -> bool:
    """Whether the noun phrase takes its referent for given: the, this, a possessive, a proper name."""
    for child in noun.children:
        if child.i > noun.i:
            break
        if child.dep == "poss" or child.lower in ("the", "this", "that", "these", "those", "such"):
            return True
    return noun.pos == "PRON"


def is_bare_singular(noun: Token) -> bool:
    """Whether a noun stands in the singular without article or possessor: for extradition, under siege."""
    return noun.tag == "NN" and not any(c.dep in ("det", "poss") for c in noun.children)


def is_state(verb: Token, preposition: Token) -> bool:
    """Whether verb and preposition can say what state something is in: is on trial, remains under siege."""
    return verb.lemma in ("be", "remain") and preposition.lower in ("on", "under", "at", "in")


def is_superlative(word: Token) -> bool:
    """Whether an adjective is a superlative ("the highest official to visit")."""
    return word.tag == "JJS" or (word.pos == "ADJ" and any(c.tag in ("JJS", "RBS") for c in word.children))


def presupposes(operator: Operator, preposition: str) -> bool:
    """Whether a definite noun under the operator's preposition is taken to exist: talk about, speak against."""
    if operator.phrase in ("rule", "decide", "vote"):
        return False
    if operator.family == "refuses" and preposition == "against" and operator.phrase != "decide":
        return True
    return operator.family in ("fears", "supposes") or (operator.family == "considers" and operator.pos == "v")


def leftmost(token: Token) -> int:
    """The index of the leftmost word of the clause, by its first dependents."""
    return min(token.i, token.children[0].i) if token.children else token.i


def is_marked(token: Token, word: str) -> bool:
    """Whether the clause is opened by this subordinator."""
    return any(c.dep == "mark" and c.lower == word for c in token.children)


def carries_on(token: Token, first: Token) -> bool:
    """Whether a conjunct stands under what governs the first: not where verb and noun are mixed by mistake."""
    verbal = ("VERB", "AUX")
    return (token.pos in verbal) == (first.pos in verbal) or token.pos == "ADJ"


def coordinated_with(token: Token) -> Token:
    """What a conjunct is coordinated with: a finite verb not with an infinitive, but with the verb above it."""
    first = token.head
    if first.dep not in ("xcomp", "ccomp", "advcl") or first.head is first or not _is_bare(first):
        return first
    finite = any(c.dep == "aux" and c.tag in ("VBD", "VBZ", "VBP", "MD") for c in token.children)
    return first.head if finite or token.tag in ("VBD", "VBZ") else first


def _is_bare(verb: Token) -> bool:
    """Whether a verb is an infinitive or a bare subjunctive ("demanded that he be returned")."""
    helpers = [c for c in verb.children if c.dep in ("aux", "auxpass")]
    return (verb.tag == "VB" and all(h.tag in ("TO", "VB") for h in helpers)) or (
        bool(helpers) and helpers[0].tag in ("TO", "VB")
    )


def yes_no_question(root: Token) -> Token | None:
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
