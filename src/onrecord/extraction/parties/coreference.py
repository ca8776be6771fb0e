"""What a pronoun or a relative stands for, where that is safe; wrong is worse than nothing."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Literal

from onrecord.language import Sentence, Token
from onrecord.language.syntax import ancestors, child

if TYPE_CHECKING:
    from onrecord.extraction.parties.register import Register

Number = Literal["s", "p"]

NEAREST = 60
"""Noun phrases of its own sentence that a pronoun looks back at; more are met only in lists and in nonsense."""

HIGHEST = 40
"""Words climbed in search of a clause; deeper trees are mistakes of the parser."""

MALE = frozenset({"he", "him", "his", "himself"})
FEMALE = frozenset({"she", "her", "hers", "herself"})
NEUTER = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
PRONOUNS = MALE | FEMALE | NEUTER | PLURAL
RELATIVES = frozenset({"who", "whom", "whose", "which", "that"})

_CANDIDATE = frozenset(
    {"nsubj", "nsubjpass", "dobj", "pobj", "dative", "poss", "conj", "attr", "appos", "npadvmod", "ROOT"}
)
_EXPLETIVE_VERBS = frozenset({"seem", "appear", "emerge", "happen", "rain", "snow", "turn", "take", "follow"})
_REPORTED = frozenset(
    {"say", "report", "expect", "believe", "think", "know", "understand", "hope", "announce", "reveal"}
)


SPEAKING = frozenset({"i", "me", "my", "we", "us", "our", "ours", "myself", "ourselves"})
_SAYING = frozenset(
    {"say", "tell", "reply", "add", "warn", "vow", "promise", "insist", "argue", "declare", "write", "answer"}
    | {"announce", "joke", "claim", "maintain", "ask", "explain", "shout", "admit", "state", "respond", "conclude"}
)
"""Verbs whose subject says what stands in quotation marks."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A noun phrase that a pronoun may stand for; `key` is one for all mentions of the same party."""

    token: Token
    key: str
    number: Number
    sort: str  # person, body, group, thing
    gender: str | None
    subject: bool


def relative_antecedent(token: Token) -> Token | None:
    """The noun that a relative pronoun (who, which, that, whose) stands for."""
    if token.tag not in ("WP", "WDT", "WP$", "IN", "DT") or token.lower not in RELATIVES:
        return None
    for above in islice(ancestors(token), HIGHEST):
        if above.dep == "relcl" and above.head.i < token.i:
            return above.head
        if above.dep in ("ROOT", "ccomp", "advcl") and above.pos in ("VERB", "AUX"):
            return None
    return None


def antecedent(register: Register, token: Token) -> Token | None:
    """The noun that a pronoun stands for; null where nothing is safe."""
    relative = relative_antecedent(token)
    if relative is not None:
        return relative
    lower = token.lower
    if lower in SPEAKING and token.tag in ("PRP", "PRP$"):
        return speaker(register, token)
    if lower not in ("both", "neither") and (lower not in PRONOUNS or token.tag not in ("PRP", "PRP$")):
        return None
    if lower in ("both", "neither") and (token.dep not in _CANDIDATE or list(token.children)):
        return None
    if lower in NEUTER and _expletive(token):
        return None
    if lower in ("both", "neither"):
        return _pair(register, token)
    found = _from_conjunct(register, token) or _from_clause(register, token)
    if found is None:
        found = _from_context(register, token)
    verb = _verb_done_to(token)
    if found is not None and verb is not None and not lower.endswith(("self", "selves")):
        subject = _subject_of(verb)
        if subject is not None and found.i in (subject.i, (register.antecedent(subject) or subject).i):
            return _other_than(register, token, found)
    return found


def _verb_done_to(token: Token) -> Token | None:
    """The verb whose object the pronoun is, also as the subject of an infinitive ("ordered it to pay")."""
    if token.dep in ("dobj", "dative"):
        return token.head
    clause = token.head
    if token.dep == "nsubj" and clause.dep == "ccomp" and any(c.tag == "TO" for c in clause.children):
        return clause.head
    return None


def _other_than(register: Register, token: Token, subject: Token) -> Token | None:
    """The one other party before the pronoun that it can be: "the court fined the bank and ordered it to pay".

    None does it to himself, so that the subject is out.
    """
    doer = register.candidate(subject)
    if doer is None:
        return None
    fitting = [c for c in _before(register, token) if c.key != doer.key and _fits(token.lower, c)]
    fitting = [c for c in fitting if not _governs(c.token, token) and c.token.head is not subject]
    fitting = [c for c in fitting if c.token.dep not in ("appos", "conj")]  # one name, and none of several
    return fitting[-1].token if len({c.key for c in fitting}) == 1 else None


def _pair(register: Register, token: Token) -> Token | None:
    """ "Both": the two who were counted or named together last."""
    for candidate in reversed(_before(register, token)):
        if candidate.sort not in ("person", "group", "body"):
            continue
        joined = [c for c in candidate.token.children if c.dep == "conj"]
        figures = {c.lower for c in candidate.token.children if c.dep == "nummod"}
        if len(joined) == 1 or (candidate.number == "p" and figures & {"two", "2"}):
            return candidate.token
    return None


def speaker(register: Register, token: Token) -> Token | None:
    """Who says "I" or "we": the subject of the verb that the quotation hangs on."""
    below = token
    for above in islice(ancestors(token), HIGHEST):
        if above.lemma in _SAYING and below.dep in ("ccomp", "parataxis", "dep", "xcomp") and below.head is above:
            subject = next((c for c in above.children if c.dep == "nsubj"), None)
            if subject is None or subject.lower in SPEAKING:
                return None
            return (register.antecedent(subject) or subject) if subject.pos == "PRON" else subject
        below = above
    return None


def _expletive(token: Token) -> bool:
    verb = token.head
    if token.dep == "expl":
        return True
    if token.dep not in ("nsubj", "nsubjpass"):
        return False
    if verb.lemma in _EXPLETIVE_VERBS:
        return True
    clausal = any(c.dep in ("ccomp", "csubj") or (c.dep in ("xcomp", "advcl") and c.i > verb.i) for c in verb.children)
    if verb.lemma == "be" and (clausal or any(c.dep in ("acomp", "attr") for c in verb.children)):
        complement = child(verb, "acomp", "attr")
        inner = complement is not None and any(
            c.dep in ("xcomp", "ccomp", "acl", "relcl", "advcl") for c in complement.children
        )
        return clausal or inner
    return token.dep == "nsubjpass" and verb.lemma in _REPORTED and clausal


def _from_conjunct(register: Register, token: Token) -> Token | None:
    """ "The minister and his aides": the first of two joined nouns."""
    first = token.head.head
    if token.tag != "PRP$" or token.head.dep != "conj" or first.pos not in ("NOUN", "PROPN"):
        return None
    candidate = register.candidate(first)
    if candidate is None:
        return None
    single = replace(candidate, number="p" if first.tag in ("NNS", "NNPS") else "s")
    return first if _fits(token.lower, single) else None


def _from_clause(register: Register, token: Token) -> Token | None:
    """The subject of the pronoun's own clause (for possessives, reflexives) or of a clause above it."""
    own = True
    joined = False  # the way up has passed from a second clause to the first that it is joined to
    below = token
    for above in islice(ancestors(token), HIGHEST):
        if above.pos in ("VERB", "AUX") or above.dep == "ROOT":
            subject = _subject_of(above)
            if subject is not None and subject is not below and subject is not token:
                local = own and token.tag == "PRP" and not token.lower.endswith(("self", "selves"))
                if not local:
                    resolved = _compatible_subject(register, token, subject)
                    if resolved is not None and (not joined or _only_one(register, token)):
                        return resolved
            if subject is not None:
                own = False
            if subject is below and token.tag == "PRP$":
                own = False
        joined = joined or (above.dep == "conj" and token.tag == "PRP" and _has_subject(above))
        below = above
    return None


def _has_subject(verb: Token) -> bool:
    return any(c.dep in ("nsubj", "nsubjpass") for c in verb.children)


def _only_one(register: Register, token: Token) -> bool:
    """Whether only one party before the pronoun, in its sentence, fits it."""
    return len({c.key for c in _before(register, token) if _fits(token.lower, c)}) <= 1


def _before(register: Register, token: Token) -> list[Candidate]:
    """The nearest noun phrases before the pronoun in its sentence."""
    candidates = register.candidates(token.sentence)
    end = bisect_left(candidates, token.i, key=lambda c: c.token.i)
    return candidates[max(0, end - NEAREST) : end]


def _subject_of(verb: Token) -> Token | None:
    for _ in range(HIGHEST):
        for item in verb.children:
            if item.dep in ("nsubj", "nsubjpass"):
                return item
        if verb.dep != "conj" or verb.head.pos not in ("VERB", "AUX"):
            return None
        verb = verb.head
    return None


def _compatible_subject(register: Register, token: Token, subject: Token) -> Token | None:
    if subject.tag in ("PRP", "WP", "WDT"):
        if subject.lower in PRONOUNS and _family(subject.lower) is not _family(token.lower):
            return None
        resolved = register.antecedent(subject) if subject.i != token.i else None
        if resolved is None:
            return None
        subject = resolved
    candidate = register.candidate(subject)
    return subject if candidate is not None and _fits(token.lower, candidate) else None


def _family(lower: str) -> frozenset[str]:
    for family in (MALE, FEMALE, NEUTER, PLURAL):
        if lower in family:
            return family
    return frozenset()


def _fits(lower: str, candidate: Candidate) -> bool:
    if lower in MALE:
        return candidate.sort == "person" and candidate.number == "s" and candidate.gender != "f"
    if lower in FEMALE:
        return candidate.sort == "person" and candidate.number == "s" and candidate.gender != "m"
    if lower in NEUTER:
        return candidate.sort in ("body", "place") and candidate.number == "s"
    return candidate.number == "p" and candidate.sort != "thing"


def _from_context(register: Register, token: Token) -> Token | None:
    """A party named before the pronoun: in its own sentence, else the sentence before."""
    lower = token.lower
    here = [c for c in _before(register, token) if not _governs(c.token, token)]
    fitting = [c for c in here if _fits(lower, c)]
    if lower in NEUTER:  # "it" is none of those joined by "and"
        fitting = [c for c in fitting if c.token.dep != "conj" or c.token.head.pos not in ("NOUN", "PROPN")]
    if fitting:
        return fitting[-1].token if len({c.key for c in fitting}) == 1 else None
    if lower in NEUTER | PLURAL and any(c.sort == "thing" and _same_number(lower, c) and c.subject for c in here):
        return None
    sentences = register.text.sentences
    for back in (1, 2):
        at = token.sentence.index - back
        if at < 0 or token.sentence.paragraph - sentences[at].paragraph > 1:
            return None
        earlier = register.candidates(sentences[at])
        fitting = [c for c in earlier if _fits(lower, c)]
        if not fitting:
            pronoun = _pronoun_subject(sentences[at], lower)
            if pronoun is not None and pronoun is not token:
                return register.antecedent(pronoun)
            if earlier and back == 1 and lower in NEUTER | PLURAL:
                return None
            continue
        if any(c.sort == "body" for c in fitting):
            fitting = [c for c in fitting if c.sort != "place"]
        keys = {c.key for c in fitting}
        if len(keys) == 1:
            return fitting[-1].token
        subjects = {c.key for c in fitting if c.subject}
        if len(subjects) == 1 and token.dep in ("nsubj", "nsubjpass") and lower not in NEUTER:
            chosen = next(iter(subjects))
            return next(c.token for c in reversed(fitting) if c.key == chosen)
        return None
    return None


def _governs(candidate: Token, token: Token) -> bool:
    """Whether the candidate's phrase contains the pronoun ("the minister and his aides" is no antecedent of his)."""
    above = token
    for _ in range(6):
        if above.head is above:
            return False
        above = above.head
        if above is candidate:
            return token.tag != "PRP$" or token.head is candidate
    return False


def _same_number(lower: str, candidate: Candidate) -> bool:
    return (candidate.number == "p") == (lower in PLURAL)


def _pronoun_subject(sentence: Sentence, lower: str) -> Token | None:
    subject = _subject_of(sentence.root)
    if subject is not None and subject.lower in PRONOUNS and _family(subject.lower) is _family(lower):
        return subject
    return None


def candidate_of(register: Register, token: Token) -> Candidate | None:
    """The noun as something that a pronoun may stand for; null for what is none."""
    if token.pos not in ("NOUN", "PROPN") and token.i not in register.mentions.named and token.pos != "NUM":
        return None
    subject = token.dep in ("nsubj", "nsubjpass")
    conjoined = any(c.dep == "conj" for c in token.children)
    plural = token.tag in ("NNS", "NNPS") or conjoined or token.pos == "NUM"
    identity = register.identity(token)
    if identity is not None:
        number: Number = "p" if conjoined else "s"
        return Candidate(token, identity.name, number, "person", identity.gender, subject)
    role = register.role(token)
    if token.entity in ("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY") and role is None:
        return None
    if role is not None and role.kind == "thing" and token.i not in register.mentions.named:
        return Candidate(token, token.lemma, "p" if plural else "s", "thing", None, subject)
    described = register.describe(token)
    key = described.name or f"{described.country or ''}:{token.lemma}"
    if described.kind in ("country", "organization"):
        named = token.i in register.mentions.named
        number = "p" if conjoined or (plural and not named) else "s"
        sort = "place" if role is not None and role.kind == "place" else "body"
        if role is None and not named and token.pos != "PROPN":
            sort = "thing"
        return Candidate(token, key, number, sort, None, subject)
    if described.kind == "person" or (described.kind == "unnamed" and not plural):
        if role is None and token.i not in register.mentions.offices:
            return Candidate(token, key, "p" if plural else "s", "thing", None, subject)
        return Candidate(token, key, "p" if conjoined else "s", "person", register.gender(token), subject)
    if role is None and token.i not in register.mentions.offices and token.i not in register.mentions.named:
        return Candidate(token, token.lemma, "p" if plural else "s", "thing", None, subject)
    return Candidate(token, key, "p" if plural or described.kind == "group" else "s", "group", None, subject)


def candidates_in(register: Register, sentence: Sentence) -> list[Candidate]:
    """The noun phrases of a sentence that a pronoun may stand for, in order."""
    found = []
    for token in sentence:
        if token.dep in _CANDIDATE or (token.dep == "compound" and token.i in register.mentions.named):
            person = register.mentions.people.get(token.i)
            if person is not None and person.head is not token:
                continue
            if token.pos in ("NOUN", "PROPN") or token.i in register.mentions.named:
                candidate = register.candidate(token)
                if candidate is not None:
                    found.append(candidate)
    return found
