"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer


def examples(*lines: str) -> str:
    """The examples that stand below a command's help."""
    return "\b\n" + "\n".join(["Examples:", *(f"  {line}" for line in lines)])  # \b keeps the lines apart


def storable(argument: str) -> str:
    """An argument as a ledger can be asked for it: bytes that are no UTF-8, which Python carries along, spelt out."""
    return argument.encode("utf-8", "backslashreplace").decode("utf-8")


Word = TypeVar("Word", bound=StrEnum)


def one_of(kind: type[Word]) -> dict[str, Any]:
    """What an option is made with that takes one of some words, and names them all where it is given another."""

    def parse(value: str) -> Word:
        try:
            return kind(value.lower())
        except ValueError:
            raise typer.BadParameter(f"{value!r} is none of {', '.join(kind)}") from None

    parser: Callable[[str], Word] = parse
    return {"parser": parser, "metavar": f"[{'|'.join(kind)}]"}


def _published(value: str | None) -> str | None:
    if value is None:
        return None
    from onrecord.reading.dates import parse_date

    if parse_date(value) is None:
        raise typer.BadParameter(f"{value!r} is no date; write it as 2025-04-09 or 2025-04-09T10:30:00Z")
    return value


Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        help="Files, folders, glob patterns or - for standard input: text, Markdown, HTML, JSON Lines, web archives "
        "(WARC, ARC), mail (.eml, .mbox), PDF, Word, OpenDocument, RTF, exports of Nexis Uni, Factiva and ProQuest; "
        "gzipped or not.",
        show_default=False,
    ),
]
LedgerPath = Annotated[
    Path, typer.Option("--ledger", "-l", metavar="PATH", help="The ledger file.", envvar="ONRECORD_LEDGER")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line instead of text for people.")]
Jobs = Annotated[
    int,
    typer.Option("--jobs", "-j", min=0, metavar="N", help="Processes; 0 takes all cores."),
]
Knowledge = Annotated[
    list[Path] | None,
    typer.Option(
        "--knowledge",
        metavar="DIR",
        help="A folder of your own words over the shipped tables; may be repeated. Also set by `knowledge = [...]` "
        "in the configuration file.",
        show_default=False,
    ),
]
Model = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Another installed spaCy model.", show_default=False),
]
Published = Annotated[
    str | None,
    typer.Option(
        metavar="DATE",
        help="The publication date of documents that state none.",
        callback=_published,
        show_default=False,
    ),
]
Source = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The outlet of documents that state none.",
        show_default=False,
    ),
]

AllowHosts = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-host",
        metavar="HOST",
        help="A host of a private network that may be asked; may be repeated. Also set by `allow_hosts = [...]` in the "
        "configuration file.",
        show_default=False,
    ),
]

Outlets = Annotated[
    Path | None,
    typer.Option(
        "--outlets",
        metavar="PATH",
        help="The file that says what outlets are and, where you want, how far you trust them (outlets.toml). Also "
        "set by `outlets = ...` in the configuration file.",
        envvar="ONRECORD_OUTLETS",
        show_default=False,
    ),
]

DEFAULT_LEDGER = Path("onrecord.db")
