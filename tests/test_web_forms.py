"""Every page as data: what `.json` and `.csv` give, and how they refuse."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from onrecord.ledger import Ledger
from onrecord.linking.asking import parse, to_json
from onrecord.web.application import ROUTERS
from onrecord.web.errors import PROBLEM
from onrecord.web.page import TABLE
from served_samples import make_ledger, served


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    path = make_ledger(tmp_path_factory.mktemp("forms") / "served.db", 3)
    with Ledger(path) as ledger:
        ledger.add_situation("strikes", to_json(parse("type:ASSAULT")))
    return served(path)


def forms(suffix: str) -> list[str]:
    return sorted(
        route.path  # type: ignore[attr-defined]
        for router in ROUTERS
        for route in router.routes
        if getattr(route, "path", "").endswith(suffix) and not getattr(route, "path", "").startswith("/api/")
    )


def filled(path: str) -> str:
    """An address of a page with things that are there."""
    values = {"key": "harbour-0", "name": "strikes", "at": "77", "number": "1"}
    values["id"] = "harbour-0" if path.startswith("/documents/") else "c0ffee0100"
    address = re.sub(r"\{(\w+)(:path)?\}", lambda found: values.get(found[1], "Sylvania"), path)
    return address + ("?words=officials" if "search" in path else "")


@pytest.mark.parametrize("path", forms(".json"))
def test_every_page_gives_its_data_as_json(client: TestClient, path: str) -> None:
    answer = client.get(filled(path))
    assert answer.headers["x-content-type-options"] == "nosniff"
    if answer.status_code == 404:  # nothing of the kind in so small a ledger
        assert answer.headers["content-type"] == PROBLEM
        return
    assert answer.status_code == 200
    assert answer.headers["content-type"].endswith("json")
    json.loads(answer.content, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


@pytest.mark.parametrize("path", forms(".csv"))
def test_every_page_gives_its_table_as_a_file(client: TestClient, path: str) -> None:
    answer = client.get(filled(path))
    if answer.status_code == 404:
        assert answer.headers["content-type"] == PROBLEM
        return
    assert answer.status_code == 200
    assert answer.headers["content-type"] == TABLE
    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9._-]+\.csv"', answer.headers["content-disposition"])
    rows = list(csv.reader(io.StringIO(answer.text, newline="")))
    assert len({len(row) for row in rows}) == 1
    assert len(set(rows[0])) == len(rows[0]), "each column has a name of its own"
    assert "\r\n" in answer.text


def test_there_are_forms_of_every_page() -> None:
    assert {path.removesuffix(".json") for path in forms(".json")} >= {
        "/index",
        "/events",
        "/events/{id}",
        "/claims/{id}",
    }


@pytest.mark.parametrize("suffix", [".json", ".csv"])
def test_what_cannot_be_given_is_refused_as_problem_details(client: TestClient, suffix: str) -> None:
    for address in ("/index{}?type=NONE", "/index{}?size=0", "/index{}?as_of=someday", "/events/nothing{}", "/x{}"):
        answer = client.get(address.format(suffix))
        assert answer.status_code in (400, 404)
        assert answer.headers["content-type"] == PROBLEM


def test_a_table_disarms_what_a_spreadsheet_would_take_for_a_formula() -> None:
    from onrecord.web.page import csv_of

    def rows() -> Iterator[list[object]]:
        yield ["=cmd|' /C calc'!A0", "@x", "+1", -1, None, ("a", "b"), True]

    (head, line) = csv.reader(io.StringIO("".join(csv_of("abcdefg", rows()))))
    assert head == list("abcdefg")
    assert line == ["'=cmd|' /C calc'!A0", "'@x", "'+1", "-1", "", "a; b", "yes"]
