"""Measures the program on every pack beside trivial baselines and peers, and writes one table.

    python benchmarks/compare.py [--data DIR] [--score DIR] [--output DIR] [--only NAME ...] [--no-peers] [--speed]

Peers run on the same text in the same run, each in an environment of its own below build/peers, which the command
makes. One that cannot be had is named with the reason, and the rest goes on.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

import gold
import speed
from answers import of_claim
from contestants import PROGRAM, TRIVIAL, Task, answer, contestants
from data import documents, options, rows
from figures import CEILINGS, tally
from measures import PACKS, RECORD, ROWS, Pack, Row, pick
from onrecord.errors import OnrecordError
from onrecord.extraction.pipeline import Extractor
from onrecord.records import Document, decode
from report import Report, digest, write
from trivial import face_value


def main() -> None:
    """Run what is asked for."""
    arguments = _arguments()
    data, scorers = arguments.data, arguments.score or arguments.data.parent / "score"
    extractor = Extractor()
    report = Report(program=extractor.version)
    with tempfile.TemporaryDirectory() as folder:
        for pack in PACKS:
            if _wanted(pack.name, arguments.only):
                task = prepare(pack, data, Path(folder), arguments.documents)
                measure(task, extractor, scorers, report, arguments.peers, arguments.slow)
                report.digests.update({name: digest(data / name) for name in _files(pack)})
                write(report, arguments.output)
    if _wanted("record", arguments.only):
        measure_record(extractor, report)
    if _wanted("stories", arguments.only):
        report.notes.append("stories: the program has no command `link` yet, which this pack is for")
    if arguments.speed:
        measure_speed(data, extractor, report)
    if arguments.documents:
        report.notes.append(f"a trial run: only the first {arguments.documents} documents of each pack were measured")
    sys.stdout.write(write(report, arguments.output))


def prepare(pack: Pack, data: Path, folder: Path, first: int | None) -> Task:
    """Read a pack and lay its documents down without the gold, and the gold where only some documents are taken."""
    whole = [row for name in pack.files for row in rows(data / name)]
    if pack.only:
        listed = set((data / pack.only).read_text(encoding="utf-8").split())
        whole = [row for row in whole if row["id"] in listed]
    taken = whole[:first]
    name = pack.name.replace(" ", "-")
    questions, answers = folder / f"{name}-questions.jsonl", data / (pack.labels or pack.files[0])
    _lay(questions, [{key: value for key, value in row.items() if key not in ("gold", "templates")} for row in taken])
    if pack.only or len(taken) < len(whole):
        ids = {row["id"] for row in taken}
        labels = [row for row in rows(data / pack.labels) if row["id"] in ids] if pack.labels else taken
        answers = folder / f"{name}-gold.jsonl"
        _lay(answers, labels)
    return Task(pack, [decode(Document, row) for row in taken], questions, answers, folder)


def measure(task: Task, extractor: Extractor, scorers: Path, report: Report, peers: bool, slow: bool) -> None:
    """Let all contestants answer a pack, and add its rows to the report."""
    name = task.pack.name
    said, seconds = {}, {}
    for contestant in contestants(task.pack, peers, slow):
        sys.stderr.write(f"{name}: {contestant}\n")
        start = time.perf_counter()
        try:
            said[contestant] = answer(contestant, task, extractor, scorers)
        except OnrecordError as error:
            if contestant == PROGRAM:
                raise
            report.notes.append(f"{contestant} on {name}: {error}")
            continue
        seconds[contestant] = round(time.perf_counter() - start, 1)
    report.seconds[name] = seconds
    for row in ROWS:
        if row.pack == name:
            report.rows.append((row, {contestant: pick(figures, row) for contestant, figures in said.items()}))


def measure_record(extractor: Extractor, report: Report) -> None:
    """Measure the project's own passages, by split; the figures of the test passages stand in the table as well."""
    for split in gold.SPLITS:
        try:
            passages = gold.load(split)
        except OnrecordError as error:
            report.notes.append(f"own passages, {split}: {error}")
            continue
        start = time.perf_counter()
        found = list(extractor.extract([passage.document for passage in passages]))
        report.seconds[f"own passages, {split}"] = {PROGRAM: round(time.perf_counter() - start, 1)}
        pairs = list(zip(passages, found, strict=True))
        counts = tally((passage.claims, [of_claim(claim) for claim in one.claims]) for passage, one in pairs)
        plain = tally(
            (passage.claims, [of_claim(claim) for claim in face_value(one).claims]) for passage, one in pairs
        ).figures()
        report.splits[split] = figures = counts.figures()
        families = len({passage.family for passage in passages})
        report.sizes[split] = (
            f"{len(passages)} passages of {families} families, {counts.counts['core']} core claims, "
            f"SHA-256 `{gold.digest(passages)}`"
        )
        if split == "test":
            report.splits["test, all at face value"] = plain
            for name, (reach, ahead) in RECORD.items():
                row = Row("the record", f"own test passages: {name}", "own", (), reach, ahead, low=name in CEILINGS)
                report.rows.append((row, {PROGRAM: figures[name], TRIVIAL: plain[name]}))


def measure_speed(data: Path, extractor: Extractor, report: Report) -> None:
    """Measure words a second beside the bare parser."""
    articles = documents(data / "attribution" / "polnear_train.jsonl")[:100]
    bare, whole = speed.rates(articles, extractor, rounds=3)
    row = Row("speed", "words a second, of the bare parser's", "polnear_train, 100 articles", (), 0.4)
    report.rows.append((row, {PROGRAM: whole / bare, "bare parser": 1.0}))
    report.seconds["speed"] = {"words a second, bare parser": round(bare), "words a second, onrecord": round(whole)}


def _arguments() -> argparse.Namespace:
    parser = options("Figures of the program, trivial baselines and peers on every pack.")
    parser.add_argument("--score", type=Path, help="folder of the scorers (default: score/ beside the packs)")
    parser.add_argument("--output", type=Path, default=Path("build/benchmarks"), help="folder for table.md, table.json")
    parser.add_argument("--only", nargs="*", default=[], help="names of packs, or beginnings of them")
    parser.add_argument("--no-peers", action="store_false", dest="peers", help="leave out peers that must be installed")
    parser.add_argument("--slow", action="store_true", help="HeidelTime on the large pack too (half an hour and more)")
    parser.add_argument("--speed", action="store_true", help="words a second beside the bare parser, too")
    parser.add_argument("--documents", type=int, metavar="N", help="only the first N of each pack, to try it out")
    return parser.parse_args()


def _wanted(name: str, only: list[str]) -> bool:
    return not only or any(name.startswith(beginning) for beginning in only)


def _files(pack: Pack) -> list[str]:
    return [name for name in (*pack.files, pack.labels, pack.only) if name]


def _lay(path: Path, what: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in what), encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except OnrecordError as error:
        sys.exit(str(error))
