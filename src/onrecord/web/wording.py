"""What templates say things with: the filters and functions that they share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from markupsafe import Markup, escape

from onrecord.linking.event import Event
from onrecord.records import Claim
from onrecord.records.vocabulary import EVENT_TYPES, POLARITIES, STAGES
from onrecord.views.eventpage import judgement_line
from onrecord.views.events import word_event
from onrecord.views.ladder import some
from onrecord.views.passage import chain, pieces, reasons
from onrecord.views.wording import clean, counted, date, interval, mark_of, names, standing_of, word
from onrecord.web.addresses import claim_path, document_path, event_path
from onrecord.web.asked import Asked
from onrecord.web.judged import KINDS
from onrecord.web.navigation import MAIN, MORE, is_here

STAGES_IN_WORDS: Mapping[str, str] = {
    "done": "reported to have happened",
    "ongoing": "under way",
    "attempted": "tried, and failed or foiled",
    "halted": "stopped, suspended or undone",
    "planned": "decided or announced",
    "considered": "under discussion",
    "threatened": "announced as a hostile warning",
    "demanded": "asked for, ordered or urged",
    "hypothetical": "supposed, or under a condition",
}
"""What each stage means, in the order in which pages list them."""

HAPPENED = ("done", "ongoing", "attempted", "halted")


def leaning(stage: str, polarity: str = "affirmed") -> str:
    """The group that a standing is drawn in: `denied`, `happened`, or `ahead` (not reported as done)."""
    if polarity == "negated":
        return "denied"
    return "happened" if stage in HAPPENED else "ahead"


def speakers_of(event: Event, most: int = 3) -> str:
    """Who speaks of an event, named ones by name, others in the words that stand for them."""
    return some([name for step in event.ladder for name in step.speakers], most)


def pairs(question: Asked, *without: str) -> list[tuple[str, str]]:
    """What a form must carry on as hidden fields: each value that is set, but for fields of these names."""
    found = []
    for one in fields(question):
        value, name = getattr(question, one.name), one.metadata.get("query", one.name)
        if value == one.default or one.name in without or name in without:
            continue
        for item in value if isinstance(value, tuple) else (value,):
            found.append((name, str(item).lower() if isinstance(item, bool) else str(item)))
    return found


LABELS: Mapping[str, str] = {
    "type": "type", "stage": "stage", "actor": "who acts", "recipient": "done to", "source": "on whose word",
    "place": "where", "document": "document", "polarity": "polarity", "disputed": "disputed",
    "anonymous": "unnamed source", "words": "words", "since": "since", "start": "from", "end": "to",
    "reported_from": "reported from", "reported_to": "reported to",
}  # fmt: skip
"""The fields of a filter in words, by the names that `Asked` has for them."""


def chips(question: Asked) -> list[tuple[str, str, Asked]]:
    """The filters that are set: what each is called, its value, and the question without it."""
    found: list[tuple[str, str, Asked]] = []
    for name, label in LABELS.items():
        value = getattr(question, name)
        if isinstance(value, tuple):
            for item in value:
                rest = tuple(other for other in value if other != item)
                found.append((label, item, question.changed(**{name: rest})))
        elif value is not None and name != "since":
            shown = value if isinstance(value, str) else ("yes" if value else "no")
            found.append((label, shown, question.changed(**{name: None})))
    return found


ROLES: Mapping[str, str] = {
    "actor": "actor", "recipient": "recipient", "source": "source", "cue": "cue", "time": "time", "place": "place",
    "consent": "qualifier", "condition": "qualifier", "purpose": "qualifier", "means": "qualifier",
    "reason": "qualifier", "quantity": "qualifier",
}  # fmt: skip
"""How a span of a passage is drawn, by the role that `views.passage` gives it; any other role is a type of act."""

_ROLES_IN_WORDS = {
    "actor": "who acts", "recipient": "to whom it is done", "source": "who says so", "cue": "the words of saying",
    "time": "when", "place": "where", "consent": "with whose consent", "condition": "on what condition",
    "purpose": "to what purpose", "means": "by what means", "reason": "why", "quantity": "how much",
}  # fmt: skip


def role(name: str) -> str:
    """The class that a role is drawn with."""
    return ROLES.get(name, "act")


def role_words(name: str) -> str:
    """A role in words."""
    return _ROLES_IN_WORDS.get(name, f"the act: {name}")


def shown(text: str) -> str:
    """Words of an article as they may stand in a page: controls and characters that turn the direction are marked."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or c in "\n\t" or unicodedata.category(c) in _HARMLESS else REPLACEMENT for c in text
    )


REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_HARMLESS = ("Zs", "Zl", "Zp", "Mn", "Mc")


def standing_parts(said: str) -> tuple[str, str, str] | None:
    """Stage, polarity and certainty of a standing that stands behind its mark in words; null where it is none."""
    words = said.split()
    if not words or words[-1] not in STAGES:
        return None
    certainty = next((value for word, value in _CERTAINTIES.items() if word in words), "certain")
    return words[-1], "negated" if "not" in words else "affirmed", certainty


_CERTAINTIES = {"probably": "probable", "possibly": "possible", "perhaps": "unknown"}


def claim_fields(claim: Claim) -> list[tuple[str, str]]:
    """The fields of a claim in words, those that its text leaves open left out."""
    found = [
        ("who", names(claim.actors)),
        ("to whom", names(claim.recipients)),
        ("type", " ".join(filter(None, (claim.type.lower(), clean(claim.mode or ""))))),
        ("when", date(claim)),
        ("where", clean(claim.place.name) if claim.place else ""),
        *((qualifier.kind, clean(qualifier.span.text)) for qualifier in claim.qualifiers),
    ]
    return [(name, value) for name, value in found if value]


def paragraphs(said: str) -> Markup:
    """Text of our own, in the marks of docstrings, as HTML: paragraphs, lists, `**strong**`. All of it is escaped."""
    blocks = []
    for block in said.strip().split("\n\n"):
        items = [" ".join(item.split()) for item in f"\n{block}".split("\n* ")]
        words = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", str(escape(items[0])))
        if words:
            blocks.append(f"<p>{words}</p>")
        if items[1:]:
            blocks.append("<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items[1:]) + "</ul>")
    return Markup("\n".join(blocks))


def short(id: str) -> str:
    """The beginning of an id, as it is shown and as the commands take it."""
    return id[:10]


FILTERS: Mapping[str, Callable[..., Any]] = {
    "clean": clean,
    "counted": lambda number, word: counted(number, word),
    "mark": lambda event: mark_of(event.stage, event.polarity, event.certainty),
    "standing": lambda event: standing_of(event.stage, event.polarity, event.certainty),
    "worded": word_event,
    "day": lambda moment: (moment or "")[:10],
    "minute": lambda moment: (moment or "")[:16].replace("T", " "),
    "short": short,
    "paragraphs": paragraphs,
    "shown": shown,
    "role": role,
    "role_words": role_words,
    "event_path": event_path,
    "claim_path": claim_path,
    "document_path": document_path,
    "speakers": speakers_of,
    "chain": chain,
    "pieces": pieces,
    "reasons": reasons,
    "standing_parts": standing_parts,
    "claim_fields": claim_fields,
    "judgement_line": judgement_line,
}
"""By the names that templates know them by. `worded` gives the parts of an event's line."""

GLOBALS: Mapping[str, Any] = {
    "MAIN": MAIN, "MORE": MORE, "STAGES": STAGES, "TYPES": EVENT_TYPES, "POLARITIES": POLARITIES,
    "STAGES_IN_WORDS": STAGES_IN_WORDS, "LABELS": LABELS, "is_here": is_here, "leaning": leaning, "pairs": pairs,
    "chips": chips, "word_claim": word, "standing_of": standing_of, "interval": interval,
    "JUDGED": tuple(KINDS.values()),
}  # fmt: skip
"""What every template knows beside what its page gives."""
