"""Who answers a pack: the program, the trivial baselines, and the peers that can be run beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dependency_rule
import environments
import scoring
import trivial
from measures import Pack
from onrecord.extraction.pipeline import Extractor
from onrecord.records import Document, Extraction, dumps

PROGRAM, TRIVIAL, STORED = "onrecord", "trivial", "ZSP"

TIME_PEERS, PLACE_PEERS = ("HeidelTime", "recognizers-text", "dateparser"), ("largest population",)

ENVIRONMENTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "HeidelTime": ("heideltime", ("java", "perl")),
    "recognizers-text": ("recognizers", ()),
    "dateparser": ("dateparser", ()),
    "largest population": ("population", ()),
}
"""The requirements of each peer, and the programs that it needs on the machine."""

SLOW = "HeidelTime"
"""Starts a Java machine for every document: seconds each."""

PATIENCE = 3600
"""Seconds that a peer may take for a pack."""


@dataclass(frozen=True, slots=True)
class Task:
    """A pack made ready: its documents, in a file without the gold too, and the file that the scorer reads."""

    pack: Pack
    documents: list[Document]
    questions: Path
    gold: Path
    folder: Path

    def answers(self, contestant: str) -> Path:
        """Where a contestant's answers stand."""
        return self.folder / f"{self.pack.name} {contestant}.jsonl".replace(" ", "-")


def contestants(pack: Pack, peers: bool = True, slow: bool = False) -> list[str]:
    """Who answers a pack, the program first; `slow` lets the slow peer answer large packs too."""
    names = [PROGRAM]
    if pack.job != "locate":
        names.append(TRIVIAL)
    if pack.scorer == "attribution":
        names.append("dependency rule")
    if peers and pack.scorer == "times":
        names += [name for name in TIME_PEERS if name != SLOW or slow or pack.only]
    if peers and pack.job == "locate":
        names += PLACE_PEERS
    if pack.name == "plv":
        names.append(STORED)
    return names


def answer(name: str, task: Task, extractor: Extractor, scorers: Path) -> dict[str, Any]:
    """Let a contestant answer, and give what the scorer says. Raises PeerError and ScorerError."""
    if name == STORED:
        return stored(task.gold)
    path = task.answers(name)
    if name == PROGRAM:
        _write(path, map(dumps, getattr(extractor, task.pack.job)(task.documents)))
    elif name == TRIVIAL:
        _answer_trivially(task, path, extractor, scorers)
    elif name == "dependency rule":
        _write(path, map(json.dumps, dependency_rule.attributions(task.documents)))
    else:
        requirements, needs = ENVIRONMENTS[name]
        environments.answer(
            requirements, environments.make(requirements, needs), task.questions, path, seconds=PATIENCE
        )
    return scoring.score(scorers / f"{task.pack.scorer}.py", task.gold, path)


def stored(gold: Path) -> dict[str, Any]:
    """The figures of the predictions that the PLV pack holds: a zero-shot RoBERTa-large, with its step for modality."""
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    pairs = [(row["gold"]["root"], row["peer_zsp"]["root_tree"]) for row in rows]
    scores = []
    for root in sorted({asked for asked, _ in pairs}):
        right = sum(asked == given == root for asked, given in pairs)
        scores.append(2 * right / sum((asked == root) + (given == root) for asked, given in pairs))
    accuracy = sum(asked == given for asked, given in pairs) / len(pairs)
    return {"pair_given": {"accuracy": accuracy, "macro_f1": sum(scores) / len(scores)}}


def _answer_trivially(task: Task, path: Path, extractor: Extractor, scorers: Path) -> None:
    own: dict[str, Callable[[Iterable[Document]], Iterable[Any]]] = {"times": trivial.times, "places": trivial.places}
    scorer = task.pack.scorer
    if scorer in own:
        _write(path, map(json.dumps, own[scorer](task.documents)))
    elif scorer == "claims":
        found: Iterable[Extraction] = extractor.extract(task.documents)
        _write(path, (dumps(trivial.face_value(extraction)) for extraction in found))
    elif scorer in ("muc", "eventtype"):
        scoring.run(scorers / f"{scorer}.py", task.gold, "--baseline", "keyword", "--write", path)
    else:
        rule = {"attribution": "said", "factuality": "words"}[scorer]
        path.write_text(scoring.run(scorers / f"{scorer}_trivial.py", rule, task.gold), encoding="utf-8")


def _write(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(line + "\n")
