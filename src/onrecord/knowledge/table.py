"""Tables of knowledge: tab-separated files with a comment on top, and the user's overlays over them.

A table is UTF-8 text. Lines that begin with `#` are comments; the first other line names the columns;
each further line is a row, its cells separated by tabs (missing cells at the end are empty). An overlay
is a folder with files of the same names: a row there replaces the row with the same key, is added where
there is none, and removes it where its first cell begins with `-`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from onrecord.errors import OnrecordError

DATA = Path(str(resources.files("onrecord.knowledge"))) / "data"


class KnowledgeError(OnrecordError):
    """A table of knowledge has a mistake; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column, and where it stands."""

    cells: dict[str, str]
    file: str
    line: int

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def error(self, message: str) -> KnowledgeError:
        """A KnowledgeError that names this row's file and line."""
        return KnowledgeError(f"{self.file}, line {self.line}: {message}")

    def choice(self, column: str, allowed: Iterable[str], empty: bool = False) -> str:
        """The cell, which must be one of `allowed` (or empty, where that is allowed). Raises KnowledgeError."""
        value = self[column]
        options = list(allowed)
        if value not in options and not (empty and not value):
            raise self.error(f"{column} is {value!r}; it must be one of {', '.join(sorted(options))}")
        return value

    def words(self, column: str, separator: str = "|") -> tuple[str, ...]:
        """The cell split at `separator`, without empty parts."""
        return tuple(part.strip() for part in self[column].split(separator) if part.strip())


def read_table(name: str, key: Sequence[str], overlays: Sequence[Path] = ()) -> list[Row]:
    """Read the shipped table `name` (a file, or a folder of files, below `data/`) and the overlays' over it.

    `key` names the columns that together identify a row; without any, rows are only added. Rows of overlays
    come first, so that where several rows could apply in order a user's own win. Raises KnowledgeError.
    """
    base = list(_rows_at(DATA / name))
    for overlay in overlays:
        added = []
        for row in _rows_at(overlay / name):
            first = next(iter(row.cells.values()), "")
            removes = first.startswith("-") and len(first) > 1
            cells = dict(row.cells)
            if removes:
                cells[next(iter(cells))] = first[1:]
            identity = tuple(cells.get(column, "") for column in key)
            if key:
                base = [r for r in base if tuple(r[column] for column in key) != identity]
            if not removes:
                added.append(row)
        base = added + base
    return base


def _rows_at(path: Path) -> Iterator[Row]:
    if path.is_dir():
        for file in sorted(path.glob("*.tsv")):
            yield from read_file(file)
    elif path.is_file():
        yield from read_file(path)


def read_file(path: Path) -> Iterator[Row]:
    """Yield the rows of one file. Raises KnowledgeError where it is not UTF-8 or a row has too many cells."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path}: this file is not UTF-8 text; save it as UTF-8") from error
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be read ({error.strerror})") from error
    columns: list[str] | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if columns is None:
            columns = cells
            continue
        if len(cells) > len(columns):
            raise KnowledgeError(
                f"{path}, line {number}: {len(cells)} cells, but only {len(columns)} columns "
                f"({', '.join(columns)}); cells are separated by tabs"
            )
        yield Row(dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True)), str(path), number)
