"""Where the text quotes: pairs of quotation marks, across sentences and paragraphs."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from onrecord.language import Text, Token

OPENING = frozenset({"“", "``", "„", "«"})
CLOSING = frozenset({"”", "''", "»"})
STRAIGHT = frozenset({'"'})
MARKS = OPENING | CLOSING | STRAIGHT


@dataclass(frozen=True, slots=True)
class Quotation:
    """The tokens `start` to `end` (both marks included, `end` the index of the last token)."""

    start: int
    end: int


class Quotations:
    """The quotations of a text, in order, and which tokens they hold."""

    def __init__(self, text: Text) -> None:
        """Pair the quotation marks of `text`."""
        self.all = find_quotations(text)
        self._starts = [q.start for q in self.all]
        self.by_start = {q.start: q for q in self.all}
        self.by_end = {q.end: q for q in self.all}

    def holding(self, index: int) -> Quotation | None:
        """The quotation that holds the token with this index."""
        at = bisect_right(self._starts, index) - 1
        if at >= 0 and self.all[at].end >= index:
            return self.all[at]
        return None

    def next_from(self, index: int) -> Quotation | None:
        """The first quotation that starts at or after the token with this index."""
        at = bisect_right(self._starts, index - 1)
        return self.all[at] if at < len(self.all) else None


def find_quotations(text: Text) -> list[Quotation]:
    """Pair opening and closing marks within paragraphs.

    A quotation that its paragraph leaves open goes on in the next one only where that begins with a mark,
    as newspapers set running speech; else it ends with its paragraph.
    """
    found: list[Quotation] = []
    start: int | None = None
    runs_on = False
    tokens = text.tokens
    for token in tokens:
        first = token.i == 0 or tokens[token.i - 1].sentence.paragraph != token.sentence.paragraph
        if first and start is not None:
            if token.text in MARKS:
                runs_on = True
            else:
                found.append(Quotation(start, token.i - 1))
                start = None
        if token.text not in MARKS:
            continue
        if runs_on:  # the mark that opens a further paragraph of the same quotation
            runs_on = False
            continue
        if start is None:
            if token.text in CLOSING and not _opens(tokens, token):
                continue
            start = token.i
        elif token.text in OPENING and not first:
            # Two openings: the first was left open by mistake, or holds a quotation within.
            continue
        else:
            found.append(Quotation(start, token.i))
            start = None
    if start is not None and tokens:
        found.append(Quotation(start, tokens[-1].i))
    return [q for q in found if q.end > q.start + 1]


def _opens(tokens: list[Token], token: Token) -> bool:
    """Whether a closing mark stands where only an opening one can, as careless typing has it."""
    following = tokens[token.i + 1] if token.i + 1 < len(tokens) else None
    return (
        following is not None
        and following.start == token.end
        and (token.i == 0 or tokens[token.i - 1].end < token.start)
    )
