"""Speakers put into or behind what they say: "The army, he said, will march", "as officials confirmed"."""

from __future__ import annotations

from collections.abc import Container

from onrecord.extraction.attribution.matching import Match
from onrecord.extraction.attribution.phrases import LONGEST, climb, joined, phrase, trimmed
from onrecord.extraction.attribution.sources import Source
from onrecord.language import Token
from onrecord.language.syntax import has_subject

FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})
OPENERS = frozenset({"where", "which", "who", "whom", "whose", "when"})
HANGING = frozenset({"conj", "ccomp", "advcl", "parataxis", "dep", "relcl", "acl"})
LONGEST_REMARK = 14
"""Tokens behind a verb of saying that tell where, when and to whom it was said."""

REMARKS = frozenset({"punct", "prep", "npadvmod", "advmod", "cc", "conj"})
BETWEEN = frozenset({"ADV", "AUX", "PUNCT", "PART"})


def around(found: Match, source: Source, speech: Container[int]) -> list[Token]:
    """The clause that a verb of saying is put into or behind; `speech` are the indices of cues of saying."""
    verb = found.head
    if found.cue.kind not in ("saying", "thinking", "showing") or found.cue.pos != "verb":
        return []
    top = next(climb(verb), None)
    if top is None:
        return _fronted(verb, source)
    as_clause = any(c.lower == "as" and c.i < verb.i and c.dep in ("mark", "advmod", "prep") for c in verb.children)
    as_clause = as_clause or (verb.i > verb.sentence.start and verb.sentence.text.tokens[verb.i - 1].lower == "as")
    if as_clause and _as_before(verb, source):
        return []
    if verb.dep == "parataxis" or (as_clause and verb.dep in ("advcl", "ccomp", "prep", "pcomp", "acl")):
        if verb.dep == "pcomp":
            verb, top = top, top.head
        whole = phrase(clause_of(top), [verb])
        if verb.dep == "parataxis":
            whole = _behind_opener(whole, verb, source)
            whole = joined([*whole, *(t for c in going_on(verb, speech) for t in phrase(c))])
            if source.tokens and source.tokens[-1].i < verb.i and top.i < source.tokens[0].i:
                whole = [t for t in whole if not _after_thought(t, verb)]
        return trimmed(whole)
    return (
        _behind_relative(verb, source)
        or _misplaced(found, source)
        or _fronted(verb, source)
        or (stretch_around(verb, source) if inserted(found, source) else [])
    )


def inserted(found: Match, source: Source) -> bool:
    """Whether speaker and verb of saying stand between commas, or behind one at the end of what is said."""
    verb = found.head
    if verb.tag not in FINITE or not source.tokens or found.cue.kind != "saying" or found.cue.pos != "verb":
        return False
    if not any("clause" in alternative for alternative in found.cue.content):
        return False
    tokens = verb.sentence.text.tokens
    start, end = source.tokens[0].i, source.tokens[-1].i
    if not verb.sentence.start + 1 < start <= end < verb.i or tokens[start - 1].text != ",":
        return False
    if any(t.lower in OPENERS or t.lower == "that" for t in _up_to_head(source)):
        return False
    if any(t.pos not in BETWEEN for t in tokens[end + 1 : verb.i]):
        return False
    return _next_stop(verb) in (",", ".", ";")


def _next_stop(verb: Token) -> str:
    """The mark that ends the words about the saying: "said | in a note of three lines | ,"."""
    tokens = verb.sentence.text.tokens
    for token in tokens[verb.i + 1 : min(verb.sentence.end, verb.i + LONGEST_REMARK)]:
        if token.text in (",", ".", ";"):
            return token.text
        if token.pos in ("VERB", "AUX", "SCONJ") or token.lower == "that":
            return ""
    return ""


def stretch_around(verb: Token, source: Source) -> list[Token]:
    """The words before and behind an inserted speaker as far as semicolon, colon or end, whatever the parser says."""
    tokens = verb.sentence.text.tokens
    first = source.tokens[0].i - 1
    left = first
    while left > verb.sentence.start and tokens[left - 1].text not in (";", ":") and first - left < LONGEST:
        left -= 1
    right = verb.i + 1
    while right < verb.sentence.end and tokens[right].text not in (",", ".", ";"):
        right += 1
    end = right
    if tokens[min(right, verb.sentence.end - 1)].text == ",":
        while end < verb.sentence.end and tokens[end].text not in (";", ":") and end - right < LONGEST:
            end += 1
    return trimmed([*trimmed(tokens[left:first]), *trimmed(tokens[right:end])])


def reported_on(verb: Token) -> list[Token]:
    """What goes on behind a semicolon in the tense of reported speech: "They fled, she said; guards had shot"."""
    tokens = verb.sentence.text.tokens
    at = verb.i + 1
    while at < verb.sentence.end and tokens[at].text != ";":
        if tokens[at].pos in ("VERB", "AUX") or at - verb.i > LONGEST_REMARK:
            return []
        at += 1
    if at >= verb.sentence.end or verb.tag != "VBD":
        return []
    end = next((t.i for t in tokens[at + 1 : verb.sentence.end] if t.text == ";"), verb.sentence.end)
    clause = tokens[at + 1 : end][:LONGEST]
    finite = next((t for t in clause if t.tag in ("VBD", "VBZ", "VBP", "MD")), None)
    if finite is None or finite.dep not in ("aux", "auxpass"):
        return []
    then = finite.lower == "will" and any(t.lower == "then" for t in clause[: finite.i - clause[0].i + 2])
    return trimmed(clause) if finite.lower in ("had", "would") or then else []


def _as_before(verb: Token, source: Source) -> bool:
    """ "Ended as they had begun", "did not free them as they had promised": likened to what was done, not told."""
    had = any(c.lower == "had" and c.dep == "aux" for c in verb.children)
    return had and len(source.tokens) == 1 and source.tokens[0].pos == "PRON"


def going_on(verb: Token, speech: Container[int]) -> list[Token]:
    """The verbs that go on with what was said: "Guards fled, he said, and left their arms", which hang on "said"."""
    tokens = verb.sentence.text.tokens
    joining = next((c.i for c in verb.children if c.dep == "cc" and c.i > verb.i and tokens[c.i - 1].text == ","), 0)
    if not joining or joining - verb.i > LONGEST_REMARK:
        return []
    return [c for c in verb.children if c.dep == "conj" and c.i not in speech and not has_subject(c)]


def _behind_opener(whole: list[Token], verb: Token, source: Source) -> list[Token]:
    """Only the relative clause, where the speaker stands right behind its first word: "where, she said, ..."."""
    tokens = verb.sentence.text.tokens
    start = source.tokens[0].i if source.tokens and source.tokens[0].i < verb.i else verb.i
    if start - 2 > verb.sentence.start and tokens[start - 1].text == "," and tokens[start - 2].lower in OPENERS:
        return [t for t in whole if t.i >= start - 2]
    return whole


def _after_thought(token: Token, verb: Token) -> bool:
    """Whether a word stands in a noun phrase that follows the speaker behind a comma: "..., he said, its third"."""
    if token.i < verb.i:
        return False
    for above in (token, *climb(token)):
        if above.i < verb.i:
            return False
        if above.dep in ("dobj", "npadvmod", "appos", "attr") and above.head.i < verb.i:
            first = phrase(above)[0].i
            return verb.sentence.text.tokens[first - 1].text == ","
    return False


def _behind_relative(verb: Token, source: Source) -> list[Token]:
    """What follows a speaker who stands within a relative clause, for good: "after which, he said, police would"."""
    tokens = verb.sentence.text.tokens
    if not source.tokens or source.tokens[0].i < verb.sentence.start + 3 or verb.i + 2 >= verb.sentence.end:
        return []
    start = source.tokens[0].i
    if tokens[start - 1].text != "," or tokens[start - 2].lower not in OPENERS or tokens[verb.i + 1].text != ",":
        return []
    end = next((t.i for t in tokens[verb.i + 2 : verb.sentence.end] if t.text == ";"), verb.sentence.end)
    return trimmed(tokens[verb.i + 2 : end][:LONGEST])


def _fronted(verb: Token, source: Source) -> list[Token]:
    """The clause that stands before a speaker who closes the sentence, though the parser takes it for adverbial."""
    tokens = verb.sentence.text.tokens
    if not source.tokens or source.tokens[-1].i != verb.i - 1 or tokens[source.tokens[0].i - 1].text != ",":
        return []
    if source.tokens[0].i < verb.sentence.start + 2 or any(
        c.i > verb.i and c.dep not in REMARKS for c in verb.children
    ):
        return []
    heads = [c for c in verb.children if c.i < source.tokens[0].i and c.dep in ("advcl", "dep", "csubj", "parataxis")]
    heads += going_on(verb, ()) if heads else []
    return trimmed(joined(t for c in heads for t in phrase(c)))


def _up_to_head(source: Source) -> list[Token]:
    """The words of a source without what follows its head."""
    last = source.tokens[0].i if source.head is None else max(source.head.i, source.tokens[0].i)
    return [t for t in source.tokens if t.i <= last]


def _misplaced(found: Match, source: Source) -> list[Token]:
    """The clause before a speaker whose verb the parser hangs on it as one clause among others.

    "Agents tried to seize him, investigators told the daily": a subject behind a comma, its verb, no content.
    """
    verb = found.head
    if verb.tag not in FINITE or verb.dep not in HANGING or not source.tokens or found.cue.kind != "saying":
        return []
    if not any("clause" in alternative for alternative in found.cue.content):
        return []
    if any(t.lower in OPENERS or t.lower == "that" for t in _up_to_head(source)):
        return []  # "the general, whose lawyer protested": the speaker is told of, not heard
    tokens = verb.sentence.text.tokens
    start, end = source.tokens[0].i, source.tokens[-1].i
    if not verb.sentence.start + 1 < start <= end < verb.i or tokens[start - 1].text != ",":
        return []
    if any(t.pos not in BETWEEN for t in tokens[end + 1 : verb.i]):
        return []
    top = verb.head
    if top.i >= start and top.i <= verb.i:
        top = top.head  # the speaker's own noun, on which the verb hangs
    before = top.i < start
    own = {verb.i, *(t.i for t in source.tokens)}
    clause = clause_of(top)
    if clause is verb:
        return []
    whole = [t for t in phrase(clause, [verb]) if t.i not in own]
    fronted = [c for c in verb.children if c.i < start and c.dep in ("advcl", "prep", "ccomp", "csubj")]
    whole = joined([*whole, *(t for c in fronted for t in phrase(c))])
    if before:
        whole = [t for t in whole if t.i < start]
    return trimmed(whole)


def clause_of(token: Token) -> Token:
    """The head of the clause that the token stands in: its verb, with the coordinations above it."""
    top = token
    for above in climb(token):
        if top.dep in ("relcl", "advcl", "acl", "parataxis") and top.pos in ("VERB", "AUX"):
            break
        top = above
    return top
