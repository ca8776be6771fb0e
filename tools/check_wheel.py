"""Whether a wheel holds all of the package and nothing else: `python tools/check_wheel.py dist/onrecord-*.whl`.

Every file below src/onrecord must be in it, byte for byte, with tables, models, templates and what the pages load; the
licence and the notice too; and its own list of hashes must be right. The exit status is 1 where something is wrong.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import sys
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

ROOT = Path(__file__).parent.parent
NEEDED = (
    "onrecord/py.typed",
    "onrecord/web/templates/base.html",
    "onrecord/web/static/onrecord.css",
    "onrecord/web/static/vendor/htmx.org/htmx.min.js",
    "onrecord/demo/data/story.jsonl",
    "onrecord/knowledge/data/parties/offices.tsv",
    "onrecord/ledger/migrations/env.py",
)
"""Files of each kind that the package is nothing without, whatever the tree holds."""


def sources(root: Path = ROOT) -> Iterator[tuple[str, Path]]:
    """The files of the package by the names that they have in a wheel."""
    for path in sorted((root / "src" / "onrecord").rglob("*")):
        hidden = any(part.startswith(".") or part == "__pycache__" for part in path.relative_to(root).parts)
        if path.is_file() and not hidden and path.suffix not in (".pyc", ".db"):
            yield path.relative_to(root / "src").as_posix(), path


def faults(wheel: Path, root: Path = ROOT) -> Iterator[str]:
    """What is wrong with a wheel, one line each."""
    expected = dict(sources(root))
    with zipfile.ZipFile(wheel) as held:
        names = set(held.namelist())
        about = {name for name in names if name.split("/")[0].endswith(".dist-info")}
        yield from (f"{name} is missing" for name in sorted({*expected, *NEEDED} - names))
        yield from (f"{name} does not belong in it" for name in sorted(names - about - expected.keys()))
        for name in sorted(expected.keys() & names):
            if held.read(name) != expected[name].read_bytes():
                yield f"{name} is not the file of the tree"
        yield from _about(held, about)
        yield from _hashes(held, names)


def _about(held: zipfile.ZipFile, about: set[str]) -> Iterator[str]:
    by_end = {name.split("/", 1)[1]: name for name in about}
    for needed in ("METADATA", "RECORD", "entry_points.txt", "licenses/LICENSE", "licenses/NOTICE"):
        if needed not in by_end:
            yield f"{needed} is missing from what the wheel says of itself"
            return
    metadata = Parser().parsestr(held.read(by_end["METADATA"]).decode())
    for field in ("Name", "Version", "Summary", "Requires-Python", "License-Expression"):
        if not metadata[field]:
            yield f"its metadata has no {field}"
    if "onrecord = onrecord.cli.main:run" not in held.read(by_end["entry_points.txt"]).decode():
        yield "the command onrecord is not in its entry points"


def _hashes(held: zipfile.ZipFile, names: set[str]) -> Iterator[str]:
    record = next((name for name in names if name.endswith(".dist-info/RECORD")), None)
    if record is None:
        return
    listed = set()
    for name, digest, _ in csv.reader(io.StringIO(held.read(record).decode())):
        listed.add(name)
        if not digest:
            continue
        own = base64.urlsafe_b64encode(hashlib.sha256(held.read(name)).digest()).decode().rstrip("=")
        if digest != f"sha256={own}":
            yield f"{name} does not have the hash that the wheel lists"
    yield from (f"{name} is not in its list" for name in sorted(names - listed))


def main() -> int:
    """Check the wheels that are named; print what is wrong."""
    wrong = 0
    for named in sys.argv[1:]:
        found = list(faults(Path(named)))
        wrong += len(found)
        size = Path(named).stat().st_size
        sys.stdout.write("".join(f"{named}: {fault}\n" for fault in found) or f"{named}: whole, {size:,} bytes\n")
    return 1 if wrong or not sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
