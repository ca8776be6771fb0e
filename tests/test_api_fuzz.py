"""The whole API under generated requests: no server error, and every answer is one that its description allows."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from fuzz_api import TOKEN, Outcome, fuzz
from served_samples import make_ledger, served

EXAMPLES = 3
"""Of each operation, beside those at the boundaries of its parameters; `benchmarks/fuzz_api.py` takes more."""

KNOWN = {
    "/api/v1/documents/{key}": {"key": ["harbour-0"]},
    "/api/v1/claims/{id}": {"id": ["c0ffee0100"]},
    "/api/v1/events/{id}": {"id": ["c0ffee0201"]},
    "/api/v1/exports/{format}": {"format": ["csv"]},
    "/api/v1/situations/{name}": {"name": ["strikes"]},
    "/api/v1/judgements/{id}": {"id": ["0"]},
}
"""Things that are there, so that not all requests ask for what is not."""


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    from onrecord.ledger import Ledger
    from onrecord.linking.asking import parse, to_json

    path = make_ledger(tmp_path / "fuzz.db")
    with Ledger(path) as ledger:
        ledger.add_situation("strikes", to_json(parse("type:ASSAULT")))
    return served(path, token=TOKEN)


def run(client: TestClient, phases: tuple[str, ...], examples: int, known: bool) -> Outcome:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of libraries that make the requests
        return fuzz(client.app, examples, known=KNOWN if known else None, phases=phases)


@pytest.mark.parametrize(("phases", "known"), [(("examples", "coverage"), False), (("fuzzing",), True)])
def test_no_request_breaks_the_api_or_is_answered_otherwise_than_described(
    client: TestClient, phases: tuple[str, ...], known: bool
) -> None:
    outcome = run(client, phases, EXAMPLES * 5 if known else EXAMPLES, known)
    assert not outcome.found, "\n".join(outcome.found)
    assert not [status for status in outcome.requests if status >= 500]
    assert len(outcome.operations) >= 24
    assert outcome.requests[200] > 50
