"""Phrases in the syntax, with bounds that hold for sentences of any length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.extraction.attribution.quotations import MARKS
from onrecord.language import Token
from onrecord.language.syntax import is_passive

LONGEST = 400
"""Tokens of one phrase; the longest sentence of the development texts has 230. Keeps the work linear."""

HIGHEST = 40
"""Steps that are climbed from a word; deeper syntax than this is a list, not a sentence."""

EDGES = frozenset({",", ".", ";", ":", "-", "–", "—", "--", "(", ")", "[", "]"})
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})


PUT = frozenset({"ask", "press", "question", "quiz"})
"""Verbs of questions that are put to a speaker."""


def phrase(head: Token, without: Iterable[Token] = ()) -> list[Token]:
    """The token and what hangs under it, less the subtrees of `without`, in text order."""
    barred = {t.i for t in without}
    found = [head]
    for item in found:
        if len(found) > LONGEST:
            break
        found.extend(c for c in item.children if c.i not in barred)
    found.sort(key=lambda t: t.i)
    return found


def climb(token: Token) -> Iterator[Token]:
    """The heads above the token, as far as HIGHEST."""
    for _ in range(HIGHEST):
        if token.head is token:
            return
        token = token.head
        yield token


def trimmed(tokens: list[Token]) -> list[Token]:
    """The tokens without punctuation at their edges; quotation marks and question marks stay."""
    start, end = 0, len(tokens)
    while start < end and tokens[start].text in EDGES:
        start += 1
    while end > start and tokens[end - 1].text in EDGES:
        end -= 1
    return tokens[start:end]


def joined(tokens: Iterable[Token]) -> list[Token]:
    """The tokens once each, in text order."""
    return sorted(set(tokens), key=lambda t: t.i)


def balanced(tokens: list[Token]) -> list[Token]:
    """The tokens, without one lonely quotation mark at an edge."""
    if sum(t.text in MARKS for t in tokens) % 2:
        if tokens and tokens[0].text in MARKS:
            return tokens[1:]
        if tokens and tokens[-1].text in MARKS:
            return tokens[:-1]
    return tokens


def passive(verb: Token) -> bool:
    """Whether the verb stands in the passive, also where it opens a clause: "Asked whether he would resign, he ..."."""
    if verb.dep == "acl" and speaker_before(verb) is not None:
        return False  # "..., the ministry, which oversees the guards, announced"
    if verb.tag == "VBN" and verb.dep == "acl" and not any(c.dep in ("aux", "auxpass", "agent") for c in verb.children):
        # "a man yelled it", which the parser takes for "a man yelled at": with an object of its own it is active
        return not any(c.dep in ("dobj", "ccomp") and c.i > verb.i for c in verb.children)
    if is_passive(verb):
        # "what it termed a raid by drones": with a subject of its own and no "be" the by-phrase is another's
        return not any(c.dep == "nsubj" for c in verb.children) or any(c.dep == "auxpass" for c in verb.children)
    opens = verb.tag == "VBD" and verb.lemma in PUT and verb.i == verb.sentence.start
    if (verb.tag != "VBN" and not opens) or verb.dep != "advcl":
        return False
    return not any(c.dep in ("aux", "nsubj", "dobj") for c in verb.children)


def speaker_before(verb: Token) -> Token | None:
    """The speaker whose apposition or relative clause stands between it and the verb: "the envoy, Ivo Tesar, said".

    Only where the parser gives the verb no subject, and the phrase itself is set off from what is said before it.
    """
    tokens = verb.sentence.text.tokens
    at = verb.i - 1
    while at > verb.sentence.start and tokens[at].pos in ("ADV", "AUX"):
        at -= 1
    if tokens[at].text != "," or at - 1 <= verb.sentence.start:
        return None
    top = tokens[at - 1]
    for above in (top, *climb(top)):
        if above is verb or above.i > verb.i:
            break
        if above.pos in ("NOUN", "PROPN") and above.i < at:
            words = phrase(above, [verb])
            first = words[0].i
            set_off = first - 1 > verb.sentence.start and tokens[first - 1].text == ","
            aside = any(c.dep in ("appos", "relcl") and c.i > above.i for c in above.children)
            if set_off and aside and words[-1].i <= at:
                return above
    return None
