"""The command that shows claims at close range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import output
from onrecord.cli.complaints import FAILED, complain
from onrecord.cli.filters import AsOf, ReportedUntil, open_ledger
from onrecord.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, storable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    from onrecord.ledger import EventView, Ledger, StoredClaim
    from onrecord.linking.event import Told
    from onrecord.records import Claim, Party


def show(
    ids: Annotated[
        list[str], typer.Argument(metavar="ID", help="Ids of claims, or their beginnings.", show_default=False)
    ],
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_of: AsOf = None,
    reported_until: ReportedUntil = None,
    as_json: Json = False,
) -> None:
    """Show claims and what they rest on.

    The passage with the words marked, the chain of sources, and why each was read as it was; the event that it
    is about, what the press has said of the passage since, and what a person corrected. An id that no claim
    has is named and makes the exit status 1; the others are shown.
    """
    from onrecord.ledger import UnknownClaimError

    found, failed = [], False
    with open_ledger(ledger, as_of, reported_until) as opened:
        for id in ids:
            try:
                stored = opened.claim(storable(id))
                view = _event_of(opened, stored)
                # a claim that its document makes no longer is in no event, and the press may have said why
                found.append((stored, view, () if view else opened.cautions(stored)))
            except UnknownClaimError as error:
                complain(str(error))
                failed = True
    console = output.console()
    for number, (stored, view, cautions) in enumerate(found):
        if as_json:
            value = output.claim_value(stored)
            more = {"extractor": stored.extractor, "version": stored.version, "current": stored.current}
            output.emit(value | more | _told_value(stored, view, cautions))
            continue
        if number:
            console.print("─" * console.width)
        _print(console, stored, view, cautions)
    if failed:
        raise typer.Exit(FAILED)


def _event_of(ledger: Ledger, stored: StoredClaim) -> EventView | None:
    """The event that a claim is about; none where it was replaced, judged to be no event, or is not linked yet."""
    from onrecord.ledger import UnknownEventError

    try:
        view = ledger.event(stored.claim.id)
    except UnknownEventError:
        return None
    return view if _member(stored, view) else None


def _member(stored: StoredClaim, view: EventView) -> Told | None:
    return next((member for member in view.told if member.claim.id == stored.claim.id), None)


def _told_value(stored: StoredClaim, view: EventView | None, cautions: Sequence[str]) -> dict[str, object]:
    member = _member(stored, view) if view else None
    if view is None or member is None:
        return {"event": None, "cautions": list(cautions), "corrected": []}
    return {"event": view.event.id, "cautions": list(member.cautions), "corrected": list(member.corrected)}


def _print(console: Console, stored: StoredClaim, view: EventView | None, cautions: Sequence[str]) -> None:
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
    for name, value in _since(stored, view, cautions):
        output.hang(console, [(Text(name, style="dim"), 11)], value)
    console.print()
    console.print(_tree(stored))
    console.print()
    why = reasons(claim)
    if why:
        console.print(Text("why", style="bold"))
        for field, reason in why:
            output.hang(console, [(Text(field, style="dim"), 11)], reason)


def _since(stored: StoredClaim, view: EventView | None, cautions: Sequence[str]) -> list[tuple[str, str]]:
    """What is known of a claim beside its own words: the event, corrections by the press and by people."""
    from onrecord.views.eventpage import judgement_line
    from onrecord.views.events import word_event
    from onrecord.views.wording import clean, standing

    member = _member(stored, view) if view else None
    if view is None or member is None:
        return [("caution", clean(caution)) for caution in cautions]
    line = word_event(view.event)
    found = [("event", f"{output.short(view.event.id)} {line.mark} {line.sentence} — {line.grounds}")]
    found += [("caution", clean(caution)) for caution in member.cautions]
    if member.corrected:
        fields = " and ".join(member.corrected)
        found.append(("corrected", f"{fields} by a person: it counts as {standing(member.claim)}, {member.claim.type}"))
    anchor = (member.anchor.document, member.anchor.start, member.anchor.end)
    for judgement in view.judgements:
        targets = [target for target in (judgement.subject, judgement.other) if target]
        if anchor in [(target.document, target.start, target.end) for target in targets]:
            found.append(("judged", judgement_line(judgement)))
    return found


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
    kinds = [f"mode {clean(claim.mode)}"] if claim.mode else []
    kinds += [f"context {clean(context)}" for context in claim.contexts]
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
