"""Makes the tables that the linking of stories reads: how many articles have a word, and the weights of the score.

    python training/stories.py words --data DIR
    python training/stories.py weights --data DIR --extractions FILE

`words` counts the articles of the packs of DIR that are no test of stories. `weights` fits the logistic regression on
pairs of documents of one half of the incidents of `stories/stories_gva.jsonl` (by hash of the incident) with the
extractions that `onrecord extract` wrote of that file.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.model import Report
from onrecord.linking.stories import StoryRelation, StorySketch
from onrecord.linking.stories.scoring import FEATURES, features
from onrecord.linking.stories.words import DATA, fold, words
from onrecord.records import Document, Extraction, decode

ARTICLES = (
    "stories/load_abp.jsonl.gz",
    "attribution/polnear_train.jsonl",
    "attribution/polnear_dev.jsonl",
    "times/tbaq.jsonl",
    "places/lgl.jsonl",
    "places/geowebnews.jsonl",
    "places/geovirus.jsonl",
)
"""Whole articles, none of them of a pack that stories are measured on."""

FEWEST = 3
"""Articles that a word must stand in to be kept; the others count as one."""


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of a JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def count_words(data: Path) -> None:
    """Write the table of words."""
    counts: Counter[str] = Counter()
    total = 0
    for name in ARTICLES:
        for row in rows(data / name):
            total += 1
            text = f"{row.get('title') or ''}\n{row['text']}"
            counts.update({fold(match.group()) for match in words(text)})
    kept = sorted((word, count) for word, count in counts.items() if count >= FEWEST and len(word) < 30)
    comment = (
        "# How many news articles have a word, in small letters and without plural s; the row without a word is how\n"
        f"# many articles were counted. Counted by training/stories.py over {total} articles of US and world news of\n"
        f"# 1989 to 2020; words of fewer than {FEWEST} are left out. Columns: word, articles.\n"
    )
    lines = [comment, f"\t{total}\n", *(f"{word}\t{count}\n" for word, count in kept)]
    (DATA / "words.tsv.gz").write_bytes(gzip.compress("".join(lines).encode("utf-8"), 9, mtime=0))
    print(f"{total} articles, {len(kept)} words, {(DATA / 'words.tsv.gz').stat().st_size} bytes")


def tuning_half(story: str) -> bool:
    """Whether an incident is of the half that is fitted on; the other half is kept for measuring."""
    return hashlib.sha256(story.encode()).digest()[0] % 2 == 0


def candidates(sketches: Mapping[str, StorySketch]) -> list[tuple[str, str]]:
    """The pairs of documents that share a key that is not common, as the engine would compare them."""
    relation = StoryRelation()
    sharing: dict[int, list[str]] = defaultdict(list)
    for id, sketch in sketches.items():
        for key in relation.keys(sketch):
            sharing[key].append(id)
    close = (ids for ids in sharing.values() if len(ids) <= relation.common)
    return sorted({(min(pair), max(pair)) for ids in close for pair in combinations(ids, 2)})


def regression(rows: NDArray[np.float64], same: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logistic regression with a quadratic penalty of 1 on all weights but the first, by Newton's method."""
    weights = np.zeros(rows.shape[1])
    penalty = np.ones(rows.shape[1])
    penalty[0] = 1e-6
    for _ in range(50):
        found = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (found - same) + penalty * weights
        bend = (rows * (found * (1 - found))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def fit_weights(data: Path, extractions: Path) -> None:
    """Write the table of weights."""
    story: dict[str, str] = {}
    sketches = {}
    for row, read in zip(rows(data / "stories/stories_gva.jsonl"), rows(extractions), strict=True):
        story[row["id"]] = row["gold"]["story"]
        if tuning_half(row["gold"]["story"]):
            report = Report(decode(Document, row), decode(Extraction, read))
            sketches[row["id"]] = StorySketch.of(report)
    pairs = candidates(sketches)
    measured = np.array([features(sketches[a], sketches[b]) for a, b in pairs])
    same = np.array([float(story[a] == story[b]) for a, b in pairs])
    weights = regression(measured, same)
    comment = (
        "# The weights of a logistic regression that tells whether two documents are about one happening. Fitted by\n"
        f"# training/stories.py on {len(pairs)} pairs that share a key ({int(same.sum())} of one incident), of\n"
        f"# {len(sketches)} reports of incidents of the Gun Violence Archive: half of the incidents, by hash.\n"
        "# Columns: feature (linking/stories/scoring.py says what each is), weight.\n"
    )
    table = "".join(f"{name}\t{weight:.4f}\n" for name, weight in zip(FEATURES, weights, strict=True))
    (DATA / "weights.tsv").write_text(f"{comment}feature\tweight\n{table}", encoding="utf-8")
    print(comment + table)


def main() -> None:
    """Read the arguments and make the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("words", "weights"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--extractions", type=Path)
    args = parser.parse_args()
    if args.what == "words":
        count_words(args.data)
    else:
        fit_weights(args.data, args.extractions)


if __name__ == "__main__":
    main()
