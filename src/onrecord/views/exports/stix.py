"""Exports as a STIX 2.1 bundle: events as reports, claims as notes, denials as opinions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

from onrecord.linking.parties.sightings import named_in
from onrecord.views.events import word_event
from onrecord.views.exports.addresses import web_address
from onrecord.views.exports.dating import read_day
from onrecord.views.exports.jsontext import document, encoded, known
from onrecord.views.exports.material import accounts, register_of
from onrecord.views.exports.recorded import recorded
from onrecord.views.exports.sites import place_of_event
from onrecord.views.wording import clean, name_link, standing

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.linking.event import Event, Told
    from onrecord.linking.parties.register import Entry, Register
    from onrecord.records import Place
    from onrecord.views.exports.model import Options, Wanted

NAMESPACE: Final = UUID("5c1d7d0e-5a37-5d8f-9f0b-0f3c3f5a7e21")
"""Ours: an object's id is the UUID (version 5) of what it stands for, so that two exports agree."""

EPOCH: Final = "1970-01-01T00:00:00.000Z"
"""When identities and places were `created`: they are made of names alone, and the same in every ledger."""

CONFIDENCE: Final = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10}
"""STIX's numbers for the digits of the Admiralty code (STIX 2.1, appendix A); 6 is none."""

_SECTORS: Final = {
    "GOV": "government",
    "MIL": "defense",
    "JRN": "communications",
    "MED": "healthcare",
    "EDU": "education",
}
"""Sectors of PLOVER that STIX's vocabulary of industry sectors has a term for."""


def write(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[bytes]:
    """A bundle, an object a line. Raises ExportUseError."""
    written: list[str] = []

    def objects() -> Iterator[dict[str, Any]]:
        for made in _objects(ledger, wanted, options):
            written.append(made["id"])
            yield made

    def tail() -> Iterator[tuple[str, Any]]:
        yield "id", f"bundle--{uuid5(NAMESPACE, ' '.join(written))}"

    for piece in document({"type": "bundle"}, "objects", objects(), tail()):
        yield encoded(piece)


def _objects(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[dict[str, Any]]:
    who, times = register_of(ledger, options), recorded(ledger)
    tool = _object("identity", "onrecord", EPOCH, EPOCH, name="onrecord", identity_class="system")
    del tool["created_by_ref"]
    yield tool
    made: set[str] = {tool["id"]}
    for event, told in accounts(ledger, wanted, options):
        for one in _of_event(event, told, who, times.get(event.id)):
            if one["id"] not in made:
                made.add(one["id"])
                yield one


def _of_event(event: Event, told: Sequence[Told], who: Register, moved: str | None) -> Iterator[dict[str, Any]]:
    """The objects of an event, the report last, after all that it refers to."""
    first = read_day(event.first)
    created = f"{first}T00:00:00.000Z" if first else EPOCH
    modified = max(created, f"{moved[:19]}.000Z" if moved else created)
    report = _id("report", event.id)
    about = [*_identities(told, who)]
    place = place_of_event(event, told)
    if place is not None and (located := _location(place)) is not None:
        about.append(located)
    for one in told:
        about.append(_note(one, report, created, modified))
    for denial in event.denials:
        about.append(
            _object(
                "opinion", f"{event.id} {denial.claim}", created, modified, opinion="disagree",
                explanation=f"{clean(denial.speaker) or 'Somebody'} denies it.",
                authors=[clean(denial.speaker)] if clean(denial.speaker) else None, object_refs=[report],
            )
        )  # fmt: skip
    line = word_event(event)
    yield from about
    yield _object(
        "report", event.id, created, modified,
        name=line.sentence, description=f"{line.mark} {line.sentence}{line.tail}", published=created,
        object_refs=list(dict.fromkeys(one["id"] for one in about)) or [_id("identity", "onrecord")],
        confidence=CONFIDENCE.get(event.credibility),
        labels=[
            f"type:{event.type}", f"stage:{event.stage}", f"polarity:{event.polarity}", f"certainty:{event.certainty}",
            *(["disputed"] if event.disputed else []), *(f"context:{context}" for context in event.contexts),
            *([f"start:{event.start[:10]}"] if event.start else []), *([f"end:{event.end[:10]}"] if event.end else []),
        ],
        external_references=_references(told),
    )  # fmt: skip


def _note(one: Told, report: str, created: str, modified: str) -> dict[str, Any]:
    """A claim: what the passage says at what stage, on whose word."""
    chain = [name_link(link) for link in one.claim.attribution[1:]]
    outlet = clean(one.document.source or "")
    return _object(
        "note", f"{one.document.id} {one.claim.id}", created, modified,
        abstract=f"{standing(one.claim)}: {clean(one.claim.trigger.text)}",
        content=f"“{clean(one.claim.sentence.text)}”" + (f" — says {' > '.join(chain)}" if chain else ""),
        authors=[name for name in (outlet, *chain) if name] or None,
        object_refs=[report],
        external_references=_references([one]),
    )  # fmt: skip


def _identities(told: Iterable[Told], who: Register) -> Iterator[dict[str, Any]]:
    """Parties, sources and outlets that the register of parties has, and the outlets of the documents."""
    entries: dict[str, Entry] = {}
    outlets: dict[str, None] = {}
    for one in told:
        for _, party in named_in(one.claim):
            entry = who.entry_of(party, one.document.id)
            if entry is not None:
                entries.setdefault(entry.id, entry)
        if one.document.source:
            outlets.setdefault(clean(one.document.source))
    for entry in entries.values():
        kind = {"person": "individual", "group": "group", "office": "class"}.get(entry.kind, "organization")
        sectors = sorted({_SECTORS[sector] for sector in entry.sectors if sector in _SECTORS})
        yield _object(
            "identity", f"party {entry.id}", EPOCH, EPOCH, name=clean(entry.name), identity_class=kind,
            sectors=sectors or None,
        )  # fmt: skip
    for outlet in filter(None, outlets):
        yield _object("identity", f"outlet {outlet}", EPOCH, EPOCH, name=outlet, identity_class="organization")


def _location(place: Place) -> dict[str, Any] | None:
    """A place; nothing for one that STIX cannot hold: it needs a country, or coordinates."""
    point = place.lat is not None and place.lon is not None
    if not point and not place.country:
        return None
    key = f"{place.geonameid} {place.name} {place.country} {place.lat} {place.lon}"
    return _object(
        "location", key, EPOCH, EPOCH, name=clean(place.name), country=place.country,
        administrative_area=place.admin1 if place.country else None, latitude=place.lat if point else None,
        longitude=place.lon if point else None,
    )  # fmt: skip


def _references(told: Iterable[Told]) -> list[dict[str, Any]] | None:
    found: dict[str, dict[str, Any]] = {}
    for one in told:
        info = one.document
        said = " · ".join(clean(part) for part in (info.title, (info.published or "")[:10]) if part)
        found[info.id] = known(
            {
                "source_name": clean(info.source or "") or "onrecord",
                "description": said,
                "url": web_address(info.url),
                "external_id": clean(info.id) or "document",
            }
        )
    return list(found.values()) or None


def _object(type: str, key: str, created: str, modified: str, **members: Any) -> dict[str, Any]:
    return {
        "type": type,
        "spec_version": "2.1",
        "id": _id(type, key),
        "created_by_ref": _id("identity", "onrecord"),
        "created": created,
        "modified": modified,
        **{name: value for name, value in members.items() if value is not None},
    }


def _id(type: str, key: str) -> str:
    return f"{type}--{uuid5(NAMESPACE, f'{type} {key}'.encode('utf-8', 'replace').decode())}"
