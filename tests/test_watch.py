"""Watching: when a feed is asked again, the file of feeds, and what the command does when things go wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import feeds as soaking
from feedsite import START, Clock, Reply, Site, page
from onrecord.cli.watched_pages import Note
from onrecord.cli.watcher import Watcher
from onrecord.ledger import BusyLedgerError, FullDiskError, Ledger, Outcome
from onrecord.reading.fetching.articles import FetchedDocument
from onrecord.reading.fetching.client import Client
from onrecord.reading.fetching.feed_model import Feed
from onrecord.reading.fetching.model import Fetched, FetchingError, Limits
from onrecord.reading.fetching.polling import (
    DAY,
    LONGEST_RETRY,
    MOST_TRIES,
    FeedState,
    after_answer,
    after_failure,
    is_due,
    jittered,
    next_try,
    outside,
)
from onrecord.reading.fetching.watchlist import WatchedFeed, Watchlist, WatchlistError, load_watchlist

URL = "https://harbour.example/feed"
NOW = datetime(2025, 3, 3, 12, tzinfo=UTC)  # a Monday
STATE = FeedState(URL, URL)
HALF_HOUR = 1_800


def answer(status: int = 200, moved: str | None = None, complete: bool = True, **headers: str) -> Fetched:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Fetched(URL, URL, NOW, status, named, b"x", moved, complete)


def wait(state: FeedState) -> float:
    assert state.next is not None
    return (state.next - NOW).total_seconds()


# --- the plan of polls ---------------------------------------------------------------------------------------------


def test_a_feed_that_answers_is_asked_again_after_its_time() -> None:
    state = after_answer(STATE, answer(etag='"1"', last_modified="then"), Feed("rss20", title="T"), NOW, HALF_HOUR)
    assert HALF_HOUR <= wait(state) <= HALF_HOUR * 1.1
    assert (state.condition, state.etag, state.modified, state.title, state.polls) == ("fine", '"1"', "then", "T", 1)
    again = after_answer(state, answer(304), None, NOW, HALF_HOUR)
    assert (again.etag, again.modified, again.polls, again.succeeded) == ('"1"', "then", 2, NOW)
    assert not is_due(state, NOW) and is_due(state, NOW + timedelta(hours=1)) and is_due(STATE, NOW)


@pytest.mark.parametrize(("pause", "age", "least"), [
    (3_600, "", 3_600), (60, "", 1_800), (10**9, "", DAY),
    (None, "max-age=7200", 7_200), (None, "max-age=31536000", 21_600),
])  # fmt: skip
def test_what_feed_and_site_want_can_only_lengthen_the_wait(pause: int | None, age: str, least: int) -> None:
    state = after_answer(STATE, answer(cache_control=age), Feed("rss20", pause=pause), NOW, HALF_HOUR)
    assert least <= wait(state) <= least * 1.1


def test_hours_and_days_off_are_kept() -> None:
    assert outside(NOW, frozenset({12, 13}), frozenset()) == NOW.replace(hour=14)
    assert outside(NOW, frozenset(), frozenset({0, 1})) == datetime(2025, 3, 5, tzinfo=UTC)
    assert outside(NOW, frozenset(range(24)), frozenset()) == NOW
    state = after_answer(STATE, answer(), Feed("rss20", skip_hours=frozenset({12, 13, 14})), NOW, HALF_HOUR)
    assert state.next == NOW.replace(hour=15)
    assert after_answer(state, answer(304), None, NOW, HALF_HOUR).next == NOW.replace(hour=15)


def test_a_permanent_move_is_taken_over_and_a_mistake_of_it_mended() -> None:
    state = after_answer(STATE, answer(moved="https://new.example/feed"), Feed("rss20"), NOW, HALF_HOUR)
    assert (state.address, state.current) == (URL, "https://new.example/feed")
    for _ in range(3):
        assert state.current == "https://new.example/feed"
        state = after_failure(state, FetchingError("http-404", "x", temporary=True), NOW, HALF_HOUR)
    assert state.current == URL


def test_failures_wait_twice_as_long_each_time_up_to_a_day() -> None:
    state, waits = STATE, []
    for _ in range(9):
        state = after_failure(state, FetchingError("timeout", "too slow", temporary=True), NOW, HALF_HOUR)
        waits.append(wait(state))
    assert [round(w / HALF_HOUR) for w in waits[:4]] == [1, 2, 4, 9] or all(
        HALF_HOUR * 2**n <= w <= HALF_HOUR * 2**n * 1.1 for n, w in enumerate(waits[:4])
    )
    assert DAY <= waits[-1] <= DAY * 1.1
    assert (state.condition, state.failures, state.said) == ("failing", 9, "too slow")
    assert after_answer(state, answer(), Feed("rss20"), NOW, HALF_HOUR).failures == 0


def test_what_a_site_asks_for_is_waited() -> None:
    error = FetchingError("http-429", "x", temporary=True, status=429, retry_after=50_000)
    assert wait(after_failure(STATE, error, NOW, HALF_HOUR)) >= 50_000
    error = FetchingError("http-503", "x", temporary=True, status=503, retry_after=10**9)
    assert wait(after_failure(STATE, error, NOW, HALF_HOUR)) <= LONGEST_RETRY * 1.1


def test_gone_is_gone_and_refused_is_asked_once_a_day() -> None:
    gone = after_failure(STATE, FetchingError("http-410", "x", status=410), NOW, HALF_HOUR)
    assert (gone.condition, gone.next) == ("gone", None) and not is_due(gone, NOW + timedelta(days=999))
    refused = after_failure(STATE, FetchingError("robots", "x"), NOW, HALF_HOUR)
    assert refused.condition == "refused" and wait(refused) >= DAY


def test_what_was_a_feed_may_be_one_again_soon() -> None:
    error = FetchingError("not-a-feed", "this is a page")
    assert wait(after_failure(STATE, error, NOW, HALF_HOUR)) >= DAY
    assert wait(after_failure(replace(STATE, succeeded=NOW), error, NOW, HALF_HOUR)) < 2 * HALF_HOUR


def test_an_answer_that_broke_off_does_not_count_as_had() -> None:
    state = after_answer(replace(STATE, etag='"0"'), answer(complete=False, etag='"1"'), Feed("rss20"), NOW, HALF_HOUR)
    assert state.etag is None and "broke off" in (state.said or "")


def test_a_page_is_tried_eight_times_in_a_day() -> None:
    waits = []
    for tries in range(1, MOST_TRIES):
        again = next_try(tries, "entry", NOW)
        assert again is not None
        waits.append((again - NOW).total_seconds())
    assert waits == sorted(waits) and 18 * 3_600 < sum(waits) < 26 * 3_600
    assert next_try(MOST_TRIES, "entry", NOW) is None


@given(st.floats(1, 10**6), st.text(), st.integers(0, 10**6))
def test_jitter_is_small_and_the_same_for_the_same_feed(seconds: float, key: str, turn: int) -> None:
    drawn = jittered(seconds, key, turn)
    assert drawn == jittered(seconds, key, turn)
    assert seconds - 0.001 <= drawn.total_seconds() <= seconds * 1.1 + 0.001


# --- feeds.toml ----------------------------------------------------------------------------------------------------


def test_the_file_of_feeds(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(
        'every = "1h"\ngap = "5s"\n[[feed]]\nurl = "https://harbour.example/feed"\n'
        '[[feed]]\nurl = "https://zenda.example/feed"\noutlet = "Zenda Post"\nevery = "15m"\n'
        'lang = "en"\nfollow = false\n'
        "robots = false\npaused = true\n"
    )
    assert load_watchlist(path) == Watchlist(
        (
            WatchedFeed("https://harbour.example/feed", every=3_600),
            WatchedFeed("https://zenda.example/feed", "Zenda Post", 900, "en", False, False, True),
        ),
        5.0,
    )


@pytest.mark.parametrize(("text", "said"), [
    ("", "no feed is named"),
    ("[[feed]\n", r"no TOML .*line 1"),
    ('[[feed]]\nurl = "harbour.example"\n', r"line 2, feed 1: url .*begins with https"),
    ('[[feed]]\nname = "x"\n', r"line 1, feed 1: url is missing"),
    ('[[feed]]\nurl = "https://a.example"\n\n[[feed]]\nurl = "https://b.example"\nevery = "10s"\n',
     r"line 6, feed 2: every"),
    ('[[feed]]\nurl = "https://a.example"\nevery = 30\n', r"line 3, feed 1: every is 30; write a time"),
    ('[[feed]]\nurl = "https://a.example"\nfollow = "no"\n', r"line 3, feed 1: follow is 'no'; it is true or false"),
    ('[[feed]]\nurl = "https://a.example"\nlang = "English"\n', r"line 3, feed 1: lang"),
    ('[[feed]]\nurl = "https://a.example"\ncolour = 1\n', r"line 3, feed 1: colour is not known; there are url, name"),
    ('[[feed]]\nurl = "https://a.example"\n[[feed]]\nurl = "https://a.example/"\n',
     r"line 4, feed 2: .*stands in feed 1"),
    ('[[feed]]\nurl = "https://me:secret@a.example"\n', r"line 2, feed 1: url .*password"),
    ('evry = "1h"\n[[feed]]\nurl = "https://a.example"\n', r"line 1: evry is not known"),
    ('feed = 3\n', r"each feed begins with a line \[\[feed\]\]"),
])  # fmt: skip
def test_a_mistake_in_it_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text)
    with pytest.raises(WatchlistError, match=f"(?s){said}") as raised:
        load_watchlist(path)
    assert str(path) in str(raised.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WatchlistError, match="no such file"):
        load_watchlist(tmp_path / "none.toml")
    with pytest.raises(WatchlistError, match="cannot be read"):
        load_watchlist(tmp_path)


# --- watching ------------------------------------------------------------------------------------------------------


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site(Clock(), interval=36_000.0)
    site.troubles = False
    site.clock.wait(3_000)  # until each newspaper has published its first article
    yield site
    site.close()


class Watched:
    """A watcher of the test site, with what it said."""

    def __init__(self, site: Site, ledger: Ledger, hosts: Sequence[str], **more: object) -> None:
        self.site = site
        self.ledger = ledger
        self.notes: list[Note] = []
        self.taken: list[str] = []
        self.broken: list[Exception] = []
        limits = Limits(connect=5.0, read=5.0, total=10.0, size=3_000_000)
        allowed = [*site.hosts, "elsewhere.test"]
        self.client = Client(allowed=allowed, limits=limits, resolve=site.resolve, clock=site.clock)
        feeds = tuple(WatchedFeed(site.url(host), f"The {host}", 3_600, **more) for host in hosts)  # type: ignore[arg-type]
        self.watcher = Watcher(
            ledger, Watchlist(feeds, gap=0.0), self.client, self.take, report=self.notes.append, clock=site.clock,
            wait=site.clock.wait,
        )  # fmt: skip

    def take(self, documents: Sequence[FetchedDocument]) -> list[Outcome]:
        if self.broken:
            raise self.broken.pop()
        self.taken += [document.document.id for document in documents]
        return [soaking.stand_in(self.ledger, document) for document in documents]

    def until(self, hours: float) -> None:
        """Go on for some hours of the site's time."""
        end = self.site.clock() + timedelta(hours=hours)
        while self.site.clock() < end:
            if not self.watcher.step():
                left = (end - self.site.clock()).total_seconds()
                self.site.clock.wait(min(self.watcher.next_pause() or 1.0, left + 0.001))

    @property
    def state(self) -> FeedState:
        return self.ledger.feed_states()[0]

    def close(self) -> None:
        self.watcher.close()
        self.client.close()


Watch = Callable[..., Watched]


@pytest.fixture
def watch(site: Site, tmp_path: Path) -> Iterator[Watch]:
    made: list[Watched] = []

    def make(*hosts: str, **more: object) -> Watched:
        watched = Watched(site, Ledger(tmp_path / "onrecord.db"), hosts, **more)
        made.append(watched)
        return watched

    yield make
    for watched in made:
        watched.close()
        watched.ledger.close()


def published(site: Site, *hosts: str) -> set[str]:
    return {article.name for host in hosts for article in site.articles(host)}


def texts(ledger: Ledger) -> list[str]:
    return sorted(soaking.name_of(stored.document.text) for stored in ledger.extractions())


def test_every_article_is_read_once_with_outlet_and_date(site: Site, watch: Watch) -> None:
    watched = watch("paper01.test", "paper03.test")
    watched.until(58)
    assert texts(watched.ledger) == sorted(published(site, "paper01.test", "paper03.test"))
    stored = next(iter(watched.ledger.extractions())).document
    assert stored.source == "The paper01.test" and (stored.published or "").startswith("2025-03-0")
    states = watched.ledger.feed_states()
    assert [state.condition for state in states] == ["fine", "fine"] and sum(s.given for s in states) == len(
        watched.taken
    )


def test_a_feed_that_did_not_change_is_not_sent_again(site: Site, watch: Watch) -> None:
    watched = watch("paper02.test")
    watched.until(5)
    assert site.asked["paper02.test/feed"] == 5 and len(watched.taken) == 1
    assert watched.state.modified and watched.state.polls == 5


def test_a_changed_article_becomes_a_new_version(site: Site, watch: Watch) -> None:
    watched = watch("paper02.test")
    watched.until(58)
    versions = {stored.info.id.rpartition("/")[2]: stored.versions for stored in watched.ledger.documents()}
    assert versions["3"] == 2 and set(versions.values()) == {1, 2}


def test_a_move_is_taken_over_and_the_end_of_a_feed_noted(site: Site, watch: Watch) -> None:
    watched = watch("paper11.test", "paper06.test")
    watched.until(58)
    moved, gone = watched.ledger.feed_states()
    assert moved.current.endswith("/moved/feed") and site.asked["paper11.test/feed"] == 1
    assert gone.condition == "gone" and (gone.said or "").startswith("gone for good")
    polls = site.asked["paper06.test/feed"]
    watched.until(48)
    assert site.asked["paper06.test/feed"] == polls


def test_a_page_leads_to_the_feed_that_it_names(site: Site, watch: Watch) -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/real"></head><body>News</body></html>'
    site.extra["paper01.test/feed"] = lambda *_: Reply(200, page)
    site.extra["paper01.test/real"] = lambda *_: Reply(200, site._rss("paper01.test"), "application/rss+xml")
    watched = watch("paper01.test")
    watched.until(2)
    assert texts(watched.ledger) == ["paper01.test/0"] and watched.state.current.endswith("/real")


def test_a_page_that_cannot_be_had_is_read_from_its_feed(site: Site, watch: Watch) -> None:
    watched = watch("paper20.test")
    watched.until(123)
    assert texts(watched.ledger) == sorted(published(site, "paper20.test"))
    carried = [s for s in watched.ledger.extractions() if s.document.id.endswith("/news/4")]
    assert len(carried) == 1 and site.asked["paper20.test/news/4"] == MOST_TRIES
    (fetch,) = watched.ledger.fetches(carried[0].document.id)
    assert fetch.part and fetch.final.endswith("/feed")


def test_a_changed_entry_whose_page_is_gone_keeps_what_was_read(site: Site, watch: Watch) -> None:
    link = site.url("paper01.test", "/news/0")
    words = " ".join(["The feed carries these words alone."] * 10)

    def feed(turn: int, _: object) -> Reply:
        item = f"<item><guid>1</guid><link>{link}</link><description>{words} {min(turn, 3)}</description></item>"
        return Reply(200, f"<rss version='2.0'><channel><title>T</title>{item}</channel></rss>".encode(), "text/xml")

    site.extra["paper01.test/feed"] = feed
    whole = Reply(200, page(site.articles("paper01.test")[0]))
    away = Reply(302, headers={"Location": "/"})
    site.extra["paper01.test/news/0"] = lambda turn, _: whole if turn == 1 else away
    site.extra["paper01.test/"] = lambda *_: Reply(
        200, b"<html><body><p>The front page of the paper.</p></body></html>"
    )
    watched = watch("paper01.test")
    watched.until(58)
    assert texts(watched.ledger) == ["paper01.test/0"] and next(iter(watched.ledger.documents())).versions == 1


def test_without_following_no_page_is_asked(site: Site, watch: Watch) -> None:
    watched = watch("paper20.test", follow=False)
    watched.until(33)
    assert texts(watched.ledger) == sorted(published(site, "paper20.test"))
    assert not [path for path in site.asked if "/news/" in path]


def test_one_article_in_two_feeds_and_under_two_addresses_is_read_once(site: Site, watch: Watch) -> None:
    article = site.articles("paper01.test")[0]
    link = site.url("paper01.test", "/news/0")
    links = (link, link, f"{link}?utm_medium=mail#top", f"{link}/print")
    items = "".join(f"<item><guid>{n}</guid><link>{there}</link></item>" for n, there in enumerate(links))
    feed = f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>"
    site.extra["/news/0/print"] = lambda *_: Reply(200, page(article))
    for host in ("paper01.test", "paper02.test"):
        site.extra[f"{host}/feed"] = lambda *_: Reply(200, feed.encode(), "application/rss+xml")
    watched = watch("paper01.test", "paper02.test")
    watched.until(3)
    assert texts(watched.ledger) == ["paper01.test/0"]


def test_an_id_that_is_used_again_for_another_article_loses_nothing(site: Site, watch: Watch) -> None:
    def feed(turn: int, _: object) -> Reply:
        link = site.url("paper01.test", f"/news/{min(turn - 1, 2)}")
        item = f"<item><guid>1</guid><title>News {turn}</title><link>{link}</link></item>"
        return Reply(200, f"<rss version='2.0'><channel><title>T</title>{item}</channel></rss>".encode(), "text/xml")

    site.clock.wait(100 * 3_600)
    site.extra["paper01.test/feed"] = feed
    watched = watch("paper01.test")
    watched.until(6)
    assert texts(watched.ledger) == [f"paper01.test/{n}" for n in range(3)]


def test_a_page_that_claims_the_address_of_another_does_not_take_its_place(site: Site, watch: Watch) -> None:
    site.clock.wait(25 * 3_600)
    own = site.url("paper01.test", "/news/0")
    for article in site.articles("paper01.test"):
        body = page(article).replace(b"<head>", f'<head><link rel="canonical" href="{own}">'.encode())
        site.extra[f"paper01.test{article.path}"] = lambda *_, body=body: Reply(200, body)
    watched = watch("paper01.test")
    watched.until(3)
    assert texts(watched.ledger) == sorted(published(site, "paper01.test"))
    assert all(stored.versions == 1 for stored in watched.ledger.documents())


def test_a_site_that_wants_rest_is_left_alone(site: Site, watch: Watch) -> None:
    site.extra["paper01.test/news/0"] = lambda turn, _: Reply(429, headers={"Retry-After": "40000"})
    watched = watch("paper01.test")
    watched.until(10)
    assert site.asked["paper01.test/news/0"] == 1 and site.asked["paper01.test/feed"] == 1


def test_when_no_site_can_be_reached_nothing_is_counted(site: Site, watch: Watch) -> None:
    hosts = ("paper01.test", "paper02.test", "paper03.test")
    watched = watch(*hosts)
    watched.until(2)
    port = site.port
    down = [True]

    def resolve(host: str, number: int) -> list[str]:
        if down:
            raise OSError("no network")
        return site.resolve(host, number)

    watched.client._pool.close()
    watched.client._pool._network_backend._resolve = resolve  # type: ignore[attr-defined]
    watched.until(30)
    assert sum(state.failures for state in watched.ledger.feed_states()) <= 1
    assert [note.kind for note in watched.notes].count("trouble") == 1
    down.clear()
    watched.until(3)
    assert port == site.port and texts(watched.ledger) == sorted(published(site, *hosts))


@pytest.mark.parametrize("error", [BusyLedgerError, FullDiskError])
def test_a_ledger_that_cannot_be_written_to_is_waited_for(site: Site, watch: Watch, error: type[Exception]) -> None:
    watched = watch("paper01.test")
    watched.broken = [error("x: the disk is full")] * 3
    stop = iter([False] * 12 + [True] * 99)
    watched.watcher._stopped = lambda: next(stop)
    assert watched.watcher.run()
    said = [note.message for note in watched.notes if note.kind == "trouble"]
    assert len(said) == 3 and "tried again in 60 seconds" in said[0]
    assert texts(watched.ledger) == ["paper01.test/0"] and site.clock() - START > timedelta(minutes=3)


def test_a_fault_of_the_program_ends_one_page_or_feed_and_not_the_run(
    site: Site, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onrecord.reading.fetching.articles import documents_of as read
    from onrecord.reading.fetching.asking import ask_feed as ask

    def broken_read(answer: Fetched, *more: object) -> object:
        if answer.final == site.url("paper01.test", "/news/0"):
            raise RecursionError("too deep")
        return read(answer, *more)  # type: ignore[arg-type]

    def broken_ask(client: Client, state: FeedState, *more: object) -> object:
        if "paper02" in state.address:
            raise KeyError("nothing")
        return ask(client, state, *more)  # type: ignore[arg-type]

    monkeypatch.setattr("onrecord.cli.watched_pages.documents_of", broken_read)
    monkeypatch.setattr("onrecord.cli.watcher.ask_feed", broken_ask)
    watched = watch("paper01.test", "paper02.test", "paper03.test")
    watched.until(40)
    assert {"paper01.test/1", "paper03.test/1"} <= set(texts(watched.ledger))
    _, second, _ = watched.ledger.feed_states()
    assert second.condition == "failing" and "something went wrong inside onrecord" in (second.said or "")
    assert any(note.message.startswith("given up: something went wrong") for note in watched.notes)


def test_a_validator_that_no_request_can_hold_is_dropped(site: Site, watch: Watch) -> None:
    watched = watch("paper01.test")
    fine = site._rss("paper01.test")
    site.extra["paper01.test/feed"] = lambda *_: Reply(200, fine, "text/xml", {"ETag": '"Ã©Ã¼"'})
    watched.until(6)
    assert watched.state.failures <= 1 and watched.state.polls >= 5


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(site: Site, watch: Watch) -> None:
    site.clock.wait(200 * 3_600)
    site.closed = site.clock()
    first = watch("paper01.test")
    for _ in range(5):
        first.watcher.step()
    assert 0 < len(first.taken) < 10
    second = watch("paper01.test")
    second.until(1)
    assert not set(first.taken) & set(second.taken)
    assert texts(second.ledger) == sorted(published(site, "paper01.test"))


def test_once_does_what_is_due_and_ends(site: Site, watch: Watch) -> None:
    site.clock.wait(50 * 3_600)
    watched = watch("paper01.test", "paper03.test")
    assert watched.watcher.run(once=True)
    assert texts(watched.ledger) == sorted(published(site, "paper01.test", "paper03.test"))
    asked = site.asked.total()
    assert watched.watcher.run(once=True) and site.asked.total() == asked


def test_a_sitemap_and_its_index_are_watched(site: Site, watch: Watch) -> None:
    site.clock.wait(50 * 3_600)
    site.closed = site.clock()
    head = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    urls = "".join(f"<url><loc>{site.url(a.host, a.path)}</loc></url>" for a in site.articles("paper01.test"))
    site.extra["paper01.test/feed"] = lambda *_: Reply(
        200, f"<sitemapindex {head}><sitemap><loc>/part.xml</loc></sitemap></sitemapindex>".encode(), "text/xml"
    )
    site.extra["paper01.test/part.xml"] = lambda *_: Reply(200, f"<urlset {head}>{urls}</urlset>".encode(), "text/xml")
    watched = watch("paper01.test")
    watched.until(2)
    assert texts(watched.ledger) == sorted(published(site, "paper01.test"))


def test_what_left_its_feed_long_ago_is_forgotten_and_not_read_again(site: Site, watch: Watch) -> None:
    watched = watch("paper20.test")
    watched.until(39)
    before = texts(watched.ledger)
    bodies = sum(len(watched.ledger.fetches(stored.document.id)) for stored in watched.ledger.extractions())
    site.clock.wait(100 * 86_400)
    assert watched.ledger.prune_feeds(site.clock()) == 4
    assert bodies == sum(len(watched.ledger.fetches(stored.document.id)) for stored in watched.ledger.extractions())
    site.closed = START + timedelta(hours=39)
    watched.until(58)
    assert texts(watched.ledger) == before
