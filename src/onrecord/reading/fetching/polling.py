"""When to ask a feed or a page again: from what it was, what came back and the time, to what it is now. Nothing else.

All of it are functions without clock, network or storage, so that a test can live through weeks of polls.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from onrecord.reading.fetching.feed_model import Feed, FeedEntry
from onrecord.reading.fetching.model import Fetched, FetchingError

Condition = Literal["new", "fine", "failing", "refused", "gone"]
"""Not asked yet; its last poll gave something; its last polls failed; the site, its robots.txt or our own rules do not
let it be read; gone for good (410), and asked no more."""

Outcome = Literal["waiting", "read", "known", "nothing", "given up"]
"""To be read; in the ledger; there already under another entry, by its address or its text; no text in it; tried as
often as is sensible, without success."""

DAY = 86_400
LONGEST_WAIT = DAY
"""Seconds after which even a feed that fails is asked again."""

LONGEST_RETRY = 7 * DAY
"""Seconds of a Retry-After that are kept to."""

LONGEST_PAUSE = DAY
"""Seconds of a feed's own wish (ttl, update period) that are kept to; a weekly that says so is looked at daily."""

LONGEST_FRESH = 6 * 3_600
"""Seconds of a `max-age` that are kept to: a shop's proxy says a year of everything."""

RETURN = 3
"""Failures in a row after which a feed is looked for at the address that the user wrote."""

MOST_TRIES = 8
FIRST_RETRY = 600
"""A page is tried after 10, 20, 40 … minutes: eight times in 21 hours. Sites that are down come back within a day."""

MOST_READINGS = 6
"""Times that a page is read because its entry changed; feeds that change an entry at every poll end there."""

_MAX_AGE = re.compile(r"max-age\s*=\s*\"?(\d{1,9})", re.I)
_JITTER = 0.1


@dataclass(frozen=True, slots=True)
class FeedState:
    """All that is known of a feed that is watched.

    `address` is the one that the user wrote, `current` the one that is asked; `failures` are those since the last
    success, `given` the articles that came from it, `said` the last message about it, for people.
    """

    address: str
    current: str
    title: str | None = None
    etag: str | None = None
    modified: str | None = None
    condition: Condition = "new"
    next: datetime | None = None
    pause: int | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    polls: int = 0
    failures: int = 0
    given: int = 0
    polled: datetime | None = None
    succeeded: datetime | None = None
    said: str | None = None


@dataclass(frozen=True, slots=True)
class EntryState:
    """An entry that waits to be read: of which feed, what it says, how often it was tried and read before.

    `at`, `body` and `final` are time, hash and address of the answer that it stood in.
    """

    feed: str
    entry: FeedEntry
    tries: int = 0
    readings: int = 0
    next: datetime | None = None
    document: str | None = None
    at: str | None = None
    body: str | None = None
    final: str | None = None


def is_due(state: FeedState, now: datetime) -> bool:
    """Whether a feed is to be asked now."""
    return state.condition != "gone" and (state.next is None or state.next <= now)


def after_answer(state: FeedState, answer: Fetched, feed: Feed | None, now: datetime, every: int) -> FeedState:
    """The state after an answer that could be used; `feed` is null where nothing changed (304).

    A permanent move is taken over. `every` is the user's wish in seconds; the feed's own, and what its site says of
    how long an answer stays fresh, can only lengthen it. What the feed says of hours and days off is kept to.
    """
    pause = state.pause if feed is None else feed.pause
    wait = max(every, min(pause or 0, LONGEST_PAUSE), min(_fresh(answer), LONGEST_FRESH))
    hours = state.skip_hours if feed is None else feed.skip_hours
    days = state.skip_days if feed is None else feed.skip_days
    following = outside(now + jittered(wait, state.address, state.polls), hours, days)
    said = None
    if answer.moved and answer.moved != state.current:
        said = f"moved for good to {answer.moved}"
    elif feed is not None and feed.problems:
        said = "; ".join(feed.problems)
    if not answer.complete:
        said = "the connection broke off before the end; what came was read"
    return replace(
        state,
        current=answer.moved or state.current,
        title=(feed.title if feed is not None else None) or state.title,
        etag=_validator(state.etag, answer, "etag"),
        modified=_validator(state.modified, answer, "last-modified"),
        condition="fine",
        next=following,
        pause=pause,
        skip_hours=hours,
        skip_days=days,
        polls=state.polls + 1,
        failures=0,
        polled=now,
        succeeded=now,
        said=said,
    )


def after_failure(state: FeedState, error: FetchingError, now: datetime, every: int) -> FeedState:
    """The state after a poll that gave nothing.

    Waits twice as long each time, up to a day, and never less than the site asks for (Retry-After); what will not
    change soon is tried once a day. A feed that is gone (410) is asked no more.
    """
    failures = state.failures + 1
    refused = error.code in ("robots", "not-allowed", "http-401", "http-402", "http-403", "http-451")
    if error.status == 410:
        return replace(
            state, condition="gone", next=None, polls=state.polls + 1, failures=failures, polled=now,
            said="gone for good (HTTP 410); it is asked no more, take it out of the file of feeds",
        )  # fmt: skip
    # what was a feed once and is a page of an error, a bomb or too large now, may well be one again
    temporary = error.temporary or (state.succeeded is not None and not refused)
    wait = min(every * 2 ** min(failures - 1, 16), LONGEST_WAIT) if temporary else max(every, LONGEST_WAIT)
    wait = max(wait, every, min(error.retry_after or 0, LONGEST_RETRY))
    strange = error.code in ("bad-answer", "fault")  # perhaps what the request was made with is to blame
    return replace(
        state,
        etag=None if strange else state.etag,
        modified=None if strange else state.modified,
        # an address that was moved to may have been a mistake of the site: the user's own is asked again
        current=state.address if failures % RETURN == 0 else state.current,
        condition="refused" if refused and not temporary else "failing",
        next=now + jittered(wait, state.address, state.polls),
        polls=state.polls + 1,
        failures=failures,
        polled=now,
        said=" ".join(str(error).split())[:500],
    )


def next_try(tries: int, key: str, now: datetime, retry_after: float | None = None) -> datetime | None:
    """When a page that failed for the `tries`th time is tried again; null where it is given up."""
    if tries >= MOST_TRIES:
        return None
    wait = max(FIRST_RETRY * 2 ** (tries - 1), min(retry_after or 0, LONGEST_RETRY))
    return now + jittered(wait, key, tries)


def jittered(seconds: float, key: str, turn: int) -> timedelta:
    """A wait, up to a tenth longer, the same for the same feed and turn: so that feeds are not all asked at once."""
    drawn = int.from_bytes(hashlib.sha256(f"{key} {turn}".encode()).digest()[:4], "big") / 2**32
    return timedelta(seconds=round(seconds * (1 + _JITTER * drawn), 3))


def outside(moment: datetime, hours: frozenset[int], days: frozenset[int]) -> datetime:
    """The moment itself, or the beginning of the first hour after it in which a feed may be asked (UTC)."""
    if len(hours) >= 24 or len(days) >= 7:
        return moment  # a feed that wants never to be asked
    found = moment.astimezone(UTC)
    while found.hour in hours or found.weekday() in days:
        found = found.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return found


def _fresh(answer: Fetched) -> int:
    said = _MAX_AGE.search(answer.header("cache-control") or "")
    return int(said[1]) if said else 0


def _validator(known: str | None, answer: Fetched, header: str) -> str | None:
    """What to ask with the next time: of an answer that broke off the rest is to come, so that it counts as not had."""
    if answer.status == 304:
        return answer.header(header) or known
    return answer.header(header) if answer.complete else None
