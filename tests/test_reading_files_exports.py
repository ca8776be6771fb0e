"""An export of a news database and what is read from it stand side by side in tests/data/files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.reading import ReadDocument, ReadingFailure, read

FILES = Path(__file__).parent / "data" / "files"
EXPORTS = sorted(path for path in FILES.iterdir() if path.suffix in (".txt", ".html", ".csv", ".ris"))


def expected(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return found


def check(found: list[ReadDocument | ReadingFailure], wanted: list[dict[str, Any]]) -> None:
    assert [item.document.title if isinstance(item, ReadDocument) else str(item) for item in found] == [
        row["title"] for row in wanted
    ]
    for item, row in zip(found, wanted, strict=True):
        assert isinstance(item, ReadDocument)
        document = item.document
        for name in ("title", "source", "published", "author", "lang"):
            assert getattr(document, name) == row[name], name
        assert document.text.split("\n") == row["text"]
        assert list(document.credits) == row["credits"]
        assert document.url == row.get("url")
        assert document.id.startswith(row["id"]) and len(document.id) > 12
        assert [problem.code for problem in item.problems] == row["problems"]


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_an_export_is_read_as_expected(path: Path) -> None:
    check(list(read([path])), expected(path))
