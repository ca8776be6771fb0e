"""The trained encoder: a vector for every token of a text, read in its context.

The files in `data/` were made by `training/`; their model card stands beside them. Where they are missing the program
works by rules alone. Each window is read by itself, so that a text gets the same vectors whatever it is read with.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import OnrecordError
from onrecord.language.text import Text
from onrecord.language.windows import Pieces, Window, windows

Vectors = NDArray[np.float32]

FOLDER = Path(__file__).parent / "data"

GRAPHS = ("encoder.onnx", "roles.onnx", "claims.onnx")

FILES = (*GRAPHS, "heads.npz", "tokenizer.json", "version.txt")


class EncoderMissingError(OnrecordError):
    """The trained model's files are not there, or what runs them is not installed."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A window of a text and the vectors of its tokens, one row each, those of its context first."""

    window: Window
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Answers:
    """What the layer of claims says of some acts, as shares, a row an act: [acts, words, roles] and [acts, values]."""

    roles: Vectors
    stage: Vectors
    polarity: Vectors
    certainty: Vectors


class Encoder:
    """Reads texts; holds the graphs and the weights of the heads. Deterministic on one machine."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Load the files of `folder`. Raises EncoderMissingError."""
        reason = missing(folder)
        if reason:
            raise EncoderMissingError(reason)
        self.version = version(folder)
        (self._graph, self._roles, self._claims), self.heads, self._pieces = _load(folder)

    def read(self, text: Text) -> list[Stretch]:
        """The windows of a text with the vectors of their tokens, in order."""
        return list(self._read(text))

    def _read(self, text: Text) -> Iterator[Stretch]:
        for window in windows(text, self._pieces):
            pieces = np.array([window.pieces], np.int64)
            first = np.array(window.first, np.int64)
            yield Stretch(window, self._graph.run(None, {"pieces": pieces, "first": first})[0])

    def roles(self, words: Vectors, anchors: Iterable[int], rules: NDArray[np.int64]) -> Vectors:
        """The shares of each role for every word of a window, a cue each: [cues, words, roles].

        `words` are the window's vectors with what is known of the words added; `anchors` the rows of the cues;
        `rules` what the rules say, [cues, words].
        """
        shares: Vectors = self._roles.run(
            None, {"words": words, "anchors": np.array(list(anchors), np.int64), "rules": rules}
        )[0]
        return shares

    def claims(self, words: Vectors, anchors: Iterable[int], rules: NDArray[np.int64], features: Vectors) -> Answers:
        """The shares of each role, stage, polarity and certainty for some acts.

        `words` are the vectors of the words round them with what is known of the words added; `anchors` the rows of the
        acts; `rules` what the rules say of the words, [acts, words], and `features` of the standing, [acts, columns].
        """
        given = {
            "words": words, "anchors": np.array(list(anchors), np.int64), "rules": rules, "features": features
        }  # fmt: skip
        return Answers(*self._claims.run(None, given))


def missing(folder: Path = FOLDER) -> str:
    """Why the trained model cannot be used, and what to do; empty where it can be."""
    absent = [name for name in FILES if not (folder / name).is_file()]
    if absent:
        return (
            f"the trained model is not in this installation ({', '.join(absent)} missing from {folder}): reading by "
            f"rules alone, which finds fewer sources and judges factuality less well; install onrecord from its wheel"
        )
    for package in ("onnxruntime", "tokenizers"):
        if importlib.util.find_spec(package) is None:
            return (
                f"the trained model needs the package {package}, which is not installed: reading by rules alone; "
                f"pip install {package}"
            )
    return ""


def version(folder: Path = FOLDER) -> str:
    """The version of the trained model in `folder`, by which its answers can be told from another's."""
    return (folder / "version.txt").read_text(encoding="ascii").strip()


@lru_cache(maxsize=2)
def _load(folder: Path) -> tuple[list[Any], dict[str, Vectors], Pieces]:
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # documents are what is read side by side
    options.log_severity_level = 3
    try:
        sessions = [
            onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])
            for name in GRAPHS
        ]
        with np.load(folder / "heads.npz", allow_pickle=False) as heads:
            weights = {name: heads[name].astype(np.float32) for name in heads.files}
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as error:  # each of the three libraries has errors of its own
        raise EncoderMissingError(
            f"the trained model in {folder} cannot be read ({error}): install onrecord anew"
        ) from error
    return sessions, weights, Pieces(tokenizer)
