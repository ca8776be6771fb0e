"""What the user says of outlets, in `outlets.toml`: names, addresses, owner, kind, and how far they trust them.

```toml
count_owner_once = true          # outlets of one owner then count as one origin; false where it is left out

[[outlet]]
name = "The Harbour Ledger"
aliases = ["Harbour Ledger"]
addresses = ["harbourledger.example"]   # domains; those below them are meant too
owner = "Ledger Holdings"
kind = "daily"
reliability = "B"                # the letter of the Admiralty code, A to F; F (cannot be judged) where left out
```
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args
from urllib.parse import urlsplit

from onrecord.errors import OnrecordError
from onrecord.linking.event import Told
from onrecord.linking.wording import clean

OutletKind = Literal[
    "agency", "daily", "weekly", "magazine", "broadcaster", "online", "state media", "government",
    "organization", "aggregator", "blog", "other",
]  # fmt: skip
Letter = Literal["A", "B", "C", "D", "E", "F"]

Counting = Callable[[Sequence[Told]], tuple[Told, ...]]
"""Gives the claims of an event with the origins that the user wants them counted by."""

UNKNOWN: Final[Letter] = "F"
"""The letter of an outlet of whose reliability the user has said nothing: it cannot be judged."""


class OutletsError(OnrecordError):
    """The file of outlets has a mistake; the message names file and entry."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet as the user describes it."""

    name: str
    aliases: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    owner: str | None = None
    kind: OutletKind | None = None
    reliability: Letter = UNKNOWN


@dataclass(frozen=True, slots=True)
class Outlets:
    """All outlets that the user has described; empty where there is no file."""

    entries: tuple[Outlet, ...] = ()
    count_owner_once: bool = False
    _by_name: Mapping[str, Outlet] = field(default_factory=dict, repr=False)
    _by_address: Mapping[str, Outlet] = field(default_factory=dict, repr=False)

    def named(self, name: str | None) -> Outlet | None:
        """The outlet that has a name, in whatever case, with or without an article."""
        return self._by_name.get(_plain(name or ""))

    def at(self, url: str | None) -> Outlet | None:
        """The outlet to whose domain, or to one above it, an address belongs."""
        host = _host(url or "")
        while host:
            found = self._by_address.get(host)
            if found is not None:
                return found
            host = host.partition(".")[2]
        return None

    def of(self, source: str | None, url: str | None = None) -> Outlet | None:
        """The outlet of a document: by its name, else by its address."""
        return self.named(source) or self.at(url)

    def letter(self, source: str | None, url: str | None = None) -> Letter:
        """The user's letter for the reliability of an outlet, `F` where they gave none."""
        found = self.of(source, url)
        return found.reliability if found is not None else UNKNOWN

    def owner(self, source: str | None, url: str | None = None) -> str | None:
        """Who owns the outlet of a document, where the user says so."""
        found = self.of(source, url)
        return found.owner if found is not None else None

    def letters(self) -> dict[str, str]:
        """The letters that the user gave, by each name of the outlets; those without one are left out."""
        return {
            name: outlet.reliability
            for outlet in self.entries
            if outlet.reliability != UNKNOWN
            for name in (outlet.name, *outlet.aliases)
        }


def by_owner(told: Iterable[Told], outlets: Outlets) -> tuple[Told, ...]:
    """Claims as the user wants origins counted: reports of outlets of one owner as one, if they say so, else as given.

    A report is its owner's whose outlet brought it first, whoever repeats it: what an agency reports stays the
    agency's in all that print it. Each claim of such a report gets the first of the origins of its owner, so that
    ids of origins stay what they are.
    """
    given = tuple(told)
    if not outlets.count_owner_once:
        return given
    owners: dict[str, str | None] = {}
    for origin, own in _by_origin(given).items():
        # the origin is the id of the document that the others repeat, which may tell nothing of this event
        brought = [member for member in own if member.document.id == origin] or own
        named = {outlets.owner(member.document.source, member.document.url) for member in brought}
        owners[origin] = named.pop() if len(named) == 1 else None
    first: dict[str, str] = {}
    for origin, owner in owners.items():
        if owner:
            first[owner] = min(origin, first.get(owner, origin))
    return tuple(_of(member, first.get(owners[member.origin] or "", member.origin)) for member in given)


def counting(outlets: Outlets) -> Counting | None:
    """How origins are to be counted; nothing where the user leaves them as they are."""
    return partial(by_owner, outlets=outlets) if outlets.count_owner_once else None


def _by_origin(told: Iterable[Told]) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for member in told:
        found.setdefault(member.origin, []).append(member)
    return found


def _of(member: Told, origin: str) -> Told:
    return member if member.origin == origin else replace(member, origin=origin)


def load(path: Path | None) -> Outlets:
    """Read the user's file of outlets; nothing where `path` is null. Raises OutletsError."""
    if path is None:
        return Outlets()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # some editors begin a file with a mark
    except OSError as error:
        raise OutletsError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise OutletsError(f"{path}: this file is not UTF-8 text; save it as UTF-8") from error
    except RecursionError:
        raise OutletsError(
            f"{path}: brackets stand too deep in one another; an outlet's values are names and lists of names"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise OutletsError(f"{path}: this is no TOML ({error}); see https://toml.io") from error
    return _outlets(path, data)


def _outlets(path: Path, data: dict[str, Any]) -> Outlets:
    unknown = sorted(set(data) - {"count_owner_once", "outlet"})
    if unknown:
        raise OutletsError(f"{path}: {unknown[0]!r} is not known here; there are count_owner_once and [[outlet]]")
    once = data.get("count_owner_once", False)
    if not isinstance(once, bool):
        raise OutletsError(f"{path}: count_owner_once is {once!r}; it is true or false")
    rows = data.get("outlet", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise OutletsError(f"{path}: each outlet begins with a line [[outlet]]")
    entries = tuple(_entry(path, number, row) for number, row in enumerate(rows, 1))
    names: dict[str, Outlet] = {}
    addresses: dict[str, Outlet] = {}
    for outlet in entries:
        for name in (outlet.name, *outlet.aliases):
            if names.setdefault(_plain(name), outlet) is not outlet:
                raise OutletsError(f"{path}: the name {name!r} stands for two outlets; leave it with one of them")
        for address in outlet.addresses:
            if addresses.setdefault(_host(address), outlet) is not outlet:
                raise OutletsError(f"{path}: the address {address!r} stands for two outlets; leave it with one of them")
    return Outlets(entries, once, names, addresses)


def _entry(path: Path, number: int, row: dict[str, Any]) -> Outlet:
    name = row.get("name")
    if not isinstance(name, str) or not _plain(name):
        raise OutletsError(f'{path}, outlet {number}: it has no name; add name = "…"')
    where = f"{path}, outlet {name!r}"
    allowed = ("name", "aliases", "addresses", "owner", "kind", "reliability")
    for key in row:
        if key not in allowed:
            raise OutletsError(f"{where}: {key!r} is not known; there are {', '.join(allowed)}")
    owner = row.get("owner")
    if owner is not None and (not isinstance(owner, str) or not clean(owner)):
        raise OutletsError(f"{where}: owner is {owner!r}; it is a name")
    kind = row.get("kind")
    if kind is not None and kind not in get_args(OutletKind):
        raise OutletsError(f"{where}: kind is {kind!r}; it must be one of {', '.join(get_args(OutletKind))}")
    letter = row.get("reliability", UNKNOWN)
    if letter not in get_args(Letter):
        raise OutletsError(f"{where}: reliability is {letter!r}; it must be one of {', '.join(get_args(Letter))}")
    addresses = _texts(where, row, "addresses")
    for address in addresses:
        if "." not in _host(address):
            raise OutletsError(f"{where}: {address!r} is no address; write a domain such as harbourledger.example")
    return Outlet(
        clean(name), _texts(where, row, "aliases"), addresses, owner and clean(owner), kind, cast(Letter, letter)
    )


def _texts(where: str, row: dict[str, Any], key: str) -> tuple[str, ...]:
    values = row.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) and clean(value) for value in values):
        raise OutletsError(f'{where}: {key} is {values!r}; it is a list of names, such as ["…"]')
    return tuple(clean(value) for value in values)


def _plain(name: str) -> str:
    return clean(name).casefold().removeprefix("the ")


def _host(url: str) -> str:
    """The host of an address, or of a bare domain; without `www.`."""
    text = url.strip()
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname
    except ValueError:
        return ""
    return (host or "").removeprefix("www.")
