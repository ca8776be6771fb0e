"""Commands that show what stands and when it happened, by event or by claim: brief, timeline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import output
from onrecord.cli.asking import say_undated
from onrecord.cli.filters import AS_JSON, Asked, with_filters
from onrecord.cli.options import examples
from onrecord.cli.telling import legend, say_pending, tell

if TYPE_CHECKING:
    from rich.text import Text

    from onrecord.ledger import StoredClaim
    from onrecord.linking.event import Event

ByClaims = Annotated[bool, typer.Option("--claims", help="One line a claim, as each passage has it, not an event.")]


@with_filters(events=True, claims=(ByClaims, False), as_json=AS_JSON)
def brief(asked: Asked, claims: bool, as_json: bool) -> None:
    """Show what stands, one line an event.

    Events are grouped by type and by who acts. The mark and the word before each tell how far it went: only
    what has ● is reported as done. Behind it stands on how many reports it rests, and how many of these are
    independent.
    """
    with asked.opened() as opened:
        if claims:
            show_brief(opened.claims(asked.claims), as_json)
            say_undated(opened, asked.claims)
            return
        show_event_brief(asked.events(opened), as_json)
        say_pending(opened, asked.as_of)


def show_event_brief(found: Iterable[Event], as_json: bool) -> None:
    """Print the brief of some events."""
    from rich.text import Text

    from onrecord.views.events import brief_of_events, event_value
    from onrecord.views.wording import counted

    made = brief_of_events(found)
    if as_json:
        for group in made.groups:
            for event in group.events:
                output.emit(event_value(event))
        return
    console = output.console()
    if not made.events:
        console.print("No events.")
        return
    for group in made.groups:
        console.print(Text(f"{group.type}  {group.actor or '(no actor named)'}", style="bold"))
        for event in group.events:
            tell(console, event, [("", 1)], actors=group.actor)
        console.print()
    legend(console, disputes=True)
    console.print(Text(counted(made.events, "event"), style="dim"))


def show_brief(found: Iterable[StoredClaim], as_json: bool) -> None:
    """Print the brief of some claims."""
    from rich.text import Text

    from onrecord.views.brief import brief as make_brief
    from onrecord.views.wording import counted

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
            output.hang(console, [("", 1), (output.standing_text(line, stored.claim.stage), output.STANDING)], said)
        console.print()
    legend(console)
    console.print(Text(counted(made.claims, "claim") + " from " + counted(made.documents, "document"), style="dim"))


@with_filters(events=True, claims=(ByClaims, False), as_json=AS_JSON)
def timeline(asked: Asked, claims: bool, as_json: bool) -> None:
    """Show events by their dates.

    What is planned stands apart from what happened, and what has no date apart from both.
    """
    from rich.text import Text

    from onrecord.views.events import event_value, timeline_of_events
    from onrecord.views.wording import interval

    with asked.opened() as opened:
        if claims:
            _timeline_of_claims(opened.claims(asked.claims), as_json)
            say_undated(opened, asked.claims)
            return
        sections = timeline_of_events(asked.events(opened))
        say_pending(opened, asked.as_of)
    console = output.console()
    if not as_json and not any(section.events for section in sections):
        console.print("No events.")
    for section in sections:
        if as_json:
            for event in section.events:
                output.emit(event_value(event) | {"section": section.name})
            continue
        if not section.events:
            continue
        console.print(Text(section.title, style="bold"))
        for event in section.events:
            tell(console, event, [(interval(event.start, event.end), 10)], dated=False)
        console.print()


def _timeline_of_claims(found: Iterable[StoredClaim], as_json: bool) -> None:
    from rich.text import Text

    from onrecord.views.timeline import timeline as make_timeline

    sections = make_timeline(found)
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
                (output.standing_text(line, stored.claim.stage), output.STANDING),
            ]
            output.hang(console, head, said)
        console.print()


BRIEF_EXAMPLES = examples(
    "onrecord brief",
    "onrecord brief --actor USA --from 2025-02-01",
    "onrecord brief --as-of 2025-03-31   # what the ledger knew by then",
    "onrecord brief --claims   # one line a claim, as each passage has it",
    "onrecord brief --json | jq .mark",
)
TIMELINE_EXAMPLES = examples(
    "onrecord timeline",
    "onrecord timeline --type COOPERATE --from 2025-01-20 --to 2025-04",
    "onrecord timeline --disputed --reported-until 2025-03",
)
