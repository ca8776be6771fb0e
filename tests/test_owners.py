"""Outlets of one owner counted as one origin, where the user says so: in what moved, in situations, of parties, in the
pages, in feeds and in messages alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from cli_samples import Command, runner
from ledger_samples import document, extraction, span, strikes
from onrecord.ledger import EventFilter, Ledger
from onrecord.linking.asking import parse, to_json
from onrecord.linking.outlets import counting, load
from onrecord.linking.standard import standard_linker
from onrecord.records import Claim, Link, Span
from onrecord.records.vocabulary import Polarity
from web_samples import reader

START = datetime(2025, 4, 1, 8, tzinfo=UTC)
BETWEEN = "2025-04-01T08:30:00+00:00"
"""Between the first report, of a daily and a copy of it, and the second, of a station of the same owner."""

OTHER = (
    "Drone strikes on Sylvanian smugglers in Strelsau are planned by the Ruritanian government, an envoy of the crown "
    "told this station after a long night of talks in the old palace."
)
OWNERS = """
[[outlet]]
name = "The Harbour Ledger"
owner = "Crown Press"

[[outlet]]
name = "Radio Zenda"
owner = "Crown Press"
"""
QUERY = "type:ASSAULT strikes"


def told_again(text: str = OTHER, polarity: Polarity = "affirmed") -> Claim:
    """The plan of the first report as another text tells or denies it."""
    plain = replace(strikes(f"f00d{len(text)}"), time=None, why={})
    return replace(
        plain,
        trigger=span("strikes", text),
        sentence=Span(0, len(text), text),
        polarity=polarity,
        actors=(replace(plain.actors[0], span=span("the Ruritanian government", text)),),
        recipients=(replace(plain.recipients[0], span=span("Sylvanian smugglers", text)),),
        attribution=(Link("outlet"),),
        place=replace(plain.place, span=span("Strelsau", text)) if plain.place else None,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger of the two reports, and files that count owners once, or do not."""
    folder = tmp_path_factory.mktemp("owners")
    times = iter(START + timedelta(seconds=n) for n in range(3600))
    linker = standard_linker()
    with Ledger(folder / "onrecord.db", clock=lambda: next(times)) as ledger:
        ledger.add_situation("plans", to_json(parse(QUERY)))
        for id, source in (("d1", "The Harbour Ledger"), ("d2", "The Copy")):
            of = document(id, source=source, published="2025-03-04")
            ledger.add(of, extraction(of, strikes(f"c0{id}")), "1")
        ledger.link(linker)
    later = iter(START + timedelta(hours=1, seconds=n) for n in range(3600))
    with Ledger(folder / "onrecord.db", clock=lambda: next(later)) as ledger:
        of = document("d9", source="Radio Zenda", published="2025-03-09", text=OTHER)
        ledger.add(of, extraction(of, told_again()), "1")
        ledger.link(linker)
    (folder / "apart.toml").write_text(OWNERS, encoding="utf-8")
    (folder / "once.toml").write_text("count_owner_once = true\n" + OWNERS, encoding="utf-8")
    return folder


@pytest.fixture
def command(
    made: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Command]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(made)
    yield runner(capsys)


def opened(folder: Path, file: str) -> Ledger:
    return Ledger(folder / "onrecord.db", counted=counting(load(folder / file)))


# --- what moved ----------------------------------------------------------------------------------------------------


def test_an_outlet_of_the_same_owner_confirms_nothing_independently(command: Command) -> None:
    apart = command("changes", "--since", BETWEEN, "--json", "--outlets", "apart.toml")
    (value,) = apart.rows
    assert (apart.status, value["kinds"], value["notes"]) == (0, ["confirmed"], ["1 → 2 independent origins"])
    once = command("changes", "--since", BETWEEN, "--outlets", "once.toml")
    assert (once.status, once.out) == (3, "Nothing moved.\n")


def test_what_is_new_is_told_with_the_origins_that_the_user_counts(command: Command) -> None:
    for file, origins in (("apart.toml", 2), ("once.toml", 1)):
        (value,) = command("changes", "--since", "2025-03-01", "--json", "--outlets", file).rows
        assert (value["kinds"], value["reports"], value["origins"]) == (["new"], 3, origins)


def test_what_moved_up_to_a_day_of_reports_is_counted_so_too(command: Command) -> None:
    asked = ("changes", "--since", BETWEEN, "--reported-until", "2025-03-31", "--outlets")
    assert [command(*asked, file).status for file in ("apart.toml", "once.toml")] == [0, 3]


# --- situations and parties ----------------------------------------------------------------------------------------


def test_a_situation_counts_them_once(command: Command) -> None:
    for file, origins in (("apart.toml", 2), ("once.toml", 1)):
        (value,) = command("situation", "show", "plans", "--peek", "--json", "--outlets", file).rows
        assert [event["origins"] for event in value["planned"]] == [origins]
        assert [change["origins"] for change in value["changed"]] == [origins]


def test_a_party_counts_them_once(command: Command) -> None:
    for file, origins in (("apart.toml", 2), ("once.toml", 1)):
        (value,) = command("party", "Government of Ruritania", "--json", "--outlets", file).rows
        assert [deed["origins"] for deed in value["ahead"]] == [origins]


# --- events: what a filter asks for is asked of the event as it is counted -------------------------------------------


def test_lists_of_events_count_them_once(made: Path) -> None:
    for file, origins in (("apart.toml", 2), ("once.toml", 1)):
        with opened(made, file) as ledger:
            (event,) = ledger.events()
            assert event.origins == origins
            assert ledger.some_events().items == ledger.some_events(by="date").items == (event,)
            assert ledger.event(event.id).event == event
            ((same, told),) = ledger.accounts([event])
            assert (same, len({one.origin for one in told})) == (event, origins)


def test_a_filter_asks_of_events_as_they_are_counted(made: Path) -> None:
    for file in ("apart.toml", "once.toml"):
        with opened(made, file) as ledger:
            for wanted, found in (
                (EventFilter(stages=("PLANNED",), polarity="affirmed", disputed=False), 1),
                (EventFilter(stages=("done",)), 0),
                (EventFilter(disputed=True), 0),
                (EventFilter(types=("AID",), stages=("planned",)), 0),
            ):
                assert len(list(ledger.events(wanted))) == found


def test_nothing_that_is_kept_changes(made: Path) -> None:
    with opened(made, "once.toml") as ledger:
        list(ledger.events())
        list(ledger.changes("2025-03-01"))
    with Ledger(made / "onrecord.db") as ledger:
        assert [event.origins for event in ledger.events()] == [2]


# --- where an event stands -------------------------------------------------------------------------------------------

REFUSED = (
    "Drone strikes on Sylvanian smugglers in Strelsau are not planned by the Ruritanian government, the chancellor of "
    "the kingdom said when the cabinet had met."
)
DENIED = (
    "Asked by members of the lower house, a minister ruled out that drone strikes on Sylvanian smugglers in Strelsau "
    "are planned by the Ruritanian government or by anybody else."
)


@pytest.fixture(scope="module")
def denied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of a plan that one outlet tells, and that two of one owner deny on later days."""
    path = tmp_path_factory.mktemp("denied") / "onrecord.db"
    linker = standard_linker()
    reports: tuple[tuple[str, str, str, Polarity], ...] = (
        ("p1", "The Copy", OTHER, "affirmed"),
        ("p2", "The Harbour Ledger", REFUSED, "negated"),
        ("p3", "Radio Zenda", DENIED, "negated"),
    )
    for hour, (id, source, text, polarity) in enumerate(reports):
        start = START + timedelta(hours=hour)
        times = iter(start + timedelta(seconds=n) for n in range(60))
        with Ledger(path, clock=times.__next__) as ledger:
            of = document(id, source=source, published=f"2025-03-0{id[1]}", text=text)
            ledger.add(of, extraction(of, told_again(text, polarity)), "1")
            ledger.link(linker)
    return path


def test_two_denials_of_one_owner_turn_nothing(made: Path, denied: Path) -> None:
    before = "2025-04-01T09:30:00+00:00"
    count = counting(load(made / "once.toml"))
    with Ledger(denied) as apart, Ledger(denied, counted=count) as once:
        (event,) = apart.events()
        assert (event.polarity, event.disputed) == ("negated", False)
        (event,) = once.events()
        assert (event.polarity, event.disputed) == ("affirmed", True)
        (change,) = apart.changes(before)
        assert {"stage", "denied", "settled"} <= set(change.kinds)
        (change,) = once.changes(before)
        assert change.kinds == ("denied",)


def test_a_filter_finds_what_stands_otherwise_by_the_users_count(made: Path, denied: Path) -> None:
    count = counting(load(made / "once.toml"))
    with Ledger(denied) as apart, Ledger(denied, counted=count) as once:
        for wanted in (EventFilter(disputed=True), EventFilter(polarity="affirmed")):
            assert [len(list(ledger.events(wanted))) for ledger in (apart, once)] == [0, 1]
        for wanted in (EventFilter(disputed=False), EventFilter(polarity="negated")):
            assert [len(list(ledger.events(wanted))) for ledger in (apart, once)] == [1, 0]


# --- the feed and the messages ---------------------------------------------------------------------------------------


def test_the_feed_tells_of_no_confirmation_by_the_same_owner(command: Command) -> None:
    assert "newly confirmed" in command("situation", "feed", "plans", "--outlets", "apart.toml").out
    told = command("situation", "feed", "plans", "--outlets", "once.toml").out
    assert "newly confirmed" not in told
    assert told.count("<entry>") == 1


def test_a_webhook_is_told_of_no_confirmation_by_the_same_owner(made: Path) -> None:
    for file, kinds in (("apart.toml", [("confirmed",)]), ("once.toml", [])):
        with opened(made, file) as ledger:
            steps = list(ledger.steps(BETWEEN))
            assert [change.kinds for step in steps for change in step.changes] == kinds


# --- the pages and the API --------------------------------------------------------------------------------------------


@pytest.fixture
def pages(made: Path) -> dict[str, TestClient]:
    return {file: reader(made / "onrecord.db", outlets=made / file) for file in ("apart.toml", "once.toml")}


def test_the_pages_count_them_once(pages: dict[str, TestClient]) -> None:
    for file, origins in (("apart.toml", 2), ("once.toml", 1)):
        get = pages[file].get
        (event,) = get("/events.json").json()["events"]
        assert event["origins"] == origins
        assert get(f"/events/{event['id']}.json").json()["origins"] == origins
        (planned,) = get("/situations/plans.json").json()["planned"]
        assert planned["origins"] == origins
        (deed,) = get("/parties/Government of Ruritania.json").json()["ahead"]
        assert deed["origins"] == origins
        (change,) = get("/index.json", params={"since": "2025-03-01"}).json()
        assert change["origins"] == origins
        told = get("/situations/plans/feed.atom").text
        assert ("newly confirmed" in told) == (origins == 2)


def test_the_api_counts_them_once(pages: dict[str, TestClient]) -> None:
    for file, origins in (("apart.toml", 2), ("once.toml", 1)):
        get = pages[file].get
        (event,) = get("/api/v1/events").json()["items"]
        (line,) = get("/api/v1/events.ndjson").text.splitlines()
        read = get(f"/api/v1/events/{event['id']}").json()["event"]
        (planned,) = get("/api/v1/situations/plans").json()["planned"]
        (deed,) = get("/api/v1/parties/Government of Ruritania").json()["ahead"]
        assert {one["origins"] for one in (event, json.loads(line), read, planned, deed)} == {origins}
        moved = get("/api/v1/changes", params={"since": BETWEEN}).json()["items"]
        assert [change["kinds"] for change in moved] == [["confirmed"]] * (origins - 1)


def test_an_answer_that_a_caller_has_is_not_fresh_when_origins_are_counted_otherwise(
    pages: dict[str, TestClient],
) -> None:
    tags = [client.get("/api/v1/events").headers["ETag"] for client in pages.values()]
    assert len(set(tags)) == 2
    again = pages["once.toml"].get("/api/v1/events", headers={"If-None-Match": tags[0]})
    assert again.status_code == 200


def test_the_page_of_an_event_says_on_how_many_origins_it_rests(pages: dict[str, TestClient]) -> None:
    id = pages["once.toml"].get("/events.json").json()["events"][0]["id"]
    page = " ".join(re.sub("<[^>]+>", " ", pages["once.toml"].get(f"/events/{id}").text).split())
    assert "3 reports, 1 origin" in page
