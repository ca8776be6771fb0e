"""Corrections in the press: what became of an article, and which claims hear of it."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord.linking.press_notes as press_notes
from ledger_samples import strikes
from onrecord.knowledge.table import Row, read_file
from onrecord.linking.addresses import address
from onrecord.linking.press_notes import find_notes, is_counter, is_stamp
from onrecord.linking.revisions import Revision, Version, cautions, histories, revisions
from onrecord.linking.rewording import compare
from onrecord.linking.sentences import lines_of, sentences_of
from onrecord.records import Claim, Span

LEAD = "Ruritania fired on the port of Zenda on Monday, killing 20 sailors."
ANSWER = "The army of Borduria said that it would answer within days."
DENIAL = "A spokesman for the king denied that any order had been given."
CALM = "Shops in the old town stayed open and trams ran as on any other day."
ARTICLE = "\n".join((LEAD, ANSWER, DENIAL, CALM))

TABLE = Path(press_notes.__file__).parent / "data" / "press_notes.tsv"


def version(text: str, day: int = 5, **more: str | None) -> Version:
    made = Version("a", text, "2025-04-04", f"2025-04-{day:02d}T08:00:00Z", "https://ledger.example/port")
    return replace(made, **more)  # type: ignore[arg-type]


def claim(words: str, sentence: str, text: str) -> Claim:
    at = text.index(sentence)
    start = text.index(words, at)
    return replace(
        strikes(), trigger=Span.of(text, start, start + len(words)), sentence=Span.of(text, at, at + len(sentence))
    )


def became(*texts: str) -> tuple[Revision, ...]:
    return revisions([version(text, 5 + 2 * n) for n, text in enumerate(texts)])


# notes


@pytest.mark.parametrize("row", list(read_file(TABLE)), ids=lambda row: row["example"])
def test_each_pattern_of_a_note_matches_its_example(row: Row) -> None:
    words, kind = row["example"], row["kind"]
    if kind == "stamp":
        assert is_stamp(words)
    elif kind == "counter":
        assert is_counter(words)
    elif kind in ("correction", "retraction", "update"):
        assert [note.kind for note in find_notes(words)] == [kind]


def test_a_note_stands_at_the_top_or_at_the_bottom() -> None:
    note = "An earlier version of this article misstated the number of sailors."
    for text in (f"{note}\n{ARTICLE}", f"{ARTICLE}\n{note}"):
        assert [text[n.span.start : n.span.end] for n in find_notes(text)] == [note]


def test_an_opening_line_takes_the_next_one_with_it_and_gives_the_date() -> None:
    text = f"{ARTICLE}\nCorrection, April 9, 2025\nThe number of sailors was 12."
    (note,) = find_notes(text)
    assert note.span.text.endswith("was 12.")
    assert note.dated == "2025-04-09"


def test_an_editors_note_is_what_it_says() -> None:
    notes = {
        "Editor's note: This article has been retracted because a source could not be confirmed.": "retraction",
        "Editors’ Note: An earlier version of this story gave the wrong name for the port.": "correction",
        "Editor's note: This story has been updated with a comment by the ministry.": "update",
    }
    for note, kind in notes.items():
        assert [found.kind for found in find_notes(f"{note}\n{ARTICLE}")] == [kind]
    assert find_notes(f"Editor's note: This story describes violence.\n{ARTICLE}") == ()


@pytest.mark.parametrize(
    "prose",
    [
        "The university said that the paper has been retracted by its authors.",
        "The minister corrected his deputy: the talks were held in Zenda.",
        "“This report has been withdrawn,” the ministry said of its survey.",
        "The army updated its maps after the retreat.",
        "Correctional officers fired on the crowd.",
        "The king removed the general who had led the retreat.",
    ],
)
def test_what_is_said_of_something_else_is_no_note(prose: str) -> None:
    assert find_notes(f"{prose}\n{ARTICLE}") == ()
    assert find_notes(f"{ARTICLE}\n{prose}") == ()


# what became of an article


def test_a_note_in_the_only_version_is_told() -> None:
    text = f"{ARTICLE}\nCorrection: An earlier version of this article misspelled the name of Zenda."
    (revision,) = became(text)
    assert (revision.kind, revision.changed) == ("correction", ())


def test_a_sentence_taken_out_without_a_word_is_a_silent_edit() -> None:
    (revision,) = became(ARTICLE, ARTICLE.replace(f"{DENIAL}\n", ""))
    assert revision.kind == "silent_edit"
    assert [(c.kind, c.before and c.before.text) for c in revision.changed] == [("taken_out", DENIAL)]
    assert cautions(claim("denied", DENIAL, ARTICLE), [revision]) == (
        "the sentence was taken out between 2025-04-05 and 2025-04-07 without a note",
    )
    assert cautions(claim("fired", LEAD, ARTICLE), [revision]) == ()


def test_a_new_dateline_says_when() -> None:
    after = version(ARTICLE.replace(f"{DENIAL}\n", ""), 9, published="2025-04-06")
    (revision,) = revisions([version(ARTICLE), after])
    assert cautions(claim("denied", DENIAL, ARTICLE), [revision]) == (
        "the sentence was taken out on 2025-04-06 without a note",
    )


def test_an_altered_sentence_is_shown_as_it_was_in_both_readings() -> None:
    softer = LEAD.replace("killing 20 sailors", "wounding 20 sailors")
    new = ARTICLE.replace(LEAD, softer)
    (revision,) = became(ARTICLE, new)
    assert [change.kind for change in revision.changed] == ["altered"]
    assert cautions(claim("wounding", softer, new), [revision]) == (
        f"the sentence was altered between 2025-04-05 and 2025-04-07 without a note (before: “{LEAD}”)",
    )
    assert cautions(claim("killing", LEAD, ARTICLE), [revision])[0].endswith(f"(now: “{softer}”)")


def test_a_sentence_put_in_later_says_so() -> None:
    more = "The navy of Sylvania sent two ships to the strait."
    new = f"{ARTICLE}\n{more}"
    (revision,) = became(ARTICLE, new)
    assert cautions(claim("sent", more, new), [revision])[0].startswith("the sentence was put in between")


def test_two_sentences_made_one_are_not_taken_out() -> None:
    joined = ANSWER[:-1] + ", and a spokesman for the king denied that any order had been given."
    (revision,) = became(ARTICLE, ARTICLE.replace(f"{ANSWER}\n{DENIAL}", joined))
    assert {change.kind for change in revision.changed} == {"altered"}


@pytest.mark.parametrize(
    "new",
    [
        f"Last updated 3 hours ago\n{ARTICLE}",
        f"{ARTICLE}\n1.2K shares\n14 comments\n5 min read",
        f"{ARTICLE}\nThe Associated Press contributed to this report.",
        "\n".join((ANSWER, LEAD, CALM, DENIAL)),
        ARTICLE.replace("\n", "\n\n").replace("Monday,", "Monday —"),
        ARTICLE.replace("\n", " "),
        ARTICLE.replace("\n", "\nRead more: ", 1),
    ],
)
def test_stamps_counts_credits_and_moved_sentences_are_no_edits(new: str) -> None:
    assert became(ARTICLE, new) == ()


def test_a_correction_touches_the_claims_of_which_it_speaks() -> None:
    new = ARTICLE.replace("20 sailors", "12 sailors")
    note = "Correction: An earlier version of this article misstated how many sailors died. It was 12, not 20."
    (revision,) = became(ARTICLE, f"{new}\n{note}")
    assert revision.kind == "correction"
    lead = LEAD.replace("20", "12")
    (line,) = cautions(claim("killing", lead, f"{new}\n{note}"), [revision])
    assert line.startswith("the outlet corrected this article between 2025-04-05 and 2025-04-07: “Correction:")
    assert line.endswith(f"(before: “{LEAD}”)")
    assert cautions(claim("said", ANSWER, new), [revision]) == ()


def test_a_correction_hides_no_other_edit() -> None:
    new = ARTICLE.replace("20 sailors", "12 sailors").replace(f"{DENIAL}\n", "")
    note = "Correction: An earlier version of this article misstated how many sailors died."
    assert {revision.kind for revision in became(ARTICLE, f"{new}\n{note}")} == {"correction", "silent_edit"}


def test_a_correction_that_names_nothing_touches_every_claim() -> None:
    (revision,) = became(f"{ARTICLE}\nWe regret the error. This article has been corrected on April 5, 2025.")
    for words, sentence in (("fired", LEAD), ("denied", DENIAL)):
        (line,) = cautions(claim(words, sentence, ARTICLE), [revision])
        assert line.startswith("the outlet corrected this article on 2025-04-05: “We")


def test_a_retraction_touches_every_claim_even_when_the_text_is_gone() -> None:
    (revision,) = became(ARTICLE, "This article was retracted on 6 April 2025 because its source was invented.")
    assert revision.kind == "retraction"
    assert cautions(claim("denied", DENIAL, ARTICLE), [revision])[0].startswith(
        "retracted by the outlet on 2025-04-06: “This article"
    )


def test_an_update_touches_what_it_changed() -> None:
    more = "The ministry said that it would look into the matter."
    new = f"{ARTICLE}\n{more}\nThis story has been updated to include a comment by the ministry."
    (revision,) = became(ARTICLE, new)
    assert revision.kind == "update"
    assert cautions(claim("look into", more, new), [revision])[0].startswith(
        "the sentence was put in when the article was updated"
    )
    assert cautions(claim("fired", LEAD, new), [revision]) == ()


def test_another_article_at_the_same_address_is_no_edit() -> None:
    other = "The cup final ended without a goal.\nFans sang on the trams until the morning came.\nRain is expected."
    (revision,) = became(ARTICLE, other)
    assert (revision.kind, revision.changed) == ("replacement", ())
    assert cautions(claim("fired", LEAD, ARTICLE), [revision])[0].startswith("another text")


def test_two_articles_that_share_an_address_by_mistake_are_left_alone() -> None:
    other = version(
        "The cup final ended without a goal.\nFans sang on the trams until the morning came.", 7, document="b"
    )
    assert revisions([version(ARTICLE), other]) == ()


def test_versions_of_one_day_are_in_the_order_of_their_times() -> None:
    early = version(ARTICLE, published="2025-04-04T09:00:00+02:00", document="z")
    late = version(ARTICLE, published="2025-04-04T08:00:00+00:00", document="b")
    assert histories([late, early]) == [[early, late]]


def test_a_note_is_told_once() -> None:
    noted = f"{ARTICLE}\nThis article was amended on 6 April 2025 to give the right port."
    assert [revision.kind for revision in became(ARTICLE, noted, noted, f"{noted}\n5 min read")] == ["correction"]


def test_a_note_without_a_year_is_of_the_last_such_day() -> None:
    text = f"{ARTICLE}\nThis article was corrected on December 30 to give the right port."
    (revision,) = revisions([version(text, published=None)])
    assert revision.at == "2024-12-30"


@given(st.lists(st.sampled_from([LEAD, ANSWER, DENIAL, CALM]), max_size=6))
def test_what_changed_is_the_words_at_its_place(lines: list[str]) -> None:
    new = "\n".join(lines)
    for change in compare(ARTICLE, new).changes:
        for span, text in ((change.before, ARTICLE), (change.after, new)):
            assert span is None or text[span.start : span.end] == span.text


@given(st.text())
def test_a_text_against_itself_has_no_edits(text: str) -> None:
    assert compare(text, text).changes == ()
    for note in find_notes(text):
        assert text[note.span.start : note.span.end] == note.span.text


@given(st.text("ab. A“”\n"))
def test_sentences_cover_the_words_of_a_line(text: str) -> None:
    for line in lines_of(text):
        joined = "".join(text[slice(*sentence)] for sentence in sentences_of(text, line))
        assert joined.replace(" ", "") == text[slice(*line)].replace(" ", "")


def test_a_title_or_an_initial_ends_no_sentence() -> None:
    text = "Gen. Rupert H. Hentzau met Mr. Sapt on Jan. 3. They did not speak."
    assert len(sentences_of(text, (0, len(text)))) == 2


def test_ten_thousand_words_are_compared_at_once() -> None:
    chance = random.Random(7)
    words = [f"word{n}" for n in range(3000)]

    def written(sentences: int) -> str:
        return "\n".join(" ".join(["The", *chance.choices(words, k=18), "today"]) + "." for _ in range(sentences))

    old, new = written(500), written(500)
    began = time.process_time()
    compare(old, new)
    assert time.process_time() - began < 3


# one article


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.ledger.example/a/port?utm_source=x&fbclid=1#top", "http://ledger.example/a/port/"),
        ("https://m.ledger.example/a/port", "https://ledger.example/a/port/amp/"),
        ("https://ledger.example/a?id=7&page=2", "https://ledger.example/a?page=2&id=7&ref=home"),
    ],
)
def test_one_page_has_one_address(one: str, other: str) -> None:
    assert address(one) == address(other) is not None


@pytest.mark.parametrize("url", [None, "", "port", "https://ledger.example/", "file:///tmp/a", "http://[", "https://x"])
def test_what_is_no_page_has_no_address(url: str | None) -> None:
    assert address(url) is None


def test_another_article_has_another_address() -> None:
    assert address("https://ledger.example/a?id=7") != address("https://ledger.example/a?id=8")


def test_versions_of_one_document_and_of_one_address_are_one_history() -> None:
    first, second = version(ARTICLE), version(ARTICLE, 7, document="b", url="http://www.ledger.example/port?utm_x=1")
    third = version(ARTICLE, 8, document="b", url=None)
    apart = version(ARTICLE, 6, document="c", url=None)
    assert histories([third, apart, second, first]) == [[first, second, third], [apart]]


@settings(max_examples=25)
@given(st.permutations(range(5)))
def test_the_order_in_which_versions_are_given_does_not_matter(order: list[int]) -> None:
    listed = [version(ARTICLE[: 80 * n], n + 1, document=f"d{n % 2}", url=None) for n in range(5)]
    assert histories([listed[n] for n in order]) == histories(listed)


SENTENCES = [f"The {place} council met the {trade} on the quay and {verb} their claim." for place, trade, verb in zip(
    ["Zenda", "Strelsau", "Hofbau", "Tarlenheim", "Streslin", "Rischenheim", "Festenburg", "Borwald"],
    ["miners", "bakers", "ferrymen", "weavers", "pilots", "printers", "coopers", "masons"],
    ["upheld", "refused", "adjourned", "doubted", "welcomed", "ignored", "printed", "praised"],
    strict=True,
)]  # fmt: skip


@given(st.sets(st.integers(0, 7), max_size=4), st.randoms(use_true_random=False), st.booleans())
def test_exactly_the_sentences_that_are_gone_are_told(gone: set[int], chance: random.Random, one_line: bool) -> None:
    kept = [sentence for n, sentence in enumerate(SENTENCES) if n not in gone]
    chance.shuffle(kept)
    changes = compare("\n".join(SENTENCES), (" " if one_line else "\n").join(kept)).changes
    assert {change.kind for change in changes} <= {"taken_out"}
    assert {change.before.text for change in changes if change.before} == {SENTENCES[n] for n in gone}
