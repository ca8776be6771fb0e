"""Estimative words as the text words them, with the band of probability that ICD 203 gives such words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from onrecord.knowledge.table import read_file
from onrecord.linking.event import Estimate, Told

_DATA = Path(__file__).parent / "data" / "estimates.tsv"
_BREAKS = re.compile(r"[.;:!?()\[\]\n—–]|, (?:and|but|while|as)\b| (?:but|while|although)\b")
_BEFORE = (
    45  # characters between an adverb and the act that it still speaks of: "almost certainly carried out the attack"
)
_BEHIND = 25  # characters between an act and a predicate behind it: "an attack by the rebels is likely"


@cache
def bands() -> dict[str, tuple[int, int]]:
    """Low and high of each estimative expression, in per cent. Raises KnowledgeError."""
    found = {}
    for row in read_file(_DATA):
        if not (row["low"].isdigit() and row["high"].isdigit()):
            raise row.error("low and high are whole numbers, in per cent")
        found[row["words"]] = (int(row["low"]), int(row["high"]))
    return found


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(words).replace(r"\ ", r"\s+") for words in sorted(bands(), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?<!more )(?<!less )(?:{words})(?![\w-])", re.IGNORECASE)


def estimates(told: Iterable[Told]) -> tuple[Estimate, ...]:
    """The estimative words that govern claims, in the order of the claims."""
    ordered = sorted(told, key=lambda member: member.anchor)
    return tuple(found for member in ordered if (found := estimate(member)) is not None)


def estimate(member: Told) -> Estimate | None:
    """The estimative words that govern a claim, if any.

    These are such as its standing was read from; else the nearest that stands close to its act in the same clause.
    """
    claim = member.claim
    reasons = [reason for field in ("certainty", "stage", "polarity") for reason in claim.why.get(field, ())]
    read = [span for reason in reasons for span in reason.spans]
    near: list[tuple[int, str]] = []
    text, offset = claim.sentence.text, claim.sentence.start
    for match in _pattern().finditer(text):
        start, end = offset + match.start(), offset + match.end()
        if any(span.start < end and start < span.end for span in read):
            near.append((-1, match.group()))
        elif end <= claim.trigger.start:
            between = text[match.end() : claim.trigger.start - offset]
            if len(between) <= _BEFORE and not _BREAKS.search(between):
                near.append((len(between), match.group()))
        elif start >= claim.trigger.end:
            between = text[claim.trigger.end - offset : match.start()]
            if len(between) <= _BEHIND and re.search(r"\b(?:is|are|was|were|be|seems?|looks?)\s$", between):
                near.append((len(between), match.group()))
    if not near:
        return None
    words = min(near, key=lambda item: item[0])[1]
    low, high = bands()[" ".join(words.lower().split())]
    return Estimate(words, low, high, member.anchor)
