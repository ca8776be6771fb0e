"""What was taken out for good: its addresses say so, with the day, and every list goes on without it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onrecord.ledger import Ledger
from onrecord.linking.standard import standard_linker
from served_samples import BEARER, add, make_ledger, served

TODAY = time.strftime("%Y-%m-%d", time.gmtime())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of three documents, of which the one called `gone` was taken out."""
    path = make_ledger(tmp_path / "onrecord.db")
    with Ledger(path) as ledger:
        add(ledger, "gone", published="2025-03-04", suffix="zz")
        ledger.link(standard_linker())
    return path


@pytest.fixture
def client(path: Path) -> TestClient:
    return served(path)


def forget(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.forget("document", "gone", "Ada Tester", "the licence ended", standard_linker())


def test_addresses_of_what_was_taken_out_say_when(client: TestClient, path: Path) -> None:
    claims = [one["claim"]["id"] for one in client.get("/api/v1/claims?document=gone").json()["items"]]
    assert claims
    forget(path)
    addresses = ["/documents/gone", "/documents/gone.txt", *(f"/claims/{id}" for id in claims)]
    addresses += [f"/claims/{id}.bib" for id in claims]
    for address in addresses:
        page = client.get(address, headers={"Accept": "text/html"})
        assert page.status_code == 410, address
        assert f"taken out on {TODAY}" in page.text, address
    for address in ("documents/gone", *(f"claims/{id}" for id in claims), *(f"events/{id}" for id in claims)):
        answer = client.get(f"/api/v1/{address}")
        assert (answer.status_code, answer.json()["title"]) == (410, "Gone"), address
        assert f"taken out on {TODAY}" in answer.json()["detail"], address


def test_what_never_was_there_is_still_only_not_found(client: TestClient, path: Path) -> None:
    forget(path)
    for address in ("documents/never", "claims/123456", "events/123456"):
        assert client.get(f"/api/v1/{address}").status_code == 404, address


def test_an_answer_that_held_it_is_no_longer_fresh(client: TestClient, path: Path) -> None:
    first = client.get("/api/v1/documents")
    forget(path)
    again = client.get("/api/v1/documents", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 200
    assert "gone" not in [one["info"]["id"] for one in again.json()["items"]]


def test_it_cannot_be_judged(client: TestClient, path: Path) -> None:
    claim = client.get("/api/v1/claims?document=gone").json()["items"][0]["claim"]["id"]
    forget(path)
    data = {"kind": "stage", "subject": claim, "value": "done", "reason": "a test"}
    answer = client.post("/api/v1/judgements", headers=BEARER, json=data)
    assert answer.status_code == 410


def test_a_judgement_on_it_goes_with_it(client: TestClient, path: Path) -> None:
    claim = client.get("/api/v1/claims?document=gone").json()["items"][0]["claim"]["id"]
    data = {"kind": "stage", "subject": claim, "value": "considered", "reason": "a test"}
    made = client.post("/api/v1/judgements", headers=BEARER, json=data).headers["location"]
    forget(path)
    assert client.get(made).status_code == 404
    back = client.post(f"{made}/withdrawal", headers=BEARER, json={"reason": "a test"})
    assert back.status_code == 404
    for address in ("/", "/review", "/events", "/search?words=port"):
        assert client.get(address).status_code == 200, address
