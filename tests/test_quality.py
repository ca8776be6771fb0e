"""The gate: on the project's own dev passages no figure may fall below its floor."""

from __future__ import annotations

import pytest

from floors import Figures, Floors, complaints, digest_complaint, read
from gold import Passage, digest, load, measure
from onrecord.extraction.pipeline import Extractor
from onrecord.knowledge import Knowledge


@pytest.fixture(scope="module")
def floors() -> Floors:
    return read()


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    return load("dev")


@pytest.fixture(scope="module")
def figures(passages: list[Passage], knowledge: Knowledge) -> Figures:
    return measure(passages, Extractor(knowledge)).figures()


def test_the_floors_were_taken_on_these_passages_and_labels(passages: list[Passage], floors: Floors) -> None:
    complaint = digest_complaint(digest(passages), floors)
    assert complaint is None, complaint


def test_no_figure_is_below_its_floor(figures: Figures, floors: Floors) -> None:
    said = complaints(figures, floors)
    assert not said, "\n".join(said)


def test_the_floors_cover_every_figure(figures: Figures, floors: Floors) -> None:
    measured = {field for field, figure in figures.items() if figure is not None}
    assert measured == {*floors.floors, *floors.ceilings}


def test_the_floors_say_why_they_stand_where_they_stand(floors: Floors) -> None:
    assert floors.reasons
