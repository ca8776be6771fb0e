"""The pages that every page leads to, in their order; who adds a page adds it here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the navigation: where it is, what it is called, what it shows in a few words."""

    path: str
    label: str
    about: str


MAIN: tuple[Entry, ...] = (
    Entry("/", "Today", "what changed since the last visit"),
    Entry("/timeline", "Timeline", "what happened, what is planned, by date"),
    Entry("/map", "Map", "the same by place"),
    Entry("/sources", "Sources", "who speaks, named or not, and who relays whom"),
    Entry("/situations", "Situations", "standing questions"),
    Entry("/search", "Search", "words in texts and passages"),
    Entry("/review", "Review", "what a person should look at first"),
)
"""What stands in the header."""

MORE: tuple[Entry, ...] = (
    Entry("/events", "Events", "all of them, with filters"),
    Entry("/claims", "Claims", "what single passages say"),
    Entry("/documents", "Documents", "what was read"),
    Entry("/stories", "Stories", "documents about one happening"),
    Entry("/origins", "Origins", "documents that only repeat a report"),
    Entry("/relays", "Relays", "who relays whom, drawn"),
    Entry("/parties", "Parties", "who acts and to whom it is done"),
    Entry("/api", "API", "the same for programs"),
    Entry("/audits", "Audits", "how precise this ledger is, by a sample"),
)
"""What stands in the list behind `More`."""


def is_here(entry: Entry, path: str) -> bool:
    """Whether a page stands at an entry, or below it."""
    return path == entry.path or (entry.path != "/" and path.startswith(entry.path + "/"))
