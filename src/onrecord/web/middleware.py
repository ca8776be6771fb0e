"""What every request passes before, and every answer after, the pages: names, sizes, rates, token and headers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, Route

from onrecord import __version__
from onrecord.web.errors import on_unforeseen, refusal, wants_page
from onrecord.web.limits import RateLimit, caller_of
from onrecord.web.safety import shows_token
from onrecord.web.settings import Settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Any]
Send = Callable[[Message], Any]
App = Callable[[Scope, Receive, Send], Any]

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
            "connect-src 'self'", "font-src 'self'", "worker-src 'self'", "manifest-src 'self'",
            "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}  # fmt: skip
"""Of every answer, errors and files too, unless it sets stricter ones itself."""

LONGEST_ADDRESS = 8_192
"""Bytes of a path with its query."""
SLOWEST_BODY = 30.0
"""Seconds that may pass until the next piece of a request's body has come."""

WRONG_TOKEN = 10
"""Requests that one with a wrong token counts as, so that tokens cannot be tried in great number."""

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_KNOWN = _READING | {"POST", "PUT", "PATCH", "DELETE"}
_OPEN = ("/enter", "/static/")
"""Paths that need no token beyond loopback."""


class Guard:
    """ASGI middleware that lets through what is allowed, and sees to the headers of every answer.

    `routes` tell which methods an address knows: for `OPTIONS`, for `Allow`, and so that what would be neither found
    nor allowed is not asked for a token.
    """

    def __init__(self, app: App, settings: Settings, routes: Sequence[BaseRoute]) -> None:
        self._app = app
        self._settings = settings
        self._routes = routes
        self._rates = RateLimit(settings.rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        request = Request(scope)
        answer = _Answer(send, scope, self._allowed(scope), bool(request.headers.get("cookie")))
        try:
            refused = self._refused(request)
            if refused is not None:
                await refused(scope, receive, answer)
                return
            if scope["method"] == "HEAD":
                scope["method"] = "GET"
            await self._app(scope, _Body(receive, self._settings.max_body), answer)
        except _AnsweredError:
            pass
        except Exception as error:  # the last place where one can be answered
            if not answer.begun:
                await on_unforeseen(request, error)(scope, receive, answer)
            else:
                on_unforeseen(request, error)  # what was begun breaks off, so that nobody takes it for whole
        finally:
            if answer.status == 401 and ("authorization" in request.headers or scope["path"] == "/enter"):
                self._rates.charge(_caller(scope), WRONG_TOKEN)

    def _refused(self, request: Request) -> Response | None:
        scope, headers, settings = request.scope, request.headers, self._settings
        method, path = scope["method"], scope["path"]
        if not _is_named(headers.get("host", ""), settings.hosts):
            return refusal(
                request,
                421,
                "this server is not called by this name; open the address that `onrecord serve` printed, or start it "
                "with --name",
            )
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
            return refusal(request, 414, f"an address has {LONGEST_ADDRESS:,} bytes at most")
        wait = 0 if path.startswith("/static/") else self._rates.spend(_caller(scope))
        if wait:
            detail = f"these are more than {settings.rate:,} requests a minute; wait {wait} seconds"
            return refusal(request, 429, detail, {"Retry-After": str(wait)})
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            return refusal(request, 400, "Content-Length is no number")
        if int(length[:19]) > settings.max_body:
            return refusal(request, 413, _too_large(settings.max_body), {"Connection": "close"})
        return self._stranger(request) or self._writer(request, method, path)

    def _stranger(self, request: Request) -> Response | None:
        """Refuse who shows no token where everything needs one."""
        path = request.scope["path"]
        if not self._settings.open_to_network or path.startswith(_OPEN) or shows_token(request):
            return None
        if request.scope["method"] in ("GET", "HEAD") and wants_page(request):
            return RedirectResponse("/enter", 303)
        return _unknown(request, "everything on this server needs its token")

    def _writer(self, request: Request, method: str, path: str) -> Response | None:
        """Refuse what would write, from another site or without the token; here, so that no page can forget it."""
        allowed = self._allowed(request.scope)
        if method == "OPTIONS" and allowed:
            return Response(status_code=204, headers={"Allow": ", ".join(sorted(allowed))})
        if method not in _KNOWN:
            return refusal(request, 405, "this address does not know this method")
        if method in _READING or method not in allowed:
            return None
        if _is_foreign(request.headers):
            return refusal(request, 403, "this was sent by a page of another site, which may not write here")
        if path == "/enter":
            return None
        if self._settings.read_only:
            return refusal(request, 403, "this ledger is shown read-only")
        if not shows_token(request):
            return _unknown(request, "writing needs the token that `onrecord serve` printed")
        return None

    def _allowed(self, scope: Scope) -> frozenset[str]:
        found: set[str] = set()
        for route in self._routes:
            if isinstance(route, Route) and route.matches({**scope, "method": "?"})[0] is not Match.NONE:
                found |= route.methods or set()
        if scope["path"].startswith("/static/"):
            found.add("GET")
        if "GET" in found:
            found.add("HEAD")
        return frozenset(found | {"OPTIONS"}) if found else frozenset()


class _AnsweredError(OSError):
    """The answer to HEAD is whole, and its body need not be made; servers' own interfaces call it a broken pipe."""


class _Answer:
    """Sends an answer with the headers of every one, without a body where HEAD asked for it."""

    def __init__(self, send: Send, scope: Scope, allowed: frozenset[str], session: bool) -> None:
        self._send = send
        self._head = scope["method"] == "HEAD"
        self._scope = scope
        self._allowed = allowed
        self._session = session
        self.begun = False
        self.status = 0
        self._done = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun, self.status = True, message["status"]
            self._complete(MutableHeaders(raw=message.setdefault("headers", [])), message["status"])
            await self._send(message)
        elif not self._head:
            await self._send(message)
        elif not self._done:
            self._done = True
            await self._send({"type": "http.response.body", "body": b""})
            if message.get("more_body"):
                raise _AnsweredError

    def _complete(self, headers: MutableHeaders, status: int) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if status == 405 and self._allowed:
            headers["Allow"] = ", ".join(sorted(self._allowed))
        if "cache-control" not in headers:
            headers["Cache-Control"] = self._caching(status)

    def _caching(self, status: int) -> str:
        if self._scope["path"].startswith("/static/") and status in (200, 304):
            named = f"v={__version__}".encode()
            return "public, max-age=31536000, immutable" if self._scope["query_string"] == named else "no-cache"
        return "no-store" if self._session or status >= 400 else "private, no-cache"


class _Body:
    """Receives a request's body, up to a size, whether or not it said how long it is."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._most = most
        self._size = 0
        self._whole = False

    async def __call__(self) -> Message:
        if self._whole:  # what comes now is the end of the connection, which may be long in coming
            message: Message = await self._receive()
            return message
        try:
            message = await asyncio.wait_for(self._receive(), SLOWEST_BODY)
        except TimeoutError:
            raise HTTPException(408, "the body of this request is too long in coming") from None
        self._size += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._size > self._most:
            raise HTTPException(413, _too_large(self._most), {"Connection": "close"})
        return message


def _unknown(request: Request, detail: str) -> Response:
    return refusal(request, 401, detail, {"WWW-Authenticate": 'Bearer realm="onrecord"'})


def _caller(scope: Scope) -> str:
    return caller_of(scope["client"][0] if scope.get("client") else None)


def _too_large(most: int) -> str:
    return f"a request has {most:,} bytes at most"


def _is_named(host: str, names: Sequence[str]) -> bool:
    """Whether a browser calls the server by one of its names, whatever the port (against DNS rebinding)."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() and not host.endswith("]") else host
    return name.lower().rstrip(".") in {known.lower() for known in names}


def _is_foreign(headers: Headers) -> bool:
    """Whether a browser says that a request was made by a page of another site (or port)."""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    # of pages with `no-referrer` browsers say `Origin: null` even to their own server
    if origin is None or (origin == "null" and site == "same-origin"):
        return False
    return urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
