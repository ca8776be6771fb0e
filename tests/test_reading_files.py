"""Files of many formats in any mixture: what each holds is told by its content, and each failure is one line."""

from __future__ import annotations

import gzip
import io
import json
import re
from pathlib import Path

import pytest

from file_samples import PAGE, STORY, docx, odt, pdf, rtf, warc, word_paragraph, zipped
from file_samples import http as answer
from onrecord.reading import ReadDocument, ReadingFailure, read
from onrecord.reading.formats.letters import clean_letter
from onrecord.reading.formats.senders import outlet_and_author

FILES = Path(__file__).parent / "data" / "files"

MESSAGE = (
    "From: Strelsau Courier <brief@courier.example>\r\nTo: rosa@desk.example\r\n"
    "Date: Mon, 12 May 2031 06:30:00 +0200\r\nSubject: Port shelled\r\nMessage-ID: <{id}@courier.example>\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
)
SAMPLES = {
    "a.eml": MESSAGE.format(id="1", text=STORY).encode(),
    "b.mbox": b"From x Mon May 12 06:30:00 2031\n" + MESSAGE.format(id="2", text=STORY).replace("\r\n", "\n").encode(),
    "c.pdf": pdf([[(72, 700, 11, STORY[:75]), (72, 686, 11, STORY[75:])]]),
    "d.docx": docx(word_paragraph(STORY)),
    "e.odt": odt(f"<text:p>{STORY}</text:p>"),
    "f.rtf": rtf([STORY]),
    "g.warc": warc(answer()),
    "h.html": PAGE,
    "i.txt": STORY.encode(),
    "j.jsonl": json.dumps({"id": "row", "text": STORY}).encode(),
    "k.ris": b"TY  - NEWS\nTI  - Port shelled\nAB  - " + STORY.encode() + b"\nDA  - 2031/05/12/\nER  - \n",
}


def documents(*paths: Path | str, stdin: bytes | None = None) -> list[ReadDocument]:
    found = list(read(paths, stdin=None if stdin is None else io.BytesIO(stdin)))
    assert all(isinstance(item, ReadDocument) for item in found), [str(item) for item in found]
    return [item for item in found if isinstance(item, ReadDocument)]


def failure(path: Path, content: bytes) -> ReadingFailure:
    path.write_bytes(content)
    (item,) = read([path])
    assert isinstance(item, ReadingFailure), item
    assert "\n" not in str(item) and len(str(item)) < 500
    return item


def test_a_folder_of_all_formats_is_read_in_one_run(tmp_path: Path) -> None:
    for name, content in SAMPLES.items():
        (tmp_path / name).write_bytes(content)
    found = documents(tmp_path)
    assert len(found) == len(SAMPLES)
    assert all(STORY in item.document.text for item in found), [
        item.where for item in found if STORY not in item.document.text
    ]


@pytest.mark.parametrize("name", sorted(SAMPLES))
@pytest.mark.parametrize("disguise", ["file", "file.txt", "file.html", "-", "file.gz"])
def test_what_a_file_holds_is_told_by_its_content(tmp_path: Path, name: str, disguise: str) -> None:
    content = SAMPLES[name]
    if name == "j.jsonl" and disguise == "file.txt":
        pytest.skip("rows under the name of a text are a text")
    if disguise == "file.html" and name in ("a.eml", "i.txt", "j.jsonl", "k.ris"):
        pytest.skip("a text under the name of a page is a page")
    if disguise == "-":
        (found,) = documents("-", stdin=content)
    else:
        path = tmp_path / disguise
        path.write_bytes(gzip.compress(content) if disguise.endswith(".gz") else content)
        (found,) = documents(path)
    assert STORY in found.document.text and "<p>" not in found.document.text


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.rtf", "a.warc", "a.eml", "a.mbox", "a.odt"])
def test_a_page_or_a_text_under_another_name_is_what_it_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(PAGE)
    assert documents(path)[0].document.title == "Port shelled"
    path.write_bytes(STORY.encode())
    assert documents(path)[0].document.text == STORY


def test_tables_and_zip_archives_are_read_where_they_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"x/a.txt": STORY, "x/b.docx": SAMPLES["d.docx"], "x/c.png": b"\x89PNG"}))
    (tmp_path / "b.csv").write_text(
        "Title,Abstract,pubdate,pubtitle\nPort shelled,Army shells port.,2031-05-12,Courier\n"
    )
    (found,) = read([tmp_path])
    assert isinstance(found, ReadingFailure) and found.code == "no-articles"
    assert len(documents(tmp_path / "a.zip")) == 2
    assert documents(tmp_path / "b.csv")[0].document.published == "2031-05-12"


def test_a_newsletter_is_read_as_its_sender_sent_it() -> None:
    (found,) = documents(FILES / "newsletter.eml")
    document = found.document
    assert document.id == "mid:20310512.brief@mail.courier.example"
    assert document.title == "Port of Hentzau shelled – the morning brief"
    assert (document.source, document.author, document.url) == ("Strelsau Courier", None, None)
    assert document.published == "2031-05-12T06:30:00+02:00"
    for words in ("Nobody was hurt, because the docks", "Borduria’s foreign ministry", "Negotiators of Sylvania"):
        assert words in document.text
    for words in ("browser", "Unsubscribe", "rosa.holub", "Read more", "©", "Your brief is here", "abc123"):
        assert words not in document.text
    assert [problem.code for problem in found.problems] == ["attachment-left-out"]
    assert "statement.pdf" in found.problems[0].message


def test_a_plain_letter_has_its_lines_joined_and_its_links_taken_out(tmp_path: Path) -> None:
    text = (
        "The Ruritanian army shelled the port of Hentzau <https://courier.example/u/1>\r\n"
        "on Monday, the mayor said. Nobody was hurt, because the docks had been \r\n"
        "cleared in time.\r\n\r\n> “We saw it,” she wrote.\r\n\r\nhttps://courier.example/read?u=1"
        "\r\n\r\n-- \r\nRosa Holub"
    )
    (tmp_path / "a.eml").write_bytes(MESSAGE.format(id="1", text=text).encode())
    lines = documents(tmp_path / "a.eml")[0].document.text.split("\n")
    assert lines[0].endswith("because the docks had been cleared in time.") and "http" not in " ".join(lines)
    assert lines[1:] == ["“We saw it,” she wrote."]


FORWARDED = {
    "marked": "---------- Forwarded message ---------\r\nFrom: The Strelsau Courier <brief@courier.example>\r\n"
    "Date: Sun, 11 May 2031 at 07:03\r\nSubject: Port of Hentzau shelled\r\nTo: <rosa@desk.example>",
    "not marked": "From: The Strelsau Courier [mailto:brief@courier.example]\r\nSent: Sunday, 11 May 2031 07:03\r\n"
    "To: Maren, Jan; rosa@desk.example\r\nSubject: Port of Hentzau shelled",
}


@pytest.mark.parametrize("header", FORWARDED.values(), ids=FORWARDED)
def test_a_letter_sent_on_keeps_its_first_sender_and_date(tmp_path: Path, header: str) -> None:
    text = f"FYI\r\n\r\n{header}\r\n\r\n{STORY}"
    message = MESSAGE.format(id="9", text=text).replace("Strelsau Courier <brief@courier", "Jan Maren <jan@desk", 1)
    (tmp_path / "a.eml").write_bytes(message.encode())
    document = documents(tmp_path / "a.eml")[0].document
    assert (document.source, document.published) == ("The Strelsau Courier", "2031-05-11")
    assert document.title == "Port of Hentzau shelled"
    assert "Forwarded message" not in document.text and "rosa@desk" not in document.text


@pytest.mark.parametrize(
    ("sender", "listed", "outlet", "author"),
    [
        ("Strelsau Courier <a@courier.example>", None, "Strelsau Courier", None),
        ("a@courier.example", None, "courier.example", None),
        ("Rosa Holub at The Courier <a@courier.example>", None, "The Courier", "Rosa Holub"),
        ("Rosa Holub from Harbour Notes <a@x.example>", None, "Harbour Notes", "Rosa Holub"),
        ("The Courier via Substack <a@x.example>", None, "The Courier", None),
        ("Rosa Holub <rosa@x.example>", "Harbour Watch <watch.x.example>", "Harbour Watch", "Rosa Holub"),
        ("Strelsau Courier <a@x.example>", "Morning Brief <brief.x.example>", "Strelsau Courier", None),
        ("", None, None, None),
    ],
)
def test_who_sent_it(sender: str, listed: str | None, outlet: str | None, author: str | None) -> None:
    assert outlet_and_author(sender, listed) == (outlet, author)


def test_each_row_of_the_newsletter_table_matches_its_example() -> None:
    from onrecord.knowledge.table import read_file
    from onrecord.reading.formats import letters

    path = Path(letters.__file__).parent.parent / "data" / "newsletter.tsv"
    prose = "The army said that it would read more into the matter before it shared its view.\n" * 3
    for row in read_file(path):
        assert row["example"] not in clean_letter(f"{prose}{row['example']}\nAfter it.", ()), row["pattern"]
    assert clean_letter(prose.strip(), ()) == prose.strip()


def test_a_mailbox_gives_each_message_and_names_what_fails(tmp_path: Path) -> None:
    messages = [MESSAGE.format(id=str(n), text=f"{STORY} That is number {n}.\r\n>From here on") for n in range(3)]
    messages[1] = "Subject: empty\r\n\r\n"
    path = tmp_path / "a.mbox"
    path.write_bytes(b"".join(b"From x Mon May 12 06:30:00 2031\r\n" + m.encode() + b"\r\n" for m in messages))
    found = list(read([path]))
    assert [type(item) for item in found] == [ReadDocument, ReadingFailure, ReadDocument]
    assert str(found[1]).startswith(f"{path}, message 2: this message has no text")
    assert isinstance(found[0], ReadDocument) and "From here on" in found[0].document.text


def test_a_message_attached_to_a_message_is_a_document_too(tmp_path: Path) -> None:
    inner = MESSAGE.format(id="in", text=STORY)
    outer = (
        "From: Jan <jan@desk.example>\r\nDate: Tue, 13 May 2031 06:30:00 +0200\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        f"Content-Type: message/rfc822\r\n\r\n{inner}\r\n--b--\r\n"
    )
    (tmp_path / "a.eml").write_bytes(outer.encode())
    assert [item.document.id for item in documents(tmp_path / "a.eml")] == ["mid:in@courier.example"]


@pytest.mark.parametrize("address", ["https://courier.example/port", ""])
def test_a_page_saved_with_all_its_parts_is_a_page(tmp_path: Path, address: str) -> None:
    head = f"Snapshot-Content-Location: {address}\r\n" if address else ""
    saved = (
        f"From: <Saved by Blink>\r\n{head}Subject: Port shelled\r\nDate: Tue, 13 May 2031 06:30:00 -0000\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/html\r\nContent-Location: {address}\r\n\r\n{PAGE.decode()}\r\n"
        "--b\r\nContent-Type: image/png\r\nContent-Location: https://courier.example/p.png\r\n\r\nx\r\n--b--\r\n"
    )
    path = tmp_path / "page.mhtml"
    path.write_bytes(saved.encode())
    (found,) = documents(path)
    document = found.document
    assert (document.title, document.published, document.source) == ("Port shelled", "2031-05-12T09:30:00Z", None)
    assert (document.id, document.url) == (address or str(path), address or None)
    assert (found.fetched or "").startswith("2031-05-13T06:30:00") and not found.problems


def test_an_encrypted_message_is_refused(tmp_path: Path) -> None:
    message = MESSAGE.replace("text/plain; charset=utf-8", "multipart/encrypted").format(id="1", text="x")
    assert failure(tmp_path / "a.eml", message.encode()).code == "encrypted"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04" + b"x" * 90, "damaged"),
        (zipped({"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<x/>"}), "damaged"),
        (zipped({"ppt/presentation.xml": "<x/>"}), "unsupported"),
        (zipped({"readme.exe": "x"}), "no-articles"),
        (docx("<w:p>"), "damaged"),
        (docx(""), "no-text"),
        (zipped({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "damaged"),
        (zipped({"word/document.xml": "<a>" + " " * 20_000_000 + "</a>"}), "zip-bomb"),
        (b"%PDF-1.4\n" + b"x" * 90, "damaged"),
        (b"{\\rtf1 {\\fonttbl x}}", "no-text"),
        (b"\xd0\xcf\x11\xe0" + bytes(90), "unsupported"),
        (b"a,b\n1,2\n", "unsupported"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(tmp_path: Path, content: bytes, code: str) -> None:
    assert failure(tmp_path / ("a.csv" if content.startswith(b"a,b") else "a"), content).code == code


def test_the_documentation_names_every_suffix_and_every_code() -> None:
    import onrecord.reading.model
    from onrecord.reading.sources import NAMED_ONLY, SUFFIXES

    page = (Path(__file__).parent.parent / "docs" / "sources.md").read_text(encoding="utf-8")
    assert not [suffix for suffix in (*SUFFIXES, *NAMED_ONLY) if f"`{suffix}`" not in page]
    root = Path(onrecord.reading.model.__file__).parent
    codes = set()
    for path in (*root.glob("*.py"), *(root / "formats").rglob("*.py")):
        raised = re.findall(
            r"(?:UnreadableError|ReadingFailure)\((?:[\w.]+, )?\s*\"([a-z-]+)\"", path.read_text(encoding="utf-8")
        )
        codes.update(raised)
    assert len(codes) > 15
    described = (ReadingFailure.__doc__ or "") + page
    assert not [code for code in codes if not re.search(rf"\b{code}\b", described)]
    assert not [code for code in codes if f"`{code}`" not in page]
