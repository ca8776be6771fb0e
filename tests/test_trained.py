"""The trained model: the same answers whatever else is read, and a program that works without it and says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.extraction.pipeline import Extractor
from onrecord.knowledge import Knowledge
from onrecord.language import Encoder, EncoderMissingError
from onrecord.language.encoder import FILES, FOLDER, missing
from onrecord.records import Document, Probe, dumps

FIRST = Document(
    "a", "Two officials told the Ledger that Borduria was weighing strikes. The president of Sylvania denied it. "
    "“We have not met them,” he said, “and we shall not.”",
    published="2026-03-04", source="The Harbour Gazette",
)  # fmt: skip
SECOND = Document("b", "Police arrested nine people in Port Sylvan on Monday, according to the ministry. " * 12)


@pytest.fixture(scope="module")
def trained(knowledge: Knowledge) -> Extractor:
    return Extractor(knowledge)


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> Extractor:
    return Extractor(knowledge, trained=False)


def test_the_model_is_part_of_the_package() -> None:
    assert not missing()
    assert all((FOLDER / name).is_file() for name in FILES)
    assert (FOLDER / "MODEL_CARD.md").is_file()


def test_a_document_gives_the_same_whatever_it_is_read_with(trained: Extractor) -> None:
    alone = [dumps(x) for document in (FIRST, SECOND) for x in trained.extract([document])]
    together = [dumps(x) for x in trained.extract([FIRST, SECOND], patient=True)]
    turned = [dumps(x) for x in trained.extract([SECOND, FIRST])]
    assert alone == together == turned[::-1]


def test_who_said_what_is_found_with_its_words(trained: Extractor) -> None:
    [found] = trained.extract([FIRST])
    layer = [(" ".join(s.text for s in a.source), " ".join(s.text for s in a.cue)) for a in found.attributions]
    assert ("Two officials", "told") in [(source, cue.split()[0]) for source, cue in layer]
    assert any(source == "he" and "said" in cue for source, cue in layer)
    for attribution in found.attributions:
        for span in (*attribution.source, *attribution.cue, *attribution.content):
            assert FIRST.text[span.start : span.end] == span.text


def test_factuality_keeps_its_range_and_its_order(trained: Extractor) -> None:
    text = "The army shelled the port. The army may shell the port. The army did not shell the port."
    starts = [text.index("shell", at) for at in (0, 27, 55)]
    document = Document("c", text, probes=tuple(Probe(str(n), at, at + 5) for n, at in enumerate(starts)))
    [answer] = trained.assess([document])
    sure, open_, denied = (assessment.factuality for assessment in answer.assessments)
    assert 3 >= sure > open_ > denied >= -3


def test_without_the_model_the_program_reads_by_rules_and_says_so(
    rules: Extractor, trained: Extractor, tmp_path: Path
) -> None:
    assert "rules alone" in rules.reduced
    assert not trained.reduced
    [found] = rules.extract([FIRST])
    assert [claim.stage for claim in found.claims][:1] == ["considered"]
    assert "missing from" in missing(tmp_path)
    with pytest.raises(EncoderMissingError, match="rules alone"):
        Encoder(tmp_path)


def test_a_broken_model_file_is_a_clear_error(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes(b"nothing of the kind")
    with pytest.raises(EncoderMissingError, match="cannot be read"):
        Encoder(tmp_path)


def test_the_version_names_the_model(trained: Extractor, rules: Extractor) -> None:
    assert "trained-" in trained.version
    assert "+rules" in rules.version
