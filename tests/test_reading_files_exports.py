"""An export of a news database and what is read from it stand side by side in tests/data/files."""

from __future__ import annotations

import csv
import json
import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from file_samples import docx, odt, pdf, rtf, word_paragraph, zipped
from onrecord.reading import ReadDocument, ReadingFailure, read
from onrecord.reading.tagstrip import strip_tags

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


def as_docx(lines: list[str]) -> bytes:
    return docx("".join(word_paragraph(line) for line in lines))


def as_odt(lines: list[str]) -> bytes:
    return odt("".join(f"<text:p>{escape(line)}</text:p>" for line in lines))


def as_html(lines: list[str]) -> bytes:
    return ("<html><body>" + "".join(f"<p>{escape(line)}</p>\n" for line in lines) + "</body></html>").encode()


def as_pdf(lines: list[str]) -> bytes:
    """Each paragraph broken to lines of 90 letters, pages of 50 lines."""
    pages: list[list[tuple[float, float, float, str]]] = [[]]
    y = 740.0
    for line in lines:
        for part in textwrap.wrap(line.replace("\t", "    "), 90) or [""]:
            if y < 60:
                pages.append([])
                y = 740.0
            if part:
                pages[-1].append((72.0, y, 9.0, part))
            y -= 11
        y -= 7
    return pdf(pages)


def as_table(lines: list[str]) -> bytes:
    """Word's table of two columns, a code and what stands there, as Factiva lays its fields out."""
    rows: list[tuple[str, list[str]]] = []
    for line in lines:
        if re.match(r"[A-Z]{2,3}(?:\s{2,}|$)", line):
            code, _, value = line.partition(" ")
            rows.append((code, [value.strip()] if value.strip() else []))
        elif line.strip() and rows:
            rows[-1][1].append(line.strip())
    cells = (
        f"<w:tr><w:tc>{word_paragraph(code)}</w:tc><w:tc>{''.join(map(word_paragraph, values))}</w:tc></w:tr>"
        for code, values in rows
    )
    return docx(f"<w:tbl>{''.join(cells)}</w:tbl>")


@pytest.mark.parametrize("name", ["nexis_uni.txt", "proquest.txt"])
@pytest.mark.parametrize("made", [as_docx, as_odt, as_html, rtf, as_pdf], ids=lambda made: made.__name__)
def test_an_export_gives_the_same_in_every_format(
    tmp_path: Path, name: str, made: Callable[[list[str]], bytes]
) -> None:
    lines = [line for line in (FILES / name).read_text(encoding="utf-8").split("\n") if line.strip()]
    path = tmp_path / "export"
    path.write_bytes(made(lines))
    check(list(read([path])), expected(FILES / name))


@pytest.mark.parametrize("made", [as_docx, rtf, as_pdf], ids=lambda made: made.__name__)
def test_an_export_laid_out_for_reading_gives_the_same(tmp_path: Path, made: Callable[[list[str]], bytes]) -> None:
    page = FILES / "factiva_display.html"
    lines = [line for line in strip_tags(page.read_text(encoding="utf-8")).split("\n") if line.strip()]
    path = tmp_path / "export"
    path.write_bytes(made(lines))
    check(list(read([path])), expected(page))


def test_codes_in_a_table_are_read_too(tmp_path: Path) -> None:
    text = (FILES / "factiva_codes.txt").read_text(encoding="utf-8").replace("was hurt\n", "was hurt ")
    path = tmp_path / "export.docx"
    path.write_bytes(as_table(text.split("\n")))
    check(list(read([path])), expected(FILES / "factiva_codes.txt"))


@pytest.mark.parametrize("sign", [" ", ": "])
def test_codes_that_lost_their_columns_are_read(tmp_path: Path, sign: str) -> None:
    text = (FILES / "factiva_codes.txt").read_text(encoding="utf-8")
    (tmp_path / "a.txt").write_text(re.sub(r"(?m)^([A-Z]{2,3}) {2,}", rf"\1{sign}", text), encoding="utf-8")
    check(list(read([tmp_path / "a.txt"])), expected(FILES / "factiva_codes.txt"))


def test_a_table_of_excel_gives_what_csv_gives(tmp_path: Path) -> None:
    with (FILES / "proquest_table.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    shared = list(dict.fromkeys(cell for row in rows[1:] for cell in row))
    cells = [[f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in rows[0]]]
    cells += [
        [f'<c r="{chr(65 + n)}{at}" t="s"><v>{shared.index(c)}</v></c>' for n, c in enumerate(row)]
        for at, row in enumerate(rows[1:], 2)
    ]
    name = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    body = "".join(f"<row>{''.join(row)}</row>" for row in cells)
    strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": "<workbook/>",
        "xl/worksheets/sheet1.xml": f"<worksheet {name}><sheetData>{body}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {name}>{strings}</sst>",
    }
    (tmp_path / "a.xlsx").write_bytes(zipped(parts))
    check(list(read([tmp_path / "a.xlsx"])), expected(FILES / "proquest_table.csv"))


def test_an_article_exported_twice_has_one_id(tmp_path: Path) -> None:
    raw = (FILES / "nexis_uni.txt").read_bytes()
    (tmp_path / "a.txt").write_bytes(raw)
    (tmp_path / "b.docx").write_bytes(as_docx([line for line in raw.decode().split("\n") if line.strip()]))
    assert len(list(read([tmp_path]))) == len(expected(FILES / "nexis_uni.txt"))


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("nexis_uni.txt", "Body"),
        ("nexis_uni.txt", "End of Document"),
        ("nexis_uni.txt", "Classification"),
        ("nexis_uni.txt", "May 12, 2031 Monday"),
        ("lexis_old.txt", "BODY:"),
        ("factiva_codes.txt", "AN      Document STRCOU0020310512el5c00001"),
        ("factiva_codes.txt", "PD      12 May 2031"),
        ("proquest.txt", "Title: Ruritania shells port of Hentzau"),
        ("proquest.txt", "ProQuest document ID: 2900000001"),
    ],
)
def test_an_export_out_of_shape_gives_what_can_be_had(tmp_path: Path, name: str, lost: str) -> None:
    lines = (FILES / name).read_text(encoding="utf-8").split("\n")
    lines.remove(lost)
    (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    found = list(read([tmp_path / name]))
    texts = " ".join(item.document.text for item in found if isinstance(item, ReadDocument))
    for row in expected(FILES / name):
        for paragraph in row["text"]:
            assert paragraph.rpartition(" — ")[2] in texts


def test_a_report_on_a_service_is_no_export(tmp_path: Path) -> None:
    text = (
        "The archive of ProQuest was closed to the press on Monday, the ministry said.\n\n"
        "Section: that is what the army calls ten soldiers.\n\n"
        "End of Document 12, the report reads, two lines are missing.\n\n"
        "1 of 20 documents was lost."
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (found,) = read([tmp_path / "a.txt"])
    assert isinstance(found, ReadDocument) and found.document.text.startswith("The archive of ProQuest")
