"""Tables of knowledge: tab-separated files with a comment on top, and the user's overlays over them.

A table is UTF-8 text. Lines that begin with `#` are comments; the first other line names the columns;
each further line is a row, its cells separated by tabs (missing cells at the end are empty). An overlay
is a folder with files of the same names (in `ANY_NAME` of any): a row there replaces the row with the same
key, is added where there is none, and removes it where its first cell begins with `-`. Mistakes in an
overlay never pass in silence: a file of another name, an unknown column, a removal of nothing are errors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from onrecord.errors import OnrecordError

DATA = Path(str(resources.files("onrecord.knowledge"))) / "data"

ANY_NAME = ("classes", "events", "operators")
"""Tables that are folders, whose files may have any name that ends in `.tsv`."""

SEALED = ("ontology.tsv",)
"""Tables that no overlay changes: they hold the terms of a standard."""

BESIDE = ("README", "LICENSE", ".")
"""How files begin that an overlay may hold beside its tables."""


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
        for row in _rows_at(overlay / name, name):
            first = next(iter(row.cells.values()), "")
            removes = first.startswith("-") and len(first) > 1
            cells = dict(row.cells)
            if removes:
                cells[next(iter(cells))] = first[1:]
            identity = tuple(cells.get(column, "") for column in key)
            kept = [r for r in base if tuple(r[column] for column in key) != identity] if key else base
            if not removes:
                added.append(row)
            elif len(kept) == len(base):
                raise _removes_nothing(row, first, key, identity)
            base = kept
        base = added + base
    return base


def _removes_nothing(row: Row, first: str, key: Sequence[str], identity: Sequence[str]) -> KnowledgeError:
    if not key:
        return row.error(f"{first!r} removes nothing: rows of this table can only be added")
    cells = ", ".join(f"{column} {cell!r}" for column, cell in zip(key, identity, strict=True))
    return row.error(f"{first!r} removes nothing: there is no row with {cells}")


def check_names(overlay: Path) -> None:
    """Raise KnowledgeError where a folder of tables holds a file or folder that no table is read from."""
    single = _single_tables()
    folders = {name.partition("/")[0] for name in single if "/" in name}
    for path in _inside(overlay):
        if path.is_dir() and path.name in ANY_NAME:
            for file in _inside(path):
                if file.suffix != ".tsv" or file.is_dir():
                    raise KnowledgeError(f"{file}: this is no table; files in {path.name}/ have names that end in .tsv")
        elif path.is_dir() and path.name in folders:
            known = [name for name in single if name.startswith(f"{path.name}/")]
            for file in _inside(path):
                if f"{path.name}/{file.name}" not in known:
                    raise KnowledgeError(f"{file}: there is no table of this name; here are {', '.join(known)}")
        elif path.is_dir() or path.name not in single:
            names = [f"{folder}/*.tsv" for folder in ANY_NAME] + list(single)
            raise KnowledgeError(f"{path}: there is no table of this name; the tables are {', '.join(names)}")


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith(BESIDE))
    except OSError as error:
        raise KnowledgeError(f"{folder}: cannot be read ({error.strerror})") from error


@cache
def _single_tables() -> tuple[str, ...]:
    """The names of the tables that are one file each, below `data/`."""
    names = (path.relative_to(DATA).as_posix() for path in sorted(DATA.rglob("*.tsv")))
    return tuple(name for name in names if name not in SEALED and name.partition("/")[0] not in ANY_NAME)


def _rows_at(path: Path, table: str | None = None) -> Iterator[Row]:
    """The rows of a file or folder; those of an overlay have columns that the shipped `table` has."""
    files = sorted(path.glob("*.tsv")) if path.is_dir() else [path] if path.is_file() else []
    for file in files:
        yield from read_file(file, _columns(table) if table is not None else None)


@cache
def _columns(table: str) -> tuple[str, ...]:
    """The columns of a shipped table."""
    path = DATA / table
    with (min(path.glob("*.tsv")) if path.is_dir() else path).open(encoding="utf-8") as lines:
        head = next(line for line in lines if line.strip() and not line.startswith("#"))
    return tuple(cell.strip() for cell in head.split("\t"))


def read_file(path: Path, known: Sequence[str] | None = None) -> Iterator[Row]:
    """Yield the rows of one file.

    Raises KnowledgeError where it is not UTF-8, a row has too many cells, or a column is none of `known`.
    """
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
            for column in cells:
                if known is not None and column and column not in known:
                    raise KnowledgeError(
                        f"{path}, line {number}: unknown column {column!r}; the columns are {', '.join(known)} "
                        "(the first line of a table names its columns)"
                    )
            continue
        if len(cells) > len(columns):
            raise KnowledgeError(
                f"{path}, line {number}: {len(cells)} cells, but only {len(columns)} columns "
                f"({', '.join(columns)}); cells are separated by tabs"
            )
        yield Row(dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True)), str(path), number)
