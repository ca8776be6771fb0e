"""Situations in the pages: read by everyone, kept, looked at and removed by who has the token."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ledger import Ledger
from onrecord.linking.asking import parse
from onrecord.linking.situations import matches
from onrecord.views.situation import narrowed
from onrecord.web.names import named, segment
from web_samples import copied, csrf_in, reader, writer


def test_a_situation_is_kept_shown_looked_at_and_removed(story: Path, tmp_path: Path) -> None:
    client = writer(copied(story, tmp_path))
    page = client.get("/situations").text
    sent = {"name": "North  Sea", "query": "type:ASSAULT place:MX", "csrf": csrf_in(page)}
    answer = client.post("/situations", data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/situations/North%20Sea")
    page = client.get("/situations/North Sea").text
    assert "type:ASSAULT place:MX" in page
    assert "not looked at yet" in page
    client.post("/situations/North Sea/look", data={"csrf": csrf_in(page)})
    assert "not looked at yet" not in client.get("/situations/North Sea").text
    assert "Remove it" in client.get("/situations/North Sea/remove").text
    assert client.post("/situations/North Sea/remove", data={"csrf": csrf_in(page)}).status_code == 303
    assert client.get("/situations/North Sea").status_code == 404


def test_a_question_that_cannot_be_read_is_said_above_the_form_and_kept_in_it(story: Path, tmp_path: Path) -> None:
    client = writer(copied(story, tmp_path))
    token = csrf_in(client.get("/situations").text)
    for name, query, said in (
        ("wrong", "type:NOTHING", "NOTHING"),
        ("strikes", "drone*", "there is a situation"),
        ("  ", "drone*", "a name that can be read"),
    ):
        answer = client.post("/situations", data={"name": name, "query": query, "csrf": token})
        assert answer.status_code == 400
        assert said in answer.text
        assert f'value="{query}"' in answer.text


def test_nobody_writes_without_the_token(story: Path, tmp_path: Path) -> None:
    ledger = copied(story, tmp_path)
    client = reader(ledger)
    assert "Keep a question" not in client.get("/situations").text
    for path in ("/situations", "/situations/strikes/look", "/situations/strikes/remove"):
        assert client.post(path, data={"name": "x", "query": "drone*"}).status_code == 401
    enabled = writer(ledger)
    assert enabled.post("/situations/strikes/remove", data={"csrf": "0" * 64}).status_code == 403
    assert {"strikes"} <= {one["name"] for one in client.get("/situations.json").json()["situations"]}


def test_the_page_and_its_forms_hold_the_same(story: Path) -> None:
    client = reader(story)
    data = client.get("/situations/strikes.json").json()
    rows = client.get("/situations/strikes.csv").text.splitlines()
    assert len(rows) - 1 == sum(len(data[part]) for part in ("stands", "planned", "denied"))
    assert all(event["stage"] not in ("done", "ongoing", "attempted", "halted") for event in data["planned"])
    assert client.get("/situations/nothing").status_code == 404


def test_a_situation_has_a_feed(story: Path) -> None:
    client = reader(story)
    assert 'href="/situations/strikes/feed.atom"' in client.get("/situations/strikes").text
    answer = client.get("/situations/strikes/feed.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert ElementTree.fromstring(answer.content).tag == "{http://www.w3.org/2005/Atom}feed"


@pytest.mark.parametrize(
    "query",
    [
        "actor:USA", "actor:US", 'actor:"White House"', "recipient:Mexico", "place:MX|Washington", "source:NBC",
        "source:GOV", "actor:Sheinbaum|CIA", "source:MEX", "type:SANCTION tariff*", "stage:planned actor:Trump",
        'source:"Claudia Sheinbaum" polarity:negated',
    ],
)  # fmt: skip
def test_what_is_asked_of_the_ledger_holds_all_that_a_question_asks_for(story: Path, query: str) -> None:
    asked = parse(query)
    with Ledger(story, create=False) as ledger:
        everything = {event.id for event, told in ledger.accounts(ledger.events()) if matches(asked, event, told)}
        few = list(ledger.events(narrowed(asked)))
        assert {event.id for event, told in ledger.accounts(few) if matches(asked, event, told)} == everything
        assert len(few) < len(list(ledger.events()))


@given(st.text(min_size=1))
def test_every_name_is_one_segment_of_an_address_and_comes_back(name: str) -> None:
    made = segment(name)
    assert named(made) == name
    assert "/" not in made and made not in (".", "..") and not made.endswith((".json", ".csv"))
