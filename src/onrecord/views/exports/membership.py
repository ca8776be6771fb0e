"""Which event each claim belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.linking.model import Anchor

if TYPE_CHECKING:
    from onrecord.ledger import Ledger, StoredClaim


def events_by_claim(ledger: Ledger) -> dict[Anchor, str]:
    """The ids of events by the anchors of their claims, for the whole ledger: some hundred octets a claim."""
    return {anchor: event.id for event in ledger.events() for anchor in event.claims}


def anchor_of(stored: StoredClaim) -> Anchor:
    """Where a claim stands: its document and the words that name its act."""
    return Anchor(stored.document.id, stored.claim.trigger.start, stored.claim.trigger.end)
