"""Words of a text and how telling each is, by a fixed table of how many articles have it."""

from __future__ import annotations

import gzip
import math
import re
import zlib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"

LONGEST = 40
"""Characters of a word; what is longer is an address or broken text, or of a script without spaces."""

REMEMBERED = 100_000
"""Words whose form and rarity are kept, so that a long run's memory stays bounded."""

_WORD = re.compile(r"[^\W\d_]+(?:[.'’&-][^\W\d_]+)*|\d+(?:[.,:]\d+)*")


def words(text: str) -> Iterator[re.Match[str]]:
    """The words and numbers of a text, in order."""
    return _WORD.finditer(text)


@cache
def _shares() -> dict[str, int]:
    """How many articles of ten thousand have each word."""
    shares = {}
    with gzip.open(DATA / "words.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                word, _, share = line.rstrip("\n").partition("\t")
                shares[word] = int(share)
    return shares


@lru_cache(maxsize=REMEMBERED)
def fold(word: str) -> str:
    """A word as the table has it: in small letters, without possessive or plural s (Harman's S stemmer, 1991)."""
    word = word.lower().replace("’", "'").removesuffix("'s")[:LONGEST]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "'s")):
        if word.endswith("ies") and not word.endswith(("eies", "aies")):
            return word[:-3] + "y"
        return word[:-1]
    return word


@lru_cache(maxsize=REMEMBERED)
def rarity(folded: str) -> float:
    """Minus the logarithm of the share of articles that have a word, as in inverse document frequency.

    A word that the table lacks counts as one that one article of ten thousand has.
    """
    return math.log(10_000 / _shares().get(folded, 1))


def number(words: str) -> int:
    """Thirty-two bits that stand for words, the same on every machine."""
    return zlib.crc32(words.encode("utf-8", "surrogatepass"))
