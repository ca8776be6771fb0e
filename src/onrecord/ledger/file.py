"""The file of a ledger: opened, moved on to the tables of this version, read and written under its clock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from onrecord.ledger import sqlite, upgrade
from onrecord.ledger.errors import LedgerError, NoLedgerError, NotALedgerError, PastLedgerError
from onrecord.ledger.moments import Sight, Stamp, key_at, read_day, read_moment, stamp
from onrecord.ledger.schema import NOW
from onrecord.linking.linker import Summarise
from onrecord.linking.outlets import Counting


def _now() -> datetime:
    return datetime.now(UTC)


class LedgerFile:
    """What every part of the ledger works on: one SQLite file, its clock, and the moment that it is read at."""

    def __init__(
        self,
        path: str | os.PathLike[str] = "onrecord.db",
        *,
        create: bool = True,
        wait: float = 30.0,
        clock: Callable[[], datetime] = _now,
        as_of: str | None = None,
        reported_until: str | None = None,
        summarise: Summarise | None = None,
        patience: float | None = None,
        counted: Counting | None = None,
    ) -> None:
        self.path = Path(path)
        self._as_of = None if as_of is None else read_moment(as_of)
        self._reported_until = None if reported_until is None else read_day(reported_until)
        self._clock = clock
        self._summarise = summarise
        self._counted = counted
        self._check_file(create)
        self._engine = sqlite.connect(self.path, wait, patience)
        try:
            with sqlite.translated(self.path):
                upgrade.prepare(self._engine, self.path)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back. Closing twice does no harm."""
        self._engine.dispose()

    def _at(self) -> str:
        """The time by the ledger's clock, for records that are no part of its history."""
        return stamp(self._clock())

    def _check_file(self, create: bool) -> None:
        path = self.path
        if path.is_dir():
            raise NotALedgerError(f"{path}: this is a folder; name a file with --ledger, e.g. {path}/onrecord.db")
        if not path.exists() or (path.is_file() and not create and not path.stat().st_size):
            if not create:
                raise NoLedgerError(
                    f"{path}: there is no ledger here; make one with `onrecord read`, or name yours with --ledger"
                )
            if not path.parent.is_dir():
                raise LedgerError(f"{path}: the folder {path.parent} does not exist; make it first")
            return
        if not path.is_file():
            raise NotALedgerError(f"{path}: this is no file of its own kind; name another with --ledger")
        try:
            foreign = sqlite.looks_foreign(path)
        except OSError as error:
            raise LedgerError(f"{path}: this ledger cannot be read ({error.strerror})") from error
        if foreign:
            raise NotALedgerError(
                f"{path}: this file is no ledger of onrecord; name another with --ledger (articles are read "
                "with `onrecord read FILE`)"
            )

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with sqlite.translated(self.path), self._engine.connect() as connection:
            yield connection

    def _sight(self, connection: Connection) -> Sight:
        return Sight(NOW if self._as_of is None else key_at(connection, self._as_of), self._reported_until)

    @contextmanager
    def _writing(self) -> Iterator[tuple[Connection, Stamp]]:
        """A transaction that writes, and the moment of it."""
        if self._as_of is not None or self._reported_until is not None:
            raise PastLedgerError(
                f"{self.path}: the ledger is open as it was known, or reported, at "
                f"{self._as_of or self._reported_until}, and the past is not written to; leave the date out"
            )
        with sqlite.translated(self.path):
            connection = self._engine.connect().execution_options(writes=True)
            with connection, connection.begin():
                yield connection, Stamp(connection, self._clock)
