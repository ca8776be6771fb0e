"""What is attributed by a verb, by syntax: the clause, infinitive, object or phrase that a cue takes."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.extraction.attribution.insertions import around, going_on, inserted, reported_on, stretch_around
from onrecord.extraction.attribution.matching import Match
from onrecord.extraction.attribution.phrases import joined, passive, phrase, trimmed
from onrecord.extraction.attribution.quotations import MARKS
from onrecord.extraction.attribution.sources import Source, said_of
from onrecord.knowledge.cues import NAMED_SLOTS
from onrecord.language import Token
from onrecord.language.syntax import has_subject

CLAUSES = frozenset({"ccomp", "csubj"})
TIMES = frozenset({"DATE", "TIME"})
CIRCUMSTANCE = frozenset(
    {"on", "in", "at", "during", "after", "before", "since", "by", "while", "when", "via", "throughout", "despite"}
)
"""Prepositions that more often tell where and when one speaks than of what."""

THAT_OR_QUESTION = frozenset({"that", "whether", "if", "how", "why", "what", "when", "where"})


@dataclass(slots=True)
class Content:
    """The words of a content, the slots that gave them, and what the cue gains or tells on the way."""

    tokens: list[Token] = field(default_factory=list)
    slots: list[str] = field(default_factory=list)
    cue: list[Token] = field(default_factory=list)  # prepositions that join content to cue
    addressee: list[Token] = field(default_factory=list)
    addressee_head: Token | None = None
    further: list[Token] = field(default_factory=list)  # heads of further cues of the same source


def verb_content(found: Match, source: Source, speech: Mapping[int, Match]) -> Content:
    """The content of a verb or an adjective: the first alternative of its entry that is filled.

    `speech` are the cues of saying in the text, by the index of their heads: the source's next words, which the
    parser may hang under what was said first ("said that it rained and added that ...").
    """
    content = Content()
    verb, cue = found.head, found.cue
    told = _addressee(found)
    if told is not None and told is not source.head:  # not in "The truce has failed, warned the envoy"
        content.addressee_head = told
        beyond = [c for c in told.children if c.dep == "ccomp" or c.lower in ("of", "for", "about")]
        content.addressee = trimmed(phrase(told, beyond))
    barred = {t.i for t in source.tokens} | {verb.i, *(t.i for t in found.fixed)}
    if cue.addressee == "object":
        barred |= {t.i for t in content.addressee}
    alternatives = cue.content
    if cue.pos == "verb" and cue.addressee != "object" and passive(verb):
        alternatives = (("infinitive",), *alternatives)  # "is reported to have fled"
    for alternative in alternatives:
        for slot in alternative:
            tokens, gained = _slot(found, slot, told, speech)
            tokens = [t for t in tokens if t.i not in barred]
            if slot not in ("object", "raised") and cue.kind == "saying":
                tokens = _up_to_further_speech(tokens, verb, speech, content.further)
            if tokens:
                content.tokens = joined([*content.tokens, *tokens])
                if content.slots:  # "praised him for his patience": the preposition stands within the content
                    content.tokens = joined([*content.tokens, *gained])
                else:
                    content.cue.extend(gained)
                content.slots.append(slot)
        if content.tokens:
            break
    head = content.addressee_head
    if not content.tokens and head is not None and ("object",) in cue.content and not passive(verb):
        # "ordered the release of the editor": the object is not who is told, but what
        content.tokens, content.slots, content.addressee = phrase(head), ["object"], []
    elif not content.tokens or (set(content.slots).isdisjoint(NAMED_SLOTS) and inserted(found, source)):
        content.tokens = [t for t in around(found, source, speech) if t.i not in barred] or content.tokens
        if content.tokens:
            content.slots[:] = ["clause"]
    elif content.slots[-1] in ("object", "complement", "infinitive") or content.slots[-1] not in NAMED_SLOTS:
        content.tokens = joined([*content.tokens, *(t for t in _tail(verb, content.tokens) if t.i not in barred)])
    content.tokens = trimmed(_up_to_semicolon(content.tokens, verb, source))
    if content.slots[:1] == ["clause"] and inserted(found, source) and _clause_goes_on(content.tokens, verb):
        content.tokens = stretch_around(verb, source)
    if content.tokens and content.slots[:1] == ["clause"] and content.tokens[0].i < verb.i:
        content.tokens = joined([*content.tokens, *reported_on(verb)])
    return content


def _up_to_semicolon(tokens: list[Token], verb: Token, source: Source) -> list[Token]:
    """Without what a semicolon parts from the clause said: "Talks go on, a mediator said; Sylvania has left"."""
    around_cue = verb.sentence.text.tokens
    before, after = [t for t in tokens if t.i < verb.i], [t for t in tokens if t.i > verb.i]
    if not before or not after:
        return tokens
    if any(t.text == ";" for t in around_cue[verb.i + 1 : after[0].i + 1]):
        return before
    first = min(verb.i, source.tokens[0].i if source.tokens else verb.i)
    if first > verb.sentence.start and around_cue[first - 1].lower in ("and", "but"):
        return after  # "The union petitioned the king, and its president said that ..."
    if any(t.text == ";" for t in around_cue[before[-1].i : first]):
        return after
    return tokens


def _up_to_further_speech(
    tokens: list[Token], verb: Token, speech: Mapping[int, Match], further: list[Token]
) -> list[Token]:
    """Cut off what is said next: "..., adding that", "... and said that", "..., which he denied".

    Only behind the cue, and not inside quotation marks, where everything is the source's.
    """
    cut: list[Token] = []
    inside = {t.i for t in tokens}
    quoted = False
    for token in tokens:
        if token.text in MARKS:
            quoted = not quoted
        if quoted or token.i not in speech or token.i < verb.i or token.head.i not in inside:
            continue
        if token.dep == "conj" and token.tag == verb.tag and token.tag in ("VBD", "VBZ") and not has_subject(token):
            linked = speech[token.i].cue.link != "no"
            if linked and (token.head.tag != token.tag or token.head.i not in speech):
                cut.append(token)
                further.append(token)
        elif token.dep in ("advcl", "conj", "acl") and token.tag == "VBG" and _set_off(token):
            cut.append(token)
            further.append(token)
        elif (token.dep == "relcl" and has_subject(token) and _set_off(token)) or (
            token.dep == "advcl"
            and has_subject(token)
            and any(c.lower in ("while", "as", "after") for c in token.children)
            and token.head.lower != "known"  # "the man known as Blan has vowed", which the parser takes for a clause
        ):
            cut.append(token)
    if not cut:
        return tokens
    gone = {t.i for head in cut for t in phrase(head)}
    return trimmed([t for t in tokens if t.i not in gone and not (t.dep == "cc" and t.i + 1 in gone)])


def _set_off(clause: Token) -> bool:
    """Whether a comma or a dash stands right before the clause."""
    tokens = clause.sentence.text.tokens
    first = min([clause.i, *(c.i for c in clause.children)])
    while first > clause.sentence.start and tokens[first - 1].text in MARKS:
        first -= 1
    return first > clause.sentence.start and tokens[first - 1].text in (",", "—", "–", "--", "-")


def _tail(verb: Token, tokens: list[Token]) -> list[Token]:
    """What the parser hangs on the verb, yet follows the content at once: "the efforts of a donor | to oust him"."""
    end = max(t.i for t in tokens)
    added: list[Token] = []
    for child in verb.children:
        if child.i <= end or child.dep not in ("prep", "xcomp", "acl", "relcl", "dative"):
            continue
        if child.lower in CIRCUMSTANCE or any(c.entity in TIMES for c in child.children):
            break
        words = phrase(child)
        if words[0].i != end + 1:
            break
        added.extend(words)
        end = words[-1].i
    return added


def _addressee(found: Match) -> Token | None:
    where, verb = found.cue.addressee, found.head
    if not where:
        return None
    if where == "object":
        if passive(verb):
            return next((c for c in verb.children if c.dep == "nsubjpass"), None)
        options = [c for c in verb.children if c.dep in ("dobj", "dative") and c.i > verb.i]
        if options and options[0].dep == "dative" and options[0].pos == "ADP":
            return next((c for c in options[0].children if c.dep == "pobj"), None)
        if options and options[0].entity not in TIMES:
            return options[0]
        return None
    for child in (*verb.children, *found.fixed):
        if child.lower == where and child.dep in ("prep", "dative", "prt"):
            for inner in child.children:
                if inner.dep == "pobj" and inner.entity not in TIMES:
                    return inner
    return None


def _slot(found: Match, slot: str, told: Token | None, speech: Container[int]) -> tuple[Sequence[Token], list[Token]]:
    """The tokens in one slot, and the words that belong to the cue when it is filled."""
    verb = found.head
    if slot == "quote":
        return (), []
    if slot == "clause":
        return _clauses(found, told, speech), []
    if slot == "infinitive":
        return _infinitives(found, told), []
    if slot == "gerund":
        heads = [
            c for c in verb.children if c.dep in ("xcomp", "ccomp", "dobj", "advcl") and c.tag == "VBG" and c.i > verb.i
        ]
        return [t for h in heads[:1] for t in phrase(h)], []
    if slot == "object":
        return _objects(found, told), []
    if slot == "complement":
        if any(c.dep == "dobj" and c.lower.endswith(("self", "selves")) for c in verb.children):
            return [], []  # "a group calling itself the Choir" names itself, and says nothing
        heads = [c for c in verb.children if c.dep in ("oprd", "ccomp", "xcomp", "acomp", "attr") and c.i > verb.i]
        return [t for h in heads for t in phrase(h)], []
    if slot == "raised":
        return [t for c in verb.children if c.dep == "nsubj" and c.lower not in ("it", "there") for t in phrase(c)], []
    return _prepositional(found, slot, told)


def _clauses(found: Match, told: Token | None, speech: Container[int]) -> list[Token]:
    verb = found.head
    if said_of(verb):
        return []
    fixed = {t.i for t in found.fixed}
    heads = [
        c for place in (verb, *found.fixed) for c in place.children
        if c.dep in CLAUSES and c.i not in fixed and not _inner_time(c) and not _beyond_semicolon(c, verb)
    ]  # fmt: skip
    after = [
        c for c in verb.children
        if c.i > verb.i and c.dep in (*CLAUSES, "dobj") and c is not told and c.entity not in TIMES
        and c.i not in fixed and not _after_thought(c, heads) and not _beyond_semicolon(c, verb)
    ]  # fmt: skip
    if after:
        # A clause before the verb is its content only where nothing behind it is, or where both are parts of a speech.
        heads = [
            c for c in heads
            if c.i > verb.i or (after[0].dep == "ccomp" and found.cue.quotes and not _apart(c, verb, speech))
        ]  # fmt: skip
    if told is not None:
        heads += [c for c in told.children if c.dep in ("ccomp", "relcl", "acl") and joined_by_that(c)]
        # "told the magazine Redes that": the name by itself, with the clause under it
        heads += [g for c in verb.children if c.dep == "npadvmod" for g in c.children if joined_by_that(g)]
    if not heads:
        heads = _under_circumstance(found)
    if not heads:
        heads = [c for c in verb.children if c.dep == "advcl" and c.i > verb.i and _opens_behind(c, verb)]
    if heads and heads[0].i > verb.i:
        heads = [*(c for c in verb.children if c.i < verb.i and _condition(c)), *heads]
    if not heads and found.cue.pos == "adjective":
        heads = [
            c
            for above in [verb.head]
            for c in above.children
            if c.dep in ("ccomp", "csubj", "advcl")
            and c.i > verb.i
            and any(m.dep == "mark" and m.lower in ("that", "whether", "if") for m in c.children)
        ]
    if heads and heads[0].i < verb.i:
        heads = [*heads, *going_on(verb, speech)]
    return [t for h in heads for t in phrase(h)]


def _condition(clause: Token) -> bool:
    """Whether a clause is the if-half of what is said: "If the levy falls, growers said, the blocks would go"."""
    if clause.dep != "advcl":
        return False
    parts = [clause, *(c for c in clause.children if c.dep in ("advcl", "mark", "aux", "auxpass"))]
    first = phrase(clause)[0]
    if first.lower in ("had", "were", "should"):
        return first.head is clause and first.dep in ("aux", "auxpass")
    return first.lower in ("if", "unless") and first in parts


def _clause_goes_on(tokens: Sequence[Token], verb: Token) -> bool:
    """Whether all that was found stands before a speaker whose verb the parser hangs on the clause behind it."""
    return bool(tokens) and tokens[-1].i < verb.i < verb.head.i and verb.dep in ("ccomp", "parataxis")


def _beyond_semicolon(token: Token, verb: Token) -> bool:
    return any(t.text == ";" for t in verb.sentence.text.tokens[verb.i : phrase(token)[0].i + 1])


def _apart(clause: Token, verb: Token, speech: Container[int]) -> bool:
    """Whether a clause before a speaker is a sentence of its own: somebody else's speech, or before a colon."""
    return clause.i in speech or any(t.text == ":" for t in verb.sentence.text.tokens[clause.i : verb.i])


def _after_thought(token: Token, clauses: Sequence[Token]) -> bool:
    """Whether a noun phrase stands behind the speaker of a clause, as a remark: "..., she said, its third"."""
    verb = token.head
    if token.dep != "dobj" or not any(c.i < verb.i and c.dep == "ccomp" for c in clauses):
        return False
    return verb.sentence.text.tokens[phrase(token)[0].i - 1].text == ","


def _under_circumstance(found: Match) -> list[Token]:
    """A that-clause that the parser hangs on where something was said: "said in an interview with F that ..."."""
    places = [c for place in (found.head, *found.fixed) for c in place.children if c.dep == "prep" and c.i > place.i]
    for _ in range(3):
        nouns = [c for place in places for c in place.children if c.dep == "pobj"]
        heads = [
            c for noun in nouns for c in noun.children
            if c.dep in ("relcl", "acl", "ccomp") and any(m.dep == "mark" and m.lower == "that" for m in c.children)
        ]  # fmt: skip
        if heads:
            return heads[:1]
        places = [c for noun in nouns for c in noun.children if c.dep == "prep"]
    return []


def _opens_behind(clause: Token, verb: Token) -> bool:
    """Whether a clause that the parser takes for adverbial opens with "that" or "whether" right behind the verb."""
    return any(
        c.lower in THAT_OR_QUESTION and c.dep in ("mark", "advmod") and c.i == verb.i + 1 for c in clause.children
    )


def joined_by_that(clause: Token) -> bool:
    """Whether "that" joins the clause to what it hangs on."""
    return any(c.lower == "that" and (c.dep == "mark" or c.tag == "IN") for c in clause.children)


def _inner_time(token: Token) -> bool:
    return token.entity in TIMES and not token.children


def _infinitives(found: Match, told: Token | None) -> list[Token]:
    verb = found.head
    places = [*verb.children, *(told.children if told is not None else ())]
    heads = [c for c in places if c.dep in ("xcomp", "ccomp", "advcl", "acl") and c.i > verb.i and to_infinitive(c)]
    if not heads:
        return []
    tokens = phrase(heads[0])
    if passive(verb) and found.cue.addressee != "object":
        raised = next((c for c in verb.children if c.dep == "nsubjpass" and c.lower not in ("it", "there")), None)
        if raised is not None:
            tokens = [*phrase(raised), *tokens]
    elif found.cue.addressee != "object":
        # "want him to go": the object is the infinitive's subject, and content
        between = [c for c in verb.children if c.dep == "dobj" and verb.i < c.i < heads[0].i]
        tokens = [t for c in between for t in phrase(c)] + tokens
    return tokens


def to_infinitive(verb: Token) -> bool:
    """Whether the verb stands as an infinitive with "to"."""
    return any(c.lower == "to" and c.dep == "aux" for c in verb.children)


def _objects(found: Match, told: Token | None) -> list[Token]:
    verb = found.head
    if passive(verb):
        subject = next((c for c in verb.children if c.dep in ("nsubjpass", "csubjpass")), None)
        if subject is not None:
            return phrase(subject) if subject.lower not in ("it", "there") else []
        if verb.dep == "acl" and verb.tag == "VBN":
            return phrase(verb.head, [verb])
        return []
    heads = [c for c in verb.children if c.dep in ("dobj", "dative") and c is not told and c.pos != "ADP"]
    heads = [c for c in heads if c.entity not in TIMES or c.i < verb.i + 1]
    heads = [c for c in heads if c.i > verb.i or not _opens_subject(c, verb)]
    if not heads:  # "supports raising the wage"
        heads = [c for c in verb.children if c.dep == "xcomp" and c.tag == "VBG" and c.i > verb.i]
    return [t for h in heads for t in phrase(h)]


def _opens_subject(noun: Token, verb: Token) -> bool:
    """Whether what the parser takes for an object opens the subject: "the rights group | Open Gate said"."""
    last = phrase(noun)[-1].i
    return any(c.dep in ("nsubj", "nsubjpass") and phrase(c)[0].i == last + 1 for c in verb.children)


def _prepositional(found: Match, slot: str, told: Token | None) -> tuple[list[Token], list[Token]]:
    verb = found.head
    places: list[Token] = [*found.fixed, *verb.children]
    if told is not None:
        places.extend(told.children)
    else:
        places.extend(g for c in verb.children if c.dep in ("dobj", "prt") for g in c.children)
    for place in places:
        if (
            place.lower != slot
            or place.i < verb.i
            or place.dep not in ("prep", "prt", "agent", "mark", "dative", "advmod", "aux")
        ):
            continue
        inner = [c for c in place.children if c.dep in ("pobj", "pcomp", "prep", "ccomp", "acomp", "advcl")]
        if inner and slot != "as" and inner[0].entity in TIMES and inner[0].pos != "VERB":
            continue
        tokens = [t for c in inner for t in phrase(c)]
        if not tokens and place.dep == "prt":
            tokens = [t for c in verb.children if c.dep == "dobj" for t in phrase(c)]
        if tokens:
            return tokens, [place]
    return [], []
