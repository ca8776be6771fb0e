"""Measures linking: stories, origins and events by their scorers, arrival in any order, time and memory.

    python benchmarks/linking.py [--data DIR] [--score DIR] [--only NAME ...] [--sizes N ...]

Each pack is scored whole and in two halves that are linked by themselves: thresholds and weights were set on the first
one. What is read from the documents is kept in build/readings, so that a second run measures linking alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import timelines as entity_timelines
from data import options, rows
from onrecord.errors import OnrecordError
from onrecord.ledger import Ledger
from onrecord.linking.model import Report
from onrecord.linking.standard import standard_linker
from onrecord.linking.whole import Linked, link_reports
from onrecord.records import dumps
from readings import Readings, pack_rows
from scoring import run

STORIES, ORIGINS, EVENTS = "stories/stories_gva.jsonl", "stories/origins.jsonl", "stories/events_ecb.jsonl"
STREAM, LOAD = "stories/stream_wce.jsonl", "stories/load_abp.jsonl.gz"
RELATIONS = {"stories": "story", "origins": "origin", "events": "event"}
"""What each task of the scorer is about."""

SIZES = (1500, 3000, 6000)
ORDERS = 10
IN_ORDER = 300
"""Documents that are linked in several orders."""


def main() -> None:
    """Run what is asked for."""
    parser = options("Stories, origins and events, by their scorers.")
    parser.add_argument("--score", type=Path, help="folder of the scorers (default: score/ beside the packs)")
    parser.add_argument("--only", nargs="*", default=[], choices=list(PARTS), metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--sizes", nargs="*", type=int, default=list(SIZES), help="documents of the stream to link")
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    arguments.score = arguments.score or arguments.data.parent / "score"
    if arguments.size:
        print(json.dumps(link_stream(arguments.data, arguments.size)))
        return
    for name, part in PARTS.items():
        if not arguments.only or name in arguments.only:
            part(arguments)


def stories(arguments: argparse.Namespace) -> None:
    """Documents of one happening; halves by the gold story."""
    said = halves(arguments, STORIES, "stories", lambda row: str(row["gold"]["story"]))
    print("\n| stories | B-cubed P | R | F1 | F1, of several | pairs F1 |\n| --- | --- | --- | --- | --- | --- |")
    for half, figures in said.items():
        b3, several = figures["b3"], figures["b3_stories_of_several"]
        cells = (b3["p"], b3["r"], b3["f1"], several["f1"], figures["pairs"]["f1"])
        print(f"| {half} | {' | '.join(f'{cell:.3f}' for cell in cells)} |")
    print("| to reach |  |  | .940 | .920 | .840 |")


def origins(arguments: argparse.Namespace) -> None:
    """Documents that only repeat another one; halves by the gold origin."""
    said = halves(arguments, ORIGINS, "origins", lambda row: str(row["gold"]["origin"]))
    print("\n| origins | ARI | pairs F1 | recall of echoes | of edited | independent, unmixed | first |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for half, figures in said.items():
        pairs, kinds = figures["pairs"], figures["kinds"]
        cells = (
            pairs["ari"], pairs["f1"], kinds["echo"]["recall"], kinds["edited"]["recall"],
            kinds["independent"]["unmixed"], figures["first"]["accuracy"],
        )  # fmt: skip
        print(f"| {half} | {' | '.join(f'{cell:.3f}' for cell in cells)} |")
    print("| to reach | .985 |  | .950 |  | .980 | .920 |")


def events(arguments: argparse.Namespace) -> None:
    """Claims about one act, mentions given and found; halves by topic, even topics first."""
    for probes in (True, False):
        said = halves(arguments, EVENTS, "events", _topic_parity, probes, split=lambda key: key == "0")
        given = "mentions given" if probes else "claims found"
        print(f"\n| events, {given} | MUC | B-cubed | CEAF-e | CoNLL | pairs across documents | CoNLL, all | recall |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- |")
        for half, figures in said.items():
            aligned = figures["aligned_only"]
            cells = (
                aligned["muc"]["f1"], aligned["b3"]["f1"], aligned["ceafe"]["f1"], aligned["conll"],
                aligned["cross_document_pairs"]["f1"], figures["all_mentions"]["conll"],
                figures["recall_by_class"]["occurrence"]["recall"],
            )  # fmt: skip
            print(f"| {half} | {' | '.join(f'{cell:.3f}' for cell in cells)} |")
    print("| to reach, mentions given |  |  |  | .780 |  |  |  |")


def timelines(arguments: argparse.Namespace) -> None:
    """Timelines of entities over raw text, by temporal awareness."""
    gold = entity_timelines.read(rows(arguments.data / entity_timelines.GOLD))
    found = entity_timelines.read(entity_timelines.built(arguments.data, list(gold)))
    print("\n" + entity_timelines.table(entity_timelines.score(found, gold)))


def order(arguments: argparse.Namespace) -> None:
    """Three hundred documents of three packs, in random orders: the answers must be the same to the byte."""
    readings = Readings()
    reports: list[Report] = []
    for name in (STORIES, ORIGINS, STREAM):
        path = arguments.data / name
        reports += readings.reports(path, pack_rows(path)[: IN_ORDER // 3])
    answers = set()
    for seed in range(ORDERS):
        shuffled = random.Random(seed).sample(reports, len(reports))
        answers.add(dumps(link_reports(shuffled, standard_linker())))
    print(f"\n{len(reports)} documents in {ORDERS} random orders: {len(answers)} different answers (1 is right)")


def scale(arguments: argparse.Namespace) -> None:
    """Time and memory of linking a stream, each size in a process of its own."""
    readings = Readings()
    path = arguments.data / LOAD
    for _ in readings.stream(path, pack_rows(path)[: max(arguments.sizes)]):
        break  # the first one is given when all have been read
    print("\n| documents | claims | seconds | a document, ms | memory, MB | events | stories | origins |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for size in arguments.sizes:
        command = [sys.executable, __file__, "--data", str(arguments.data), "--size", str(size)]
        said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        print(
            f"| {size} | {said['claims']} | {said['seconds']:.1f} | {1000 * said['seconds'] / size:.1f} "
            f"| {said['memory']:.0f} | {said['events']} | {said['stories']} | {said['origins']} |"
        )


def ledger(arguments: argparse.Namespace) -> None:
    """Time of linking in a ledger, whole, and then for one article more, beyond reading it."""
    path = arguments.data / LOAD
    rows_read = pack_rows(path)
    print("\n| documents in the ledger | seconds to add and link | one more: seconds, median of 9 | most | file, MB |")
    print("| --- | --- | --- | --- | --- |")
    for size in arguments.sizes:
        reports = Readings().stream(path, rows_read[: size + 9])
        with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "load.db") as opened:
            start = time.perf_counter()
            _take(opened, islice(reports, size))
            whole = time.perf_counter() - start
            single = []
            for report in reports:
                start = time.perf_counter()
                _take(opened, [report])
                single.append(time.perf_counter() - start)
            megabytes = (Path(folder) / "load.db").stat().st_size / 1e6
        single = sorted(single) or [0.0]
        median, most = single[len(single) // 2], single[-1]
        print(f"| {size} | {whole:.0f} | {median:.2f} | {most:.2f} | {megabytes:.0f} |", flush=True)


def _take(opened: Ledger, reports: Iterable[Report]) -> None:
    for report in reports:
        opened.add(report.document, report.extraction, "benchmark")
    opened.link(standard_linker())


def link_stream(data: Path, size: int) -> dict[str, float]:
    """Link the first documents of the stream and say what it took beyond reading what was read from them."""
    path = data / LOAD
    spent = 0.0
    claims = 0

    def timed() -> Iterable[Report]:
        nonlocal spent, claims
        stream = Readings().stream(path, pack_rows(path)[:size])
        while True:
            start = time.perf_counter()
            report = next(stream, None)
            spent += time.perf_counter() - start
            if report is None:
                return
            claims += len(report.extraction.claims)
            yield report

    start = time.perf_counter()
    linked = link_reports(timed(), standard_linker())
    return {
        "seconds": time.perf_counter() - start - spent,
        "claims": claims,
        "memory": most_memory(),
        "events": len(linked.events),
        "stories": len(linked.stories),
        "origins": len(linked.origins),
    }


def most_memory() -> float:
    """The most memory in MB that this process has needed; what the one that started it needed is not counted."""
    status = Path("/proc/self/status")
    if status.is_file():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def halves(
    arguments: argparse.Namespace,
    name: str,
    task: str,
    key: Callable[[dict[str, Any]], str],
    probes: bool = False,
    split: Callable[[str], bool] | None = None,
) -> dict[str, dict[str, Any]]:
    """What the scorer says of a pack linked whole, and of each half linked by itself."""
    path = arguments.data / name
    rows = pack_rows(path)
    reports = dict(zip([row["id"] for row in rows], Readings().reports(path, rows, probes), strict=True))
    first = split or (lambda value: int(hashlib.sha256(value.encode()).hexdigest(), 16) % 2 == 0)
    parts = {
        "whole": rows,
        "half that was tuned on": [row for row in rows if first(key(row))],
        "other half": [row for row in rows if not first(key(row))],
    }
    said = {}
    whole = standard_linker()
    linker = replace(whole, relations=(whole.relation(RELATIONS[task]),))
    for part, own in parts.items():
        linked = link_reports([reports[row["id"]] for row in own], linker)
        said[part] = _score(arguments.score, task, own, linked)
    return said


def _topic_parity(row: dict[str, Any]) -> str:
    """Of `ecb-12_3ecb` the parity of the topic, 12; it is used to cut the pack, and never shown to the program."""
    return str(int(row["id"].removeprefix("ecb-").split("_")[0]) % 2)


def _score(scorers: Path, task: str, rows: list[dict[str, Any]], linked: Linked) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        gold, answer = Path(folder) / "gold.jsonl", Path(folder) / "linked.json"
        gold.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        answer.write_text(dumps(linked) + "\n", encoding="utf-8")
        found: dict[str, Any] = json.loads(run(scorers / "stories.py", task, gold, answer, "--json"))
        return found


PARTS = {
    "stories": stories, "origins": origins, "events": events, "timelines": timelines, "order": order, "scale": scale,
    "ledger": ledger,
}  # fmt: skip

if __name__ == "__main__":
    try:
        main()
    except OnrecordError as error:
        sys.exit(str(error))
