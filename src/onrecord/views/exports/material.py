"""What exports are made of: claims, documents, or events with their claims, as they may be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from onrecord.ledger import ClaimFilter, EventFilter
from onrecord.views.exports.discretion import Discretion
from onrecord.views.exports.model import ExportUseError, Options

if TYPE_CHECKING:
    from onrecord.ledger import Ledger, StoredClaim, StoredExtraction
    from onrecord.linking.event import Event, Told
    from onrecord.linking.parties.register import Register
    from onrecord.views.exports.model import Wanted

_AT_ONCE = 200  # events whose claims are held at a time


def claim_filter(wanted: Wanted) -> ClaimFilter | None:
    """What is wanted, where it is a filter of claims. Raises ExportUseError."""
    if wanted is None or isinstance(wanted, ClaimFilter):
        return wanted
    raise ExportUseError("this format is made of claims: ask for it with a filter of claims")


def claims(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[StoredClaim]:
    """The claims that are wanted, in the order of the texts. Raises ExportUseError."""
    chosen, discretion = claim_filter(wanted), discretion_of(ledger, options)
    for stored in ledger.claims(chosen):
        options.tally.count("claim")
        yield stored if discretion is None else discretion.claim(stored)


def documents(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[StoredExtraction]:
    """The documents in which a wanted claim stands, whole; for the public their claims alone. Raises ExportUseError."""
    chosen, discretion = claim_filter(wanted), discretion_of(ledger, options)
    for stored in ledger.extractions(wanted=chosen):
        options.tally.count("document")
        yield stored if discretion is None else discretion.extraction(stored)


def accounts(
    ledger: Ledger, wanted: Wanted, options: Options, unfit: Callable[[Event], str | None] | None = None
) -> Iterator[tuple[Event, tuple[Told, ...]]]:
    """The events that are wanted, reported last first, each with its claims. Raises ExportUseError.

    `unfit` tells of an event alone why it is left out; what is left out costs no look at its claims.
    """
    discretion = discretion_of(ledger, options)
    fit = _fit(events(ledger, wanted), options, unfit)
    while portion := list(islice(fit, _AT_ONCE)):
        for event, told in ledger.accounts(portion):
            yield (event, told) if discretion is None else discretion.account(event, told)


def _fit(found: Iterable[Event], options: Options, unfit: Callable[[Event], str | None] | None) -> Iterator[Event]:
    for event in found:
        options.tally.count("event")
        why = unfit(event) if unfit is not None else None
        if why is None:
            yield event
        else:
            options.tally.leave("event", why)


def events(ledger: Ledger, wanted: Wanted) -> Iterable[Event]:
    """The events that are wanted, as they stand in the ledger. Raises ExportUseError."""
    if wanted is None or isinstance(wanted, EventFilter):
        return ledger.events(wanted)
    if isinstance(wanted, ClaimFilter):
        raise ExportUseError("this format is made of events: ask for it with a filter of events")
    return wanted


def discretion_of(ledger: Ledger, options: Options) -> Discretion | None:
    """What is kept back where the export is for the public."""
    if not options.public:
        return None
    return _discretion(ledger, options).counting(options.tally)


def register_of(ledger: Ledger, options: Options) -> Register:
    """Who is who in the ledger, without private persons; reads every document once, unless it was done before."""
    return _discretion(ledger, options).who


def _discretion(ledger: Ledger, options: Options) -> Discretion:
    if options.discretion is None:
        options.discretion = Discretion.of(ledger)
    return options.discretion
