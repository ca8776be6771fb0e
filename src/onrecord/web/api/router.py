"""The addresses of the API, one router for each kind of thing, below one prefix that carries the version."""

from __future__ import annotations

from fastapi import APIRouter

from onrecord.web.api import describing, documents, exporting, judging, linked, searching, speaking

ROUTERS: tuple[APIRouter, ...] = (
    describing.router,
    documents.router,
    linked.router,
    speaking.router,
    searching.router,
    judging.router,
    exporting.router,
)
