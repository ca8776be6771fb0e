"""Events, articles and public parties as entities of FollowTheMoney."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha1
from typing import TYPE_CHECKING, Any, Final

from onrecord.views.events import word_event
from onrecord.views.exports.addresses import web_address
from onrecord.views.exports.countries import alpha2
from onrecord.views.exports.dating import read_day
from onrecord.views.exports.material import accounts, register_of
from onrecord.views.exports.sides import STATE
from onrecord.views.ladder import some
from onrecord.views.wording import clean

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.linking.event import Event, Told
    from onrecord.linking.parties.register import Entry, Register
    from onrecord.records import DocumentInfo
    from onrecord.views.exports.model import Options, Wanted

DATASET: Final = "onrecord"

_LONGEST = 300  # octets of a name in FollowTheMoney are bounded; a wording that long is cut


def entities(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[dict[str, Any]]:
    """Entities as FollowTheMoney's JSON has them; each article and party once, before the first event that needs it.

    Persons, bodies and states are entities only where the register of parties has them: a private person is none.
    Raises ExportUseError.
    """
    who = register_of(ledger, options)
    made: set[str] = set()
    for event, told in accounts(ledger, wanted, options):
        parties: dict[str, list[str]] = {"organizer": [], "involved": []}
        for role, names in (("organizer", event.actors), ("involved", event.recipients)):
            for name in names:
                entry = _entry(who, name, told)
                schema = _schema(entry) if entry is not None else None
                if entry is None or schema is None:
                    options.tally.count("party")
                    options.tally.leave("party", "not in the register of parties, or no legal entity")
                    continue
                id = f"{DATASET}-party-{entry.id}"
                if id not in made:
                    made.add(id)
                    options.tally.count("party")
                    yield _party(id, schema, entry)
                parties[role].append(id)
        proofs = []
        for info in {one.document.id: one.document for one in told}.values():
            id = f"{DATASET}-article-{_digest(info.id)}"
            if id not in made:
                made.add(id)
                yield _article(id, info)
            proofs.append(id)
        yield _event(event, parties, proofs)


def _entry(who: Register, name: str, told: Sequence[Told]) -> Entry | None:
    """The party of the register that the event's claims mean by a name."""
    for one in told:
        for party in (*one.claim.actors, *one.claim.recipients):
            if party.name == name:
                entry = who.entry_of(party, one.document.id)
                if entry is not None:
                    return entry
    return None


def _schema(entry: Entry) -> str | None:
    """The schema of a party: offices and groups without a body are no legal entities."""
    if entry.kind == "person":
        return "Person"
    if entry.kind == "country" or STATE & set(entry.sectors):
        return "PublicBody" if entry.kind in ("country", "organization") else None
    return "Organization" if entry.kind in ("organization", "group") else None


def _party(id: str, schema: str, entry: Entry) -> dict[str, Any]:
    others = [clean(name) for name in entry.names if name != entry.name]
    return _entity(
        id,
        schema,
        name=[clean(entry.name)],
        alias=others,
        country=_codes([entry.country]),
        wikidataId=[entry.identifier] if entry.identifier else [],
        position=[clean(title) for title in entry.titles] if schema == "Person" else [],
    )


def _article(id: str, info: DocumentInfo) -> dict[str, Any]:
    day, address = read_day(info.published), web_address(info.url)
    return _entity(
        id,
        "Article",
        title=[clean(info.title)] if info.title else [],
        publisher=[clean(info.source)] if info.source else [],
        sourceUrl=[address] if address else [],
        publishedAt=[day.isoformat()] if day else [],
        fileName=[clean(info.id)],
    )


def _event(event: Event, parties: dict[str, list[str]], proofs: list[str]) -> dict[str, Any]:
    line = word_event(event)
    start, end = read_day(event.start), read_day(event.end)
    standing = [f"stage: {event.stage}", f"polarity: {event.polarity}", f"certainty: {event.certainty}"]
    steps = [
        f"{step.stage} ({step.polarity})" + (f": {speakers}" if (speakers := some(step.speakers, 12)) else "")
        for step in event.ladder
    ]
    return _entity(
        f"{DATASET}-event-{event.id}",
        "Event",
        name=[_cut(line.sentence)],
        summary=[f"{line.mark} {line.sentence}{line.tail}"],
        description=[f"Reported so far — {'; '.join(steps)}"] if steps else [],
        startDate=[start.isoformat()] if start else [],
        endDate=[end.isoformat()] if end else [],
        location=[clean(event.place)] if event.place else [],
        country=_codes([event.place_country, *event.countries]),
        organizer=list(dict.fromkeys(parties["organizer"])),
        involved=list(dict.fromkeys(parties["involved"])),
        proof=proofs,
        keywords=[event.type, *standing, *(["disputed"] if event.disputed else []), *event.contexts],
        notes=[clean(caution) for caution in event.cautions],
        recordId=[event.id],
    )


def _entity(id: str, schema: str, **properties: list[str]) -> dict[str, Any]:
    held = {name: list(dict.fromkeys(filter(None, values))) for name, values in properties.items()}
    return {"id": id, "schema": schema, "properties": {name: values for name, values in held.items() if values}}


def _codes(codes: Sequence[str | None]) -> list[str]:
    """Countries as FollowTheMoney writes them: two small letters. What belongs to no country has none."""
    two = (code if code and len(code) == 2 else alpha2(code) for code in codes)
    return sorted({code.lower() for code in two if code})


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _digest(text: str) -> str:
    return sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
