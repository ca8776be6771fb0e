"""What commands write: tables and text for people, JSON Lines for programs, progress for those who wait."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from onrecord.records import encode

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from onrecord.ledger import StoredClaim
    from onrecord.views.wording import Line

PIPED_WIDTH = 100
STANDING = 15  # columns for mark and standing; `possibly considered` goes beyond, most do not

STYLES = {
    "done": "bold green",
    "ongoing": "green",
    "attempted": "yellow",
    "halted": "magenta",
    "planned": "cyan",
    "considered": "blue",
    "threatened": "bold red",
    "demanded": "red",
    "hypothetical": "dim",
}


def console() -> Console:
    """The console on standard output: as wide as the terminal, a hundred columns where there is none."""
    from rich.console import Console

    piped = not sys.stdout.isatty() and not os.environ.get("COLUMNS")
    return Console(width=PIPED_WIDTH if piped else None, markup=False, emoji=False, highlight=False)


def emit(value: Any) -> None:
    """Write one line of JSON. Records are written as CONTRACT.md has them."""
    line = json.dumps(encode(value), ensure_ascii=False, separators=(", ", ": "), allow_nan=False)
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def claim_value(stored: StoredClaim) -> dict[str, Any]:
    """The JSON value of a claim: its record, with that of its document under `document`."""
    value: dict[str, Any] = encode(stored.claim)
    value["document"] = encode(stored.document)
    return value


def standing_text(line: Line, stage: str) -> Text:
    """A claim's mark and standing, in the colour of the stage for those who see it."""
    from rich.text import Text

    style = "bold" if line.mark.startswith("✕") else STYLES.get(stage, "")
    return Text(f"{line.mark} {line.standing}", style=style)


def short(id: str) -> str:
    """The beginning of an id that `show` takes."""
    return id[:10]


def tail(line: Line) -> str:
    """Who says it, when and where, behind the act."""
    return f" — {line.source}" + "".join(f" · {part}" for part in (line.date, line.place) if part)


def hang(console: Console, cells: Sequence[tuple[Text | str, int]], body: Text | str) -> None:
    """Print cells, each padded to its width, and behind them a text that goes on below itself.

    A cell that is wider than its width pushes the text aside on its line only.
    """
    from rich.cells import cell_len
    from rich.text import Text

    first = Text()
    indent = 0
    for cell, width in cells:
        indent += width + 1
        first.append(cell if isinstance(cell, str) else cell.copy())
        first.append(" " * max(indent - cell_len(first.plain), 1))
    body = Text(body) if isinstance(body, str) else body
    overhang = cell_len(first.plain) - indent
    # words that do not fit beside a wide cell go below: a leading gap as wide as what the cell takes
    body = Text("\u00a0" * overhang) + body if overhang else body
    lines = body.wrap(console, max(console.width - indent, 20), overflow="fold")
    for number, line in enumerate(lines):
        line.rstrip()
        start = first if number == 0 else Text(" " * indent)
        line = line[overhang:] if number == 0 else line
        console.print(start + line, soft_wrap=True)


@contextmanager
def progress(label: str, total: Callable[[], int | None], quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Show documents and words a second and the time left on standard error, where that is a terminal.

    `total` counts what is to come and is only asked where somebody looks. What is yielded is called with the
    documents and words done so far.
    """
    if quiet or not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(label), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        expected = total()
        task = bar.add_task(label, total=expected, rate="")

        def update(documents: int, words: int) -> None:
            elapsed = bar.tasks[task].elapsed or 0.0
            rate = f"{words / elapsed:,.0f} words/s" if elapsed > 0.5 and words else ""
            bar.update(task, completed=min(documents, expected or documents), rate=rate)

        yield update


def _silent(*_: int) -> None:
    """Show nothing."""
