"""Who the source of a cue is: its subject near or far, its agent, its possessor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extraction.attribution.matching import Match
from onrecord.extraction.attribution.phrases import RELATIVES, climb, passive, phrase, speaker_before, trimmed
from onrecord.extraction.attribution.quotations import MARKS
from onrecord.language import Token
from onrecord.language.syntax import has_subject

NOMINAL = frozenset({"DET", "ADJ", "PROPN", "NOUN", "NUM", "PART", "PRON"})

LONGEST_GAP = 60

SAID_OF = frozenset({"say", "report", "allege", "rumour", "rumor"})
"""Verbs whose participle with an infinitive tells what is said of somebody."""

PAPERS = frozenset({
    "statement", "communique", "communiqué", "letter", "note", "message", "declaration", "resolution", "memo", "video",
    "recording", "tweet", "post", "leaflet", "manifesto", "petition",
})  # fmt: skip
"""Nouns for what somebody issues and speaks by: "issued a letter threatening to"."""

DASHES = frozenset({"--", "–", "—", "-"})

STRAY = frozenset({"ccomp", "parataxis", "dep", "advcl", "cc", "preconj"})
"""Dependents of a noun that are no part of its phrase."""

LIGHT = frozenset({
    "make", "issue", "give", "have", "repeat", "renew", "release", "voice", "express", "reiterate", "raise",
    "send", "deliver", "offer", "publish", "put", "file", "level", "lodge", "drop", "withdraw",
    "share", "press", "extend", "post", "write", "set", "launch",
})  # fmt: skip
"""Verbs whose subject is the source of the cue noun that is their object: "issued a warning"."""


@dataclass(frozen=True, slots=True)
class Source:
    """The words of a source, their head, and (for relatives) the noun that they stand for."""

    tokens: tuple[Token, ...] = ()
    head: Token | None = None
    by: Token | None = None  # the preposition "by" before it


NONE = Source()


def verb_source(found: Match) -> Source:
    """The source of a verb or a predicative adjective."""
    if found.cue.source == "none":
        return NONE
    verb = found.head
    if found.cue.pos == "adjective":
        subject = _subject(verb.head) if verb.dep == "acomp" else None
        return NONE if subject is None or subject.lower in ("it", "there") else _made(subject)
    if passive(verb) and not (verb.dep == "acl" and any(c.dep == "pobj" for t in found.fixed for c in t.children)):
        return agent(verb)
    if said_of(verb):
        return NONE
    subject = _subject(verb)
    if found.cue.kind == "saying" and verb.tag in ("VBD", "VBZ", "VBP", "VBN") and _own_subject(verb) is None:
        told = found.cue.addressee == "object"  # "the chairman, Ivo Tesar, told reporters": not they told
        behind = (speaker_before(verb) if told else None) or _inverted(verb) or speaker_before(verb)
        if behind is not None:
            return _made(behind, verb)
    finite = verb.tag in ("VBD", "VBZ", "VBP") or any(c.dep == "aux" and c.lemma == "have" for c in verb.children)
    if finite and found.cue.kind == "saying":
        if subject is None:
            return _noun_before(verb)
        if subject.i < verb.i and subject.head is verb and _quote_between(subject, verb):
            return _noun_behind(verb)
    return _made(subject, verb)


def said_of(verb: Token) -> bool:
    """Whether a participle tells what is said of the noun before it: "a businessman said to have bought rifles"."""
    if verb.tag not in ("VBD", "VBN") or verb.lemma not in SAID_OF:
        return False
    before = verb.sentence.text.tokens[verb.i - 1] if verb.i > verb.sentence.start else None
    clause = next((c for c in verb.children if c.dep == "xcomp" and c.i > verb.i), None)
    if (
        clause is not None
        and has_subject(verb)
        and not any(c.lower == "have" and c.dep == "aux" for c in clause.children)
    ):
        return False
    return (
        before is not None
        and before.pos in ("NOUN", "PROPN")
        and clause is not None
        and any(c.lower == "to" and c.dep == "aux" and c.i == verb.i + 1 for c in clause.children)
    )


def _inverted(verb: Token) -> Token | None:
    """The speaker behind the verb where what is said stands before it: "The truce has failed, warned the envoy"."""
    before = [c for c in verb.children if c.dep == "ccomp" and c.i < verb.i]
    spoken = [c for c in verb.children if c.i > verb.i and c.dep in ("dobj", "ccomp", "nsubj")]
    tokens = verb.sentence.text.tokens
    if before and len(spoken) == 1 and spoken[0].dep == "dobj" and tokens[verb.i - 1].text == ",":
        first = phrase(spoken[0])[0]
        return spoken[0] if first.i == verb.i + 1 and spoken[0].pos in ("NOUN", "PROPN") else None
    return None


def _noun_before(verb: Token) -> Source:
    """The noun phrase right before a verb of saying whose subject the parser has missed."""
    tokens = verb.sentence.text.tokens
    at = verb.i - 1
    while at > verb.sentence.start and (tokens[at].pos in ("ADV", "AUX") or tokens[at].text == ","):
        at -= 1
    if tokens[at].text == ")":  # "Ivo Tesar (Liberal) said"
        while at > verb.sentence.start and tokens[at].text != "(":
            at -= 1
        at -= 1
    return _nominal(tokens, at, verb.sentence.start)


def _noun_behind(verb: Token) -> Source:
    """The noun phrase right behind a verb of saying that closes a quotation: "said Senator Kern"."""
    tokens = verb.sentence.text.tokens
    at = verb.i + 1
    while at < verb.sentence.end and tokens[at].pos in NOMINAL and tokens[at].text not in MARKS:
        at += 1
    return _nominal(tokens, at - 1, verb.i + 1)


def _nominal(tokens: list[Token], at: int, start: int) -> Source:
    """The run of nouns and their modifiers that ends at index `at`, not before `start`."""
    last = at
    while at >= start and tokens[at].pos in NOMINAL and tokens[at].text not in MARKS:
        at -= 1
    run = trimmed(tokens[at + 1 : last + 1]) if last > at else []
    if not run or run[-1].pos not in ("NOUN", "PROPN", "PRON"):
        return NONE
    return Source(tuple(run), run[-1])


def _made(head: Token | None, verb: Token | None = None) -> Source:
    if head is None or head.lower == "there":
        return NONE
    standing_for = head
    if head.lower in RELATIVES:
        for above in climb(head):
            if above.dep == "relcl":
                standing_for = above.head
                break
    # "officials saying that ...": the verb hangs under its own source, whose phrase ends before it
    path = [] if verb is None else [verb, *climb(verb)]
    tokens = source_phrase(head, [t for t in path if t.head is head])
    cut_off = (
        [] if verb is None else [c for c in verb.children if c.dep == "dobj" and c.pos == "NOUN" and c.i < tokens[0].i]
    )
    if cut_off and phrase(cut_off[-1])[-1].i == tokens[0].i - 1:  # "the rights group | Open Gate said"
        tokens = [*phrase(cut_off[-1]), *tokens]
    after = _after_dateline(tokens)
    if len(after) < len(tokens) and standing_for not in after:
        standing_for = next((t for t in after if t.head not in after), after[-1])
    return Source(tuple(after), standing_for)


def _after_dateline(tokens: list[Token]) -> list[Token]:
    """The phrase without "STRELSAU, Ruritania (AP) --" before it."""
    for n, token in enumerate(tokens[1:10], 1):
        if token.text in DASHES and n + 1 < len(tokens) and tokens[0].i == tokens[0].sentence.start:
            before = tokens[:n]
            if all(t.pos in ("PROPN", "PUNCT", "NUM", "X", "SYM") for t in before):
                return tokens[n + 1 :]
    return tokens


def source_phrase(head: Token, without: Sequence[Token] = ()) -> list[Token]:
    """The noun phrase of a source, whole, but not what the parser hangs under it by mistake: clauses of speech."""
    stray = [c for c in head.children if c.dep in STRAY and not _joins(head, c)]
    return trimmed(phrase(head, [*stray, *without]))


def _joins(head: Token, child: Token) -> bool:
    return child.dep in ("cc", "preconj") and any(c.dep == "conj" and c.i > child.i for c in head.children)


def _own_subject(verb: Token) -> Token | None:
    """The verb's own subject; the nearest, where the parser takes words of a quotation before it for another."""
    found = [c for c in verb.children if c.dep in ("nsubj", "nsubjpass")]
    if len(found) > 1:
        found = [c for c in found if not _quote_between(c, verb)] or found
        last = phrase(found[0])[-1]
        if len(found) == 2 and last.i + 1 == phrase(found[1])[0].i and last.pos in ("NOUN", "PROPN"):
            return found[0]  # "Ana Kern of the charity Open Gate said": one phrase that the parser has cut in two
        return min(found, key=lambda c: abs(c.i - verb.i))
    return found[0] if found else None


def _quote_between(one: Token, other: Token) -> bool:
    """Whether a quotation opens or ends between two words."""
    first, last = sorted((one.i, other.i))
    return sum(t.text in MARKS for t in one.sentence.text.tokens[first:last][:LONGEST_GAP]) % 2 == 1


def _subject(verb: Token) -> Token | None:
    """The subject, or the one that is understood: of the verb coordinated with, of the verb above, or the noun."""
    own = _own_subject(verb)
    if own is not None:
        return own
    below = verb
    for above in climb(verb):
        dep = below.dep
        if dep == "acl":
            if below.tag == "VBG" and above.lemma in PAPERS and above.dep == "dobj" and above.head.lemma in LIGHT:
                return _own_subject(above.head) or above
            return above if below.tag in ("VBG", "VBN") else _possessor(above)
        if dep == "relcl":
            return above
        if dep not in ("conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "parataxis", "dep", "aux", "acomp"):
            return None
        if dep == "ccomp" and below.tag not in ("VBG", "VB"):
            return None
        if above.pos in ("VERB", "AUX"):
            if dep == "conj" and _tense(below) == "perfect" != _tense(above) and _perfect_above(above):
                below = above  # "has alleged that guards fired, and has demanded that ...": not the guards demand
                continue
            if dep == "xcomp":
                other = next((c for c in above.children if c.dep in ("dobj", "nsubjpass") and c.i < below.i), None)
                if other is not None and below.tag == "VB" and above.lemma not in ("promise", "vow", "use"):
                    return other
            own = _own_subject(above) or (speaker_before(above) if dep == "advcl" and below.tag == "VBG" else None)
            if own is not None:
                return own
        elif dep in ("advcl", "xcomp") and above.pos != "ADJ":
            return None
        below = above
    return None


def _tense(verb: Token) -> str:
    """Whether a verb stands in the present perfect, as far as this tells it from the verbs around it."""
    return "perfect" if any(c.dep == "aux" and c.lower in ("has", "have") for c in verb.children) else verb.tag


def _perfect_above(verb: Token) -> bool:
    return any(_tense(above) == "perfect" for above in climb(verb))


def agent(verb: Token) -> Source:
    """The by-phrase of a passive."""
    for child in verb.children:
        if child.dep in ("agent", "prep") and child.lower == "by":
            for inner in child.children:
                if inner.dep == "pobj":
                    return Source(tuple(source_phrase(inner)), inner, child)
    return NONE


def noun_source(found: Match) -> Source:
    """The source of a cue noun: its possessor, a by- or from-phrase, its nationality, the light verb's subject."""
    noun = found.head
    owner = _possessor(noun)
    if owner is not None:
        return Source(tuple(t for t in source_phrase(owner)), owner)
    for child in noun.children:
        if child.dep in ("prep", "agent") and child.lower in ("by", "from"):
            for inner in child.children:
                if inner.dep == "pobj":
                    return Source(tuple(source_phrase(inner)), inner, child)
    for child in noun.children:
        if child.dep in ("amod", "compound", "nmod") and child.entity in ("NORP", "GPE", "ORG", "PERSON"):
            return Source(tuple(trimmed(phrase(child))), child)
    return _light_subject(noun)


def _possessor(noun: Token) -> Token | None:
    for child in noun.children:
        genitive = child.dep == "poss" or any(c.tag == "POS" for c in child.children)
        if genitive and child.i < noun.i and child.lower != "whose":
            return child
    return None


def _light_subject(noun: Token) -> Source:
    verb = noun.head
    if noun.dep == "conj":
        return NONE
    if noun.dep == "dobj" and verb.lemma in LIGHT:
        return _made(_subject(verb), verb) if not passive(verb) else agent(verb)
    if noun.dep == "nsubjpass" and verb.lemma in LIGHT:
        return agent(verb)
    return NONE
