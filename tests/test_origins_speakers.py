"""On whose word claims stand: ultimate speakers, and how many reports are independent of each other."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ledger_samples import document, strikes
from onrecord.linking.event import Told
from onrecord.linking.model import Anchor
from onrecord.linking.origins.speakers import (
    Independence,
    Speaker,
    chain,
    independent_sources,
    relayed,
    speaker_of,
    ultimate_speakers,
)
from onrecord.records import Claim, DocumentInfo, Link, Span
from onrecord.records.vocabulary import LinkKind

LEDGER = Link("outlet", "The Harbour Ledger")


def words(text: str, kind: LinkKind = "unnamed", name: str | None = None) -> Link:
    return Link(kind, name, anonymous=name is None, source=(Span(0, len(text), text),))


RADIO = words("Radio Borduria", "outlet", "Radio Borduria")
BRANDT = words("Brandt", "person", "Hilda Brandt")


def claim(*links: Link) -> Claim:
    return replace(strikes(), attribution=links)


def told(id: str, *links: Link, source: str | None = None, origin: str | None = None, published: str = "") -> Told:
    info = DocumentInfo.of(document(id, source=source or f"Paper {id}", published=published or None))
    return Told(Anchor(id, 3, 9), claim(Link("outlet", info.source), *links), info, origin or id)


def names(*claims: Claim) -> list[str]:
    return [speaker.name for speaker in ultimate_speakers(claims)]


def test_the_ultimate_speaker_is_the_last_link() -> None:
    assert speaker_of(claim(LEDGER, RADIO, BRANDT)) == Speaker("Hilda Brandt", "person", True)
    assert speaker_of(claim(LEDGER, RADIO, words("six officials"))) == Speaker(
        "six officials", "unnamed", False, "Radio Borduria"
    )
    assert speaker_of(claim(LEDGER, words("officials"))) == Speaker("officials", "unnamed", False, "The Harbour Ledger")
    assert speaker_of(claim(LEDGER)) == Speaker("The Harbour Ledger", "outlet", True)
    assert speaker_of(claim(Link("outlet"))) is None


def test_pronouns_and_nobody_are_passed_over() -> None:
    assert chain((LEDGER, RADIO, words("it"))) == (LEDGER, RADIO)
    assert chain((LEDGER, Link("unnamed", anonymous=True))) == (LEDGER,)
    assert chain((LEDGER, words("The outlet", "outlet"))) == (LEDGER,)


def test_officials_told_one_outlet_are_one_speaker_however_many_pages_relay_it() -> None:
    pages = [claim(Link("outlet", f"Paper {n}"), RADIO, words(f"{n} officials")) for n in range(5)]
    assert len(ultimate_speakers([*pages, claim(RADIO, words("the officials"))])) == 1
    elsewhere = claim(Link("outlet", "Sylvania Today"), words("officials"))
    assert len(ultimate_speakers([*pages, elsewhere])) == 2


def test_a_shorter_form_is_not_another_speaker() -> None:
    assert names(claim(LEDGER, BRANDT), claim(LEDGER, words("Brandt", "person", "Brandt"))) == ["Hilda Brandt"]
    both = claim(LEDGER, words("officials")), claim(LEDGER, words("two defence officials"))
    assert names(*both) == ["two defence officials"]
    other = words("Otto Brandt", "person", "Otto Brandt")
    assert names(claim(LEDGER, BRANDT), claim(LEDGER, other)) == ["Hilda Brandt", "Otto Brandt"]


def test_a_relayed_outlet_is_found_in_the_chain() -> None:
    assert relayed((LEDGER, RADIO, BRANDT)) == ("Radio Borduria",)
    assert relayed((LEDGER, BRANDT)) == ()
    assert relayed((LEDGER, words("the Ledger", "outlet", "Harbour Ledger"))) == ()


def test_copies_count_as_reports_alone() -> None:
    one = [told("a", words("officials"), published="2025-03-03"), told("a", published="2025-03-03")]
    copies = [
        told(f"c{n}", *links, origin="a", published="2025-03-04")
        for n in range(40)
        for links in ((words("officials"),), ())
    ]
    alone, all_of_them = independent_sources(one), independent_sources([*one, *copies])
    assert (alone.reports, all_of_them.reports) == (1, 41)
    assert alone.origins == all_of_them.origins == 1
    assert all_of_them.speakers == alone.speakers
    assert alone.speakers == (
        Speaker("Paper a", "outlet", True),
        Speaker("officials", "unnamed", False, "Paper a"),
    )


def test_an_origin_that_only_relays_another_counts_with_it() -> None:
    radio = told("radio", words("officials"), source="Radio Borduria")
    page = told("page", RADIO, words("officials"))
    other = told("other", RADIO)
    assert independent_sources([radio, page, other]).origins == 1
    assert independent_sources([page, other]).origins == 1  # of Radio Borduria's report there is only hearsay
    assert independent_sources([radio, page, told("own", BRANDT)]).origins == 2


def test_a_report_that_adds_something_of_its_own_is_an_origin() -> None:
    radio = told("radio", words("officials"), source="Radio Borduria")
    page = [told("page", RADIO, words("officials")), told("page", BRANDT)]
    assert independent_sources([radio, *page]).origins == 2


def test_of_nothing_there_is_nothing() -> None:
    assert independent_sources([]) == Independence(0, 0, (), 0)


LINKS = st.lists(st.sampled_from([RADIO, BRANDT, words("officials"), words("he"), Link("unnamed")]), max_size=3)


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("xyz"), LINKS), max_size=8), st.randoms())
def test_counts_do_not_depend_on_order_and_never_pass_the_pages(
    rows: list[tuple[str, str, list[Link]]], chance: object
) -> None:
    items = [told(id, *links, origin=origin) for id, origin, links in rows]
    shuffled = list(items)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    found = independent_sources(items)
    assert independent_sources(shuffled) == found
    assert found.origins <= len({item.origin for item in items})
    assert found.named <= len(found.speakers)
