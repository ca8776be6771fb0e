"""The ledger's questions about events, stories and origins."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.ledger.file import LedgerFile
from onrecord.ledger.linked_model import EventChange, EventFilter, EventView, StoredGroup
from onrecord.linking.event import Event
from onrecord.records import DocumentInfo


class EventQuestions(LedgerFile):
    """What can be asked about what was linked. All is as `Ledger.link` left it last."""

    def events(self, wanted: EventFilter | None = None) -> Iterator[Event]:
        """The events that a filter lets through (all without one), those reported last first.

        Raises UnknownDocumentError, EmptyQueryError.
        """
        raise NotImplementedError

    def event(self, id: str) -> EventView:
        """The event whose id is, or alone begins with, `id`; with the claims that it rests on.

        An id that an event once had leads on to what became of it, as the view's `led_from` says; the id of a
        claim gives its event. Raises UnknownEventError.
        """
        raise NotImplementedError

    def changes(self, since: str, until: str | None = None) -> Iterator[EventChange]:
        """What moved after one moment and up to another (now): ISO dates (the end of the day) or date-times.

        Mere repeats move nothing. What moved last comes first. Raises BadMomentError.
        """
        raise NotImplementedError

    def origins(self) -> Iterator[StoredGroup]:
        """The groups of documents that only repeat one report, the report itself first in each."""
        raise NotImplementedError

    def stories(self) -> Iterator[StoredGroup]:
        """The groups of documents whose main event is the same, the oldest first in each."""
        raise NotImplementedError

    def documents_of(self, event_id: str) -> tuple[DocumentInfo, ...]:
        """The documents that report an event, in the order of its claims. Raises UnknownEventError."""
        raise NotImplementedError
