"""PDF, Word, OpenDocument and RTF: paragraphs, titles and dates, and what is left out."""

from __future__ import annotations

import io
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from file_samples import docx, odt, pdf, rtf, word_paragraph
from onrecord.reading import ReadDocument, ReadingFailure, read
from onrecord.reading.formats import pdf as pdf_reader

Piece = tuple[float, float, float, str]


def read_one(path: Path, content: bytes) -> ReadDocument:
    path.write_bytes(content)
    (found,) = read([path])
    assert isinstance(found, ReadDocument), str(found)
    return found


def code(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    (found,) = read([path])
    assert isinstance(found, ReadingFailure), found
    assert "\n" not in str(found)
    return found.code


LINES = (
    "The Ruritanian army shelled the port of Hentzau on Monday, the",
    "mayor said, and nobody was hurt, because the docks had been clea-",
    "red in time. A well-known captain of the harbour said so too, at noon,",
    "to a crowd.",
    "The defence ministry in Strelsau declined to comment, and the",
    "well-known captain was not seen again on that day, nor was the anti-",
    "Bordurian pamphlet that he had written in the spring of that",
    "year.",
)
PARAGRAPHS = [
    "The Ruritanian army shelled the port of Hentzau on Monday, the mayor said, and nobody was hurt, because the docks "
    "had been cleared in time. A well-known captain of the harbour said so too, at noon, to a crowd.",
    "The defence ministry in Strelsau declined to comment, and the well-known captain was not seen again on that day, "
    "nor was the anti-Bordurian pamphlet that he had written in the spring of that year.",
]


COUNTRIES = ("Ruritanian", "Sylvanian", "Bordurian")


def about(country: str, lines: Iterable[str] = LINES) -> tuple[str, ...]:
    """The lines with another country for the first one, and each beginning in a way of its own."""
    return tuple(
        line.replace("Ruritanian", country)
        .replace("Strelsau", f"{country[:4]}au")
        .replace("year.", f"{country[:4]} year.")
        for line in lines
    )


def column(x: float, top: float, lines: tuple[str, ...] = LINES, size: float = 10) -> list[Piece]:
    return [(x, top - 12 * number, size, line) for number, line in enumerate(lines)]


def test_a_pdf_has_its_lines_joined_to_paragraphs(tmp_path: Path) -> None:
    head = [
        (72.0, 740.0, 20.0, "Port of Hentzau shelled"),
        (72.0, 715.0, 10.0, "By Rosa Holub"),
        (72.0, 700.0, 10.0, "12 May 2031"),
    ]
    document = read_one(tmp_path / "a.pdf", pdf([head + column(72, 670)])).document
    assert document.title == "Port of Hentzau shelled"
    assert (document.author, document.published) == ("Rosa Holub", "2031-05-12")
    assert document.text.split("\n") == ["By Rosa Holub", "12 May 2031", *PARAGRAPHS]


def test_the_date_of_the_file_is_no_date_of_publication(tmp_path: Path) -> None:
    document = read_one(tmp_path / "a.pdf", pdf([column(72, 700)], title="Port of Hentzau shelled")).document
    assert (document.published, document.title) == (None, "Port of Hentzau shelled")


@pytest.mark.parametrize("title", ["Microsoft Word - final2.docx", "untitled", "p01_news.indd", ""])
def test_the_name_of_a_file_is_no_title(tmp_path: Path, title: str) -> None:
    assert read_one(tmp_path / "a.pdf", pdf([column(72, 700)], title=title)).document.title is None


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    pages = [
        [(72.0, 770.0, 9.0, f"Strelsau Courier {n}"), *column(72, 700, about(name)), (300.0, 30.0, 9.0, f"- {n} -")]
        for n, name in enumerate(COUNTRIES, 1)
    ]
    text = read_one(tmp_path / "a.pdf", pdf(pages)).document.text
    assert "Strelsau Courier" not in text and "- 2 -" not in text
    assert text.split("\n") == [p for name in COUNTRIES for p in about(name, PARAGRAPHS)]


@pytest.mark.parametrize("order", ["by column", "line by line"])
def test_two_columns_are_read_one_after_the_other(tmp_path: Path, order: str) -> None:
    left, right = column(40, 660, size=8), column(330, 660, about("Sylvanian"), size=8)
    head: list[Piece] = [(40.0, 740.0, 20.0, "Port of Hentzau shelled")]
    body = left + right if order == "by column" else [piece for pair in zip(left, right, strict=True) for piece in pair]
    text = read_one(tmp_path / "a.pdf", pdf([head + body])).document.text
    assert text.split("\n") == [*PARAGRAPHS, *about("Sylvanian", PARAGRAPHS)]


def test_the_address_that_a_browser_prints_is_the_page_s(tmp_path: Path) -> None:
    pages = [[*column(72, 700), (72.0, 20.0, 8.0, f"https://courier.example/port {n}/2")] for n in (1, 2)]
    document = read_one(tmp_path / "a.pdf", pdf(pages)).document
    assert document.id == document.url == "https://courier.example/port"


def test_a_pdf_without_a_text_layer_says_so(tmp_path: Path) -> None:
    assert code(tmp_path / "a.pdf", pdf([[], []])) == "no-text-layer"
    some = read_one(tmp_path / "b.pdf", pdf([column(72, 700), []]))
    assert [problem.code for problem in some.problems] == ["pages-without-text"]


def test_a_locked_pdf_is_refused_and_an_open_one_is_read(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    for password, wanted in (("secret", "encrypted"), ("", None)):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([column(72, 700)]))))
        writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
        out = io.BytesIO()
        writer.write(out)
        if wanted:
            assert code(tmp_path / "a.pdf", out.getvalue()) == wanted
        else:
            assert read_one(tmp_path / "b.pdf", out.getvalue()).document.text.split("\n") == PARAGRAPHS


def test_a_pdf_has_limits_of_pages_and_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reader, "MOST_PAGES", 2)
    assert code(tmp_path / "a.pdf", pdf([column(72, 700)] * 3)) == "too-large"
    monkeypatch.setattr(pdf_reader, "MOST_SECONDS", 0.01)
    start = time.monotonic()
    assert code(tmp_path / "b.pdf", pdf([[(72, 700, 10, "x")] * 8_000])) == "too-slow"
    assert time.monotonic() - start < 10


def test_a_cut_pdf_is_read_or_refused(tmp_path: Path) -> None:
    whole = pdf([column(72, 700), column(72, 700)], title="Port of Hentzau shelled")
    for end in range(0, len(whole), 97):
        (tmp_path / "a.pdf").write_bytes(whole[:end])
        assert len(list(read([tmp_path / "a.pdf"]))) == 1


def cell(text: str) -> str:
    return f"<w:tc>{word_paragraph(text)}</w:tc>"


def test_a_word_file_has_headings_lists_tables_and_notes(tmp_path: Path) -> None:
    body = (
        word_paragraph("Port of Hentzau shelled", "Titel")
        + word_paragraph("By Rosa Holub")
        + word_paragraph("12 May 2031")
        + "<w:p><w:r><w:t>The army </w:t></w:r><w:del><w:r><w:delText>bombed</w:delText><w:t>bombed</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>shelled</w:t></w:r></w:ins><w:r><w:t xml:space='preserve"
        "'> the port.</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        "<w:r><w:instrText>HYPERLINK</w:instrText></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
        + word_paragraph("First of two", "ListParagraph")
        + f"<w:tbl><w:tr>{cell('Army')}{cell('Port')}</w:tr><w:tr>{cell('2')}{cell('3')}</w:tr></w:tbl>"
        + word_paragraph("After the table.")
    )
    styles = '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{word_paragraph("---")}</w:footnote>'
        f'<w:footnote w:id="2">{word_paragraph("The ministry disputes this.")}</w:footnote>'
    )
    document = read_one(tmp_path / "a.docx", docx(body, styles=styles, footnotes=notes)).document
    assert document.title == "Port of Hentzau shelled"
    assert (document.author, document.published) == ("Rosa Holub", "2031-05-12")
    assert document.text.split("\n") == [
        "By Rosa Holub", "12 May 2031", "The army shelled the port.", "First of two", "Army Port", "2 3",
        "After the table.", "The ministry disputes this.",
    ]  # fmt: skip


def test_a_word_file_made_by_another_program_is_read(tmp_path: Path) -> None:
    import docx as python_docx

    made = python_docx.Document()
    made.add_heading("Port of Hentzau shelled", 1)
    made.add_paragraph("The army shelled the port.\tNobody was hurt.\nThe docks were empty.")
    made.add_paragraph("The docks", style="List Bullet")
    made.save(str(tmp_path / "a.docx"))
    (found,) = read([tmp_path / "a.docx"])
    assert isinstance(found, ReadDocument)
    assert found.document.title == "Port of Hentzau shelled"
    assert found.document.text.split("\n") == [
        "The army shelled the port. Nobody was hurt.", "The docks were empty.", "The docks",
    ]  # fmt: skip
    assert found.document.published is None and found.document.author is None


def test_an_open_document_is_read_without_comments_and_deleted_text(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">Port of Hentzau shelled</text:h>'
        "<text:p>The <text:span>Ruritanian</text:span> army<text:s/>shelled<text:tab/>the port<text:note>"
        "<text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>The ministry disputes this.</text:p></text:note-body></text:note>"
        " on Monday.<office:annotation><text:p>check!</text:p></office:annotation></text:p>"
        "<text:list><text:list-item><text:p>First of two</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Army</text:p></table:table-cell><table:table-cell>"
        "<text:p>Port</text:p></table:table-cell></table:table-row></table:table>"
    )
    document = read_one(tmp_path / "a.odt", odt(body)).document
    assert document.title == "Port of Hentzau shelled"
    assert document.text.split("\n") == [
        "The Ruritanian army shelled the port on Monday.", "First of two", "Army Port", "The ministry disputes this.",
    ]  # fmt: skip


def test_rich_text_is_read_without_pictures_and_headers(tmp_path: Path) -> None:
    raw = (
        rb"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Times;}}{\stylesheet{\s1 Title;}}{\header Strelsau Courier\par}"
        rb"{\*\generator Some program;}\pard The caf\'e9\rquote s {\b army} shelled \u8220?Hentzau\u8221? on Monday."
        rb"{\footnote The ministry disputes this.}\par{\pict\bin4 }{}{\v hidden}\pard Nobody was hurt "
        rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt in time}}.\par \u-10179?\u-8704? \{x\}\par}"
    )
    assert read_one(tmp_path / "a.rtf", raw).document.text.split("\n") == [
        "The café’s army shelled “Hentzau” on Monday.", "Nobody was hurt in time.", "😀 {x}",
        "The ministry disputes this.",
    ]  # fmt: skip
    cut = read_one(tmp_path / "b.rtf", rtf(["The army shelled the port."])[:-2])
    assert [problem.code for problem in cut.problems] == ["cut-off"]
