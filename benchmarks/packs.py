"""Runs the packs through the program and their scorers, and prints one table of figures.

    python benchmarks/packs.py [--data DIR] [--score DIR] [--only NAME ...]

The scorers stand beside the packs (`score/` next to `data/`); each prints its figures on the last line.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from data import documents, options
from onrecord.extraction.pipeline import Extractor
from onrecord.records import dumps


class Pack(NamedTuple):
    """A pack: its file, what is run over it, its scorer, and where the gold is if not in the file itself."""

    name: str
    file: str
    job: str
    scorer: str
    gold: str | None = None


PACKS = (
    Pack("seed", "seed/article.jsonl", "extract", "claims.py", "seed/expected.jsonl"),
    Pack("polnear_dev", "attribution/polnear_dev.jsonl", "extract", "attribution.py"),
    Pack("uw_dev", "factuality/uw_dev.jsonl", "assess", "factuality.py"),
    Pack("meantime_apple", "factuality/meantime_apple.jsonl", "assess", "factuality.py"),
    Pack("muc-devtest", "muc/muc-devtest.jsonl", "extract", "muc.py"),
    Pack("gsr-dev", "eventtype/gsr-dev.jsonl", "extract", "eventtype.py"),
    Pack("plv-dev", "eventtype/plv-dev.jsonl", "extract", "eventtype.py"),
    Pack("tbaq", "times/tbaq.jsonl", "extract", "times.py"),
    Pack("lgl, given", "places/lgl.jsonl", "locate", "places.py"),
    Pack("lgl, found", "places/lgl.jsonl", "extract", "places.py"),
    Pack("geovirus, given", "places/geovirus.jsonl", "locate", "places.py"),
    Pack("geovirus, found", "places/geovirus.jsonl", "extract", "places.py"),
    Pack("geowebnews, given", "places/geowebnews.jsonl", "locate", "places.py"),
    Pack("geowebnews, found", "places/geowebnews.jsonl", "extract", "places.py"),
)


def main() -> None:
    """Run the packs that are asked for."""
    parser = options("Figures of the program on the packs, by their scorers.")
    parser.add_argument("--score", type=Path, help="folder of the scorers (default: score/ beside the packs)")
    parser.add_argument("--only", nargs="*", default=[], help="names of packs, or beginnings of them")
    parser.add_argument("--whole", action="store_true", help="print all that the scorers say, not the last line only")
    arguments = parser.parse_args()
    scorers = arguments.score or arguments.data.parent / "score"
    extractor = Extractor()
    print("| pack | figures | seconds |\n| --- | --- | --- |")
    for pack in PACKS:
        if arguments.only and not any(pack.name.startswith(name) for name in arguments.only):
            continue
        path = arguments.data / pack.file
        start = time.perf_counter()
        answers: Iterable[Any] = getattr(extractor, pack.job)(documents(path))
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as output:
            for answer in answers:
                output.write(dumps(answer) + "\n")
            output.flush()
            seconds = time.perf_counter() - start
            gold = arguments.data / pack.gold if pack.gold else path
            said = score(scorers / pack.scorer, gold, Path(output.name))
        print(f"| {pack.name} | {summary(pack, said)} | {seconds:.0f} |", flush=True)
        if arguments.whole:
            print(said)


def score(scorer: Path, gold: Path, output: Path) -> str:
    """What the scorer prints."""
    if not scorer.is_file():
        sys.exit(f"{scorer}: this scorer is not there; say where the scorers are with --score DIR")
    run = subprocess.run([sys.executable, scorer, gold, output], capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(f"{scorer.name} refused the output: {run.stderr.strip()}")
    return run.stdout


def summary(pack: Pack, said: str) -> str:
    """The scorer's last line, or the rows that the claims scorer has in its place."""
    lines = [line for line in said.splitlines() if line.strip()]
    if pack.scorer == "claims.py":
        wanted = ("matched core", "gold core", "false positives", "type ", "stage ", "  innermost", "  core ")
        return "; ".join(" ".join(line.split()) for line in lines if line.startswith(wanted))
    if pack.name == "meantime_apple":
        return "; ".join(
            " ".join(line.split()) for line in lines if line.startswith(("certainty", "polarity", "time", "  program"))
        )
    return lines[-1].replace("|", "/")


if __name__ == "__main__":
    main()
