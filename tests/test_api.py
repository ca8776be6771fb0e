"""The API: what its lists, records, streams and exports say, and how they are asked for again."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from onrecord.ledger import Ledger
from onrecord.linking.asking import parse, to_json
from onrecord.linking.standard import standard_linker
from onrecord.views.export import read_json_line
from onrecord.views.exports import FORMATS
from onrecord.web.api import describing
from served_samples import BEARER, add, make_ledger, served

V1 = "/api/v1"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_ledger(tmp_path_factory.mktemp("api") / "served.db", 5)
    with Ledger(made) as ledger:
        ledger.add_situation("strikes", to_json(parse("type:ASSAULT")))
    return made


@pytest.fixture
def client(path: Path) -> TestClient:
    return served(path)


def every(client: TestClient, address: str) -> Iterator[dict[str, object]]:
    """All items of a list, by following `next`."""
    following: str | None = address
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        yield from body["items"]
        following = body["next"]


# --- lists ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["documents", "claims", "events", "sources", "parties", "stories?alone=true", "timeline"]
)
def test_following_next_gives_all_of_a_list_once(client: TestClient, name: str) -> None:
    sign = "&" if "?" in name else "?"
    whole = client.get(f"{V1}/{name}{sign}size=500").json()
    assert whole["next"] is None
    portions = list(every(client, f"{V1}/{name}{sign}size=1"))
    assert portions == whole["items"]
    assert len(portions) == whole["total"] >= 1


def test_links_lead_to_the_other_portions(client: TestClient) -> None:
    answer = client.get(f"{V1}/claims?size=2&page=2&stage=planned")
    links = re.findall(r'<([^>]*)>; rel="(\w+)"', answer.headers["link"])
    named = {name: address for address, name in links}
    assert named.keys() == {"first", "prev", "next", "last"}
    assert named["next"] == answer.json()["next"]
    assert all(address.startswith(f"{V1}/claims?") and "stage=planned" in address for address, _ in links)


def test_portions_are_of_one_moment_whatever_is_recorded_meanwhile(tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "moving.db", 3)
    client = served(path)
    first = client.get(f"{V1}/documents?size=1").json()
    with Ledger(path) as ledger:
        add(ledger, "a-comes-first", suffix="77")
    rest = list(every(client, first["next"]))
    assert [one["info"]["id"] for one in [*first["items"], *rest]] == ["harbour-0", "harbour-1", "harbour-2"]
    assert client.get(f"{V1}/documents").json()["total"] == 4


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("stage=planned", 5), ("stage=planned&stage=done", 10), ("type=ASSAULT", 10), ("type=AID", 0),
        ("polarity=negated", 5), ("actor=RUR", 5), ("actor=ruritania", 5), ("source=Borduria", 5),
        ("anonymous=true", 5), ("place=strelsau", 5), ("document=harbour-3", 2),
        ("from=2025-03-03&to=2025-03", 5), ("from=2025-03-04", 0),
        ("reported_until=2025-03-02", 4), ("as_of=2001-01-01", 0),
    ],
)  # fmt: skip
def test_claims_are_filtered_as_pages_and_commands_filter(client: TestClient, query: str, count: int) -> None:
    assert client.get(f"{V1}/claims?{query}").json()["total"] == count
    assert len(client.get(f"{V1}/claims.ndjson?{query}").text.splitlines()) == count


@pytest.mark.parametrize(
    "query",
    ["typ=ASSAULT", "type=assault", "stage=someday", "from=yesterday", "as_of=2025", "size=0", "size=501", "page=0",
     "anonymous=perhaps", "since=2025-01-01", "polarity=", "type=ASSAULT&x=1"],
)  # fmt: skip
def test_a_question_that_is_not_understood_is_not_answered(client: TestClient, query: str) -> None:
    answer = client.get(f"{V1}/claims?{query}")
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["where"].startswith("query.")


def test_words_of_any_script_are_searched_and_none_is_said(client: TestClient) -> None:
    assert client.get(f"{V1}/search", params={"words": "officials"}).json()["total"] == 5
    assert client.get(f"{V1}/search", params={"words": "стрельцы"}).json()["total"] == 0
    assert client.get(f"{V1}/search", params={"words": "!?"}).status_code == 400
    assert client.get(f"{V1}/search").status_code == 400


# --- records -------------------------------------------------------------------------------------------


def test_records_stand_at_their_addresses(client: TestClient) -> None:
    claim = client.get(f"{V1}/claims/c0ffee0100").json()
    assert claim["claim"]["id"] == "c0ffee0100"
    assert claim["claim"]["stage"] == "planned"
    event = client.get(f"{V1}/events/c0ffee0100").json()
    assert "c0ffee0100" in [told["claim"]["id"] for told in event["told"]]
    assert client.get(event["address"]).status_code == 200
    document = client.get(f"{V1}/documents/harbour-0").json()
    text = document["document"]["text"]
    for one in document["extraction"]["claims"]:
        span = one["trigger"]
        assert text[span["start"] : span["end"]] == span["text"]


@pytest.mark.parametrize("kind", ["claims", "events", "documents", "situations", "judgements", "parties"])
def test_what_is_not_there_is_not_found(client: TestClient, kind: str) -> None:
    assert client.get(f"{V1}/{kind}/nothing-at-all").status_code == 404


def test_a_situation_is_answered_without_being_looked_at(client: TestClient, path: Path) -> None:
    answer = client.get(f"{V1}/situations/strikes").json()
    assert answer["planned"]
    assert answer["denied"] or answer["stands"] is not None
    with Ledger(path) as ledger:
        assert ledger.situations()[0].looked is None


def test_an_id_that_was_led_on_says_so(tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "led.db", 2)
    client = served(path)
    events = client.get(f"{V1}/events").json()["items"]
    assert len(events) >= 2
    one, other = events[0]["id"], events[1]["id"]
    made = {"kind": "same", "subject": one, "other": other, "reason": "one act"}
    assert client.post(f"{V1}/judgements", json=made, headers=BEARER).status_code == 201
    views = [client.get(f"{V1}/events/{id}").json() for id in (one, other)]
    assert views[0]["event"]["id"] == views[1]["event"]["id"]
    assert [lead["kind"] for view in views for lead in view["led_from"]] == ["merged"]


# --- freshness -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["", "/events", "/claims?size=3", "/documents/harbour-0", "/sources"])
def test_what_has_not_changed_is_not_sent_again(tmp_path: Path, address: str) -> None:
    path = make_ledger(tmp_path / "fresh.db", 2)
    client = served(path)
    tag = client.get(V1 + address).headers["etag"]
    again = client.get(V1 + address, headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(V1 + address, headers={"If-None-Match": "*"}).status_code == 304
    assert client.get(V1 + address, headers={"If-None-Match": '"other"'}).status_code == 200
    with Ledger(path) as ledger:
        add(ledger, "later", suffix="99")
    assert client.get(V1 + address, headers={"If-None-Match": tag}).status_code == 200


def test_the_past_does_not_change(tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "past.db", 2)
    client = served(path)
    moment = client.get(V1).json()["as_of"]
    before = client.get(f"{V1}/claims", params={"as_of": moment})
    with Ledger(path) as ledger:
        add(ledger, "later", suffix="99")
    after = client.get(f"{V1}/claims", params={"as_of": moment})
    assert before.json() == after.json()
    assert before.headers["etag"] == after.headers["etag"]


# --- streams and exports -------------------------------------------------------------------------------


def test_a_stream_holds_what_a_list_holds(client: TestClient) -> None:
    for name in ("claims", "events"):
        answer = client.get(f"{V1}/{name}.ndjson")
        assert answer.headers["content-type"] == "application/x-ndjson"
        assert [json.loads(line) for line in answer.text.splitlines()] == list(every(client, f"{V1}/{name}"))


def test_streamed_documents_can_be_imported(client: TestClient) -> None:
    lines = client.get(f"{V1}/documents.ndjson").text.splitlines()
    assert [read_json_line(line, "x").document.id for line in lines] == [f"harbour-{n}" for n in range(5)]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_given_as_a_file(client: TestClient, name: str) -> None:
    answer = client.get(f"{V1}/exports/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == FORMATS[name].media_type.partition(";")[0]
    assert answer.headers["content-disposition"] == f'attachment; filename="onrecord{FORMATS[name].suffix}"'
    assert answer.content
    listed = {one["name"]: one for one in client.get(f"{V1}/exports").json()}
    assert listed[name]["takes"] == FORMATS[name].takes


def test_a_format_is_not_asked_for_what_it_cannot_be(client: TestClient) -> None:
    assert client.get(f"{V1}/exports/nothing").status_code == 404
    claims = next(name for name, one in FORMATS.items() if one.takes == "claims")
    events = next(name for name, one in FORMATS.items() if one.takes == "events")
    assert client.get(f"{V1}/exports/{claims}?disputed=true").status_code == 400
    assert client.get(f"{V1}/exports/{events}?anonymous=true").status_code == 400
    assert client.get(f"{V1}/exports/{events}?stage=planned&public=true").status_code == 200


# --- writing -------------------------------------------------------------------------------------------


def test_a_judgement_is_made_heard_and_taken_back(tmp_path: Path) -> None:
    client = served(make_ledger(tmp_path / "judged.db", 1), author="Anna Elphberg")
    asked = {"kind": "stage", "subject": "c0ffee0100", "value": "considered", "reason": "no decision was taken"}
    made = client.post(f"{V1}/judgements", json=asked, headers=BEARER)
    assert made.status_code == 201
    assert made.json()["author"] == "Anna Elphberg"
    assert client.get(made.headers["location"]).json() == made.json()
    assert client.get(f"{V1}/events/c0ffee0100").json()["event"]["stage"] == "considered"
    taken = client.post(f"{made.headers['location']}/withdrawal", json={"reason": "it was"}, headers=BEARER)
    assert taken.json()["withdrawn_why"] == "it was"
    assert client.get(f"{V1}/events/c0ffee0100").json()["event"]["stage"] == "planned"
    assert (
        client.post(f"{made.headers['location']}/withdrawal", json={"reason": "x"}, headers=BEARER).status_code == 409
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "stage", "subject": "c0ffee0100", "value": "someday", "reason": "x"}, 400),
        ({"kind": "stage", "subject": "nothing", "value": "done", "reason": "x"}, 404),
        ({"kind": "stage", "subject": "c0ffee0100", "value": "done", "reason": "  "}, 400),
        ({"kind": "stage", "subject": "c0ffee0100", "value": "done"}, 400),
        ({"kind": "opinion", "subject": "c0ffee0100", "reason": "x"}, 400),
        ({"kind": "stage", "subject": "c0ffee0100", "value": "done", "reason": "x", "author": "somebody else"}, 400),
        ({"kind": "actor", "subject": "c0ffee0100", "value": "\ud800", "reason": "x"}, 400),
        ([], 400),
    ],
)
def test_a_judgement_that_cannot_be_made_is_not(client: TestClient, body: object, status: int) -> None:
    before = client.get(f"{V1}/judgements").json()["total"]
    answer = client.post(
        f"{V1}/judgements", content=json.dumps(body), headers=BEARER | {"Content-Type": "application/json"}
    )
    assert answer.status_code == status
    assert client.get(f"{V1}/judgements").json()["total"] == before


# --- at once -------------------------------------------------------------------------------------------


def test_many_read_while_one_writes(tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "busy.db", 2)
    client = served(path)
    failed: list[str] = []
    done = threading.Event()

    def write() -> None:
        with Ledger(path) as ledger:
            for number in range(30):
                add(ledger, f"more-{number:02}", suffix=f"a{number:02}")
                if number % 10 == 9:
                    ledger.link(standard_linker())
        done.set()

    def read() -> None:
        while not done.is_set():
            for address in (
                f"{V1}/events",
                f"{V1}/claims?size=5",
                "/",
                f"{V1}/documents.ndjson",
                f"{V1}/events/c0ffee0100",
            ):
                answer = client.get(address)
                if answer.status_code != 200:
                    failed.append(f"{address}: {answer.status_code} {answer.text[:200]}")

    threads = [threading.Thread(target=target) for target in (write, read, read, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert done.is_set()
    assert not failed
    assert client.get(f"{V1}/documents").json()["total"] == 32


# --- what it says of itself ----------------------------------------------------------------------------


def test_the_description_is_openapi_and_whole(client: TestClient) -> None:
    document = client.get(f"{V1}/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert "ValidationError" not in json.dumps(document)
    for path, methods in document["paths"].items():
        assert path.startswith(V1)
        for method, operation in methods.items():
            assert operation["description"], path
            assert operation["tags"], path
            assert {"401", "429", "503"} <= operation["responses"].keys()
            assert ("security" in operation) == (method == "post")
            for parameter in operation.get("parameters", ()):
                assert parameter.get("description") or parameter["schema"].get("description"), (path, parameter["name"])
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_answers_are_what_the_description_says(client: TestClient) -> None:
    document = describing.description()
    for address, path in (
        ("", ""), ("/events", "/events"), ("/claims", "/claims"), ("/documents", "/documents"),
        ("/events/c0ffee0100", "/events/{id}"), ("/claims/c0ffee0100", "/claims/{id}"),
        ("/documents/harbour-0", "/documents/{key}"), ("/changes?since=2001-01-01", "/changes"),
        ("/stories?alone=true", "/stories"), ("/origins?alone=true", "/origins"), ("/sources", "/sources"),
        ("/parties", "/parties"), ("/parties/Sylvania", "/parties/{name}"), ("/situations", "/situations"),
        ("/situations/strikes", "/situations/{name}"), ("/search?words=navy", "/search"), ("/timeline", "/timeline"),
        ("/exports", "/exports"), ("/judgements", "/judgements"),
    ):  # fmt: skip
        said = document["paths"][V1 + path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        answer = client.get(V1 + address)
        assert answer.status_code == 200, address
        Draft202012Validator({**said, "components": document["components"]}).validate(answer.json())


def test_people_read_the_description_too(client: TestClient) -> None:
    page = client.get("/api").text
    for path in describing.description()["paths"]:
        assert path in page
    assert "https://" not in re.sub(r"<a [^>]*>", "", page), "nothing is fetched from elsewhere"


def test_a_parameter_that_is_not_known_is_named_in_plain_words(client: TestClient) -> None:
    answer = client.get(f"{V1}/events?banana=1")
    assert answer.status_code == 400
    assert answer.json()["detail"] == "banana: there is no such parameter here"
    assert "Value error" not in client.get(f"{V1}/changes?since=2025-03").text


def test_changes_are_asked_for_by_how_long_ago_as_at_the_command_line(client: TestClient) -> None:
    whole = client.get(f"{V1}/changes?since=2001-01-01&size=500").json()
    for ago in ("7d", "12h", "2w"):
        answer = client.get(f"{V1}/changes?since={ago}&size=1")
        assert answer.status_code == 200
        assert answer.json()["items"] == whole["items"][:1]
        following = answer.json()["next"]
        assert following is None or f"since={ago}" not in following  # the next portion is of the same stretch of time
    assert client.get(f"{V1}/changes?since=7").status_code == 400
    assert client.get(f"{V1}/changes?since=7d&as_of=7d").status_code == 400
