"""Rows of JSON to documents: what a row must have, and what is wrong with one that has not."""

from __future__ import annotations

import json
from typing import Any

from onrecord.reading.dates import date_as_written
from onrecord.reading.decoding import without_surrogates
from onrecord.reading.model import UnreadableError, shorten
from onrecord.records import Document, Probe, Problem

_OPTIONAL = ("title", "published", "source", "author", "url", "lang")


def parse_json(text: str) -> Any:
    """Read one JSON value. Raises UnreadableError, which says where it breaks."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        fault = error.msg.removesuffix(" at")
        raise UnreadableError("not-json", f"this is not JSON ({fault}, character {error.pos + 1})") from error
    except RecursionError as error:
        raise UnreadableError("not-json", "this JSON is nested too deep to read") from error
    except ValueError as error:  # a number of thousands of digits
        raise UnreadableError("not-json", f"this JSON cannot be read ({shorten(str(error))})") from error


def document_of(row: Any) -> tuple[Document, tuple[Problem, ...]]:
    """Check one row of CONTRACT's input and make its document; unknown fields are ignored.

    The text is kept as it is, but for lone surrogates, which become U+FFFD one for one, so that offsets hold.
    Raises UnreadableError, which names the field.
    """
    if not isinstance(row, dict):
        raise UnreadableError("bad-field", "this is no document: a document is a JSON object with `id` and `text`")
    identifier = _required(row, "id", "no-id")
    text = _required(row, "text", "no-text")
    problems: list[Problem] = []
    if identifier != without_surrogates(identifier) or text != without_surrogates(text):
        problems.append(Problem("encoding-broken", "lone surrogates in it were replaced"))
    if not identifier.strip():
        raise UnreadableError("no-id", "the field `id` is empty; give every document an id of its own")
    if not text.strip():
        raise UnreadableError("no-text", "the field `text` is empty, so there is nothing to read")
    values: dict[str, str | None] = {}
    for name in _OPTIONAL:
        value = row.get(name)
        if value is not None and not isinstance(value, str):
            raise UnreadableError("bad-field", f"the field `{name}` is {shorten(value)}; it must be a string or null")
        values[name] = without_surrogates(value) if value else None
    stated = values["published"]
    if stated:
        values["published"] = date_as_written(stated)
        if values["published"] is None:
            message = f"`published` is {shorten(stated)}, which is no ISO date that can be used; it is left open"
            problems.append(Problem("bad-date", message))
    document = Document(
        id=without_surrogates(identifier),
        text=without_surrogates(text),
        title=values["title"],
        published=values["published"],
        source=values["source"],
        author=values["author"],
        url=values["url"],
        lang=values["lang"],
        probes=_probes(row.get("probes"), len(text)),
    )
    return document, tuple(problems)


def _required(row: dict[str, Any], name: str, code: str) -> str:
    if row.get(name) is None:
        raise UnreadableError(code, f"the field `{name}` is missing; every document needs `id` and `text`")
    value = row[name]
    if not isinstance(value, str):
        raise UnreadableError("bad-field", f"the field `{name}` is {shorten(value)}; it must be a string")
    return value


def _probes(value: Any, length: int) -> tuple[Probe, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise UnreadableError("bad-field", f"the field `probes` is {shorten(value)}; it must be a list")
    probes = []
    for number, item in enumerate(value, 1):
        where = f"probe {number}"
        if not isinstance(item, dict) or not isinstance(item.get("id"), str):
            raise UnreadableError("bad-field", f"{where} must be an object with `id` (a string), `start` and `end`")
        start, end = item.get("start"), item.get("end")
        if type(start) is not int or type(end) is not int:
            raise UnreadableError("bad-field", f"{where}: `start` and `end` must be whole numbers")
        if not 0 <= start < end <= length:
            raise UnreadableError(
                "bad-field", f"{where}: {start} to {end} is no stretch of a text of {length} characters"
            )
        probes.append(Probe(without_surrogates(item["id"]), start, end))
    return tuple(probes)
