"""What a reader is shown: Today, events, documents and claims of the sample story, each in three forms."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onrecord.ledger import Ledger
from onrecord.linking.event import Event
from onrecord.records import Document, DocumentInfo, Extraction
from onrecord.records.vocabulary import STAGES
from onrecord.web.addresses import claim_path, document_path, event_path
from onrecord.web.settings import Settings
from onrecord.web.visits import VISIT
from web_samples import copied, reader, writer


@pytest.fixture(scope="module")
def client(story: Path) -> TestClient:
    return reader(story)


@pytest.fixture(scope="module")
def strikes(story: Path) -> Event:
    """The event of the story that most passages tell."""
    with Ledger(story) as ledger:
        return max(ledger.events(), key=lambda event: len(event.claims))


def text_of(page: str) -> str:
    """The words of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


PAGES = ("/", "/events", "/claims", "/documents", "/review")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_a_title_one_heading_landmarks_and_a_language(client: TestClient, path: str) -> None:
    page = client.get(path).text
    assert '<html lang="en">' in page
    assert page.count("<h1") == 1
    for landmark in ("<main", "<nav", "<header", "<footer", 'class="skip"'):
        assert landmark in page


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_script_and_no_style_inside(client: TestClient, path: str) -> None:
    page = client.get(path).text
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert "<style" not in page
    assert not re.search(r"\s(style|on\w+)=", page)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_on_a_page_comes_from_elsewhere(client: TestClient, path: str) -> None:
    page = client.get(path).text
    assert not re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="(?!/static/)[^"]*"', page)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_gives_json_and_csv(client: TestClient, path: str) -> None:
    named = "/index" if path == "/" else path
    asked = "?since=2w" if path == "/" else ""
    value = client.get(f"{named}.json{asked}")
    assert value.headers["content-type"].startswith("application/json")
    assert value.json()
    rows = list(csv.DictReader(io.StringIO(client.get(f"{named}.csv{asked}").text)))
    assert rows and (rows[0].get("id") or rows[0]["claim"])


# --- today ---------------------------------------------------------------------------------------------


def test_today_shows_each_event_that_moved_once_under_its_step(client: TestClient, story: Path) -> None:
    with Ledger(story) as ledger:
        events = list(ledger.events())
    page = client.get("/?since=2w").text
    assert "New: reported to have happened" in page
    assert "New: not reported as done" in page
    for event in events:
        assert page.count(f'href="/events/{event.id}"') == 1


def test_what_is_planned_never_stands_under_what_happened(client: TestClient) -> None:
    page = client.get("/?since=2w").text
    happened = page.split('id="step-happened"')[1].split("</section>")[0]
    assert 'class="stage ahead' not in happened
    assert 'class="stage happened' in happened


def test_a_standing_is_told_in_words_beside_its_shape(client: TestClient) -> None:
    page = client.get("/?since=2w").text
    badges = re.findall(r'<span class="stage [^"]*">(.*?)</span></span>', page, re.DOTALL)
    assert badges
    for badge in badges:
        assert "<svg" in badge and 'aria-hidden="true"' in badge
        assert any(stage in text_of(badge) for stage in (*STAGES, "disputed", "not …", "possibly …"))


def test_an_event_tells_how_many_reports_and_origins_and_who_speaks(client: TestClient) -> None:
    page = text_of(client.get("/?since=2w").text)
    assert re.search(r"\d+ reports, \d+ origins", page)
    assert re.search(r"\d+ speakers?, \d+ named: \w+|\d+ named speakers?: \w+", page)
    assert re.search(r"reported \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d", page)


def test_looking_again_on_the_same_day_shows_the_same(story: Path) -> None:
    client = reader(story)
    first, second = client.get("/").text, client.get("/").text
    assert first.count("data-item") == second.count("data-item") > 0


def test_marking_all_as_seen_empties_the_page_and_says_when_it_last_changed(story: Path) -> None:
    client = reader(story)
    client.get("/")
    assert client.get("/seen", params={"until": ""}).headers["location"] == "/"
    page = client.get("/").text
    assert "data-item" not in page
    assert "Nothing moved since" in page
    assert re.search(r"moved on <time datetime=\"\d{4}-\d\d-\d\d", page)


def test_a_cookie_that_says_nothing_is_no_error(story: Path) -> None:
    client = reader(story)
    client.cookies.set(Settings(story).cookie(VISIT), "~~not a time")
    assert client.get("/").status_code == 200


def test_today_is_filtered_by_its_address(client: TestClient) -> None:
    value = client.get("/index.json?since=2w&stage=planned").json()
    assert {event["stage"] for event in value} == {"planned"}


@pytest.mark.parametrize("since", ["soon", "2025-13-01", "the 3rd"])
def test_a_since_that_is_no_time_is_refused_with_how_to_write_it(client: TestClient, since: str) -> None:
    answer = client.get("/", params={"since": since})
    assert answer.status_code == 400
    assert "2025-04-09" in answer.text


def test_the_moment_that_is_looked_at_is_said_and_stays_in_every_link(client: TestClient) -> None:
    page = client.get("/events?as_of=2030-01-01").text
    assert "As known on" in page
    assert "Back to now" in page
    inner = re.findall(r'href="(/(?:events/|timeline|map|sources)[^"]*)"', page)
    assert inner and all("as_of=2030-01-01" in link for link in inner if not link.endswith(("json", "csv")))


# --- events --------------------------------------------------------------------------------------------


def test_events_are_filtered_and_paged_by_the_address(client: TestClient) -> None:
    value = client.get("/events.json?stage=planned&size=2&page=2").json()
    assert len(value["events"]) == 2
    assert value["offset"] == 2
    assert {event["stage"] for event in value["events"]} == {"planned"}
    page = client.get("/events?stage=planned&size=2&page=2").text
    assert 'rel="prev"' in page and 'rel="next"' in page
    assert "3–4 of" in text_of(page)


def test_a_filter_that_is_set_can_be_taken_away(client: TestClient) -> None:
    page = client.get("/events?stage=planned&type=SANCTION").text
    assert 'href="/events?type=SANCTION"' in page
    assert 'href="/events?stage=planned"' in page


def test_an_event_shows_its_ladder_and_what_decides(client: TestClient, strikes: Event) -> None:
    page = client.get(event_path(strikes.id)).text
    assert page.count('class="rung ') == len(strikes.ladder)
    assert "decides where it stands" in page


def test_an_event_shows_every_passage_with_its_words_marked(client: TestClient, story: Path, strikes: Event) -> None:
    page = client.get(event_path(strikes.id)).text
    with Ledger(story) as ledger:
        told = ledger.event(strikes.id).told
    for member in told:
        assert f'id="claim-{member.claim.id[:10]}"' in page or claim_path(member.claim.id) in page
    assert page.count('class="role-act') >= len({member.claim.sentence.text for member in told})
    assert "The rest of the article" in page


def test_the_beginning_of_an_id_and_the_id_of_a_claim_lead_to_the_event(
    client: TestClient, story: Path, strikes: Event
) -> None:
    with Ledger(story) as ledger:
        claim = ledger.event(strikes.id).told[0].claim.id
    for id in (strikes.id[:8], claim):
        assert client.get(f"/events/{id}.json").json()["id"] == strikes.id


def test_an_id_that_nothing_has_is_not_found(client: TestClient) -> None:
    for path in ("/events/ffffffffffff", "/claims/ffffffffffff", "/documents/nothing-of-this-name"):
        assert client.get(path).status_code == 404


def test_the_table_of_an_event_has_a_row_for_each_claim(client: TestClient, strikes: Event) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get(f"{event_path(strikes.id)}.csv").text)))
    assert len(rows) == len(strikes.claims)
    assert {row["event"] for row in rows} == {strikes.id}


def test_a_reader_without_the_token_sees_no_button_that_writes(client: TestClient, strikes: Event) -> None:
    page = client.get(event_path(strikes.id)).text
    assert 'name="csrf"' not in page
    assert "Wrong stage" not in page
    assert client.post(f"{event_path(strikes.id)}/judge", data={"kind": "not_event"}).status_code == 401


# --- documents and claims ------------------------------------------------------------------------------


def test_a_document_shows_its_whole_text_whatever_is_marked_in_it(client: TestClient, story: Path) -> None:
    with Ledger(story) as ledger:
        stored = [ledger.document(document.info.id) for document in ledger.documents()]
    for one in stored:
        page = client.get(document_path(one.document.id)).text
        shown = re.sub(r"<[^>]+>", "", page.split('<article class="text"')[1].split("</article>")[0].partition(">")[2])
        assert unescaped(shown).split() == one.document.text.split()


def unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)


def test_every_highlight_explains_itself(client: TestClient, story: Path) -> None:
    with Ledger(story) as ledger:
        document = next(iter(ledger.documents())).info.id
    page = client.get(document_path(document)).text
    links = re.findall(r'<a class="ink[^"]*" href="#(note-\d+)"[^>]*title="([^"]+)"', page)
    assert links
    for note, title in links:
        assert f'id="{note}"' in page
        assert title.partition(":")[0] in ("act", "source", "words of saying", "time", "place")


def test_layers_are_switched_by_the_address(client: TestClient, story: Path) -> None:
    with Ledger(story) as ledger:
        path = document_path(next(iter(ledger.documents())).info.id)
    page = client.get(f"{path}?layer=time").text
    assert re.search(r'value="time" checked', page)
    assert not re.search(r'value="act" checked', page)
    assert not re.search(r'name="layer" value="\w+" checked', client.get(f"{path}?layer=none").text)
    assert client.get(f"{path}?layer=smell").status_code == 400


def test_claims_are_filtered_and_lead_to_their_pages(client: TestClient) -> None:
    value = client.get("/claims.json?stage=threatened&anonymous=false").json()
    assert value["total"] == len(value["claims"]) > 0
    assert {claim["stage"] for claim in value["claims"]} == {"threatened"}
    page = client.get("/claims?stage=threatened").text
    assert claim_path(value["claims"][0]["id"]) in page


def test_a_claim_has_a_permanent_page_with_its_chain_and_its_reasons(client: TestClient, story: Path) -> None:
    with Ledger(story) as ledger:
        claim = next(one.claim for one in ledger.claims() if len(one.claim.attribution) > 1)
    page = client.get(claim_path(claim.id)).text
    assert 'class="chain"' in page
    assert "Why it was read so" in page
    value = client.get(f"{claim_path(claim.id)}.json").json()
    assert value["id"] == claim.id
    assert value["event"]


# --- text that means harm --------------------------------------------------------------------------------

HARM = '<script>alert(1)</script> &amp; \u202eevil\u2066 "x" \x00\n'


@pytest.fixture(scope="module")
def harmed(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The pages of a ledger whose one document is ten million characters of markup, controls and turned text."""
    path = tmp_path_factory.mktemp("harm") / "harm.db"
    document = Document(
        "a/b?c=<script>", (HARM * 200_000)[:10_000_000], title="<img src=x onerror=alert(1)>\u202e",
        source='"><script>alert(1)</script>', url="javascript:alert(1)",
    )  # fmt: skip
    with Ledger(path) as ledger:
        ledger.add(document, Extraction(DocumentInfo.of(document)), "test")
    return reader(path)


@pytest.mark.parametrize("asked", ["", "?page=60", "?at=9000000", "?page=100000"])
def test_a_text_that_means_harm_stays_text_and_comes_in_parts(harmed: TestClient, asked: str) -> None:
    answer = harmed.get(document_path("a/b?c=<script>") + asked)
    assert answer.status_code == 200
    assert len(answer.text) < 500_000
    for harm in ("<script>alert", "<img src=x", 'href="javascript:', "\u202e", "\u2066", "\x00"):
        assert harm not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; \ufffdevil" in answer.text


def test_a_list_of_documents_that_mean_harm_is_harmless(harmed: TestClient) -> None:
    page = harmed.get("/documents").text
    assert "<img src=x" not in page
    assert "<script>alert" not in page


def test_a_moment_at_which_the_ledger_held_nothing_is_explained(story: Path) -> None:
    page = reader(story).get("/events?as_of=2020-01-01").text
    assert "The ledger held nothing yet: its first article was recorded on" in page
    assert "The ledger held nothing yet" not in reader(story).get("/events?as_of=2999-01-01").text


@pytest.mark.parametrize(
    "address",
    ["/map?size=1", "/timeline?size=1", "/sources?size=1", "/relays?size=1", "/parties?size=1", "/stories?size=1"],
)
def test_the_regions_of_a_page_have_names_that_tell_them_apart(story: Path, address: str) -> None:
    names = re.findall(r'<nav [^>]*aria-label="([^"]+)"', reader(story).get(address).text)
    assert len(names) == len(set(names)), names


def test_two_ledgers_that_are_served_side_by_side_keep_their_visits_and_sessions_apart(
    story: Path, tmp_path: Path
) -> None:
    """A browser sends its cookies to all ports of a machine."""
    one, other = writer(story), writer(copied(story, tmp_path))
    for client in (one, other):
        client.get("/")
    names = [set(client.cookies.keys()) for client in (one, other)]
    assert len(names[0]) == len(names[1]) == 2
    assert not names[0] & names[1]
