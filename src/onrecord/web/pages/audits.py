"""Audits: samples of claims that a person judges one after the other, and how precise the ledger was found to be."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from onrecord import __version__
from onrecord.ledger import AUDIT_FIELDS, VERDICTS, Audit, AuditError, ClaimFilter, Ledger, Sampled, Verdict
from onrecord.records.vocabulary import EVENT_TYPES, STAGES
from onrecord.views import auditreport
from onrecord.views.audit import QUESTIONS, around, design, field_values, next_place, open_fields
from onrecord.views.audit import report as summed
from onrecord.web.asked import Asked, opened, settings_of
from onrecord.web.page import Page, add_page, rendered
from onrecord.web.safety import Writer

router = APIRouter()
PATH = "/audits"
SIZE = 100
FORMS = {"txt": auditreport.text, "md": auditreport.markdown, "tex": auditreport.latex}
"""The report for printing, by the endings of its addresses."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An audit in the list: how it was drawn, how far the person who looks has come with it."""

    audit: Audit
    design: str
    judged: int
    judges: int


@dataclass(frozen=True, slots=True)
class Place:
    """One claim of a sample in the list: its number, its words, and whether it is judged, begun, open or gone."""

    number: int
    stratum: str
    words: str
    state: str


def audits(request: Request) -> Page:
    """The audits that were drawn."""
    return _list_page(request, "")


def _list_page(request: Request, wrong: str, given: Mapping[str, str] | None = None) -> Page:
    with opened(request) as ledger:
        found = [_listed(ledger, audit) for audit in reversed(ledger.audits())]
    return Page(
        "audits/list.html",
        "Audits",
        context={"audits": found, "wrong": wrong, "given": given or {}, "size": SIZE},
        data={"audits": [{"id": one.audit.id, "made": one.audit.made, "author": one.audit.author,
                          "seed": one.audit.seed, "design": one.audit.design, "population": one.audit.population,
                          "drawn": one.audit.drawn, "judged": one.judged} for one in found]},
        columns=("id", "made", "author", "seed", "design", "population", "drawn", "judged"),
        rows=[(one.audit.id, one.audit.made, one.audit.author, one.audit.seed, one.audit.design,
               one.audit.population, one.audit.drawn, one.judged) for one in found],
        status=400 if wrong else 200,
    )  # fmt: skip


def _listed(ledger: Ledger, audit: Audit) -> Listed:
    verdicts = ledger.verdicts(audit.id)
    judged = {one.position for one in verdicts}
    return Listed(audit, design(audit), len(judged), len({one.author for one in verdicts}))


def draw(
    request: Request,
    author: Writer,
    size: Annotated[str, Form(max_length=10)] = "",
    seed: Annotated[str, Form(max_length=20)] = "",
    by: Annotated[str, Form(max_length=10)] = "",
    type: Annotated[str, Form(max_length=20)] = "",
    stage: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Draw a sample and go to its page."""
    given = {"size": size, "seed": seed, "by": by, "type": type, "stage": stage}
    try:
        number = _number(size or str(SIZE), "The size")
        chosen = _number(seed, "The seed") if seed.strip() else secrets.randbelow(2**31)
        if by not in ("", "stage", "type") or (type and type not in EVENT_TYPES) or (stage and stage not in STAGES):
            raise AuditError("Choose from what the form offers.")
        wanted = ClaimFilter(types=(type,) if type else (), stages=(stage,) if stage else ())
        with opened(request) as ledger:
            made = ledger.draw_audit(
                author, number, chosen, __version__, wanted, by or "simple"  # type: ignore[arg-type]
            )  # fmt: skip
    except AuditError as error:
        page = _list_page(request, str(error), given)
        return HTMLResponse(rendered(request, page.template, page.title, Asked(), **page.context), page.status)
    return RedirectResponse(f"{PATH}/{made.id}", 303)


def _number(said: str, what: str) -> int:
    if not said.strip().isascii() or not said.strip().isdigit() or len(said.strip()) > 18:
        raise AuditError(f"{what} is a whole number.")
    return int(said)


def audit(request: Request, id: str) -> Page:
    """One audit: how it was drawn, how far judging has come, and what was found."""
    own = settings_of(request).author
    with opened(request) as ledger:
        found = ledger.audit(id)
        sample, verdicts = ledger.sampled(found.id), ledger.verdicts(found.id)
    report = summed(found, sample, verdicts)
    places = _places(sample, verdicts, own)
    return Page(
        "audits/audit.html",
        "Audit",
        context={
            "audit": found, "design": design(found), "report": report, "places": places, "judge": own,
            "rows": [auditreport.cells(line) for line in report.lines], "headings": auditreport.HEADINGS,
            "method": auditreport.method(report), "next": next_place(sample, verdicts, own),
            "done": sum(place.state == "judged" for place in places), "forms_of": tuple(FORMS),
        },
        data=auditreport.value(report),
        columns=auditreport.COLUMNS,
        rows=auditreport.rows_of(report),
    )  # fmt: skip


def _places(sample: Iterable[Sampled], verdicts: Iterable[Verdict], judge: str) -> list[Place]:
    said: dict[int, dict[str, str]] = {}
    for one in verdicts:
        if one.author == judge:
            said.setdefault(one.position, {})[one.field] = one.verdict
    found = []
    for place in sample:
        own = said.get(place.position, {})
        state = "judged" if own and not open_fields(own) else "begun" if own else "open"
        if place.claim is None:
            found.append(Place(place.position, place.stratum, "", "taken out"))
        else:
            words = f"{place.claim.claim.trigger.text} — {place.claim.document.source or place.claim.document.id}"
            found.append(Place(place.position, place.stratum, words, state))
    return found


def claim(request: Request, id: str, number: int) -> Page:
    """One claim of a sample, with the fields to be judged."""
    own = settings_of(request).author
    with opened(request) as ledger:
        found = ledger.audit(id)
        sample, verdicts = ledger.sampled(found.id), ledger.verdicts(found.id)
    place = _place(sample, number)
    said = {one.field: one for one in verdicts if (one.position, one.author) == (number, own)}
    context: dict[str, object] = {
        "audit": found, "place": place, "total": len(sample), "judge": own, "verdicts": VERDICTS,
        "before": number - 1 if number > 1 else None, "after": number + 1 if number < len(sample) else None,
        "left": sum(one.state in ("open", "begun") for one in _places(sample, verdicts, own)),
    }  # fmt: skip
    shown = around(place)
    if place.claim is None or shown is None:
        return Page("audits/gone.html", f"Claim {number}", context=context, data={"number": number, "claim": None})
    values = field_values(place.claim)
    context |= {
        "stored": place.claim, "claim": shown[1], "text_before": shown[0], "text_after": shown[2],
        "asked": [(field, values[field], QUESTIONS[field], said[field].verdict if field in said else None)
                  for field in AUDIT_FIELDS],
        "note": (said["event"].note or "") if "event" in said else "",
    }  # fmt: skip
    data = {
        "audit": found.id, "number": number, "claim": place.claim.claim, "document": place.claim.document,
        "verdicts": {field: one.verdict for field, one in said.items()},
    }  # fmt: skip
    return Page("audits/claim.html", f"Claim {number} of {len(sample)}", context=context, data=data)


def _place(sample: Iterable[Sampled], number: int) -> Sampled:
    found = next((one for one in sample if one.position == number), None)
    if found is None:
        raise HTTPException(404, "the sample has no claim of this number")
    return found


async def judge(request: Request, author: Writer, id: str, number: int) -> Response:
    """Keep what a person says of a claim, and go on to the next."""
    form = await request.form(max_fields=40)
    said = {field: str(form.get(field, "")) for field in AUDIT_FIELDS}
    given = {field: verdict for field, verdict in said.items() if verdict in VERDICTS}
    if given.get("event") == "wrong":
        given = {"event": "wrong"}  # what is no event has no fields
    note = str(form.get("note", ""))[:2_000].strip()
    with opened(request) as ledger:
        found = ledger.audit(id)
        sample = ledger.sampled(found.id)
        _place(sample, number)
        rows = [(number, field, verdict, note if field == "event" else None) for field, verdict in given.items()]
        ledger.add_verdicts(found.id, author, rows)
        after = next_place(sample, ledger.verdicts(found.id), author)
    if after is None:
        return RedirectResponse(f"{PATH}/{found.id}", 303)
    return RedirectResponse(f"{PATH}/{found.id}/claims/{after}", 303)


def printed(request: Request, id: str, ending: str) -> Response:
    """The report for printing: plain text, Markdown, or rows of a LaTeX table."""
    if ending not in FORMS:
        raise HTTPException(404, f"the report is printed as {', '.join(FORMS)}")
    with opened(request) as ledger:
        found = ledger.audit(id)
        report = summed(found, ledger.sampled(found.id), ledger.verdicts(found.id))
    return PlainTextResponse(FORMS[ending](report) + "\n")


def sheet(request: Request, id: str) -> Response:
    """The sample as CSV to fill in."""
    with opened(request) as ledger:
        found = ledger.audit(id)
        own = settings_of(request).author
        lines = auditreport.sheet(found, ledger.sampled(found.id), ledger.verdicts(found.id), own)
        body = "".join(lines)
    name = f'attachment; filename="audit-{found.id[:10]}.csv"'
    return Response(body, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


add_page(router, PATH, audits)
router.add_api_route(PATH, draw, methods=["POST"], include_in_schema=False, response_class=Response)
router.add_api_route(f"{PATH}/{{id}}/report.{{ending}}", printed, methods=["GET"], include_in_schema=False,
                     response_class=PlainTextResponse)  # fmt: skip
router.add_api_route(f"{PATH}/{{id}}/sheet.csv", sheet, methods=["GET"], include_in_schema=False,
                     response_class=Response)  # fmt: skip
add_page(router, f"{PATH}/{{id}}/claims/{{number}}", claim, forms=("json",))
router.add_api_route(f"{PATH}/{{id}}/claims/{{number}}", judge, methods=["POST"], include_in_schema=False,
                     response_class=Response)  # fmt: skip
add_page(router, f"{PATH}/{{id}}", audit)
