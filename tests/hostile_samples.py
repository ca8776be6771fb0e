"""A ledger whose article, in every field that an article fills, is written by somebody who means harm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from onrecord.ledger import Ledger
from onrecord.linking.asking import parse, to_json
from onrecord.linking.standard import standard_linker
from onrecord.records import (
    Attribution,
    Claim,
    Document,
    DocumentInfo,
    Extraction,
    Link,
    Party,
    Place,
    Problem,
    Qualifier,
    Reason,
    Span,
    Time,
)

HARM = (
    '<script>window.pwned=1;alert(1)</script><img src=x onerror="window.pwned=1;alert(1)">'
    '" onmouseover="window.pwned=1" autofocus onfocus="window.pwned=1" planted="'
    "' onfocus='window.pwned=1' planted='"
    "{{ 7*7 }} {% raw %} ${7*7} #{7*7} <!-- --> ]]> --> </title></style></textarea></noscript></script></svg></math>"
    "&lt;script&gt;window.pwned=1&lt;/script&gt; &#60;script&#62; \\u003cscript\\u003e "
    '<a href="javascript:window.pwned=1">x</a><svg/onload=window.pwned=1>'
    '<iframe srcdoc="<script>parent.pwned=1</script>"><base href="https://elsewhere.example/">'
    '<meta http-equiv="refresh" content="0;url=https://elsewhere.example/">'
    '<form action="https://elsewhere.example/"><input name="csrf">'
    '<link rel="stylesheet" href="//elsewhere.example/x.css"><div hx-get="/leave" hx-trigger="load" data-planted="1">'
    "\u202e\u2066\u2029\u0085\ufeff\x07\x1b[31m=1+1"
)
"""Scripts, what breaks out of attributes, comments and elements, templates, entities, directions, control signs."""

NUL = "\x00"


def hostile_document(id: str = "harm", extra: str = "", repeat: int = 1) -> tuple[Document, Extraction]:
    """An article of hostile text, and an extraction of it whose every word is hostile too."""
    sentence = f"{HARM}{NUL}{extra} strikes {HARM} told {HARM}."
    text = "\n\n".join([sentence] * repeat)
    made = Document(
        f"{id}{HARM}", text, HARM, "2025-03-03", HARM, HARM, "javascript:window.pwned=1//" + HARM, "en", (HARM,)
    )  # fmt: skip
    at = text.index(" strikes ") + 1
    trigger = Span.of(text, at, at + len("strikes"))
    whole, start = Span.of(text, 0, len(sentence)), Span.of(text, 0, len(HARM))
    claim = Claim(
        id=f"c0ffee{id.encode().hex()[:12]}", trigger=trigger, sentence=whole, type="ASSAULT", mode="drone",
        contexts=(HARM,), actors=(Party(start, HARM, "organization", "RUR", "GOV"),),
        recipients=(Party(start, f"b{HARM}", "group", "SYL", None),), stage="planned", polarity="affirmed",
        certainty="certain", factuality=1.0,
        attribution=(Link("outlet", HARM), Link("person", HARM, source=(start,), cue=(trigger,), content=(whole,))),
        time=Time(start, "DATE", "2025-03-03", "2025-03-03", "2025-03-03", HARM, "day"),
        place=Place(start, HARM, 77, 50.25, -14.5, "RU", "ST", 1, 0.9),
        qualifiers=(Qualifier("condition", start),), why={"stage": (Reason(HARM, (start,)),)},
    )  # fmt: skip
    denial = replace(claim, id=claim.id + "0", polarity="negated", stage="done", trigger=start)
    extraction = Extraction(
        DocumentInfo.of(made), (claim, denial), (Attribution((start,), (trigger,), (whole,)),), (claim.time,),  # type: ignore[arg-type]
        (claim.place,), (Problem(HARM, HARM),),  # type: ignore[arg-type]
    )  # fmt: skip
    return made, extraction


def hostile_ledger(path: Path, repeat: int = 1) -> Path:
    """A ledger of such articles, the first `repeat` times as long, with judgements and a situation by the same hand."""
    with Ledger(path) as ledger:
        for id, extra in (("harm", ""), ("more", " more"), ("last", " last")):
            ledger.add(*hostile_document(id, extra, 1 if extra else repeat), f"tests {HARM}")
        ledger.add_situation(HARM, to_json(parse("type:ASSAULT")))
        ledger.link(standard_linker())
        claim = next(iter(ledger.claims())).claim
        ledger.judge("stage", HARM, HARM, claim.id, value="considered")
        ledger.judge("same_party", HARM, HARM, HARM, other=f"b{HARM}")
        ledger.link(standard_linker())
    return path


def values_of(path: Path) -> dict[str, Any]:
    """What stands in such a ledger, by the names that addresses have for it."""
    from onrecord.web.addresses import document_key

    with Ledger(path) as ledger:
        event = next(iter(ledger.events()))
        claim = next(iter(ledger.claims()))
        return {
            "event": event.id, "claim": claim.claim.id, "key": document_key(claim.document.id),
            "judgement": ledger.judgements()[0].id,
        }  # fmt: skip
