"""Explains a claim in plain words: the rules that gave its stage, polarity, certainty, type and sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from onrecord.extraction import phrasing
from onrecord.extraction.model import Act, Judgement
from onrecord.extraction.standing.state import REALISED
from onrecord.knowledge import Knowledge
from onrecord.records import Link, Reason, Span, Why

_LEXICON = re.compile(r"lexicon: (?P<phrase>.+) \((?P<pos>\w+)\)(?: with conditions)?")
_POS = {"v": "verb", "n": "noun", "a": "adjective", "adv": "adverb"}
_ENDING = re.compile(r".+ that has not happened, of \w+: (?P<type>\w+)")

_SAYING = {
    "REQUEST": "tells who asks for it or orders it",
    "ACCUSE": "tells who accuses somebody of it",
    "THREATEN": "tells who threatens it",
    "REJECT": "tells who denies or refuses it",
    "AGREE": "tells who promises or agrees to it",
    "SUPPORT": "tells who backs it",
}
_QUOTED = {"direct": ", in words that are quoted", "mixed": ", partly in words that are quoted"}
"""How a speech act and a quotation are told of."""


class Explainer:
    """Explains the claims of one document, in the order of its text."""

    def __init__(self, knowledge: Knowledge) -> None:
        """`knowledge` tells which family a word belongs to that the rules name."""
        self._operators = knowledge.operators
        self._before: dict[str, list[tuple[str, tuple[Span, ...]]]] = {}

    def why(self, act: Act, judgement: Judgement, links: Sequence[Link], chain_why: Sequence[Reason]) -> Why:
        """The explanation of a claim: what the rules noted of it, each as what can be said of the words it read.

        Every field has one reason at least; the last of a field ends with the value that the claim has.
        """
        spans = act.head.sentence.text.spans(act.trigger)
        why: Why = {
            "type": tuple(Reason(_of_type(r.rule, act.type), r.spans) for r in act.why),
            "stage": self._stage(act, judgement, spans),
            "polarity": self._other("polarity", judgement, judgement.polarity),
            "certainty": self._other("certainty", judgement, judgement.certainty),
            "attribution": _of_chain(links[1:], chain_why, spans),
        }
        self._before.setdefault(act.head.lemma, []).append((judgement.stage, spans))
        return why

    def _stage(self, act: Act, judgement: Judgement, trigger: tuple[Span, ...]) -> tuple[Reason, ...]:
        noted = judgement.why.get("stage", ())
        reasons: list[Reason] = []
        stage = ""
        for n, reason in enumerate(noted):
            value = phrasing.value_of(reason.rule)
            carried = "; " in reason.rule and "stop itself" not in reason.rule
            if stage and phrasing.changes_nothing(reason.rule):
                continue
            if carried and (not value or value in REALISED) and stage and stage not in REALISED:
                continue  # "issued a plan to strike": that a plan was issued makes it no more than planned
            if n == 0 and reason.rule == "bare noun" and (len(noted) > 1 or judgement.stage != "done"):
                text = phrasing.NOUN_UNDER_OTHERS
            else:
                text = phrasing.phrased("stage", reason.rule, self._operators)
            spans = reason.spans
            if phrasing.is_taken_up(reason.rule):
                spans = self._told_before(act.head.lemma, judgement.stage) + spans
            stage = value or stage
            reasons.append(Reason(text, spans))
        if not reasons:
            reasons = [Reason("is told with no word that makes it less than done: done", trigger)]
        return _ending_in(judgement.stage, reasons, judgement.stage)

    def _told_before(self, lemma: str, stage: str) -> tuple[Span, ...]:
        """The words by which the text has named the event before, at this stage."""
        return next((spans for told, spans in reversed(self._before.get(lemma, [])) if told == stage), ())

    def _other(self, field: Literal["polarity", "certainty"], judgement: Judgement, value: str) -> tuple[Reason, ...]:
        noted = judgement.why.get(field, ())
        reasons = [Reason(phrasing.phrased(field, r.rule, self._operators), r.spans) for r in noted]
        return _ending_in(value, reasons or [Reason(phrasing.UNSAID[field][value])], judgement.stage)


def _ending_in(value: str, reasons: Iterable[Reason], stage: str) -> tuple[Reason, ...]:
    """The reasons, each once, of which the last tells the value; `stage` is that of the act."""
    kept = list(dict.fromkeys(reasons))
    last = kept[-1]
    if not last.rule.endswith(f": {value}"):
        ending = phrasing.LEFT_AT.get(value, "so that it stands as this").format(stage=stage)
        kept[-1] = Reason(f"{last.rule}; {ending}: {value}", last.spans)
    return tuple(kept)


def _of_type(rule: str, type: str) -> str:
    found = _LEXICON.fullmatch(rule)
    if found is not None:
        used = ", used as it is here," if rule.endswith("conditions") else ","
        word = f"is the {_POS.get(found['pos'], 'word')} “{found['phrase']}”"
        return f"{word}{used} which the word list has as one for {type}"
    if rule.startswith("the trained model: "):
        return f"is taken by the trained model, which sees nothing else in it, for one for {type}"
    ending = _ENDING.fullmatch(rule)
    if ending is not None:
        return f"would end the act and has not happened yet, so that the claim is of the ending: {ending['type']}"
    return phrasing.cleared(rule)


def _of_chain(links: Sequence[Link], noted: Sequence[Reason], trigger: tuple[Span, ...]) -> tuple[Reason, ...]:
    """Why each link stands in the chain; for an empty one that the act stands in nobody's words."""
    if not links:
        return (Reason("stands in nobody's reported words, so that the article tells it in its own voice", trigger),)
    return tuple(Reason(_of_link(r.rule, link), r.spans) for r, link in zip(noted, links, strict=False))


def _of_link(rule: str, link: Link) -> str:
    """Why a link stands in the chain, by the rule that found it and how its words are given."""
    if rule == "relay":
        return "tells which outlet brings what the next source says"
    if rule == "continues":
        return "speaks in an earlier sentence, and the same report goes on here"
    name = rule.removeprefix("link:")
    if name == "the trained model":
        return "is taken by the trained model, which knows many marked sentences, for whom this is told by"
    if name == "colon":
        return "stands before a colon as who says what follows"
    if name.endswith(":itself"):
        return "is itself what somebody asks, orders or says"
    if not link.source:
        return "tells that somebody says so, and not who"
    said = _SAYING.get(link.act or "", "tells who says so") + _QUOTED.get(link.quotation or "", "")
    words = " ".join(span.text for span in link.source).lower()
    named = link.name is not None and not any(word in words for word in link.name.lower().split())
    return f"{said}; that is {link.name}" if named else said
