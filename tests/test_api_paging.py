"""Portions of the API: one after the other they are the whole list, of every size, whatever is added meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from onrecord.ledger import Ledger
from onrecord.linking.standard import standard_linker
from served_samples import BEARER, add, make_ledger, served

TODAY = time.strftime("%Y-%m-%d", time.gmtime())
LISTS = ("documents", "claims", "events", "timeline", "changes?since=2020", "stories?alone=true", "origins?alone=true")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_ledger(tmp_path_factory.mktemp("paging") / "onrecord.db", 6)


@pytest.fixture(scope="module")
def client(path: Path) -> TestClient:
    return served(path)


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    return iter(range(100, 1_000))


def asked(address: str, **more: Any) -> str:
    query = "&".join(f"{name}={value}" for name, value in more.items())
    return f"/api/v1/{address}{'&' if '?' in address else '?'}{query}"


def write(path: Path, number: int) -> None:
    """Another process reads one more article, and links."""
    with Ledger(path) as ledger:
        add(ledger, f"harbour-{number}", published="2025-03-09", suffix=f"{number}")
        ledger.link(standard_linker())


@pytest.mark.parametrize(("size", "moment"), [(4, {}), (1, {"as_of": TODAY}), (7, {"as_of": TODAY})])
@pytest.mark.parametrize("address", LISTS)
def test_portions_are_the_whole_while_another_process_adds_articles(
    client: TestClient, path: Path, numbers: Iterator[int], address: str, size: int, moment: dict[str, str]
) -> None:
    """Also where the day that is asked for has not ended yet."""
    address = address.replace("since=2020", "since=2020-01-01")
    whole = client.get(asked(address, size=500, **moment)).json()
    found: list[Any] = []
    following: str | None = asked(address, size=size, **moment)
    while following:
        answer = client.get(following).json()
        assert len(answer["items"]) <= size
        if not found:
            write(path, next(numbers))
        found += answer["items"]
        following = answer["next"]
    assert found == whole["items"]
    assert len(found) == whole["total"]


def test_an_answer_is_fresh_until_somebody_judges(client: TestClient) -> None:
    address = "/api/v1/events?size=3"
    first = client.get(address)
    tag = {"If-None-Match": first.headers["etag"]}
    assert client.get(address, headers=tag).status_code == 304
    claim = client.get("/api/v1/claims?size=1").json()["items"][0]["claim"]["id"]
    made = client.post(
        "/api/v1/judgements",
        headers=BEARER,
        json={"kind": "stage", "subject": claim, "value": "considered", "reason": "a test"},
    )
    assert made.status_code == 201
    judged = client.get(address, headers=tag)
    assert judged.status_code == 200
    assert judged.headers["etag"] != first.headers["etag"]
    withdrawn = client.post(f"{made.headers['location']}/withdrawal", headers=BEARER, json={"reason": "a test"})
    assert withdrawn.status_code == 200
    assert client.get(address, headers={"If-None-Match": judged.headers["etag"]}).status_code == 200


def test_what_was_withdrawn_is_not_withdrawn_again(client: TestClient) -> None:
    claim = client.get("/api/v1/claims?size=1").json()["items"][0]["claim"]["id"]
    data = {"kind": "right", "subject": claim, "reason": "a test"}
    made = client.post("/api/v1/judgements", headers=BEARER, json=data)
    back = [
        client.post(f"{made.headers['location']}/withdrawal", headers=BEARER, json={"reason": "a test"})
        for _ in range(2)
    ]
    assert [one.status_code for one in back] == [200, 409]


def test_what_names_too_much_is_a_bad_question_and_not_a_missing_thing(client: TestClient) -> None:
    """An event on several claims is there; a field of one of them is to be judged."""
    events = client.get("/api/v1/events?size=50").json()["items"]
    event = next(one for one in events if len(one["claims"]) > 1)
    data = {"kind": "stage", "subject": event["id"], "value": "done", "reason": "a test"}
    answer = client.post("/api/v1/judgements", headers=BEARER, json=data)
    assert answer.status_code == 400
    assert "judge one of them" in answer.json()["detail"]
