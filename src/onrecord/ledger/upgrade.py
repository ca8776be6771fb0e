"""Bringing a ledger file to the tables of this version: recognise it, make it, or move it on."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine

from onrecord.ledger import sqlite
from onrecord.ledger.errors import NewerLedgerError, NotALedgerError

# in order; a test holds it against the folder of migrations
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
HEAD = REVISIONS[-1]


def prepare(engine: Engine, path: Path) -> None:
    """See to it that the database has the tables of this version.

    One that has them costs a query or two; Alembic is only loaded for the others. Raises NotALedgerError and
    NewerLedgerError, and what SQLite raises where the file cannot be written to.
    """
    with engine.connect() as connection:
        found = sqlite.identify(connection)
    if check(found, path):
        return
    if found is None:
        sqlite.keep_log(engine)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if not check(sqlite.identify(connection), path):  # another process may have been faster
            migrate(connection)


def check(found: str | None, path: Path) -> bool:
    """Whether a ledger whose tables have the version `found` is up to date. Raises as `prepare` does."""
    if found == "":
        raise NotALedgerError(f"{path}: this database belongs to another program; name another file with --ledger")
    if found is not None and found not in REVISIONS:
        raise NewerLedgerError(
            f"{path}: this ledger was written by a newer version of onrecord (its tables are {found}, this "
            f"program knows {HEAD}); install that version, or name another file with --ledger"
        )
    return found == HEAD


def migrate(connection: Connection, target: str = "head") -> None:
    """Run the steps that the database lacks, inside the transaction that `connection` is in."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, target)
