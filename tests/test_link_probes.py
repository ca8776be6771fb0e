"""Mentions that are given in place of claims: every probe is answered once, whatever it points at."""

from __future__ import annotations

from onrecord.linking.model import Report
from onrecord.linking.standard import standard_linker
from onrecord.linking.whole import LinkedProbe, link_reports
from onrecord.records import Document, DocumentInfo, Extraction, Span
from onrecord.records.mention import Mention

STRIKE = "Bordurian jets bombed the fuel depot at Klow harbour on Tuesday night."


def probed(**places: tuple[int, int]) -> Report:
    document = Document("a", STRIKE)
    sentence = Span.of(STRIKE, 0, len(STRIKE))
    mentions = tuple(
        Mention(id, Span.of(STRIKE, *place), sentence, None, None, (), (), "done", "affirmed")
        for id, place in places.items()
    )
    return Report(document, Extraction(DocumentInfo.of(document)), mentions)


def groups(report: Report) -> list[list[str]]:
    linked = link_reports([report], standard_linker())
    return sorted(sorted(one.probe for one in e.claims if isinstance(one, LinkedProbe)) for e in linked.events)


def test_probes_that_point_at_the_same_words_are_all_answered() -> None:
    assert groups(probed(p=(15, 21), q=(15, 21))) == [["p", "q"]]


def test_a_probe_may_point_at_no_word() -> None:
    assert groups(probed(space=(9, 10), dot=(69, 70))) in ([["dot"], ["space"]], [["dot", "space"]])
