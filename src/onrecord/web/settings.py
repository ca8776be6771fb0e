"""What the server is told when it starts: which ledger, who may do what, how much."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """How a ledger is served.

    `token` is what a caller must show in order to write, and for everything where the server is `open_to_network`
    (bound to an address beyond loopback); without a token nothing is written, and nothing at all where it is
    `read_only`. `author` signs judgements made in the pages. `hosts` are the names that a browser may call the server
    by, so that no foreign name can be pointed at it. `max_body` is the most bytes of a request, `rate` the most
    requests of one caller a minute.
    """

    ledger: Path
    token: str | None = None
    read_only: bool = False
    open_to_network: bool = False
    author: str = "reader"
    outlets: Path | None = None
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]", "testserver")
    max_body: int = 1_000_000
    rate: int = 1_200

    def cookie(self, name: str) -> str:
        """The name of a cookie of this ledger alone: a browser shares its cookies among all ports of a machine."""
        own = str(self.ledger.absolute()).encode("utf-8", "surrogateescape")
        return f"{name}_{sha256(own).hexdigest()[:8]}"
