"""Commands that ask the ledger for claims and those who make them: claims, find, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import output
from onrecord.cli.complaints import complain
from onrecord.cli.filters import AS_JSON, Asked, AsOf, ReportedUntil, open_ledger, with_filters
from onrecord.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, storable
from onrecord.cli.output import STANDING

if TYPE_CHECKING:
    from rich.text import Text

    from onrecord.ledger import ClaimFilter, Ledger


Passages = Annotated[bool, typer.Option("--passages", help="Print below each claim the passage that it was read in.")]


def say_undated(ledger: Ledger, wanted: ClaimFilter) -> None:
    """Say on standard error how many claims a filter of dates left out because they have none."""
    undated = ledger.undated(wanted)
    if undated:
        from onrecord.views.wording import counted

        complain(f"{counted(undated, 'claim')} without a date {'is' if undated == 1 else 'are'} not shown")


@with_filters(passages=(Passages, False), as_json=AS_JSON)
def claims(asked: Asked, passages: bool, as_json: bool) -> None:
    """List the claims that match.

    All filters must hold; of a filter given twice one value is enough.
    """
    from rich.text import Text

    from onrecord.views.wording import clean, word

    console = output.console()
    with asked.opened() as opened:
        nothing = True
        for stored in opened.claims(asked.claims):
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
        say_undated(opened, asked.claims)


def find(
    query: Annotated[
        list[str],
        typer.Argument(metavar="QUERY", help='Words; "several together"; begin*.', show_default=False),
    ],
    ledger: LedgerPath = DEFAULT_LEDGER,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="At most so many documents.")] = 20,
    as_of: AsOf = None,
    reported_until: ReportedUntil = None,
    as_json: Json = False,
) -> None:
    """Search titles and texts.

    All words must be there, in any of their forms. Below each document stand the claims of the passages
    that match.
    """
    from rich.text import Text

    from onrecord.records import encode
    from onrecord.views.wording import clean, word

    console = output.console()
    with open_ledger(ledger, as_of, reported_until) as opened:
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


def sources(
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_of: AsOf = None,
    reported_until: ReportedUntil = None,
    as_json: Json = False,
) -> None:
    """Show who speaks, how often, named or not.

    A source counts once for each claim that stands on its word, apart from those that it only passes on.
    """
    from rich.table import Table
    from rich.text import Text

    from onrecord.views.wording import clean, unstated

    with open_ledger(ledger, as_of, reported_until) as opened:
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


CLAIMS_EXAMPLES = examples(
    "onrecord claims --type ASSAULT --stage planned --stage considered",
    "onrecord claims --recipient cartels --anonymous --passages",
    "onrecord claims --source Sheinbaum --place Mexico --json",
)
FIND_EXAMPLES = examples("onrecord find drone strikes", "onrecord find '\"surveillance flights\" cartel*' --limit 5")
SOURCES_EXAMPLES = examples("onrecord sources", "onrecord sources --json | jq 'select(.anonymous)'")
