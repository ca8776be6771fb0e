"""Commands for who answers for a ledger: forget, backup, check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import output
from onrecord.cli.complaints import FAILED, complain
from onrecord.cli.filters import open_ledger
from onrecord.cli.judging import author_name
from onrecord.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.ledger import Plan, Planned, Removal, RemovalKind

forget = typer.Typer(
    name="forget",
    help="Take something out of the ledger for good.\n\nA document, the page of an address, or a person's name goes "
    "from all versions, readings, claims, indexes, the archive and all of history, and from the pages of the file. A "
    "dated note stays that something was taken out, never what. Without --yes it is only shown what would go. Copies, "
    "exports and what was sent elsewhere are yours to find.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog=examples(
        "onrecord forget document wire-0417",
        "onrecord forget document wire-0417 --reason 'licence ended' --yes",
        "onrecord forget document wire-0417 wire-0418 --reason 'licence ended' --yes",
        "onrecord forget address https://outlet.example/2025/article --reason 'court order 12/25' --yes",
        "onrecord forget person 'Anna Example' --mask --reason 'on request' --yes",
    ),
)

Yes = Annotated[bool, typer.Option("--yes", help="Do it; without this it is only shown what would be done.")]
Why = Annotated[
    str,
    typer.Option(
        "--reason", "-m", metavar="TEXT", help="Why, without naming what goes: it stays on record.", show_default=False
    ),
]
Who = Annotated[
    str | None,
    typer.Option(
        "--author",
        metavar="NAME",
        help="Who takes it out; else `author = ...` of the configuration file, else the login name.",
        envvar="ONRECORD_AUTHOR",
        show_default=False,
    ),
]
Later = Annotated[
    bool,
    typer.Option(
        "--later", help="Leave writing the file anew, which takes the time in a large one, to `onrecord forget finish`."
    ),
]
SHOWN = 50
"""Documents that are listed before the rest is counted."""


@forget.command(epilog=examples("onrecord forget document wire-0417 --reason 'licence ended' --yes"))
def document(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of documents, or endings no other has.")],
    reason: Why = "",
    yes: Yes = False,
    later: Later = False,
    author: Who = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """Take out documents with all their versions.

    Each is noted by itself. The file is written anew once, after the last one, so that many at once take little
    longer than one. Where one of the ids means none, or several, nothing is taken out.
    """
    _forget(ledger, "document", dict.fromkeys(ids), reason, yes, author, as_json, finish=not later)


@forget.command(epilog=examples("onrecord forget address https://outlet.example/2025/article --reason 'order' --yes"))
def address(
    url: Annotated[str, typer.Argument(metavar="URL", help="The address of a page, however it is written.")],
    reason: Why = "",
    yes: Yes = False,
    later: Later = False,
    author: Who = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """Take out all documents of an address, with the bytes."""
    _forget(ledger, "address", [url], reason, yes, author, as_json, finish=not later)


@forget.command(
    epilog=examples(
        "onrecord forget person 'Anna Example'   # lists the documents",
        "onrecord forget person 'Anna Example' --also 'Anna Muster' --mask --reason 'on request' --yes",
        "onrecord forget person 'Anna Example' --documents --reason 'on request' --yes",
    )
)
def person(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The whole name, in any case.", show_default=False)],
    also: Annotated[
        list[str] | None,
        typer.Option("--also", metavar="NAME", help="Another form of the name; may be repeated.", show_default=False),
    ] = None,
    mask: Annotated[bool, typer.Option("--mask", help="Cover the name in the documents, which stay.")] = False,
    documents: Annotated[bool, typer.Option("--documents", help="Take the documents out whole.")] = False,
    reason: Why = "",
    yes: Yes = False,
    later: Later = False,
    author: Who = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """Take out a person.

    First the documents are listed that name her, or words of which were read as her. Then choose: --mask covers the
    name in their texts and removes it from all that was read from them, so that they stay with their claims;
    --documents takes them out whole. Either way it goes from situations, judgements, notes and the archive. In a
    document with the whole name its last word alone is covered too; other descriptions ("the minister") stay.
    """
    if mask and documents:
        raise typer.BadParameter("choose one of --mask and --documents", param_hint="--mask")
    if yes and not (mask or documents):
        raise typer.BadParameter("say what becomes of the documents: --mask or --documents", param_hint="--yes")
    _forget(ledger, "person", [name], reason, yes, author, as_json, also or (), not mask, not later)


def _forget(
    path: Path,
    kind: RemovalKind,
    values: Iterable[str],
    reason: str,
    yes: bool,
    author: str | None,
    as_json: bool,
    also: Sequence[str] = (),
    whole: bool = True,
    finish: bool = True,
) -> None:
    values, also = [storable(value) for value in values], [storable(form) for form in also]
    if yes and not reason.strip():
        raise typer.BadParameter("say why in a few words, without naming what goes", param_hint="--reason")
    with open_ledger(path) as opened:
        plans = [opened.plan_removal(kind, value, also, whole) for value in values]
        empty = any(plan.empty for plan in plans)
        if not yes or empty:
            for plan in plans:
                _show_plan(plan, as_json)
            if empty:
                raise typer.Exit(FAILED)
            return
        from onrecord.linking.standard import standard_linker

        linker, by, why = standard_linker(), author_name(author), storable(reason)
        once = {
            tuple(one.document.id for one in plan.documents): value for value, plan in zip(values, plans, strict=True)
        }
        try:
            for value in once.values():
                opened.forget(kind, value, by, why, linker, also, whole, finish=False)
        finally:  # what went before a mistake is to be gone from the file too
            notes = opened.finish_removals() if finish else opened.removals()
    _show_removals(notes[-len(once) :], as_json, finish)


def _show_plan(plan: Plan, as_json: bool) -> None:
    from rich.text import Text

    from onrecord.views.wording import clean, counted

    if as_json:
        output.emit(plan)
        return
    console = output.console()
    if plan.empty:
        complain(f"nothing in this ledger is of this {plan.kind}")
    for one in plan.documents[:SHOWN]:
        about = " · ".join(
            clean(part) for part in (one.document.title, one.document.source, one.document.published) if part
        )
        what = "goes whole" if one.whole else f"stays, the name covered in {counted(one.mentions, 'place')}"
        output.hang(
            console, [(Text(clean(one.document.id), "bold"), 24)], f"{about}  {counted(one.claims, 'claim')}; {what}"
        )
    if len(plan.documents) > SHOWN:
        console.print(f"and {counted(len(plan.documents) - SHOWN, 'document')} more; --json lists all")
    for name in plan.situations:
        output.hang(console, [], f"the situation {clean(name)} goes: its question names the person")
    if plan.fetches:
        output.hang(console, [], f"{counted(plan.fetches, 'fetch')} of the address in the archive")
    if plan.copies:
        copies = ", ".join(map(clean, plan.copies[:SHOWN]))
        output.hang(console, [], f"These have the same text and stay, unless you take them out too: {copies}")
    if plan.alone:
        some = "1 other document has" if plan.alone == 1 else f"{plan.alone:,} other documents have"
        output.hang(
            console, [], f"{some} the last word of the name alone, and stay; --also with that word takes them in"
        )
    if not plan.empty:
        end = " with --mask or --documents" if plan.kind == "person" else ""
        output.hang(console, [], f"Nothing was changed. --yes --reason '…'{end} does it, and it cannot be undone.")


def _fate(plan: Plan, one: Planned) -> str:
    places = f"{one.mentions:,} place{'s' if one.mentions != 1 else ''}"
    if plan.kind != "person":
        return "goes whole"
    if one.whole:
        return f"names the person in {places}; goes whole, unless with --mask" if one.mentions else "goes whole"
    return f"stays, the name covered in {places}"


def _show_removals(done: Sequence[Removal], as_json: bool, finish: bool) -> None:
    if as_json:
        for one in done:
            output.emit(one)
        return
    console = output.console()
    for one in done:
        output.hang(console, [], _line(one))
    if finish and not all(one.finished for one in done):
        complain(
            "another program has the ledger open, so that the words still stand in free pages of its log; close it and "
            "run `onrecord forget finish`"
        )
        raise typer.Exit(FAILED)
    output.hang(console, [], "Backups, exports and what was sent elsewhere still hold it, and are yours to find.")


def _line(done: Removal) -> str:
    from onrecord.views.wording import clean

    counts = ", ".join(f"{count:,} {name}" for name, count in done.counts.items() if count) or "nothing"
    due = "" if done.finished else " — the file is still to be cleaned: onrecord forget finish"
    return f"{done.at[:10]}  {done.kind}, by {clean(done.author)}: {clean(done.reason)} ({counts}){due}"


@forget.command("list", epilog=examples("onrecord forget list"))
def list_(ledger: LedgerPath = DEFAULT_LEDGER, as_json: Json = False) -> None:
    """List the notes of what was taken out."""
    with open_ledger(ledger) as opened:
        found = opened.removals()
    console = output.console()
    for done in found:
        if as_json:
            output.emit(done)
        else:
            output.hang(console, [], _line(done))
    if not found and not as_json:
        console.print("Nothing was taken out.")


@forget.command(epilog=examples("onrecord forget allow wire-0417", "onrecord forget allow https://outlet.example/a"))
def allow(
    value: Annotated[str, typer.Argument(metavar="ID|URL", help="Id of a document, or an address.")],
    ledger: LedgerPath = DEFAULT_LEDGER,
) -> None:
    """Let what was taken out be read again.

    It is not brought back by this: the next `read` or `watch` that meets it takes it in.
    """
    from onrecord.ledger import RemovalError

    value = storable(value)
    with open_ledger(ledger) as opened:
        try:
            opened.allow_again("document", value)
        except RemovalError:
            opened.allow_again("address", value)
    output.console().print("It may be read again.")


@forget.command(epilog=examples("onrecord forget finish"))
def finish(ledger: LedgerPath = DEFAULT_LEDGER) -> None:
    """Clean the file of what was taken out, if left for later."""
    with open_ledger(ledger) as opened:
        due = any(not one.finished for one in opened.removals())
        left = [one for one in opened.finish_removals() if not one.finished]
    if left:
        complain("another program still has the ledger open; close it and run this again")
        raise typer.Exit(FAILED)
    output.console().print("The file is clean." if due else "There was nothing to clean.")


def backup(
    to: Annotated[Path, typer.Argument(metavar="PATH", help="A file, or a folder, for the copy.", show_default=False)],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """Copy the ledger, while others may read and write it.

    The copy holds everything, as it is at one moment, and is checked before it takes its place. Copying the file with
    other tools while something writes to it can give a broken copy; this does not. A ledger of an earlier version is
    copied as it is: make a copy before a new version opens it.
    """
    from onrecord.ledger.backup import backup as copy

    made = copy(ledger, to, force)
    if as_json:
        output.emit({"path": str(made.path), "bytes": made.size, "tables": made.tables})
    else:
        output.console().print(f"{ledger} copied to {made.path}: {made.size:,} bytes, checked", soft_wrap=True)


def check(
    quick: Annotated[bool, typer.Option("--quick", help="Leave out what reads every record and text.")] = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """Test whether the ledger is whole.

    The pages of the file, keys, indexes of words, that every span has its words, hashes of texts and originals, that
    events rest on claims that are there, that ids lead somewhere, that each document has one current reading. Nothing
    is repaired; each fault comes with what to do. The exit status is 1 where something is wrong.
    """
    from onrecord.views.wording import clean

    with open_ledger(ledger) as opened:
        found = opened.check(quick)
    if as_json:
        output.emit(found)
    else:
        console = output.console()
        for name, looked in found.tests.items():
            wrong = [fault for fault in found.faults if fault.test == name]
            output.hang(console, [("✕" if wrong else "●", 1), (name, 20)], f"{looked:,} looked at")
            for fault in wrong:
                output.hang(
                    console, [("", 1), ("", 2)], clean(fault.what) + (f" — {fault.advice}" if fault.advice else "")
                )
        console.print(f"{len(found.faults):,} faults" if found.faults else f"{ledger} is whole", soft_wrap=True)
    if found.faults:
        raise typer.Exit(FAILED)


BACKUP_EXAMPLES = examples(
    "onrecord backup /media/copies/", "onrecord backup ledger-$(date +%F).db", "onrecord backup copy.db --force"
)
CHECK_EXAMPLES = examples("onrecord check", "onrecord check --quick", "onrecord check --json | jq .faults")
