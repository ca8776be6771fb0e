"""The queue of review, kept in memory and brought up to date with what the ledger has since recorded."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import nlargest
from pathlib import Path
from threading import Lock

from onrecord.ledger import Ledger
from onrecord.ledger.reviewing import Footing, Stand
from onrecord.views.review import Rank, rank

FIRST = 150
"""Events at the head of the queue whose claims and ties are looked at; the rest wait on what their own records say."""


@dataclass(slots=True)
class Queue:
    """The events of one ledger as of a moment, by the keys of their rows, which never change.

    `ranks` are what their records alone make of them; `footings` are known of those that came to the head.
    """

    moment: int = 0
    ranks: dict[int, tuple[float, Stand]] = field(default_factory=dict)
    footings: dict[int, Footing] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One event in the queue."""

    id: str
    rank: Rank


_queues: dict[Path, Queue] = {}
_making = Lock()


def waiting(ledger: Ledger) -> tuple[Waiting, ...]:
    """The head of the queue, without what was judged; the first look at a ledger reads all its events once."""
    with _making:
        queue = _queues.setdefault(ledger.path.absolute(), Queue())
    with queue.lock:
        _follow(queue, ledger)
        judged = ledger.judged_events()
        keys = nlargest(FIRST + len(judged), queue.ranks, key=lambda key: (queue.ranks[key][0], -key))
        head = {key: queue.ranks[key][1] for key in keys if queue.ranks[key][1].id not in judged}
        unknown = {stand.id: key for key, stand in head.items() if key not in queue.footings}
        for id, footing in (ledger.footings(unknown) if unknown else {}).items():
            queue.footings[unknown[id]] = footing
        found = [
            Waiting(stand.id, rank(stand, known.score, known.joined))
            for key, stand in list(head.items())[:FIRST]
            if (known := queue.footings.get(key)) is not None
        ]
    return tuple(sorted(found, key=lambda one: (-one.rank.value, one.id)))


def _follow(queue: Queue, ledger: Ledger) -> None:
    """Take in what came and went since the last look."""
    touched = ledger.touched(queue.moment)
    if touched.moment < queue.moment:  # another ledger was put in the place of this one
        queue.ranks, queue.footings = {}, {}
        touched = ledger.touched()
    for key in touched.gone:
        queue.ranks.pop(key, None)
        queue.footings.pop(key, None)
    for key, stand in touched.came:
        queue.ranks[key] = (rank(stand).value, stand)
    queue.moment = touched.moment
