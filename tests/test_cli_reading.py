"""`read`, `reread`, `extract`, `assess`, `locate`: documents in, whatever state they are in."""

from __future__ import annotations

import gzip
import io
import json
import os
import pty
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from cli_samples import Command, row, runner
from ledger_samples import TEXT, FakeMachinery
from onrecord.cli import machinery
from onrecord.cli.config import ConfigurationError, load_configuration
from onrecord.knowledge import KnowledgeError
from onrecord.ledger import Ledger
from onrecord.records import Document, Extraction


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    monkeypatch.setattr("onrecord.cli.machinery.Machinery", FakeMachinery)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    return runner(capsys)


def test_reading_twice_is_a_no_op(command: Command) -> None:
    Path("rows.jsonl").write_text(row("d1") + row("d2"))
    first = command("read", "rows.jsonl")
    assert first.out == "2 documents (2 new), 4 claims read into onrecord.db\n"
    assert first.err == ""
    before = command("export").out
    assert command("read", "rows.jsonl").out == "2 documents (2 unchanged), 0 claims read into onrecord.db\n"
    assert command("export").out == before


def test_what_the_ledger_has_is_not_extracted_again(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("rows.jsonl").write_text(row("d1") + row("d2"))
    command("read", "rows.jsonl")
    seen: list[str] = []
    extract = FakeMachinery.extract

    def watched(self: FakeMachinery, documents: Iterable[Document]) -> Iterator[Extraction]:
        listed = list(documents)
        seen.extend(document.id for document in listed)
        return extract(self, listed)

    monkeypatch.setattr(FakeMachinery, "extract", watched)
    Path("more.jsonl").write_text(row("d1") + row("d3") + row("d2", text="Changed."))
    assert command("read", "more.jsonl").out.startswith("3 documents (1 changed, 1 new, 1 unchanged)")
    assert seen == ["d3", "d2"]


def test_the_order_of_reading_does_not_matter(command: Command) -> None:
    Path("a.jsonl").write_text(row("d1"))
    Path("b.jsonl").write_text(row("d2"))
    command("read", "a.jsonl", "b.jsonl", "--ledger", "ab.db")
    command("read", "b.jsonl", "a.jsonl", "--ledger", "ba.db")
    assert command("export", "-l", "ab.db").out == command("export", "-l", "ba.db").out


def test_what_cannot_be_read_is_named_and_the_rest_is_read(command: Command) -> None:
    rows = [row(f"d{n}") for n in range(10)]
    rows[6] = '{"id": "d6", "text": \n'
    Path("rows.jsonl").write_text("".join(rows))
    ended = command("read", "missing.txt", "rows.jsonl")
    assert ended.status == 1
    assert ended.out == "9 documents (9 new), 18 claims read into onrecord.db; 2 could not be used\n"
    missing, broken = ended.err.splitlines()
    assert missing == "onrecord: missing.txt: there is no such file or folder; check the path"
    assert broken.startswith("onrecord: rows.jsonl, line 7: this is not JSON")


def test_reading_tells_of_each_document_as_json(command: Command) -> None:
    Path("rows.jsonl").write_text(row("d1") + "{}\n")
    rows = command("read", "rows.jsonl", "--json").rows
    assert {"where": "rows.jsonl, line 1", "document": "d1", "outcome": "new", "claims": 2, "problems": []} in rows
    (failed,) = [r for r in rows if "outcome" not in r]
    assert (failed["where"], failed["line"], failed["problems"][0]["code"]) == ("rows.jsonl", 2, "no-id")


def test_date_and_outlet_can_be_given(command: Command) -> None:
    Path("a.txt").write_text(TEXT)
    command("read", "a.txt", "--published", "2025-04-09", "--source", "The Strelsau Post")
    (value,) = command("export").rows
    assert (value["document"]["published"], value["document"]["source"]) == ("2025-04-09", "The Strelsau Post")


def test_a_run_without_the_options_of_an_earlier_one_changes_nothing(command: Command) -> None:
    Path("a.txt").write_text(TEXT)
    command("read", "a.txt", "--published", "2025-04-09", "--source", "The Strelsau Post")
    before = command("export").out
    ended = command("read", "a.txt")
    assert ended.out == "1 document (1 unchanged), 0 claims read into onrecord.db\n"
    assert command("export").out == before
    assert "(1 changed)" in command("read", "a.txt", "--published", "2025-04-10").out
    (value,) = command("export").rows
    assert (value["document"]["published"], value["document"]["source"]) == ("2025-04-10", "The Strelsau Post")


def test_documents_without_a_date_are_counted(command: Command) -> None:
    Path("rows.jsonl").write_text(row("d1") + row("d2", published=None) + row("d3", published=None))
    for outcomes in ("3 new", "3 unchanged"):
        out = command("read", "rows.jsonl").out
        assert out.startswith(f"3 documents ({outcomes})")
        assert out.endswith("; 2 without a date: nothing relative is dated; give --published\n")


def test_a_reread_for_other_tables_alone_is_explained(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("rows.jsonl").write_text(row("d1"))
    why = "1 document (1 reread: the tables of knowledge are not those of the last run), "
    for version, explained in (("1+m+overlay-ab", False), ("1+m", True), ("1+m+overlay-cd", True), ("2+m", False)):
        monkeypatch.setattr(FakeMachinery, "version", version)
        assert command("read", "rows.jsonl").out.startswith(why) is explained


@pytest.mark.parametrize("packed", [False, True])
def test_an_export_is_no_article_and_said_in_one_line(command: Command, packed: bool) -> None:
    Path("rows.jsonl").write_text(row("d1") + row("d2"))
    command("read", "rows.jsonl")
    exported = command("export").out.encode()
    name = "story.jsonl.gz" if packed else "story.jsonl"
    Path(name).write_bytes(gzip.compress(exported) if packed else exported)
    ended = command("read", name)
    message = "this is the export of a ledger, and no articles; use `onrecord import` for it"
    assert (ended.status, ended.err) == (1, f"onrecord: {name}: {message}\n")


def test_problems_of_reading_are_kept_with_the_extraction(command: Command) -> None:
    Path("rows.jsonl").write_text(row("d1", published="2025-02-30"))
    ended = command("read", "rows.jsonl")
    assert (ended.status, ended.err.count("\n")) == (0, 1)
    assert [p["code"] for p in command("export").rows[0]["problems"]] == ["bad-date"]
    assert [p["code"] for p in command("extract", "rows.jsonl").rows[0]["problems"]] == ["bad-date"]


def test_a_newer_extractor_reads_again_and_nothing_is_lost(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("rows.jsonl").write_text(row("d1") + row("d2", published="2025-02-30"))
    command("read", "rows.jsonl")
    old = [r["id"] for r in command("claims", "--json").rows]
    problems = [r["problems"] for r in command("export").rows]
    monkeypatch.setattr(FakeMachinery, "version", "fake-2")
    assert command("reread").out == "2 documents (2 reread), 4 claims read into onrecord.db\n"
    new = [r["id"] for r in command("claims", "--json").rows]
    assert not set(old) & set(new)
    assert [r["problems"] for r in command("export").rows] == problems
    assert command("show", old[0], "--json").rows[0]["current"] is False
    assert "replaced" in command("show", old[0]).out
    assert command("reread").out == (
        "onrecord.db: nothing to read again: all 2 documents have already been read by this version (fake-2)\n"
    )


def test_standard_input_is_read(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(row("d1").encode())))
    assert command("read", "-").out.startswith("1 document (1 new)")


def test_an_interrupted_run_keeps_what_it_read(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("rows.jsonl").write_text("".join(row(f"d{n}") for n in range(5)))
    extract = FakeMachinery.extract

    def interrupted(self: FakeMachinery, documents: Iterable[Document]) -> Iterator[Extraction]:
        for number, extraction in enumerate(extract(self, documents)):
            if number == 3:
                raise KeyboardInterrupt
            yield extraction

    with monkeypatch.context() as patch:
        patch.setattr(FakeMachinery, "extract", interrupted)
        assert command("read", "rows.jsonl").status == 130
    with Ledger("onrecord.db") as ledger:
        assert [stored.claims for stored in ledger.documents()] == [2, 2, 2]
    assert command("read", "rows.jsonl").out.startswith("5 documents (2 new, 3 unchanged)")


def test_extract_streams_extractions_in_order_without_a_ledger(command: Command) -> None:
    Path("rows.jsonl").write_text(row("b") + "broken\n" + row("a", text="Nothing."))
    ended = command("extract", "rows.jsonl", "missing.txt")
    assert ended.status == 1
    assert ended.err.count("\n") == 2
    assert [r["document"]["id"] for r in ended.rows] == ["b", "a"]
    assert [len(r["claims"]) for r in ended.rows] == [2, 0]
    assert not Path("onrecord.db").exists()


def test_assess_and_locate_answer_probes(command: Command) -> None:
    Path("rows.jsonl").write_text(row("b", probes=[{"id": "p1", "start": 38, "end": 45}]) + row("a"))
    assert command("assess", "rows.jsonl").rows == [
        {
            "id": "b",
            "assessments": [
                {"id": "p1", "stage": "planned", "polarity": "affirmed", "certainty": "certain", "factuality": 1.0}
            ],
        },
        {"id": "a", "assessments": []},
    ]
    place = dict.fromkeys(("geonameid", "lat", "lon", "country", "admin1", "score"))
    answers = [{"id": "b", "places": [{"id": "p1", **place}]}, {"id": "a", "places": []}]
    assert command("locate", "rows.jsonl").rows == answers


def configure(tmp_path: Path, text: str) -> None:
    (tmp_path / "config" / "onrecord").mkdir(parents=True)
    (tmp_path / "config" / "onrecord" / "config.toml").write_text(text)


def test_the_configuration_names_folders_of_knowledge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    configure(tmp_path, 'knowledge = ["words", "/abs"]\nmodel = "en_core_web_md"')
    here = tmp_path / "config" / "onrecord"
    made = machinery.Machinery([Path("more")])
    assert made.overlays == (here / "words", Path("/abs"), Path("more"))
    assert made.model == "en_core_web_md"


@pytest.mark.parametrize("text", ["knowledge = 3", "knowledge = [1]", "model = 1", "colour = true", "= broken"])
def test_a_mistake_in_the_configuration_is_named(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    configure(tmp_path, text)
    with pytest.raises(ConfigurationError, match=r"config\.toml: "):
        load_configuration()


def test_a_missing_folder_of_knowledge_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with pytest.raises(KnowledgeError, match="none"):
        _ = machinery.Machinery([tmp_path / "none"]).version


def test_rows_are_counted_for_the_time_left(tmp_path: Path) -> None:
    from onrecord.cli.counting import expected

    (tmp_path / "rows.jsonl").write_text(row("a") + row("b"))
    (tmp_path / "page.html").write_text("<p>x")
    assert expected([str(tmp_path)]) == 3
    assert expected([str(tmp_path), "-"]) is None
    assert expected([str(tmp_path / "missing")]) == 0


def test_json_of_reading_is_valid_where_text_is_odd(command: Command) -> None:
    Path("rows.jsonl").write_text(json.dumps({"id": "x\ud800", "text": "Half a pair \udfff."}) + "\n")
    ended = command("extract", "rows.jsonl")
    assert all(json.loads(line) for line in ended.out.splitlines())


def test_the_demo_reads_the_story_and_shows_what_stands(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("story.jsonl").write_text(row("d1") + row("d2"))
    monkeypatch.setattr("onrecord.demo.story", lambda: Path("story.jsonl"))
    out = command("demo").out
    assert "○ planned       drone strikes on Sylvanian smugglers" in out
    assert out.endswith("2 events\n")
    assert not Path("onrecord.db").exists()
    assert len(command("demo", "--json", "--ledger", "demo.db").rows) == 2
    assert command("claims", "--json", "--ledger", "demo.db").rows


def test_a_missing_story_is_named(command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.resources.files", lambda package: tmp_path)
    ended = command("demo")
    assert (ended.status, ended.out) == (1, "")
    assert "the bundled story is missing" in ended.err


def test_progress_is_shown_in_a_terminal_and_only_there(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text("".join(row(f"d{n}") for n in range(3)))
    code = f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        import onrecord.cli.machinery
        from ledger_samples import FakeMachinery
        from onrecord.cli.main import run
        onrecord.cli.machinery.Machinery = FakeMachinery
        run(["read", {str(tmp_path / "rows.jsonl")!r}, "missing.txt", "--ledger", {str(tmp_path / "l.db")!r}])
    """
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", textwrap.dedent(code)]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, text=True)
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert "3/3" in shown
    assert "missing.txt: there is no such file" in shown
    assert ended.stdout.startswith("3 documents (3 new)")
    piped = subprocess.run(command, capture_output=True, text=True)
    assert piped.stderr == "onrecord: missing.txt: there is no such file or folder; check the path\n"
