"""A question in words that a person types: its terms, its text, its JSON, and what to write where it is wrong."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal, get_args

from onrecord.errors import OnrecordError
from onrecord.knowledge.ontology import CONTEXTS
from onrecord.records import RecordError, decode, dumps
from onrecord.records.vocabulary import EVENT_TYPES, POLARITIES, STAGES

Field = Literal[
    "words", "act", "type", "mode", "stage", "polarity", "context",
    "party", "actor", "recipient", "source", "place", "country", "after", "before",
]  # fmt: skip
FIELDS: Final[tuple[Field, ...]] = get_args(Field)

_CHOICES: Final = {
    "type": EVENT_TYPES, "stage": STAGES, "polarity": POLARITIES, "context": tuple(sorted(CONTEXTS)),
}  # fmt: skip
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_TOKEN = re.compile(r'(?P<quoted>"(?P<inner>[^"]*)")|(?P<mark>[|:])|(?P<bare>[^\s"|:]+)')
_BARE = re.compile(r'[^\s"|:-][^\s"|:]*')


class QueryError(OnrecordError):
    """A question cannot be read; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Term:
    """One condition: the field has one of the values, or, where `excluded`, none of them."""

    field: Field
    values: tuple[str, ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question: all of its terms hold."""

    terms: tuple[Term, ...]


def parse(text: str) -> Query:
    """Read a question such as `type:ASSAULT party:"United States" place:MX drone* -exercise`.

    A term is `field:value` or a bare word; several values with `|` between them are alternatives, several terms
    hold together, and a `-` in front excludes. Words and names may be quoted, and end in `*`. Raises QueryError.
    """
    text = re.sub("[“”„]", '"', text)
    if text.count('"') % 2:
        raise QueryError(f'a quotation mark is not closed in {text!r}; write names of several words as "New York"')
    terms = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        term, at = _term(text, at)
        terms.append(term)
    if not any(not term.excluded for term in terms):
        raise QueryError("the question asks for nothing; write at least one term, such as type:ASSAULT or drone*")
    query = Query(tuple(terms))
    _check_once(query)
    return query


def written(query: Query) -> str:
    """The text of a question, from which `parse` makes the same question."""
    return " ".join(
        ("-" if term.excluded else "")
        + ("" if term.field == "words" else f"{term.field}:")
        + "|".join(value if _BARE.fullmatch(value) else f'"{value}"' for value in term.values)
        for term in query.terms
    )


def to_json(query: Query) -> str:
    """A question as one line of JSON."""
    return dumps(query)


def from_json(text: str) -> Query:
    """Read the JSON of a question. Raises QueryError."""
    try:
        query = decode(Query, json.loads(text))
    except (ValueError, RecordError) as error:
        raise QueryError(f"this is not the JSON of a question ({error}); ask it in words again") from error
    return parse(written(query))


def _term(text: str, at: int) -> tuple[Term, int]:
    excluded = text[at] == "-"
    start = at = at + excluded
    field: Field = "words"
    values: list[str] = []
    wants_value = True
    while at < len(text) and not text[at].isspace():
        found = _TOKEN.match(text, at)
        assert found is not None  # every sign but a space, and but a quotation mark alone, begins a token
        at = found.end()
        if found["mark"] == ":":
            if len(values) != 1 or field != "words" or wants_value:
                raise QueryError(f"a colon stands in the wrong place in {text[start:at]!r}; write field:value")
            field, values, wants_value = _field(values[0]), [], True
        elif found["mark"] == "|":
            if wants_value:
                raise QueryError(f"a value is missing before | in {text[start:at]!r}; write one|other")
            wants_value = True
        elif not wants_value:
            raise QueryError(f"{text[start:at]!r}: put a space between two terms, or | between two values")
        else:
            value = " ".join((found["inner"] if found["quoted"] else found["bare"]).split())
            if not value:
                raise QueryError("a pair of quotation marks is empty; write words between them, or leave them out")
            values.append(value)
            wants_value = False
    if wants_value:
        example = ("" if field == "words" else f"{field}:") + _example(field)
        raise QueryError(f"a value is missing after {text[start:at] or '-'!r}; write for example {example}")
    return Term(field, tuple(dict.fromkeys(_checked(field, value) for value in values)), excluded), at


def _field(name: str) -> Field:
    lower = name.lower()
    lower = {"actors": "actor", "recipients": "recipient", "parties": "party", "who": "party", "since": "after",
             "until": "before", "word": "words", "where": "place", "trigger": "act"}.get(lower, lower)  # fmt: skip
    if lower in FIELDS:
        return lower
    near = get_close_matches(lower, FIELDS, 1)
    meant = f"did you mean {near[0]}:? " if near else ""
    raise QueryError(
        f"there is no field {name!r}; {meant}the fields are {', '.join(FIELDS)} "
        '(words that hold a colon are written in quotation marks: "x:y")'
    )


def _checked(field: Field, value: str) -> str:
    if field in _CHOICES:
        choices = _CHOICES[field]
        value = value.upper() if field == "type" else value.lower().replace(" ", "_")
        if value not in choices:
            near = get_close_matches(value, choices, 1)
            meant = f"did you mean {near[0]}? " if near else ""
            raise QueryError(f"{value!r} is no {field}; {meant}it is one of {', '.join(choices)}")
    elif field in ("after", "before"):
        if not _DATE.fullmatch(value):
            raise QueryError(f"{value!r} is no date; write {field}:2025-04-01, {field}:2025-04 or {field}:2025")
    elif not re.search(r"\w", value):
        raise QueryError(f"{value!r} holds no letter and no digit; write a word or a name")
    return value.lower() if field == "mode" else value


def _example(field: Field) -> str:
    return {
        "type": "ASSAULT", "stage": "planned", "polarity": "negated", "context": "military", "mode": "drone",
        "place": "MX", "country": "MEX", "after": "2025-04-01", "before": "2025-04", "act": "strike*",
        "words": "drone*",
    }.get(field, '"United States"')  # fmt: skip


def _check_once(query: Query) -> None:
    """An event has one type, one stage …: two terms of such a field would never hold together."""
    for field in ("type", "mode", "stage", "polarity", "after", "before"):
        own = [term for term in query.terms if term.field == field and not term.excluded]
        if len(own) > 1:
            both = "|".join(value for term in own for value in term.values)
            raise QueryError(f"an event has one {field}; write {field}:{both} for any of them, and give it once")
