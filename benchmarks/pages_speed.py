"""How long every page and every address of the API takes on a ledger, in-process and over HTTP.

    python benchmarks/pages_speed.py --ledger onrecord.db --times 15

Works on a copy where the ledger has to be moved on to the tables of this version, and only reads. Each address is
asked once before it is timed. Median and 95th percentile in milliseconds, and the processor's time alone, which does
not depend on what else the machine does; those above 200 at the median are marked.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import httpx
from fastapi.testclient import TestClient

LIMIT = 200.0
"""Milliseconds at the median that every page answers under."""

BULK = (".ndjson", "/exports/")
"""Addresses that stream everything: the time to the first piece is what counts."""


@dataclass(frozen=True)
class Timed:
    """One address: its size, its status, and milliseconds at the median and the 95th percentile."""

    address: str
    status: int
    size: int
    median: float
    p95: float
    cpu: float


def addresses(ledger: Path) -> list[str]:
    """Every GET address of an application, filled in with things that the ledger holds."""
    from onrecord.ledger import Ledger
    from onrecord.web.addresses import document_key
    from onrecord.web.application import ROUTERS

    with Ledger(ledger, create=False) as opened:
        events = opened.some_events(None, 200).items
        largest = max(events, key=lambda event: event.reports)
        claim = opened.some_claims(None, 1).items[0]
        documents = opened.some_documents(1).items
        names = [situation.name for situation in opened.situations()]
        since = opened.last_moment() or "2026-01-01"
        named = next((actor for event in events for actor in event.actors), "Mexico")
        speaker = next((one.name for one in opened.sources() if one.name), named)
        place = next((str(event.geonameid) for event in events if event.geonameid), "0")
    own = {"id": largest.id, "key": document_key(documents[0].info.id), "sha256": "0" * 64, "format": "csv",
           "name": names[0] if names else "none", "claim": claim.claim.id, "at": place,
           "number": "1", "ending": "html"}  # fmt: skip
    found = []
    for router in ROUTERS:
        for route in router.routes:
            path = getattr(route, "path", "")
            if "GET" not in getattr(route, "methods", ()) or path in ("/enter",):
                continue
            values = own | ({"id": claim.claim.id} if "/claims/" in path else {})
            if "/documents/" in path:
                values["id"] = values["key"]
            for part, filler in (("/parties/", named), ("/sources/", speaker)):
                if part in path:
                    values |= dict.fromkeys(("id", "name", "key"), quote(filler, safe=""))
            try:
                address = path.replace(":path}", "}").format(**values)
            except KeyError as missing:
                print(f"{path}: nothing is known to fill {missing} with", file=sys.stderr)
                continue
            if path.endswith("/changes"):
                address += f"?since={since[:10]}"
            elif "search" in path:
                address += "?words=officials"
            found.append(address)
    return [*dict.fromkeys(found), *FILTERED]


FILTERED = (
    "/?type=ASSAULT&stage=planned", "/?actor=Mexico", "/?words=drone%20strikes", "/?page=20", "/?as_of=2030-01-01",
    "/?reported_until=2025-03", "/api/v1/events?actor=USA&size=100", "/api/v1/events?words=drone%20strikes",
    "/api/v1/claims?actor=Mexico&stage=done", "/api/v1/claims?page=500", "/api/v1/timeline?from=2025-02&to=2025-03",
)  # fmt: skip
"""Questions beside the bare addresses."""


def timed(get: Callable[[str], tuple[int, int]], address: str, times: int) -> Timed:
    """Ask for an address once, then several times with a clock; one that takes seconds is asked less often."""
    taken: list[float] = []
    worked: list[float] = []
    status, size = get(address)
    while len(taken) < times and (len(taken) < 3 or sum(taken) < 5_000):
        start, used = time.perf_counter(), time.process_time()
        status, size = get(address)
        taken.append((time.perf_counter() - start) * 1_000)
        worked.append((time.process_time() - used) * 1_000)
    ordered = sorted(taken)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return Timed(address, status, size, statistics.median(taken), p95, statistics.median(worked))


@contextmanager
def live(app: Any) -> Iterator[str]:
    """The application behind a server on a free port of loopback."""
    import uvicorn

    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", access_log=False)
    server = uvicorn.Server(config)
    bound = config.bind_socket()
    thread = Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


def main() -> int:
    """Print the table. The exit status is 1 where an address takes longer than the limit, or fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--only", default="", help="addresses that hold this")
    parser.add_argument("--http", action="store_true", help="over HTTP too")
    given = parser.parse_args()

    from onrecord.web.application import application
    from onrecord.web.settings import Settings

    app = application(Settings(given.ledger, rate=100_000_000))
    wanted = [one for one in addresses(given.ledger) if given.only in one]
    bad = 0
    with (
        TestClient(app, raise_server_exceptions=False) as inside,
        live(app) as base,
        httpx.Client(base_url=base) as net,
    ):

        def within(address: str) -> tuple[int, int]:
            answer = inside.get(address)
            return answer.status_code, len(answer.content)

        def over(address: str) -> tuple[int, int]:
            if any(part in address for part in BULK):
                with net.stream("GET", address) as streamed:
                    return streamed.status_code, len(next(streamed.iter_bytes(), b""))
            answer = net.get(address)
            return answer.status_code, len(answer.content)

        print(
            f"{'address':<70} {'status':>6} {'bytes':>9} {'median':>7} {'p95':>7} {'cpu':>7}"
            + ("  over HTTP" if given.http else "")
        )
        for address in wanted:
            bulk = any(part in address for part in BULK)
            one = timed(over if bulk else within, address, given.times)
            slow = one.median > LIMIT or one.status >= 500
            bad += slow
            line = (
                f"{address[:70]:<70} {one.status:>6} {one.size:>9,} {one.median:>7.0f} {one.p95:>7.0f} {one.cpu:>7.0f}"
            )
            if given.http and not bulk:
                other = timed(over, address, given.times)
                line += f"  {other.median:>6.0f} {other.p95:>6.0f}"
            print(line + ("  SLOW" if slow else "") + ("  (to the first piece)" if bulk else ""), flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
