"""Search: words in passages and texts, marked; facets that count what a click will show."""

from __future__ import annotations

import csv
import html
import io
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onrecord.ledger import EventFilter, Ledger
from web_samples import reader


@pytest.fixture(scope="module")
def client(story: Path) -> TestClient:
    return reader(story)


def test_events_are_found_by_the_words_of_their_passages_which_are_marked(client: TestClient) -> None:
    found = client.get("/search.json", params={"words": "surveillance flights"}).json()
    assert found["events"]
    for event in found["events"]:
        matching = "".join(words for words, matched in event["passage"]["pieces"] if matched).lower()
        assert "surveillance" in matching and "flight" in matching
    page = client.get("/search", params={"words": "surveillance flights"}).text
    assert '<mark class="hit">surveillance' in page


def test_words_in_quotes_stand_side_by_side(client: TestClient) -> None:
    apart = client.get("/search.json", params={"words": "drone strikes"}).json()["total"]
    together = client.get("/search.json", params={"words": '"strikes drone"'}).json()["total"]
    assert apart["events"] > 0
    assert together == {"events": 0, "documents": 0}


def test_documents_are_found_by_their_texts_as_find_does(client: TestClient, story: Path) -> None:
    found = client.get("/search.json", params={"words": "tariffs", "in": "documents"}).json()
    with Ledger(story, create=False) as ledger:
        expected = {one.document.id: len(one.claims) for one in ledger.find("tariffs", 100)}
    assert {one["document"]["id"]: one["claims"] for one in found["documents"]} == expected
    assert found["total"]["documents"] == len(expected)


def test_a_facet_counts_what_its_link_shows(client: TestClient) -> None:
    page = client.get("/search").text
    aside = page[page.index("<aside") : page.index("</aside>")]
    links = re.findall(r'<a href="([^"]+)"[^>]*>.*?</a> <span class="dim">([\d,]+)</span>', aside, re.DOTALL)
    assert len(links) > 20
    for address, count in links:
        shown = client.get(html.unescape(address).replace("/search", "/search.json", 1)).json()
        told = int(count.replace(",", ""))
        # names of actors and sources find a part of a name too, so that a link may show more, and never less
        exact = not re.search("actor=|source=|place=", address)
        assert shown["total"]["events"] == told if exact else shown["total"]["events"] >= told, address


def test_facets_are_those_of_all_events_that_are_found(story: Path) -> None:
    with Ledger(story, create=False) as ledger:
        wanted = EventFilter(words="tariffs")
        events = list(ledger.events(wanted))
        facets = ledger.facets(wanted)
    assert facets.events == facets.read == len(events)
    assert {v.value: v.events for v in facets.facets["type"]} == {
        kind: sum(event.type == kind for event in events) for kind in {event.type for event in events}
    }


def test_a_chosen_value_is_a_link_that_takes_it_away(client: TestClient) -> None:
    page = client.get("/search", params={"type": "ASSAULT"}).text
    chosen = re.search(r'<a href="([^"]+)" aria-current="true" title="Take this away again"', page)
    assert chosen and "type=" not in chosen[1]


def test_portions_of_documents_stay_with_documents(client: TestClient) -> None:
    page = client.get("/search", params={"words": "tariffs", "in": "documents", "size": 2}).text
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following and "in=documents" in following[1]
    first = client.get("/search.json", params={"words": "tariffs", "in": "documents", "size": 2}).json()["documents"]
    second = client.get(html.unescape(following[1]).replace("/search", "/search.json", 1)).json()["documents"]
    assert second and not {one["document"]["id"] for one in first} & {one["document"]["id"] for one in second}


def test_nothing_found_leads_on_to_the_documents(client: TestClient) -> None:
    page = client.get("/search", params={"words": "dateline"}).text
    assert "No event has all these words" in page
    assert client.get("/search", params={"words": "!!"}).status_code == 400


def test_a_search_as_csv_has_the_passages(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/search.csv", params={"words": "tariffs"}).text)))
    assert rows and all("tariff" in row["passage"].lower() for row in rows)


def test_what_was_reported_later_is_not_found(client: TestClient) -> None:
    now = client.get("/search.json", params={"words": "tariffs", "in": "documents"}).json()["total"]["documents"]
    then = client.get(
        "/search.json", params={"words": "tariffs", "in": "documents", "reported_until": "2025-02-05"}
    ).json()["total"]["documents"]
    assert 0 < then < now
