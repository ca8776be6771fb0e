"""Sources, relays, parties, stories and origins: lists over all documents, from digests kept at linking."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from onrecord.ledger import Ledger
from onrecord.ledger.digests import count_sources
from onrecord.linking.model import Report
from onrecord.linking.origins.graph import relayed_by
from onrecord.linking.parties.register import register
from onrecord.linking.parties.sightings import sightings
from onrecord.views.relays import several
from web_samples import copied, reader


@pytest.fixture(scope="module")
def client(story: Path) -> TestClient:
    return reader(story)


# --- digests -------------------------------------------------------------------------------------------


def test_digests_are_what_the_documents_bring(story: Path) -> None:
    with Ledger(story, create=False) as ledger:
        reports = [Report(stored.document, stored.extraction) for stored in ledger.extractions()]
        found = ledger.digests()
        assert [one.sightings for one in found] == [sightings(report) for report in reports]
        assert [one.relayed for one in found] == [relayed_by(report) for report in reports]
        assert count_sources(found) == ledger.sources()


def test_digests_that_are_not_kept_are_made_when_they_are_asked_for(story: Path, tmp_path: Path) -> None:
    path = copied(story, tmp_path)
    with Ledger(path) as ledger:
        kept = ledger.digests()
        with ledger._writing() as (connection, _):
            assert connection.execute(text("DELETE FROM digests")).rowcount == len(kept)
        assert ledger.digests() == kept


def test_digests_look_back_in_time(story: Path) -> None:
    with Ledger(story, create=False, reported_until="2025-02-15") as ledger:
        assert {one.relayed.document for one in ledger.digests()} == {s.document.id for s in ledger.extractions()}


# --- sources and relays --------------------------------------------------------------------------------


def test_sources_are_listed_with_how_often_they_speak_and_pass_on(client: TestClient) -> None:
    found = client.get("/sources.json", params={"size": 500}).json()
    names = {one["name"]: one for one in found["sources"]}
    assert names["NBC News"]["relays"] > 0
    assert found["total"] == len(found["sources"])
    unnamed = client.get("/sources.json", params={"anonymous": "true"}).json()["sources"]
    assert unnamed and all(one["anonymous"] for one in unnamed)
    assert all("nbc" in one["name"].lower() for one in client.get("/sources.json?source=nbc").json()["sources"])


def test_a_source_has_whom_it_relays_and_what_rests_on_it(client: TestClient) -> None:
    found = client.get("/sources/NBC News.json").json()
    assert "Six officials" in {one["target"] for one in found["relays"]}
    assert found["relayed_by"] and all(one["target"] == "NBC News" for one in found["relayed_by"])
    assert found["events"]
    assert client.get("/sources/Nobody at All").status_code == 404


def test_every_link_of_the_page_of_sources_leads_to_a_page(client: TestClient) -> None:
    page = client.get("/relays").text
    addresses = set(re.findall(r'href="(/sources/[^"]+)"', page))
    assert len(addresses) > 10
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_the_drawn_links_stand_in_the_table_too(client: TestClient) -> None:
    page = client.get("/relays").text
    found = client.get("/relays.json", params={"size": 500}).json()
    assert page.count('<path class="curve') == min(45, found["total"])
    assert len(found["links"]) == found["total"]
    assert f"{found['total']} links" in page


# --- parties -------------------------------------------------------------------------------------------


def test_the_register_of_the_pages_is_that_of_the_command(client: TestClient, story: Path) -> None:
    with Ledger(story, create=False) as ledger:
        reports = (Report(stored.document, stored.extraction) for stored in ledger.extractions())
        expected = register((s for report in reports for s in sightings(report)), ledger.judgements())
    found = client.get("/parties.json", params={"size": 500}).json()["parties"]
    assert [one["id"] for one in found] == [entry.id for entry in expected.entries]


def test_a_party_is_found_by_name_and_by_id(client: TestClient) -> None:
    by_name = client.get("/parties/Claudia Sheinbaum.json").json()
    by_id = client.get(f"/parties/{by_name['party']['id']}.json").json()
    assert by_name == by_id
    assert by_name["did"] and by_name["said"]
    assert all(deed["stage"] not in ("done", "ongoing", "attempted", "halted") for deed in by_name["ahead"])
    assert client.get("/parties/Nobody at All").status_code == 404


def test_a_dossier_is_narrowed_by_the_filters(client: TestClient) -> None:
    whole = client.get("/parties/United States.json").json()
    part = client.get("/parties/United States.json", params={"type": "SANCTION"}).json()
    assert 0 < len(part["ahead"]) + len(part["did"]) < len(whole["ahead"]) + len(whole["did"])
    assert {deed["type"] for key in ("did", "ahead") for deed in part[key]} == {"SANCTION"}


# --- groups --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["story", "origin"])
def test_groups_in_portions_are_the_groups(story: Path, kind: str) -> None:
    with Ledger(story, create=False) as ledger:
        whole = {
            group.id: group.documents for group in several(ledger.stories() if kind == "story" else ledger.origins())
        }
        found = ledger.some_groups(kind, 1000)  # type: ignore[arg-type]
        assert {group.id: group.documents for group in found.items} == whole
        assert found.total == len(whole)
        first = [ledger.some_groups(kind, 1, n).items for n in range(found.total)]  # type: ignore[arg-type]
        assert [group for portion in first for group in portion] == list(found.items)


def test_stories_and_origins_have_pages(client: TestClient) -> None:
    stories = client.get("/stories.json").json()
    assert stories["total"] == len(stories["stories"]) > 0
    page = client.get("/stories").text
    assert page.count('<section class="group">') == stories["total"]
    assert client.get("/origins").status_code == 200
