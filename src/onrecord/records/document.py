"""A document as it is read, before anything is extracted from it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Probe:
    """A stretch that somebody points at: a predicate to assess, or a toponym to locate."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One article. `published` is an ISO date or date-time; null means that it is unknown."""

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    lang: str | None = None
    credits: tuple[str, ...] = ()
    probes: tuple[Probe, ...] = field(default=())

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, in hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
