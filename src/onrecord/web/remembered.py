"""Answers that take long, kept until the ledger changes: few of them, in the memory of the server."""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar

from fastapi import Request

from onrecord.ledger import Ledger
from onrecord.web.asked import Asked, counting_of, settings_of

T = TypeVar("T")

MOST = 48
"""Answers that are kept; the one that was asked for longest ago goes first."""

_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def remembered(request: Request, question: Asked, ledger: Ledger, what: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives, or gave when the ledger was as it is now and was looked at from the same moment.

    `what` names the answer, with all of the question that it depends on.
    """
    path = str(settings_of(request).ledger.absolute())
    key = path, ledger.last_moment(), counting_of(request), question.as_of, question.reported_until, what
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            found: T = _kept[key]
            return found
    with _undisturbed():
        made = make()
    with _lock:
        _kept[key] = made
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let the collector of garbage wait: it would walk through all that is being made, which doubles the time."""
    waits = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if waits:
            gc.enable()
