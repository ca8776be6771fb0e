"""Claims as members of one event, for the tests of the ladder and its neighbours: made by hand and by hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from onrecord.linking.event import Told
from onrecord.linking.model import Anchor
from onrecord.records import Claim, Count, DocumentInfo, Link, Party, Place, Reason, Span, Time
from onrecord.records.vocabulary import CERTAINTIES, POLARITIES, STAGES, Certainty, EventType, LinkKind, Polarity, Stage

TEXT = "The Ruritanian army strikes rebels in Strelsau."


def party(name: str, kind: str = "organization", country: str | None = None, count: Count | None = None) -> Party:
    return Party(Span(0, len(name), name), name, kind, country, None, count)  # type: ignore[arg-type]


def said_by(
    *names: str | None, outlet: str | None = "The Harbour Ledger", country: str | None = None
) -> tuple[Link, ...]:
    """A chain from the outlet inwards; a name in brackets stands for people who are not named."""
    links = [Link("outlet", outlet)]
    for name in names:
        words = (name or "").strip("()")
        unnamed = (name or "").startswith("(")
        kind: LinkKind = "unnamed" if unnamed else "outlet" if words.startswith("Radio") else "person"
        links.append(
            Link(
                kind,
                None if unnamed else words,
                country,
                "GOV" if country else None,
                unnamed,
                source=(Span(0, len(words), words),),
            )
        )
    return tuple(links)


def day(date: str, precision: str = "day") -> Time:
    return Time(Span(0, 1, "T"), "DATE", date, date, date, date, precision)  # type: ignore[arg-type]


def told(
    document: str,
    stage: Stage = "planned",
    published: str | None = None,
    *,
    polarity: Polarity = "affirmed",
    certainty: Certainty = "certain",
    by: tuple[str, ...] = (),
    chain: tuple[Link, ...] | None = None,
    country: str | None = None,
    outlet: str | None = None,
    origin: str | None = None,
    type: EventType = "ASSAULT",
    text: str = TEXT,
    trigger: str = "strikes",
    actors: tuple[Party, ...] = (party("Ruritanian army", country="RUR"),),
    recipients: tuple[Party, ...] = (party("rebels", "group"),),
    time: Time | None = None,
    place: Place | None = None,
    reasons: tuple[Reason, ...] = (),
    cautions: tuple[str, ...] = (),
    start: int = 0,
) -> Told:
    """A claim of its own document, which is its own origin and its own outlet unless another is given."""
    paper = outlet if outlet is not None else f"{document} Courier"
    begin = start + text.index(trigger)
    claim = Claim(
        id=f"{document}-{start}",
        trigger=Span(begin, begin + len(trigger), trigger),
        sentence=Span(start, start + len(text), text),
        type=type,
        mode=None,
        contexts=(),
        actors=actors,
        recipients=recipients,
        stage=stage,
        polarity=polarity,
        certainty=certainty,
        factuality=0.0,
        attribution=chain if chain is not None else said_by(*by, outlet=paper or None, country=country),
        time=time,
        place=place,
        why={"stage": reasons} if reasons else {},
    )
    info = DocumentInfo(document, source=paper or None, published=published)
    return Told(Anchor(document, begin, begin + len(trigger)), claim, info, origin or document, (), cautions)


@st.composite
def events(draw: st.DrawFn, most: int = 12) -> list[Told]:
    """Claims of one event: any stages, polarities, days, origins and speakers."""
    number = draw(st.integers(1, most))
    made = []
    for n in range(number):
        page = draw(st.integers(0, 5))
        made.append(
            told(
                f"d{page}",
                draw(st.sampled_from(STAGES)),
                draw(st.sampled_from([None, "2025-03-01", "2025-03-02", "2025-03-04T09:00:00Z", "2025-04-01"])),
                polarity=draw(st.sampled_from(POLARITIES)),
                certainty=draw(st.sampled_from(CERTAINTIES)),
                by=draw(
                    st.sampled_from(
                        [(), ("(officials)",), ("Rudolf",), ("Radio Zenda", "(officials)"), ("Black Michael",)]
                    )
                ),
                country=draw(st.sampled_from([None, "RUR"])),
                origin=f"o{page // 2}",
                type=draw(st.sampled_from(["ASSAULT", "SANCTION"])),
                time=draw(st.sampled_from([None, day("2025-02-20"), day("2025-03-03"), day("2025-03", "month")])),
                cautions=draw(st.sampled_from([(), ("retracted on 2025-03-09",)])),
                start=100 * n,
            )
        )
    return made
