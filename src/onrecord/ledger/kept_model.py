"""What the archive of original bytes and the watching of feeds hold: a fetch, a feed, an entry of one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeptFetch:
    """One answer as the archive has it, and the document that was read from it.

    `address` is what was asked for, `final` where the answer came from; `at` (ISO 8601, UTC), `status` and `headers`
    are those of the answer; `sha256` and `size` of its bytes, null where none were kept. `part` is the id of the
    entry whose text it is, where the bytes are a feed's. `text` is the hash of the text that the version `reader` of
    onrecord made of the bytes.
    """

    address: str
    final: str
    at: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    sha256: str | None = None
    size: int | None = None
    document: str | None = None
    part: str | None = None
    text: str | None = None
    reader: str | None = None
