"""Reading: texts, Markdown, rows, folders, globs, standard input and gzip, in any mixture and a fixed order."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from onrecord.reading import ReadDocument, ReadingError, ReadingFailure, ReadingOptions, read
from onrecord.reading.language import detect
from onrecord.records import Document, Probe

STORY = "The Ruritanian army shelled the port of Hentzau on Monday.\nNobody was hurt, the mayor said."


def read_all(
    *paths: str | Path, options: ReadingOptions | None = None, stdin: bytes | None = None
) -> list[ReadDocument | ReadingFailure]:
    return list(read(paths, options, None if stdin is None else io.BytesIO(stdin)))


def documents(*paths: str | Path, stdin: bytes | None = None) -> list[Document]:
    found = read_all(*paths, stdin=stdin)
    assert all(isinstance(item, ReadDocument) for item in found), [str(item) for item in found]
    return [item.document for item in found if isinstance(item, ReadDocument)]


def rows(*items: object) -> str:
    return "".join(json.dumps(item) + "\n" for item in items)


def test_text_has_its_path_as_id(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    assert documents(path) == [Document(id=str(path), text=STORY)]


def test_front_matter_of_a_text(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(
        f"title: Port shelled\ndate: 12 May 2031\nsource: Strelsau Courier\nauthor: Rosa Holub\n\n{STORY}", "utf-8"
    )
    (document,) = documents(path)
    assert document == Document(
        id=str(path), text=STORY, title="Port shelled", published="2031-05-12", source="Strelsau Courier",
        author="Rosa Holub",
    )  # fmt: skip


def test_a_first_line_with_a_colon_is_no_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text("Hentzau: the port was shelled.\n\nNobody was hurt.", "utf-8")
    assert documents(path)[0].text.startswith("Hentzau: the port was shelled.")


def test_lines_broken_by_hand_are_joined(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(
        "The Ruritanian army shelled the port of Hentzau on Monday, and the\n"
        "mayor said that nobody was hurt, because the docks had been cleared\n"
        "in time.\n\nThe port is closed.\n",
        "utf-8",
    )
    first, _, second = documents(path)[0].text.split("\n")
    assert first.endswith("and the mayor said that nobody was hurt, because the docks had been cleared in time.")
    assert second == "The port is closed."


def test_markdown_becomes_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "story.md"
    path.write_text(
        "---\ndate: 2031-05-12\nurl: https://courier.example/port\n---\n# Port *shelled*\n\n"
        "The **Ruritanian** army [shelled](https://x.example/a_b) the port\nof `Hentzau` on Monday.\n\n"
        "![The port](port.jpg)\n\n- Nobody was hurt\n- The docks\n  are closed\n\n> “We saw it,” she said.\n\n"
        "| Who | What |\n|---|---|\n| army | port |\n\n```\nx = 1\n```\n",
        "utf-8",
    )
    (document,) = documents(path)
    assert document.title == "Port shelled"
    assert document.id == document.url == "https://courier.example/port"
    assert document.published == "2031-05-12"
    assert document.text.split("\n") == [
        "The Ruritanian army shelled the port of Hentzau on Monday.",
        "Nobody was hurt",
        "The docks are closed",
        "“We saw it,” she said.",
        "Who What",
        "army port",
    ]


def test_rows_keep_their_text_and_their_order(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    text = "  Line one \r\n\tline two \u0000 end "
    path.write_text(
        rows(
            {"id": "b", "text": text, "published": "2031-05-12", "lang": "en", "gold": [1]},
            {"id": "a", "text": "x y", "probes": [{"id": "p", "start": 0, "end": 1, "more": 1}]},
        ),
        "utf-8",
    )
    first, second = documents(path)
    assert first == Document(id="b", text=text, published="2031-05-12", lang="en")
    assert second == Document(id="a", text="x y", probes=(Probe("p", 0, 1),))


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2031-05-12", "2031-05-12"),
        ("2031-05-12T09:30:00.250+02:00", "2031-05-12T09:30:00.250+02:00"),
        ("2031-05-12 09:30 UTC", "2031-05-12T09:30Z"),
        ("", None),
        (None, None),
    ],
)
def test_dates_of_rows_stay_as_they_are_written(written: str | None, read_as: str | None) -> None:
    row = {"id": "a", "text": "x", "published": written}
    (found,) = read_all("-", stdin=json.dumps(row).encode())
    assert isinstance(found, ReadDocument)
    assert (found.document.published, found.problems) == (read_as, ())


def test_rows_know_their_line(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text("\n" + rows({"id": "a", "text": "x"}) + "\n\n" + rows({"id": "b", "text": "y"}), "utf-8")
    assert [item.where for item in read_all(path)] == [f"{path}, line 2", f"{path}, line 5"]


def test_one_object_and_one_array(tmp_path: Path) -> None:
    one, many = tmp_path / "one.json", tmp_path / "two.json"
    one.write_text(json.dumps({"id": "a", "text": "x"}, indent=2), "utf-8")
    many.write_text(json.dumps([{"id": "b", "text": "y"}, {"id": "c", "text": "z"}], indent=1), "utf-8")
    assert [d.id for d in documents(one, many)] == ["a", "b", "c"]


def test_one_object_on_one_line_and_rows_under_the_name_json(tmp_path: Path) -> None:
    one, many = tmp_path / "one.json", tmp_path / "two.json"
    one.write_text(json.dumps({"id": "a", "text": "x"}), "utf-8")
    many.write_text(rows({"id": "b", "text": "y" * 9000}, {"id": "c", "text": "z"}), "utf-8")
    assert [d.id for d in documents(one, many)] == ["a", "b", "c"]


def test_folders_globs_files_and_standard_input_in_one_run(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/c.html", "a/notes.png", ".hidden.txt", "a/.git/x.txt", "d.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(rows({"id": "row", "text": "x"}) if name == "d.jsonl" else STORY, "utf-8")
    first = tmp_path / "b.txt"
    found = documents(first, "-", tmp_path, str(tmp_path / "a" / "*.md"), stdin=STORY.encode())
    assert [d.id for d in found] == [
        str(first), "-", "row", str(tmp_path / "a" / "c.html"), str(tmp_path / "a" / "z.md"),
    ]  # fmt: skip


@pytest.mark.parametrize("packed", [False, True])
def test_standard_input_tells_what_it_is(packed: bool) -> None:
    page = f"<!DOCTYPE html><html><body><p>{STORY}</p></body></html>"
    sources = (rows({"id": "a", "text": "x"}, {"id": "b", "text": "y"}), page, STORY)
    found = [documents("-", stdin=gzip.compress(s.encode()) if packed else s.encode()) for s in sources]
    assert [[d.id for d in documents] for documents in found] == [["a", "b"], ["-"], ["-"]]
    assert "Hentzau" in found[1][0].text and "<p>" not in found[1][0].text
    assert found[2][0].text == STORY


def test_a_document_that_comes_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text(rows({"id": "a", "text": "x"}, {"id": "a", "text": "x"}), "utf-8")
    assert len(documents(path, path, tmp_path)) == 1


def test_rows_stream(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text(rows({"id": "a", "text": "x"}) + "{broken", "utf-8")
    stream = read([path])
    first = next(stream)
    assert isinstance(first, ReadDocument) and first.document.id == "a"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_of_texts(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "story.txt"
    text = "The mayor of Peñaranda said “no” to the café’s plan. Nobody else was asked about it."
    path.write_bytes(text.encode(encoding))
    (found,) = read_all(path)
    assert isinstance(found, ReadDocument)
    assert (found.document.text, found.problems) == (text, ())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_of_rows(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "news.jsonl"
    lines = [json.dumps({"id": n, "text": f"The café of Señor {n}"}, ensure_ascii=False) for n in "ab"]
    path.write_bytes("\n".join(lines).encode(encoding))
    assert [d.text for d in documents(path)] == ["The café of Señor a", "The café of Señor b"]


def test_misuse_is_an_exception_with_advice() -> None:
    with pytest.raises(ReadingError, match="list of paths"):
        read("story.txt")
    with pytest.raises(ReadingError, match="2025-04-09"):
        ReadingOptions(published="09/04/2025")
    with pytest.raises(ReadingError, match="max_document_bytes"):
        ReadingOptions(max_document_bytes=0)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The ministry said on Monday that its troops would leave the border before the end of the month."),
        ("es", "El ministerio dijo el lunes que sus tropas dejarán la frontera antes del fin de mes."),
        ("de", "Das Ministerium erklärte am Montag, seine Truppen würden die Grenze bis Ende des Monats räumen."),
        ("fr", "Le ministère a déclaré lundi que ses troupes quitteraient la frontière avant la fin du mois."),
        ("ru", "Министерство сообщило в понедельник, что войска покинут границу до конца месяца."),
        ("zh", "国防部周一表示，部队将在月底之前撤离边境地区，双方将继续就停火问题举行会谈。"),
    ],
)
def test_language(language: str, text: str) -> None:
    found, confidence = detect(text)
    assert found == language
    assert 0.5 <= confidence <= 1
    assert detect(text) == (found, confidence)


@pytest.mark.parametrize("text", ["", " \n", "OK.", "Hentzau 12 34", "\ud800" * 100, "12345 " * 100])
def test_language_of_what_is_too_short_is_unknown(text: str) -> None:
    assert detect(text)[0] is None


def test_language_in_capitals() -> None:
    assert detect("THE MINISTRY SAID ON MONDAY THAT ITS TROOPS WOULD LEAVE THE BORDER SOON.")[0] == "en"
