"""What the server lets nobody do: write without the token, come from elsewhere, ask too much, reach a file."""

from __future__ import annotations

import gc
import logging
import re
import time
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from onrecord.ledger import BusyLedgerError, Ledger, LedgerError, SlowQuestionError
from onrecord.ledger import errors as ledger_errors
from onrecord.web import asked as asking
from onrecord.web.application import application
from onrecord.web.asked import BadQueryError
from onrecord.web.errors import PROBLEM, status_of
from onrecord.web.limits import MOST_CALLERS, RateLimit, caller_of
from onrecord.web.middleware import HEADERS, LONGEST_ADDRESS
from onrecord.web.safety import CSRF_HEADER, SESSION
from onrecord.web.settings import Settings
from served_samples import BEARER, TOKEN, live, make_ledger, served

JUDGEMENT = {"kind": "stage", "subject": "c0ffee0100", "value": "considered", "reason": "no decision was taken"}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_ledger(tmp_path_factory.mktemp("ledger") / "served.db")


@pytest.fixture
def client(path: Path) -> TestClient:
    return served(path)


def entered(client: TestClient) -> TestClient:
    assert client.get("/enter", params={"token": TOKEN}, follow_redirects=False).status_code == 303
    return client


# --- the token -----------------------------------------------------------------------------------------


def test_the_token_of_an_address_is_changed_for_a_cookie_and_leaves_the_address(client: TestClient) -> None:
    answer = client.get("/enter", params={"token": TOKEN}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert TOKEN not in cookie
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"


def test_the_cookie_goes_over_tls_only_where_there_is_tls(path: Path) -> None:
    secure = TestClient(application(Settings(path, token=TOKEN)), base_url="https://testserver")
    answer = secure.post("/enter", data={"token": TOKEN}, follow_redirects=False)
    assert "secure" in answer.headers["set-cookie"].lower()


def test_the_token_can_be_typed_into_a_form(client: TestClient) -> None:
    assert '<form method="post" action="/enter">' in client.get("/enter").text
    assert client.post("/enter", data={"token": f" {TOKEN} "}, follow_redirects=False).status_code == 303
    assert client.get("/enter", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("wrong", ["x", TOKEN[:-1], TOKEN + "x", "ü" * 30, "\ud800".encode("utf-8", "surrogatepass")])
def test_a_wrong_token_opens_nothing(client: TestClient, path: Path, wrong: str | bytes) -> None:
    answer = client.post("/enter", data={"token": wrong}, follow_redirects=False)
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    client.cookies.set(Settings(path).cookie(SESSION), "x")
    assert client.post("/api/v1/judgements", json=JUDGEMENT).status_code == 401


def test_the_cookie_can_be_given_back(client: TestClient) -> None:
    entered(client)
    assert client.post("/leave", follow_redirects=False).status_code == 303
    assert client.post("/api/v1/judgements", json=JUDGEMENT).status_code == 401


def test_nothing_is_written_without_the_token(client: TestClient) -> None:
    before = client.get("/api/v1/judgements").json()["total"]
    answer = client.post("/api/v1/judgements", json=JUDGEMENT)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert client.get("/api/v1/judgements").json()["total"] == before


def test_every_address_that_writes_asks_for_the_token(client: TestClient) -> None:
    """Whoever adds a page cannot forget it: the check stands before all of them."""
    for method, address in writing_addresses(client):
        if address not in ("/enter",):
            assert client.request(method, address).status_code == 401, address


def test_every_address_that_writes_refuses_other_sites_and_a_server_that_only_reads(path: Path) -> None:
    client, reading = served(path), served(path, read_only=True)
    for method, address in writing_addresses(client):
        foreign = client.request(method, address, headers=BEARER | {"Origin": "https://elsewhere.example"})
        assert foreign.status_code == 403, address
        if address != "/enter":
            assert reading.request(method, address, headers=BEARER).status_code == 403, address


def writing_addresses(client: TestClient) -> Iterator[tuple[str, str]]:
    from onrecord.web.application import ROUTERS

    found = 0
    for router in ROUTERS:
        for route in router.routes:
            for method in sorted(set(getattr(route, "methods", ())) - {"GET", "HEAD", "OPTIONS"}):
                found += 1
                yield method, re.sub(r"\{.*?\}", "x", getattr(route, "path", ""))
    assert found >= 4


def test_without_a_token_nobody_writes_at_all(path: Path) -> None:
    client = served(path, token=None)
    assert client.get("/").status_code == 200
    assert client.post("/api/v1/judgements", json=JUDGEMENT, headers=BEARER).status_code == 401
    assert client.post("/enter", data={"token": ""}).status_code == 200
    assert client.post("/enter", data={"token": "None"}, follow_redirects=False).status_code == 401


def test_a_form_needs_its_own_token_beside_the_cookie(path: Path) -> None:
    client = entered(served(path))
    assert client.post("/api/v1/judgements", json=JUDGEMENT).status_code == 403
    assert client.post("/api/v1/judgements", json=JUDGEMENT, headers={CSRF_HEADER: "x"}).status_code == 403
    # a header of another kind does not stand for the token of the form
    assert client.post("/api/v1/judgements", json=JUDGEMENT, headers={"Authorization": "Basic x"}).status_code == 403
    assert client.post("/api/v1/judgements", json=JUDGEMENT, headers={"Authorization": "Bearer x"}).status_code == 403


# --- beyond loopback -----------------------------------------------------------------------------------


def test_beyond_loopback_everything_needs_the_token_but_the_door_and_static_files(path: Path) -> None:
    client = served(path, open_to_network=True)
    assert client.get("/", follow_redirects=False).headers["location"] == "/enter"
    for address in ("/api/v1", "/api/v1/openapi.json", "/index.json", "/index.csv", "/api/v1/nothing"):
        assert client.get(address).status_code == 401, address
    assert client.request("DELETE", "/nothing").status_code == 401
    assert client.get("/enter").status_code == 200
    assert client.get("/static/onrecord.css").status_code == 200
    assert client.get("/static/../api/v1").status_code == 401
    assert client.get("/api/v1", headers=BEARER).status_code == 200
    assert client.get("/api/v1", headers={"Authorization": f"bearer {TOKEN}"}).status_code == 200
    assert entered(client).get("/").status_code == 200


# --- where requests come from --------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["localhost", "localhost:8417", "127.0.0.1:1", "[::1]", "[::1]:8417", "LOCALHOST."])
def test_the_server_answers_to_its_names(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["", "ledger.example", "localhost.example", "127.0.0.1.example:80", "[::2]", "localhost:80:80", "::1", "x y"],
)
def test_a_name_that_somebody_points_at_this_machine_is_not_answered(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "Strelsau" not in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 201),
        ({"Origin": "http://testserver"}, 201),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 201),
        ({"Sec-Fetch-Site": "none"}, 201),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "http://testserver:99"}, 403),
        ({"Origin": "http://testserver.elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_what_writes_comes_from_no_other_site(tmp_path: Path, headers: dict[str, str], status: int) -> None:
    client = served(make_ledger(tmp_path / "own.db", 1))
    assert client.post("/api/v1/judgements", json=JUDGEMENT, headers=BEARER | headers).status_code == status


def test_other_sites_are_let_read_nothing(client: TestClient) -> None:
    answer = client.get("/api/v1/events", headers={"Origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


# --- headers -------------------------------------------------------------------------------------------

ADDRESSES = ("/", "/index.json", "/index.csv", "/nothing", "/?size=0", "/enter", "/static/onrecord.css",
             "/static/nothing", "/api", "/api/v1", "/api/v1/nothing", "/api/v1/events.ndjson")  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "TRACE"])
def test_every_answer_has_the_strict_headers(client: TestClient, address: str, method: str) -> None:
    answer = client.request(method, address)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "cache-control" in answer.headers
    assert "server" not in answer.headers


def test_the_policy_lets_nothing_in_from_outside_or_from_a_page_itself() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy
    assert policy.startswith("default-src 'none'")
    for part in ("script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert part in policy.split("; ")


def test_pages_of_a_session_are_not_kept_and_files_are(path: Path) -> None:
    from onrecord import __version__

    client = served(path)
    assert client.get(f"/static/onrecord.css?v={__version__}").headers["cache-control"].endswith("immutable")
    assert client.get("/static/onrecord.css?v=0").headers["cache-control"] == "no-cache"
    assert client.get("/").headers["cache-control"] == "private, no-cache"
    assert entered(client).get("/").headers["cache-control"] == "no-store"
    assert client.get("/nothing").headers["cache-control"] == "no-store"


# --- methods -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/api/v1/events", "/static/onrecord.css", "/api/v1/events.ndjson"])
def test_head_tells_what_get_would(path: Path, address: str) -> None:
    got, told = served(path).get(address), served(path).head(address)
    assert told.status_code == got.status_code
    assert told.content == b""
    assert told.headers["content-type"] == got.headers["content-type"]
    assert told.headers.get("content-length") == got.headers.get("content-length")


def test_an_address_tells_its_methods(client: TestClient) -> None:
    answer = client.options("/api/v1/judgements")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "BREW"):
        refused = client.request(method, "/api/v1/judgements", headers=BEARER)
        assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert client.options("/nothing").status_code == 404
    assert client.request("DELETE", "/nothing").status_code == 404


# --- limits --------------------------------------------------------------------------------------------


def test_a_body_is_bounded_whether_or_not_it_says_how_long_it_is(path: Path) -> None:
    client = served(path, max_body=10_000)
    for body in (b"x" * 10_001, (b"x" * 1_000 for _ in range(11))):
        answer = client.post("/api/v1/judgements", content=body, headers=BEARER | {"Content-Type": "application/json"})
        assert answer.status_code == 413
        assert answer.headers["content-type"] == PROBLEM
    form = b"&".join(b"token=x" for _ in range(1_500))
    assert (
        client.post("/enter", content=form, headers={"Content-Type": "application/x-www-form-urlencoded"}).status_code
        == 413
    )
    liar = {"Content-Type": "application/json", "Content-Length": "12x"}
    assert client.post("/api/v1/judgements", content=b"{}", headers=BEARER | liar).status_code == 400


def test_an_address_is_bounded(client: TestClient) -> None:
    assert client.get("/api/v1/events", params={"words": "a" * LONGEST_ADDRESS}).status_code == 414
    assert client.get("/" + "a" * LONGEST_ADDRESS).status_code == 414


def test_a_caller_who_asks_too_often_is_told_when_to_come_again(path: Path) -> None:
    client = served(path, rate=5)
    assert [client.get("/api/v1/exports").status_code for _ in range(5)] == [200] * 5
    answer = client.get("/api/v1/exports")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 12
    assert client.get("/static/onrecord.css").status_code == 200


def test_tokens_cannot_be_tried_in_great_number(path: Path) -> None:
    client = served(path, rate=60)
    tried = [client.post("/enter", data={"token": f"guess {n}"}).status_code for n in range(20)]
    assert tried.count(401) <= 6
    assert tried[-1] == 429


def test_a_rate_fills_again_with_time_and_forgets_old_callers() -> None:
    now = [0.0]
    limit = RateLimit(60, lambda: now[0])
    assert [limit.spend("a") for _ in range(60)] == [0] * 60
    assert limit.spend("a") == 1
    assert limit.spend("b") == 0
    now[0] += 1
    assert limit.spend("a") == 0
    limit.charge("a", 10)
    now[0] += 11
    limit.charge("a", 10)
    assert limit.spend("a") == 0
    assert limit.spend("a") == 1
    for number in range(3 * MOST_CALLERS):
        limit.spend(f"caller {number}")
    assert len(limit) == MOST_CALLERS


def test_one_owner_of_many_addresses_is_one_caller() -> None:
    assert caller_of("2001:db8::1") == caller_of("2001:db8::ffff:2") != caller_of("2001:db8:0:1::1")
    assert caller_of("::ffff:192.0.2.1") == caller_of("192.0.2.1") != caller_of("192.0.2.2")
    assert caller_of(None) == caller_of("")


# --- files of the machine ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "inside",
    [
        "../application.py", "%2e%2e/application.py", "..%2fapplication.py", "..%5capplication.py", "....//page.py",
        "%252e%252e/application.py", "/etc/passwd", "//etc/passwd", "vendor/../../page.py", "%00", "onrecord.css%00.js",
        "../../../../../../../../../etc/passwd", "..;/application.py", "vendor", "", "%ff", "a" * 3_000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("below", ["/static/", "/", "/documents/", "/events/", "/claims/", "/api/v1/documents/",
                                   "/api/v1/originals/", "/api/v1/exports/"])  # fmt: skip
def test_no_path_leads_to_a_file(client: TestClient, below: str, inside: str) -> None:
    answer = client.get(f"http://testserver{below}{inside}")
    assert answer.status_code in (200, 303, 307, 308, 400, 404)
    assert "def application" not in answer.text
    assert "root:" not in answer.text
    if below == "/static/" and inside:
        assert answer.status_code == 404


# --- errors --------------------------------------------------------------------------------------------


def test_each_error_of_the_ledger_has_a_status() -> None:
    kinds = [kind for kind in vars(ledger_errors).values() if isinstance(kind, type) and issubclass(kind, LedgerError)]
    for kind in kinds:
        status = status_of(kind("x"))
        assert 400 <= status < 600
        if kind.__name__.startswith("Unknown"):
            assert status == 404
    assert status_of(BadQueryError("x")) == 400
    assert status_of(BusyLedgerError("x")) == status_of(SlowQuestionError("x")) == 503


def test_an_error_is_a_page_for_people_and_problem_details_for_programs(client: TestClient) -> None:
    page = client.get("/nothing", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "<h1>404 Not Found</h1>" in page.text
    for address in ("/nothing.json", "/nothing.csv", "/api/v1/nothing"):
        problem = client.get(address)
        assert (problem.status_code, problem.headers["content-type"]) == (404, PROBLEM)
        said = problem.json()
        assert {"type", "title", "status", "detail", "instance"} <= said.keys()
        assert said["status"] == 404
    assert client.get("/nothing", headers={"Accept": "application/json"}).headers["content-type"] == PROBLEM


def test_no_error_tells_where_the_ledger_lies_on_this_machine(path: Path, tmp_path: Path) -> None:
    gone = served(tmp_path / "gone.db")
    for address in ("/", "/index.json", "/api/v1/events"):
        answer = gone.get(address)
        assert answer.status_code == 503
        assert str(tmp_path) not in answer.text
    answer = served(path).get("/api/v1/events/nothing")
    assert str(path.parent) not in answer.text
    assert path.name in answer.text


def test_an_error_of_the_program_shows_no_traceback(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret of the program")

    monkeypatch.setattr(Ledger, "some_events", broken)
    with caplog.at_level(logging.ERROR, "onrecord.web"):
        answer = client.get("/api/v1/events")
    assert (answer.status_code, answer.headers["content-type"]) == (500, PROBLEM)
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    (line,) = [record.getMessage() for record in caplog.records]
    assert "ZeroDivisionError" in line
    assert "\n" not in line


def test_what_breaks_off_in_its_middle_is_not_taken_for_whole(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Ledger.claims

    def broken(self: Ledger, wanted: object = None) -> Iterator[object]:
        yield from list(whole(self, None)) * 500
        raise ZeroDivisionError

    monkeypatch.setattr(Ledger, "claims", broken)
    with live(client) as base, pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{base}/api/v1/claims.ndjson")


def test_whoever_hangs_up_leaves_nothing_open(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    whole, closed = Ledger.events, []

    def long(self: Ledger, wanted: object = None) -> Iterator[object]:
        try:
            for _ in range(2_000):
                yield from whole(self, None)
        finally:
            closed.append(True)

    monkeypatch.setattr(Ledger, "events", long)
    with live(client) as base:
        with httpx.stream("GET", f"{base}/api/v1/events.ndjson") as answer:
            next(answer.iter_bytes())
        deadline = time.monotonic() + 10
        while not closed and time.monotonic() < deadline:
            time.sleep(0.02)
    gc.collect()
    assert closed
    assert client.head("/api/v1/events.ndjson").status_code == 200
    gc.collect()
    assert len(closed) == 2
    assert "Exception" not in capfd.readouterr().err


def test_a_ledger_that_is_being_written_to_is_read_and_one_that_is_locked_says_when_to_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = served(make_ledger(tmp_path / "busy.db"))
    monkeypatch.setattr(asking, "WAIT", 0.1)
    with Ledger(tmp_path / "busy.db") as other, other._writing():
        assert client.get("/api/v1/events").status_code == 200
        answer = client.post("/api/v1/judgements", json=JUDGEMENT, headers=BEARER)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert client.post("/api/v1/judgements", json=JUDGEMENT, headers=BEARER).status_code == 201


def test_a_question_that_takes_too_long_is_broken_off(path: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with (
        Ledger(path, patience=0.2) as ledger,
        pytest.raises(SlowQuestionError, match="ask for less"),
        ledger._reading() as connection,
    ):
        connection.exec_driver_sql(endless)


def ask(ledger: Ledger, query: str) -> None:
    with ledger._reading() as connection:
        connection.exec_driver_sql(query)


def test_settings_are_safe_where_nothing_is_said() -> None:
    settings = Settings(Path("x"))
    assert settings.token is None
    assert {one.name for one in fields(settings)} >= {"max_body", "rate", "hosts"}
    assert settings.max_body <= 10_000_000
