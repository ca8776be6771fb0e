"""When somebody last asked what moved in a ledger: kept in their own state, beside no ledger's facts."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from onrecord.ledger import Ledger


class StateError(OnrecordError):
    """What was asked last can be neither read nor kept; the message says where, and what to do."""


def state_path() -> Path:
    """Where it is kept: `onrecord/changes.json` in `$XDG_STATE_HOME` (XDG Base Directory Specification)."""
    home = os.environ.get("XDG_STATE_HOME")
    return (Path(home) if home else Path.home() / ".local" / "state") / "onrecord" / "changes.json"


def last_asked(ledger: Ledger) -> str | None:
    """Up to which moment of this ledger was told last; nothing where it never was. Raises StateError.

    Another ledger that was put in the place of one is not taken for it.
    """
    kept = _read().get(_place(ledger))
    return kept["at"] if kept is not None and kept["ledger"] == ledger.identity() else None


def note_asked(ledger: Ledger, at: str) -> None:
    """Keep up to which moment of a ledger was told. Raises StateError."""
    path = state_path()
    kept = _read() | {_place(ledger): {"ledger": ledger.identity(), "at": at}}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # a whole file takes the place of the other, so that a run that is cut off leaves one of the two
        with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix="changes-", delete=False) as made:
            try:
                json.dump(kept, made, ensure_ascii=True, indent=1, sort_keys=True)
                made.close()
                Path(made.name).replace(path)
            except BaseException:
                with suppress(OSError):
                    Path(made.name).unlink()
                raise
    except OSError as error:
        raise StateError(
            f"{path}: when you asked last cannot be kept ({error.strerror}); make the folder writable, name another "
            "with XDG_STATE_HOME, or ask with --since 7d"
        ) from error


def _place(ledger: Ledger) -> str:
    return os.fsencode(ledger.path.resolve()).decode("utf-8", "backslashreplace")


def _read() -> dict[str, dict[str, str]]:
    path = state_path()
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise StateError(f"{path}: it cannot be read ({error.strerror}); ask with --since 7d") from error
    except (ValueError, RecursionError) as error:
        raise StateError(f"{path}: it is damaged; remove it, or ask with --since 7d") from error
    if not isinstance(said, dict) or not all(_is_kept(one) for one in said.values()):
        raise StateError(f"{path}: it is damaged; remove it, or ask with --since 7d")
    return said


def _is_kept(one: Any) -> bool:
    from onrecord.ledger.errors import BadMomentError
    from onrecord.ledger.moments import read_moment

    if not isinstance(one, dict) or not all(isinstance(one.get(name), str) for name in ("ledger", "at")):
        return False
    with suppress(BadMomentError):
        return bool(read_moment(one["at"]))
    return False
