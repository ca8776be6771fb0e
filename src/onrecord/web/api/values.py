"""Records as the API gives them: their JSON, with the wording and the address of their page beside it."""

from __future__ import annotations

from typing import Any

from onrecord.ledger import EventChange, EventView, Found, StoredClaim, StoredDocument
from onrecord.linking.event import Event
from onrecord.records import encode
from onrecord.views.changes import change_value
from onrecord.views.events import event_value, word_event
from onrecord.views.timeline import section_of
from onrecord.views.wording import word
from onrecord.web.addresses import claim_path, document_key, document_path, event_path


def event_shown(event: Event) -> dict[str, Any]:
    """An event."""
    return event_value(event) | {"address": event_path(event.id)}


def event_read(view: EventView) -> dict[str, Any]:
    """An event with what it rests on."""
    line = word_event(view.event)
    value: dict[str, Any] = encode(view)
    shown = {"mark": line.mark, "wording": line.sentence + line.tail, "address": event_path(view.event.id)}
    return value | shown


def change_shown(change: EventChange) -> dict[str, Any]:
    """What moved in an event."""
    return change_value(change) | {"address": event_path(change.event.id)}


def timeline_item(event: Event) -> dict[str, Any]:
    """An event of a timeline."""
    section = section_of(event.stage, event.polarity, bool(event.start or event.end))
    return event_shown(event) | {"section": section}


def claim_shown(stored: StoredClaim) -> dict[str, Any]:
    """A claim with its document."""
    value: dict[str, Any] = encode(stored)
    return value | {"wording": word(stored.claim, stored.document).sentence, "address": claim_path(stored.claim.id)}


def document_shown(stored: StoredDocument) -> dict[str, Any]:
    """A document's description."""
    value: dict[str, Any] = encode(stored)
    return {"key": document_key(stored.info.id)} | value | {"address": document_path(stored.info.id)}


def found_document(found: Found) -> dict[str, Any]:
    """A document that answers a search."""
    return {
        "key": document_key(found.document.id),
        "document": encode(found.document),
        "snippet": [{"text": text, "match": match} for text, match in found.snippet],
        "claims": encode(found.claims),
        "address": document_path(found.document.id),
    }
