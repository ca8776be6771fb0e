"""The queue of review, kept in memory and brought up to date with what the ledger has since recorded."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import nlargest
from itertools import islice
from pathlib import Path
from threading import Lock

from onrecord.ledger import Ledger
from onrecord.ledger.reviewing import Stand
from onrecord.views.review import Rank, rank

FIRST = 150
"""Events at the head of the queue that are listed."""

_AT_ONCE = 5_000
"""Events whose claims and ties are looked at in one question; each has a time within which it must be answered."""


@dataclass(slots=True)
class Queue:
    """The events of one ledger as of a moment, by the keys of their rows, which never change.

    `new` are those whose claims and ties were not looked at yet; `ranks` is by the full rule for all others.
    """

    ledger: str = ""
    moment: int = 0
    stands: dict[int, Stand] = field(default_factory=dict)
    new: dict[str, int] = field(default_factory=dict)
    ranks: dict[int, Rank] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One event in the queue."""

    id: str
    rank: Rank


_queues: dict[Path, Queue] = {}
_making = Lock()


def waiting(ledger: Ledger) -> tuple[Waiting, ...]:
    """The head of the queue, without what was judged.

    All events are ranked by the full rule: of a ledger of 70,000 events the first look takes some seconds, the later
    ones only what came since. Half of those at the head would be others, if only what an event's own record tells were
    looked at first.
    """
    with _making:
        queue = _queues.setdefault(ledger.path.absolute(), Queue())
    with queue.lock:
        _follow(queue, ledger)
        judged = ledger.judged_events()
        keys = nlargest(FIRST + len(judged), queue.ranks, key=lambda key: (queue.ranks[key].value, -key))
        found = [Waiting(queue.stands[key].id, queue.ranks[key]) for key in keys]
    left = [one for one in found if one.id not in judged][:FIRST]
    return tuple(sorted(left, key=lambda one: (-one.rank.value, one.id)))


def _follow(queue: Queue, ledger: Ledger) -> None:
    """Take in what came and went since the last look."""
    identity = ledger.identity()
    touched = ledger.touched(queue.moment)
    if touched.moment < queue.moment or identity != queue.ledger:  # another ledger was put in the place of this one
        queue.stands, queue.new, queue.ranks = {}, {}, {}
        touched = ledger.touched()
    for key in touched.gone:
        gone = queue.stands.pop(key, None)
        queue.ranks.pop(key, None)
        if gone is not None and queue.new.get(gone.id) == key:
            del queue.new[gone.id]
    for key, stand in touched.came:
        queue.stands[key] = stand
        queue.new[stand.id] = key
    queue.ledger, queue.moment = identity, touched.moment
    while queue.new:  # in portions: what is broken off for taking too long goes on with the next look
        portion = list(islice(queue.new, _AT_ONCE))
        known = ledger.footings(portion)
        for id in portion:
            key, footing = queue.new.pop(id), known.get(id)
            if footing is not None:
                queue.ranks[key] = rank(queue.stands[key], footing.score, footing.joined)
