"""Events and what they rest on, made by hand, for the tests of what people see."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ledger_samples import TEXT, document, shelling, strikes
from onrecord.ledger import EventView, Lead
from onrecord.linking.event import Denial, Estimate, Event, Step, Told, Toll
from onrecord.linking.judgement import Judgement, Target
from onrecord.linking.model import Anchor, Decision
from onrecord.records import Claim, DocumentInfo, Link

RADIO = Link("outlet", "Radio Borduria")
OFFICIALS = Link("unnamed", anonymous=True, source=strikes().attribution[2].source)


def told(id: str, published: str | None, claim: Claim | None = None, origin: str | None = None, **more: Any) -> Told:
    """A claim of an event in the document `id`, of its own origin or another one's."""
    claim = claim or strikes(f"c{id}")
    claim = replace(claim, attribution=(Link("outlet"), *claim.attribution[1:]))  # the page names its outlet
    source = more.pop("source", f"The {id.capitalize()} Ledger")
    info = DocumentInfo.of(document(id, published=published, source=source))
    return Told(Anchor(id, claim.trigger.start, claim.trigger.end), claim, info, origin or id, **more)


def denial(id: str, published: str | None) -> Told:
    """Sylvania says that there is no such plan."""
    by = Link("country", "Sylvania", "SYL", "GOV", source=shelling().attribution[1].source)
    said = replace(strikes(f"d{id}"), polarity="negated", attribution=(Link("outlet"), by))
    return told(id, published, said)


PLANNED = (
    told("first", "2025-03-04"),
    told("copy", "2025-03-05", origin="first"),
    told(
        "other", "2025-03-06", replace(strikes("cother"), stage="considered", attribution=(Link("outlet"), OFFICIALS))
    ),
    denial("denial", "2025-03-07"),
)


def event(**more: Any) -> Event:
    """Ruritania plans strikes, say two reports and a copy; Sylvania denies it."""
    anchors = tuple(member.anchor for member in PLANNED)
    steps = (
        Step("planned", "affirmed", "2025-03-04", "2025-03-05", anchors[:2], 2, 1, ("six officials (unnamed)",)),
        Step("considered", "affirmed", "2025-03-06", "2025-03-06", anchors[2:3], 1, 1, ("six officials (unnamed)",)),
        Step("planned", "negated", "2025-03-07", "2025-03-07", anchors[3:], 1, 1, ("Sylvania",)),
    )
    fields: dict[str, Any] = {
        "id": "e0" * 16,
        "sentence": "Government of Ruritania · planned, disputed · drone strikes on Sylvanian smugglers",
        "type": "ASSAULT", "mode": "drone", "contexts": ("illegal_drugs",),
        "actors": ("Government of Ruritania",), "recipients": ("Sylvanian smugglers",), "countries": ("RUR", "SYL"),
        "start": "2025-03-10", "end": "2025-03-10",
        "place": "Strelsau", "place_country": "RU", "geonameid": 77, "lat": 50.25, "lon": -14.5,
        "stage": "planned", "polarity": "affirmed", "certainty": "certain", "disputed": True,
        "deciding": anchors[:2], "ladder": steps,
        "denials": (Denial(anchors[3], anchors[:2], "Sylvania"),),
        "reports": 4, "origins": 3, "speakers": 2, "named": 1, "first": "2025-03-04", "last": "2025-03-07",
        "credibility": 3, "claims": anchors,
    }  # fmt: skip
    return Event(**fields | more)


def quiet(**more: Any) -> Event:
    """A hand-over that nobody disputes, told once by a report without a date."""
    one = Anchor("quiet", 0, 5)
    step = Step("done", "affirmed", None, None, (one,), 1, 1, ("The Quiet Ledger",))
    fields: dict[str, Any] = {
        "id": "ab" * 16, "sentence": "Sylvania · done · handed over ten convicts", "type": "COOPERATE", "mode": None,
        "contexts": (), "actors": ("Sylvania",), "recipients": ("Ruritania",), "start": None, "end": None,
        "place": None, "place_country": None, "geonameid": None, "lat": None, "lon": None,
        "stage": "done", "polarity": "affirmed", "certainty": "certain", "disputed": False, "deciding": (one,),
        "ladder": (step,), "denials": (), "reports": 1, "origins": 1, "speakers": 0, "named": 0,
        "first": None, "last": None, "credibility": 6, "claims": (one,), "countries": ("SYL",),
    }  # fmt: skip
    return Event(**fields | more)


def view(**more: Any) -> EventView:
    """The strikes with all that stands on their page."""
    anchors = [member.anchor for member in PLANNED]
    target = Target("other", 38, 45, "strikes", TEXT[:38], TEXT[45:60])
    fields: dict[str, Any] = {
        "event": event(
            deaths=Toll(3, 2, 5), injuries=Toll(7, 7, 7),
            estimates=(Estimate("likely", 55, 80, anchors[0]), Estimate("likely", 55, 80, anchors[1])),
            cautions=("retracted on 2025-03-08",),
        ),
        "told": PLANNED,
        "judgements": (
            Judgement("j1", "stage", "A. Reader", "only talk", "2025-03-09T10:00:00+00:00", target, value="considered"),
            Judgement(
                "j2", "same", "A. Reader", "", "2025-03-09T11:00:00+00:00", target, replace(target, document="first"),
                withdrawn="2025-03-10T00:00:00+00:00", withdrawn_by="B. Reader", withdrawn_why="two plans",
            ),
        ),
        "decisions": (
            Decision(anchors[0], anchors[1], 0.99, "event-1", "same words"),
            Decision(anchors[0], anchors[2], 0.71, "event-1", "same parties"),
            Decision(anchors[1], anchors[2], 0.7, "event-1"),
        ),
        "led_from": (Lead("0ld" * 10, "merged", ("e0" * 16,), "2025-03-06T00:00:00+00:00"),),
    }  # fmt: skip
    return EventView(**fields | more)
