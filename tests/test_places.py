"""Toponyms of a text: found, resolved from the document, and given to acts."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.extraction.places import find_places, locate, place_of
from onrecord.knowledge import Knowledge
from onrecord.language import Parser, Token
from onrecord.records import Document, Place, Probe


@pytest.fixture
def find(parser: Parser, knowledge: Knowledge):  # type: ignore[no-untyped-def]
    def run(content: str, source: str | None = None) -> dict[str, Place]:
        found = find_places(parser.parse(content), knowledge, source)
        return {p.place.span.text: p.place for p in found}

    return run


@pytest.fixture
def site(parser: Parser, knowledge: Knowledge):  # type: ignore[no-untyped-def]
    def run(content: str, word: str, light: str | None = None) -> Place | None:
        text = parser.parse(content)
        places = find_places(text, knowledge)

        def token(form: str) -> Token:
            return next(t for t in text.tokens if t.text == form)

        return place_of(token(word), token(light) if light else None, places, knowledge.word_lists)

    return run


def test_the_region_behind_the_comma_settles_a_town(find) -> None:  # type: ignore[no-untyped-def]
    found = find("A levee failed in Alexandria, Louisiana, on Monday. Alexandria was under water.")
    assert (found["Alexandria"].country, found["Alexandria"].admin1) == ("US", "LA")
    assert found["Alexandria"].precision == 1
    assert (found["Louisiana"].geonameid, found["Louisiana"].precision) == (4331987, 4)


def test_postal_forms_are_regions_behind_a_town_only(find) -> None:  # type: ignore[no-untyped-def]
    found = find("She moved from Springfield, IL, to Dover, DE, she said.")
    assert [(p.admin1, p.precision) for p in found.values()] == [("IL", 1), ("IL", 4), ("DE", 1), ("DE", 4)]
    assert "OR" not in find("HE MUST PAY OR LEAVE, the note said.")


def test_without_context_the_best_known_place_wins(find) -> None:  # type: ignore[no-untyped-def]
    assert find("A tram burned in Alexandria on Monday.")["Alexandria"].country == "EG"


def test_other_toponyms_pull_a_name_into_their_country(find) -> None:  # type: ignore[no-untyped-def]
    found = find("Officials in Ohio said the bridge between Dublin and Columbus was closed. Dublin is growing.")
    assert (found["Dublin"].country, found["Dublin"].admin1) == ("US", "OH")


def test_neighbouring_towns_choose_the_country_among_namesakes(find) -> None:  # type: ignore[no-untyped-def]
    found = find("Georgia signed the treaty in Tbilisi. Armenia and Azerbaijan welcomed Georgia's step.")
    assert (found["Georgia"].country, found["Georgia"].precision) == ("GE", 6)
    found = find("Georgia opened a prison near Atlanta. Alabama has no such plan, Georgia said.")
    assert (found["Georgia"].country, found["Georgia"].admin1) == ("US", "GA")


def test_the_outlet_says_which_town_is_meant(find) -> None:  # type: ignore[no-untyped-def]
    content = "The council of London met on Monday. London will repair the bridge."
    assert find(content)["London"].country == "GB"
    assert find(content, "lfpress.ca")["London"].country == "CA"


def test_demonyms_are_toponyms_of_their_country(find) -> None:  # type: ignore[no-untyped-def]
    found = find("Syrian troops met Turkish officers.")
    assert (found["Syrian"].country, found["Syrian"].name) == ("SY", "Syria")
    assert found["Turkish"].geonameid == 298795


def test_people_named_like_places_are_no_places(find) -> None:  # type: ignore[no-untyped-def]
    assert find("Michael Jackson sang. Then Jackson left early, Smith said.") == {}


def test_ordinary_words_that_are_places_somewhere_are_no_places(find) -> None:  # type: ignore[no-untyped-def]
    assert find("We spoke on Monday. Police said Most of the Reading was done. As of March, One man left.") == {}


def test_acronyms_are_no_towns_but_may_be_countries(find) -> None:  # type: ignore[no-untyped-def]
    found = find("The U.N. and the S.E.C. wrote to the U.S. and the UAE. An office in L.A. closed.")
    assert list(found) == ["U.S.", "UAE", "L.A."]
    assert found["L.A."].name == "Los Angeles"


def test_a_place_that_nobody_knows_stays_open(find) -> None:  # type: ignore[no-untyped-def]
    found = find("Gunmen burned the village of Qarzumabad in northern Syria.")
    place = found["Qarzumabad"]
    assert (place.geonameid, place.lat, place.lon, place.country, place.precision) == (None,) * 5


def test_near_a_town_is_precision_two_and_a_sea_is_seven(find) -> None:  # type: ignore[no-untyped-def]
    found = find("A shell fell near Kharkiv. A tanker was boarded in the Red Sea. Talks in the Middle East go on.")
    assert found["Kharkiv"].precision == 2
    assert found["Red Sea"].precision == 7
    assert found["Middle East"].precision == 5


def test_places_come_in_text_order_and_quote_the_text(parser: Parser, knowledge: Knowledge) -> None:
    content = "Mexico and Canada signed. Texas objected.\nOttawa and Austin were quiet; so was Culiacán."
    spans = [p.place.span for p in find_places(parser.parse(content), knowledge)]
    assert spans == sorted(spans)
    assert all(content[s.start : s.end] == s.text for s in spans)
    assert [s.text for s in spans] == ["Mexico", "Canada", "Texas", "Ottawa", "Austin", "Culiacán"]


def test_the_same_text_gives_the_same_places(parser: Parser, knowledge: Knowledge) -> None:
    text = parser.parse("Springfield and Salem and Franklin met in Illinois, near Peoria.")
    assert [p.place for p in find_places(text, knowledge)] == [p.place for p in find_places(text, knowledge)]


def test_locate_answers_each_probe_in_order(parser: Parser, knowledge: Knowledge) -> None:
    content = "He moved from Paris, Texas, to the Qarzumabad hills."
    at = content.index("Qarzumabad")
    document = Document("d", content, probes=(Probe("b", at, at + 10), Probe("a", 14, 19)))
    answer = locate(document, parser.parse(content), knowledge)
    assert [p.id for p in answer.places] == ["b", "a"]
    assert answer.places[0].lat is None and answer.places[0].score is None
    assert (answer.places[1].country, answer.places[1].admin1) == ("US", "TX")


def test_locate_answers_for_parts_that_were_left_out(parser: Parser, knowledge: Knowledge) -> None:
    content = "PARIS\nThe mayor of Nairobi resigned."
    document = Document("d", content, probes=(Probe("1", 0, 5), Probe("2", 19, 26)))
    answer = locate(document, parser.parse(content, [(0, 5)]), knowledge)
    assert [p.country for p in answer.places] == ["FR", "KE"]


def test_locate_reads_demonyms_and_longer_names(parser: Parser, knowledge: Knowledge) -> None:
    content = "The Iraqi army left northern Nigeria."
    probes = (Probe("1", 4, 9), Probe("2", 20, 36))
    answer = locate(Document("d", content, probes=probes), parser.parse(content), knowledge)
    assert [p.country for p in answer.places] == ["IQ", "NG"]


@pytest.mark.parametrize(
    ("content", "word", "expected"),
    [
        ("Gunmen killed three farmers in Kaduna on Sunday.", "killed", "Kaduna"),
        ("In Kaduna, gunmen killed three farmers.", "killed", "Kaduna"),
        ("A bomb exploded outside a mosque in Kabul, wounding nine people.", "wounding", "Kabul"),
        ("Troops shelled Mariupol for a third day.", "shelled", "Mariupol"),
        ("The invasion of Ukraine began in February.", "invasion", "Ukraine"),
        ("The general said that rebels had seized a bridge on the outskirts of Aleppo.", "seized", "Aleppo"),
        ("Soldiers arrested the mayor at Baghdad airport.", "arrested", "Baghdad"),
        ("The army deployed tanks to Poland.", "deployed", "Poland"),
    ],
)
def test_an_act_is_where_its_sentence_puts_it(site, content: str, word: str, expected: str) -> None:  # type: ignore[no-untyped-def]
    place = site(content, word)
    assert place is not None and place.span.text == expected


def test_the_light_verbs_phrase_counts_for_the_act(site) -> None:  # type: ignore[no-untyped-def]
    place = site("The army carried out a raid in Tijuana at dawn.", "raid", "carried")
    assert place is not None and place.span.text == "Tijuana"


def test_off_a_coast_is_at_sea_and_over_a_country_is_in_it(site) -> None:  # type: ignore[no-untyped-def]
    assert site("The frigate sank a boat off the coast of Yemen.", "sank").precision == 7
    assert site("The agency has been flying drones over Mexico.", "flying").precision == 6


def test_where_somebody_speaks_is_not_where_the_act_is(site) -> None:  # type: ignore[no-untyped-def]
    assert site("Police said on Monday in Nairobi that two men had been arrested.", "arrested") is None


def test_the_smaller_of_two_nested_places_is_given(site) -> None:  # type: ignore[no-untyped-def]
    place = site("Gunmen killed a teacher in the town of Kafanchan in northern Nigeria.", "killed")
    assert place is not None and place.span.text == "Kafanchan"


def test_parties_are_no_places(site) -> None:  # type: ignore[no-untyped-def]
    assert site("Iran threatened Israel with sanctions.", "threatened") is None
    assert site("Russian forces attacked the convoy.", "attacked") is None
    assert site("Mexico handed over nearly 30 prisoners to the United States.", "handed") is None


def test_two_acts_of_a_sentence_have_their_own_places(site) -> None:  # type: ignore[no-untyped-def]
    content = "Rebels killed two guards in Homs and soldiers arrested a teacher in Hama."
    assert site(content, "killed").span.text == "Homs"
    assert site(content, "arrested").span.text == "Hama"


def test_the_dateline_is_no_place_of_an_act(site) -> None:  # type: ignore[no-untyped-def]
    assert site("GENEVA: Two envoys resigned on Monday.", "resigned") is None


def test_an_agreement_is_not_where_what_was_agreed_will_be(site) -> None:  # type: ignore[no-untyped-def]
    content = "The two governments agreed to meet in Oslo."
    assert site(content, "agreed") is None
    assert site(content, "meet").span.text == "Oslo"


def test_whom_an_inquiry_goes_into_is_no_place(site) -> None:  # type: ignore[no-untyped-def]
    assert site("Prosecutors opened an investigation into Boztepe.", "investigation", "opened") is None


def test_a_raid_without_a_place_beside_a_list_of_places_takes_the_first(site) -> None:  # type: ignore[no-untyped-def]
    place = site("Rebels raided farms in Homs and Hama.", "raided")
    assert place is not None and place.span.text == "Homs"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.sampled_from(
            ["in", "of", ",", "Paris", "Texas", "Xqzt", "near", "the", "killed", "Syrian", "US", "Homs", "("]
        ),
        max_size=12,
    )
)
def test_any_words_give_places_within_their_sentence(parser: Parser, knowledge: Knowledge, words: list[str]) -> None:
    text = parser.parse(" ".join(words))
    places = find_places(text, knowledge)
    spans = [p.place.span for p in places]
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    for token in text.tokens:
        place = place_of(token, None, places, knowledge.word_lists)
        assert place is None or place.span in spans


def test_what_a_sentence_leaves_open_stays_open(site) -> None:  # type: ignore[no-untyped-def]
    assert site("The minister resigned on Monday.", "resigned") is None
