"""Who may read and write, and what a browser may do with what it is given: token, session, CSRF, headers, limits."""

from __future__ import annotations

import hashlib
import hmac
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from onrecord.web.settings import Settings

SESSION = "onrecord_session"
"""The cookie of a browser that has shown the token, before what tells the ledger (`Settings.cookie`).

Its value follows from the token and cannot be made without."""
CSRF_FIELD = "csrf"
CSRF_HEADER = "x-csrf-token"


def session_of(token: str) -> str:
    """The value of the session's cookie."""
    return _derived(token, "session")


def shows_token(request: Request) -> bool:
    """Whether a request comes with the token: as `Authorization: Bearer`, or by the cookie that it was changed for."""
    settings: Settings = request.app.state.settings
    if settings.token is None:
        return False
    cookie = request.cookies.get(settings.cookie(SESSION), "")
    return is_token(request, _bearer(request)) or _same(cookie, session_of(settings.token))


def is_token(request: Request, shown: str) -> bool:
    """Whether this is the token of the server, compared in a time that tells nothing of it."""
    settings: Settings = request.app.state.settings
    return settings.token is not None and _same(shown, settings.token)


def may_write(request: Request) -> bool:
    """Whether what is shown may have buttons that change the ledger."""
    settings: Settings = request.app.state.settings
    return not settings.read_only and shows_token(request)


def csrf_token(request: Request) -> str:
    """What a form must send back, so that no foreign page can send it; empty for who may not write."""
    settings: Settings = request.app.state.settings
    return _derived(settings.token, "csrf") if settings.token and shows_token(request) else ""


async def check_write(request: Request) -> str:
    """Let nobody write without the token, and no browser without the form's own token. Gives who signs.

    Raises HTTPException: 401 without the token, 403 without the form's.
    """
    settings: Settings = request.app.state.settings
    if settings.read_only:
        raise HTTPException(403, "this ledger is shown read-only")
    if not shows_token(request):
        detail = "writing needs the token that `onrecord serve` printed"
        raise HTTPException(401, detail, {"WWW-Authenticate": 'Bearer realm="onrecord"'})
    if not is_token(request, _bearer(request)):  # it is the browser that shows the cookie, to whoever makes it ask
        sent = request.headers.get(CSRF_HEADER) or str((await request.form()).get(CSRF_FIELD, ""))
        if not _same(sent, csrf_token(request)):
            raise HTTPException(403, "this form is out of date; load the page again and send it once more")
    return settings.author


Writer = Annotated[str, Depends(check_write)]
"""Who signs what is written, as a parameter of whatever changes the ledger."""


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _derived(token: str, use: str) -> str:
    return hmac.new(token.encode(), use.encode(), hashlib.sha256).hexdigest()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode())
