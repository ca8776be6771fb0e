"""A parsed document as plain objects: tokens with their syntax, sentences, paragraphs.

The extraction stages read these and never a parser's own objects, so that another parser (or a model
in its place) can be put behind them. Dependency labels are CLEAR style (ClearNLP, as in spaCy's English
models), tags are Penn Treebank, parts of speech are Universal Dependencies', entity labels OntoNotes'.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from onrecord.records import Span


class Token:
    """One word or sign. Read-only by agreement; offsets are code points of the document's text."""

    __slots__ = (
        "children", "dep", "end", "entity", "entity_begins", "head", "i", "lemma", "lower", "pos", "sentence",
        "start", "tag", "text",
    )  # fmt: skip

    def __init__(self, i: int, start: int, text: str) -> None:
        self.i = i  # index in the document
        self.start = start
        self.end = start + len(text)
        self.text = text
        self.lower = text.lower()
        self.lemma = self.lower  # lower case
        self.pos = "X"
        self.tag = "XX"
        self.dep = "dep"
        self.head: Token = self  # the root of a sentence is its own head
        self.children: list[Token] = []  # in text order
        self.entity = ""  # label of the named entity that it is part of, or ""
        self.entity_begins = False
        self.sentence: Sentence

    def __repr__(self) -> str:
        return f"{self.text}/{self.tag}/{self.dep}"


class Sentence:
    """A sentence: the tokens `start` up to, but without, `end` of its text."""

    __slots__ = ("end", "index", "paragraph", "root", "start", "text")

    def __init__(self, text: Text, index: int, start: int, end: int, paragraph: int) -> None:
        self.text = text
        self.index = index
        self.start = start
        self.end = end
        self.paragraph = paragraph  # number of its paragraph
        self.root: Token = text.tokens[start]

    @property
    def tokens(self) -> list[Token]:
        """Its tokens, in order."""
        return self.text.tokens[self.start : self.end]

    @property
    def span(self) -> Span:
        """The span from its first to its last token."""
        tokens = self.text.tokens
        return self.text.char_span(tokens[self.start].start, tokens[self.end - 1].end)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.text.tokens[self.start : self.end])


class Text:
    """A parsed document. Parts that were left out (furniture) have no tokens; offsets stay the document's."""

    __slots__ = ("_starts", "content", "sentences", "tokens")

    def __init__(self, content: str) -> None:
        self.content = content
        self.tokens: list[Token] = []
        self.sentences: list[Sentence] = []
        self._starts: list[int] | None = None

    def char_span(self, start: int, end: int) -> Span:
        """The span between two offsets."""
        return Span.of(self.content, start, end)

    def span(self, tokens: Iterable[Token]) -> Span:
        """The smallest span that holds all of `tokens` (at least one)."""
        chosen = list(tokens)
        return self.char_span(min(t.start for t in chosen), max(t.end for t in chosen))

    def spans(self, tokens: Iterable[Token]) -> tuple[Span, ...]:
        """The spans of the runs of adjacent tokens among `tokens`, in text order."""
        chosen = sorted(set(tokens), key=lambda t: t.i)
        runs: list[list[Token]] = []
        for token in chosen:
            if runs and runs[-1][-1].i + 1 == token.i:
                runs[-1].append(token)
            else:
                runs.append([token])
        return tuple(self.char_span(run[0].start, run[-1].end) for run in runs)

    def tokens_in(self, start: int, end: int) -> list[Token]:
        """The tokens that share a character with [start, end), in order."""
        if self._starts is None:
            self._starts = [t.start for t in self.tokens]
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_left(self._starts, end)
        return [t for t in self.tokens[first:last] if t.end > start]
