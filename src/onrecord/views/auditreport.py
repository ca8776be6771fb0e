"""The report of an audit in the forms that it is printed in: text, Markdown, LaTeX, JSON; and the sheet to fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from onrecord.errors import OnrecordError
from onrecord.ledger.duty_model import AUDIT_FIELDS, VERDICTS, Audit, Sampled, Verdict
from onrecord.records import encode
from onrecord.views.audit import Line, Report, around, design, field_values
from onrecord.views.export import disarmed
from onrecord.views.wording import clean, counted

COLUMNS = ("field", "right", "wrong", "unsure", "n", "precision", "low", "high", "worst", "best")


class SheetError(OnrecordError):
    """A filled sheet of an audit cannot be read; the message names line and column."""


def method(report: Report) -> tuple[str, ...]:
    """How the figures were come by, in sentences fit for a methods section."""
    audit = report.audit
    who = ", ".join(map(clean, report.judges)) or "nobody yet"
    filters = _filters(audit)
    until = f", last on {report.last[:10]}" if report.last else ""
    said = [
        f"Audit {audit.id}, drawn on {audit.made[:10]} by {clean(audit.author)} with onrecord {audit.version}, "
        f"seed {audit.seed}: {design(audit)} ({filters}). Each claim's rank is the SHA-256 of seed and claim id.",
        f"{report.judged:,} of {audit.drawn:,} sampled claims were judged by {who}{until}.",
        "Precision is the share of right among right and wrong answers. A field of what is no event does not count; "
        "an empty field is right where the text says nothing.",
    ]
    if audit.design == "simple":
        said.append("Intervals are 95 % Wilson score intervals with the finite-population correction.")
    else:
        said.append(
            "Strata are weighted by their size in the population (combined ratio estimate, Cochran 1977); intervals "
            "are 95 % Wilson score intervals for the effective sample size, with the finite-population correction."
        )
    unsure = "Unsure answers are left out; worst and best are the precision if all of them were wrong, or right."
    if len(report.judges) > 1:
        unsure += " Where judges differ, the answer counts as unsure."
    said.append(unsure)
    if report.judged < audit.drawn:
        said.append(
            "The sample is not finished; places are in random order, so that what was judged first is a random sample "
            "too, provided that none was left out."
        )
    if report.gone:
        said.append(f"{counted(report.gone, 'sampled claim')} {_were(report.gone)} taken out of the ledger since.")
    return tuple(said)


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _filters(audit: Audit) -> str:
    if not audit.query:
        return "all current claims of the ledger"
    shown = []
    for name, value in sorted(audit.query.items()):
        values = value if isinstance(value, list | tuple) else [value]
        shown.append(f"{name.replace('_', ' ')}: {', '.join(clean(str(one)) for one in values)}")
    return "claims with " + "; ".join(shown)


def percent(value: float | None) -> str:
    """A share as it is printed: `93.4`; a dash where there is none."""
    return "–" if value is None else f"{100 * value:.1f}"


def cells(line: Line) -> tuple[str, ...]:
    """A line of the report as printed: field, n, right, wrong, unsure, precision, interval, worst to best."""
    found = line.share
    interval = f"{percent(found.low)}–{percent(found.high)}" if found else "–"
    extremes = f"{percent(line.worst)}–{percent(line.best)}" if line.unsure else ""
    counts = (line.number, line.right, line.wrong, line.unsure)
    return (
        line.field,
        *(f"{count:,}" for count in counts),
        percent(found.value if found else None),
        interval,
        extremes,
    )


HEADINGS = ("field", "n", "right", "wrong", "unsure", "precision %", "95 % interval", "worst–best")


def text(report: Report) -> str:
    """The report as plain text."""
    rows = [HEADINGS, *(cells(line) for line in report.lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEADINGS))]
    drawn = ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows]
    parts = ["\n".join([drawn[0], "-" * len(drawn[0]), *drawn[1:]])]
    if report.agreements:
        parts.append("\n".join(["Agreement of judges (Cohen's kappa)", *_agreed(report)]))
    return "\n\n".join([*parts, "\n".join(method(report))])


def markdown(report: Report) -> str:
    """The report as a table of Markdown with its method below."""
    rows = ["| " + " | ".join(HEADINGS) + " |", "| --- |" + " ---: |" * (len(HEADINGS) - 1)]
    rows += ["| " + " | ".join(cells(line)) + " |" for line in report.lines]
    parts = ["\n".join(rows)]
    if report.agreements:
        parts.append("\n".join(["Agreement of judges (Cohen's kappa):", "", *(f"- {one}" for one in _agreed(report))]))
    return "\n\n".join([*parts, " ".join(_plain(sentence) for sentence in method(report))])


def _plain(said: str) -> str:
    """Text in which Markdown finds no mark-up."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in said)


def latex(report: Report) -> str:
    """The rows of a LaTeX table: field, n, precision with its interval, unsure answers. Columns: lrrr."""
    rows = ["% field & n & precision [95% interval] & unsure \\\\"]
    rows += [f"% {sentence}" for sentence in method(report)]
    for line in report.lines:
        found = line.share
        shown = f"{percent(found.value)} [{percent(found.low)}, {percent(found.high)}]" if found else "--"
        rows.append(f"{line.field} & {line.number:,} & {shown} & {line.unsure:,} \\\\")
    return "\n".join(rows)


def value(report: Report) -> dict[str, object]:
    """The JSON value of the report; shares lie between 0 and 1."""
    return {
        "audit": encode(report.audit) | {"population": report.audit.population, "drawn": report.audit.drawn},
        "judges": list(report.judges),
        "judged": report.judged,
        "taken_out": report.gone,
        "last": report.last or None,
        "fields": [dict(zip(COLUMNS, row, strict=True)) for row in rows_of(report)],
        "agreement": [
            {"field": one.field, "judges": [one.one, one.other]} | encode(one.kappa) for one in report.agreements
        ],
        "method": list(method(report)),
    }


def rows_of(report: Report) -> list[tuple[object, ...]]:
    """The lines of the report as values, in the order of `COLUMNS`."""
    return [
        (
            line.field, line.right, line.wrong, line.unsure, line.number,
            line.share.value if line.share else None, line.share.low if line.share else None,
            line.share.high if line.share else None, line.worst, line.best,
        )
        for line in report.lines
    ]  # fmt: skip


def _agreed(report: Report) -> list[str]:
    return [
        f"{one.field}: {clean(one.one)} and {clean(one.other)}, "
        + ("kappa not defined (one answer throughout)" if one.kappa.kappa is None else f"kappa {one.kappa.kappa:.2f}")
        + f", {percent(one.kappa.equal)} % equal answers, n = {one.kappa.number:,}"
        for one in report.agreements
    ]


# --- the sheet ---------------------------------------------------------------------------------------------

SHEET = ("audit", "number", "claim", "document", "before", "passage", "after", "trigger")
NOTE = "note"


def sheet(audit: Audit, sample: Iterable[Sampled], verdicts: Iterable[Verdict], judge: str) -> Iterator[str]:
    """An audit as CSV to fill in elsewhere: for each field its value and, beside it, a column for the verdict.

    What `judge` has said is filled in. Claims that were taken out are left out.
    """
    known = {(one.position, one.field): one for one in verdicts if one.author == judge}
    header = [*SHEET]
    for name in AUDIT_FIELDS:
        header += [f"{name}_is", name] if name != "event" else [name]
    yield _csv([*header, NOTE])
    for one in sample:
        shown = around(one)
        if one.claim is None or shown is None:
            continue
        before, claim, after = shown
        values = field_values(one.claim)
        row: list[object] = [
            audit.id, one.position, claim.id, one.claim.document.id, clean(before), clean(claim.sentence.text),
            clean(after), clean(claim.trigger.text),
        ]  # fmt: skip
        for name in AUDIT_FIELDS:
            given = known.get((one.position, name))
            row += [values[name]] if name != "event" else []
            row.append(given.verdict if given else "")
        noted = known.get((one.position, "event"))
        yield _csv([*row, (noted.note or "") if noted else ""])


def _csv(row: Sequence[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([disarmed(cell) for cell in row])
    return buffer.getvalue()


_SHORT = {name[0]: name for name in VERDICTS} | {
    "y": "right",
    "yes": "right",
    "n": "wrong",
    "no": "wrong",
    "?": "unsure",
}


def read_sheet(lines: Iterable[str], audit: Audit, name: str = "sheet") -> list[tuple[int, str, str, str | None]]:
    """The verdicts of a filled sheet: place, field, verdict, note. Empty cells say nothing.

    `right`, `wrong`, `unsure` may be cut short, and `yes`, `no`, `?` do too. Raises SheetError.
    """
    reader = csv.DictReader(lines)
    try:
        missing = [column for column in ("audit", "number", *AUDIT_FIELDS) if column not in (reader.fieldnames or ())]
        if missing:
            raise SheetError(
                f"{name}: there is no column {missing[0]!r}; fill in what `onrecord audit export` wrote, saved as CSV"
            )
        return [found for row in reader for found in _row(row, audit, f"{name}, line {reader.line_num}")]
    except csv.Error as error:
        raise SheetError(f"{name}, line {reader.line_num}: this is no CSV ({error})") from error


def _row(row: dict[str, str], audit: Audit, where: str) -> Iterator[tuple[int, str, str, str | None]]:
    if (row["audit"] or "").strip() != audit.id:
        raise SheetError(f"{where}: this line is of another audit ({row['audit']!r}, not {audit.id!r})")
    number = (row["number"] or "").strip()
    if not number.isdecimal():
        raise SheetError(f"{where}: {number!r} in the column number is no number")
    note = (row.get(NOTE) or "").strip()
    for field in AUDIT_FIELDS:
        said = (row[field] or "").strip().lower()
        if not said:
            continue
        verdict = said if said in VERDICTS else _SHORT.get(said)
        if verdict is None:
            raise SheetError(f"{where}: {said!r} in the column {field} is no verdict; write right, wrong or unsure")
        yield int(number), field, verdict, (note or None) if field == "event" else None
