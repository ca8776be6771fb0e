"""The command that shows claims at close range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import output
from onrecord.cli.complaints import FAILED, complain
from onrecord.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, storable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    from onrecord.ledger import StoredClaim
    from onrecord.records import Claim, Party


def show(
    ids: Annotated[
        list[str], typer.Argument(metavar="ID", help="Ids of claims, or their beginnings.", show_default=False)
    ],
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """Show claims and what they rest on.

    The passage with the words marked, the chain of sources, and why each was read as it was. An id that no
    claim has is named and makes the exit status 1; the others are shown.
    """
    from onrecord.ledger import Ledger, UnknownClaimError

    found, failed = [], False
    with Ledger(ledger, create=False) as opened:
        for id in ids:
            try:
                found.append(opened.claim(storable(id)))
            except UnknownClaimError as error:
                complain(str(error))
                failed = True
    console = output.console()
    for number, stored in enumerate(found):
        if as_json:
            value = output.claim_value(stored)
            output.emit(value | {"extractor": stored.extractor, "version": stored.version, "current": stored.current})
            continue
        if number:
            console.print("─" * console.width)
        _print(console, stored)
    if failed:
        raise typer.Exit(FAILED)


def _print(console: Console, stored: StoredClaim) -> None:
    from rich.text import Text

    from onrecord.views.passage import reasons
    from onrecord.views.wording import clean, word

    claim, info = stored.claim, stored.document
    line = word(claim, info)
    console.print(Text.assemble((claim.id, "bold"), "  ", claim.type, "  ", output.standing_text(line, claim.stage)))
    output.hang(console, [], line.sentence)
    console.print()
    output.hang(console, [], _passage(claim))
    console.print()
    about = [clean(part) for part in (info.title, info.source, info.author, info.published, info.url) if part]
    for name, value in [("document", f"{clean(info.id)}{''.join(f' · {part}' for part in about)}"), *_fields(claim)]:
        output.hang(console, [(Text(name, style="dim"), 11)], value)
    if not stored.current:
        earlier = f"by a later one: this is version {stored.version} of the document, read by {stored.extractor}"
        output.hang(console, [(Text("replaced", style="dim"), 11)], earlier)
    console.print()
    console.print(_tree(stored))
    console.print()
    why = reasons(claim)
    if why:
        console.print(Text("why", style="bold"))
        for field, reason in why:
            output.hang(console, [(Text(field, style="dim"), 11)], reason)


def _passage(claim: Claim) -> Text:
    """The passage with each span in brackets behind its role, so that it reads without colour too."""
    from rich.text import Text

    from onrecord.views.passage import pieces

    text = Text()
    for piece in pieces(claim):
        for role in piece.opens:
            text.append(f"[{role}: ", style="dim")
        words = "".join(" " if c.isspace() else c for c in piece.text if c.isprintable() or c.isspace())
        text.append(words, style="bold" if piece.roles else "")
        if piece.closes:
            text.append("]" * piece.closes, style="dim")
    return text


def _fields(claim: Claim) -> list[tuple[str, str]]:
    from onrecord.views.wording import clean, date

    found = [("actor", _party(party)) for party in claim.actors]
    found += [("recipient", _party(party)) for party in claim.recipients]
    details = [f"certainty {claim.certainty}", f"factuality {claim.factuality:+.1f}", f"score {claim.score:.2f}"]
    found.append(("standing", f"{claim.stage}, {claim.polarity}; " + ", ".join(details)))
    kinds = [f"mode {claim.mode}"] if claim.mode else []
    kinds += [f"context {context}" for context in claim.contexts]
    if kinds:
        found.append(("kind", ", ".join(kinds)))
    if claim.time:
        when = date(claim)
        quoted = f"“{clean(claim.time.span.text)}”"
        found.append(("time", when if when == quoted else f"{when} {quoted}"))
    if claim.place:
        place = claim.place
        where = clean(place.name)
        if place.lat is not None and place.lon is not None:
            codes = ", ".join(code for code in (place.admin1, place.country) if code)
            where += f" ({codes}; {place.lat:.2f}, {place.lon:.2f}; GeoNames {place.geonameid})"
        found.append(("place", where))
    found += [(qualifier.kind, f"“{clean(qualifier.span.text)}”") for qualifier in claim.qualifiers]
    return found


def _party(party: Party) -> str:
    from onrecord.views.wording import clean

    codes = ", ".join(code for code in (party.kind, party.country, party.sector) if code)
    stated = clean(party.span.text)
    words = f" “{stated}”" if stated != clean(party.name) else ""
    resolved = f", stands for “{clean(party.coref.text)}”" if party.coref else ""
    return f"{clean(party.name)} ({codes}){words}{resolved}"


def _tree(stored: StoredClaim) -> Tree:
    from rich.text import Text
    from rich.tree import Tree

    from onrecord.views.passage import chain
    from onrecord.views.wording import clean, standing

    root = Tree(Text("on whose word", style="bold"))
    branch = root
    for step in chain(stored):
        branch = branch.add(Text(step))
    branch.add(Text(f"“{clean(stored.claim.trigger.text)}” {standing(stored.claim)}", style="bold"))
    return root


SHOW_EXAMPLES = examples(
    "onrecord show 3fa9c2d41b   # an id that brief or claims gave",
    "onrecord claims --stage threatened --json | jq -r .id | xargs onrecord show",
    "onrecord show 3fa9 --json | jq .why",
)
