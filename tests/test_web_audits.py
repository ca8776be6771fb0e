"""The pages of audits: drawn, judged claim after claim, reported; by who has the token."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ledger_samples import document, extraction, shelling, strikes
from onrecord.ledger import AUDIT_FIELDS, Ledger
from onrecord.linking.standard import standard_linker
from web_samples import csrf_in, reader, writer


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "onrecord.db"
    with Ledger(path) as ledger:
        for id in ("a", "b", "c<script>alert(1)</script>"):
            of = document(id, title=f"Strikes {id}", published="2025-03-01")
            ledger.add(of, extraction(of, strikes(f"{id[0]}c0ffee01"), shelling(f"{id[0]}c0ffee02")), "1")
        ledger.link(standard_linker())
    return path


@pytest.fixture
def browser(path: Path) -> TestClient:
    return writer(path)


def drawn(browser: TestClient, **given: str) -> str:
    csrf = csrf_in(browser.get("/audits").text)
    answer = browser.post("/audits", data={"csrf": csrf, "size": "3", "seed": "7"} | given)
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_a_sample_is_drawn_and_listed(browser: TestClient, path: Path) -> None:
    at = drawn(browser, by="stage")
    assert "3 of 6 claims" in browser.get("/audits").text
    assert browser.get("/audits.json").json()["audits"][0]["seed"] == 7
    assert len(browser.get("/audits.csv").text.splitlines()) == 2
    page = browser.get(at).text
    assert "Begin to judge" in page
    with Ledger(path) as ledger:
        assert ledger.audits()[0].author == "Ada Tester"


@pytest.mark.parametrize("given", [{"size": "many"}, {"size": "0"}, {"seed": "-1"}, {"by": "mood"}, {"type": "WAR"}])
def test_what_cannot_be_drawn_is_said_beside_the_form(browser: TestClient, given: dict[str, str]) -> None:
    csrf = csrf_in(browser.get("/audits").text)
    answer = browser.post("/audits", data={"csrf": csrf, "size": "3"} | given)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_claims_are_judged_one_after_the_other(browser: TestClient) -> None:
    at = drawn(browser)
    page = browser.get(f"{at}/claims/1")
    csrf = csrf_in(page.text)
    assert page.text.count('type="radio"') == 30
    right: dict[str, str] = dict.fromkeys(map(str, AUDIT_FIELDS), "right")
    steps: list[dict[str, str]] = [
        {**right, "stage": "wrong", "note": "it is done"},
        {"event": "wrong", "type": "right"},
        right,
    ]
    for number, given in enumerate(steps, 1):
        answer = browser.post(f"{at}/claims/{number}", data={"csrf": csrf} | given)
        assert answer.headers["location"] == (f"{at}/claims/{number + 1}" if number < 3 else at)
    found = {row["field"]: row for row in browser.get(f"{at}.json").json()["fields"]}
    assert (found["event"]["right"], found["event"]["wrong"]) == (2, 1)
    assert (found["stage"]["right"], found["stage"]["wrong"], found["type"]["n"]) == (1, 1, 2)
    assert browser.get(f"{at}/claims/1.json").json()["verdicts"]["stage"] == "wrong"
    assert "it is done" in browser.get(f"{at}/claims/1").text
    report = browser.get(at).text
    assert "For a methods section" in report
    assert "Wilson" in report


def test_half_an_answer_is_kept_and_comes_again(browser: TestClient) -> None:
    at = drawn(browser)
    csrf = csrf_in(browser.get(f"{at}/claims/1").text)
    answer = browser.post(f"{at}/claims/1", data={"csrf": csrf, "event": "right", "type": "maybe"})
    assert answer.headers["location"] == f"{at}/claims/1"
    assert browser.get(f"{at}/claims/1.json").json()["verdicts"] == {"event": "right"}


def test_the_report_is_printed_and_the_sheet_filled(browser: TestClient) -> None:
    at = drawn(browser)
    for ending, sign in (("txt", "precision %"), ("md", "| field |"), ("tex", "all fields &")):
        answer = browser.get(f"{at}/report.{ending}")
        assert answer.headers["content-type"].startswith("text/plain")
        assert sign in answer.text
    assert browser.get(f"{at}/report.exe").status_code == 404
    rows = list(csv.DictReader(io.StringIO(browser.get(f"{at}/sheet.csv").text)))
    assert [row["number"] for row in rows] == ["1", "2", "3"]


def test_who_has_no_token_reads_and_does_not_write(path: Path, browser: TestClient) -> None:
    at = drawn(browser)
    other = reader(path)
    page = other.get(f"{at}/claims/1")
    assert page.status_code == 200
    assert "<form id=" not in page.text or 'type="radio"' not in page.text
    assert other.post(f"{at}/claims/1", data={"event": "right"}).status_code in (401, 403)
    assert other.post("/audits", data={"size": "3"}).status_code in (401, 403)
    assert browser.post(f"{at}/claims/1", data={"event": "right"}).status_code == 403  # without the form's own token


def test_an_audit_or_claim_that_is_not_there(browser: TestClient) -> None:
    at = drawn(browser)
    for missing in ("/audits/ffff", f"{at}/claims/4", f"{at}/claims/0"):
        assert browser.get(missing).status_code == 404
    assert browser.get(f"{at}/claims/x").status_code == 400


def test_a_claim_that_was_taken_out_is_said_to_be(browser: TestClient, path: Path) -> None:
    at = drawn(browser, size="6")
    with Ledger(path) as ledger:
        ledger.forget("document", "a", "Ada Tester", "asked for", standard_linker())
    pages = [browser.get(f"{at}/claims/{number}") for number in range(1, 7)]
    assert [page.status_code for page in pages] == [200] * 6
    assert sum("was taken out of the ledger" in page.text for page in pages) == 2
    assert "taken out" in browser.get(at).text


def test_texts_of_articles_are_text(browser: TestClient) -> None:
    at = drawn(browser, size="6")
    for number in range(1, 7):
        assert "<script>alert" not in browser.get(f"{at}/claims/{number}").text
    assert "<script>alert" not in browser.get(at).text
