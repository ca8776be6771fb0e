"""What is handed out: a wheel that holds all of the package and nothing else, a container, what is said of versions."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from check_wheel import ROOT, faults, sources
from onrecord import __version__
from onrecord.ledger.upgrade import HEAD

PARTS = ("pyproject.toml", "README.md", "LICENSE", "NOTICE")

new_enough = pytest.mark.skipif(
    int(version("setuptools").split(".")[0]) < 77, reason="pyproject.toml asks for a newer setuptools to build with"
)


def small_tree(folder: Path) -> Path:
    """The project with its data, but for the tables and models that take longest to pack."""
    tree = folder / "tree"
    tree.mkdir()
    for part in PARTS:
        shutil.copy(ROOT / part, tree)
    for name, path in sources():
        if path.stat().st_size < 300_000:
            (tree / "src" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, tree / "src" / name)
    return tree


@new_enough
def test_a_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    tree = small_tree(tmp_path)
    code = "import sys; from setuptools.build_meta import build_wheel; print(build_wheel(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=tree, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("onrecord-*.whl")
    shutil.rmtree(tree / "build", ignore_errors=True)
    left_out = {name for name, _ in sources()} - {name for name, _ in sources(tree)}
    assert [fault for fault in faults(wheel, tree) if fault.split(" ")[0] not in left_out] == []


def packed(folder: Path, **changes: bytes) -> Path:
    wheel = folder / "onrecord-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as made:
        for name, path in sources():
            if path.suffix == ".py":
                made.writestr(name, changes.get(Path(name).stem, path.read_bytes()))
        made.writestr("tests/test_x.py", b"")
    return wheel


def test_what_is_missing_changed_or_too_much_is_named(tmp_path: Path) -> None:
    found = list(faults(packed(tmp_path, errors=b"changed")))
    assert "onrecord/errors.py is not the file of the tree" in found
    assert "onrecord/py.typed is missing" in found
    assert "onrecord/web/templates/base.html is missing" in found
    assert "tests/test_x.py does not belong in it" in found
    assert "METADATA is missing from what the wheel says of itself" in found


def test_the_package_names_each_kind_of_file_that_it_holds() -> None:
    """So that a file of a new kind is not left out of a wheel in silence; see package-data in pyproject.toml."""
    kinds = {(path.suffix or path.name) for name, path in sources() if "/data/" not in name and "/web/" not in name}
    assert kinds <= {".py", ".typed", ".mako", ".ini"}


def test_the_container_runs_without_rights_from_pinned_packages() -> None:
    lines = [line for line in (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    said = "\n".join(lines)
    assert re.findall(r"^FROM (\S+)", said, re.M) == ["python:3.11-slim"] * 2  # a plain name: whose registry is yours
    assert re.findall(r"^USER (\S+)", said, re.M) == ["10001"]
    assert said.index("USER 10001") > said.rindex("RUN ")
    assert "--require-hashes" in said
    assert "ADD " not in said
    copied = [path for line in re.findall(r"^COPY (?!--from)(.+)", said, re.M) for path in line.split()[:-1]]
    sent = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    for path in copied:
        assert (ROOT / path).exists()
        assert f"!{path}\n" in sent


def test_the_changelog_has_this_version() -> None:
    headings = re.findall(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert headings[:2] == ["Unreleased", __version__]


def test_the_policy_of_versions_names_the_tables_of_the_ledger() -> None:
    assert f"`{HEAD}`" in (ROOT / "docs" / "versions.md").read_text(encoding="utf-8")
