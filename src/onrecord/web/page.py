"""A page in its three forms: for people (HTML), for programs (`.json`), for tables (`.csv`)."""

from __future__ import annotations

import csv
import inspect
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from onrecord import __version__
from onrecord.errors import OnrecordError
from onrecord.ledger.moments import read_moment
from onrecord.records import encode
from onrecord.views.export import disarmed
from onrecord.web.asked import Asked, opened, settings_of
from onrecord.web.safety import csrf_token, may_write

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds, once for all its forms.

    `context` goes to the template; `data` is what `.json` gives (records are encoded); `columns` and `rows` are what
    `.csv` gives. `status` is that of HTTP; `cookies` are set, for a year, with the page for people.
    """

    template: str
    title: str
    context: Mapping[str, Any] = field(default_factory=dict)
    data: Any = None
    columns: Sequence[str] = ()
    rows: Iterable[Sequence[Any]] = ()
    status: int = 200
    cookies: Mapping[str, str] = field(default_factory=dict)


TABLE = "text/csv; charset=utf-8; header=present"
"""The media type of a table with a line of column names (RFC 4180, RFC 7111)."""

_PIECE = 65_536
"""Characters of a table that are sent together; each piece costs a change of threads."""

YEAR = 365 * 24 * 60 * 60
"""Seconds that a cookie is kept."""

Handler = Callable[..., Page]


def add_page(router: APIRouter, path: str, handler: Handler, forms: Sequence[str] = ("json", "csv")) -> None:
    """Let a router answer `path` with what `handler` gives as a page, and `path.json`, `path.csv` with its data.

    A handler is a function with FastAPI's parameters, among them `request: Request` and `question: Question`, that
    gives a Page. It opens the ledger itself, with `opened`.
    """

    def form(kind: str) -> Callable[..., Response]:
        def answer(*args: Any, **named: Any) -> Response:
            return respond(named["request"], handler(*args, **named), kind, named.get("question") or Asked())

        answer.__name__ = f"{handler.__name__}_{kind}"
        answer.__doc__ = handler.__doc__
        # FastAPI reads what a function takes from its signature
        answer.__signature__ = inspect.signature(handler, eval_str=True).replace(  # type: ignore[attr-defined]
            return_annotation=inspect.Signature.empty
        )
        return answer

    named = "/index" if path == "/" else path
    for kind in forms:  # before the page itself, whose last part would take "id.json" for an id
        router.add_api_route(f"{named}.{kind}", form(kind), include_in_schema=False, response_class=Response)
    router.add_api_route(path, form("html"), include_in_schema=False, response_class=HTMLResponse)


def respond(request: Request, page: Page, kind: str, question: Asked) -> Response:
    """A page in one of its forms."""
    if kind == "json":
        body = json.dumps(encode(page.data), ensure_ascii=False, allow_nan=False)
        return Response(body.encode("utf-8", "replace"), page.status, media_type="application/json")
    if kind == "csv":
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", request.scope["path"]).strip("-.") or "table.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingResponse(_pieces(csv_of(page.columns, page.rows)), page.status, headers, TABLE)
    answer = HTMLResponse(rendered(request, page.template, page.title, question, **page.context), page.status)
    for name, value in page.cookies.items():
        answer.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="lax")
    return answer


def rendered(request: Request, template: str, title: str, question: Asked, **context: Any) -> str:
    """A template with what every one of them knows: the address, the question, who may write."""
    return (
        environment()
        .get_template(template)
        .render(
            request=request,
            path=request.url.path,
            title=title,
            question=question,
            moment=question.moment,
            version=__version__,
            ledger=settings_of(request).ledger.name,
            writing=may_write(request),
            csrf=csrf_token(request),
            begun=_begun_later(request, question),
            **context,
        )
    )


def _begun_later(request: Request, question: Asked) -> str | None:
    """The day on which the ledger began, where it held nothing yet at the moment that is looked at."""
    if question.as_of is None:
        return None
    with suppress(OnrecordError), opened(request) as ledger:
        begun = ledger.begun()
        if begun and read_moment(question.as_of) < begun:
            return begun[:10]
    return None


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Rows as RFC 4180 has them under a line of column names; formulas in the texts are disarmed."""
    for row in (columns, *rows) if isinstance(rows, Sequence) else _chained(columns, rows):
        buffer = io.StringIO()
        csv.writer(buffer).writerow([disarmed(_cell(cell)) for cell in row])
        yield buffer.getvalue()


def _pieces(lines: Iterable[str]) -> Iterator[bytes]:
    waiting: list[str] = []
    size = 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= _PIECE:
            yield "".join(waiting).encode("utf-8", "replace")
            waiting, size = [], 0
    yield "".join(waiting).encode("utf-8", "replace")


def _chained(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    yield columns
    yield from rows


def _cell(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return "; ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


@cache
def environment() -> Environment:
    """The templates. All text is escaped, whatever the file is called; a name that is not given is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    from onrecord.web.wording import FILTERS, GLOBALS

    made.filters.update(FILTERS)
    made.globals.update(GLOBALS)
    return made
