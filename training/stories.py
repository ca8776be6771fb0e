"""Makes the tables that the linking of stories reads: how many articles have a word, and the weights of the score.

    python training/stories.py words --data DIR
    python training/stories.py weights --data DIR --extractions DIR

`words` counts the articles of the packs of DIR that are no test of stories. `weights` fits the logistic regression on
pairs of documents of one half of the incidents of `stories/stories_gva.jsonl` (by hash of the incident), and on pairs
of world news that lie far apart in time, with what `onrecord extract` wrote of these packs: `gva.jsonl`, `load.jsonl`
and `stream.jsonl` of DIR.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import html
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.model import Report
from onrecord.linking.stories import StoryRelation, StorySketch
from onrecord.linking.stories.scoring import FEATURES, features
from onrecord.linking.stories.words import DATA, fold, words
from onrecord.records import Document, Extraction, decode

KINDS = (
    (
        "stories/load_abp.jsonl.gz",
        "attribution/polnear_train.jsonl",
        "attribution/polnear_dev.jsonl",
        "times/tbaq.jsonl",
    ),
    ("places/lgl.jsonl",),
    ("places/geowebnews.jsonl",),
    ("places/geovirus.jsonl",),
    ("pages/html",),
    ("stories/stories_gva.jsonl",),
)
"""Articles by kind: world and national news, local news, the web at large, epidemics, whole pages with all that stands
round an article, reports of crimes (of these the tuning half alone)."""

Numbers = NDArray[np.float64]

LONGEST_WORD = 30

FAR = (
    ("stories/load_abp.jsonl.gz", "load.jsonl", 800, 0.15),
    ("stories/stream_wce.jsonl", "stream.jsonl", 6500, 0.015),
)
"""Packs of news of many years, how many documents of each, and what a pair of it counts."""

LONG_AFTER = 45
"""Days from which on two of their documents that share a key are taken to be about different happenings."""

FEWEST = 3
"""Articles that a word must stand in to be kept; the others count as one."""


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of a JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def texts(path: Path) -> Iterator[str]:
    """The texts of one pack; of pages all that is text in them."""
    if path.is_dir():
        for page in sorted(path.iterdir()):
            source = page.read_text(encoding="utf-8", errors="replace")
            source = re.sub(r"(?is)<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]*>", " ", source)
            yield html.unescape(source)
        return
    for row in rows(path):
        story = row.get("gold", {}).get("story") if "gold" in row else None
        if story is None or tuning_half(story):
            yield f"{row.get('title') or ''}\n{row['text']}"


def count_words(data: Path) -> None:
    """Write the table of words."""
    shares: dict[str, float] = {}
    counted = []
    for kind in KINDS:
        counts: Counter[str] = Counter()
        total = 0
        for name in kind:
            for text in texts(data / name):
                total += 1
                counts.update({fold(match.group()) for match in words(text)})
        counted.append(total)
        for word, count in counts.items():
            if count >= FEWEST and len(word) < LONGEST_WORD:
                shares[word] = max(shares.get(word, 0), count / total)
    total = sum(counted)
    comment = (
        "# How many news articles of 10,000 have a word, in small letters and without plural s: the largest share\n"
        "# among articles of several kinds, since a word that is an everyday one in one kind of news tells nothing\n"
        f"# there. Counted by training/stories.py over {' + '.join(map(str, counted))} articles of 1989 to 2020,\n"
        f"# by kind; words of fewer than {FEWEST} articles are left out. Columns: word, articles.\n"
    )
    kept = sorted((word, max(1, round(share * 10_000))) for word, share in shares.items())
    lines = [comment, *(f"{word}\t{share}\n" for word, share in kept)]
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


def regression(rows: Numbers, same: Numbers, counts: Numbers) -> Numbers:
    """Logistic regression with a quadratic penalty of 1 on all weights but the first, by Newton's method."""
    weights = np.zeros(rows.shape[1])
    penalty = np.ones(rows.shape[1])
    penalty[0] = 1e-6
    for _ in range(50):
        found = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (counts * (found - same)) + penalty * weights
        bend = (rows * (counts * found * (1 - found))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def sketched(pack: Path, read: Path, most: int | None = None) -> Iterator[tuple[dict[str, Any], StorySketch]]:
    """The documents of a pack with their sketches, as far as they have been extracted."""
    for row, extracted in islice(zip(rows(pack), rows(read), strict=False), most):
        yield row, StorySketch.of(Report(decode(Document, row), decode(Extraction, extracted)))


def labelled(data: Path, extractions: Path) -> Iterator[tuple[StorySketch, StorySketch, bool, float]]:
    """Pairs to learn from, whether they are of one story, and how much each counts."""
    story: dict[str, str] = {}
    sketches = {}
    for row, sketch in sketched(data / "stories/stories_gva.jsonl", extractions / "gva.jsonl"):
        story[row["id"]] = row["gold"]["story"]
        if tuning_half(row["gold"]["story"]):
            sketches[row["id"]] = sketch
    for a, b in candidates(sketches):
        yield sketches[a], sketches[b], story[a] == story[b], 1.0
    for pack, read, most, weight in FAR:
        sketches = {row["id"]: sketch for row, sketch in sketched(data / pack, extractions / read, most)}
        for a, b in candidates(sketches):
            one, other = sketches[a].published, sketches[b].published
            if one is not None and other is not None and abs(one - other) > LONG_AFTER:
                yield sketches[a], sketches[b], False, weight


def fit_weights(data: Path, extractions: Path) -> None:
    """Write the table of weights."""
    pairs = list(labelled(data, extractions))
    measured = np.array([features(one, other) for one, other, _, _ in pairs])
    same = np.array([float(told) for _, _, told, _ in pairs])
    weights = regression(measured, same, np.array([weight for *_, weight in pairs]))
    near = sum(weight == 1 for *_, weight in pairs)
    comment = (
        "# The weights of a logistic regression that tells whether two documents are about one happening. Fitted by\n"
        f"# training/stories.py on {near} pairs that share a key ({int(same.sum())} of one incident) of reports of\n"
        "# the Gun Violence Archive's incidents (half of the incidents, by hash), and, with little weight, on\n"
        f"# {len(pairs) - near} pairs of world news more than {LONG_AFTER} days apart, hardly ever of one happening.\n"
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
