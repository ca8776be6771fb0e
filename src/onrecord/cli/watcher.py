"""What `watch` does: asks feeds when their time has come, reads what they name, and writes down how it went."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.cli.fetched import kept
from onrecord.cli.watched_pages import Note, Pages, Take, fault
from onrecord.ledger import BusyLedgerError, FullDiskError, Ledger
from onrecord.reading.fetching.addresses import is_allowed, parse_address
from onrecord.reading.fetching.articles import FetchedDocument
from onrecord.reading.fetching.asking import Polled, ask_feed
from onrecord.reading.fetching.model import Fetched, FetchingError
from onrecord.reading.fetching.pacing import Pace
from onrecord.reading.fetching.polling import EntryState, FeedState, after_answer, after_failure, is_due
from onrecord.reading.fetching.reach import Reach
from onrecord.reading.fetching.watchlist import WatchedFeed, Watchlist

if TYPE_CHECKING:
    from onrecord.reading.fetching.client import Client

LINKED_AT_ONCE = 20
"""Articles that are read before they are linked, where more are waiting."""

LONGEST_SLEEP = 60.0
LONGEST_GAP = 120.0
"""Seconds that a run which is to end still waits for a host that may not be asked at once."""
BUSY_WAIT = 60.0
"""Seconds until the ledger is tried again that was busy, or had no room."""
LONGEST_DOWN = 900.0
"""Seconds until the network is tried again that is down."""
PRUNED_EVERY = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class _Job:
    """One address to ask: of a feed, or of an entry's page."""

    feed: WatchedFeed
    url: str
    host: str
    state: FeedState | None = None
    entry: EntryState | None = None


class Watcher:
    """Watches the feeds of a list; `step` does what is due, at most one request for each host at a time.

    `take` reads documents into the ledger, `link` links what was read; `clock` and `wait` (seconds; returns early
    where all is to stop, which `stopped` tells) are the world's, so that a test can have its own. A feed that was
    refused by our own rules is asked at once where they let it be now: by the hosts that are `allowed`, or by `robots`.
    `renewed` gives the list anew where the user has changed it; with `at_once` each feed is asked once before its time.
    """

    def __init__(
        self,
        ledger: Ledger,
        watchlist: Watchlist,
        client: Client,
        take: Take,
        *,
        link: Callable[[], object] = lambda: None,
        report: Callable[[Note], None] = lambda _: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        wait: Callable[[float], object] = lambda _: None,
        stopped: Callable[[], bool] = lambda: False,
        allowed: Collection[str] = (),
        renewed: Callable[[], Watchlist | None] = lambda: None,
        at_once: bool = False,
        workers: int = 4,
    ) -> None:
        self.watchlist = watchlist
        self._renewed = renewed
        self._ledger = ledger
        self._client = client
        self._pages = Pages(ledger, take, report, clock)
        self._link = link
        self._report = report
        self._clock = clock
        self._wait = wait
        self._stopped = stopped
        self._allowed = allowed
        self._workers = ThreadPoolExecutor(workers, thread_name_prefix="fetching")
        self._most = workers
        self._early = {feed.url for feed in watchlist.feeds} if at_once else set()
        self._pace = Pace(watchlist.gap)
        self._unlinked = 0
        self._reach = Reach()
        self._pruned: datetime | None = None

    def close(self) -> None:
        """End the threads; what they wait for is given up."""
        self._workers.shutdown(wait=True, cancel_futures=True)

    def run(self, once: bool = False) -> bool:
        """Go on until all is to stop; with `once` until nothing is due. Gives whether the ledger could be written to.

        A ledger that is busy, or a disk that is full, is said and waited for, unless it is to end.
        """
        while not self._stopped():
            try:
                if self.step():
                    continue
                self._tidy()
                self.watchlist = self._renewed() or self.watchlist
                pause = self.next_pause(once)
            except (BusyLedgerError, FullDiskError) as error:
                self._report(Note("trouble", f"{error} (tried again in {BUSY_WAIT:.0f} seconds)"))
                if once:
                    return False
                pause = BUSY_WAIT
            if pause is None:
                break
            self._wait(min(pause, LONGEST_SLEEP))
        return True

    def step(self) -> bool:
        """Do one round of what is due, one request for each worker at most; whether there was any."""
        now = self._clock()
        jobs, texts, settled = self._due(now)
        if not jobs and not texts:
            return settled
        results = list(self._workers.map(self._fetch, jobs))
        for job, result in zip(jobs, results, strict=True):
            self._paced(job, result)
        if self._network_down(jobs, results):
            return False
        documents: list[tuple[EntryState, FetchedDocument]] = []
        for job, result in zip(jobs, results, strict=True):
            if isinstance(result, FetchingError) and result.code == "stopped":
                continue
            if job.state is not None and not isinstance(result, Fetched):
                self._polled(job, job.state, result)
            elif job.entry is not None and not isinstance(result, Polled):
                documents.extend(self._pages.of_page(job.feed, job.entry, result))
        for feed, entry in texts:
            documents.extend(self._pages.without_page(feed, entry, None))
        self._unlinked += self._pages.read(documents)
        if self._unlinked >= LINKED_AT_ONCE:
            self._link_now()
        return True

    # --- what is due -----------------------------------------------------------------------------------

    def _due(self, now: datetime) -> tuple[list[_Job], list[tuple[WatchedFeed, EntryState]], bool]:
        """Requests to make now, for different hosts, polls first; and entries that are read without their page.

        The third says whether entries were found to be known, so that others may be due.
        """
        settled = False
        watched = {feed.url: feed for feed in self.watchlist.feeds if not feed.paused}
        states = {state.address: state for state in self._ledger.feed_states()}
        jobs: dict[str, _Job] = {}
        texts = []
        for url, feed in watched.items():
            state = states.get(url) or FeedState(url, url)
            if self._is_due(feed, state, now):
                self._offer(jobs, _Job(feed, state.current, _host(state.current), state=state), now)
        for entry in self._ledger.waiting(now, [url for url in states if url not in watched]):
            feed, address = watched[entry.feed], entry.entry.address
            there = None if entry.readings else self._ledger.document_at(address, entry)
            if there is not None:
                self._ledger.settle(entry, "known", there, "another entry has the same address")
                settled = True
            elif not feed.follow or address is None:
                texts.append((feed, entry))
            else:
                self._offer(jobs, _Job(feed, address, _host(address), entry=entry), now)
        return list(jobs.values())[: self._most], texts[: self._most], settled

    def _is_due(self, feed: WatchedFeed, state: FeedState, now: datetime) -> bool:
        early = feed.url in self._early and state.condition != "gone"
        return early or is_due(state, now) or self._let_now(feed, state)

    def _let_now(self, feed: WatchedFeed, state: FeedState) -> bool:
        """Whether a feed was refused by rules of ours that the user has changed since."""
        if state.condition != "refused":
            return False
        said = state.said or ""
        if "robots.txt" in said:
            return not feed.robots
        host, _, port = _host(state.current).rpartition(":")
        return "allowed by name" in said and is_allowed(host, int(port or 0), self._allowed)

    def _offer(self, jobs: dict[str, _Job], job: _Job, now: datetime) -> None:
        if job.host not in jobs and self._pace.ready(job.host) <= now.timestamp():
            jobs[job.host] = job

    def next_pause(self, once: bool = False) -> float | None:
        """Seconds until something is due; null where `once` has nothing more to do."""
        now = self._clock()
        watched = {feed.url: feed for feed in self.watchlist.feeds if not feed.paused}
        states = {state.address: state for state in self._ledger.feed_states()}
        moments = []
        for url, feed in watched.items():
            state = states.get(url) or FeedState(url, url)
            due = self._is_due(feed, state, now)
            if state.condition != "gone" and (due or not once):
                following = now if due else state.next or now
                moments.append(max(following.timestamp(), self._pace.ready(_host(state.current))))
        for entry in self._ledger.waiting(now, [url for url in states if url not in watched]):
            moments.append(self._pace.ready(_host(entry.entry.address or "")))
        later = self._ledger.next_entry(now)
        if later is not None and not once:
            moments.append(later.timestamp())
        if once and (not moments or self._reach.down):
            return None
        if self._reach.down:
            return float(min(BUSY_WAIT * 2 ** min(self._reach.down - 1, 4), LONGEST_DOWN))
        wanted: float = min(moments, default=now.timestamp() + LONGEST_SLEEP) - now.timestamp()
        if once and wanted > LONGEST_GAP:
            return None
        return max(wanted, 0.05)

    # --- asking ----------------------------------------------------------------------------------------

    def _fetch(self, job: _Job) -> Fetched | Polled | FetchingError:
        """What comes back for a job; runs in a thread, and touches nothing but the client."""
        try:
            if job.state is None:
                return self._client.get(job.url, robots=job.feed.robots)
            return ask_feed(self._client, job.state, job.feed.robots, lambda: self._wait(self._pace.gap))
        except FetchingError as error:
            return error
        except Exception as error:  # one feed may trip over a fault of ours, and the others go on
            return fault(error)

    def _paced(self, job: _Job, result: Fetched | Polled | FetchingError) -> None:
        delay = 0.0
        with suppress(FetchingError):
            delay = self._client.robots.delay(parse_address(job.url))
        if isinstance(result, FetchingError) and result.status in (429, 503):
            delay = max(delay, min(result.retry_after or 0.0, 86_400.0))
        self._pace.asked(job.host, self._clock().timestamp(), delay)

    def _network_down(self, jobs: Sequence[_Job], results: Sequence[Fetched | Polled | FetchingError]) -> bool:
        """Whether our own network seems to be down, so that nothing is counted against the sites."""
        lost = {
            job.host
            for job, result in zip(jobs, results, strict=True)
            if isinstance(result, FetchingError) and result.code in ("no-host", "unreachable")
        }
        down = self._reach.note(lost, reached=len(lost) < len({job.host for job in jobs}), now=self._clock())
        if down and self._reach.down == 1:
            self._report(Note("trouble", "no site can be reached; the network seems to be down, so it is tried again"))
        return down

    # --- feeds -----------------------------------------------------------------------------------------

    def _polled(self, job: _Job, state: FeedState, result: Polled | FetchingError) -> None:
        now, every = self._clock(), job.feed.every
        self._early.discard(job.feed.url)
        if isinstance(result, Polled) and result.leads_to is not None:
            said = f"this is a page; its feed {result.leads_to} is read"
            self._ledger.note_poll(replace(state, current=result.leads_to, next=now, polled=now, said=said))
            self._report(Note("poll", said, state.address))
            return
        if isinstance(result, FetchingError):
            after = after_failure(state, result, now, every)
            self._ledger.note_poll(after)
            self._report(Note("failure", after.said or "", state.address))
            return
        after = after_answer(state, result.answer, result.feed, now, every)
        if result.left_out:
            after = replace(after, said=f"{result.left_out:,} older pages of this sitemap are left out")
        entries = result.feed.entries if result.feed else ()
        new = self._ledger.note_poll(after, entries, kept(result.answer), result.answer.body)
        self._report(Note("poll", after.said or "", state.address, new=new))

    def _link_now(self) -> None:
        self._link()
        self._unlinked = 0

    def _tidy(self) -> None:
        """What is done when nothing is due."""
        if self._unlinked:
            self._link_now()
        now = self._clock()
        if self._pruned is None or now - self._pruned >= PRUNED_EVERY:
            self._ledger.prune_feeds(now)
            self._pruned = now


@lru_cache(maxsize=4_096)
def _host(url: str) -> str:
    try:
        address = parse_address(url)
    except FetchingError:
        return url
    return f"{address.host}:{address.port}"
