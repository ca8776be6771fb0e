"""Commands that measure how right the ledger is: audit new, judge, report, export, import, list, remove."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import output
from onrecord.cli.filters import AS_JSON, Asked, open_ledger, with_filters
from onrecord.cli.judging import author_name
from onrecord.cli.options import DEFAULT_LEDGER, Json, LedgerPath, examples, one_of, storable

if TYPE_CHECKING:
    from rich.console import Console

    from onrecord.ledger import Audit as Kept
    from onrecord.ledger import Ledger, Sampled

audit = typer.Typer(
    name="audit",
    help="Measure how right the ledger is.\n\nA random sample of its claims is drawn and kept, a person judges them "
    "one after the other, here, in the pages or in a spreadsheet, and the report gives the precision of each field "
    "with its 95 % interval, fit to print in a methods section.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog=examples(
        "onrecord audit new --size 100 --seed 7",
        "onrecord audit judge 3f2a90",
        "onrecord audit report 3f2a90 --format markdown",
    ),
)


class By(StrEnum):
    """What a sample may be stratified by."""

    STAGE = "stage"
    TYPE = "type"


class Form(StrEnum):
    """What a report may be printed as."""

    TEXT = "text"
    MARKDOWN = "markdown"
    LATEX = "latex"


Id = Annotated[str, typer.Argument(metavar="AUDIT", help="Id of an audit, or its beginning.", show_default=False)]
Judge = Annotated[
    str | None,
    typer.Option(
        "--author",
        metavar="NAME",
        help="Who judges; else `author = ...` of the configuration file, else the login name.",
        envvar="ONRECORD_AUTHOR",
        show_default=False,
    ),
]
Size = Annotated[int, typer.Option("--size", "-n", min=1, metavar="N", help="How many claims to draw.")]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed",
        min=0,
        max=2**62,
        metavar="N",
        help="The same seed draws the same claims again; else one is made and kept.",
        show_default=False,
    ),
]
ByOption = Annotated[
    By | None,
    typer.Option(
        "--by", help="Draw from each stage or type in proportion; weights are kept.", show_default=False, **one_of(By)
    ),
]


@with_filters(size=(Size, 100), seed=(Seed, None), by=(ByOption, None), author=(Judge, None), as_json=AS_JSON)
def new(asked: Asked, size: int, seed: int | None, by: By | None, author: str | None, as_json: bool) -> None:
    """Draw a sample.

    Of all current claims that the filters let through, each with the same chance: a simple random sample, or one
    from each stage or type (--by). The sample is kept with seed, filters, date and version of the program.
    """
    import secrets

    from onrecord import __version__
    from onrecord.views.audit import design

    wanted = asked.claims
    seed = secrets.randbelow(2**31) if seed is None else seed
    with open_ledger(asked.path) as opened:
        made = opened.draw_audit(
            author_name(author), size, seed, __version__, wanted, "simple" if by is None else by.value,
            asked.as_of, asked.reported_until,
        )  # fmt: skip
    if as_json:
        output.emit(_value(made))
        return
    console = output.console()
    output.hang(console, [], f"audit {made.id}: {design(made)}, seed {made.seed}")
    output.hang(console, [], f"`onrecord audit judge {made.id[:6]}` goes through it, and can be interrupted")


@audit.command("list", epilog=examples("onrecord audit list", "onrecord audit list --json | jq -r .id"))
def list_(ledger: LedgerPath = DEFAULT_LEDGER, as_json: Json = False) -> None:
    """List the audits that were drawn."""
    from rich.text import Text

    from onrecord.views.audit import design

    with open_ledger(ledger) as opened:
        found = [(made, opened.verdicts(made.id)) for made in opened.audits()]
    console = output.console()
    for made, verdicts in found:
        judged = len({one.position for one in verdicts})
        if as_json:
            output.emit(_value(made) | {"judged": judged})
            continue
        said = f"{made.made[:10]}  {design(made)}, seed {made.seed}; {judged:,} judged"
        output.hang(console, [(Text(output.short(made.id), "bold"), 10)], said)
    if not found and not as_json:
        console.print("No audits.")


@audit.command(
    epilog=examples("onrecord audit judge 3f2a90", "onrecord audit judge 3f2a90 --again 17   # the 17th once more")
)
def judge(
    id: Id,
    author: Judge = None,
    again: Annotated[
        int | None,
        typer.Option(
            "--again", min=1, metavar="N", help="Judge this claim of the sample once more.", show_default=False
        ),
    ] = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
) -> None:
    """Judge the claims of a sample, one after the other.

    Each is shown with its passage, the text around it and what was read from it. Whether it is an event at all is
    asked first, then each field: r right, w wrong, u unsure, a the rest is right, s skip this claim, q stop. Every
    answer is kept at once; the next call goes on where you stopped.
    """
    who = author_name(author)
    console = output.console()
    with open_ledger(ledger) as opened:
        made = opened.audit(storable(id))
        sample = {one.position: one for one in opened.sampled(made.id)}
        if again is not None and again not in sample:
            raise typer.BadParameter(f"the sample has {len(sample)} claims", param_hint="--again")
        skipped: set[int] = set()
        while (one := _next(opened, made, sample, who, skipped, again)) is not None:
            answered = _judge_one(console, opened, made, one, who, bool(again))
            if answered is None:
                break
            if not answered:
                skipped.add(one.position)
            if again is not None:
                break
        left = sum(1 for _ in _waiting(opened, made, sample, who))
    console.print(f"{left:,} left to judge; `onrecord audit report {made.id[:6]}` shows what was found", soft_wrap=True)


def _waiting(ledger: Ledger, made: Kept, sample: Mapping[int, Sampled], who: str) -> Iterator[Sampled]:
    from onrecord.views.audit import open_fields

    said: dict[int, dict[str, str]] = {}
    for one in ledger.verdicts(made.id):
        if one.author == who:
            said.setdefault(one.position, {})[one.field] = one.verdict
    for position, place in sample.items():
        if place.claim is not None and open_fields(said.get(position, {})):
            yield place


def _next(
    ledger: Ledger, made: Kept, sample: Mapping[int, Sampled], who: str, skipped: set[int], again: int | None
) -> Sampled | None:
    if again is not None:
        return sample[again]
    return next((one for one in _waiting(ledger, made, sample, who) if one.position not in skipped), None)


def _judge_one(console: Console, ledger: Ledger, made: Kept, one: Sampled, who: str, anew: bool) -> bool | None:
    """Ask for one claim: true where it is done, false where it is skipped, nothing where the person stops."""
    from onrecord.views.audit import QUESTIONS, field_values, open_fields

    if one.claim is None:
        console.print(f"claim {one.position} was taken out of the ledger")
        return True
    values: dict[str, str] = dict(field_values(one.claim).items())
    said: dict[str, str] = {
        v.field: v.verdict for v in ledger.verdicts(made.id) if (v.position, v.author) == (one.position, who)
    }
    if anew:
        said = {}
    _show(console, made, one, values)
    while fields := open_fields(said):
        field = fields[0]
        shown = f"{field}: {values[field] or '(empty)'}"
        console.print(f"{shown}\n  {QUESTIONS[field]}", soft_wrap=True)
        answer = _ask()
        if answer in ("", "q"):
            return None
        if answer == "s":
            return False
        rest = fields if answer == "a" else fields[:1]
        verdict = {"r": "right", "a": "right", "w": "wrong", "u": "unsure"}[answer]
        ledger.give_verdicts(made.id, one.position, who, dict.fromkeys(rest, verdict))
        said |= dict.fromkeys(rest, verdict)
    return True


def _ask() -> str:
    """One of the letters that answer; empty where the input has ended."""
    while True:
        sys.stdout.write("  r right, w wrong, u unsure, a all the rest right, s skip, q stop > ")
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            sys.stdout.write("\n")
            return ""
        answer = line.strip().lower()[:1]
        if answer and answer in "rwuasq":
            return answer


def _show(console: Console, made: Kept, one: Sampled, values: Mapping[str, str]) -> None:
    from rich.text import Text

    from onrecord.views.audit import around
    from onrecord.views.wording import clean

    shown = around(one)
    if shown is None or one.claim is None:
        return
    before, claim, after = shown
    info = one.claim.document
    console.print()
    about = " · ".join(clean(part) for part in (info.title, info.source, info.published) if part)
    console.print(Text.assemble((f"{one.position} of {made.drawn}", "bold"), f"  {about or clean(info.id)}"))
    sentence, start = claim.sentence.text, claim.trigger.start - claim.sentence.start
    marked = Text.assemble(
        (clean(before), "dim"), " " if before else "", clean(sentence[:start]),
        " " if sentence[:start][-1:].isspace() else "", ("⟦" + clean(claim.trigger.text) + "⟧", "bold reverse"),
        " " if sentence[start + len(claim.trigger.text) :][:1].isspace() else "",
        clean(sentence[start + len(claim.trigger.text) :]), " " if after else "", (clean(after), "dim"),
    )  # fmt: skip
    output.hang(console, [], marked)
    console.print()
    for name, value in values.items():
        if name != "event":
            output.hang(console, [(Text(name, style="dim"), 11)], value or "–")
    console.print()


@audit.command(
    epilog=examples(
        "onrecord audit report 3f2a90",
        "onrecord audit report 3f2a90 --format latex > table.tex",
        "onrecord audit report 3f2a90 --judge 'A. Reader' --json",
    )
)
def report(
    id: Id,
    form: Annotated[Form, typer.Option("--format", "-f", help="How to print it.", **one_of(Form))] = Form.TEXT,
    by: Annotated[
        str | None,
        typer.Option("--judge", metavar="NAME", help="Only what this person said.", show_default=False),
    ] = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """Show the precision of each field with its interval.

    And how the sample was drawn, by whom it was judged, how unsure answers count, and how far two judges agree.
    """
    from onrecord.views import auditreport
    from onrecord.views.audit import report as summed

    with open_ledger(ledger) as opened:
        made = opened.audit(storable(id))
        verdicts = opened.verdicts(made.id)
        found = summed(made, opened.sampled(made.id), verdicts, None if by is None else storable(by))
    if by is not None and not found.judges:
        known = ", ".join(sorted({one.author for one in verdicts})) or "nobody yet"
        raise typer.BadParameter(f"{by!r} judged nothing here; who did: {known}", param_hint="--judge")
    if as_json:
        output.emit(auditreport.value(found))
        return
    shown = {Form.TEXT: auditreport.text, Form.MARKDOWN: auditreport.markdown, Form.LATEX: auditreport.latex}[form]
    sys.stdout.write(shown(found) + "\n")


@audit.command("export", epilog=examples("onrecord audit export 3f2a90 > sheet.csv"))
def export_(
    id: Id,
    author: Judge = None,
    to: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="PATH", help="A file instead of standard output.", show_default=False),
    ] = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
) -> None:
    """Write a sample as CSV, to be judged in a spreadsheet.

    Beside each field is an empty column of its name: write right, wrong or unsure, and give the file to `import`.
    """
    from onrecord.views.auditreport import sheet

    with open_ledger(ledger) as opened:
        made = opened.audit(storable(id))
        lines = list(sheet(made, opened.sampled(made.id), opened.verdicts(made.id), author_name(author)))
    if to is None:
        sys.stdout.writelines(lines)
        return
    with to.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        file.writelines(lines)


@audit.command("import", epilog=examples("onrecord audit import 3f2a90 sheet.csv --author 'A. Reader'"))
def import_(
    id: Id,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The filled CSV; - is standard input.")],
    author: Judge = None,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: Json = False,
) -> None:
    """Read the verdicts of a filled CSV.

    All of them or, where one cannot be read, none. What was said before of the same claims by the same person is
    replaced.
    """
    from onrecord.views.auditreport import SheetError, read_sheet

    with open_ledger(ledger) as opened:
        made = opened.audit(storable(id))
        try:
            if file == "-":
                said = read_sheet(sys.stdin, made, "standard input")
            else:
                with Path(file).open(encoding="utf-8-sig", newline="") as lines:
                    said = read_sheet(lines, made, file)
        except UnicodeDecodeError as error:
            raise SheetError(f"{file}: this is no UTF-8; save the sheet as CSV in UTF-8") from error
        kept = opened.add_verdicts(made.id, author_name(author), said)
    if as_json:
        output.emit({"audit": made.id, "verdicts": len(said), "kept": kept})
    else:
        output.console().print(f"{len(said):,} verdicts read, {kept:,} of them new", soft_wrap=True)


@audit.command(epilog=examples("onrecord audit remove 3f2a90"))
def remove(id: Id, ledger: LedgerPath = DEFAULT_LEDGER) -> None:
    """Keep an audit, and what was said in it, no longer."""
    with open_ledger(ledger) as opened:
        opened.remove_audit(storable(id))


def _value(made: Kept) -> dict[str, object]:
    from onrecord.records import encode

    value: dict[str, object] = encode(made)
    return value | {"population": made.population, "drawn": made.drawn}


audit.command(
    epilog=examples(
        "onrecord audit new --size 100 --seed 7",
        "onrecord audit new --size 200 --by stage",
        "onrecord audit new --type ASSAULT --from 2025-01 --size 50",
    )
)(new)
