"""Records to JSON values and back, checked against their types."""

from __future__ import annotations

import dataclasses
import functools
import json
import math
import types
import typing
from collections.abc import Callable
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin

from onrecord.errors import OnrecordError

T = TypeVar("T")


class RecordError(OnrecordError):
    """A JSON value is not the record that it should be; the message names the field."""


def encode(record: Any) -> Any:
    """Give the JSON value of a record: objects for records, lists for tuples, everything else as it is."""
    if isinstance(record, str | int | float | None):
        return record
    if isinstance(record, tuple | list):
        return [encode(item) for item in record]
    if isinstance(record, dict):
        return {key: encode(value) for key, value in record.items()}
    return {name: encode(getattr(record, name)) for name in _names(cast(Any, type(record)))}


def dumps(record: Any) -> str:
    """Give one line of JSON for a record; the same record gives the same bytes."""
    return json.dumps(encode(record), ensure_ascii=False, separators=(", ", ": "), allow_nan=False)


def decode(kind: type[T], value: Any, where: str = "") -> T:
    """Read a record of type `kind` from a JSON value; unknown fields are ignored.

    Raises RecordError, which names the field, where a value is missing or of the wrong type.
    """
    return cast(T, _decoder(cast(Any, kind))(value, where or kind.__name__))


@functools.cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(kind))


Decoder = Callable[[Any, str], Any]


@functools.cache
def _decoder(kind: Any) -> Decoder:
    origin = get_origin(kind)
    if origin is Literal:
        return functools.partial(_literal, get_args(kind))
    if origin in (Union, types.UnionType):
        return functools.partial(_union, get_args(kind))
    if origin is tuple:
        return functools.partial(_sequence, _decoder(get_args(kind)[0]))
    if origin is dict:
        key, item = get_args(kind)
        return functools.partial(_mapping, _decoder(key), _decoder(item))
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        fields = tuple((f.name, _decoder(hints[f.name]), _required(f)) for f in dataclasses.fields(kind))
        return functools.partial(_record, kind, fields)
    return functools.partial(_scalar, kind)


def _required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _scalar(kind: type, value: Any, where: str) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise RecordError(f"{where}: {value!r} should be {_article(kind.__name__)}")
    if isinstance(value, float) and not math.isfinite(value):
        raise RecordError(f"{where}: {value!r} should be a finite number")
    return value


def _article(name: str) -> str:
    plain = {"str": "a string", "int": "a whole number", "float": "a number", "bool": "true or false"}
    return plain.get(name, "null" if name == "NoneType" else name)


def _literal(allowed: tuple[Any, ...], value: Any, where: str) -> Any:
    if value not in allowed or isinstance(value, bool):
        raise RecordError(f"{where}: {value!r} should be one of {', '.join(map(str, allowed))}")
    return value


def _union(options: tuple[Any, ...], value: Any, where: str) -> Any:
    if value is None and type(None) in options:
        return None
    failures = []
    for option in options:
        if option is type(None):
            continue
        try:
            return _decoder(option)(value, where)
        except RecordError as error:
            failures.append(error)
    raise failures[-1]


def _sequence(item: Decoder, value: Any, where: str) -> Any:
    if not isinstance(value, list | tuple):
        raise RecordError(f"{where}: {value!r} should be a list")
    return tuple(item(v, f"{where}[{n}]") for n, v in enumerate(value))


def _mapping(key: Decoder, item: Decoder, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise RecordError(f"{where}: {value!r} should be an object")
    return {key(k, where): item(v, f"{where}.{k}") for k, v in value.items()}


def _record(kind: Any, fields: tuple[tuple[str, Decoder, bool], ...], value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise RecordError(f"{where}: {value!r} should be an object")
    found = {}
    for name, decoder, required in fields:
        if name in value:
            found[name] = decoder(value[name], f"{where}.{name}")
        elif required:
            raise RecordError(f"{where}: the field {name!r} is missing")
    return kind(**found)
