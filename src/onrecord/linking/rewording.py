"""What was taken out, put in and altered between two versions of a text, sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from onrecord.linking.press_notes import is_counter, is_stamp
from onrecord.linking.sentences import Range, lines_of, sentences_of
from onrecord.reading.furniture import find_furniture
from onrecord.records import Span

ChangeKind = Literal["taken_out", "put_in", "altered"]

_ALIKE: Final = 0.5
"""Share of words in common (Dice) from which two sentences are versions of one."""
_WITHIN: Final = 0.75
"""Share of a sentence's words within another from which it was made part of that one."""
_LEAST_WORDS: Final = 3
"""Shorter pieces are captions, labels and links."""

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_ACCENTED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\xa0": " "})


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence that is another one now: `before` in the older version, `after` in the newer one."""

    kind: ChangeKind
    before: Span | None
    after: Span | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed, and how many sentences stayed as they were."""

    changes: tuple[Change, ...]
    kept: int


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    words: tuple[str, ...]


def words_of(text: str) -> tuple[str, ...]:
    """The words and numbers of a text in lower case, without signs."""
    return tuple(_WORD.findall(text.translate(_ACCENTED).lower()))


def compare(older: str, newer: str, older_notes: Sequence[Span] = (), newer_notes: Sequence[Span] = ()) -> Comparison:
    """Align the sentences of two versions of a text, wherever they stand, by the words that they share.

    Notes on the text itself are left out, as is the furniture of the page: credits, dates of update, counts of
    shares. A sentence in another place, or with other signs, is the same one. Takes time linear in the number
    of sentences that stayed, and at most quadratic (with a small constant) in that of the others.
    """
    before, after = _sentences(older, older_notes), _sentences(newer, newer_notes)
    left = Counter(sentence.words for sentence in before)
    left.subtract(Counter(sentence.words for sentence in after))
    gone = _left_over(before, {words: n for words, n in left.items() if n > 0})
    come = _left_over(after, {words: -n for words, n in left.items() if n < 0})
    altered = _paired(gone, come)
    all_before, all_after = _joined(words_of(older)), _joined(words_of(newer))
    changes = [
        Change("altered", gone[a].span, come[b].span)
        for a, b in altered
        if _joined(gone[a].words) not in all_after or _joined(come[b].words) not in all_before  # else cut otherwise
    ]
    met_before, met_after = {a for a, _ in altered}, {b for _, b in altered}
    for a, sentence in enumerate(gone):
        if a not in met_before:
            if _joined(sentence.words) in all_after:  # cut, or taken for furniture, in another way
                continue
            into = _containing(sentence, come)
            changes.append(Change("taken_out" if into is None else "altered", sentence.span, into))
    for b, sentence in enumerate(come):
        if b not in met_after:
            if _joined(sentence.words) in all_before:
                continue
            out_of = _containing(sentence, gone)
            changes.append(Change("put_in" if out_of is None else "altered", out_of, sentence.span))
    changes.sort(key=lambda change: (change.after or change.before or Span(0, 0, ""), change.before is not None))
    return Comparison(tuple(changes), len(before) - len(gone))


def _joined(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def _sentences(text: str, notes: Sequence[Span]) -> list[_Sentence]:
    hidden = sorted([*find_furniture(text).ranges, *((note.start, note.end) for note in notes)])
    found = []
    for line in lines_of(text):
        words = text[slice(*line)]
        if is_stamp(words) or is_counter(words):
            continue
        for piece in _outside(line, hidden):
            for start, end in sentences_of(text, piece):
                own = words_of(text[start:end])
                if len(own) >= _LEAST_WORDS:
                    found.append(_Sentence(Span.of(text, start, end), own))
    return found


def _outside(line: Range, hidden: Sequence[Range]) -> list[Range]:
    start, end = line
    pieces = []
    for first, last in hidden:
        if last <= start or first >= end:
            continue
        if first > start:
            pieces.append((start, first))
        start = max(start, last)
    if start < end:
        pieces.append((start, end))
    return pieces


def _left_over(sentences: Sequence[_Sentence], counts: dict[tuple[str, ...], int]) -> list[_Sentence]:
    """As many of each sentence as the other version lacks, the last ones."""
    found = []
    for sentence in reversed(sentences):
        if counts.get(sentence.words, 0) > 0:
            counts[sentence.words] -= 1
            found.append(sentence)
    return found[::-1]


def _paired(gone: Sequence[_Sentence], come: Sequence[_Sentence]) -> list[tuple[int, int]]:
    """The most alike pairs first, each sentence once; of pairs alike, those that stand in the same order."""
    holding: defaultdict[str, list[int]] = defaultdict(list)
    sizes = [len(set(sentence.words)) for sentence in come]
    for b, sentence in enumerate(come):
        for word in set(sentence.words):
            holding[word].append(b)
    scored = []
    for a, sentence in enumerate(gone):
        own = set(sentence.words)
        shared: Counter[int] = Counter()
        for word in own:
            shared.update(holding.get(word, ()))
        for b, both in shared.items():
            likeness = 2 * both / (len(own) + sizes[b])
            if likeness >= _ALIKE:
                scored.append((-likeness, abs(a - b), a, b))
    scored.sort()
    pairs = []
    free_before, free_after = set(range(len(gone))), set(range(len(come)))
    for _, _, a, b in scored:
        if a in free_before and b in free_after:
            free_before.discard(a)
            free_after.discard(b)
            pairs.append((a, b))
    return sorted(pairs)


def _containing(sentence: _Sentence, others: Collection[_Sentence]) -> Span | None:
    """The sentence of the other version that holds nearly all words of this one: two were made one, or one two."""
    own = set(sentence.words)
    if len(own) <= _LEAST_WORDS:
        return None
    best = max(others, key=lambda other: len(own & set(other.words)), default=None)
    if best is None or len(own & set(best.words)) / len(own) < _WITHIN:
        return None
    return best.span
