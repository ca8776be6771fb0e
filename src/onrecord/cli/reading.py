"""Commands that read articles into the ledger: read, reread, demo."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli import output
from onrecord.cli.complaints import FAILED, complain
from onrecord.cli.linking import link_ledger
from onrecord.cli.options import (
    DEFAULT_LEDGER,
    AllowHosts,
    Files,
    Jobs,
    Json,
    Knowledge,
    LedgerPath,
    Model,
    Published,
    Source,
    examples,
)

if TYPE_CHECKING:
    from onrecord.cli.intake import Taken, Tally
    from onrecord.cli.machinery import Machinery
    from onrecord.ledger import Ledger
    from onrecord.reading import ReadDocument, ReadingFailure


def read(
    files: Files,
    ledger: LedgerPath = DEFAULT_LEDGER,
    jobs: Jobs = 0,
    published: Published = None,
    source: Source = None,
    knowledge: Knowledge = None,
    model: Model = None,
    allow_host: AllowHosts = None,
    as_json: Json = False,
) -> None:
    """Read articles into the ledger.

    What the ledger has already is passed over, so that a run that was cut off goes on where it stopped. A
    changed article becomes a new version of the same document. Of what comes from the web the original bytes are
    kept; private networks are not asked, and robots.txt is kept to. What cannot be read is named in one line and
    makes the exit status 1; the rest is read.
    """
    from onrecord.cli.counting import expected
    from onrecord.cli.machinery import Machinery, read_files
    from onrecord.ledger import Ledger

    machinery = Machinery(knowledge, model, jobs)
    with Ledger(ledger) as opened:
        found = read_files(files, published, source, allow_host or ())
        tally = _take_in(opened, found, machinery, as_json, lambda: expected(files))
    if not as_json:
        _summarise(tally, ledger, give_dates=True)
    if tally.failures:
        raise typer.Exit(FAILED)


def reread(
    ledger: LedgerPath = DEFAULT_LEDGER,
    jobs: Jobs = 0,
    knowledge: Knowledge = None,
    model: Model = None,
    as_json: Json = False,
) -> None:
    """Read the ledger's documents again.

    Those are read that another version of the extractor read, or other words of your own. What the earlier
    versions said is kept beside the new reading.
    """
    from onrecord.cli.intake import stored_documents, unread
    from onrecord.cli.machinery import Machinery
    from onrecord.ledger import Ledger

    machinery = Machinery(knowledge, model, jobs)
    with Ledger(ledger, create=False) as opened:
        version = machinery.version
        found = stored_documents(opened, version)
        tally = _take_in(opened, found, machinery, as_json, lambda: unread(opened, version))
        held = 0 if tally.documents else sum(1 for _ in opened.documents())
    if not as_json and held:
        documents = f"all {held:,} documents have" if held > 1 else "its one document has"
        output.console().print(
            f"{ledger}: nothing to read again: {documents} already been read by this version ({version})",
            soft_wrap=True,
        )
    elif not as_json:
        _summarise(tally, ledger)
    if tally.failures:
        raise typer.Exit(FAILED)


def demo(
    ledger: Annotated[
        Path | None,
        typer.Option(
            "--ledger", "-l", metavar="PATH", help="Keep the ledger here, to ask it more.", show_default=False
        ),
    ] = None,
    jobs: Jobs = 1,
    as_json: Json = False,
) -> None:
    """Read the bundled story, show what stands."""
    from onrecord.cli.briefing import show_event_brief
    from onrecord.cli.machinery import Machinery, read_files
    from onrecord.demo import situations, story
    from onrecord.ledger import Ledger
    from onrecord.linking.situations import parse, to_json

    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        path = ledger or Path(folder) / "demo.db"
        with Ledger(path) as opened:
            tally = _take_in(opened, read_files([story()]), Machinery(jobs=jobs), False, lambda: None, quiet=True)
            known = {situation.name for situation in opened.situations()}
            for asked in situations():
                if asked["name"] not in known:
                    opened.add_situation(asked["name"], to_json(parse(asked["query"])))
            show_event_brief(opened.events(), as_json)
    if tally.failures:
        raise typer.Exit(FAILED)


LINKED_AT_ONCE = 500
"""Documents that are read before they are linked: a long run can be looked at while it goes on."""


def _take_in(
    ledger: Ledger,
    found: Iterable[ReadDocument | ReadingFailure],
    machinery: Machinery,
    as_json: bool,
    total: Callable[[], int | None],
    quiet: bool = False,
) -> Tally:
    from onrecord.cli.intake import Tally, take_in
    from onrecord.reading import ReadingFailure

    ledger.ensure_writable()
    tally = Tally()
    version = machinery.version
    quiet_progress = as_json and sys.stdout.isatty()
    with output.progress("reading", total, quiet=quiet_progress) as update:

        def report(event: Taken | ReadingFailure) -> None:
            tally.count(event)
            update(tally.documents + tally.failures, tally.words)
            if isinstance(event, ReadingFailure):
                complain(str(event))
            else:
                for problem in () if quiet else event.problems:
                    complain(f"{event.where}: {problem.message}")
            if as_json:
                output.emit(_value(event))
            if tally.documents % LINKED_AT_ONCE == 0:
                link_ledger(ledger, quiet=True)

        take_in(ledger, found, machinery.extract, version, report)
    link_ledger(ledger, quiet_progress)
    return tally


def _value(event: Taken | ReadingFailure) -> dict[str, object]:
    from onrecord.reading import ReadingFailure

    if isinstance(event, ReadingFailure):
        line = {} if event.line is None else {"line": event.line}
        return {"where": event.where, **line, "problems": [{"code": event.code, "message": event.message}]}
    return {
        "where": event.where,
        "document": event.document,
        "outcome": event.outcome.value,
        "claims": event.claims,
        "problems": [{"code": p.code, "message": p.message} for p in event.problems],
    }


def _summarise(tally: Tally, ledger: Path, give_dates: bool = False) -> None:
    documents = f"{tally.documents:,} document{'' if tally.documents == 1 else 's'}"
    why = ": the tables of knowledge are not those of the last run" if tally.other_tables else ""
    outcomes = ", ".join(
        f"{count:,} {outcome}{why if outcome == 'reread' else ''}" for outcome, count in sorted(tally.outcomes.items())
    )
    claims = f"{tally.claims:,} claim{'' if tally.claims == 1 else 's'}"
    text = f"{documents}{f' ({outcomes})' if outcomes else ''}, {claims} read into {ledger}"
    if tally.failures:
        text += f"; {tally.failures:,} could not be used"
    if tally.undated and give_dates:
        text += f"; {tally.undated:,} without a date: nothing relative is dated; give --published"
    output.console().print(text, soft_wrap=True)


READ_EXAMPLES = examples(
    "onrecord read articles/",
    "onrecord read page.html --published 2025-04-09 --source 'The Harbour Ledger'",
    "onrecord read https://harbourledger.example/feed.xml",
    "zcat archive.jsonl.gz | onrecord read - --ledger story.db --jobs 4",
)
REREAD_EXAMPLES = examples("onrecord reread", "onrecord reread --ledger story.db --knowledge ~/my-words")
DEMO_EXAMPLES = examples("onrecord demo", "onrecord demo --ledger demo.db && onrecord timeline --ledger demo.db")
