"""Timeline and map: what is planned apart from what happened, how exact date and place are, table and data the same."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ledger import EventFilter, Ledger
from onrecord.ledger.drawing_model import MonthCount
from onrecord.linking.origins.graph import Edge, Node, RelayGraph
from onrecord.web.asked import Asked
from onrecord.web.drawn import exactness, overview
from onrecord.web.relaying import drawing
from onrecord.web.worldmap import HEIGHT, WIDTH, countries, placed
from web_samples import reader


@pytest.fixture(scope="module")
def client(story: Path) -> TestClient:
    return reader(story)


def events_of(story: Path) -> dict[str, object]:
    with Ledger(story, create=False) as ledger:
        return {event.id: event for event in ledger.events()}


# --- how exact a date is -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2025-03-04", "2025-03-04", "day"),
        ("2025-03-04T17:00:00", "2025-03-04", "day"),
        ("2025-03-03", "2025-03-09", "week"),
        ("2025-03-04", "2025-03-10", "span"),
        ("2025-02-01", "2025-02-28", "month"),
        ("2024-02-01", "2024-02-28", "span"),
        ("2024-01-01", "2024-12-31", "year"),
        ("2025-01-01", None, "open"),
        (None, "2025-01-01", "open"),
        (None, None, "open"),
    ],
)
def test_how_exactly_a_date_is_known(start: str | None, end: str | None, said: str) -> None:
    assert exactness(start, end) == said


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 900))
def test_every_pair_of_days_has_an_exactness(start: date, days: int) -> None:
    said = exactness(start.isoformat(), (start + timedelta(days)).isoformat())
    assert (said == "day") == (days == 0)
    assert said != "open"


def counted(*months: str, events: int = 1) -> list[MonthCount]:
    return [MonthCount(month, "done", "affirmed", events) for month in months]


def test_a_long_time_is_counted_by_year_and_each_period_leads_to_itself() -> None:
    short = overview([*counted("2025-01", events=3), MonthCount(None, "done", "affirmed", 9)], Asked(), "/t")
    assert short is not None
    assert [(one.period, one.happened, one.address) for one in short.periods] == [
        ("2025-01", 3, "/t?from=2025-01&to=2025-01")
    ]
    long = overview(counted("1990-05", "2025-05"), Asked(), "/t")
    assert long is not None
    assert [one.period for one in long.periods] == ["1990", "2025"]
    assert overview([MonthCount(None, "done", "affirmed", 9)], Asked(), "/t") is None


def test_a_few_events_far_off_stay_in_the_table_and_out_of_the_drawing() -> None:
    found = overview(
        [*counted("1453-05", "2100-01"), *counted("2024-11", "2024-12", "2025-01", events=200)], Asked(), "/t"
    )
    assert found is not None
    assert (found.first, found.last, found.before, found.after) == ("2024-11", "2025-01", 1, 1)
    assert [one.period for one in found.periods] == ["1453-05", "2024-11", "2024-12", "2025-01", "2100-01"]


@given(st.dictionaries(st.dates().map(lambda day: day.isoformat()[:7]), st.integers(1, 999), min_size=1))
def test_no_event_is_lost_in_the_overview(months: dict[str, int]) -> None:
    found = overview([MonthCount(m, "planned", "affirmed", n) for m, n in months.items()], Asked(), "/t")
    assert found is not None
    assert sum(one.ahead for one in found.periods) == sum(months.values())
    drawn = sum(one.ahead for one in found.periods if found.first <= one.period <= found.last)
    assert drawn + found.before + found.after == sum(months.values())
    assert drawn >= 0.96 * sum(months.values())


# --- the timeline --------------------------------------------------------------------------------------


def test_the_timeline_has_every_dated_event_and_says_how_many_have_no_date(client: TestClient, story: Path) -> None:
    found = client.get("/timeline.json", params={"size": 500}).json()
    events = events_of(story)
    dated = {id for id, event in events.items() if event.start or event.end}  # type: ignore[attr-defined]
    assert {one["id"] for one in found["events"]} == dated
    assert (found["total"], found["undated"]) == (len(dated), len(events) - len(dated))
    assert f"{found['undated']} events without a date" in client.get("/timeline").text


def test_what_is_planned_or_denied_never_stands_with_what_happened(client: TestClient) -> None:
    for one in client.get("/timeline.json").json()["events"]:
        if one["polarity"] == "negated":
            assert one["leaning"] == "denied"
        else:
            assert (one["leaning"] == "happened") == (one["stage"] in ("done", "ongoing", "attempted", "halted"))


def test_the_table_beside_the_drawing_holds_what_it_draws(client: TestClient) -> None:
    page = client.get("/timeline").text
    found = client.get("/timeline.json").json()["events"]
    table = page[page.index('<table class="drawn">') :]
    assert re.findall(r'<a data-open href="([^"]+)"', table) == [one["address"] for one in found]
    assert 'data-timeline="/timeline.json"' in page
    assert 'role="img" aria-label="Events by date' in page


def test_the_latest_date_comes_first_and_filters_hold(client: TestClient) -> None:
    found = client.get("/timeline.json", params={"from": "2025-02", "to": "2025-02"}).json()["events"]
    days = [one["start"] or one["end"] for one in found]
    assert days == sorted(days, reverse=True)
    assert all((one["end"] or "9") >= "2025-02" and (one["start"] or "0") < "2025-03" for one in found)


def test_a_timeline_as_csv_has_the_same_events(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/timeline.csv").text)))
    assert [row["id"] for row in rows] == [one["id"] for one in client.get("/timeline.json").json()["events"]]


def test_the_months_count_every_event_once(story: Path) -> None:
    with Ledger(story, create=False) as ledger:
        for wanted in (EventFilter(), EventFilter(types=("ASSAULT",)), EventFilter(words="tariffs")):
            assert sum(count.events for count in ledger.event_months(wanted)) == len(list(ledger.events(wanted)))
            assert sum(count.events for count in ledger.event_places(wanted)) == len(list(ledger.events(wanted)))


def test_what_was_reported_later_is_not_drawn(client: TestClient, story: Path) -> None:
    with Ledger(story, create=False, reported_until="2025-02-15") as ledger:
        then = {event.id for event in ledger.events() if event.start or event.end}
    found = client.get("/timeline.json", params={"reported_until": "2025-02-15"}).json()
    assert {one["id"] for one in found["events"]} == then


# --- the map -------------------------------------------------------------------------------------------


def test_every_event_is_at_a_place_or_counted_as_without_one(client: TestClient, story: Path) -> None:
    found = client.get("/map.json").json()
    placed = sum(place["events"] for place in found["places"])
    off = sum(place["events"] for place in found["not_on_the_map"])
    assert placed + off + found["unplaced"] == len(events_of(story))
    assert f"{found['unplaced']} events without a place" in client.get("/map").text


def test_no_coordinates_are_made_up(client: TestClient, story: Path) -> None:
    known = {
        (event.geonameid, event.lat, event.lon)  # type: ignore[attr-defined]
        for event in events_of(story).values()
    }
    for place in client.get("/map.json").json()["places"]:
        assert (place["geonameid"], place["lat"], place["lon"]) in known
        assert place["events"] == place["happened"] + place["ahead"] + place["denied"]


def test_a_whole_country_is_no_exact_place(client: TestClient) -> None:
    places = {place["name"]: place for place in client.get("/map.json").json()["places"]}
    assert places["Mexico"]["exactness"] == "whole country"
    assert places["Washington"]["exactness"] == "exact place"
    assert places["Washington"]["radius"] is None


def test_the_map_works_without_scripts_and_says_whose_borders_they_are(client: TestClient) -> None:
    page = client.get("/map").text
    assert '<svg class="flat"' in page and page.count('<g class="spot">') == len(
        client.get("/map.json").json()["places"]
    )
    assert "Natural Earth" in page and "no opinion on any border" in page


def test_a_place_leads_to_its_events(client: TestClient) -> None:
    place = client.get("/map.json").json()["places"][0]
    found = client.get(f"{place['address']}.json").json()
    assert found["total"] == place["events"]
    assert {event["geonameid"] for event in found["events"]} == {place["geonameid"]}
    none = client.get("/map/none.json").json()
    assert none["total"] > 0 and all(event["lat"] is None for event in none["events"])


def test_what_is_no_place_is_said(client: TestClient) -> None:
    assert client.get("/map/Strelsau").status_code == 400
    assert "No event here answers to this" in client.get("/map/999999999").text


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_point_of_the_world_stands_in_the_flat_map(lat: float, lon: float) -> None:
    x, y = placed(lat, lon)
    assert 0 <= x <= WIDTH
    assert 0 <= y <= HEIGHT


def test_the_countries_are_closed_paths_that_do_not_jump_across_the_map() -> None:
    assert len(countries()) > 150
    for path in countries():
        for ring in path.removesuffix("Z").split("Z"):
            points = [tuple(map(float, point.split(","))) for point in ring.removeprefix("M").split("L")]
            for (x, _), (x2, _) in pairwise(points):
                assert abs(x2 - x) < WIDTH / 3


# --- who relays whom -----------------------------------------------------------------------------------

NAMES = st.sampled_from([f"outlet:{letter}" for letter in "abcdefgh"])


@given(
    st.dictionaries(st.tuples(NAMES, NAMES).filter(lambda pair: pair[0] != pair[1]), st.integers(1, 90), max_size=30)
)
def test_every_link_that_is_drawn_has_both_its_ends_in_the_picture(links: dict[tuple[str, str], int]) -> None:
    nodes = sorted({id for pair in links for id in pair})
    graph = RelayGraph(
        tuple(Node(id, id.removeprefix("outlet:"), "outlet") for id in nodes),
        tuple(Edge(a, b, ("chain",), count, ()) for (a, b), count in sorted(links.items())),
    )
    made = drawing(graph, most=12)
    boxes = {box.node.id: box for box in made.boxes}
    assert len(made.curves) + made.left_out == len(links)
    assert {id for curve in made.curves for id in (curve.edge.source, curve.edge.target)} == set(boxes)
    assert len({(box.x, box.y) for box in made.boxes}) == len(boxes)
    assert all(box.y >= 0 and box.y + 34 <= made.height for box in made.boxes)
