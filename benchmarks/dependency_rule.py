"""A plain rule for attribution, to compare with: a verb of saying, its subject and its clause, by the parser alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import spacy
from spacy.tokens import Doc, Span, Token

from onrecord.language import DEFAULT_MODEL
from onrecord.records import Document

VERBS = frozenset((
    "say", "tell", "report", "add", "announce", "argue", "ask", "believe", "claim", "confirm",
    "declare", "deny", "explain", "insist", "note", "predict", "promise", "propose", "reply", "respond",
    "reveal", "state", "suggest", "think", "tweet", "urge", "want", "warn", "write",
))  # fmt: skip


def attributions(documents: Iterable[Document]) -> Iterator[dict[str, Any]]:
    """Answer each document with the attributions that the rule finds."""
    parser = spacy.load(DEFAULT_MODEL, exclude=["ner"])
    for document in documents:
        doc = parser(document.text)
        found = [answer for sentence in doc.sents for answer in _of(sentence)]
        yield {"document": {"id": document.id}, "attributions": found}


def _of(sentence: Span) -> Iterator[dict[str, Any]]:
    for token in sentence:
        if token.lemma_.lower() in VERBS and token.pos_ == "VERB":
            content = next((child for child in token.children if child.dep_ in ("ccomp", "xcomp")), None)
            if content is None and token.dep_ == "parataxis":
                content = token.head
            source = next((child for child in token.children if child.dep_ == "nsubj"), None)
        elif token.lower_ == "according" and token.dep_ == "prep":
            to = next((child for child in token.children if child.dep_ == "prep"), None)
            source = next((child for child in to.children if child.dep_ == "pobj"), None) if to else None
            content = token.head
        else:
            continue
        if content is None:
            continue
        said_by = list(source.subtree) if source is not None else []
        apart = {token.i, *(word.i for word in said_by)}
        if content in token.ancestors:
            apart.update(word.i for word in token.subtree)
        said = [word for word in content.subtree if word.i not in apart]
        cue = [token] if token.lower_ != "according" else [token, *(c for c in token.children if c.dep_ == "prep")]
        yield {"source": _spans(said_by), "cue": _spans(cue), "content": _spans(said)}


def _spans(tokens: list[Token]) -> list[dict[str, Any]]:
    """The runs of neighbouring tokens, without white space and commas at their ends."""
    runs: list[list[Token]] = []
    for token in sorted(tokens, key=lambda one: one.i):
        if runs and runs[-1][-1].i == token.i - 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    spans = []
    for run in runs:
        while run and (run[-1].is_space or run[-1].text in ",."):
            run.pop()
        while run and (run[0].is_space or run[0].text == ","):
            run.pop(0)
        if run:
            spans.append(_span(run[0].doc, run[0], run[-1]))
    return spans


def _span(doc: Doc, first: Token, last: Token) -> dict[str, Any]:
    start, end = first.idx, last.idx + len(last)
    return {"start": start, "end": end, "text": doc.text[start:end]}
