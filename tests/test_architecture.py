"""The rules that hold for the repository as a whole: which way imports go, what a module and a table look like."""

from __future__ import annotations

import ast
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import onrecord

ROOT = Path(onrecord.__file__).parent
MODULES = sorted(path for path in ROOT.rglob("*.py"))
TABLES = sorted(path for path in ROOT.rglob("*.tsv*"))

LAYERS = (
    {"errors", "records"},
    {"reading", "language", "knowledge"},
    {"extraction"},
    {"linking"},
    {"ledger"},
    {"views"},
    {"web"},
    {"cli"},
)
"""The packages from left to right: each imports from those left of it, and from itself."""

APART = {
    "demo": {"errors"},
}
"""Packages beside the way of the data, and what they may import."""

EXCEPTIONS = {
    ("records", "errors"): "every exception of the project has one root",
    ("reading", "knowledge"): "the tables of reading are tables as all others are, read by the same loader",
    ("reading/dates.py", "knowledge"): "the names of the months are a table, read by the same loader",
    ("reading/pages/marks.py", "knowledge"): "the names of elements are a table, read by the same loader",
    ("reading/pages/screen.py", "knowledge"): "the lines that a page adds are a table, read by the same loader",
    ("knowledge/operators.py", "language"): "an operator is found at a token, with its particle and its tag",
}
"""Imports that go sideways, each with its reason."""

LONGEST_MODULE = 450


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def package(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """The packages and modules right below `onrecord` that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name(path)}: imports are written in full"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for full in names:
            parts = full.split(".")
            if parts[0] == "onrecord" and len(parts) > 1 and parts[1] != "__version__":
                yield parts[1]


def layer(of: str) -> int:
    return next(n for n, packages in enumerate(LAYERS) if of in packages)


def allowed(path: Path, other: str) -> bool:
    own = package(path)
    if own == other or own == "__init__":  # the root package shows what the others make
        return True
    if own in APART:
        return other in APART[own]
    if {(own, other), (name(path), other)} & set(EXCEPTIONS):
        return True
    if other in APART:
        return own == "cli"
    return layer(other) < layer(own)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_go_one_way(path: Path) -> None:
    against = sorted({other for other in imported(path) if not allowed(path, other)})
    assert not against, f"{name(path)} imports {', '.join(against)}, which stands beside or behind it"


def test_extraction_knows_nothing_of_files_and_storage() -> None:
    """Of reading, extraction takes what tells furniture and languages, and no source."""
    taken = set()
    for path in MODULES:
        if package(path) == "extraction":
            taken |= set(re.findall(r"from (onrecord\.reading[\w.]*) import", path.read_text(encoding="utf-8")))
    assert taken <= {"onrecord.reading.furniture", "onrecord.reading.language"}


def test_the_records_need_nothing_but_python() -> None:
    outside = set()
    for path in MODULES:
        if package(path) == "records":
            outside |= set(re.findall(r"^(?:from|import) (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))
    standard = {
        "__future__",
        "collections",
        "dataclasses",
        "functools",
        "hashlib",
        "json",
        "math",
        "types",
        "typing",
        "unicodedata",
    }
    assert outside <= standard | {"onrecord"}


def test_every_exception_to_the_way_of_imports_is_in_use() -> None:
    found = {(key, other) for path in MODULES for other in imported(path) for key in (name(path), package(path))}
    assert set(EXCEPTIONS) <= found


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_its_one_purpose_in_one_line_and_is_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(text)) or ""
    first, _, rest = docstring.partition("\n")
    assert first.endswith((".", "?")), f"{name(path)} begins with a sentence that says what it is for"
    assert not rest or rest.startswith("\n"), f"{name(path)}: what follows that sentence stands apart"
    assert len(text.splitlines()) < LONGEST_MODULE, f"{name(path)} is to be split"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nothing_private_is_taken_from_another_module(path: Path) -> None:
    private = [
        alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name.startswith("_") and not alias.name.startswith("__")
    ]
    assert not private


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_public_name_has_a_docstring(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = []
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        members = [m for m in node.body if isinstance(m, ast.FunctionDef)] if isinstance(node, ast.ClassDef) else []
        for item in (node, *(m for m in members if not m.name.startswith("_"))):
            if ast.get_docstring(item) is None:
                bare.append(item.name)
    assert not bare


def test_the_project_raises_named_exceptions_only() -> None:
    bare = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Raise):
                continue
            called = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if isinstance(called, ast.Name) and called.id in ("Exception", "RuntimeError", "BaseException"):
                bare.append(f"{name(path)}:{node.lineno}")
    assert not bare


@pytest.mark.parametrize("path", [p for p in TABLES if p.suffix == ".tsv"], ids=name)
def test_a_table_explains_itself_and_its_columns(path: Path) -> None:
    """By naming each column, or by the name of the table beside it that does."""
    lines = path.read_text(encoding="utf-8").splitlines()
    comment = []
    for line in lines:
        if not line.startswith("#"):
            break
        comment.append(line)
    assert comment, f"{name(path)} begins with a comment"
    columns = lines[len(comment)].split("\t")
    said = " ".join(comment)
    pointed = "columns" in said.lower() and ".tsv" in said
    missing = [c for c in columns if not re.search(rf"\b{re.escape(c)}", said, re.IGNORECASE)]
    assert pointed or not missing, f"{name(path)}: the comment says nothing of {', '.join(missing)}"


def test_a_compressed_table_explains_itself_too() -> None:
    for path in TABLES:
        if path.suffix == ".gz":
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                assert next(lines).startswith("# ")
