"""How the API answers: portions that lead on to the next, streams of lines, tags by which an answer is fresh still."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import ExitStack
from itertools import islice
from typing import Any

from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from onrecord import __version__
from onrecord.ledger import Ledger, Portion
from onrecord.records import encode
from onrecord.web.asked import Asked, counting_of, opened
from onrecord.web.errors import PROBLEM

NDJSON = "application/x-ndjson"
"""One JSON value a line."""

UNCOUNTED = sys.maxsize
"""The total of a list of which only the beginning was made: there is more."""

_PIECE = 65_536
"""Characters of lines that are sent together."""


def whole(request: Request, question: Asked, make: Callable[[Ledger], Any]) -> Response:
    """Answer with one value; with 304 where the caller has it already."""
    with opened(request, question) as ledger:
        tag = tag_of(request, ledger.last_moment())
        if _has(request, tag):
            return Response(status_code=304, headers={"ETag": tag})
        value = make(ledger)
    return json_answer(value, {"ETag": tag})


def portion(
    request: Request,
    question: Asked,
    make: Callable[[Ledger], Portion[Any]],
    value: Callable[[Any], Any] = encode,
) -> Response:
    """Answer with a portion of a list, and with the addresses of the others.

    Those keep the moment of this answer, so that what is recorded meanwhile shifts nothing from one to the next.
    """
    with opened(request, question) as ledger:
        moment = ledger.last_moment()
        # what is asked for by how long ago it was moves with the time, though the address stays the same
        tag = tag_of(request, f"{moment} {question.since or ''}")
        if _has(request, tag):
            return Response(status_code=304, headers={"ETag": tag})
        found = make(ledger)
    total = None if found.total == UNCOUNTED else found.total
    # also where a moment is asked for: a day that has not ended yet goes on changing
    links = _links(request, question.changed(page=question.page, as_of=moment or question.as_of), total)
    body = {
        "items": [value(item) for item in found.items],
        "total": total,
        "page": question.page,
        "size": question.size,
        "as_of": moment,
        "next": links.get("next"),
    }
    headers = {"ETag": tag}
    if links:
        headers["Link"] = ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items())
    return json_answer(body, headers)


def begun(items: Iterable[Any], question: Asked) -> Portion[Any]:
    """A portion of a list that is made one after the other; what comes after it is not counted."""
    end = question.offset + question.size
    listed = tuple(islice(items, end + 1))
    total = UNCOUNTED if len(listed) > end else len(listed)
    return Portion(listed[question.offset : end], total, question.offset)


def cut(items: Iterable[Any], question: Asked) -> Portion[Any]:
    """A portion of a list that is had only whole."""
    listed = tuple(items)
    return Portion(listed[question.offset : question.offset + question.size], len(listed), question.offset)


def lines(
    request: Request,
    question: Asked,
    make: Callable[[Ledger], Iterable[Any]],
    value: Callable[[Any], Any] = encode,
) -> Response:
    """Answer with all items of a list, one a line, while they are read; nothing is held but some lines."""
    return streamed(request, question, lambda ledger: (_line(value(item)) for item in make(ledger)), NDJSON)


def streamed(
    request: Request,
    question: Asked,
    make: Callable[[Ledger], Iterable[str | bytes]],
    media_type: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with pieces while they are made. What goes wrong before the first is an error as any other."""
    with ExitStack() as stack:
        ledger = stack.enter_context(opened(request, question, patience=None))
        pieces = (piece for piece in make(ledger))
        first = next(pieces, "")
        held = stack.pop_all()
    return _Stream(first, pieces, held, media_type, headers)


class _Stream(StreamingResponse):
    """Pieces from an open ledger, which is closed when they end, and also when nobody listens any longer."""

    def __init__(
        self,
        first: str | bytes,
        pieces: Generator[str | bytes, None, None],
        held: ExitStack,
        media_type: str,
        headers: Mapping[str, str] | None,
    ) -> None:
        self._pieces, self._held = pieces, held
        self._made = _gathered(first, pieces)
        super().__init__(self._made, media_type=media_type, headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            # in this order: what makes the pieces reads from the ledger
            self._made.close()
            self._pieces.close()
            self._held.close()


def _gathered(first: str | bytes, pieces: Iterable[str | bytes]) -> Generator[bytes, None, None]:
    waiting = bytearray(first.encode("utf-8", "replace") if isinstance(first, str) else first)
    for piece in pieces:
        waiting += piece.encode("utf-8", "replace") if isinstance(piece, str) else piece
        if len(waiting) >= _PIECE:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)


def json_answer(value: Any, headers: Mapping[str, str] | None = None, status: int = 200) -> Response:
    """An answer of one JSON value."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Response(body.encode("utf-8", "replace"), status, headers, media_type="application/json")


def tag_of(request: Request, moment: str | None) -> str:
    """What tells this answer from any other: the address, the version of the program, the ledger's last moment.

    So does the way in which origins are counted. It is weak (RFC 9110): the same meaning, not the same bytes.
    """
    said = f"{__version__}\0{moment}\0{counting_of(request)}\0{request.url.path}\0{request.url.query}"
    return f'W/"{hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:24]}"'


def _has(request: Request, tag: str) -> bool:
    given = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
    return "*" in given or tag.removeprefix("W/") in {one.removeprefix("W/") for one in given}


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def _links(request: Request, question: Asked, total: int | None) -> dict[str, str]:
    last = question.page + 1 if total is None else max(1, -(-total // question.size))
    wanted = {"first": 1, "prev": question.page - 1, "next": question.page + 1}
    if total is not None:
        wanted["last"] = last
    return {
        name: question.address(request.scope["path"], page=page)
        for name, page in wanted.items()
        if 1 <= page <= last and page != question.page
    }


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What an address may answer beside what it is for, for its description."""
    said = {
        400: "The question makes no sense; the detail says what to change.",
        401: "The token is missing or wrong.",
        403: "Nobody may do this here.",
        404: "There is no such thing.",
        409: "The past is not written to; or it was withdrawn already.",
        410: "It was taken out for good; the detail says on which day.",
        413: "The request is too large.",
        414: "The address is too long.",
        429: "Too many requests a minute; `Retry-After` says when to come again.",
        503: "The ledger cannot answer now: it is being written to, or the question takes too long.",
    }
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": said[status], "content": content} for status in (*statuses, 401, 414, 429, 503)}
