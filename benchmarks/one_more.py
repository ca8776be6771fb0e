"""What one article more costs in a large ledger, beyond its extraction: seconds by the clock and of the processor.

    python benchmarks/one_more.py [--size 6000] [--more 20] [--ledger build/ledgers/load.db]
    python benchmarks/one_more.py --documents FILE.jsonl    # rows of your own in place of the pack's stream

Articles spread evenly over the stream are held out, the others make the ledger (kept, and made once); then those held
out are added to a copy of it, one after the other, each with a link of its own, and as many others are read again. What
is read from the texts is kept in build/readings. With `--profile` the slowest functions are shown.
"""

from __future__ import annotations

import cProfile
import pstats
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data import options
from onrecord.errors import OnrecordError
from onrecord.ledger import Ledger
from onrecord.linking.model import Report
from onrecord.linking.standard import standard_linker
from readings import Readings, pack_rows

LOAD = "stories/load_abp.jsonl.gz"
LINKED_AT_ONCE = 500


@dataclass(frozen=True)
class Spent:
    """What taking in one article took: by the clock, and of the processor alone."""

    claims: int
    wall: float
    cpu: float


def main() -> None:
    """Make the ledger where it is missing, and print one line for each way of adding."""
    parser = options(__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--documents", type=Path, help="JSON Lines of documents (default: the pack's stream)")
    parser.add_argument("--size", type=int, default=6000, help="articles, those held out included")
    parser.add_argument("--more", type=int, default=20, help="articles that are held out, and as many read again")
    parser.add_argument("--ledger", type=Path, default=Path("build/ledgers/load.db"), help="where the ledger is kept")
    parser.add_argument("--profile", action="store_true", help="show where the time goes")
    arguments = parser.parse_args()
    path = arguments.documents or arguments.data / LOAD
    rows = pack_rows(path)[: arguments.size]
    held = rows[:: max(1, len(rows) // arguments.more)][: arguments.more]
    again = rows[1 :: max(1, len(rows) // arguments.more)][: arguments.more]
    if not arguments.ledger.exists():
        _make(arguments.ledger, path, [row for row in rows if row["id"] not in {row["id"] for row in held}])
    with tempfile.TemporaryDirectory(dir=arguments.ledger.parent) as folder:
        copy = Path(shutil.copy(arguments.ledger, Path(folder) / "copy.db"))
        with Ledger(copy) as opened:
            opened.link(standard_linker())  # where another version made the ledger
            profile = cProfile.Profile() if arguments.profile else None
            for name, own in (("added", held), ("read again", again)):
                reports = Readings().reports(path, own)
                say(name, [take(opened, report, f"benchmark, {name}", profile) for report in reports])
            if profile is not None:
                pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


def take(opened: Ledger, report: Report, extractor: str, profile: cProfile.Profile | None = None) -> Spent:
    """Add one article that was read, and link."""
    if profile is not None:
        profile.enable()
    wall, cpu = time.perf_counter(), time.process_time()
    opened.add(report.document, report.extraction, extractor)
    opened.link(standard_linker())
    spent = Spent(len(report.extraction.claims), time.perf_counter() - wall, time.process_time() - cpu)
    if profile is not None:
        profile.disable()
    return spent


def say(name: str, spent: Sequence[Spent]) -> None:
    """One line: articles, processor at the median and most, clock at the median and most."""
    figures: list[Any] = [
        rate
        for values in ([one.cpu for one in spent], [one.wall for one in spent])
        for rate in (statistics.median(values), max(values))
    ]
    slowest = max(spent, key=lambda one: one.cpu)
    print(
        f"{name}: {len(spent)} articles; processor {figures[0]:.2f} s at the median, {figures[1]:.2f} at most "
        f"({slowest.claims} claims); clock {figures[2]:.2f} and {figures[3]:.2f}; "
        f"each {' '.join(f'{one.cpu:.2f}' for one in spent)}",
        flush=True,
    )


def _make(ledger: Path, path: Path, rows: list[dict[str, Any]]) -> None:
    ledger.parent.mkdir(parents=True, exist_ok=True)
    part = ledger.with_suffix(".part")
    part.unlink(missing_ok=True)
    start = time.perf_counter()
    with Ledger(part) as opened:
        for n, report in enumerate(Readings().stream(path, rows), 1):
            opened.add(report.document, report.extraction, "benchmark")
            if n % LINKED_AT_ONCE == 0 or n == len(rows):
                opened.link(standard_linker())
                sys.stderr.write(f"{n} of {len(rows)} articles, {time.perf_counter() - start:.0f} s\n")
    part.rename(ledger)
    print(f"{len(rows)} articles: {time.perf_counter() - start:.0f} s, {ledger.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    try:
        main()
    except OnrecordError as error:
        sys.exit(str(error))
