"""What the API says of itself: the ledger that it serves, and the OpenAPI document of its addresses."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, Response

from onrecord import __version__
from onrecord.ledger import Ledger
from onrecord.web.api.answering import json_answer, whole
from onrecord.web.api.asking import At
from onrecord.web.api.judging import BEARER
from onrecord.web.api.prefix import VERSION, routed
from onrecord.web.api.shapes import About, ProblemDetails
from onrecord.web.asked import Asked, settings_of
from onrecord.web.page import rendered

router = routed("ledger")

ABOUT = """Who is reported to have done, or to be about to do, what to whom; on whose word; at what stage.

Records are those of the data model: a *claim* is what one passage says, an *event* one act as all claims about it tell
it, an *origin* one report, however many pages repeat it. Every list is given in portions: follow `next` (or the `Link`
header) until it is null; all portions are of one moment, whatever is recorded meanwhile. Addresses that end in
`.ndjson` stream everything that is asked for, one JSON object a line. `as_of` shows the ledger as it was known at a
moment. Answers carry an `ETag`; send it back as `If-None-Match` and what has not changed is 304. Errors are problem
details (RFC 9457). Reading needs no token on the machine itself, and the token of the server beyond it; writing needs
it always: `Authorization: Bearer …`.
"""

TAGS = (
    ("ledger", "What is served."),
    ("documents and claims", "What was read, and what its passages say."),
    ("events", "Acts, what moved in them, and how reports hang together."),
    ("speakers and situations", "Who speaks, and the ledger's standing questions."),
    ("search and timeline", "Words, and dates."),
    ("judgements", "What people corrected."),
    ("exports", "The ledger in the formats of other programs."),
)


@router.get("", response_model=About)
def about(request: Request, asked: At) -> Response:
    """Say what is served, and how much."""
    settings = settings_of(request)

    def said(ledger: Ledger) -> dict[str, Any]:
        return {
            "ledger": settings.ledger.name,
            "version": __version__,
            "documents": ledger.some_documents(0).total,
            "claims": ledger.some_claims(None, 0).total,
            "events": ledger.some_events(None, 0).total,
            "pending": ledger.pending(),
            "as_of": ledger.last_moment(),
            "read_only": settings.read_only or settings.token is None,
        }

    return whole(request, asked.asked, said)


@router.get("/openapi.json", include_in_schema=False)
def openapi() -> Response:
    """The description of the API, as OpenAPI 3.1."""
    return json_answer(description(), {"Cache-Control": "no-cache"})


docs = APIRouter(include_in_schema=False)


@docs.get("/api")
def documentation(request: Request) -> Response:
    """The description of the API for people."""
    described = description()
    groups: dict[str, tuple[str, list[tuple[str, str, Any]]]] = {name: (about, []) for name, about in TAGS}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            groups[operation["tags"][0]][1].append((method.upper(), path, operation))
    about = ABOUT.replace("*", "").split("\n\n")
    page = rendered(request, "api.html", "API", Asked(), described=described, groups=groups, about=about, coded=coded)
    return HTMLResponse(page)


def coded(text: str | None) -> list[tuple[str, bool]]:
    """A text in pieces, those that stand between backticks marked true."""
    return [(piece, bool(number % 2)) for number, piece in enumerate((text or "").split("`"))]


@cache
def description() -> dict[str, Any]:
    """The OpenAPI 3.1 document, made from the addresses and from the records themselves."""
    from onrecord.web.api.router import ROUTERS

    made = get_openapi(
        title="onrecord",
        version=f"{VERSION}.{__version__}",
        summary="A ledger of who is reported to have done what to whom, and on whose word.",
        description=ABOUT,
        routes=[route for one in ROUTERS for route in one.routes],
        tags=[{"name": name, "description": said} for name, said in TAGS],
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        separate_input_output_schemas=True,
    )
    schemas = made["components"]["schemas"]
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    schemas["Problem"] = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
    made["components"]["securitySchemes"] = {
        BEARER: {"type": "http", "scheme": "bearer", "description": "The token that `onrecord serve` printed."}
    }
    for methods in made["paths"].values():
        for operation in methods.values():
            operation["responses"].pop("422", None)
            for answer in operation["responses"].values():
                if answer["description"] == "Successful Response":
                    answer["description"] = "What was asked for."
    return made
