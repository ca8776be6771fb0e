"""Reads every feed of the pack and, with --soak, watches twenty newspapers that fail in every way.

    python benchmarks/feeds.py [--data DIR] [--soak [POLLS]]

The pack is `feeds/feedparser-tests.tar.gz`: each file is read or refused clearly, and its entries are counted as
feedparser counts them. The soak asks a site on this machine a thousand times and says what was lost, what came twice,
and how much memory it took.
"""

from __future__ import annotations

import io
import resource
import sys
import tarfile
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data import options
from feedsite import Clock, Site
from onrecord.cli.fetched import keep_answer
from onrecord.cli.watched_pages import Note
from onrecord.cli.watcher import Watcher
from onrecord.ledger import Ledger, Outcome
from onrecord.reading.fetching.articles import FetchedDocument
from onrecord.reading.fetching.client import Client
from onrecord.reading.fetching.feeds import parse_feed
from onrecord.reading.fetching.model import FetchingError, Limits
from onrecord.reading.fetching.watchlist import WatchedFeed, Watchlist
from onrecord.reading.model import ReadingFailure
from onrecord.records import DocumentInfo, Extraction

PACK = "feeds/feedparser-tests.tar.gz"


def main() -> None:
    """Run what is asked for."""
    parser = options(__doc__.split("\n", 1)[0])
    parser.add_argument("--soak", nargs="?", type=int, const=1000, metavar="POLLS", help="polls of the test site")
    arguments = parser.parse_args()
    if arguments.soak:
        print_soak(soak(arguments.soak))
    else:
        read_pack(arguments.data / PACK)


def files(path: Path) -> Iterator[tuple[str, bytes]]:
    """The files of the pack."""
    if not path.is_file():
        sys.exit(f"{path}: this pack is not there; say where the packs are with --data DIR or ONRECORD_DATA")
    with tarfile.open(path) as pack:
        for member in pack:
            opened = pack.extractfile(member) if member.isfile() else None
            if opened is not None:
                yield member.name, opened.read()


def read_pack(path: Path) -> None:
    """Read each file of the pack and print what came of it."""
    import feedparser

    warnings.simplefilter("ignore")
    counts: Counter[str] = Counter()
    slowest = 0.0
    for name, raw in files(path):
        began = time.perf_counter()
        try:
            found = len(parse_feed(raw, "http://example.test/").entries)
        except FetchingError as error:
            counts["refused"] += 1
            print(f"refused: {name}: {error}")
            continue
        except Exception as error:
            counts["crashed"] += 1
            print(f"CRASHED: {name}: {type(error).__name__}: {error}")
            continue
        finally:
            slowest = max(slowest, time.perf_counter() - began)
        counts["read"] += 1
        theirs = len(feedparser.parse(io.BytesIO(raw)).entries)
        if found != theirs:
            counts["other number of entries"] += 1
            print(f"other number of entries: {name}: {found}, by feedparser {theirs}")
    other = counts.pop("other number of entries", 0)
    print(
        f"{counts.total()} files: {counts['read']} read, {counts['refused']} refused, {counts['crashed']} crashed; "
        f"{other} with another number of entries than by "
        f"feedparser; the slowest took {slowest * 1000:.0f} ms"
    )


@dataclass
class Soaked:
    """How watching went."""

    polls: int
    requests: int
    published: int
    read: int
    lost: list[str]
    twice: list[str]
    versions: int
    given_up: int
    days: float
    seconds: float
    memory: list[float]


def soak(polls: int, articles: int = 25, folder: Path | None = None) -> Soaked:
    """Watch the test site for so many polls, while each newspaper publishes so many articles, and count."""
    hosts, every = 20, 10_800
    began = time.monotonic()
    clock = Clock()
    site = Site(clock, hosts, interval=max(900.0, polls / hosts * every / articles))
    notes: list[Note] = []
    memory: list[float] = []
    with tempfile.TemporaryDirectory() as temporary:
        path = (folder or Path(temporary)) / "soak.db"
        feeds = tuple(WatchedFeed(site.url(host), host, every) for host in site.hosts)
        limits = Limits(connect=1.0, read=0.2, total=0.4, size=3_000_000)
        with (
            Ledger(path) as ledger,
            Client(allowed=site.hosts, limits=limits, resolve=site.resolve, clock=clock) as client,
        ):

            def take(documents: Sequence[FetchedDocument]) -> list[Outcome | ReadingFailure]:
                return [stand_in(ledger, document) for document in documents]

            watcher = Watcher(
                ledger, Watchlist(feeds, gap=0.0), client, take, report=notes.append, clock=clock, wait=clock.wait,
                workers=4,
            )  # fmt: skip
            asked = 0
            while asked < polls:
                if not watcher.step():
                    clock.wait(watcher.next_pause() or 1.0)
                asked = sum(state.polls for state in ledger.feed_states())
                if asked % 50 < 4:
                    memory.append(resident())
            site.troubles, site.closed = False, clock()
            last = {host: [article.name for article in site.articles(host)] for host in site.hosts}
            calm = clock()
            while ledger.count_waiting() or not all(
                state.condition == "gone" or (state.succeeded or Clock().now) > calm for state in ledger.feed_states()
            ):
                if not watcher.step():
                    clock.wait(watcher.next_pause() or 1.0)
            ledger.prune_feeds(clock())
            watcher.close()
            memory.append(resident())
            asked = sum(state.polls for state in ledger.feed_states())
            texts = [(stored.document.id, stored.document.text) for stored in ledger.extractions()]
            versions = sum(stored.versions for stored in ledger.documents()) - len(texts)
    site.close()
    # the sixth newspaper ends its feed after two days, and what it published in the last poll's time was never seen
    seen = 172_800 - 2 * every
    gone = {name for name in last.get("paper06.test", ()) if int(name.partition("/")[2]) * site.interval > seen}
    published = {name for names in last.values() for name in names} - gone
    times = Counter(name_of(text) for _, text in texts)
    return Soaked(
        polls=asked,
        requests=site.asked.total(),
        published=len(published),
        read=len(texts),
        lost=sorted(published - set(times)),
        twice=sorted(name for name, count in times.items() if count > 1),
        versions=versions,
        given_up=sum(note.message.startswith("given up") for note in notes),
        days=(clock() - Clock().now).total_seconds() / 86_400,
        seconds=time.monotonic() - began,
        memory=memory,
    )


def name_of(text: str) -> str:
    """Which article a text is of."""
    return text.split("report number ", 1)[-1].split(" ", 1)[0]


def stand_in(ledger: Ledger, item: FetchedDocument) -> Outcome:
    """Read a document into a ledger without looking for claims in it."""
    outcome = ledger.add(item.document, Extraction(DocumentInfo.of(item.document)), "stand-in")
    keep_answer(ledger, item)
    return outcome


def resident() -> float:
    """Megabytes that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def print_soak(found: Soaked) -> None:
    """Print how it went."""
    quarter = max(1, len(found.memory) // 4)
    first, second, last = (
        max(found.memory[:quarter]),
        max(found.memory[quarter : 2 * quarter] or found.memory),
        max(found.memory[-quarter:]),
    )
    print(
        f"{found.polls} polls, {found.requests} requests, {found.days:.1f} days of the site's time in "
        f"{found.seconds:.0f} s\n"
        f"{found.published} articles published, {found.read} documents, {found.versions} later versions\n"
        f"lost: {len(found.lost)} {found.lost[:5]}; twice: {len(found.twice)} {found.twice[:5]}; "
        f"given up: {found.given_up}\n"
        f"memory: {first:.0f} MB in the first quarter, {second:.0f} MB in the second, {last:.0f} MB in the last"
    )


if __name__ == "__main__":
    main()
