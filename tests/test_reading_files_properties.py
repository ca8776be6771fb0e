"""Whatever bytes come in, reading gives documents and failures and never an exception, of files cut anywhere too."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from file_samples import PAGE, STORY, chunked, docx, http, odt, packed, pdf, rtf, warc, word_paragraph, zipped
from onrecord.reading import ReadDocument, ReadingFailure, ReadingOptions, read
from onrecord.reading.formats.http import parse_answer
from onrecord.reading.formats.pdf_lines import Line, reading_order
from onrecord.reading.formats.rtf import rtf_text
from onrecord.reading.formats.telling import kind_of_content
from onrecord.reading.model import UnreadableError

FILES = Path(__file__).parent / "data" / "files"
SMALL = ReadingOptions(max_document_bytes=200_000)
SAMPLES = [
    packed([warc(b"", "warcinfo"), warc(http(chunked(PAGE), more="Transfer-Encoding: chunked\r\n")), warc(http())]),
    warc(http()) + warc(http(), uri="https://courier.example/2"),
    b"filedesc://a 192.0.2.1 20310513040206 text/plain 10\n0123456789\n"
    b"http://c.example/ 192.0.2.1 20310513040206 text/html "
    + str(len(PAGE)).encode() + b"\n" + PAGE + b"\n",
    pdf([[(72, 700, 11, STORY[:70])], [(72, 700, 11, STORY[70:])]]),
    docx(word_paragraph(STORY), styles="<w:style/>"),
    odt(f"<text:p>{STORY}</text:p>"),
    rtf([STORY, "“Nobody”"]),
    zipped({"a.txt": STORY}),
    *(path.read_bytes() for path in sorted(FILES.iterdir()) if path.suffix != ".json"),
]  # fmt: skip
BEGINNINGS = [
    b"", b"WARC/1.0\r\n", b"filedesc://x 1.1.1.1 20310101000000 text/plain 5\n", b"%PDF-1.7\n", b"PK\x03\x04",
    b"{\\rtf1 ",
    b"From x Mon May 12 06:30:00 2031\nFrom: a@b.example\n", b"\x1f\x8b\x08\x00", b"TY  - NEWS\n",
    b"HD\tA\nWC\t1 words\n",
    b"From: a@b.example\nMessage-ID: <x>\nContent-Type: multipart/mixed; boundary=b\n\n--b\n",
    b"End of Document\nLength: 5 words\n",
]  # fmt: skip


def check(content: bytes) -> None:
    for item in read(["-"], SMALL, io.BytesIO(content)):
        assert isinstance(item, ReadDocument | ReadingFailure)
        assert "\n" not in str(item.where)
        if isinstance(item, ReadDocument):
            assert item.document.text.strip()
            item.document.text.encode("utf-8")
            item.document.id.encode("utf-8")
        else:
            assert item.code != "fault", str(item)
            assert len(str(item)) < 2000 and "\n" not in str(item)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=600))
def test_any_bytes(beginning: bytes, rest: bytes) -> None:
    check(beginning + rest)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(SAMPLES), st.floats(0, 1))
def test_a_file_cut_anywhere(content: bytes, share: float) -> None:
    check(content[: int(len(content) * share)])


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_a_file_damaged_anywhere(content: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(content) - 1))
    piece = data.draw(st.binary(max_size=8))
    check(content[:at] + piece + content[at + data.draw(st.integers(0, 20)) :])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([s for s in SAMPLES if b"\n" in s and b"\x00" not in s]), st.randoms(use_true_random=False))
def test_a_text_with_its_lines_in_any_order(content: bytes, order: object) -> None:
    lines = content.split(b"\n")
    order.shuffle(lines)  # type: ignore[attr-defined]
    check(b"\n".join(lines))


@given(st.binary(max_size=400), st.binary(max_size=300))
def test_an_answer_of_any_bytes(head: bytes, body: bytes) -> None:
    for start in (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", b""):
        try:
            assert len(parse_answer(start + head + b"\r\n\r\n" + body, 1000).body) <= 1000
        except UnreadableError as error:
            assert error.code in ("too-large", "unsupported")


@given(st.binary(max_size=300))
def test_chunks_of_any_size_give_the_same_body(body: bytes) -> None:
    for size in (1, 7, 1000):
        sent = http(chunked(body, size), more="Transfer-Encoding: chunked\r\n")
        assert parse_answer(sent, 10_000).body == body


@given(st.text(max_size=200))
def test_rich_text_gives_back_what_was_written(text: str) -> None:
    clean = "".join(sign for sign in text if sign.isprintable() and ord(sign) < 0x10000)
    assert rtf_text(rtf([clean]))[0].strip("\n") == clean


@given(st.binary(max_size=200), st.sampled_from([None, "text", "pdf", "archive", "mail", "package"]))
def test_every_beginning_is_of_some_kind(head: bytes, named: None) -> None:
    assert kind_of_content(named, head)


@given(
    st.lists(st.builds(Line, st.text(min_size=1, max_size=30), *[st.floats(0, 600)] * 3, st.floats(1, 30)), max_size=30)
)
def test_ordering_lines_loses_none_of_their_words(lines: list[Line]) -> None:
    before = sorted("".join(line.text for line in lines).replace(" ", ""))
    assert sorted("".join(line.text for line in reading_order(lines)).replace(" ", "")) == before


@pytest.mark.parametrize("depth", [50, 5_000])
def test_nesting_without_end(depth: int) -> None:
    check(b"{\\rtf1 " + b"{" * depth + STORY.encode())
    check(docx("<w:tbl><w:tr><w:tc>" * depth + word_paragraph(STORY) + "</w:tc></w:tr></w:tbl>" * depth))
    message = b"From: a@b.example\nMessage-ID: <x>\n"
    for number in range(min(depth, 300)):
        message += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number)
    check(message + STORY.encode())


NASTY = (
    "A" * 40_000,
    "A b " * 10_000,
    "A " * 20_000,
    "(" * 40_000,
    "By " * 10_000,
    "12 May 2031 " * 4_000,
    "x@y " * 10_000,
    "- " * 20_000,
)


@pytest.mark.parametrize("beginning", [*BEGINNINGS, b"By ", b"HD  A\nWC  1 words\nAN  x\nPD  y\nSN  ", b"Title: "])
def test_long_lines_of_anything_take_no_time(beginning: bytes) -> None:
    start = time.monotonic()
    for piece in NASTY:
        lines = (piece, "\n".join(piece[at : at + 70] for at in range(0, 8_000, 70)))
        for text in lines:
            check(
                beginning + text.encode() + b"\nEnd of Document\nLength: 5 words\nDocument STRCOU0020310512el5c00001\n"
            )
    assert time.monotonic() - start < 15
