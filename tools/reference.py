"""Makes the pages of reference from the code itself: commands, Python names, records, export formats, API paths."""

from __future__ import annotations

import dataclasses
import inspect
import re
import types
import typing
from collections.abc import Iterator
from enum import Enum
from typing import Any

from typer.core import TyperArgument, TyperGroup, TyperOption
from typer.main import get_command

import onrecord
from onrecord.linking import event, judgement
from onrecord.records import claim, document, extraction, span, vocabulary

RECORDS = (document, extraction, claim, span, event, judgement)
"""The modules whose dataclasses are the public records."""

_MENTION = re.compile(r"\[([\w.]+)\]")


def pages() -> dict[str, str]:
    """All pages of reference in Markdown, by their paths in the site."""
    return {
        "reference/commands.md": commands_page(),
        "reference/python.md": python_page(),
        "reference/records.md": records_page(),
        "reference/formats.md": formats_page(),
        "reference/paths.md": paths_page(),
    }


# --- commands --------------------------------------------------------------------------------------------


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its full name, those of groups too (`judge stage`)."""
    from onrecord.cli.app import app

    def walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(command, TyperGroup):
            if name:
                yield name, command
            for own, child in sorted(command.commands.items()):
                yield from walk(f"{name} {own}".strip(), child)
        else:
            yield name, command

    yield from walk("", get_command(app))


def commands_page() -> str:
    """The reference of the command line."""
    lines = ["# Commands", "", "Made from the program; `onrecord COMMAND --help` says the same.", ""]
    for name, command in commands():
        lines += [f"## onrecord {name}", "", *_paragraphs(command.help or ""), ""]
        arguments = [p for p in command.params if isinstance(p, TyperArgument)]
        options = [p for p in command.params if isinstance(p, TyperOption) and not p.hidden and p.name != "help"]
        if arguments or options:
            lines += ["| argument or option | meaning |", "| --- | --- |"]
            lines += [f"| `{_argument(p)}` | {_cell(getattr(p, 'help', None) or '')} |" for p in arguments]
            lines += [f"| {_option(p)} | {_cell(_help(p))} |" for p in options]
            lines.append("")
        if command.epilog:
            shown = [line.strip() for line in command.epilog.replace("\b", "").splitlines()[1:] if line.strip()]
            lines += ["```sh", *(line for line in shown if line != "Examples:"), "```", ""]
    return "\n".join(lines)


def _argument(parameter: TyperArgument) -> str:
    return parameter.metavar or str(parameter.name).upper()


def _option(option: TyperOption) -> str:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    if option.is_flag or option.count:
        return names
    return f"{names} {_cell(option.metavar or str(option.name).upper())}"


def _help(option: TyperOption) -> str:
    said = option.help or ""
    if option.multiple:
        said += " May be given several times."
    if isinstance(option.default, str | int | float) and not isinstance(option.default, bool) and option.default != "":
        said += f" Default: `{getattr(option.default, 'value', option.default)}`."
    kind = option.type_descriptor.annotation
    if inspect.isclass(kind) and issubclass(kind, Enum):
        said += " One of " + ", ".join(f"`{choice.value}`" for choice in kind) + "."
    if option.envvar:
        said += f" Also set by `{option.envvar}`."
    return said


def _paragraphs(text: str) -> list[str]:
    return [re.sub(r"\s+", " ", part).strip() + "\n" for part in inspect.cleandoc(text).split("\n\n")]


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|").replace("<", "&lt;")


# --- Python ----------------------------------------------------------------------------------------------


def python_page() -> str:
    """The reference of what `import onrecord` gives."""
    lines = ["# Python", "", "What `import onrecord` gives. All records are frozen dataclasses.", ""]
    for name in sorted(onrecord.__all__, key=str.lower):
        value = getattr(onrecord, name)
        lines += [f"## {name}", ""]
        if inspect.isclass(value):
            lines += [*_doc(value), ""]
            if dataclasses.is_dataclass(value):
                lines += _fields(value)
            for method, function in _methods(value):
                lines += [f"### {name}.{method}", "", f"```python\n{method}{_signature(function)}\n```", ""]
                lines += [*_doc(function), ""]
        elif callable(value):
            lines += [f"```python\n{name}{_signature(value)}\n```", "", *_doc(value), ""]
        else:
            lines += [f"`{value!r}`", ""]
    return "\n".join(lines)


def _methods(value: type) -> Iterator[tuple[str, Any]]:
    if issubclass(value, BaseException):
        return
    for name, found in sorted(inspect.getmembers(value)):
        if not name.startswith("_") and (inspect.isfunction(found) or isinstance(found, types.MethodType)):
            yield name, found


def _signature(function: Any) -> str:
    try:
        return str(inspect.signature(function)).replace("onrecord.", "").replace("~", "")
    except (TypeError, ValueError):
        return "(…)"


def _doc(value: Any) -> list[str]:
    return [inspect.getdoc(value) or ""]


# --- records ---------------------------------------------------------------------------------------------


def records_page() -> str:
    """The reference of records and vocabularies, field by field."""
    lines = [
        "# Records and vocabularies", "",
        "What goes in and comes out, as JSON and in Python; offsets count Unicode code points.", "",
    ]  # fmt: skip
    for module in RECORDS:
        for name, value in vars(module).items():
            if inspect.isclass(value) and dataclasses.is_dataclass(value) and value.__module__ == module.__name__:
                lines += [f"## {name}", "", *_doc(value), "", *_fields(value)]
    lines += ["## Vocabularies", "", "| name | values |", "| --- | --- |"]
    for name, value in sorted(vars(vocabulary).items()):
        if name.isupper() and isinstance(value, tuple):
            lines.append(f"| {name.lower().replace('_', ' ')} | {', '.join(f'`{item}`' for item in value)} |")
    return "\n".join([*lines, ""])


def _fields(value: Any) -> list[str]:
    hints = typing.get_type_hints(value)
    lines = ["| field | type | default |", "| --- | --- | --- |"]
    for one in dataclasses.fields(value):
        default = "" if one.default is dataclasses.MISSING else f"`{one.default!r}`"
        lines.append(f"| `{one.name}` | {_cell(_type(hints[one.name]))} | {_cell(default)} |")
    return [*lines, ""]


def _type(hint: Any) -> str:
    if typing.get_origin(hint) is typing.Literal:
        return "one of " + ", ".join(f"`{value}`" for value in typing.get_args(hint))
    if inspect.isclass(hint) and not typing.get_args(hint):
        return "null" if hint is type(None) else hint.__name__
    if typing.get_origin(hint) is tuple:
        own = [argument for argument in typing.get_args(hint) if argument is not ...]
        return f"list of {' and '.join(_type(argument) for argument in own)}"
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return " or ".join(_type(argument) for argument in typing.get_args(hint))
    return str(hint).replace("typing.", "")


# --- export formats --------------------------------------------------------------------------------------


def formats_page() -> str:
    """The reference of export formats: what each holds and what is lost in it."""
    from onrecord.views.exports import FORMATS

    lines = [
        "# Export formats",
        "",
        "`onrecord export --format NAME`; how to use each is told in [Exports](../exports.md).",
        "",
    ]
    for name, format in FORMATS.items():
        lines += [f"## {name}", "", format.description, "", f"`{format.media_type}`, {format.takes}.", ""]
        lines += [f"- {loss}" for loss in format.losses] + ([""] if format.losses else [])
    return "\n".join(lines)


# --- API -------------------------------------------------------------------------------------------------


def openapi() -> dict[str, Any]:
    """The OpenAPI document of the program's API."""
    from pathlib import Path

    from fastapi.testclient import TestClient

    from onrecord.web.application import application
    from onrecord.web.settings import Settings

    with TestClient(application(Settings(Path("none.db")))) as client:
        found: dict[str, Any] = client.get("/api/v1/openapi.json").raise_for_status().json()
    return found


def paths_page() -> str:
    """The reference of the API's paths."""
    lines = ["# API paths", "", "Made from the OpenAPI document, which the server gives at `/api/v1/openapi.json`.", ""]
    for path, methods in sorted(openapi()["paths"].items()):
        for method, operation in methods.items():
            if method not in ("get", "post", "put", "delete", "patch"):
                continue
            lines += [
                f"## {method.upper()} {path}",
                "",
                operation.get("description") or operation.get("summary", ""),
                "",
            ]
            parameters = operation.get("parameters", [])
            if parameters:
                lines += ["| parameter | in | meaning |", "| --- | --- | --- |"]
                lines += [f"| `{p['name']}` | {p['in']} | {_cell(p.get('description', ''))} |" for p in parameters]
                lines.append("")
    return "\n".join(lines)
