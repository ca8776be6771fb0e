"""The chain of sources behind a word: from the publisher, over whom it quotes, to whom that one quotes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from onrecord.extraction.attribution.found import Attributions
from onrecord.extraction.attribution.media import Describe
from onrecord.extraction.attribution.ownership import speaks_for
from onrecord.extraction.attribution.phrases import climb
from onrecord.extraction.attribution.relays import full_name, own_name, relays
from onrecord.extraction.attribution.speakers import speaker
from onrecord.extraction.model import Description, FoundAttribution
from onrecord.language import Text, Token
from onrecord.language.syntax import SUBJECTS, noun_phrase
from onrecord.records import Link, Reason

SINGULAR = frozenset({"he", "she", "it"})
PRONOUNS = SINGULAR | {"they"}
FIRST_PERSON = frozenset({"i", "we", "my", "our", "me", "us"})
CONTINUING = frozenset({"add", "continue", "go"})
NEAR = 4
"""Sentences over which "he said" still continues an earlier speaker."""
LONGEST_CHAIN = 12
"""Attributions in one another that are followed; prose has three or four."""

DEEPEST = 8
"""Turns of one speaker that are followed back."""


def chain(
    head: Token,
    found: Sequence[FoundAttribution],
    describe: Callable[[Token], Description],
    publisher: Link,
    own_names: frozenset[str] = frozenset(),
    antecedent: Callable[[Token], Token | None] | None = None,
) -> tuple[tuple[Link, ...], tuple[Reason, ...]]:
    """The attribution of what the word `head` reports, outermost link first, and the reasons for each link.

    `found` are the attributions of the whole text; `describe` says who a noun phrase is, by its head;
    `publisher` is the first link; a source that bears one of `own_names` (lower case) is the publisher itself
    and left out; `antecedent` gives the head of the phrase that a pronoun stands for, so that a link names it.
    """
    maker = _Maker(Attributions.of(found), describe, own_names, antecedent)
    links, reasons = maker.links(head, 0)
    return (publisher, *links), tuple(reasons)


class _Maker:
    def __init__(
        self,
        found: Attributions,
        describe: Describe,
        own_names: frozenset[str],
        antecedent: Callable[[Token], Token | None] | None,
    ) -> None:
        self.found = found
        self.describe = describe
        self.own_names = own_names
        self.antecedent = antecedent

    def links(self, head: Token, turn: int) -> tuple[list[Link], list[Reason]]:
        links: list[Link] = []
        reasons: list[Reason] = []
        nearest = [a for a in self.found.holding(head) if a.link][-LONGEST_CHAIN:]
        holders = _ordered([a for a in nearest if speaks_for(a, head)])
        own = self.found.at(head)
        if own is not None and own.link and own.rule.endswith(":itself"):  # "a warrant": cue and act in one
            holders.append(own)
        holders = self._outlets_first(_merged(holders))
        for n, attribution in enumerate(holders):
            made, why = self._step(attribution, [a.source_head for a in holders])
            if n == 0 and len(made) < 2:
                outer, outer_why = self._continued(attribution, turn)
                links.extend(outer)
                reasons.extend(outer_why)
            links.extend(made)
            reasons.extend(why)
        return _distinct(links, reasons)

    def _outlets_first(self, holders: list[FoundAttribution]) -> list[FoundAttribution]:
        """ "The Gazette reported that ..., according to two officers": the outlet heard them, not they the outlet."""
        if len(holders) < 2 or not holders[0].rule.startswith("preposition"):
            return holders
        sources = [a.source_head for a in holders[:2]]
        outlets = [head is not None and self.found.media.outlet(head, self.describe) is not None for head in sources]
        return [holders[1], holders[0], *holders[2:]] if outlets == [False, True] else holders

    def _step(
        self, attribution: FoundAttribution, speakers: Sequence[Token | None] = ()
    ) -> tuple[list[Link], list[Reason]]:
        """The links of one attribution: the outlets that relay it, and its source."""
        text = attribution.cue_head.sentence.text
        links: list[Link] = []
        reasons: list[Reason] = []
        for noun in relays(attribution, self.describe, self.found.media):
            if noun not in speakers and not own_name(noun, self.describe(noun), self.own_names):
                links.append(self._link(attribution, noun, full_name(noun), relayed=True))
                reasons.append(Reason("relay", text.spans([*attribution.cue, *full_name(noun)])))
        head = attribution.source_head
        if head is None:
            links.append(_unnamed(text, attribution))
        elif own_name(head, self.describe(head), self.own_names):
            return links, reasons
        else:
            tokens = list(attribution.source) if head in attribution.source else noun_phrase(head)
            links.append(self._link(attribution, head, tokens))
        reasons.append(Reason(f"link:{attribution.rule}", text.spans([*attribution.source, *attribution.cue])))
        return links, reasons

    def _link(self, attribution: FoundAttribution, head: Token, tokens: Sequence[Token], relayed: bool = False) -> Link:
        text = head.sentence.text
        known = speaker(head, self.describe, self.found.media)
        if not relayed and _stands_for_another(head):
            first, words = self._named_before(attribution, head)
            if first is not head:
                known, tokens = speaker(first, self.describe, self.found.media), words or tokens
        return Link(
            kind=known.link_kind,
            name=known.name,
            country=known.country,
            sector=known.sector,
            anonymous=known.anonymous,
            count=known.count,
            source=text.spans(tokens),
            cue=text.spans(attribution.cue),
            content=text.spans(attribution.content),
            quotation=attribution.quotation,
            addressee=() if relayed else text.spans(attribution.addressee),
            act=None if relayed else attribution.act,
        )

    def _named_before(self, attribution: FoundAttribution, head: Token) -> tuple[Token, Sequence[Token]]:
        """The phrase by which the text names who "he", "the agency" or "the same diplomat" is: its head and words."""
        before: FoundAttribution | None = attribution
        mentions = [head]
        for _ in range(DEEPEST):
            before = None if before is None else self._speaker_before(before)
            if before is None or before.source_head is None:
                break
            if not _stands_for_another(before.source_head):
                return before.source_head, before.source
            mentions.append(before.source_head)
        for mention in mentions:
            named = self._meant(mention)
            if named is not None:
                return named, noun_phrase(named)
        return head, ()

    def _meant(self, pronoun: Token) -> Token | None:
        """Whom a pronoun stands for that no earlier speech explains: the subject that tops it, or its antecedent."""
        if self.antecedent is None or pronoun.lower not in PRONOUNS:
            return None
        subject = next((t for t in _subjects_before(pronoun) if self._can_mean(pronoun, t)), None)
        found = self.antecedent(pronoun)
        if found is None or not self._can_mean(pronoun, found) or (pronoun.lower == "it" and subject is not None):
            return subject
        return found

    def _can_mean(self, pronoun: Token, noun: Token) -> bool:
        """Whether a speaker of whom the text says "it", "he" or "they" can be this one."""
        if noun.pos not in ("NOUN", "PROPN", "NUM") or _plural(noun) != (pronoun.lower == "they"):
            return False
        kind = self.describe(noun).kind
        if pronoun.lower == "it":
            return kind in ("organization", "country") or noun.lemma in self.found.media.bodies
        return pronoun.lower == "they" or kind in ("person", "unnamed")

    def _continued(self, attribution: FoundAttribution, turn: int) -> tuple[list[Link], list[Reason]]:
        """The outer links that a speaker keeps who goes on speaking: "he said", "the official added"."""
        before = self._speaker_before(attribution) if turn < DEEPEST else None
        if before is None:
            return [], []
        outer, reasons = self._outside(before)
        made, why = self._step(before)
        if len(made) > 1:
            outer, reasons = [*outer, *made[:-1]], [*reasons, *why[:-1]]
        if not outer:
            return self._continued(before, turn + 1)
        return outer, [Reason("continues", r.spans) for r in reasons]

    def _outside(self, attribution: FoundAttribution) -> tuple[list[Link], list[Reason]]:
        """The links of those who report an attribution, without the speaker himself."""
        speaker = attribution.source_head
        holders = [a for a in self.found.holding(attribution.cue_head) if a.link and a.source_head is not None]
        links: list[Link] = []
        reasons: list[Reason] = []
        for holder in _ordered(holders[-LONGEST_CHAIN:]):
            head = holder.source_head
            if head is None or head is speaker or (speaker is not None and _same_speaker(speaker, head)):
                continue
            if speaks_for(holder, attribution.cue_head):
                made, why = self._step(holder)
                links.extend(made)
                reasons.extend(why)
        return links, reasons

    def _can_be(self, pronoun: Token, earlier: Token) -> bool:
        """Whether "he" or "she" can be this speaker: a person, and no outlet or body."""
        if pronoun.lower not in ("he", "she") or earlier.lower in PRONOUNS:
            return True
        known = self.describe(earlier)
        return not known.outlet and known.kind in ("person", "unnamed")

    def _speaker_before(self, attribution: FoundAttribution) -> FoundAttribution | None:
        """The nearest earlier attribution whose source this one's pronoun or short form can be."""
        head = attribution.source_head
        if head is None:
            return None
        sentence = attribution.cue_head.sentence
        at = self.found.place(attribution.cue_head)
        for earlier in self.found[max(0, at - 10) : at]:
            if earlier.link and earlier.source_head is head:
                return earlier  # "told the Ledger that ..., adding that ..."
        if not _short(head, attribution):
            return None
        for earlier in reversed(self.found[max(0, at - 40) : at]):
            if sentence.index - earlier.cue_head.sentence.index > NEAR:
                return None
            if not earlier.link or earlier.source_head is None or earlier.cue_head.sentence is sentence:
                continue
            if any(a.quotation == "direct" for a in self.found.holding(earlier.cue_head)):
                continue  # someone of whom the quoted speaker speaks
            if _same_speaker(head, earlier.source_head) and self._can_be(head, earlier.source_head):
                return earlier
            if head.lower not in PRONOUNS or _person_like(earlier.source_head, head):
                return None
        return None


def _distinct(links: list[Link], reasons: list[Reason]) -> tuple[list[Link], list[Reason]]:
    """The links without somebody who stands twice: "Maro said he did not rule out" is one link.

    The outer mention is kept, being as a rule the fuller one, with the speech act of the inner.
    """
    kept: list[Link] = []
    why: list[Reason] = []
    for link, reason in zip(links, reasons, strict=True):
        if kept and _same_source(kept[-1], link):
            kept[-1] = replace(kept[-1], act=link.act or kept[-1].act)
            continue
        if link.source and any(link.source == other.source for other in kept):
            continue
        kept.append(link)
        why.append(reason)
    return kept, why


def _same_source(outer: Link, inner: Link) -> bool:
    if outer.name is not None or inner.name is not None:
        return outer.name == inner.name
    words = [" ".join(span.text.lower() for span in link.source) for link in (outer, inner)]
    return words[0] == words[1] and words[0] in PRONOUNS


def _ordered(holders: list[FoundAttribution]) -> list[FoundAttribution]:
    """From the outermost to the innermost: whose cue is said by another stands within it."""
    if len(holders) < 2:
        return holders

    def depth(attribution: FoundAttribution) -> tuple[bool, int, int, int]:
        cue = attribution.cue_head
        within = sum(1 for other in holders if other is not attribution and cue in other.content)
        outermost = _at_the_edge(attribution, holders)
        return not outermost, within, sum(1 for _ in climb(cue)), cue.i

    return sorted(holders, key=depth)


def _merged(holders: list[FoundAttribution]) -> list[FoundAttribution]:
    """One link where somebody utters a cue of his own: "repeated his promise to", or says “we demand that”."""
    kept: list[FoundAttribution] = []
    for attribution in holders:
        head = attribution.source_head
        if kept and head is not None and head.lower in FIRST_PERSON and kept[-1].quotation != "indirect":
            # “We demand that ...,” she said: she who is quoted demands it
            kept[-1] = replace(kept[-1], act=attribution.act or kept[-1].act)
            continue
        if kept and head is not None and attribution.cue_head.head is kept[-1].cue_head:
            if head.tag == "PRP$":
                attribution = replace(attribution, source=kept[-1].source, source_head=kept[-1].source_head)
            if attribution.source_head is kept[-1].source_head:
                kept.pop()
        kept.append(attribution)
    return kept


def _at_the_edge(attribution: FoundAttribution, holders: Sequence[FoundAttribution]) -> bool:
    """Whether "according to" opens or closes its sentence, and so speaks of all of it.

    Not where it opens what another says behind it: "According to him, they met, the agency reported".
    """
    if not attribution.rule.startswith("preposition"):
        return False
    cue, sentence = attribution.cue_head, attribution.cue_head.sentence
    if max(t.i for t in (*attribution.source, *attribution.cue)) >= sentence.end - 2:
        return True
    return cue.i <= sentence.start + 1 and not any(cue in other.content for other in holders)


def _unnamed(text: Text, attribution: FoundAttribution) -> Link:
    return Link(
        kind="unnamed",
        anonymous=True,
        cue=text.spans(attribution.cue),
        content=text.spans(attribution.content),
        quotation=attribution.quotation,
        addressee=text.spans(attribution.addressee),
        act=attribution.act,
    )


def _subjects_before(pronoun: Token) -> Iterator[Token]:
    """The subjects of the clauses over a pronoun, from the nearest, and that of the sentence before."""
    clauses = [pronoun, *climb(pronoun)]
    if pronoun.sentence.index:
        before = pronoun.sentence.text.sentences[pronoun.sentence.index - 1]
        clauses.append(before.root)
    for above in clauses:
        for child in above.children:
            if child.dep in SUBJECTS and child is not pronoun and (child.i < pronoun.i):
                yield child


def _stands_for_another(head: Token) -> bool:
    """Whether a phrase takes up who was named before: a pronoun, "the same diplomat"."""
    return head.lower in PRONOUNS or (
        head.pos == "NOUN"
        and any(c.dep == "det" and c.lower == "the" for c in head.children)
        and any(c.lower == "same" for c in head.children)
    )


def _short(head: Token, attribution: FoundAttribution) -> bool:
    if head.lower in PRONOUNS:
        return True
    if head.pos == "NOUN":
        return any(c.dep == "det" and c.lower in ("the", "these", "those", "both") for c in head.children)
    return head.pos == "PROPN" and attribution.cue_head.lemma in CONTINUING


def _plural(noun: Token) -> bool:
    return noun.tag in ("NNS", "NNPS") or noun.lower in ("they", "both") or any(c.dep == "conj" for c in noun.children)


def _same_speaker(later: Token, earlier: Token) -> bool:
    if later.lower in PRONOUNS:
        if earlier.lower in PRONOUNS:
            return earlier.lower == later.lower
        return _plural(earlier) == (later.lower == "they")
    return later.lemma == earlier.lemma


def _person_like(earlier: Token, pronoun: Token) -> bool:
    """Whether the pronoun more likely means this speaker than one before."""
    return _plural(earlier) == (pronoun.lower == "they")
