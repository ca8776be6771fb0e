"""The words of one claim on one line: its standing, its act and parties, its sources; never a plan as a fact."""

from __future__ import annotations

import re
import unicodedata

from onrecord.records import Claim, DocumentInfo, Link, Party
from onrecord.records.vocabulary import Certainty, Polarity, Stage

_HEDGES = {"certain": "", "probable": "probably ", "possible": "possibly ", "unknown": "perhaps "}
_NEAR = 40  # characters between act and recipient that still read as one phrase
_LONG = 90  # characters of a phrase that fit on a line with the rest
_BEFORE, _AFTER = 25, 45  # characters of the passage round an act that has no recipient to tell what it is about
_BREAKS = re.compile(r"[.;:!?,“”\"()\[\]\n—–]")


def clean(text: str) -> str:
    """Text as it may stand in a line on a terminal: one line, without control and direction characters."""
    if text.isprintable():  # as nearly all text is
        return " ".join(text.split())
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or _printable(c))
    return " ".join(kept.split())


def _printable(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")


def standing_of(stage: Stage, polarity: Polarity, certainty: Certainty = "certain") -> str:
    """Stage, polarity and certainty in two or three words: `possibly done`, `not planned`."""
    negation = "not " if polarity == "negated" else ""
    if stage == "hypothetical" and certainty == "unknown":
        return f"{negation}hypothetical"
    return f"{_HEDGES[certainty]}{negation}{stage}"


def names(parties: tuple[Party, ...]) -> str:
    """The names of parties, each once, joined as a list."""
    return listed(list(dict.fromkeys(clean(party.name) for party in parties if clean(party.name))))


def listed(parts: list[str]) -> str:
    """Parts as a list in words: `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def act(claim: Claim) -> str:
    """The act with its recipients: in the words of the passage where these stand together, else joined by an arrow.

    A recipient that is a pronoun in the passage is named. Where there is none, the passage is quoted round the act.
    """
    if not claim.recipients:
        return excerpt(claim)
    passage, trigger = claim.sentence, claim.trigger
    stated = [party.span for party in claim.recipients if party.coref is None]
    if stated and len(stated) == len(claim.recipients):
        end = max(span.end for span in stated)
        first = min(span.start for span in stated)
        between = _within(passage.text, passage.start, trigger.end, first)
        phrase = _within(passage.text, passage.start, trigger.start, end)
        if between is not None and phrase and len(between) <= _NEAR and not _BREAKS.search(between):
            short = clean(_lead(claim) + phrase)
            if len(short) <= _LONG:
                return short
    return f"{clean(_lead(claim) + trigger.text)} → {names(claim.recipients)}"


def excerpt(claim: Claim) -> str:
    """The words of the passage round the act, in quotation marks, cut between words."""
    passage, trigger = claim.sentence, claim.trigger
    end = passage.start + len(passage.text)
    if not passage.start <= trigger.start <= trigger.end <= end:
        return f"“{clean(trigger.text)}”"
    before = passage.text[: trigger.start - passage.start]
    after = passage.text[trigger.end - passage.start :]
    start, stop = "", ""
    if len(before) > _BEFORE:
        start, before = "… ", before[-_BEFORE:].partition(" ")[2]
    if len(after) > _AFTER:
        stop, after = " …", after[:_AFTER].rpartition(" ")[0]
    return f"“{start}{clean(before + trigger.text + after)}{stop}”"


def _lead(claim: Claim) -> str:
    """A word just before the trigger that tells the means of the act: the `drone` of `drone strikes`."""
    if claim.mode is None:
        return ""
    before = _within(claim.sentence.text, claim.sentence.start, claim.sentence.start, claim.trigger.start)
    found = re.search(r"(\w[\w-]*) $", before or "")
    same = found is not None and found[1].casefold().startswith(claim.mode.replace("_", " ").casefold()[:4])
    return f"{found[1]} " if found and same else ""


def _within(text: str, offset: int, start: int, end: int) -> str | None:
    """The stretch of a document that lies in a passage beginning at `offset`, if it does."""
    if not offset <= start <= end <= offset + len(text):
        return None
    return text[start - offset : end - offset]


def publisher(chain: tuple[Link, ...], document: DocumentInfo) -> str:
    """Who brings the article: the outlet that the chain or the document names."""
    named = next((clean(link.name) for link in chain[:1] if link.name), "")
    return named or clean(document.source or "") or unstated("outlet")


def name_link(link: Link) -> str:
    """One source: its name, or the words that stand for it and that it is not named."""
    shown = clean(link.name or "") or listed([clean(span.text) for span in link.source if clean(span.text)])
    if not shown:
        return unstated(link.kind, link.anonymous)
    return f"{shown} (unnamed)" if link.anonymous else shown


def unstated(kind: str, anonymous: bool = False) -> str:
    """A source that no words stand for."""
    if anonymous or kind == "unnamed":
        return "somebody unnamed"
    return "the article itself" if kind in ("outlet", "author") else f"the {kind}"
