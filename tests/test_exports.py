"""Exports in every format: what each is asked for, the same bytes each time, and what is said to be lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cli_samples import Command, runner
from export_samples import make, written
from onrecord.ledger import ClaimFilter, EventFilter, Ledger
from onrecord.views.export import csv_lines, export_lines
from onrecord.views.exports import FORMATS, ExportUseError, Options, Tally


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("exports") / "story.db")


@pytest.fixture
def command(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    class Text:
        def readouterr(self) -> Any:
            out, err = capsysbinary.readouterr()
            return type("", (), {"out": out.decode("utf-8", "surrogateescape"), "err": err.decode()})

    monkeypatch.chdir(tmp_path)
    return runner(Text())  # type: ignore[arg-type]


def test_all_formats_that_are_promised_are_there() -> None:
    assert set(FORMATS) >= {
        "jsonl", "csv", "csv-package", "parquet", "parquet-events", "plover", "acled", "ged", "geojson", "ftm",
        "ftm-statements", "annotations", "stix", "html", "ical",
    }  # fmt: skip


@pytest.mark.parametrize("format", FORMATS.values(), ids=lambda format: format.name)
def test_a_format_tells_what_it_is_and_what_it_cannot_hold(format: Any) -> None:
    assert format.losses, f"{format.name} has no row in losses.tsv"
    assert all(loss.endswith(".") for loss in format.losses)
    assert format.description.endswith(".")
    assert format.suffix.startswith(".")
    assert "/" in format.media_type


def test_every_loss_is_of_a_format_that_there_is() -> None:
    from onrecord.knowledge.table import read_file
    from onrecord.views.exports import registry

    rows = read_file(Path(registry.__file__).parent / "data" / "losses.tsv")
    assert {name for row in rows for name in row.words("formats")} == set(FORMATS)


@pytest.mark.parametrize("public", [False, True], ids=["whole", "public"])
@pytest.mark.parametrize("format", FORMATS)
def test_the_same_contents_give_the_same_bytes(ledger: Path, tmp_path: Path, format: str, public: bool) -> None:
    again = make(tmp_path / "again.db")
    assert written(ledger, format, public=public) == written(again, format, public=public)


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_ledger_is_written_too(tmp_path: Path, format: str) -> None:
    empty = make(tmp_path / "empty.db", [])
    assert written(empty, format)[1] == ()
    assert written(empty, format, public=True)[1] == ()


@pytest.mark.parametrize("format", FORMATS.values(), ids=lambda format: format.name)
def test_a_format_takes_its_own_filters_and_refuses_the_others(ledger: Path, format: Any) -> None:
    wanted, other = ClaimFilter(types=("AID",)), EventFilter(types=("AID",))
    if format.takes == "events":
        wanted, other = other, wanted  # type: ignore[assignment]
    everything, nothing = written(ledger, format.name)[0], written(ledger, format.name, wanted)[0]
    assert len(nothing) < len(everything)
    with pytest.raises(ExportUseError, match="ask for it with a filter of"):
        written(ledger, format.name, other)


def test_events_may_be_given_themselves(ledger: Path) -> None:
    with Ledger(ledger) as opened:
        chosen = [event for event in opened.events() if event.type == "COERCE"]
        given = b"".join(FORMATS["geojson"].write(opened, iter(chosen), Options()))
    assert given == written(ledger, "geojson", EventFilter(types=("COERCE",)))[0]


def test_lines_and_csv_are_what_they_always_were(ledger: Path) -> None:
    with Ledger(ledger) as opened:
        assert written(ledger, "jsonl")[0].decode() == "".join(f"{line}\n" for line in export_lines(opened))
        assert written(ledger, "csv")[0].decode() == "".join(csv_lines(opened.claims()))


def test_pieces_come_as_they_are_made(ledger: Path) -> None:
    """So that a long export is sent while it is read, and memory does not grow with it."""
    with Ledger(ledger) as opened:
        for format in FORMATS.values():
            pieces: Iterator[bytes] = format.write(opened, None, Options())
            assert all(isinstance(piece, bytes) for piece in pieces)


def test_a_tally_says_how_much_of_how_much_and_why() -> None:
    tally = Tally()
    tally.count("event", 1200)
    tally.leave("event", "no date")
    tally.leave("event", "no place", 3)
    tally.count("party", 4)
    tally.leave("party", "private", 4)
    tally.change("places coarsened", 2)
    assert tally.lines() == (
        "3 of 1,200 events left out: no place",
        "1 of 1,200 events left out: no date",
        "4 of 4 parties left out: private",
        "2 places coarsened",
    )
    assert (tally.left("event"), tally.seen("event")) == (4, 1200)


# --- the command ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_the_command_writes_what_the_registry_does(command: Command, ledger: Path, format: str, tmp_path: Path) -> None:
    ended = command("export", "--ledger", ledger, "--format", format, "--output", "file")
    assert (ended.status, ended.out) == (0, "")
    assert (tmp_path / "file").read_bytes() == written(ledger, format)[0]
    assert f"onrecord: {format} does not hold everything:\n" in ended.err
    assert all(f"onrecord: - {loss}\n" in ended.err for loss in FORMATS[format].losses)
    assert (
        command("export", "--ledger", ledger, "--format", format).out.encode("utf-8", "surrogateescape")
        == written(ledger, format)[0]
    )


def test_what_was_left_out_is_counted_on_standard_error(command: Command, ledger: Path) -> None:
    ended = command("export", "--ledger", ledger, "--format", "geojson")
    assert "onrecord: - 4 of 6 events left out: no place\n" in ended.err
    ended = command("export", "--ledger", ledger, "--format", "plover")
    assert "`--date-of-report` puts them on the day of the first report" in ended.err


def test_filters_of_events_are_for_formats_of_events(command: Command, ledger: Path) -> None:
    ended = command("export", "--ledger", ledger, "--format", "geojson", "--words", "protesters")
    assert len(json.loads(ended.out)["features"]) == 1
    ended = command("export", "--ledger", ledger, "--format", "csv", "--words", "protesters")
    assert ended.status == 2
    assert "--words" in ended.err
    assert "this is for events, and csv is made of claims" in ended.err


def test_an_export_of_the_past_holds_nothing_that_came_later(command: Command, ledger: Path) -> None:
    ended = command("export", "--ledger", ledger, "--format", "html", "--as-of", "2025-03-31")
    assert "0 events. The ledger as it was known on 2025-03-31" in ended.out
    ended = command("export", "--ledger", ledger, "--format", "html", "--as-of", "2025-04-01")
    assert "6 events. The ledger as it was known on 2025-04-01; last change recorded 2025-04-01." in ended.out


def test_an_unknown_format_is_named_with_those_there_are(command: Command, ledger: Path) -> None:
    ended = command("export", "--ledger", ledger, "--format", "xlsx")
    assert ended.status == 2
    assert "'xlsx' is none of" in ended.err


def test_the_formats_are_listed_with_what_each_loses(command: Command) -> None:
    ended = command("export", "--formats")
    assert ended.status == 0
    assert all(f"{format.name}  ({format.takes})\n" in ended.out for format in FORMATS.values())


def test_a_folder_takes_the_files_of_a_package(command: Command, ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert command("export", "--ledger", ledger, "--format", "csv-package", "--output", "folder").status == 0
    names = {path.name for path in (tmp_path / "folder").iterdir()}
    assert names == {
        "README.md", "claims.csv", "datapackage.json", "documents.csv", "events.csv", "links.csv", "parties.csv",
    }  # fmt: skip
    assert command("export", "--ledger", ledger, "--format", "csv", "--output", "folder").status == 2


def test_options_keep_what_was_made_for_the_public(ledger: Path) -> None:
    options = Options(public=True)
    with Ledger(ledger) as opened:
        first = b"".join(FORMATS["csv"].write(opened, None, options))
        made = options.discretion
        assert made is not None
        again = replace(options, tally=Tally())
        assert b"".join(FORMATS["csv"].write(opened, None, again)) == first
        assert again.discretion is made


def test_every_format_is_documented() -> None:
    text = (Path(__file__).parent.parent / "docs" / "exports.md").read_text(encoding="utf-8")
    sections = {name for line in text.splitlines() if line.startswith("## ") for name in line[3:].split(", ")}
    assert set(FORMATS) <= sections
    assert all(f"| `{name}` |" in text for name in FORMATS)
