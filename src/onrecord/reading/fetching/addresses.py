"""Which addresses may be asked: http and https, and no machine of a private network unless it is allowed by name."""

from __future__ import annotations

import ipaddress
import queue
import re
import socket
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from onrecord.reading.fetching.model import FetchingError
from onrecord.reading.model import shorten

LONGEST = 4_000
"""Characters that an address may have; servers refuse longer ones."""

Resolve = Callable[[str, int], list[str]]
"""The addresses (IP) that the host of a name has, for a port; raises OSError."""

_RESOLVING = 15.0
"""Seconds that looking up a name may take; the system alone would wait for up to a minute."""

_USERINFO = re.compile(r"(//)[^/?#\s]*@")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_COMPATIBLE = ipaddress.ip_network("::/96")


@dataclass(frozen=True, slots=True)
class Address:
    """An address that may be asked for as far as its form goes; `url` is its normal form."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a robots.txt is valid for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def is_address(text: str) -> bool:
    """Whether something that the user typed is meant as an address on the web."""
    return text[:8].lower().startswith(("http://", "https://"))


def parse_address(text: str, base: str | None = None) -> Address:
    """Check an address and bring it into its normal form (RFC 3986, IDNA); `base` is what a relative one is below.

    Raises FetchingError (bad-address): no http or https, no host, a password in it, signs that do not belong there.
    """
    import httpx

    text = text.strip()
    if base is not None:
        try:
            text = urljoin(base, text)
        except ValueError as error:
            raise _bad(text, "it is no address") from error
    if len(text) > LONGEST:
        raise _bad(text, f"it has more than {LONGEST:,} characters")
    try:
        url = httpx.URL(text)
        scheme, host, port = url.scheme, url.raw_host.decode("ascii"), url.port
    except (httpx.InvalidURL, ValueError, UnicodeError, TypeError) as error:
        raise _bad(text, "it is no address that can be used") from error
    if scheme not in ("http", "https"):
        raise _bad(text, "only http and https are fetched")
    host = host.strip("[]").rstrip(".").lower()
    if not host or "%" in host or not host.isprintable():
        raise _bad(text, "it names no host")
    if url.userinfo:
        raise _bad(text, "it holds a name or password, which would be kept with what is fetched; leave them out")
    if port is not None and not 0 < port < 65_536:
        raise _bad(text, "it has no port that can be used")
    plain = urlsplit(str(url.copy_with(fragment=None)))
    return Address(
        plain._replace(path=plain.path or "/").geturl(), scheme, host, port or (443 if scheme == "https" else 80)
    )


def _bad(text: str, why: str) -> FetchingError:
    return FetchingError("bad-address", f"{shorten(without_secret(text), 120)}: {why}")


def without_secret(url: str) -> str:
    """An address as it may be said and kept: without the name and password that it may hold."""
    return _USERINFO.sub(r"\1…@", url)


def not_public(address: str) -> str | None:
    """What kind of place an IP address is, where it is none of the public internet; null where it is.

    By the registries of special-purpose addresses (RFC 6890); an IPv4 address inside an IPv6 one (mapped, compatible,
    6to4, Teredo, NAT64) counts as itself.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "no address"
    for inner in _inside(found):
        kind = not_public(str(inner))
        if kind:
            return kind
    if isinstance(found, ipaddress.IPv6Address) and (found.ipv4_mapped or found in _NAT64):
        return None  # only another way to write the public one inside, though the registry reserves it
    if found.is_loopback:
        return "this machine itself"
    if found.is_unspecified:
        return "no address of a machine"
    if found.is_link_local:
        return "an address of this stretch of the network alone"
    if found.is_multicast:
        return "an address of many machines"
    if found.is_private:
        return "an address of a private network"
    if not found.is_global or found.is_reserved or getattr(found, "is_site_local", False):
        return "a reserved address"
    return None


def _inside(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    if not isinstance(found, ipaddress.IPv6Address):
        return []
    inner = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
    compatible = found in _COMPATIBLE and int(found) > 0xFFFF
    if found in _NAT64 or compatible:
        inner.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
    return [one for one in inner if one is not None]


def is_allowed(address: str, port: int, allowed: Collection[str]) -> bool:
    """Whether a host, by its name or number, is among those that the user allows (`host` or `host:port`)."""
    names = {name.strip().lower().strip("[]").rstrip(".") for name in allowed}
    return address in names or f"{address}:{port}" in names


def permitted(host: str, port: int, allowed: Collection[str], resolve: Resolve) -> list[str]:
    """The IP addresses of a host that may be connected to, in the order in which the system gives them.

    It is these that a connection must be made to: a name that is looked up again may lead elsewhere by then.
    Raises FetchingError (no-host, not-allowed).
    """
    try:
        found = list(dict.fromkeys(resolve(host, port)))
    except (OSError, UnicodeError, ValueError) as error:
        temporary = not isinstance(error, ValueError)
        raise FetchingError("no-host", f"{host}: there is no such host, or no network", temporary=temporary) from error
    if not found:
        raise FetchingError("no-host", f"{host}: there is no such host", temporary=True)
    if is_allowed(host, port, allowed):
        return found
    kinds = [not_public(address) for address in found]
    public = [address for address, kind in zip(found, kinds, strict=True) if kind is None]
    if not public:
        raise FetchingError(
            "not-allowed",
            f"{host} is {kinds[0]} ({found[0]}); such hosts are asked only where they are allowed by name: "
            f"--allow-host {host}, or allow_hosts in the configuration file",
        )
    return public


def system_resolve(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a host, for a quarter of a minute at most. Raises OSError."""
    answer: queue.Queue[list[str] | OSError | UnicodeError] = queue.Queue()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.put([str(row[4][0]) for row in rows])
        except (OSError, UnicodeError) as error:
            answer.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answer.get(timeout=_RESOLVING)
    except queue.Empty:
        raise TimeoutError("looking up the name took too long") from None
    if isinstance(found, list):
        return found
    raise found


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: the same host, or one below the other, `www.` left out."""
    hosts = []
    for url in (one, other):
        try:
            hosts.append((urlsplit(url).hostname or "").removeprefix("www."))
        except ValueError:
            return False
    a, b = hosts
    return bool(a and b) and (a == b or a.endswith(f".{b}") or b.endswith(f".{a}"))
