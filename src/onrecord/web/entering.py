"""The door: where a browser shows the token and is given a cookie for it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from onrecord.web.asked import Asked, settings_of
from onrecord.web.page import rendered
from onrecord.web.safety import SESSION, is_token, session_of, shows_token

router = APIRouter(include_in_schema=False)

_WRONG = "This is not the token that the server was started with."
LONGEST_TOKEN = 500


@router.get("/enter")
def enter(request: Request, token: str | None = None) -> Response:
    """Change the token of the address that `onrecord serve` printed for a cookie; ask for it where it is missing."""
    return _answer(request, token)


@router.post("/enter")
async def enter_by_form(request: Request, token: Annotated[str, Form(max_length=LONGEST_TOKEN)] = "") -> Response:
    """The same by the form, which leaves no token in an address."""
    return await run_in_threadpool(_answer, request, token)


@router.post("/leave")
def leave(request: Request) -> Response:
    """Take the cookie back."""
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(settings_of(request).cookie(SESSION))
    return answer


def _answer(request: Request, token: str | None) -> Response:
    settings = settings_of(request)
    if token and is_token(request, token.strip()) and settings.token is not None:
        answer: Response = RedirectResponse("/", 303)
        answer.set_cookie(
            settings.cookie(SESSION),
            session_of(settings.token),
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
    elif not token and shows_token(request):
        answer = RedirectResponse("/", 303)
    else:
        said = "" if token is None else _WRONG
        needed = settings.open_to_network
        page = rendered(request, "enter.html", "Enter", Asked(), wrong=said, needed=needed, none=settings.token is None)
        answer = HTMLResponse(page, 401 if token else 200)
    answer.headers["Cache-Control"] = "no-store"
    return answer
