"""Reads a folder of web archives, good and damaged, and prints what each gives: records, documents, problems.

    python benchmarks/archives.py [--data DIR] [FOLDER]

FOLDER is that of the pack, `archives` of DIR, where none is named.

No file may end the run; a file that gives no document must say why.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from data import options
from onrecord.reading import ReadDocument, ReadingOptions, read
from onrecord.reading.formats.archive import Record, records
from onrecord.reading.model import UnreadableError
from onrecord.reading.sources import Bytes, Source


def count_records(path: Path) -> str:
    """How many records of which type an archive has."""
    kinds: Counter[str] = Counter()
    try:
        with Bytes(Source(str(path), None), None, ReadingOptions().max_document_bytes) as content:
            for record in records(content, ReadingOptions().max_document_bytes):
                kinds[record.kind if isinstance(record, Record) else "damage"] += 1
    except UnreadableError as error:
        kinds[error.code] += 1
    return ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items())) or "none"


def main() -> None:
    """Print a table of the files of the folder that is given."""
    parser = options("What each web archive of a folder gives.")
    parser.add_argument("folder", type=Path, nargs="?")
    arguments = parser.parse_args()
    folder = arguments.folder or arguments.data / "archives"
    if not folder.is_dir():
        sys.exit(
            f"{folder}: this folder is not there; name one, or say where the packs are with --data or ONRECORD_DATA"
        )
    print("| file | records | documents | problems | seconds |\n| --- | --- | --- | --- | --- |")
    for path in sorted(folder.iterdir()):
        if path.suffix == ".md" or not path.is_file():
            continue
        start = time.perf_counter()
        documents = 0
        problems: list[str] = []
        for item in read([path]):
            if isinstance(item, ReadDocument):
                documents += 1
                problems.extend(f"{problem.code}: {problem.message}" for problem in item.problems)
            else:
                problems.append(f"{item.code}: {str(item).removeprefix(str(path)).strip(': ')}")
        said = "<br>".join(problem.replace("|", "\\|") for problem in problems)
        taken = time.perf_counter() - start
        print(f"| {path.name} | {count_records(path)} | {documents} | {said} | {taken:.2f} |")


if __name__ == "__main__":
    main()
