"""Trains the head of acts anew on the shipped encoder, which stays as it is.

    python training/heads.py --data DIR [--model DIR] [--epochs N]

Reads the own passages of the train split, the sentences of `training/sentences/*.txt`, and articles of PolNeAR with the
acts that the lexicon finds, which keep the head from seeing acts everywhere. Writes `heads.npz` and `version.txt`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from onrecord.extraction.events import find_acts
from onrecord.extraction.trained import TrainedReading
from onrecord.knowledge import Knowledge
from onrecord.language import Encoder, Parser, Text
from onrecord.language.encoder import FILES, FOLDER
from onrecord.records.vocabulary import EVENT_TYPES, STAGES
from prepare import GOLD, head_of, rows, split

SENTENCES = Path(__file__).parent / "sentences"
MARK = re.compile(r"\[([^\]|]+)\|([A-Z]+)\|(\w+)(?:\|(negated))?\]")
OUT = -100

Labelled = tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], float]


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=FOLDER)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--width", type=int, default=128)
    options = parser.parse_args()
    torch.manual_seed(1)
    random.seed(1)
    made = list(examples(options.data, Encoder(options.model), options.articles))
    print(f"{len(made)} texts, {sum(int((labels > 0).sum()) for _, labels, _ in made)} acts")
    head = train(made, options.epochs, options.width)
    write(head, options.model, options.output or options.model)


def examples(data: Path, encoder: Encoder, articles: int) -> Iterator[Labelled]:
    """Vectors and labels (0 none, else the type; OUT is not counted) of each text, and its weight."""
    parser, knowledge = Parser(), Knowledge.load()

    def labelled(text: Text, labels: np.ndarray[Any, Any], weight: float) -> Labelled:
        return TrainedReading(text, encoder).vectors, labels, weight

    train_split = split("train")
    labels_of = {row["id"]: row for path in sorted((GOLD / "labels").glob("*.jsonl")) for row in rows(path)}
    for path in sorted((GOLD / "passages").glob("*.jsonl")):
        for document in rows(path):
            if document["id"] in train_split:
                text = parser.parse(document["text"])
                yield labelled(text, of_claims(text, labels_of[document["id"]]["claims"]), 1.0)
    for sentence in sentences():
        text, labels = of_marks(parser, sentence)
        yield labelled(text, labels, 1.0)
    for document in rows(data / "attribution/polnear_train.jsonl", articles):
        text = parser.parse(document["text"])
        labels = np.zeros(len(text.tokens), np.int64)
        for act in find_acts(text, knowledge):
            labels[act.head.i] = EVENT_TYPES.index(act.type) + 1
        yield labelled(text, labels, 0.3)


def of_claims(text: Text, claims: Sequence[dict[str, Any]]) -> np.ndarray[Any, Any]:
    """The labels of a passage: other words for an act are neither one nor none."""
    labels = np.zeros(len(text.tokens), np.int64)
    for claim in claims:
        for span in claim.get("also", ()):
            for token in text.tokens_in(*span):
                labels[token.i] = OUT
    for claim in claims:
        head = head_of(text.tokens_in(*claim["trigger"]))
        if head is not None:
            labels[head.i] = EVENT_TYPES.index(claim["type"]) + 1
    return labels


def sentences() -> Iterator[str]:
    """The lines of the sentence files, without remarks."""
    for path in sorted(SENTENCES.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                yield line.strip()


def of_marks(parser: Parser, marked: str) -> tuple[Text, np.ndarray[Any, Any]]:
    """A marked sentence ("They [took|ASSAULT|done] the town.") as text and labels. Raises ValueError on a bad mark."""
    plain, found, at = "", [], 0
    for match in MARK.finditer(marked):
        plain += marked[at : match.start()]
        word, kind, stage = match[1], match[2], match[3]
        if kind not in EVENT_TYPES or stage not in STAGES:
            raise ValueError(f"no such type or stage: {match[0]} in {marked[:80]}")
        found.append((len(plain), len(plain) + len(word), kind))
        plain += word
        at = match.end()
    plain += marked[at:]
    if "[" in plain or "|" in plain:
        raise ValueError(f"a mark is not closed: {marked[:80]}")
    text = parser.parse(plain)
    labels = np.zeros(len(text.tokens), np.int64)
    for start, end, kind in found:
        head = head_of(text.tokens_in(start, end))
        if head is not None:
            labels[head.i] = EVENT_TYPES.index(kind) + 1
    return text, labels


def train(made: list[Labelled], epochs: int, width: int) -> nn.Sequential:
    """A hidden layer and the types."""
    size = made[0][0].shape[1]
    head = nn.Sequential(nn.Linear(size, width), nn.ReLU(), nn.Dropout(0.3), nn.Linear(width, len(EVENT_TYPES) + 1))
    vectors = torch.from_numpy(np.concatenate([v for v, _, _ in made]))
    labels = torch.from_numpy(np.concatenate([n for _, n, _ in made]))
    weights = torch.from_numpy(np.concatenate([np.full(len(n), w, np.float32) for _, n, w in made]))
    kept = labels != OUT
    vectors, labels, weights = vectors[kept], labels[kept], weights[kept]
    optimizer = torch.optim.AdamW(head.parameters(), lr=1e-3, weight_decay=0.05)
    steps = epochs * (len(labels) // 1024 + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=steps)
    for _ in range(epochs):
        total = 0.0
        for batch in torch.randperm(len(labels)).split(1024):
            losses: Tensor = cross_entropy(head(vectors[batch]), labels[batch], reduction="none") * weights[batch]
            losses.mean().backward()
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            total += float(losses.detach().sum())
    print(f"loss a word {total / len(labels):.4f}")
    return head.eval()


def write(head: nn.Sequential, model: Path, target: Path) -> None:
    """Put the head into `heads.npz`, and the new version beside it."""
    with np.load(model / "heads.npz", allow_pickle=False) as old:
        heads = {name: old[name] for name in old.files}
    for layer in (0, 3):
        heads[f"acts_{layer}_weight"] = head[layer].weight.detach().numpy().astype(np.float16)
        heads[f"acts_{layer}_bias"] = head[layer].bias.detach().numpy().astype(np.float16)
    target.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(target / "heads.npz", allow_pickle=False, **heads)
    files = [(target if (target / name).is_file() else model) / name for name in FILES[:-1]]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    (target / "version.txt").write_text(f"{digest[:12]}\n", encoding="ascii")
    print(json.dumps({"version": digest[:12]}))


if __name__ == "__main__":
    main()
