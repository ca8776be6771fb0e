"""Cuts a parsed text into windows of word pieces, as the encoder reads it.

A window holds whole sentences, as many as fit, and before them the end of what went before as context: a speaker is
often named in the sentence before. Each token belongs to one window as its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from onrecord.language.text import Text, Token

OWN = 128
"""Word pieces of its own in a window at most: a longer sentence is cut. Four or five sentences of news fit."""

CONTEXT = 32
"""Word pieces of context before them at most: one sentence."""

PIECES_A_TOKEN = 8
"""Word pieces kept of one token: the rest of a web address or of a run of signs says nothing more."""

OPENING, CLOSING = 101, 102
"""BERT's [CLS] and [SEP]."""


@dataclass(frozen=True, slots=True)
class Window:
    """Some tokens of a text in a row and their word pieces.

    `pieces` are vocabulary numbers with the opening and closing sign; `first[n]` is the index in `pieces` of the first
    piece of the n-th token of the window; the window's tokens are those of the text from `start` up to, but without,
    `end`, and its own are those from `own` on.
    """

    pieces: tuple[int, ...]
    first: tuple[int, ...]
    start: int
    own: int
    end: int


class Pieces:
    """Cuts tokens into word pieces; remembers what it has cut."""

    def __init__(self, tokenizer: Any) -> None:
        """Take a `tokenizers.Tokenizer` of a BERT vocabulary."""

        @lru_cache(maxsize=50_000)
        def cut(form: str) -> tuple[int, ...]:
            return tuple(tokenizer.encode(form[:200], add_special_tokens=False).ids[:PIECES_A_TOKEN])

        self._cut = cut
        self._unknown = int(tokenizer.token_to_id("[UNK]"))

    def of(self, token: Token) -> tuple[int, ...]:
        """The pieces of a token; at least one."""
        return self._cut(token.text) or (self._unknown,)


def windows(text: Text, pieces: Pieces) -> Iterator[Window]:
    """The windows of a text, in order; every token is in one of them as its own."""
    cut = [pieces.of(token) for token in text.tokens]
    for start, end in _stretches(text, cut):
        own = start
        room = CONTEXT
        while start > 0 and len(cut[start - 1]) <= room:
            start -= 1
            room -= len(cut[start])
        numbers = [OPENING]
        first = []
        for n in range(start, end):
            first.append(len(numbers))
            numbers.extend(cut[n])
        numbers.append(CLOSING)
        yield Window(tuple(numbers), tuple(first), start, own, end)


def _stretches(text: Text, cut: Sequence[tuple[int, ...]]) -> Iterator[tuple[int, int]]:
    """First and last token (without) of each window's own: sentences while they fit, a long one in parts."""
    begin, filled = 0, 0
    for sentence in text.sentences:
        length = sum(len(cut[n]) for n in range(sentence.start, sentence.end))
        if filled and filled + length > OWN:
            yield begin, sentence.start
            begin, filled = sentence.start, 0
        if length <= OWN:
            filled += length
            continue
        for n in range(sentence.start, sentence.end):
            if filled + len(cut[n]) > OWN:
                yield begin, n
                begin, filled = n, 0
            filled += len(cut[n])
    if begin < len(text.tokens):
        yield begin, len(text.tokens)
