"""What a reviewer does in the pages: judge, see what came of it, take it back, work through the queue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onrecord.ledger import Ledger
from onrecord.linking.event import Event
from onrecord.views.review import rank
from onrecord.web.addresses import event_path
from served_samples import make_ledger
from web_samples import copied, csrf_in, planned_event, writer


@pytest.fixture
def path(story: Path, tmp_path: Path) -> Path:
    return copied(story, tmp_path)


@pytest.fixture
def client(path: Path) -> TestClient:
    return writer(path)


@pytest.fixture
def planned(path: Path) -> Event:
    return planned_event(path)


def judge(client: TestClient, event: Event, **data: str) -> str:
    """Send a form of an event; gives where it leads."""
    page = client.get(f"{event_path(event.id)}/judge", params={"kind": data["kind"]}).text
    answer = client.post(f"{event_path(event.id)}/judge", data={"csrf": csrf_in(page), "reason": "a test"} | data)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_an_event_has_a_button_for_each_kind_of_judgement(client: TestClient, planned: Event) -> None:
    page = client.get(event_path(planned.id)).text
    for button in ("stage", "type", "polarity", "actor", "recipient", "source"):
        assert f"Wrong {button}" in page
    assert "Not an event" in page
    assert "Same as another" in page


def test_correcting_a_stage_changes_the_event_at_once_and_says_so(
    client: TestClient, path: Path, planned: Event
) -> None:
    location = judge(client, planned, kind="stage", value="considered")
    assert location.startswith(event_path(planned.id))
    page = client.get(location).text
    assert 'role="status"' in page
    assert "Recorded:" in page and "1 event changed." in page
    assert "Ada Tester" in page and "a test" in page
    with Ledger(path) as ledger:
        assert ledger.event(planned.id).event.stage == "considered"


def test_taking_a_judgement_back_makes_all_as_it_was(client: TestClient, path: Path, planned: Event) -> None:
    page = client.get(judge(client, planned, kind="stage", value="considered")).text
    form = re.search(r'action="(/judgements/[^"]+/withdraw)".*?name="claim" value="(\w+)"', page, re.DOTALL)
    assert form
    answer = client.post(form[1], data={"csrf": csrf_in(page), "claim": form[2], "reason": "not so"})
    page = client.get(answer.headers["location"]).text
    assert "Taken back:" in page
    assert "withdrawn on" in page  # the history keeps it
    with Ledger(path) as ledger:
        assert ledger.event(planned.id).event == planned


def test_what_is_judged_to_be_no_event_is_shown_as_a_claim_that_can_be_brought_back(
    client: TestClient, path: Path, planned: Event
) -> None:
    with Ledger(path) as ledger:
        claim = ledger.event(planned.id).told[0].claim.id
    location = judge(client, planned, kind="not_event", claim=claim)
    assert location.startswith(f"/claims/{claim}")
    page = client.get(location).text
    assert "This claim is in no event" in page
    undo = re.search(r'action="(/judgements/[^"]+/withdraw)"', page)
    assert undo
    answer = client.post(undo[1], data={"csrf": csrf_in(page), "claim": claim, "reason": "it is one"})
    assert answer.headers["location"].startswith(event_path(planned.id))


def test_two_events_are_joined_and_the_old_address_leads_on(client: TestClient, path: Path, planned: Event) -> None:
    with Ledger(path) as ledger:
        other = next(e for e in ledger.events() if e.type == planned.type and e.id != planned.id)
    page = client.get(judge(client, planned, kind="same", other=other.id)).text
    assert "Recorded:" in page
    with Ledger(path) as ledger:
        assert ledger.event(planned.id).event.id == ledger.event(other.id).event.id
    leads = [client.get(event_path(event.id)).text for event in (planned, other)]
    assert any("was joined with another event" in page for page in leads)


def test_a_claim_is_parted_from_its_event(client: TestClient, path: Path) -> None:
    with Ledger(path) as ledger:
        event = max(ledger.events(), key=lambda e: len(e.claims))
        told = ledger.event(event.id).told
    first, last = told[0].claim.id, told[-1].claim.id
    judge(client, event, kind="not_same", claim=last, other=first)
    with Ledger(path) as ledger:
        assert ledger.event(first).event.id != ledger.event(last).event.id


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"kind": "stage", "value": "considered", "reason": " "}, "Say why"),
        ({"kind": "stage", "value": "finished"}, "finished"),
        ({"kind": "type", "value": ""}, "type"),
    ],
)
def test_a_form_that_lacks_something_comes_back_with_what_it_lacks(
    client: TestClient, planned: Event, data: dict[str, str], said: str
) -> None:
    page = client.get(f"{event_path(planned.id)}/judge", params={"kind": data["kind"]}).text
    answer = client.post(f"{event_path(planned.id)}/judge", data={"csrf": csrf_in(page), "reason": "why"} | data)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert said in answer.text


def test_a_form_without_its_own_token_changes_nothing(client: TestClient, path: Path, planned: Event) -> None:
    data = {"kind": "stage", "value": "considered", "reason": "a foreign page"}
    assert client.post(f"{event_path(planned.id)}/judge", data=data).status_code == 403
    with Ledger(path) as ledger:
        assert not ledger.judgements()


def test_the_past_is_not_judged(client: TestClient, planned: Event) -> None:
    page = client.get(f"{event_path(planned.id)}?as_of=2999-01-01").text
    assert "Wrong stage" not in page


# --- the queue -----------------------------------------------------------------------------------------


def test_the_queue_shows_one_event_with_why_it_stands_there_and_its_rule(client: TestClient) -> None:
    page = client.get("/review").text
    assert page.count('class="case"') == 1
    assert re.search(r"doubt 0\.\d\d × consequence \d\.\d\d = \d\.\d\d", page)
    assert "The rule of this queue" in page
    assert "<b>Consequence</b> is what follows when it is listed wrongly" in page


def test_the_queue_is_ordered_by_doubt_times_consequence(client: TestClient) -> None:
    ranks = [one["rank"] for one in client.get("/review.json").json()]
    values = [one["doubt"] * one["consequence"] for one in client.get("/review.json").json()]
    assert ranks and values == sorted(values, reverse=True)


def test_what_was_judged_leaves_the_queue_and_comes_back_when_that_is_withdrawn(client: TestClient) -> None:
    before = client.get("/review.json").json()
    page = client.get("/review").text
    first = before[0]["id"]
    claim = re.search(r'name="claim" value="(\w+)"', page)
    assert claim
    data = {"csrf": csrf_in(page), "kind": "right", "claim": claim[1], "back": "review"}
    answer = client.post(f"/events/{first}/judge", data=data | {"reason": "looked at, and right as it is"})
    assert answer.headers["location"].startswith("/review?judged=")
    page = client.get(answer.headers["location"]).text
    assert "Recorded:" in page
    assert first not in [one["id"] for one in client.get("/review.json").json()]
    undo = re.search(r'action="(/judgements/[^"]+/withdraw)"', page)
    assert undo
    client.post(undo[1], data={"csrf": csrf_in(page), "reason": "no", "back": "review"})
    assert first in [one["id"] for one in client.get("/review.json").json()]


def by_full_rule(path: Path) -> list[str]:
    """The ids of all events as the rule orders them, with the claims and ties of each."""
    with Ledger(path) as ledger:
        stands = [stand for _, stand in ledger.touched().came]
        known = ledger.footings([stand.id for stand in stands])
    ranked = {stand.id: rank(stand, known[stand.id].score, known[stand.id].joined).value for stand in stands}
    return sorted(ranked, key=lambda id: (-ranked[id], id))


def test_the_head_of_the_queue_is_that_of_all_events(
    client: TestClient, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where an event looks sound by its own record, and only its claims and ties make it doubtful."""
    monkeypatch.setattr("onrecord.web.queue.FIRST", 5)
    monkeypatch.setattr("onrecord.web.queue._AT_ONCE", 7)
    assert [one["id"] for one in client.get("/review.json").json()] == by_full_rule(path)[:5]


def test_the_queue_follows_the_ledger_that_lies_at_its_path_now(client: TestClient, path: Path, tmp_path: Path) -> None:
    assert client.get("/review.json").json()
    path.unlink()
    for beside in ("-wal", "-shm"):
        Path(f"{path}{beside}").unlink(missing_ok=True)
    assert client.get("/review.json").status_code == 503
    make_ledger(path, 3)
    with Ledger(path) as ledger:
        known = {event.id for event in ledger.events()}
    found = [one["id"] for one in client.get("/review.json").json()]
    assert found and set(found) <= known
