"""What a feed or a sitemap says: its entries, how often it wants to be asked, where its parts are."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry as the feed has it; what it does not say is null.

    `id` is the feed's own id, else the address, else a hash of what the entry says. `content` is the text that the
    feed carries in full, `summary` what stands for it, both as plain text. `published` and `updated` are ISO dates.
    """

    id: str
    address: str | None = None
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    author: str | None = None
    content: str | None = None
    summary: str | None = None
    source: str | None = None
    lang: str | None = None

    @property
    def mark(self) -> str:
        """What changes when the entry is changed: the time that it gives for that, else what it says."""
        if self.updated:
            return self.updated
        said = json.dumps([self.title, self.content or self.summary])
        return hashlib.sha256(said.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed or sitemap that was read as far as it could be.

    `kind` is such as `rss20`, `atom10`, `cdf`, `json`, `sitemap`, `sitemap-index`; `pause` the seconds that it wants
    between two polls, `skip_hours` (0 to 23, UTC) and `skip_days` (Monday is 0) when it wants none. `parts` are the
    sitemaps that an index names, the newest first; `problems` what was wrong with it, for people.
    """

    kind: str
    entries: tuple[FeedEntry, ...] = ()
    title: str | None = None
    lang: str | None = None
    pause: int | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    parts: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def with_own_ids(entries: list[FeedEntry]) -> tuple[FeedEntry, ...]:
    """Entries told apart: of those that share an id, each keeps it together with its address or its title.

    The same entry twice is left once.
    """
    from dataclasses import replace

    shared: dict[str, set[tuple[str | None, str | None]]] = {}
    for entry in entries:
        shared.setdefault(entry.id, set()).add((entry.address, None if entry.address else entry.title))
    found: dict[str, FeedEntry] = {}
    for entry in entries:
        if len(shared[entry.id]) > 1:
            entry = replace(entry, id=f"{entry.id}\n{entry.address or entry.title or entry.mark}")
        found.setdefault(entry.id, entry)
    return tuple(found.values())


def made_id(*parts: str | None) -> str:
    """An id for an entry that has none and no address: a hash of what it says."""
    return "sha256:" + hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
