"""The connections beneath fetching: to checked addresses only, with a clock that runs for all of an answer."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Collection, Iterable
from typing import Any

import httpcore

from onrecord.reading.fetching.addresses import Resolve, permitted
from onrecord.reading.fetching.model import FetchingError

_SLICE = 0.5
"""Seconds after which a thread that waits for bytes looks whether it is to stop."""


class Watch:
    """When the answer that a thread waits for must be there, and whether everything is to stop."""

    def __init__(self, stopped: Callable[[], bool]) -> None:
        self._stopped = stopped
        self._local = threading.local()

    def start(self, seconds: float) -> None:
        """Let the clock of this thread run."""
        self._local.end = time.monotonic() + seconds
        self._local.seconds = seconds

    def left(self) -> float:
        """Seconds that are left. Raises FetchingError where there are none, or all is to stop."""
        if self._stopped():
            raise FetchingError("stopped", "stopped", temporary=True)
        left: float = getattr(self._local, "end", time.monotonic() + _SLICE) - time.monotonic()
        if left <= 0:
            raise FetchingError(
                "timeout", f"the answer took longer than {self._local.seconds:g} seconds", temporary=True
            )
        return left


class Stream(httpcore.NetworkStream):
    """A connection whose every read ends in time, however slowly the bytes drip."""

    def __init__(self, inner: httpcore.NetworkStream, watch: Watch) -> None:
        self._inner = inner
        self._watch = watch

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """At most so many bytes; none at the end. Raises ReadTimeout of httpcore, and FetchingError."""
        end = time.monotonic() + (timeout if timeout is not None else 3600.0)
        while True:
            left = min(self._watch.left(), end - time.monotonic())
            if left <= 0:
                raise httpcore.ReadTimeout("no bytes came")
            try:
                return self._inner.read(max_bytes, min(left, _SLICE))
            except httpcore.ReadTimeout:
                continue

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        left = self._watch.left()
        self._inner.write(buffer, left if timeout is None else min(left, timeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on encrypted; the certificate must be that of the host that was asked for, not of the number."""
        left = self._watch.left()
        timeout = left if timeout is None else min(left, timeout)
        return Stream(self._inner.start_tls(ssl_context, server_hostname, timeout), self._watch)

    def get_extra_info(self, info: str) -> Any:
        """What the connection beneath knows."""
        return self._inner.get_extra_info(info)


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to the addresses of a host that were checked, and to no others."""

    def __init__(self, watch: Watch, allowed: Collection[str], resolve: Resolve) -> None:
        self._inner = httpcore.SyncBackend()
        self._watch = watch
        self._allowed = allowed
        self._resolve = resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first checked address that answers. Raises FetchingError and what httpcore raises."""
        failed: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in permitted(host, port, self._allowed, self._resolve)[:4]:
            left = self._watch.left()
            try:
                inner = self._inner.connect_tcp(
                    address, port, left if timeout is None else min(left, timeout), local_address, socket_options
                )
                return Stream(inner, self._watch)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed or httpcore.ConnectError("no address")
