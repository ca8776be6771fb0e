"""Where the packs and the scorers are: by option, by ONRECORD_DATA, else beside the checkout."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from onrecord.records import Document, decode


def options(description: str) -> argparse.ArgumentParser:
    """A parser with the options that every benchmark has."""
    parser = argparse.ArgumentParser(description=description)
    default = os.environ.get("ONRECORD_DATA", "../shared/data")
    parser.add_argument("--data", type=Path, default=Path(default), help="folder of the packs (or ONRECORD_DATA)")
    return parser


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a pack; ends the program with a clear message where it is missing."""
    if not path.is_file():
        sys.exit(f"{path}: this pack is not there; say where the packs are with --data DIR or ONRECORD_DATA")
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def documents(path: Path) -> list[Document]:
    """The documents of a pack."""
    return [decode(Document, row) for row in rows(path)]
