"""Rows as Parquet, a row group at a time, so that memory does not grow with the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pyarrow as pa

ROWS: Final = 5_000
"""Rows of one group: a few megabytes of claims, which is what readers skip or take as a whole."""


class _Sink:
    """A file that is handed on as it is written."""

    closed = False

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, data: Any) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass

    def taken(self) -> bytes:
        taken = b"".join(self._waiting)
        self._waiting.clear()
        return taken


def parquet(schema: pa.Schema, rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """A Parquet file in pieces, compressed with Zstandard. The same rows give the same bytes."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    sink = _Sink()
    waiting = iter(rows)
    with ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        while portion := list(islice(waiting, ROWS)):
            writer.write_table(pa.Table.from_pylist(portion, schema=schema))
            yield sink.taken()
    yield sink.taken()
