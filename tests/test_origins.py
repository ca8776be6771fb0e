"""Origins: which documents only repeat another one, how, and who was first."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.knowledge.table import read_file
from onrecord.linking import origins
from onrecord.linking.engine import link
from onrecord.linking.memory import MemoryStore
from onrecord.linking.model import Anchor, Constraints, Report, pair
from onrecord.linking.origins.describing import describe
from onrecord.linking.origins.model import Origin, Repetition
from onrecord.linking.origins.outlets import named_in, outlet_key
from onrecord.linking.origins.relation import OriginRelation
from onrecord.linking.origins.scoring import likeness
from onrecord.linking.origins.sketching import make_sketch
from origin_texts import HARBOUR, LIBRARY, cut, edited, report, with_passage


def found(reports: Iterable[Report], constraints: Constraints = Constraints()) -> list[Origin]:  # noqa: B008
    store = MemoryStore()
    link(OriginRelation(), store, reports, constraints=constraints)
    return [describe(group.id, store.sketches(group.members)) for group in store.groups()]


def kinds(reports: Iterable[Report]) -> dict[str, Repetition]:
    return {repetition.document: repetition for origin in found(reports) for repetition in origin.documents}


def together(reports: Sequence[Report]) -> set[frozenset[str]]:
    return {frozenset(repetition.document for repetition in origin.documents) for origin in found(reports)}


BASE = report("base", HARBOUR, source="Strelsau Courier", published="2025-10-02", title="Shipworm shuts two quays")

ECHO = (
    "Two of the four quays in the harbour of Strelsau will be closed for the winter because shipworm has eaten away "
    "the wooden piles, the Strelsau Courier reported on Thursday.\n\nThe closure begins in November and the ferries "
    "to the islands will have to use the coal wharf, according to the Courier."
)

REPEATS = {
    "verbatim": report("verbatim", HARBOUR, source="Zenda Post", published="2025-10-03"),
    "cut": report("cut", cut(HARBOUR), source="Hentzau Echo", published="2025-10-03"),
    "local": report("local", with_passage(HARBOUR), source="Hentzau News", published="2025-10-04", title="Quays close"),
    "edited": report("edited", edited(HARBOUR), source="Valley Radio", published="2025-10-03"),
    "echo": report("echo", ECHO, source="Border Gazette", published="2025-10-03", title="Harbour shuts quays"),
}


@pytest.mark.parametrize("kind", REPEATS)
def test_each_kind_of_repetition_is_found_and_named(kind: str) -> None:
    (origin,) = found([BASE, REPEATS[kind]])
    assert origin.first == "base"
    first, second = origin.documents
    assert (first.document, first.kind, first.of) == ("base", "original", None)
    assert (second.document, second.kind, second.of) == (kind, kind, "base")


def test_a_repetition_tells_its_share_and_whom_it_relays() -> None:
    told = kinds([BASE, *REPEATS.values()])
    assert told["verbatim"].share == told["cut"].share == 1.0
    assert 0.5 < told["edited"].share < 1.0
    assert told["local"].share < 1.0
    assert told["base"].share == 0.0
    named = report("named", LIBRARY + "\n\nThe Associated Press contributed to this report.", source="Zenda Post")
    assert kinds([named])["named"].relays == ("Associated Press",)


def test_another_report_is_an_origin_of_its_own() -> None:
    other = report("other", LIBRARY, source="Strelsau Courier", published="2025-10-02")
    assert together([BASE, other]) == {frozenset({"base"}), frozenset({"other"})}


def test_two_reports_that_quote_one_letter_do_not_repeat_each_other() -> None:
    letter = HARBOUR.split("\n\n")[3:]
    quoting = "\n\n".join(f'"{paragraph}"' for paragraph in letter)
    one = "The mayor published a long letter to the harbour authority this morning, and the opposition was not amused "
    one += "by its tone, nor by the hour at which it reached them, shortly before the sitting began."
    two = "A letter has set the council against itself again: the members who were named in it left the room, the "
    two += "others read it aloud from the gallery, and the clerk is said to have wept over the minutes."
    reports = [
        report("one", f"{one}\n\n{quoting}", source="Zenda Post", published="2025-10-03"),
        report("two", f"{two}\n\n{quoting}", source="Hentzau Echo", published="2025-10-03"),
        report("letter", "\n\n".join(letter), source="Strelsau Courier", published="2025-10-02"),
    ]
    assert len(together(reports)) == 3


def test_an_article_with_excerpts_between_long_passages_of_its_own_is_its_own_report() -> None:
    excerpts = HARBOUR.split("\n\n")
    comment = LIBRARY.split("\n\n")
    mixed = "\n\n".join([comment[0], excerpts[0], comment[1], excerpts[3], comment[2], excerpts[5], comment[3]])
    assert len(together([BASE, report("mixed", mixed, source="Zenda Post", published="2025-10-04")])) == 2


def test_share_lines_and_boxes_join_no_pages() -> None:
    form = "Sign up for what you need to know. Choose your country: " + "Ruritania Borduria Sylvania " * 40
    form += "Please enter a valid email address. You may leave us at any time, see our privacy policy for how."
    links = " ".join(f"Harbour{n} Market{n} Weather{n} Obituaries{n}" for n in range(30))
    for box in (form, links):
        one = report("one", f"{cut(HARBOUR, 2)}\n\n{box}", source="Zenda Post", published="2025-10-02")
        two = report("two", f"{cut(LIBRARY, 2)}\n\n{box}", source="Hentzau Echo", published="2025-10-02")
        assert len(together([one, two])) == 2


def test_pages_of_which_only_a_notice_was_saved_are_no_repeats() -> None:
    notice = "Close. We could not save this. Whenever somebody posts new content, you will hear of it from us first. "
    notice += (
        "There was a problem with what you asked for, and we have let the person know who looks after such things."
    )
    one = report("one", notice, source="Zenda Post", published="2025-10-02", title="Quays shut over shipworm")
    two = report("two", notice, source="Hentzau Echo", published="2025-10-02", title="Library van doubles reading")
    assert len(together([one, two])) == 2


def test_two_echoes_of_a_report_that_is_not_at_hand_are_one_origin() -> None:
    other = ECHO.replace("because shipworm has eaten away", "after shipworm ate through").replace("have to ", "")
    late = report("late", other, source="Hentzau Echo", published="2025-10-04")
    assert together([REPEATS["echo"], late]) == {frozenset({"echo", "late"})}


def test_an_echo_does_not_tie_two_reports_of_one_outlet() -> None:
    """A follow-up tells again what the first report did; an echo of either fits both, and goes with the likest."""
    divers = (
        "Shipworm has eaten away the wooden piles of two quays in the harbour of Strelsau, and both close in November."
    )
    follow_up = (
        "The council of Strelsau sat until midnight over the harbour that is to close two of its quays in November, "
        "after shipworm had eaten away the wooden piles. The mayor asked whose fault that was.\n\n"
        + LIBRARY.replace("library", "council").replace("van", "crane").replace("books", "bills")
    )
    reports = [
        BASE,
        report("next", follow_up, source="Strelsau Courier", published="2025-10-03"),
        report("echo", f"{divers} So the Strelsau Courier reported.", source="Zenda Post", published="2025-10-03"),
    ]
    sizes = sorted(len(group) for group in together(reports))
    assert sizes == [1, 2]
    assert frozenset({"base", "next"}) not in together(reports)


def test_two_briefs_on_the_word_of_the_same_police_are_two_reports() -> None:
    """A body that both name as their source is no outlet whose report they retell."""
    police = [ECHO.replace("Strelsau Courier reported", "Strelsau County Police reported").replace("Courier", "police")]
    police.append(
        "Divers have found shipworm in the wooden piles of Strelsau's harbour, the Strelsau County Police reported.\n\n"
        "Two of the four quays are closed from November on, and the coal wharf will be used by ferries to the islands."
    )
    reports = [report(f"p{n}", text, source=f"Paper {n}", published="2025-10-03") for n, text in enumerate(police)]
    assert len(together(reports)) == 2


def test_a_credit_for_pictures_is_no_credit_for_the_report() -> None:
    text = HARBOUR + "\n\nThe quays at dawn. | AP Photo"
    assert make_sketch(report("a", text)).credits == ()
    supplied = make_sketch(report("a", HARBOUR + "\n\n(AP)"))
    assert (supplied.credits, supplied.helpers) == (("AP",), ())
    helped = make_sketch(report("a", HARBOUR + "\n\nThe Associated Press contributed to this report."))
    assert (helped.credits, helped.helpers) == ((), ("AP",))


def test_an_echo_does_not_come_before_what_it_echoes() -> None:
    early = report("early", ECHO, source="Border Gazette", published="2025-09-02")
    assert likeness(make_sketch(BASE), make_sketch(early)).told == 0.0


@pytest.mark.parametrize("published", ["2025-10-02", None])
def test_who_is_credited_is_first_though_the_date_does_not_tell(published: str | None) -> None:
    text = cut(HARBOUR) + "\n\nThis story was first published by Strelsau Courier."
    copy = report("a-copy", text, source="Zenda Post", published=published)
    assert [origin.first for origin in found([BASE, copy])] == ["base"]


def test_a_copy_of_an_earlier_date_that_credits_the_report_is_not_first() -> None:
    text = HARBOUR + "\n\nReporting by Strelsau Courier."
    copy = report("a-copy", text, source="Zenda Post", published="2025-10-01")
    assert [origin.first for origin in found([BASE, copy])] == ["base"]


def test_without_a_credit_the_earliest_date_is_first_and_a_text_without_one_is_not() -> None:
    undated = report("a-undated", HARBOUR, source="Zenda Post")
    later = report("a-later", HARBOUR, source="Hentzau Echo", published="2025-10-02T08:00:00")
    early = report("z-early", HARBOUR, source="Strelsau Courier", published="2025-10-02T07:00:00")
    assert [origin.first for origin in found([undated, later, early])] == ["z-early"]


def test_on_one_day_the_text_that_holds_the_others_is_first() -> None:
    short = report("a-short", cut(HARBOUR), source="Zenda Post", published="2025-10-02")
    assert [origin.first for origin in found([BASE, short])] == ["base"]


def test_where_nothing_tells_who_was_first_nobody_is() -> None:
    same = report("same", HARBOUR, source="Zenda Post", published="2025-10-02")
    (origin,) = found([BASE, same])
    assert origin.first is None
    assert {repetition.of for repetition in origin.documents} == {"base", "same"}


def test_what_a_person_says_of_a_pair_wins() -> None:
    verbatim = REPEATS["verbatim"]
    both = pair(Anchor("base"), Anchor("verbatim"))
    assert len(found([BASE, verbatim], Constraints(apart=frozenset({both})))) == 2
    other = report("other", LIBRARY)
    assert len(found([BASE, other], Constraints(together=frozenset({pair(Anchor("base"), Anchor("other"))})))) == 1


def test_forty_repeats_of_one_report_are_one_origin() -> None:
    repeats = []
    for n in range(40):
        text = (HARBOUR, cut(HARBOUR, 3 + n % 4), with_passage(HARBOUR, 1 + n % 5), edited(HARBOUR, n))[n % 4]
        repeats.append(report(f"r{n}", text, source=f"Paper {n}", published=f"2025-10-{3 + n % 5:02}", title=f"T {n}"))
    (origin,) = found([BASE, *repeats])
    assert len(origin.documents) == 41
    assert origin.first == "base"


def test_more_repeats_than_a_key_may_have_still_find_each_other() -> None:
    """Where every run of words has become common, the circles by outlet and date tie the pages together."""
    count = 4 * OriginRelation.common
    repeats = [report(f"r{n}", HARBOUR, source=f"Paper {n}", published="2025-10-03") for n in range(count)]
    late = report("late", edited(HARBOUR), source="Valley Radio", published="2025-10-05")
    assert len(found([BASE, *repeats, late])) == 1


POOL = [BASE, *REPEATS.values(), report("other", LIBRARY, source="Zenda Post", published="2025-10-02")]
POOL += [report("other-cut", cut(LIBRARY, 2), source="Hentzau Echo"), report("empty", "", source=None)]


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(POOL), st.integers(0, len(POOL)), st.sets(st.sampled_from([r.document.id for r in POOL])))
def test_groups_do_not_depend_on_the_order_of_arrival(order: list[Report], at: int, gone: set[str]) -> None:
    once, bit_by_bit = MemoryStore(), MemoryStore()
    link(OriginRelation(), once, [r for r in POOL if r.document.id not in gone])
    link(OriginRelation(), bit_by_bit, order[:at])
    for one in order[at:]:
        link(OriginRelation(), bit_by_bit, [one])
    link(OriginRelation(), bit_by_bit, [], gone=sorted(gone))
    assert bit_by_bit.groups() == once.groups()
    for group in once.groups():
        sketches = once.sketches(group.members)
        assert describe(group.id, sketches) == describe(group.id, dict(reversed(list(sketches.items()))))


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_can_be_compared_and_a_text_is_like_itself(one: str, other: str) -> None:
    relation = OriginRelation()
    a, b = make_sketch(report("a", one)), make_sketch(report("b", other))
    assert 0.0 <= likeness(a, b).score <= 1.0
    assert likeness(a, b).score == likeness(b, a).score
    assert relation.unpack(relation.pack(a)) == a
    assert all(0 <= key < 2**63 for key in relation.keys(a))


def test_a_sketch_is_stored_whole() -> None:
    relation = OriginRelation()
    for one in (*POOL, report("named", HARBOUR + "\n\nThe Associated Press contributed to this report.")):
        sketch = make_sketch(one)
        assert relation.unpack(relation.pack(sketch)) == sketch


def test_very_long_and_empty_documents_neither_break_nor_stall_it() -> None:
    long = " ".join(f"the clerk of ward {n} told {n * 7919 % 1000} people." for n in range(25_000))
    reports = [
        report("long", long),
        report("half", long[: len(long) // 2]),
        report("empty", ""),
        report("blank", " \n"),
    ]
    begun = time.process_time()
    assert together(reports) == {frozenset({"long", "half"}), frozenset({"empty"}), frozenset({"blank"})}
    assert time.process_time() - begun < 12


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fox News", "Fox News (Online)"),
        ("The New York Times", "New York Times - News"),
        ("AP", "The Associated Press"),
        ("NPR", "NPR Online News"),
        ("Strelsau Courier", "the Strelsau Courier"),
        ("strelsaucourier.com", "Strelsau Courier"),
    ],
)
def test_names_of_one_outlet_are_equal(one: str, other: str) -> None:
    assert outlet_key(one) == outlet_key(other) != ""


def test_names_of_different_outlets_are_not() -> None:
    names = ["Daily News", "Strelsau Daily News", "Zenda Post", "Post", "NBC News", "ABC News", "Times of Zenda"]
    assert len({outlet_key(name) for name in names}) == len(names)
    assert outlet_key(None) == outlet_key("  ") == ""


@pytest.mark.parametrize("before", ["The quays close in November. ", "So ", "Nobody knew of it, as "])
def test_a_name_does_not_reach_back_over_the_end_of_a_sentence(before: str) -> None:
    assert [name for _, name in named_in(f"{before}the Strelsau Courier reported it.")] == ["Strelsau Courier"]


def test_each_pattern_of_relaying_matches_its_example() -> None:
    table = Path(str(origins.__file__)).parent / "data" / "relays.tsv"
    for row in read_file(table):
        names = [name for _, name in named_in(row["example"])]
        assert "Strelsau Courier" in names, row["example"]
