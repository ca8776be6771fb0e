"""Compares two labellings of the same passages, field by field, and prints a table in Markdown.

    python tools/agreement.py [FIRST SECOND]

FIRST and SECOND are folders of labels (default: gold/labels and gold/second); passages that only one of them has are
left out. Fields are compared over the claims that both have.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

from answers import Answer, of_label
from figures import Tally
from matching import match, same_source

Labelling = dict[str, list[Answer]]
Pair = tuple[Answer, Answer]


class Line(NamedTuple):
    """A line of the table: `figure` is null where it is not defined, `n` is how many were compared."""

    field: str
    measure: str
    figure: float | None
    n: int


def read(folder: Path) -> Labelling:
    """Read the labels of a folder: the claims of each passage by its id."""
    found: Labelling = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                found[row["id"]] = [of_label(claim) for claim in row["claims"]]
    return found


def kappa(pairs: Iterable[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa: how much more two labellers agree than chance would have it.

    Null where there is nothing to compare, or where both give one and the same answer throughout.
    """
    pairs = list(pairs)
    if not pairs:
        return None
    agreed = sum(one == other for one, other in pairs) / len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(first[answer] * second[answer] for answer in first) / len(pairs) ** 2
    return (agreed - chance) / (1 - chance) if chance < 1 else None


def compare(first: Labelling, second: Labelling) -> list[Line]:
    """The table's lines for the passages that both have."""
    both = sorted(first.keys() & second.keys())
    pairs = [(first[name][i], second[name][j]) for name in both for i, j in match(first[name], second[name]).items()]
    said = sum(len(first[name]) + len(second[name]) for name in both)
    core = sum(claim.core for name in both for claim in (*first[name], *second[name]))
    core_pairs = sum(one.core and other.core for one, other in pairs)
    lines = [
        Line("trigger", "F1", 2 * len(pairs) / said if said else None, said),
        Line("trigger, both core", "F1", 2 * core_pairs / core if core else None, core),
    ]
    return lines + _classes(pairs) + _sources(pairs) + _words(pairs)


def table(lines: Sequence[Line]) -> str:
    """The lines as a table in Markdown."""
    head = "| field | measure | figure | compared |\n| --- | --- | --- | --- |"
    return "\n".join((head, *map(_row, lines)))


def main() -> None:
    """Compare two folders."""
    gold = Path(__file__).resolve().parent.parent / "gold"
    parser = argparse.ArgumentParser(description="Agreement of two labellings of the same passages.")
    parser.add_argument("first", nargs="?", type=Path, default=gold / "labels")
    parser.add_argument("second", nargs="?", type=Path, default=gold / "second")
    arguments = parser.parse_args()
    first, second = read(arguments.first), read(arguments.second)
    both = len(first.keys() & second.keys())
    if not both:
        sys.exit(f"{arguments.first} and {arguments.second} have no passage in common; give two folders of labels")
    sys.stdout.write(f"{both} passages labelled twice\n\n{table(compare(first, second))}\n")


def _classes(pairs: list[Pair]) -> list[Line]:
    graded = [(one, other) for one, other in pairs if one.certainty and other.certainty]
    return [
        Line("type", "kappa", kappa((one.types[0], other.types[0]) for one, other in pairs), len(pairs)),
        Line("type, second choices counted", "share", _either([(a.types, b.types) for a, b in pairs]), len(pairs)),
        Line("stage", "kappa", kappa((one.stages[0], other.stages[0]) for one, other in pairs), len(pairs)),
        Line("stage, second choices counted", "share", _either([(a.stages, b.stages) for a, b in pairs]), len(pairs)),
        Line("polarity", "kappa", kappa((one.polarity, other.polarity) for one, other in pairs), len(pairs)),
        Line("certainty", "kappa", kappa((one.certainty, other.certainty) for one, other in graded), len(graded)),
        Line("core", "kappa", kappa((one.core, other.core) for one, other in pairs), len(pairs)),
        Line("chain length", "kappa", kappa((len(one.chain), len(other.chain)) for one, other in pairs), len(pairs)),
    ]


def _sources(pairs: list[Pair]) -> list[Line]:
    last = [(one.chain[-1], other.chain[-1]) for one, other in pairs if one.chain and other.chain]
    same = sum(same_source(one, other) for one, other in last)
    return [
        Line("innermost source anonymous", "kappa", kappa((a.anonymous, b.anonymous) for a, b in last), len(last)),
        Line("innermost source the same", "share", same / len(last) if last else None, len(last)),
    ]


def _words(pairs: list[Pair]) -> list[Line]:
    tally = Tally()
    for one, other in pairs:
        tally.compare(one, other)
    n, figures = tally.counts, tally.figures()
    lines = [
        Line(field, "overlap F1", figures[field], n[f"{field} asked"] + n[f"{field} given"])
        for field in ("actors", "recipients", "time", "place", "qualifiers")
    ]
    return [
        *lines,
        Line("days, where both give the time", "share", figures["days"], n["days asked"]),
        Line("country, where both give the place", "share", figures["country"], n["country asked"]),
    ]


def _row(line: Line) -> str:
    figure = "not defined" if line.figure is None else f"{line.figure:.2f}"
    return f"| {line.field} | {line.measure} | {figure} | {line.n} |"


def _either(pairs: list[tuple[tuple[str, ...], tuple[str, ...]]]) -> float | None:
    return sum(bool(set(one) & set(other)) for one, other in pairs) / len(pairs) if pairs else None


if __name__ == "__main__":
    main()
