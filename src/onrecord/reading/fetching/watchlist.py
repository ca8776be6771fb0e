"""The file of feeds that are watched, `feeds.toml`.

```toml
every = "30m"                    # how often each feed is asked; 30m where it is left out, 5m at the least
gap = "2s"                       # between two requests to one host

[[feed]]
url = "https://harbourledger.example/feed.xml"    # a feed, a sitemap, or a page that names its feed
name = "The Harbour Ledger"      # the outlet of articles that state none
every = "15m"
lang = "en"                      # the language of articles that state none
follow = false                   # read what the feed itself carries, and fetch no pages; true where it is left out
robots = false                   # do not keep to the site's robots.txt, where you agreed on that with the site
paused = true                    # ask it no more for now
```
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.errors import OnrecordError
from onrecord.reading.fetching.addresses import is_address, parse_address
from onrecord.reading.fetching.model import FetchingError

SHORTEST = 300
"""Seconds between two polls of a feed, at the least: no outlet publishes faster than that for weeks."""

_EVERY = 1_800
_GAP = 2.0
_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_TIME = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*([smhd])")
_FEED = ("url", "name", "outlet", "every", "lang", "follow", "robots", "paused")
_TOP = ("every", "gap", "follow", "robots", "feed")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


class WatchlistError(OnrecordError):
    """The file of feeds has a mistake; the message names file, line and field."""


@dataclass(frozen=True, slots=True)
class WatchedFeed:
    """One feed as the user wants it watched; `every` in seconds."""

    url: str
    name: str | None = None
    every: int = _EVERY
    lang: str | None = None
    follow: bool = True
    robots: bool = True
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Watchlist:
    """All feeds, and the seconds between two requests to one host."""

    feeds: tuple[WatchedFeed, ...]
    gap: float = _GAP


def load_watchlist(path: Path) -> Watchlist:
    """Read the file of feeds. Raises WatchlistError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except FileNotFoundError as error:
        raise WatchlistError(
            f'{path}: there is no such file; write one with a line [[feed]] and a line url = "https://…" for each feed'
        ) from error
    except OSError as error:
        raise WatchlistError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise WatchlistError(f"{path}: this file is not UTF-8 text; save it as UTF-8") from error
    except RecursionError:
        raise WatchlistError(f"{path}: brackets stand too deep in one another") from None
    except tomllib.TOMLDecodeError as error:
        raise WatchlistError(f"{path}: this is no TOML ({error}); see https://toml.io") from error
    return _Reader(path, text.splitlines()).watchlist(data)


class _Reader:
    """Reads the values and knows where they stand, for messages."""

    def __init__(self, path: Path, lines: list[str]) -> None:
        self._path = path
        self._lines = lines
        self._begins = [n for n, line in enumerate(lines) if re.match(r"\s*\[\[\s*[\"']?feed[\"']?\s*\]\]", line)]

    def watchlist(self, data: dict[str, Any]) -> Watchlist:
        for key in data:
            if key not in _TOP:
                raise self._wrong(None, key, f"is not known here; there are {', '.join(_TOP[:-1])} and [[feed]]")
        rows = data.get("feed", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self._wrong(None, "feed", "each feed begins with a line [[feed]]")
        if not rows:
            raise WatchlistError(
                f'{self._path}: no feed is named; write a line [[feed]] and a line url = "https://…" for each'
            )
        feeds = tuple(self._feed(number, row, data) for number, row in enumerate(rows))
        seen: dict[str, int] = {}
        for number, feed in enumerate(feeds):
            if seen.setdefault(feed.url, number) != number:
                raise self._wrong(number, "url", f"the same address stands in feed {seen[feed.url] + 1} already")
        gap = self._seconds(None, "gap", data["gap"]) if "gap" in data else _GAP
        return Watchlist(feeds, gap)

    def _feed(self, number: int, row: dict[str, Any], top: dict[str, Any]) -> WatchedFeed:
        for key in row:
            if key not in _FEED:
                raise self._wrong(number, key, f"is not known; there are {', '.join(_FEED)}")
        url = row.get("url")
        if not isinstance(url, str) or not url.strip():
            raise self._wrong(number, "url", 'is missing; write url = "https://…"')
        if not is_address(url.strip()):
            raise self._wrong(number, "url", f"{url!r} is no address; it begins with https:// or http://")
        try:
            address = parse_address(url).url
        except FetchingError as error:
            raise self._wrong(number, "url", str(error)) from error
        if "name" in row and "outlet" in row:
            raise self._wrong(number, "outlet", "means the same as name; leave one of them out")
        return WatchedFeed(
            address,
            self._text(number, "outlet" if "outlet" in row else "name", row),
            self._every(number, row) if "every" in row else self._every(None, top),
            self._lang(number, row),
            self._bool(number, "follow", row, self._bool(None, "follow", top, True)),
            self._bool(number, "robots", row, self._bool(None, "robots", top, True)),
            self._bool(number, "paused", row, False),
        )

    def _every(self, number: int | None, row: dict[str, Any]) -> int:
        if "every" not in row:
            return _EVERY
        seconds = int(self._seconds(number, "every", row["every"]))
        if seconds < SHORTEST:
            raise self._wrong(number, "every", f'is {row["every"]!r}; "5m" is the shortest that sites are asked at')
        if seconds > 366 * 86_400:
            raise self._wrong(number, "every", "is longer than a year")
        return seconds

    def _seconds(self, number: int | None, key: str, value: Any) -> float:
        found = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
        if not found:
            raise self._wrong(number, key, f'is {value!r}; write a time as "90s", "15m", "2h" or "1d"')
        return float(found[1]) * _UNITS[found[2]]

    def _text(self, number: int, key: str, row: dict[str, Any]) -> str | None:
        value = row.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self._wrong(number, key, f"is {value!r}; it is a name in quotation marks")
        return " ".join(value.split()) if value else None

    def _lang(self, number: int, row: dict[str, Any]) -> str | None:
        value = self._text(number, "lang", row)
        if value is not None and not _LANGUAGE.fullmatch(value):
            raise self._wrong(number, "lang", f'is {value!r}; it is a code such as "en"')
        return value

    def _bool(self, number: int | None, key: str, row: dict[str, Any], otherwise: bool) -> bool:
        value = row.get(key, otherwise)
        if not isinstance(value, bool):
            raise self._wrong(number, key, f"is {value!r}; it is true or false")
        return value

    def _wrong(self, number: int | None, key: str, why: str) -> WatchlistError:
        """The error of a field, with its line where it can be told."""
        first, last = 0, self._begins[0] if self._begins else len(self._lines)
        if number is not None and number < len(self._begins):
            first = self._begins[number]
            last = self._begins[number + 1] if number + 1 < len(self._begins) else len(self._lines)
        pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        line = next((n for n in range(first, last) if pattern.match(self._lines[n])), None)
        if line is None and number is not None and number < len(self._begins):
            line = first
        at = "" if line is None else f", line {line + 1}"
        of = "" if number is None else f", feed {number + 1}"
        return WatchlistError(f"{self._path}{at}{of}: {key} {why}")
