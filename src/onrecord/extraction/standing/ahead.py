"""What lies ahead: nouns dated to come, terms that threaten what follows "or", plans that hang on a consent."""

from __future__ import annotations

from onrecord.extraction.standing.negation import negation
from onrecord.language import Token

PERIODS = frozenset(
    [
        "day",
        "week",
        "weekend",
        "month",
        "year",
        "spring",
        "summer",
        "autumn",
        "fall",
        "winter",
        "quarter",
        "season",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)
"""What "next" and "coming" can be said of where they give a date."""

DATED = ("on", "in", "for", "at", "by", "from", "next", "tomorrow", "before", "after", "later")
"""What follows "due" where it sets a date and gives no reason ("due to the rain")."""

SET_FOR = frozenset({"set", "fix", "schedule", "slate", "plan", "pencil", "book", "earmark", "time", "expect"})

REFERENCES = frozenset({"approval", "consent", "permission", "ratification", "assent", "agreement", "authorisation"})


def dated_ahead(noun: Token) -> Token | None:
    """The word by which a noun is dated to come: "tomorrow's summit", "talks next week", "a trial due in June"."""
    for child in noun.children:
        if child.dep in ("poss", "npadvmod", "nmod", "compound", "advmod", "amod", "npmod") and _is_ahead(child):
            return child
        if child.dep != "det" and child.lower == "due" and _dates(child):
            return child
        set_for = child.dep == "acl" and child.tag in ("VBN", "VBD") and child.lemma in SET_FOR
        if set_for and any(c.dep == "prep" and c.lower in ("for", "on") and _is_time(c) for c in child.children):
            return child
        dates = child.dep == "prep" and child.lower in ("in", "on", "over", "during", "for") and child.i > noun.i
        if dates and any(c.dep == "pobj" and _is_ahead(c) for c in child.children):
            return child
        if child.dep == "prep" and child.lower == "of":
            for word in (grandchild for c in child.children for grandchild in c.children):
                if word.lower == "due" and word.dep != "det" and _dates(word):
                    return word  # "the trial of the general due to open in June"
    return _dated_by_verb(noun)


def _dated_by_verb(noun: Token) -> Token | None:
    """A date to come that was hung on a verb in the past: "announced the visit next month"."""
    verb, hops = noun.head, 0
    while verb.pos not in ("VERB", "AUX") and verb.head is not verb and hops < 6:
        if verb.dep in ("nsubj", "nsubjpass"):
            return None
        verb, hops = verb.head, hops + 1
    if verb.tag != "VBD" and not (verb.tag == "VBN" and any(c.dep == "aux" for c in verb.children)):
        return None
    if verb.i > noun.i:
        return None
    for child in verb.children:
        if noun.i < child.i < noun.i + 12 and child.dep in ("npadvmod", "advmod") and _is_ahead(child):
            return child
    return None


def _is_ahead(word: Token) -> bool:
    """Whether a word is a date to come: tomorrow, next week, the coming days; not "the next day" of a tale."""
    if word.lower == "tomorrow":
        return True
    if word.lemma.lower() not in PERIODS:
        return False
    marks = [c.lower for c in word.children if c.i < word.i]
    if "the" in marks:
        return "coming" in marks
    return "next" in marks or "coming" in marks


def _is_time(preposition: Token) -> bool:
    """Whether a preposition has a date for object."""
    for child in preposition.children:
        if child.dep == "pobj":
            return (
                child.lemma.lower() in PERIODS
                or _is_ahead(child)
                or any(c.dep == "nummod" or c.lower in PERIODS for c in child.children)
                or child.pos == "NUM"
            )
    return False


def _dates(due: Token) -> bool:
    """Whether "due" sets a date or a beginning: "due on Friday", "due to open"; not "due to the rain"."""
    for child in due.children:
        if child.dep == "xcomp" or child.dep == "npadvmod":
            return True
        if child.lower in DATED and child.i > due.i:
            return True
    return False


def or_else(verb: Token) -> Token | None:
    """The word that makes a verb the other half of a demand: "or be shelled", "or we will shell", "failing which"."""
    if verb.dep == "ccomp" and verb.head.lower == "failing" and verb.head.i < verb.i:
        return verb.head
    opener = next((c for c in verb.children if c.dep == "advmod" and c.lower in ("otherwise", "else")), None)
    if opener is not None and opener.i < verb.i and any(c.tag == "MD" for c in verb.children):
        return opener
    if verb.dep != "conj" or verb.head is verb:
        return None
    if verb.pos == "NOUN" and any(c.lower == "face" and c.i == verb.i - 1 for c in verb.children):
        return next((c for c in verb.head.children if c.dep == "cc" and c.lower == "or"), None)  # "pay or face arrest"
    link = next((c for c in verb.head.children if c.dep == "cc" and c.lower == "or" and c.i < verb.i), None)
    if link is None or negation(verb.head) is not None:
        return None
    first = verb.head
    if is_order(first):
        return link
    either = any(c.dep == "preconj" and c.lower == "either" for c in first.children)
    own = [c for c in verb.children if c.dep in ("nsubj", "nsubjpass")]
    return link if either and own and any(c.tag == "MD" for c in verb.children) else None


def is_order(verb: Token) -> bool:
    """Whether a verb is an imperative, stands under must, or is what somebody is told to do."""
    if verb.pos not in ("VERB", "AUX"):
        return False
    helpers = [c.lower for c in verb.children if c.dep in ("aux", "auxpass")]
    subject = any(c.dep in ("nsubj", "nsubjpass", "expl") for c in verb.children)
    if "must" in helpers or "should" in helpers:
        return True
    if verb.lemma == "give":
        return any(c.dep == "dobj" and (c.lemma in PERIODS or c.lemma in ("hour", "minute")) for c in verb.children)
    if "to" in helpers and verb.dep in ("xcomp", "ccomp", "acl", "advcl"):
        return verb.head.lemma in TOLD or (verb.head.pos == "NOUN" and verb.head.head.lemma in ("give", "set"))
    return verb.tag == "VB" and not helpers and not subject and verb.dep in ("ROOT", "ccomp", "advcl", "parataxis")


TOLD = frozenset(
    [
        "tell",
        "order",
        "give",
        "warn",
        "ask",
        "urge",
        "command",
        "instruct",
        "have",
        "demand",
        "require",
        "deadline",
        "ultimatum",
        "hour",
        "day",
        "week",
        "minute",
        "month",
        "midnight",
        "noon",
        "choice",
    ]
)
"""What the first half of an ultimatum stands under: told to leave, given two hours to leave."""


def hangs_on_consent(verb: Token) -> bool:
    """Whether a copula says that its subject waits for a consent: "is subject to approval by", "depends on"."""
    for child in verb.children:
        if child.dep in ("acomp", "attr") and child.lower in ("subject", "conditional", "contingent", "dependent"):
            return any(_is_consent(c) for p in child.children if p.dep == "prep" for c in p.children)
        if child.dep == "prep" and verb.lemma in ("hinge", "depend", "rest", "wait") and child.lower in ("on", "for"):
            return any(_is_consent(c) for c in child.children)
        if child.dep == "prep" and verb.lemma == "be" and child.lower in ("pending", "awaiting"):
            return True
    return False


def _is_consent(noun: Token) -> bool:
    return noun.dep == "pobj" and noun.lemma in REFERENCES


def is_measure(noun: Token) -> bool:
    """Whether a noun is only the amount of what follows: "40 million euros in aid", "300 tonnes of grain"."""
    return any(c.dep == "nummod" for c in noun.children) or noun.lemma in _AMOUNTS


_AMOUNTS = frozenset({"million", "billion", "dozen", "hundred", "thousand", "euro", "dollar", "tonne", "ton", "worth"})
