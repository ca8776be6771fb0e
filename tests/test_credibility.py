"""The Admiralty digit follows from independent sources and contradictions alone."""

from __future__ import annotations

from hypothesis import given, settings

from onrecord.linking.credibility import credibility
from onrecord.linking.event import Told
from onrecord.linking.ladder import standing
from onrecord.records.vocabulary import Stage
from told_samples import events, told


def digit(*members: Told) -> int:
    return credibility(members, standing(members))


def done(document: str, by: tuple[str, ...] = (), origin: str | None = None, stage: Stage = "done") -> Told:
    return told(document, stage, "2025-03-01", by=by, origin=origin)


def no(document: str, by: str, country: str | None = None) -> Told:
    return told(document, "done", "2025-03-01", polarity="negated", by=(by,), country=country)


def test_one_source_alone_cannot_be_judged() -> None:
    assert digit(done("a")) == 6
    assert digit(*(done(f"d{n}", origin="wire") for n in range(40))) == 6
    assert digit(*(done(f"d{n}", ("Rudolf",)) for n in range(5))) == 6


def test_people_without_names_may_be_the_same() -> None:
    assert digit(*(done(f"d{n}", ("(officials)",)) for n in range(3))) == 6
    assert digit(done("a", ("(officials)",)), done("b")) == 2


def test_independent_sources_confirm() -> None:
    assert digit(done("a"), done("b")) == 2
    assert digit(done("a"), done("b"), done("c", ("Rudolf",))) == 1


def test_contradictions_lower_it() -> None:
    assert digit(done("a"), done("b"), no("x", "Rudolf")) == 3
    assert digit(done("a"), no("x", "Rudolf")) == 4
    assert digit(done("a"), done("b"), no("x", "Rudolf", "RUR"), no("y", "Sapt", "RUR")) == 3


def test_other_stages_confirm_nothing() -> None:
    assert digit(done("a"), done("b", stage="planned"), done("c", stage="considered")) == 6


@settings(max_examples=80, deadline=None)
@given(events())
def test_it_is_a_digit_of_the_code(members: list[Told]) -> None:
    assert 1 <= digit(*members) <= 6
