"""Two people, or two windows of one, judge the same claim: nobody overrules unseen, and nothing is recorded twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onrecord.ledger import Ledger
from onrecord.linking.event import Event
from onrecord.linking.judgement import Judgement
from onrecord.web.addresses import event_path
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


def claim_of(path: Path, event: Event) -> str:
    with Ledger(path) as ledger:
        return ledger.event(event.id).told[0].claim.id


def judgements(path: Path) -> list[Judgement]:
    with Ledger(path) as ledger:
        return list(ledger.judgements())


def window(client: TestClient, event: Event, claim: str, kind: str = "stage") -> dict[str, str]:
    """What the form of a window carries, as it was when the window was opened."""
    page = client.get(f"{event_path(event.id)}/judge", params={"kind": kind, "claim": claim}).text
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    return {"csrf": csrf_in(page), "kind": kind, "claim": claim, "seen": seen[1], "reason": "a test"}


def test_a_stale_window_shows_what_was_judged_meanwhile_and_records_nothing(
    client: TestClient, path: Path, planned: Event
) -> None:
    claim = claim_of(path, planned)
    at = f"{event_path(planned.id)}/judge"
    first, second = (window(client, planned, claim) for _ in range(2))
    assert client.post(at, data=first | {"value": "considered"}).status_code == 303
    late = client.post(at, data=second | {"value": "threatened", "reason": "it reads as a warning"})
    assert late.status_code == 409
    assert 'role="alert"' in late.text
    assert "It was judged since this form was made" in late.text
    assert "Ada Tester: the stage of" in late.text and "is considered" in late.text
    assert [one.value for one in judgements(path)] == ["considered"]


def test_what_was_written_in_the_stale_window_is_not_lost_and_holds_when_it_is_sent_again(
    client: TestClient, path: Path, planned: Event
) -> None:
    claim = claim_of(path, planned)
    at = f"{event_path(planned.id)}/judge"
    first, second = (window(client, planned, claim) for _ in range(2))
    client.post(at, data=first | {"value": "considered"})
    late = client.post(at, data=second | {"value": "threatened", "reason": "it reads as a warning"}).text
    assert 'value="it reads as a warning"' in late
    assert re.search(r'value="threatened" required checked', late)
    seen = re.search(r'name="seen" value="([^"]+)"', late)
    assert seen and seen[1] != second["seen"]
    again = client.post(at, data=second | {"value": "threatened", "reason": "still", "seen": seen[1]})
    assert again.status_code == 303
    assert [one.value for one in judgements(path)] == ["considered", "threatened"]


def test_a_button_that_is_pressed_twice_records_once(client: TestClient, path: Path, planned: Event) -> None:
    data = window(client, planned, claim_of(path, planned)) | {"value": "considered"}
    at = f"{event_path(planned.id)}/judge"
    answers = [client.post(at, data=data) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert len(judgements(path)) == 1
    assert "Recorded:" in client.get(answers[1].headers["location"]).text


def test_undo_that_is_pressed_twice_shows_that_it_was_taken_back(
    client: TestClient, path: Path, planned: Event
) -> None:
    claim = claim_of(path, planned)
    data = window(client, planned, claim) | {"value": "considered"}
    client.post(f"{event_path(planned.id)}/judge", data=data)
    undo = f"/judgements/{judgements(path)[0].id}/withdraw"
    answers = [client.post(undo, data={"csrf": data["csrf"], "claim": claim, "reason": "no"}) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert "Taken back:" in client.get(answers[1].headers["location"]).text


def test_a_claim_that_another_judged_to_be_no_event_is_not_judged_unseen(
    client: TestClient, path: Path, planned: Event
) -> None:
    claim = claim_of(path, planned)
    at = f"{event_path(planned.id)}/judge"
    late = window(client, planned, claim)
    client.post(at, data=window(client, planned, claim, "not_event"))
    answer = client.post(at, data=late | {"value": "considered"})
    assert answer.status_code == 409
    assert "is no event" in answer.text
    assert [one.kind for one in judgements(path)] == ["not_event"]


def test_a_form_that_lacks_something_keeps_what_was_written_in_it(client: TestClient, planned: Event) -> None:
    page = client.get(f"{event_path(planned.id)}/judge", params={"kind": "actor"}).text
    data = {"csrf": csrf_in(page), "kind": "actor", "value": "Sylvania", "reason": " "}
    answer = client.post(f"{event_path(planned.id)}/judge", data=data)
    assert answer.status_code == 422
    assert 'value="Sylvania"' in answer.text


def test_the_form_is_about_its_own_claim_also_where_that_stands_in_another_event_now(
    client: TestClient, path: Path
) -> None:
    with Ledger(path) as ledger:
        event = max(ledger.events(), key=lambda e: len(e.claims))
        told = ledger.event(event.id).told
    first, last = told[0].claim.id, told[-1].claim.id
    client.post(f"{event_path(event.id)}/judge", data=window(client, event, last, "not_same") | {"other": first})
    page = client.get(f"{event_path(event.id)}/judge", params={"kind": "stage", "claim": last}).text
    assert f'name="claim" value="{last}"' in page


# --- right as it is ------------------------------------------------------------------------------------


def confirm(client: TestClient) -> tuple[str, dict[str, str]]:
    """The form behind *Right as it is* of the first event in the queue: where it goes, what it carries."""
    page = client.get("/review").text
    form = re.search(r'<form class="inline" method="post" action="([^"]+)".*?</form>', page, re.DOTALL)
    assert form and "Right as it is" in form[0]
    return form[1], dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))


def test_right_as_it_is_is_kept_as_a_confirmation_and_changes_nothing(client: TestClient, path: Path) -> None:
    at, data = confirm(client)
    first = client.get("/review.json").json()[0]["id"]
    with Ledger(path) as ledger:
        before = ledger.event(first).event
    answer = client.post(at, data=data)
    page = client.get(answer.headers["location"]).text
    assert "is right as it was read" in page and "No event changed." in page
    (made,) = judgements(path)
    assert (made.kind, made.value) == ("right", None)
    with Ledger(path) as ledger:
        assert ledger.event(first).event == before
        assert not any(one.corrected for one in ledger.event(first).told)
    assert first not in [one["id"] for one in client.get("/review.json").json()]


def test_what_another_judged_meanwhile_is_not_confirmed_unseen(client: TestClient, path: Path) -> None:
    at, data = confirm(client)
    other = data | {"kind": "stage", "value": "hypothetical", "reason": "nobody intends it"}
    assert client.post(at, data=other).status_code == 303
    answer = client.post(at, data=data)
    assert answer.status_code == 409
    assert "nobody intends it" in answer.text
    assert [one.kind for one in judgements(path)] == ["stage"]
