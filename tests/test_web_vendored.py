"""Files of others that the pages use: unchanged, listed, licensed, and nothing beside them asks for more."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

import onrecord.web
from onrecord.knowledge.table import read_file

STATIC = Path(onrecord.web.__file__).parent / "static"
VENDOR = STATIC / "vendor"
TEMPLATES = STATIC.parent / "templates"
ROWS = [row.cells for row in read_file(VENDOR / "vendor.tsv")]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_a_file_is_the_one_of_its_package(row: dict[str, str]) -> None:
    assert hashlib.sha256((VENDOR / row["file"]).read_bytes()).hexdigest() == row["sha256"]


def test_every_file_is_listed_once() -> None:
    there = sorted(p.relative_to(VENDOR).as_posix() for p in VENDOR.rglob("*") if p.is_file() and p.suffix != ".tsv")
    assert there == sorted(row["file"] for row in ROWS)


def test_every_package_has_its_licence_beside_it() -> None:
    packages = {row["package"] for row in ROWS}
    assert packages == {row["package"] for row in ROWS if Path(row["file"]).name.startswith("LICENSE")}


def test_every_package_is_used_by_a_page() -> None:
    own = [*TEMPLATES.rglob("*.html"), *STATIC.glob("*.js")]
    said = "".join(path.read_text(encoding="utf-8") for path in own)
    assert all(f"/{row['package']}/" in said for row in ROWS)


def test_pages_ask_for_nothing_from_elsewhere_and_hold_no_script_or_style_of_their_own() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", text), path.name
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", text), path.name


def test_own_scripts_make_no_markup_from_text() -> None:
    for path in STATIC.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text), (
            path.name
        )
