"""Speakers named before a colon: headlines ("Maro: Troops will leave") and transcripts ("MARO: We will leave.")."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extraction.attribution.phrases import balanced, trimmed
from onrecord.extraction.model import FoundAttribution
from onrecord.knowledge.cues import Cues
from onrecord.language import Text, Token

LONGEST_NAME = 9
"""Tokens before the colon: a name with its office."""

LONGEST_HEADING = 40

SHORT_NAME = 3

NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
FURNITURE = frozenset({
    "update", "updated", "related", "watch", "read", "more", "photo", "photos", "video", "note", "listen", "exclusive",
    "breaking", "source", "analysis", "opinion", "editor", "contact", "email", "tel", "correction", "caption", "image",
})  # fmt: skip
"""Words before a colon that name no speaker but a kind of page furniture."""


def headings(text: Text, cues: Cues) -> Iterator[FoundAttribution]:
    """Yield the attributions that a colon makes at the head of a paragraph."""
    openings = []
    for tokens in _paragraphs(text):
        at = next((n for n, t in enumerate(tokens[: LONGEST_NAME + 1]) if t.text == ":"), 0)
        if at and at + 1 < len(tokens):
            name, content = trimmed(tokens[:at]), balanced(trimmed(tokens[at + 1 :]))
            if name and content and not any(t.lower in FURNITURE for t in name):
                openings.append((tokens[at], name, content))
    # One line in capitals may be a dateline ("STRELSAU: The army ..."); two make a transcript.
    shouted = sum(_capitals(name) for _, name, _ in openings) > 1
    for colon, name, content in openings:
        transcript = shouted and _capitals(name)
        heading = name[0].i == 0 and not _capitals(name) and len(content) <= LONGEST_HEADING
        if transcript or (heading and _names_a_speaker(name, cues)):
            yield FoundAttribution(
                cue_head=colon,
                source=tuple(name),
                cue=(colon,),
                content=tuple(content),
                source_head=_head(name),
                link=True,
                quotation="direct" if transcript else "indirect",
                rule="colon",
            )


def _capitals(name: list[Token]) -> bool:
    return len(name) <= 4 and all(t.text.isupper() for t in name if t.text.isalpha()) and len(name[-1].text) > 2


def _paragraphs(text: Text) -> Iterator[list[Token]]:
    start = 0
    for sentence in text.sentences:
        if sentence.paragraph != text.tokens[start].sentence.paragraph:
            yield text.tokens[start : sentence.start]
            start = sentence.start
    if text.tokens:
        yield text.tokens[start:]


def _names_a_speaker(name: list[Token], cues: Cues) -> bool:
    if any(t.tag in ("VBD", "VBZ", "VBP", "MD") for t in name):
        return False
    if not name[0].text[:1].isupper() or sum(t.text == "," for t in name) > 1:
        return False
    if len(name) <= SHORT_NAME and all(t.text[:1].isupper() for t in name if t.text.isalpha()):
        return True
    return any(t.entity in NAMES or t.lemma in cues.speakers or t.pos == "PROPN" for t in name)


def _head(name: list[Token]) -> Token:
    inside = {t.i for t in name}
    return next((t for t in reversed(name) if t.pos in ("PROPN", "NOUN") and t.head.i not in inside), name[-1])
