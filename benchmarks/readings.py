"""Documents of a pack with what was read from them, kept below build/readings so that linking can be measured alone."""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.extraction.pipeline import Extractor, version
from onrecord.knowledge import Knowledge
from onrecord.linking.model import Report
from onrecord.records import Document, Extraction, decode, dumps
from onrecord.records.mention import Mention

KEPT = Path("build/readings")


def pack_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a pack, gzipped or not; ends the program with a clear message where it is missing."""
    if not path.is_file():
        sys.exit(f"{path}: this pack is not there; say where the packs are with --data DIR or ONRECORD_DATA")
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


class Readings:
    """What the extractor finds in the documents of packs, each read once for each version of the extractor."""

    def __init__(self, folder: Path = KEPT) -> None:
        self._extractor: Extractor | None = None
        self._folder = folder
        self._version = hashlib.sha256(version(Knowledge.load()).encode()).hexdigest()[:12]

    def reports(self, path: Path, rows: list[dict[str, Any]], probes: bool = False) -> list[Report]:
        """Some documents of the pack `path` with their claims, or with the mentions that `probes` point at too."""
        return list(self.stream(path, rows, probes))

    def stream(self, path: Path, rows: list[dict[str, Any]], probes: bool = False) -> Iterator[Report]:
        """The same, one after the other."""
        kept = self._kept(path)
        documents = [decode(Document, {"probes": [], **row} if probes else {**row, "probes": []}) for row in rows]
        missing = [document for document in documents if document.id not in kept]
        if missing:
            self._extend(path, missing)
            kept = self._kept(path)
        mentions = self._mentions(path, documents) if probes else {}
        with self._file(path, "read").open("rb") as file:
            for document in documents:
                file.seek(kept[document.id])
                yield Report(document, decode(Extraction, json.loads(file.readline())), mentions.get(document.id, ()))

    @property
    def extractor(self) -> Extractor:
        """The extractor, loaded when it is first needed."""
        if self._extractor is None:
            self._extractor = Extractor()
        return self._extractor

    def _file(self, path: Path, what: str) -> Path:
        return self._folder / self._version / f"{path.name.split('.')[0]}-{what}.jsonl"

    def _kept(self, path: Path) -> dict[str, int]:
        """Where in its file each document that was read stands."""
        file = self._file(path, "read")
        found: dict[str, int] = {}
        if file.is_file():
            at = 0
            with file.open("rb") as lines:
                for line in lines:
                    found[json.loads(line)["document"]["id"]] = at
                    at += len(line)
        return found

    def _extend(self, path: Path, documents: list[Document]) -> None:
        file = self._file(path, "read")
        file.parent.mkdir(parents=True, exist_ok=True)
        sys.stderr.write(f"{path.name}: reading {len(documents)} documents\n")
        with file.open("a", encoding="utf-8") as lines:
            for extraction in self.extractor.extract(documents):
                lines.write(dumps(extraction) + "\n")
                lines.flush()

    def _mentions(self, path: Path, documents: list[Document]) -> dict[str, tuple[Mention, ...]]:
        file = self._file(path, "mentions")
        if not file.is_file():
            sys.stderr.write(f"{path.name}: reading the mentions that are given\n")
            with file.open("w", encoding="utf-8") as lines:
                for document, found in zip(documents, self.extractor.mentions(documents), strict=True):
                    lines.write(dumps([document.id, found]) + "\n")
        with file.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        return {id: decode(tuple[Mention, ...], found) for id, found in rows}
