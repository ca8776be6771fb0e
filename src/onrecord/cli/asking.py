"""Commands that ask the ledger: brief, claims, timeline, find, sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import output
from onrecord.cli.complaints import complain
from onrecord.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, storable, with_filters

STANDING = 15  # columns for mark and standing; `possibly considered` goes beyond, most do not

if TYPE_CHECKING:
    from pathlib import Path

    from rich.text import Text

    from onrecord.ledger import ClaimFilter, Ledger, StoredClaim


AS_JSON = (Json, False)
"""The option `--json` as `with_filters` takes it."""

Passages = Annotated[bool, typer.Option("--passages", help="Print below each claim the passage that it was read in.")]


@with_filters(as_json=AS_JSON)
def brief(ledger: Path, wanted: ClaimFilter, as_json: bool) -> None:
    """Show what stands, one line a claim.

    Claims are grouped by type and parties. The mark and the word before each act tell how far it went: only
    what has ● is reported as done.
    """
    from onrecord.ledger import Ledger

    with Ledger(ledger, create=False) as opened:
        show_brief(opened.claims(wanted), as_json)
        say_undated(opened, wanted)


def say_undated(ledger: Ledger, wanted: ClaimFilter) -> None:
    """Say on standard error how many claims a filter of dates left out because they have none."""
    undated = ledger.undated(wanted)
    if undated:
        complain(f"{_counted(undated, 'claim')} without a date {'is' if undated == 1 else 'are'} not shown")


def show_brief(found: Iterable[StoredClaim], as_json: bool) -> None:
    """Print the brief of some claims."""
    from rich.text import Text

    from onrecord.views.brief import brief as make_brief
    from onrecord.views.timeline import HAPPENED
    from onrecord.views.wording import MARKS, NEGATED_MARK, UNCERTAIN

    made = make_brief(found)
    if as_json:
        for group in made.groups:
            for stored, line in group.lines:
                output.emit(output.claim_value(stored) | {"wording": line.sentence, "mark": line.mark})
        return
    console = output.console()
    if not made.claims:
        console.print("No claims.")
        return
    for group in made.groups:
        heading = " → ".join(part for part in (group.actors or "(no actor named)", group.recipients) if part)
        console.print(Text.assemble((f"{group.type}  ", "bold"), (heading, "bold")))
        for stored, line in group.lines:
            said = Text.assemble(line.act, (output.tail(line), "dim"), "  ", (output.short(stored.claim.id), "dim"))
            output.hang(console, [("", 1), (output.standing_text(line, stored.claim.stage), STANDING)], said)
        console.print()
    for happened in (True, False):  # what there is to see on one line, what there is not on the other
        legend = [f"{mark} {stage}" for stage, mark in MARKS.items() if (stage in HAPPENED) == happened]
        more = [] if happened else [f"{NEGATED_MARK} denied, or not so", f"●{UNCERTAIN} not certain"]
        console.print(Text("  ".join(legend + more), style="dim"))
    console.print(Text(_counted(made.claims, "claim") + " from " + _counted(made.documents, "document"), style="dim"))


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@with_filters(passages=(Passages, False), as_json=AS_JSON)
def claims(ledger: Path, wanted: ClaimFilter, passages: bool, as_json: bool) -> None:
    """List the claims that match.

    All filters must hold; of a filter given twice one value is enough.
    """
    from rich.text import Text

    from onrecord.ledger import Ledger
    from onrecord.views.wording import clean, word

    console = output.console()
    with Ledger(ledger, create=False) as opened:
        nothing = True
        for stored in opened.claims(wanted):
            nothing = False
            if as_json:
                output.emit(output.claim_value(stored))
                continue
            line = word(stored.claim, stored.document)
            actors_then_act = f"{line.actors} · {line.act}" if line.actors else line.act
            said = Text.assemble(actors_then_act, (output.tail(line), "dim"))
            head: list[tuple[Text | str, int]] = [
                (Text(output.short(stored.claim.id), "dim"), 10),
                (stored.claim.type, 9),
                (output.standing_text(line, stored.claim.stage), STANDING),
            ]
            output.hang(console, head, said)
            if passages:
                output.hang(console, [("", 10)], Text(f"“{clean(stored.claim.sentence.text)}”", "dim"))
        if not as_json and nothing:
            console.print("No claims.")
        say_undated(opened, wanted)


@with_filters(as_json=AS_JSON)
def timeline(ledger: Path, wanted: ClaimFilter, as_json: bool) -> None:
    """Show claims by the date of the event.

    What is planned stands apart from what happened, and what has no date apart from both.
    """
    from rich.text import Text

    from onrecord.ledger import Ledger
    from onrecord.views.timeline import timeline as make_timeline

    with Ledger(ledger, create=False) as opened:
        sections = make_timeline(opened.claims(wanted))
        say_undated(opened, wanted)
    console = output.console()
    if not as_json and not any(section.lines for section in sections):
        console.print("No claims.")
    for section in sections:
        if as_json:
            for stored, _ in section.lines:
                output.emit(output.claim_value(stored) | {"section": section.name})
            continue
        if not section.lines:
            continue
        console.print(Text(section.title, style="bold"))
        for stored, line in section.lines:
            who = f"{line.actors} · " if line.actors else ""
            place = f" · {line.place}" if line.place else ""
            said = Text.assemble(
                who, line.act, (f" — {line.source}{place}", "dim"), "  ", (output.short(stored.claim.id), "dim")
            )
            head: list[tuple[Text | str, int]] = [
                (line.date, 10),
                (output.standing_text(line, stored.claim.stage), STANDING),
            ]
            output.hang(console, head, said)
        console.print()


def find(
    query: Annotated[
        list[str],
        typer.Argument(metavar="QUERY", help='Words; "several together"; begin*.', show_default=False),
    ],
    ledger: LedgerPath = DEFAULT_LEDGER,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="At most so many documents.")] = 20,
    as_json: Json = False,
) -> None:
    """Search titles and texts.

    All words must be there, in any of their forms. Below each document stand the claims of the passages
    that match.
    """
    from rich.text import Text

    from onrecord.ledger import Ledger
    from onrecord.records import encode
    from onrecord.views.wording import clean, word

    console = output.console()
    with Ledger(ledger, create=False) as opened:
        nothing = True
        for found in opened.find(storable(" ".join(query)), limit):
            nothing = False
            info = found.document
            if as_json:
                snippet = "".join(piece for piece, _ in found.snippet)
                output.emit({"document": encode(info), "snippet": snippet, "claims": encode(found.claims)})
                continue
            id = info.id if info.title else None  # else it stands in place of the title
            about = " · ".join(clean(part) for part in (info.source, info.published, id) if part)
            title = (clean(info.title or info.id), "bold")
            output.hang(console, [], Text.assemble(title, (f"  {about}" if about else "", "dim")))
            words = Text()
            for piece, matched in found.snippet:
                padded = (" " if piece[:1].isspace() else "") + clean(piece) + (" " if piece[-1:].isspace() else "")
                words.append(padded if piece.strip() else " ", style="bold underline" if matched else "")
            output.hang(console, [("", 1)], words)
            for claim in found.claims:
                line = word(claim, info)
                who = f"{line.actors} · " if line.actors else ""
                said = Text.assemble(who, line.act, (output.tail(line), "dim"), "  ", (output.short(claim.id), "dim"))
                output.hang(console, [("", 1), (output.standing_text(line, claim.stage), STANDING)], said)
            console.print()
        if not as_json and nothing:
            console.print("Nothing found.")


def sources(ledger: LedgerPath = DEFAULT_LEDGER, as_json: Json = False) -> None:
    """Show who speaks, how often, named or not.

    A source counts once for each claim that stands on its word, apart from those that it only passes on.
    """
    from rich.table import Table
    from rich.text import Text

    from onrecord.ledger import Ledger
    from onrecord.views.wording import clean, unstated

    with Ledger(ledger, create=False) as opened:
        found = opened.sources()
    if as_json:
        for source in found:
            output.emit(source)
        return
    console = output.console()
    if not found:
        console.print("No sources.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("source", overflow="fold", ratio=1)
    for title in ("kind", "named"):
        table.add_column(title)
    for title in ("says", "passes on", "documents"):
        table.add_column(title, justify="right")
    for source in found:
        codes = " ".join(code for code in (source.country, source.sector) if code)
        name = clean(source.name) or unstated(source.kind, source.anonymous)
        table.add_row(
            Text.assemble(name, (f"  {codes}" if codes else "", "dim")), source.kind,
            "no" if source.anonymous else "yes", f"{source.claims:,}", f"{source.relays:,}", f"{source.documents:,}",
        )  # fmt: skip
    console.print(table)


BRIEF_EXAMPLES = examples(
    "onrecord brief", "onrecord brief --actor USA --from 2025-02-01", "onrecord brief --json | jq .mark"
)
CLAIMS_EXAMPLES = examples(
    "onrecord claims --type ASSAULT --stage planned --stage considered",
    "onrecord claims --recipient cartels --anonymous --passages",
    "onrecord claims --source Sheinbaum --place Mexico --json",
)
TIMELINE_EXAMPLES = examples("onrecord timeline", "onrecord timeline --type COOPERATE --from 2025-01-20 --to 2025-04")
FIND_EXAMPLES = examples("onrecord find drone strikes", "onrecord find '\"surveillance flights\" cartel*' --limit 5")
SOURCES_EXAMPLES = examples("onrecord sources", "onrecord sources --json | jq 'select(.anonymous)'")
