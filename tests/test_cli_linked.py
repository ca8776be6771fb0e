"""Commands on a ledger whose documents are linked: from reading to what people see, and corrections in between."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from cli_samples import Command, row, runner
from ledger_samples import FakeMachinery, document, extraction, span, strikes
from onrecord.ledger import Ledger
from onrecord.linking.standard import standard_linker
from onrecord.records import Claim, Link, Span

OTHER = (
    "Drone strikes on Sylvanian smugglers in Strelsau are planned by the Ruritanian government, an envoy of the crown "
    "told this station after a long night of talks in the old palace."
)
"""The same plan in other words."""


def strikes_in(text: str) -> Claim:
    plain = replace(strikes("f00d"), time=None, why={})
    return replace(
        plain,
        trigger=span("strikes", text),
        sentence=Span(0, len(text), text),
        actors=(replace(plain.actors[0], span=span("the Ruritanian government", text)),),
        recipients=(replace(plain.recipients[0], span=span("Sylvanian smugglers", text)),),
        attribution=(Link("outlet"),),
        place=replace(plain.place, span=span("Strelsau", text)) if plain.place else None,
    )


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    monkeypatch.setattr("onrecord.cli.machinery.Machinery", FakeMachinery)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("ONRECORD_AUTHOR", "A. Reader")
    monkeypatch.chdir(tmp_path)
    return runner(capsys)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with one report and a copy of it by another outlet."""
    path = tmp_path_factory.mktemp("story") / "onrecord.db"
    documents = [document("d1", published="2025-03-04"), document("d2", source="The Copy", published="2025-03-05")]
    machinery = FakeMachinery()
    with Ledger(path) as ledger:
        for of, extraction in zip(documents, machinery.extract(documents), strict=True):
            ledger.add(of, extraction, machinery.version)
    link(path.parent)
    return path


@pytest.fixture
def linked(story: Path, command: Command, tmp_path: Path) -> Path:
    shutil.copy(story, tmp_path)
    return tmp_path


def link(folder: Path) -> None:
    with Ledger(folder / "onrecord.db") as ledger:
        ledger.link(standard_linker())


def plan(command: Command) -> str:
    (found,) = command("events", "--stage", "planned", "--json").rows
    return str(found["id"])


def test_a_copy_is_one_more_report_and_no_more_origin(command: Command, linked: Path) -> None:
    (found,) = command("events", "--stage", "planned", "--json").rows
    assert (found["reports"], found["origins"]) == (2, 1)
    assert "2 reports, 1 origin" in " ".join(command("brief").out.split())
    (origin,) = command("origins", "--json").rows
    assert [document["document"] for document in origin["documents"]] == ["d1", "d2"]


def test_outlets_of_one_owner_count_once_where_the_user_says_so(command: Command, linked: Path) -> None:
    with Ledger("onrecord.db") as ledger:
        of = document("d9", source="Radio Zenda", published="2025-03-09", text=OTHER)
        ledger.add(of, extraction(of, strikes_in(OTHER)), "fake-1")
    link(linked)
    owners = [("The Harbour Ledger", "Crown Press"), ("Radio Zenda", "Crown Press"), ("The Copy", "nobody")]
    entries = [f'[[outlet]]\nname = "{name}"\nowner = "{owner}"\n' for name, owner in owners]
    Path("apart.toml").write_text("".join(entries))
    Path("once.toml").write_text("count_owner_once = true\n" + "".join(entries))
    (plain,) = command("events", "--stage", "planned", "--json", "--outlets", "apart.toml").rows
    (once,) = command("events", "--stage", "planned", "--json", "--outlets", "once.toml").rows
    assert (plain["reports"], plain["origins"]) == (3, 2)
    assert (once["id"], once["reports"], once["origins"]) == (plain["id"], 3, 1)
    assert "3 reports, 1 origin" in command("event", plain["id"], "--outlets", "once.toml").out


def test_a_claim_leads_to_its_event(command: Command, linked: Path) -> None:
    claim = command("claims", "--stage", "planned", "--json").rows[0]["id"]
    assert command("event", claim, "--json").rows[0]["id"] == plan(command)
    assert command("show", claim, "--json").rows[0]["event"] == plan(command)


def test_many_events_come_with_the_claims_that_each_has_alone(command: Command, linked: Path) -> None:
    for until in (None, "2025-03-04"):
        with Ledger(linked / "onrecord.db", reported_until=until) as ledger:
            found = list(ledger.accounts(ledger.events()))
            assert len(found) == 2
            assert all(told == ledger.event(event.id).told for event, told in found)


def test_some_documents_can_be_asked_for_alone(command: Command, linked: Path) -> None:
    with Ledger(linked / "onrecord.db") as ledger:
        assert [stored.document.id for stored in ledger.extractions(of=["d2", "d7"])] == ["d2"]
        assert list(ledger.extractions(of=())) == []


def test_a_judgement_tells_at_once_and_its_withdrawal_restores(command: Command, linked: Path) -> None:
    before = command("events", "--json").out
    id = plan(command)
    one, other = (r["id"] for r in command("claims", "--stage", "planned", "--json").rows)
    ended = command("judge", "not-same", one, other, "--reason", "two plans")
    assert ended.status == 0
    assert len(command("events", "--stage", "planned", "--json").rows) == 2
    assert "two plans" in command("event", id).out
    (judgement,) = command("judge", "list", "--json").rows
    assert (judgement["author"], judgement["kind"]) == ("A. Reader", "not_same")
    assert command("judge", "withdraw", judgement["id"][:8], "--reason", "one after all").status == 0
    assert command("events", "--json").out == before


def test_a_claim_that_is_judged_to_be_no_event_is_in_none(command: Command, linked: Path) -> None:
    for claim in command("claims", "--stage", "planned", "--json").rows:
        assert command("judge", "not-event", claim["id"], "--reason", "a figure of speech").status == 0
    assert command("events", "--stage", "planned").out == "No events.\n"
    assert command("show", claim["id"], "--json").rows[0]["event"] is None


def test_judging_what_is_not_there_or_makes_no_sense_ends_with_1(command: Command, linked: Path) -> None:
    for wrong in (("stage", plan(command), "finished"), ("not-event", "zzz"), ("identify", "Sylvania", "42")):
        ended = command("judge", *wrong, "--reason", "x")
        assert (ended.status, ended.out) == (1, "")
        assert ended.err.count("\n") == 1


def test_changes_see_new_events_and_no_mere_repeats(command: Command, linked: Path) -> None:
    assert command("changes", "--since", "2h", "--quiet").status == 0
    since = command("changes", "--since", "2h", "--json").rows[0]["at"]
    (linked / "more.jsonl").write_text(row("d3", source="Another Copy", published="2025-03-06"))
    command("read", "more.jsonl")
    link(linked)
    assert command("changes", "--since", since, "--quiet").status == 3
    assert command("events", "--stage", "planned", "--json").rows[0]["reports"] == 3


def test_a_look_back_shows_nothing_that_came_later(command: Command, linked: Path) -> None:
    before = "2020-01-01"
    assert command("events", "--as-of", before).out == "No events.\n"
    assert command("brief", "--claims", "--as-of", before).out == "No claims.\n"
    assert command("claims", "--as-of", before).out == "No claims.\n"
    assert command("sources", "--as-of", before).out == "No sources.\n"
    assert command("export", "--as-of", before).out == ""
    assert command("find", "smugglers", "--as-of", before).out == "Nothing found.\n"
    assert command("show", plan(command), "--as-of", before).status == 1
    assert command("origins", "--as-of", before).out == "No document repeats another.\n"
    assert command("stories", "--as-of", before).out == "No two documents tell of one happening.\n"
    assert command("graph", "--json", "--as-of", before).rows == [{"nodes": [], "edges": []}]
    assert len(command("claims", "--reported-until", "2025-03-04", "--json").rows) == 2
    assert command("events", "--reported-until", "2025-03-03").out == "No events.\n"


def test_a_party_is_told_by_what_it_does_says_and_suffers(command: Command, linked: Path) -> None:
    out = command("party", "Sylvania").out
    assert out.splitlines()[0].startswith("Sylvania  country, SYL")
    assert "Its own word on events" in out
    (value,) = command("party", "government of ruritania", "--json").rows
    assert [deed["event"] for deed in value["ahead"]] == [plan(command)]
    ended = command("party", "Zenda")
    assert (ended.status, ended.out) == (1, "")
    assert "nobody in onrecord.db bears the name 'Zenda'" in ended.err


def test_parties_are_corrected_like_events(command: Command, linked: Path) -> None:
    assert command("judge", "identify", "Sylvania", "Q42", "--reason", "the state").status == 0
    assert "Wikidata    Q42" in command("party", "Sylvania").out


def test_the_graph_tells_who_relays_whom(command: Command, linked: Path) -> None:
    (graph,) = command("graph", "--json").rows
    names = {node["id"]: node["name"] for node in graph["nodes"]}
    edges = {(names[edge["source"]], names[edge["target"]]) for edge in graph["edges"]}
    assert ("The Copy", "The Harbour Ledger") in edges
    assert ("The Harbour Ledger", "Radio Borduria") in edges


def test_a_situation_shows_what_stands_what_is_planned_what_moved_and_who_speaks(
    command: Command, linked: Path
) -> None:
    assert command("situation", "list").out == "No situations.\n"
    added = command("situation", "add", "strikes", "--query", "type:assault drone strike*")
    assert added.out.startswith("strikes: type:ASSAULT drone strike*\n")
    (kept,) = command("situation", "list", "--json").rows
    assert (kept["name"], kept["query"], kept["looked"]) == ("strikes", "type:ASSAULT drone strike*", None)
    (page,) = command("situation", "show", "strikes", "--json").rows
    assert [event["id"] for event in page["planned"]] == [plan(command)]
    assert (page["stands"], page["denied"], page["changed"]) == ([], [], [])
    assert [who["name"] for who in page["speakers"]] == ["six officials (unnamed)"]


def test_a_look_at_a_situation_is_noted_but_for_a_peek_and_a_look_back(command: Command, linked: Path) -> None:
    command("situation", "add", "strikes", "--query", "type:ASSAULT")
    looks = [("--peek",), ("--as-of", "2030-01-01"), ("--reported-until", "2030")]
    for look in looks:
        assert command("situation", "show", "strikes", *look).status == 0
    assert command("situation", "list", "--json").rows[0]["looked"] is None
    assert "No events." not in command("situation", "show", "strikes").out
    assert command("situation", "list", "--json").rows[0]["looked"]
    assert "Nothing moved." in command("situation", "show", "strikes").out


def test_a_situation_has_one_name_and_can_be_removed(command: Command, linked: Path) -> None:
    command("situation", "add", "strikes", "--query", "drone*")
    ended = command("situation", "add", "strikes", "--query", "raid*")
    assert (ended.status, ended.out) == (1, "")
    ended = command("situation", "show", "raids")
    assert (ended.status, ended.out) == (1, "")
    assert "there is no situation 'raids': there are strikes" in ended.err
    assert command("situation", "remove", "strikes") == (0, "", "")
    assert command("situation", "list").out == "No situations.\n"


def test_a_question_that_cannot_be_read_is_answered_with_what_to_write(command: Command, linked: Path) -> None:
    ended = command("situation", "add", "x", "--query", "tpye:ASSAULT")
    assert (ended.status, ended.out) == (1, "")
    assert "did you mean type:?" in ended.err


def test_the_name_of_a_situation_can_be_read(command: Command, linked: Path) -> None:
    assert command("situation", "add", " \u200b", "--query", "drone*").status == 2
    assert command("situation", "add", "a\n\x1b[31mb", "--query", "drone*").out.startswith("a [31mb: drone*\n")
