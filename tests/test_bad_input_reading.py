"""Bad input: each is read right or gets one clear line, and the rest of the run goes on."""

from __future__ import annotations

import gzip
import io
import json
import os
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading import ReadDocument, ReadingFailure, ReadingOptions, find_furniture, read

STORY = "The Ruritanian army shelled the port of Hentzau on Monday. Nobody was hurt, the mayor said."
SMALL = ReadingOptions(max_document_bytes=10_000)


def read_file(path: Path, content: bytes, options: ReadingOptions | None = None) -> list[ReadDocument | ReadingFailure]:
    path.write_bytes(content)
    return list(read([path], options))


def failure(found: list[ReadDocument | ReadingFailure]) -> ReadingFailure:
    (item,) = found
    assert isinstance(item, ReadingFailure), item
    assert "\n" not in str(item) and len(str(item)) < 500
    assert str(item).startswith(item.where)
    return item


def document(found: list[ReadDocument | ReadingFailure]) -> ReadDocument:
    (item,) = found
    assert isinstance(item, ReadDocument), str(item)
    return item


@pytest.mark.parametrize("name", ["nothing.txt", "no/such/folder", "*.none", "a\x00b", "x" * 300])
def test_missing_file(tmp_path: Path, name: str) -> None:
    assert failure(list(read([str(tmp_path / name)]))).code in ("missing", "unreadable")


def test_the_rest_of_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    found = list(read(["nothing.txt", tmp_path / "story.txt", "nothing.md"]))
    assert [type(item) for item in found] == [ReadingFailure, ReadDocument, ReadingFailure]


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "story.txt"
    path.write_text(STORY, "utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    found = failure(list(read([path])))
    assert (found.code, "Permission denied" in found.message) == ("unreadable", True)


def test_folder_without_articles(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert failure(list(read([tmp_path]))).code == "no-articles"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \n\t\n", b"\x00\x00\x00\x00"])
def test_empty_file(tmp_path: Path, content: bytes) -> None:
    assert failure(read_file(tmp_path / "a.txt", content)).code in ("empty", "binary")
    assert failure(read_file(tmp_path / "b.jsonl", content)).code in ("empty", "binary")
    assert failure(read_file(tmp_path / "c.html", content)).code in ("empty", "binary", "no-text")


@pytest.mark.parametrize("content", [bytes(range(256)) * 40, b"%PDF-1.7\n" + b"x" * 99, b"PK\x03\x04" + b"a" * 99])
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.md", "a.json"])
def test_binary_file_under_the_name_of_a_text(tmp_path: Path, name: str, content: bytes) -> None:
    assert failure(read_file(tmp_path / name, content)).code in ("binary", "damaged")


def test_broken_utf8_is_replaced_and_says_so(tmp_path: Path) -> None:
    found = document(read_file(tmp_path / "a.txt", "The mayor’s words: ".encode() + b"\xe2\x80 and \xff end."))
    assert found.document.text.startswith("The mayor’s words: \ufffd and")
    assert [p.code for p in found.problems] == ["encoding-broken"]


def test_latin1_declared_and_not(tmp_path: Path) -> None:
    words = "El Señor Peña llegó a Coruña."
    bare = document(read_file(tmp_path / "a.txt", words.encode("latin-1")))
    page = f'<html><head><meta charset="iso-8859-1"></head><body><p>{words}</p></body></html>'
    declared = document(read_file(tmp_path / "a.html", page.encode("latin-1")))
    undeclared = document(read_file(tmp_path / "b.html", page.replace("iso-8859-1", "nonsense").encode("latin-1")))
    assert {bare.document.text, declared.document.text, undeclared.document.text} == {words}


def test_wrong_declaration_does_not_spoil_utf8(tmp_path: Path) -> None:
    page = '<html><head><meta charset="utf-16"></head><body><p>El Señor Peña llegó.</p></body></html>'
    assert document(read_file(tmp_path / "a.html", page.encode())).document.text == "El Señor Peña llegó."


def test_nul_bytes_become_spaces_and_say_so(tmp_path: Path) -> None:
    found = document(read_file(tmp_path / "a.txt", b"The army\x00shelled the port of Hentzau."))
    assert found.document.text == "The army shelled the port of Hentzau."
    assert [p.code for p in found.problems] == ["nul-bytes"]


@pytest.mark.parametrize("name", ["big.txt", "big.html", "big.md"])
def test_200_megabytes(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(STORY.encode() * 2000)
        file.truncate(200_000_000)
    start = time.monotonic()
    assert failure(list(read([path]))).code == "too-large"
    assert time.monotonic() - start < 5


def test_one_row_too_large_and_the_others_read(tmp_path: Path) -> None:
    lines = [json.dumps({"id": n, "text": "x" * (20_000 if n == "b" else 5)}) for n in "abc"]
    found = read_file(tmp_path / "a.jsonl", "\n".join(lines).encode(), SMALL)
    assert [item.code if isinstance(item, ReadingFailure) else item.document.id for item in found] == [
        "a", "too-large", "c",
    ]  # fmt: skip


def test_broken_row_in_line_7_of_10(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(n), "text": STORY}) for n in range(1, 11)]
    lines[6] = lines[6][:30]
    found = read_file(tmp_path / "a.jsonl", "\n".join(lines).encode())
    assert len(found) == 10
    (broken,) = [item for item in found if isinstance(item, ReadingFailure)]
    assert (broken.line, broken.code) == (7, "not-json")
    assert str(broken).startswith(f"{tmp_path / 'a.jsonl'}, line 7: this is not JSON")


@pytest.mark.parametrize(
    ("row", "code", "says"),
    [
        ({"text": "x"}, "no-id", "`id`"),
        ({"id": "a"}, "no-text", "`text`"),
        ({"id": "a", "text": None}, "no-text", "`text`"),
        ({"id": " ", "text": "x"}, "no-id", "`id`"),
        ({"id": 7, "text": "x"}, "bad-field", "`id` is 7"),
        ({"id": "a", "text": ["x"]}, "bad-field", "`text` is a list"),
        ({"id": "a", "text": "x", "title": 5}, "bad-field", "`title` is 5"),
        ({"id": "a", "text": "x", "published": 20310512}, "bad-field", "`published`"),
        ({"id": "a", "text": "x", "lang": {}}, "bad-field", "`lang` is an object"),
        ({"id": "a", "text": "x", "probes": {}}, "bad-field", "`probes`"),
        ({"id": "a", "text": "x", "probes": [{"id": "p", "start": 0, "end": 2}]}, "bad-field", "0 to 2"),
        ({"id": "a", "text": "x", "probes": [{"id": "p", "start": True, "end": 1}]}, "bad-field", "whole numbers"),
        (["a", "x"], "bad-field", "JSON object"),
        ("x", "bad-field", "JSON object"),
    ],
)
def test_row_with_a_wrong_field(tmp_path: Path, row: object, code: str, says: str) -> None:
    found = failure(read_file(tmp_path / "a.jsonl", json.dumps(row).encode()))
    assert (found.code, found.line) == (code, 1)
    assert says in found.message


@pytest.mark.parametrize("row", ["[" * 100_000, '{"id": "a", "n": ' + "9" * 5000 + "}", "{" * 5000, "NaN", "\ufeff{}"])
def test_row_that_strains_the_parser(tmp_path: Path, row: str) -> None:
    found = read_file(tmp_path / "a.jsonl", f'{row}\n{{"id": "a", "text": "x"}}'.encode())
    assert isinstance(found[0], ReadingFailure)
    assert isinstance(found[-1], ReadDocument)


def test_repeated_id(tmp_path: Path) -> None:
    lines = [json.dumps({"id": "a", "text": text}) for text in ("one", "one", "two")]
    first, second = read_file(tmp_path / "a.jsonl", "\n".join(lines).encode())
    assert isinstance(first, ReadDocument) and first.document.text == "one"
    assert isinstance(second, ReadingFailure)
    assert (second.code, second.line) == ("repeated-id", 3)


@pytest.mark.parametrize("date", ["2031-02-30", "2031-13-01", "soon", "12/05/2031", "2031-05-12T25:00", "2031"])
def test_impossible_date_is_left_open_and_says_so(tmp_path: Path, date: str) -> None:
    row = document(read_file(tmp_path / "a.jsonl", json.dumps({"id": "a", "text": "x", "published": date}).encode()))
    text = document(read_file(tmp_path / "a.txt", f"date: {date}\n\n{STORY}".encode()))
    for found in (row, text):
        assert found.document.published is None
        assert [p.code for p in found.problems] == ["bad-date"]
        assert date in found.problems[0].message


def test_lone_surrogates_are_replaced_one_for_one(tmp_path: Path) -> None:
    found = document(read_file(tmp_path / "a.jsonl", rb'{"id": "a\udc00", "text": "a\ud800b", "title": "\udfff"}'))
    assert (found.document.id, found.document.text, found.document.title) == ("a\ufffd", "a\ufffdb", "\ufffd")
    assert [p.code for p in found.problems] == ["encoding-broken"]
    found.document.text.encode()


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 1_000_000 + STORY,
        "<div>" * 1_000_000 + STORY + "</div>" * 1_000_000,
        "<b><p>" * 500_000 + STORY,
        "<table><tr><td>" * 300_000 + STORY,
        "<" * 1_000_000 + f" {STORY}",
        "<!--" * 1_000_000 + "-->" + f"<p>{STORY}</p>",
        f"<p class='{'a ' * 1_000_000}'>{STORY}</p>",
        f"<p>{STORY}</p>" + "<script>" * 300_000,
        "&" * 1_000_000 + STORY,
        "<p>" + "a<br>" * 15_000 + STORY,
        ("<div>" * 190 + f"<p>{STORY}</p>" + "</div>" * 190) * 100,
        f"<span class='date'>&#1;&#0;&#xFFFE; 12 May</span><p>\x0b\x1f{STORY}</p>",
    ],
    ids=[
        "open",
        "nested",
        "mixed",
        "tables",
        "signs",
        "comments",
        "attribute",
        "scripts",
        "entities",
        "breaks",
        "towers",
        "control",
    ],
)
def test_a_million_tags(tmp_path: Path, page: str) -> None:
    start = time.monotonic()
    found = document(read_file(tmp_path / "a.html", f"<html><body>{page}</body></html>".encode()))
    assert time.monotonic() - start < 10
    assert "army shelled the port" in found.document.text


@pytest.mark.parametrize("name", ["bomb.txt.gz", "bomb.html.gz", "bomb.jsonl.gz", "bomb.json.gz"])
def test_gzip_bomb(tmp_path: Path, name: str) -> None:
    piece = gzip.compress(b"0" * 20_000_000, compresslevel=9)
    path = tmp_path / name
    path.write_bytes(piece * 100)  # 2 GB in 2 MB
    start = time.monotonic()
    assert failure(list(read([path]))).code in ("gzip-bomb", "too-large")
    assert time.monotonic() - start < 5


def test_damaged_gzip_keeps_the_rows_before_it(tmp_path: Path) -> None:
    lines = b"".join(json.dumps({"id": str(n), "text": os.urandom(40).hex()}).encode() + b"\n" for n in range(2000))
    packed = gzip.compress(lines)
    found = read_file(tmp_path / "a.jsonl.gz", packed[: len(packed) // 2])
    assert isinstance(found[-1], ReadingFailure) and found[-1].code == "gzip-broken"
    assert len(found) > 500 and all(isinstance(item, ReadDocument) for item in found[:-1])
    assert failure(read_file(tmp_path / "b.txt.gz", gzip.compress(STORY.encode())[:-9])).code == "gzip-broken"
    assert failure(read_file(tmp_path / "c.txt.gz", b"\x1f\x8bnonsense")).code == "gzip-broken"


def test_one_sentence_of_50_000_words(tmp_path: Path) -> None:
    text = "the army and " * 16_666 + "the navy left."
    found = document(read_file(tmp_path / "a.txt", text.encode()))
    assert found.document.text == text
    start = time.monotonic()
    assert find_furniture(text).ranges == ()
    assert time.monotonic() - start < 1


def test_a_named_pipe_is_read_when_it_is_named_and_passed_over_in_a_folder(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert failure(list(read([tmp_path]))).code == "no-articles"
    writer = threading.Thread(target=lambda: pipe.write_text(STORY, "utf-8"))
    writer.start()
    assert document(list(read([pipe]))).document.text == STORY
    writer.join()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600), st.sampled_from([None, "text", "page", "rows", "json", "markdown"]))
def test_random_bytes_never_raise(content: bytes, kind: str | None) -> None:
    starts = {"page": b"<html>", "rows": b'{"id": ', "json": b'[{"id": ', "markdown": b"---\n", "text": b"date: "}
    found = list(read(["-"], stdin=io.BytesIO(starts.get(kind or "", b"") + content)))
    assert found
    for item in found:
        if isinstance(item, ReadDocument):
            item.document.text.encode()
            find_furniture(item.document.text)
        else:
            assert "\n" not in item.message


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=6,
    ),
    st.sampled_from(["id", "text", "title", "published", "lang", "url", "probes", "gold"]),
)
def test_random_rows_never_raise(value: object, name: str) -> None:
    row = {"id": "a", "text": "x", name: value}
    (item,) = read(["-"], stdin=io.BytesIO(json.dumps(row).encode()))
    if isinstance(item, ReadDocument):
        item.document.text.encode()
        assert item.document.sha256
