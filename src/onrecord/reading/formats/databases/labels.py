"""The labels of the services' fields, and the names of languages, from their tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from onrecord.knowledge.table import read_file

_DATA = Path(__file__).parent.parent.parent / "data"


@dataclass(frozen=True, slots=True)
class Label:
    """What a label stands for, and where it may stand: `head`, `body`, `tail`."""

    field: str
    place: str


@cache
def labels(service: str) -> dict[str, Label]:
    """The labels of a service, in lower case."""
    return {
        row["label"].lower(): Label(row["field"], row.choice("place", ("head", "body", "tail")))
        for row in read_file(_DATA / "database_labels.tsv")
        if row["service"] == service
    }


@cache
def _languages() -> dict[str, str]:
    return {row["name"]: row["code"] for row in read_file(_DATA / "language_names.tsv")}


def language_code(name: str | None) -> str | None:
    """The BCP 47 code of a language that is called by its name, or null; of several, that of the first."""
    first = (name or "").partition(";")[0].partition(",")[0].strip().lower()
    return _languages().get(first)
