"""Commands that trace reports: who only repeats whom, what tells of one happening, who relays whom."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import output
from onrecord.cli.filters import AsOf, ReportedUntil, open_ledger
from onrecord.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, one_of
from onrecord.cli.telling import say_pending

if TYPE_CHECKING:
    from rich.console import Console

    from onrecord.ledger import Ledger
    from onrecord.linking.origins.model import Origin

KIND = 20  # columns for how a document repeats another
MOST = 12
"""Documents of a group that are printed before the rest are counted."""

Alone = Annotated[bool, typer.Option("--all", help="Also documents that stand alone.")]


def origins(
    alone: Alone = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_of: AsOf = None,
    reported_until: ReportedUntil = None,
    as_json: Json = False,
) -> None:
    """Show which documents only repeat another.

    Each group is one report, however many pages carry it: word for word, cut, edited, with passages put in, or
    retold in short by somebody who names it. The percentage is the share of a document's words that it has from
    the report. The report itself stands first where it can be told which it is.
    """
    from rich.text import Text

    from onrecord.records import encode
    from onrecord.views.relays import origin_blocks, several

    with open_ledger(ledger, as_of, reported_until) as opened:
        groups = list(opened.origins())
        groups = groups if alone else list(several(groups))
        infos = {info.id: info for group in groups for info in group.documents}
        found = _described(opened, {group.id: [info.id for info in group.documents] for group in groups})
        say_pending(opened, as_of)
    if as_json:
        for origin in found:
            described = [
                encode(one) | {"about": encode(infos[one.document])}
                for one in origin.documents
                if one.document in infos
            ]
            output.emit({"id": origin.id, "first": origin.first, "documents": described})
        return
    console = output.console()
    if not found:
        console.print("No document repeats another.")
    for block in origin_blocks(found, infos):
        console.print(Text.assemble((block.heading, "bold"), ("  " + output.short(block.id), "dim")))
        for line in block.lines[:MOST]:
            said = Text.assemble(line.about, (f" — {line.relays}" if line.relays else "", "dim"), f"  {line.document}")
            said.stylize("dim", len(said) - len(line.document))
            output.hang(console, [("", 1), (line.kind, KIND)], said)
        _say_more(console, len(block.lines))


def stories(
    alone: Alone = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_of: AsOf = None,
    reported_until: ReportedUntil = None,
    as_json: Json = False,
) -> None:
    """Show which documents tell of one happening.

    Documents whose main event is the same stand together, those reported last first, with how many of them are
    independent (origins).
    """
    from rich.text import Text

    from onrecord.views.relays import several, story_blocks

    with open_ledger(ledger, as_of, reported_until) as opened:
        groups = list(opened.stories())
        groups = groups if alone else list(several(groups))
        blocks = story_blocks(groups, opened.origins())
        say_pending(opened, as_of)
    if as_json:
        for group in groups:
            output.emit({"id": group.id, "documents": group.documents})
        return
    console = output.console()
    if not blocks:
        console.print("No two documents tell of one happening.")
    for block in blocks:
        console.print(Text.assemble((block.heading, "bold"), ("  " + output.short(block.id), "dim")))
        for about, document in block.documents[:MOST]:
            output.hang(console, [("", 1)], Text.assemble(about, ("  " + document, "dim")))
        _say_more(console, len(block.documents))


def _say_more(console: Console, documents: int) -> None:
    from onrecord.views.wording import counted

    if documents > MOST:
        console.print(f"  and {counted(documents - MOST, 'document')} more; --json has them all")
    console.print()


class GraphFormat(StrEnum):
    """What `graph` can write."""

    DOT = "dot"
    JSON = "json"


def graph(
    format: Annotated[
        GraphFormat,
        typer.Option(
            "--format", "-f", help="DOT, the language of Graphviz, or one JSON object.", **one_of(GraphFormat)
        ),
    ] = GraphFormat.DOT,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_of: AsOf = None,
    reported_until: ReportedUntil = None,
    as_json: Json = False,
) -> None:
    """Write who relays whom.

    Outlets are boxes, other speakers ellipses; an edge points from who relays to who is relayed, with the number
    of documents. It is drawn through where a text says so ("told Radio Borduria"), dashed where only a credit
    line or a repeated report does. `--json` is `--format json` on one line.
    """
    from onrecord.linking.origins.graph import relay_graph, to_dot, to_json
    from onrecord.views.relays import several

    with open_ledger(ledger, as_of, reported_until) as opened:
        groups = {group.id: [info.id for info in group.documents] for group in several(opened.origins())}
        made = relay_graph((one.relayed for one in opened.digests()), _described(opened, groups))
        say_pending(opened, as_of)
    if as_json:
        output.emit(made)
    elif format is GraphFormat.JSON:
        sys.stdout.write(to_json(made) + "\n")
    else:
        sys.stdout.write("".join(c for c in to_dot(made) if c.isprintable() or c == "\n"))


def _described(ledger: Ledger, groups: Mapping[str, Collection[str]]) -> list[Origin]:
    """The origins of groups of documents, as their texts tell them."""
    from onrecord.linking.model import Anchor, Report
    from onrecord.linking.origins.describing import describe
    from onrecord.linking.origins.sketching import make_sketch

    wanted = {document for documents in groups.values() for document in documents}
    sketches = {
        stored.document.id: make_sketch(Report(stored.document, stored.extraction))
        for stored in ledger.extractions(of=wanted)
    }
    return [
        describe(id, {Anchor(document): sketches[document] for document in documents if document in sketches})
        for id, documents in groups.items()
    ]


ORIGINS_EXAMPLES = examples("onrecord origins", "onrecord origins --json | jq '.documents | length'")
STORIES_EXAMPLES = examples("onrecord stories", "onrecord stories --all --reported-until 2025-03")
GRAPH_EXAMPLES = examples("onrecord graph | dot -Tsvg > relays.svg", "onrecord graph --format json | jq .edges")
