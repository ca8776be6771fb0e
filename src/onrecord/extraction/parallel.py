"""Extraction in several processes on one machine: the same output, in the same order."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from pathlib import Path

from onrecord.errors import OnrecordError
from onrecord.extraction.pipeline import Extractor
from onrecord.knowledge import Knowledge
from onrecord.records import Document, Extraction

CHUNK = 8
"""Documents to a piece of work: long enough to batch, short enough that the last pieces end together."""

FEW = 5
"""Pieces of work below which one process does it all: starting another takes some 3 seconds, as long as 20 articles."""

AHEAD = 4
"""Pieces of work a process that wait or run at once: bounds memory while the input streams."""

_extractor: Extractor | None = None


class WorkerLostError(OnrecordError):
    """A process of the pool was ended from outside, mostly for want of memory."""


def extract(
    documents: Iterable[Document], jobs: int = 0, overlays: tuple[Path, ...] = (), model: str | None = None
) -> Iterator[Extraction]:
    """Extract with `jobs` processes (0: one for each core that may be used), in input order.

    Raises WorkerLostError where a process dies, and what Extractor raises.
    """
    count = jobs if jobs > 0 else available_cores()
    chunks = _chunks(documents)
    first = list(islice(chunks, FEW))
    if count == 1 or len(first) < FEW:
        yield from _serial(chain(first, chunks), overlays, model)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, context, _start, (overlays, model)) as pool:
        waiting: deque[Future[list[Extraction]]] = deque()
        try:
            for chunk in chain(first, chunks):
                waiting.append(_submit(pool, chunk))
                if len(waiting) >= count * AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool as error:
            raise WorkerLostError(
                "a reading process was ended from outside, mostly because memory ran out; "
                "run again with fewer processes (--jobs 1)"
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def available_cores() -> int:
    """The number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _serial(chunks: Iterable[list[Document]], overlays: tuple[Path, ...], model: str | None) -> Iterator[Extraction]:
    extractor = Extractor(Knowledge.load(*overlays), model)
    yield from extractor.extract(document for chunk in chunks for document in chunk)


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    iterator = iter(documents)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _submit(pool: ProcessPoolExecutor, chunk: list[Document]) -> Future[list[Extraction]]:
    """Hand over a piece of work; processes that start by it ignore Ctrl-C, on which the parent ends the pool."""
    if threading.current_thread() is not threading.main_thread():
        return pool.submit(_work, chunk)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # inherited by what starts now
    try:
        return pool.submit(_work, chunk)
    finally:
        signal.signal(signal.SIGINT, before)


def _start(overlays: tuple[Path, ...], model: str | None) -> None:
    global _extractor
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _extractor = Extractor(Knowledge.load(*overlays), model)


def _end_with_parent() -> None:
    """End this process as soon as its parent is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _work(documents: list[Document]) -> list[Extraction]:
    assert _extractor is not None
    return list(_extractor.extract(documents, patient=True))
