"""The project's own labelled passages: documents, labels and the split that each belongs to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answers import Answer, of_claim, of_label
from figures import Tally, tally
from onrecord.errors import OnrecordError
from onrecord.extraction.pipeline import Extractor
from onrecord.records import Document, decode

FOLDER = Path(__file__).resolve().parent.parent / "gold"
SPLITS = ("train", "dev", "test")


class GoldError(OnrecordError):
    """The labelled passages are not as they should be; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with its labelled claims; `row` is the line of labels as it was read."""

    document: Document
    family: str
    claims: tuple[Answer, ...]
    row: dict[str, Any]


def load(split: str, folder: Path = FOLDER) -> list[Passage]:
    """Read the passages of a split (`train`, `dev` or `test`), ordered by id.

    `split.tsv` has a line for each passage: id, construction family, split; `#` begins a remark. Raises GoldError where
    it is missing, or where passages and labels do not go together.
    """
    families = _split(folder / "split.tsv", split)
    documents = {row["id"]: row for row in _rows(folder / "passages")}
    labels = {row["id"]: row for row in _rows(folder / "labels")}
    missing = [name for name in families if name not in documents or name not in labels]
    if missing:
        raise GoldError(f"{folder}: no passage or no labels for {', '.join(missing[:5])}; mend split.tsv or the files")
    return [
        Passage(
            decode(Document, documents[name]),
            family,
            tuple(of_label(claim) for claim in labels[name]["claims"]),
            labels[name],
        )
        for name, family in sorted(families.items())
    ]


def digest(passages: Iterable[Passage]) -> str:
    """The SHA-256 of what is labelled and how: any change of a passage or a label gives another."""
    total = hashlib.sha256()
    for passage in passages:
        document = passage.document
        what = [document.id, document.text, document.title, document.published, document.source, passage.row["claims"]]
        total.update(json.dumps(what, sort_keys=True, ensure_ascii=False).encode() + b"\n")
    return total.hexdigest()


def measure(passages: Sequence[Passage], extractor: Extractor) -> Tally:
    """Run the program over passages and count."""
    extractions = extractor.extract([passage.document for passage in passages])
    return tally(
        (passage.claims, [of_claim(claim) for claim in extraction.claims])
        for passage, extraction in zip(passages, extractions, strict=True)
    )


def _split(path: Path, split: str) -> dict[str, str]:
    if split not in SPLITS:
        raise GoldError(f"{split!r} is no split; say one of {', '.join(SPLITS)}")
    if not path.is_file():
        raise GoldError(f"{path}: the list of splits is not there; a line is id, family, split with tabs between")
    families = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split("\t")
        if len(parts) != 3 or parts[2] not in SPLITS:
            raise GoldError(f"{path}, line {number}: should be id, family and one of {', '.join(SPLITS)}, with tabs")
        if parts[2] == split:
            families[parts[0]] = parts[1]
    return families


def _rows(folder: Path) -> Iterable[dict[str, Any]]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)
