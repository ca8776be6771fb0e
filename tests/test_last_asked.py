"""`changes --since last`: what moved since one last asked, kept in one's own state and in nothing of the ledger."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from cli_samples import Command, runner
from ledger_samples import document, extraction, shelling, strikes
from onrecord.ledger import Ledger
from onrecord.linking.standard import standard_linker

LINKER = standard_linker()


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    report("a")
    return runner(capsys)


def report(id: str) -> None:
    """One more report: of strikes, or of a shelling."""
    with Ledger("onrecord.db") as ledger:
        of = document(id, published="2025-03-04")
        ledger.add(of, extraction(of, strikes(f"c0{id}") if id == "a" else shelling(f"c0{id}")), "1")
        ledger.link(LINKER)


def state() -> Path:
    return Path("state/onrecord/changes.json")


def test_the_first_time_only_notes_where_the_ledger_stands(command: Command) -> None:
    ended = command("changes", "--since", "last")
    assert (ended.status, ended.out) == (3, "")
    assert "noted where onrecord.db stands" in ended.err
    assert command("changes", "--since", "last").out == "Nothing moved.\n"


def test_afterwards_it_tells_what_moved_since_and_tells_it_once(command: Command) -> None:
    command("changes", "--since", "last")
    report("b")
    (value,) = command("changes", "--since", "last", "--json").rows
    assert value["kinds"] == ["new"]
    ended = command("changes", "--since", "LAST")
    assert (ended.status, ended.out) == (3, "Nothing moved.\n")


@pytest.mark.parametrize("more", ["--quiet", "--peek", "--reported-until 2025-12", "--as-of 2999-01-01"])
def test_a_look_in_passing_is_not_noted(command: Command, more: str) -> None:
    command("changes", "--since", "last")
    report("b")
    assert command("changes", "--since", "last", *more.split()).status == 0
    assert len(command("changes", "--since", "last", "--json").rows) == 1


def test_what_is_asked_by_a_date_is_another_matter(command: Command) -> None:
    command("changes", "--since", "7d")
    assert not state().exists()


def test_nothing_of_it_is_in_the_ledger(command: Command) -> None:
    with Ledger("onrecord.db") as ledger:
        moment = ledger.last_moment()
    before = sha256(Path("onrecord.db").read_bytes()).digest()
    command("changes", "--since", "last")
    command("changes", "--since", "last")
    assert sha256(Path("onrecord.db").read_bytes()).digest() == before
    (kept,) = json.loads(state().read_text(encoding="utf-8")).values()
    assert kept["at"] == moment


def test_another_ledger_in_the_same_place_was_not_asked_yet(command: Command) -> None:
    command("changes", "--since", "last")
    Path("onrecord.db").rename("old.db")
    report("b")
    assert "noted where" in command("changes", "--since", "last").err


def test_a_ledger_that_holds_nothing_has_nothing_to_note(command: Command) -> None:
    with Ledger("empty.db"):
        pass
    ended = command("changes", "--since", "last", "--ledger", "empty.db")
    assert (ended.status, state().exists()) == (3, False)
    assert "empty.db, which holds nothing yet" in ended.err


@pytest.mark.parametrize("said", ["{", "[]", '{"a": 1}', '{"a": {"ledger": "x", "at": "once"}}', "[" * 100_000])
def test_a_damaged_state_is_told_with_its_place(command: Command, said: str) -> None:
    state().parent.mkdir(parents=True)
    state().write_text(said, encoding="utf-8")
    ended = command("changes", "--since", "last")
    assert ended.status == 1
    assert "changes.json: it is damaged; remove it" in ended.err


def test_a_state_that_cannot_be_kept_is_told(command: Command) -> None:
    Path("state").write_text("a file", encoding="utf-8")
    ended = command("changes", "--since", "last")
    assert ended.status == 1
    assert "cannot be kept" in ended.err


# --- before there was anything -------------------------------------------------------------------------------------


def test_a_time_before_the_ledger_began_is_explained(command: Command) -> None:
    ended = command("changes", "--since", "2001-01-01", "--as-of", "2001-02-01")
    assert (ended.status, ended.out) == (3, "Nothing moved.\n")
    assert "onrecord.db held nothing at that time: its first article was recorded on" in ended.err


def test_a_span_that_ends_before_it_begins_is_refused(command: Command) -> None:
    ended = command("changes", "--since", "2025-04-08", "--as-of", "2025-04-01")
    assert ended.status == 2
    assert "--since" in ended.err
    assert "after the time of --as-of" in ended.err
