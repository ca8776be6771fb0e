"""Exports: what is written can be read again, byte for byte, and does no harm in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli_samples import Command, row, runner
from ledger_samples import FakeMachinery, document, extraction, extractions, shelling, strikes
from onrecord.errors import OnrecordError
from onrecord.ledger import Ledger, Outcome
from onrecord.records import Document, Extraction, Link, decode
from onrecord.views.export import (
    COLUMNS,
    ExportError,
    csv_lines,
    disarmed,
    export_lines,
    import_lines,
    json_line,
    read_json_line,
)


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    monkeypatch.setattr("onrecord.cli.machinery.Machinery", FakeMachinery)
    monkeypatch.chdir(tmp_path)
    return runner(capsys)


@given(st.lists(extractions(), max_size=3))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_export_import_export_is_byte_identical(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[Document, Extraction]]
) -> None:
    folder = tmp_path_factory.mktemp("ledgers")
    with Ledger(folder / "one.db") as one, Ledger(folder / "two.db") as two:
        for of, found in made:
            one.add(of, found, "1")
        exported = list(export_lines(one))
        for outcome in (Outcome.NEW, Outcome.UNCHANGED):
            results = list(import_lines(two, exported))
            assert [r if isinstance(r, OnrecordError) else r[2] for r in results] == [outcome] * len(exported)
        assert all(one.has(stored.document, stored.extractor) for stored in two.extractions())
        assert list(export_lines(two)) == exported
        assert list(two.claims()) == list(one.claims())
        assert two.sources() == one.sources()


@given(extractions())
@settings(max_examples=30, deadline=None)
def test_an_exported_line_is_the_record_of_the_contract(made: tuple[Document, Extraction]) -> None:
    from onrecord.ledger import StoredExtraction

    of, found = made
    line = json_line(StoredExtraction(of, found, "1"))
    assert "\n" not in line
    assert decode(Extraction, json.loads(line)) == found


def test_a_ledger_goes_through_a_file_and_back(command: Command) -> None:
    Path("rows.jsonl").write_text(row("d1") + row("d2") + row("d3", text="Nothing."))
    command("read", "rows.jsonl")
    exported = command("export").out
    Path("story.jsonl").write_text(exported)
    assert command("import", "story.jsonl", "--ledger", "copy.db").out == "documents: 3 new; in copy.db\n"
    assert command("export", "--ledger", "copy.db").out == exported
    assert command("import", "story.jsonl", "--ledger", "copy.db").out == "documents: 3 unchanged; in copy.db\n"
    assert command("read", "rows.jsonl", "--ledger", "copy.db").out.startswith("3 documents (3 unchanged)")
    command("export", "--output", "file.jsonl")
    assert Path("file.jsonl").read_text() == exported


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('{"document"', '{document"', "no JSON"),
        ('"text": "The', '"said": "The', "not what `onrecord export --format jsonl` wrote"),
        ('"extractor"', '"by"', "the version of the extractor is missing"),
        ('"stage": "planned"', '"stage": "maybe"', "claims[0].stage"),
        ("The Ruritanian government plans", "The Sylvanian government plans", "sha256 differs"),
        ('{"start": 38', '{"start": 39', "the span 39–45 is not the words 'strikes'"),
        ('"polarity": "affirmed", ', "", "the field 'polarity' is missing"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_the_others_are_read(
    command: Command, old: str, new: str, complaint: str
) -> None:
    Path("rows.jsonl").write_text(row("d1") + row("d2"))
    command("read", "rows.jsonl")
    first, second = command("export").out.splitlines(keepends=True)
    Path("bad.jsonl").write_text(first.replace(old, new, 1) + "\n" + second)
    ended = command("import", "bad.jsonl", "--ledger", "copy.db")
    assert ended.status == 1
    assert ended.err.startswith("onrecord: bad.jsonl, line 1: ")
    assert complaint in ended.err
    assert ended.out == "documents: 1 new; in copy.db; 1 could not be used\n"


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_exports_take_the_filters_of_claims(command: Command, format: str) -> None:
    Path("rows.jsonl").write_text(row("d1") + row("d2", text="Nothing.") + row("d3"))
    command("read", "rows.jsonl")
    wanted = ("--type", "ASSAULT", "--stage", "planned", "--stage", "threatened", "-d", "d1")
    ended = command("export", "--format", format, *wanted)
    if format == "csv":
        assert [r["stage"] for r in csv.DictReader(io.StringIO(ended.out))] == ["planned"]
    else:  # documents come whole
        assert [(r["document"]["id"], len(r["claims"])) for r in ended.rows] == [("d1", 2)]
    nothing = command("export", "--format", format, "--type", "AID").out
    assert nothing.count("\n") == (1 if format == "csv" else 0)
    assert "2 claims without a date are not shown" in command("export", "--format", format, "--from", "2025").err


def test_a_file_that_is_no_export_is_named_in_one_line(command: Command) -> None:
    Path("rows.jsonl").write_text(row("d1") + row("d2"))
    command("read", "rows.jsonl")
    command("export", "--format", "csv", "--output", "claims.csv")
    ended = command("import", "claims.csv", "--ledger", "copy.db")
    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "claims.csv: only the JSON Lines that `onrecord export` wrote can be imported" in ended.err
    assert ended.out == "documents: none; in copy.db; 1 could not be used\n"


def test_a_missing_file_is_named(command: Command) -> None:
    ended = command("import", "none.jsonl")
    assert (ended.status, ended.err) == (1, "onrecord: none.jsonl: there is no such file\n")


def test_articles_are_not_imported() -> None:
    with pytest.raises(ExportError, match="articles are read with `onrecord read`"):
        read_json_line('{"id": "a", "text": "b"}', "line 1")


def table(ledger: Ledger) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(csv_lines(ledger.claims())))))


def test_csv_has_a_row_for_each_claim(tmp_path: Path) -> None:
    with Ledger(tmp_path / "onrecord.db") as ledger:
        ledger.add(document(), extraction(document(), strikes(), shelling()), "1")
        planned, denied = table(ledger)
    assert tuple(planned) == COLUMNS
    assert (planned["stage"], planned["sources"]) == ("planned", "Radio Borduria > six officials (unnamed)")
    assert (planned["lat"], planned["lon"], planned["anonymous"]) == ("50.25", "-14.5", "yes")
    assert (denied["polarity"], denied["sources"], denied["time"]) == ("negated", "Sylvania", "")


def test_the_sources_of_csv_name_the_outlet_where_it_alone_speaks(tmp_path: Path) -> None:
    alone = replace(strikes(), attribution=(Link("outlet", "The Harbour Ledger"),))
    with Ledger(tmp_path / "onrecord.db") as ledger:
        ledger.add(document(), extraction(document(), alone), "1")
        (found,) = table(ledger)
    assert (found["sources"], found["outlet"]) == ("The Harbour Ledger", "The Harbour Ledger")


@given(st.text(max_size=20))
def test_no_text_cell_begins_as_a_formula(text: str) -> None:
    safe = disarmed(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe in (text, "'" + text)


@given(st.lists(st.sampled_from(["=1+1", "-2", "+3", "@x", "\tx", "\r", "plain", "a,b", '"', "\n"]), min_size=5))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_csv_of_any_text_is_safe_and_whole(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    of = document(id=texts[0] or "x", title=texts[1], source=texts[2], url=texts[3])
    party = replace(strikes().actors[0], name=texts[4])
    with Ledger(tmp_path_factory.mktemp("ledger") / "onrecord.db") as ledger:
        ledger.add(of, extraction(of, replace(strikes(), actors=(party,))), "1")
        (found,) = table(ledger)
    assert len(found) == len(COLUMNS)
    for column, cell in found.items():
        if column not in ("factuality", "lat", "lon"):  # numbers of ours
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    for column, text in zip(("document", "title", "outlet", "url", "actors"), texts, strict=False):
        assert found[column].removeprefix("'") == text
