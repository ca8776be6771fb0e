"""The numbers that keys of sketches are looked up by."""

from __future__ import annotations

import hashlib


def key(*parts: object) -> int:
    """Sixty-three bits that stand for parts together, the same on every machine."""
    joined = "\0".join(map(str, parts)).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(joined, digest_size=8).digest(), "big") >> 1
