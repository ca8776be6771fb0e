"""The reports that the linking of events learns from: each is well marked, and says which events it tells of."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from retold import FOLDER, RetoldError, read

TWO = """# remark
== ferry / north | 1 | 2031-03-05 | Klow Gazette
A ferry [sank|sinking] on Tuesday, police [said|said-1].
The [accident|sinking] is the second.

== ferry / south | 1 | 2031-05-05 | Channel Dispatch
A ferry [went down|sinking].
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "reports.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_report_gives_its_text_its_mentions_and_the_event_of_each(tmp_path: Path) -> None:
    first, second = read(written(tmp_path, TWO))
    assert first.document.text == "A ferry sank on Tuesday, police said.\nThe accident is the second.\n"
    assert [first.document.text[p.start : p.end] for p in first.document.probes] == ["sank", "said", "accident"]
    assert first.events == ("ferry/north/sinking", "ferry/north/said-1", "ferry/north/sinking")
    assert second.events == ("ferry/south/sinking",)
    assert (first.topic, first.document.source) == ("ferry", "Klow Gazette")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("A [raid|raid].", "before the first head"),
        ("== raid | 1 | 2031-03-05 | Gazette\nA [raid|raid].", "not the head of a report"),
        (TWO + "They [got away with it|flight].", "more than 3 words"),
        (TWO + "A [raid|.", "a stray mark"),
    ],
)
def test_a_wrong_mark_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(RetoldError, match=complaint):
        list(read(written(tmp_path, text)))


def test_every_report_is_well_marked_and_stands_once() -> None:
    reports = [report for path in sorted(FOLDER.glob("*.txt")) for report in read(path)]
    assert len({report.document.id for report in reports}) == len(reports) > 800
    assert all(report.events for report in reports)


def test_topics_hold_alike_happenings_that_several_reports_tell() -> None:
    happenings: dict[str, set[str]] = defaultdict(set)
    told: dict[str, set[str]] = defaultdict(set)
    for path in sorted(FOLDER.glob("*.txt")):
        for report in read(path):
            happenings[report.topic].add(report.document.id.split("/")[1])
            for event in report.events:
                told[event].add(report.document.id)
    assert len(happenings) > 100
    assert min(len(found) for found in happenings.values()) >= 2
    assert sum(len(found) > 1 for found in told.values()) > 1000
