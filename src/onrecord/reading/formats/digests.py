"""Whether a record of a web archive is what its digests say."""

from __future__ import annotations

import base64
import binascii
import hashlib

_KNOWN = {"sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256", "sha512": "sha512",
          "sha-512": "sha512", "md5": "md5"}  # fmt: skip


def agrees(stated: str | None, *contents: bytes) -> bool:
    """Whether `stated` (`sha1:` and the digest in base 32, base 64 or hexadecimal digits) is that of any of `contents`.

    True as well where nothing is stated, or in a way that is not known: there is nothing to doubt then. WARC leaves
    open whether the digest of a payload is taken with or without its codings, so that several are given.
    """
    name, colon, written = (stated or "").strip().partition(":")
    algorithm = _KNOWN.get(name.strip().lower())
    if not colon or algorithm is None:
        return True
    wanted = _bytes(written.strip(), hashlib.new(algorithm, usedforsecurity=False).digest_size)
    if wanted is None:
        return True
    return any(hashlib.new(algorithm, content, usedforsecurity=False).digest() == wanted for content in contents)


def _bytes(written: str, size: int) -> bytes | None:
    """The digest, or null where its length is that of none of the ways in which digests are written."""
    try:
        if len(written) == 2 * size:
            return bytes.fromhex(written)
        bare = written.rstrip("=")
        if len(bare) == -(-size * 8 // 5):
            return base64.b32decode(bare.upper() + "=" * (-len(bare) % 8))
        if len(bare) == -(-size * 8 // 6):
            return base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_" if set(bare) & set("-_") else None)
    except (ValueError, binascii.Error):
        return b""  # of the right length, with a sign that no digest has: none is it
    return None
