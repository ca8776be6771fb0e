"""Finding every attribution of a text: cues, their sources, and what is attributed.

Rules over syntax and quotation marks. A trained model can stand in for `find_attributions`: it takes parsed text
and gives the same records.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.extraction.attribution.contents import verb_content
from onrecord.extraction.attribution.draft import Draft
from onrecord.extraction.attribution.found import Attributions
from onrecord.extraction.attribution.headings import headings
from onrecord.extraction.attribution.insertions import clause_of
from onrecord.extraction.attribution.matching import Match, cue_tokens, matches, owner
from onrecord.extraction.attribution.media import Media
from onrecord.extraction.attribution.noun_contents import noun_content
from onrecord.extraction.attribution.phrases import balanced, climb, joined, passive, phrase, trimmed
from onrecord.extraction.attribution.quotations import MARKS, Quotations
from onrecord.extraction.attribution.quoting import attach_quotations
from onrecord.extraction.attribution.settling import settle
from onrecord.extraction.attribution.sources import (
    NONE,
    Source,
    agent,
    noun_source,
    said_of,
    source_phrase,
    verb_source,
)
from onrecord.extraction.model import FoundAttribution
from onrecord.knowledge import Knowledge
from onrecord.knowledge.cues import Cues
from onrecord.language import Text, Token
from onrecord.language.syntax import has_subject
from onrecord.records.vocabulary import Quotation

AFFIRMED_BY_DENIAL = frozenset({"deny", "dispute", "rule out", "refute"})
"""Cues that commit their source to something even under "not"."""

PUBLISHING = frozenset({"release", "publish", "air", "broadcast", "post", "share", "present", "produce", "issue"})
"""Verbs whose subject stands behind what the thing published shows."""

SPOKEN = frozenset({"quote", "clause", "infinitive"})
"""Slots whose content is the source's own word, whatever else the cue takes for granted."""

LONG_QUOTATION = 8
"""Tokens from which on a quotation is speech, and no name or single phrase."""

NEAR = 6
"""Tokens from a verb of saying to the "citing" behind it."""

GOING_ON = frozenset({"go", "continue", "begin", "proceed", "use", "come"})
"""Verbs above "to say" under which something is said."""


def find_attributions(text: Text, knowledge: Knowledge) -> list[FoundAttribution]:
    """Find every attribution of saying, thinking or wanting, in the order of their cues, nested ones too.

    `layer` picks those that do not lie within another's content.
    """
    cues = knowledge.cues
    quotations = Quotations(text)
    drafts: list[Draft] = []
    every = list(matches(text, cues))
    speech = {m.head.i: m for m in every if m.cue.pos == "verb" and m.cue.kind == "saying"}
    adverbs = {m.head.i for m in every if m.cue.pos == "adverb"}
    for found in every:
        draft = _draft(found, speech, adverbs)
        if draft is not None:
            drafts.append(draft)
    settle(drafts)
    attach_quotations(text, drafts, quotations)
    _cite(drafts, cues)
    within = {t.i for d in drafts if d.content for t in d.words if t is not d.match.head}
    drafts = [d for d in drafts if d.content and d.match.head.i not in within]
    attributions = [a for a in (_finished(d, quotations) for d in drafts) if a.content]
    attributions.extend(headings(text, cues))
    attributions.sort(key=lambda a: a.cue_head.i)
    return Attributions(attributions, Media.of(cues))


def layer(found: Sequence[FoundAttribution]) -> list[FoundAttribution]:
    """The attributions that lie in no other's content and in no quotation, as PolNeAR marks them.

    Where somebody's words are quoted, what these words attribute in turn is part of the content.
    """
    if not found:
        return []
    quotations = Quotations(found[0].cue_head.sentence.text)
    held = {token.i for attribution in found for token in attribution.content}
    chosen = []
    for attribution in found:
        cue = attribution.cue_head
        quotation = quotations.holding(cue.i)
        if attribution.rule.endswith((":modifier", ":itself")):
            continue  # "an extradition request" names an act; nobody's words are told
        if cue.i not in held and (quotation is None or quotation.end - quotation.start < LONG_QUOTATION):
            chosen.append(attribution)
    return chosen


def _draft(found: Match, speech: Mapping[int, Match], adverbs: set[int]) -> Draft | None:
    pos = found.cue.pos
    if pos == "preposition":
        return _preposition(found)
    if pos == "adverb":
        return _adverb(found)
    if pos == "noun":
        return _noun(found)
    return _verb(found, speech, adverbs)


def _verb(found: Match, speech: Mapping[int, Match], adverbs: set[int]) -> Draft | None:
    verb, cue = found.head, found.cue
    source = verb_source(found)
    content = verb_content(found, source, speech)
    if cue.pos == "adjective":
        if verb.dep != "acomp" or (cue.source == "none" and source.tokens):
            return None
        words = [t for t in [verb.head, *verb.head.children] if t is verb.head or t.dep in ("aux", "neg")]
        words += [verb, *(c for c in verb.children if c.dep == "advmod" and c.i == verb.i - 1)]
    else:
        words = []
    if not content.tokens and not cue.quotes:
        return None
    if not source.tokens and cue.pos == "verb" and cue.source != "none" and not passive(verb) and not cue.quotes:
        return None  # "to support him": nobody is said to
    barred = {t.i for t in source.tokens} | {t.i for t in content.tokens} | {t.i for t in content.addressee}
    barred |= adverbs
    words = joined([*words, *cue_tokens(found, barred), *content.cue])
    if source.by is not None:
        words = joined([*words, source.by])
    shown = _shown_by(verb) if cue.kind == "showing" else None
    if shown is not None:
        source = shown
    link = (
        shown is not None or cue.link == "yes" or (cue.link == "clause" and any(s != "object" for s in content.slots))
    )
    return Draft(
        match=found, source=source, words=words, content=content.tokens, slots=content.slots,
        addressee=content.addressee, link=link, further=content.further,
    )  # fmt: skip


def _shown_by(verb: Token) -> Source | None:
    """Who releases what shows something: "published photographs showing soldiers at the bridge"."""
    shows, publishes = verb.head, verb.head.head
    if verb.dep not in ("acl", "relcl") or shows.dep != "dobj" or publishes.lemma not in PUBLISHING:
        return None
    subject = next((c for c in publishes.children if c.dep == "nsubj"), None)
    return None if subject is None else Source(tuple(source_phrase(subject)), subject)


def _noun(found: Match) -> Draft | None:
    content = noun_content(found)
    if not content.tokens:
        return None
    source = noun_source(found)
    inside = {t.i for t in content.tokens}
    if any(t.i in inside for t in source.tokens):
        source = NONE
    clausal = any(s in ("clause", "infinitive", "about", "over") for s in content.slots)
    if not source.tokens and not clausal and found.cue.link != "yes":
        return None
    barred = inside | {t.i for t in source.tokens}
    words = [found.head, *content.cue]
    words += [c for c in found.head.children if c.tag == "POS"]
    if source.by is not None:
        words.append(source.by)
    return Draft(
        match=found, source=source, words=[t for t in joined(words) if t.i not in barred], content=content.tokens,
        slots=content.slots, link=found.cue.link == "yes",
    )  # fmt: skip


def _taken_subject(named: Token, clause: Token) -> Token | None:
    """The subject of a clause that the parser takes for an apposition: "According to the Ledger, a captain has ..."."""
    if clause.i < named.i or any(c.dep in ("nsubj", "nsubjpass", "expl", "csubj") for c in clause.children):
        return None
    last = next((c for c in reversed(named.children) if c.dep == "appos" and c.i > named.i), None)
    tokens = named.sentence.text.tokens
    if last is None or tokens[phrase(last)[0].i - 1].text != ",":
        return None
    return last


def _preposition(found: Match) -> Draft | None:
    last = found.fixed[-1] if found.fixed else found.head
    named = owner(last) if found.cue.source == "owner" else next((c for c in last.children if c.dep == "pobj"), None)
    if named is None or (found.cue.source == "owner" and named.entity in ("DATE", "TIME")):
        return None
    if (not found.fixed and found.head.dep != "prep") or (len(found.cue.words) == 1 and named.pos != "PROPN"):
        return None
    taken = _taken_subject(named, found.head.head)
    tokens = source_phrase(named, [] if taken is None else [taken])
    if tokens and tokens[-1].tag == "POS":
        tokens = tokens[:-1]
    top_of_phrase = found.head
    hanging = {found.head.i, *(t.i for t in found.fixed), *(t.i for t in tokens)}
    if found.cue.source == "owner":
        hanging |= {t.i for t in phrase(found.head)}
    clause = found.head.head if found.head.head is not found.head else named
    before = found.head.sentence.text.tokens[max(0, found.head.i - 1)]
    local = clause.pos == "NUM" or (clause.pos == "NOUN" and before.text != "," and found.head.i > clause.i)
    at_end = tokens and tokens[-1].i >= found.head.sentence.end - 2
    if not local or (clause.pos == "NOUN" and at_end):
        clause = clause_of(clause)  # else "300 according to the army, 400 according to the rebels"
    beyond = [c for c in clause.children if c.dep == "conj" and 0 < clause.i < top_of_phrase.i < c.i and has_subject(c)]
    whole = [t for t in phrase(clause, [top_of_phrase, *beyond]) if t.i not in hanging]
    if taken is not None:
        whole = joined([*whole, *phrase(taken)])
    return Draft(
        match=found, source=Source(tuple(tokens), named), words=[found.head, *found.fixed],
        content=trimmed(whole), slots=["clause"], link=found.cue.link == "yes",
    )  # fmt: skip


def _adverb(found: Match) -> Draft | None:
    adverb = found.head
    if adverb.head is adverb:
        return None
    top = adverb.head
    content = [t for t in trimmed(phrase(top, [adverb])) if t is not adverb]
    return Draft(
        match=found, source=NONE, words=[adverb], content=content,
        slots=["clause"], link=found.cue.link == "yes",
    )  # fmt: skip


def _cite(drafts: list[Draft], cues: Cues) -> None:
    """ "The Times reported, citing two officials": whom one cites is the source of what one says."""
    by_head = {d.match.head.i: d for d in drafts}
    for at, draft in enumerate(drafts):
        verb = draft.match.head
        if verb.lemma not in ("cite", "quote") or draft.match.cue.pos != "verb":
            continue
        saying = next((by_head[v.i] for v in _as_saying(verb) if v.i in by_head), None)
        if saying is not None and saying.content:
            saying.source = _quoted_person(verb, saying.source)
            draft.source = verb_source(draft.match)
            own = {t.i for t in (*draft.words, *draft.source.tokens)}
            saying.content = [t for t in saying.content if t.i not in own]
            draft.content, draft.slots = saying.content, ["clause"]
            if not draft.source.tokens:  # "was quoted as saying by the Ledger"
                draft.source = agent(saying.match.head)
            draft.link = bool(draft.source.tokens)
            continue
        cited = next((c for c in verb.children if c.dep == "dobj"), None)
        if cited is None or not _speaks(cited, cues):
            continue
        above = [by_head[a.i] for a in climb(verb) if a.i in by_head]
        outer = next((d for d in above if d.link and d.content), None)
        if outer is None and draft.match.head.tag == "VBG":
            # "The isles will sign, the Tribune reports, citing a draft", where the parser hangs "citing" on "sign"
            near = [d for d in drafts[:at] if verb in d.content and verb.i - d.match.head.i < NEAR and d.link]
            outer = near[-1] if near else None
        if outer is None:
            continue
        own = {t.i for t in phrase(verb)}
        draft.source = Source(tuple(source_phrase(cited)), cited)
        outer.content = [t for t in outer.content if t.i not in own]
        draft.content = list(outer.content)
        draft.link = True


def _as_saying(verb: Token) -> list[Token]:
    """The verb of "quoted him as saying"."""
    return [g for c in verb.children if c.dep == "prep" and c.lower == "as" for g in c.children if g.dep == "pcomp"]


def _quoted_person(verb: Token, otherwise: Source) -> Source:
    """Who is quoted as saying something: the object of "quote", or the subject of its passive."""
    for child in verb.children:
        if child.dep in ("dobj", "nsubjpass"):
            return Source(tuple(source_phrase(child)), child)
    return otherwise


def _speaks(noun: Token, cues: Cues) -> bool:
    return (
        noun.lemma in cues.speakers
        or any(g.lower in ("who", "whose") for c in noun.children if c.dep == "relcl" for g in phrase(c)[:3])
        or noun.lemma in cues.media
        or noun.entity in ("PERSON", "ORG", "GPE", "NORP")
        or (noun.pos == "PRON" and noun.lower in ("him", "her", "them", "who", "whom"))
    )


def _finished(draft: Draft, quotations: Quotations) -> FoundAttribution:
    if draft.match.head not in draft.words:
        draft.words = joined([*draft.words, draft.match.head])
    taken = {t.i for t in draft.words} | {t.i for t in draft.source.tokens}
    content = [t for t in draft.content if t.i not in taken]
    around = quotations.holding(draft.match.head.i)
    if around is not None and around.end - around.start >= LONG_QUOTATION:
        # What is quoted attributes nothing outside its quotation marks.
        content = [t for t in content if around.start < t.i < around.end]
    content = balanced(content)
    cue = draft.match.cue
    source = tuple(t for t in draft.source.tokens if t.i not in {w.i for w in draft.words})
    return FoundAttribution(
        cue_head=draft.match.head,
        source=source,
        cue=tuple(draft.words),
        content=tuple(content),
        source_head=draft.source.head if source else None,
        link=draft.link and _stated(draft, bool(source)),
        act=cue.act(draft.slots),
        quotation=_quotation(content, quotations),
        addressee=tuple(draft.addressee),
        rule=_rule(draft),
    )


def _rule(draft: Draft) -> str:
    """The cue, and what must be known of how it takes its content."""
    cue = draft.match.cue
    rule = f"{cue.pos}:{cue.name}"
    if cue.presupposes and not SPOKEN & {*draft.slots}:
        return f"{rule}:presupposes"
    if "itself" in draft.slots:
        return f"{rule}:itself"
    return f"{rule}:modifier" if draft.slots == ["modifier"] else rule


def _quotation(content: list[Token], quotations: Quotations) -> Quotation:
    inside = outside = 0
    for token in content:
        if token.text in MARKS or token.pos == "PUNCT":
            continue
        if quotations.holding(token.i) is not None:
            inside += 1
        else:
            outside += 1
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _stated(draft: Draft, owned: bool) -> bool:
    """Whether a speech cue reports speech that took place, of a source named or of the kind that needs none."""
    cue, head = draft.match.cue, draft.match.head
    if cue.pos in ("adverb", "preposition"):
        return True
    if cue.pos == "noun":
        return owned or cue.unowned == "yes" or (cue.unowned == "clause" and draft.slots[0] != "of")
    if not owned and said_of(head):
        return True
    if not owned and (
        not cue.unowned or head.dep in ("acl", "advcl") or not passive(head) or draft.slots == ["object"]
    ):
        return False  # "a man accused of theft" is a man so described, not a report of an accusation
    if "quote" in draft.slots:
        return True
    if any(t.lower == "no" and t.head is draft.source.head for t in draft.source.tokens):
        return False  # "no group claimed responsibility"
    for word in draft.words:
        if word.dep == "neg" and cue.name not in AFFIRMED_BY_DENIAL:
            return False
        if word.tag == "MD" or (word.lemma in ("decline", "refuse", "fail") and cue.name not in AFFIRMED_BY_DENIAL):
            return False
    if any(c.lower == "to" and c.dep == "aux" for c in head.children) and head.dep in ("xcomp", "acl", "advcl"):
        if head.dep == "advcl" and owned and cue.act(draft.slots) == "REQUEST":
            return True  # "marched to demand that ...": who does so demands it
        return head.head.lemma in GOING_ON or cue.name in AFFIRMED_BY_DENIAL
    return True
