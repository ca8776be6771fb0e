"""Joining quotations to the cues beside them, and running them on over sentences and paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extraction.attribution.draft import Draft
from onrecord.extraction.attribution.phrases import joined
from onrecord.extraction.attribution.quotations import MARKS, Quotation, Quotations
from onrecord.language import Text, Token

CLOSERS = frozenset({",", "?", "!", "-", "—", "–", "--", "…", "...", ".", "’", "'"})
BEFORE_SPEECH = frozenset({",", ":", "that", "—", "–", "--", "as"})
FARTHEST = 25
"""Tokens between a cue and the quotation that it opens: "said in a statement late on Tuesday in the capital, ..."."""

LONGEST_TAIL = 60
"""Tokens from a cue to the end of its sentence over which a quotation still runs on."""


def attach_quotations(text: Text, drafts: Sequence[Draft], quotations: Quotations) -> None:
    """Give each draft the quotations that it introduces or closes; a quotation goes to one draft alone."""
    if not quotations.all:
        return
    claimed: dict[int, Draft] = {}
    direct: list[tuple[Draft, list[Quotation]]] = []
    heads = {d.match.head.i for d in drafts if d.match.cue.quotes and d.match.cue.pos == "verb"}
    for draft in drafts:
        cue = draft.match.cue
        if not (cue.quotes or cue.pos == "preposition") or quotations.holding(draft.match.head.i) is not None:
            continue
        beside = [q for q in _beside(text, draft, quotations, heads) if q.start not in claimed]
        if not beside:
            _complete(text, draft, quotations, claimed)
            continue
        for quotation in beside:
            claimed[quotation.start] = draft
        _take(text, draft, beside)
        direct.append((draft, beside))
    for draft, beside in direct:
        _run_on(text, draft, beside, quotations, claimed)


def _take(text: Text, draft: Draft, beside: Sequence[Quotation]) -> None:
    quoted = [t for q in beside for t in text.tokens[q.start : q.end + 1]]
    inside = {t.i for t in quoted}
    clausal = any(s in ("clause", "infinitive", "gerund") for s in draft.slots)
    touches = any(t.i in inside for t in draft.content)
    kept = draft.content if clausal or touches else []
    draft.content = joined([*kept, *quoted])
    draft.source = type(draft.source)(
        tuple(t for t in draft.source.tokens if t.i not in inside), draft.source.head, draft.source.by
    )
    draft.addressee = [t for t in draft.addressee if t.i not in inside]
    draft.slots = [*(draft.slots if kept else []), "quote"]
    draft.link = draft.link or draft.match.cue.link != "no"


def _complete(text: Text, draft: Draft, quotations: Quotations, claimed: dict[int, Draft]) -> None:
    """Where the content begins a quotation that the parser cut off at a sentence border, take it whole."""
    if not draft.content or "clause" not in draft.slots:
        return
    last = draft.content[-1]
    quotation = quotations.holding(last.i)
    if quotation is None or quotation.end <= last.i or quotation.start in claimed:
        return
    if text.tokens[quotation.end].sentence is last.sentence and quotation.end - last.i > 2:
        return
    claimed[quotation.start] = draft
    draft.content = joined([*draft.content, *text.tokens[quotation.start : quotation.end + 1]])


def _beside(text: Text, draft: Draft, quotations: Quotations, heads: set[int]) -> list[Quotation]:
    """The quotations directly before and directly after the words of source and cue."""
    near = [t for t in draft.source.tokens if quotations.holding(t.i) is None or abs(t.i - draft.match.head.i) < 4]
    words = [t.i for t in (*draft.words, *near)]
    found: list[Quotation] = []
    before = _before(text.tokens, min(words), quotations)
    if before is not None:
        found.append(before)
    edge = max([*words, *(t.i for t in draft.addressee if t.i > draft.match.head.i)])
    after = _after(text.tokens, edge, draft, quotations, heads)
    if after is not None:
        found.append(after)
    return found


def _before(tokens: list[Token], left: int, quotations: Quotations) -> Quotation | None:
    at = left - 1
    comma = False
    for _ in range(2):
        if at >= 0 and (tokens[at].text in (",", "—", "–", "--", "-") or tokens[at].lower in ("and", "then")):
            comma = comma or tokens[at].text == ","
            at -= 1
    quotation = quotations.by_end.get(at)
    if quotation is None:
        return None
    last = tokens[quotation.end - 1].text
    if last == "." and tokens[left].text[:1].isupper():
        return None  # a quotation that closes its own sentence; the cue's is another
    if last in CLOSERS or comma:
        return quotation
    return None


def _after(tokens: list[Token], edge: int, draft: Draft, quotations: Quotations, heads: set[int]) -> Quotation | None:
    quotation = quotations.next_from(edge + 1)
    if quotation is None or quotation.start - edge - 1 > FARTHEST:
        return None
    gap = tokens[edge + 1 : quotation.start]
    before = tokens[quotation.start - 1]
    if quotation.start != edge + 1 and before.lower not in BEFORE_SPEECH:
        return None
    if any(t.i in heads for t in gap) or any(t.text in (".", ";", "?", "!") for t in gap):
        return None
    head = draft.match.head
    if before.sentence.paragraph != tokens[quotation.start].sentence.paragraph:
        return quotation if before.text == ":" or (quotation.start == edge + 1 and not draft.content) else None
    if before.text == ":":
        return quotation
    if draft.slots == ["object"] and quotation.start != edge + 1:
        return None  # "discussed the bill on “Morning News”": what is said has been told
    content = {t.i for t in draft.content}
    if quotation.start == edge + 1:
        # 'told "Morning News" that ...': the name of a programme, not what is said
        return None if content and min(content) > quotation.end else quotation
    if content and any(t.i in content for t in gap):
        # The content has begun before the quotation: it holds it, or the quotation stands in another clause.
        return quotation if tokens[quotation.start + 1].i in content else None
    if tokens[quotation.start].sentence is not head.sentence and before.text != ",":
        return None
    return quotation


def _run_on(
    text: Text, draft: Draft, beside: Sequence[Quotation], quotations: Quotations, claimed: dict[int, Draft]
) -> None:
    """Add the quotations that follow, as sentences of their own, the sentence of a direct quotation."""
    tokens = text.tokens
    end = beside[-1].end
    if draft.match.head.i > end:
        stop = _full_stop(tokens, draft.match.head.i)
        if stop is None:
            return
        end = stop
    added: list[Token] = []
    while True:
        at = end + 1
        while (
            at < len(tokens)
            and tokens[at].text in (".", ",")
            and tokens[at].sentence.paragraph == tokens[end].sentence.paragraph
        ):
            at += 1
        quotation = quotations.by_start.get(at)
        if quotation is None or quotation.start in claimed:
            break
        if (
            tokens[at].sentence.paragraph != tokens[end].sentence.paragraph
            and tokens[at].sentence.paragraph != tokens[end].sentence.paragraph + 1
        ):
            break
        if tokens[quotation.end - 1].text not in (".", "?", "!", "…", "...") and not _ends(tokens, quotation):
            break
        claimed[quotation.start] = draft
        added.extend(tokens[quotation.start : quotation.end + 1])
        end = quotation.end
    if added:
        draft.content = joined([*draft.content, *added])


def _full_stop(tokens: list[Token], start: int) -> int | None:
    """The index of the full stop that ends the words after a cue: "said the envoy, who left at noon."."""
    for token in tokens[start : start + LONGEST_TAIL]:
        if token.text in MARKS:  # "of Strelsau, Rur. “We will ...": the full stop belongs to a word
            return token.i - 1 if tokens[token.i - 1].text.endswith(".") else None
        if token.sentence.paragraph != tokens[start].sentence.paragraph:
            return token.i - 1
        if token.text == ".":
            return token.i
    return None


def _ends(tokens: list[Token], quotation: Quotation) -> bool:
    following = quotation.end + 1
    return (
        following >= len(tokens)
        or tokens[following].text == "."
        or (tokens[following].sentence.paragraph != tokens[quotation.end].sentence.paragraph)
    )
