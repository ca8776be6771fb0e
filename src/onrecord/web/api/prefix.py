"""Where the API begins; its number changes when an answer loses a field or means something else."""

from __future__ import annotations

from fastapi import APIRouter

from onrecord.web.api.answering import problems

VERSION = "1"
PREFIX = f"/api/v{VERSION}"


def routed(tag: str) -> APIRouter:
    """A router of the API, whose addresses stand under one heading in its description."""
    return APIRouter(prefix=PREFIX, tags=[tag], responses=problems(400))
