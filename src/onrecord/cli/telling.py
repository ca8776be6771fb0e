"""How commands print events: the same line and the same legend wherever one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.cli import output
from onrecord.cli.complaints import complain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.text import Text

    from onrecord.ledger import Ledger
    from onrecord.linking.event import Event
    from onrecord.views.events import EventLine


def tell(
    console: Console,
    event: Event,
    head: Sequence[tuple[Text | str, int]] = (),
    dated: bool = True,
    actors: str = "",
) -> None:
    """Print an event: cells of `head`, its standing, who does what, what it rests on, its id.

    `dated` is false where its date stands in the head already; `actors` are those that stand above it.
    """
    from rich.text import Text

    from onrecord.views.events import word_event

    line = word_event(event)
    tail = line.tail if dated else "".join(f" · {part}" for part in (line.place,) if part) + f" — {line.grounds}"
    said = Text.assemble(line.act.removeprefix(f"{actors} · "), (tail, "dim"), "  ", (output.short(event.id), "dim"))
    output.hang(console, [*head, (_standing(event, line), output.STANDING)], said)


def standing_of_event(event: Event) -> Text:
    """An event's mark and standing, in the colour of the stage for those who see it."""
    from onrecord.views.events import word_event

    return _standing(event, word_event(event))


def _standing(event: Event, line: EventLine) -> Text:
    from rich.text import Text

    style = "bold" if event.polarity == "negated" else output.STYLES.get(event.stage, "")
    return Text(f"{line.mark} {line.standing}", style=style)


def legend(console: Console, disputes: bool = False) -> None:
    """Print what the marks mean: what there is to see on one line, what there is not on the other."""
    from rich.text import Text

    from onrecord.views.events import DISPUTED_MARK
    from onrecord.views.timeline import HAPPENED
    from onrecord.views.wording import MARKS, NEGATED_MARK, UNCERTAIN

    for happened in (True, False):
        marks = [f"{mark} {stage}" for stage, mark in MARKS.items() if (stage in HAPPENED) == happened]
        more = [] if happened else [f"{NEGATED_MARK} denied, or not so", f"●{UNCERTAIN} not certain"]
        if disputes and happened:
            more.append(f"●{DISPUTED_MARK} independent sources differ")
        console.print(Text("  ".join(marks + more), style="dim"))


def say_pending(ledger: Ledger, as_of: str | None = None) -> None:
    """Say on standard error that something in the ledger has not been linked yet, and how it is.

    Nothing is said of a ledger as it was at a moment.
    """
    if as_of is None and (pending := ledger.pending()):
        are = "1 document or judgement is" if pending == 1 else f"{pending:,} documents and judgements are"
        complain(f"{are} in {ledger.path} and in no event yet; `onrecord reread` links them")
