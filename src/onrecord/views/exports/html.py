"""Exports as one HTML page to send or print: what stands, by stage, on whose word, with the passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from onrecord import __version__
from onrecord.linking.event import Event
from onrecord.records.vocabulary import Stage
from onrecord.views.eventpage import CREDIBILITY, fields
from onrecord.views.events import reported, word_event
from onrecord.views.exports.addresses import web_address
from onrecord.views.exports.jsontext import encoded
from onrecord.views.exports.material import accounts, events
from onrecord.views.exports.recorded import recorded
from onrecord.views.ladder import Rung, Voice, rungs, voices_of
from onrecord.views.passages import wordings
from onrecord.views.relays import about
from onrecord.views.wording import MARKS, NEGATED_MARK, clean, counted, standing_of

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.linking.event import Told
    from onrecord.records import DocumentInfo
    from onrecord.views.exports.model import Options, Wanted

ORDER: Final[tuple[Stage, ...]] = (
    "done", "ongoing", "attempted", "halted", "planned", "threatened", "demanded", "considered", "hypothetical",
)  # fmt: skip
"""What happened stands first, then what may come, the surest first."""

TITLES: Final[dict[str, str]] = {
    "done": "Reported as done",
    "ongoing": "Under way",
    "attempted": "Tried, and failed or foiled",
    "halted": "Stopped, paused or called off",
    "planned": "Planned: not yet happened",
    "threatened": "Threatened: not happened",
    "demanded": "Demanded: not happened",
    "considered": "Considered: not decided",
    "hypothetical": "Only supposed or asked about",
    "negated": "Denied, or said not to be so",
}

MOST_PASSAGES: Final = 6
"""Passages that are quoted of one event; the rest is counted."""

METHOD: Final = (
    "Each entry is one act as all passages about it tell it. The stage says how far it is reported to have come; a "
    "plan, a threat or a demand is not a thing that happened. Reports that only repeat one another count as one "
    "origin. Where independent sources differ, the entry is marked as disputed and both sides stand in its ladder. "
    "The passages are quoted as they were published. The page tells what is reported and on whose word; it does not "
    "say what is true. It was made by a program: read the passage before you rely on an entry."
)


def write(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[bytes]:
    """The page in pieces: no script, no request to anywhere, all words of articles escaped. Raises ExportUseError."""
    sections = _sections(events(ledger, wanted))
    total = sum(len(members) for members in sections.values())
    times = recorded(ledger)
    last = max((times[event.id] for own in sections.values() for event in own if event.id in times), default="")
    numbers: dict[str, int] = {}
    infos: list[DocumentInfo] = []
    yield from map(encoded, _head(sections, total, last, options))
    for name, members in sections.items():
        yield encoded(
            f'<section aria-labelledby="s-{name}">\n<h2 id="s-{name}">{_shape(name)} {escape(TITLES[name])}</h2>\n'
        )
        for event, told in accounts(ledger, members, options):
            for one in told:
                if one.document.id not in numbers:
                    numbers[one.document.id] = len(numbers) + 1
                    infos.append(one.document)
            yield encoded("".join(_event(event, told, numbers)))
        yield encoded("</section>\n")
    yield from map(encoded, _foot(infos, options))


def _sections(found: Iterable[Event]) -> dict[str, list[Event]]:
    grouped: dict[str, list[Event]] = {name: [] for name in (*ORDER, "negated")}
    for event in found:
        grouped["negated" if event.polarity == "negated" else event.stage].append(event)
    for members in grouped.values():
        members.sort(key=reported, reverse=True)
        members.sort(key=lambda event: -event.origins)
    return {name: members for name, members in grouped.items() if members}


def _shape(name: str) -> str:
    mark = NEGATED_MARK if name == "negated" else MARKS[_stage(name)]
    return f'<span class="mark" aria-hidden="true">{mark}</span>'


def _stage(name: str) -> Stage:
    return next(stage for stage in ORDER if stage == name)


def _head(sections: dict[str, list[Event]], total: int, last: str, options: Options) -> Iterator[str]:
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>What is reported</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n<main>\n"
    )
    yield f"<header>\n<h1>What is reported</h1>\n<p>{escape(_as_of(total, last, options))}</p>\n"
    if options.public:
        yield (
            '<p class="note">This copy is for the public: places are given by region, and private persons stand '
            "without their names, with […] in quoted passages.</p>\n"
        )
    yield "</header>\n"
    if not sections:
        yield "<p>Nothing is reported that was asked for.</p>\n"
        return
    yield '<nav aria-label="Contents">\n<ul>\n'
    for name, members in sections.items():
        yield f'<li><a href="#s-{name}">{_shape(name)} {escape(TITLES[name])}</a> ({len(members):,})</li>\n'
    yield "</ul>\n</nav>\n"


def _as_of(total: int, last: str, options: Options) -> str:
    as_of = f"The ledger as it was known on {options.as_of[:10]}" if options.as_of else "The ledger as it stands"
    moved = f"; last change recorded {last[:10]}" if last else ""
    return f"{counted(total, 'event')}. {as_of}{moved}."


def _event(event: Event, told: Sequence[Told], numbers: dict[str, int]) -> Iterator[str]:
    line = word_event(event)
    yield f'<article id="e-{escape(event.id)}">\n<h3><span class="standing"><span class="mark" aria-hidden="true">'
    yield f'{escape(line.mark)}</span> {escape(line.standing)}</span> <span dir="auto">{escape(line.act)}</span></h3>\n'
    when = "".join(f"{escape(part)} · " for part in (line.date, line.place) if part)
    yield f'<p class="grounds">{when}{escape(line.grounds)}; credibility {event.credibility} '
    yield f"({escape(CREDIBILITY.get(event.credibility, 'cannot be judged'))})</p>\n"
    shown = [(name, value) for name, value in fields(event) if name in ("deaths", "injured", "estimate", "caution")]
    if shown:
        yield "<dl>\n"
        yield from (f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>\n" for name, value in shown)
        yield "</dl>\n"
    if len(event.ladder) > 1 or event.denials or event.reports > 1:  # else it says the same as what stands below
        yield '<h4>Step by step</h4>\n<ol class="ladder">\n'
        yield from map(_rung, rungs(event, told))
        yield "</ol>\n"
    yield "<h4>On whose word</h4>\n"
    yield from _tree(voices_of(told))
    yield "<h4>In their words</h4>\n"
    passages = wordings(told)
    of_claim = {one.claim.id: numbers[one.document.id] for one in told}
    for passage in passages[:MOST_PASSAGES]:
        cited = sorted({of_claim[id] for id in passage.claims if id in of_claim})
        notes = "".join(f'<a href="#d-{n}">[{n}]</a>' for n in cited[:4]) + ("…" if len(cited) > 4 else "")
        said = f"{passage.outlets}, {passage.date}" if passage.date else passage.outlets
        corrected = f" — corrected by a person: {', '.join(passage.corrected)}" if passage.corrected else ""
        cautions = "".join(f" — {caution}" for caution in passage.cautions)
        yield f'<figure><blockquote dir="auto"><p>“{escape(clean(passage.text))}”</p></blockquote>\n<figcaption>'
        yield f"{escape(passage.mark)} {escape(passage.standing)} — {escape(said)} {notes}"
        yield f"{escape(corrected)}{escape(cautions)}</figcaption></figure>\n"
    if len(passages) > MOST_PASSAGES:
        yield f"<p>And {counted(len(passages) - MOST_PASSAGES, 'passage')} more in the ledger.</p>\n"
    yield "</article>\n"


def _rung(rung: Rung) -> str:
    denied = "; ".join(
        f"{r.speaker or 'somebody'} ({r.date})" if r.date else r.speaker or "somebody" for r in rung.denied_by
    )
    parts = [rung.dates, rung.support, f"on the word of {rung.speakers}" if rung.speakers else ""]
    said = "; ".join(filter(None, parts))
    against = f' <span class="denied">{NEGATED_MARK} denied by {escape(denied)}</span>' if denied else ""
    now = " <strong>(decides the present stage)</strong>" if rung.deciding else ""
    mark = f'<span class="mark" aria-hidden="true">{escape(rung.mark)}</span>'
    return f"<li>{mark} {escape(rung.standing)}: {escape(said)}{now}{against}</li>\n"


def _tree(voices: Sequence[Voice]) -> Iterator[str]:
    if not voices:
        return
    yield '<ul class="chain">\n'
    for voice in voices:
        says = "says " if voice.says else ""
        yield f"<li>{says}{escape(voice.label)}"
        yield from _tree(voice.below)
        yield "</li>\n"
    yield "</ul>\n"


def _foot(infos: Sequence[DocumentInfo], options: Options) -> Iterator[str]:
    if infos:
        yield '<section aria-labelledby="sources">\n<h2 id="sources">Articles</h2>\n<ol class="sources">\n'
        for number, info in enumerate(infos, 1):
            cited = escape(about(info))
            link = web_address(info.url)
            shown = f'<a href="{escape(link)}" rel="noreferrer noopener">{escape(link)}</a>' if link else ""
            yield f'<li id="d-{number}"><span dir="auto">{cited}</span> {shown}</li>\n'
        yield "</ol>\n</section>\n"
    legend = " · ".join(f"{mark} {stage}" for stage, mark in MARKS.items())
    marks = f"{legend} · {NEGATED_MARK} denied, or not so · {standing_of('done', 'affirmed', 'possible')}: not certain"
    losses = "".join(f"<li>{escape(line)}</li>\n" for line in options.tally.lines())
    yield "<footer>\n<h2>How this was made</h2>\n"
    yield f"<p>{escape(METHOD)}</p>\n<p>{escape(marks)}</p>\n"
    yield f"<ul>\n{losses}</ul>\n" if losses else ""
    yield f"<p>Made with onrecord {escape(__version__)}.</p>\n</footer>\n</main>\n</body>\n</html>\n"


@cache
def _style() -> str:
    return (Path(__file__).parent / "data" / "brief.css").read_text(encoding="utf-8")
