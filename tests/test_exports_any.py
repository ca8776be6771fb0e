"""Exports of any events, with any words in them: always written, always what the format asks for."""

from __future__ import annotations

import csv
import html.parser
import io
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from export_samples import MadeOf
from onrecord.linking.event import Told
from onrecord.records import Place, Span
from onrecord.views.exports import FORMATS, Options
from onrecord.views.exports import acled as acled_table
from onrecord.views.exports import ged as ged_table
from told_samples import events

HOSTILE = st.sampled_from(
    [
        "plain", "=1+1", "-2", "@x", "\t=x", "a,b\n;c\\", "<script>alert(1)</script>", "\"><img src=x onerror=y>",
        "END:VEVENT\r\nEND:VCALENDAR", "\u202eabc\u2066", "é" * 90, "\U0001f600", "]]>", "&amp;lt;", "“quoted”",
        "\x00\x07", "",
        "javascript:alert(1)", "https://news.example/ä ö?a=1&b=\"x\"#f", "urn:x", " ", "Иванов", "习近平",
        "a > b (unnamed)",
    ]
)  # fmt: skip
"""Words that break a format where they are not escaped as it asks for."""


@st.composite
def stories(draw: st.DrawFn) -> list[list[Told]]:
    """Up to three events whose names, outlets, titles, addresses and places are hostile words."""
    made = []
    for group in draw(st.lists(events(most=5), min_size=1, max_size=3)):
        changed = []
        for one in group:
            parties = tuple(
                replace(party, name=draw(HOSTILE) or "x", sector=draw(st.sampled_from([None, "MIL", "CVL"])))
                for party in one.claim.actors
            )
            where = draw(
                st.none()
                | st.builds(
                    Place,
                    st.just(Span(0, 1, "T")),
                    HOSTILE,
                    st.none() | st.integers(1, 10**7),
                    st.none() | st.floats(-90, 90),
                    st.none() | st.floats(-180, 180),
                    st.sampled_from([None, "MX", "XK", "ZZ"]),
                    st.sampled_from([None, "25", "x"]),
                    st.sampled_from([None, 1, 4, 6, 7]),
                    st.none(),
                )
            )
            if where is not None and (where.lat is None or where.lon is None):
                where = replace(where, lat=None, lon=None)
            info = replace(one.document, title=draw(HOSTILE), source=draw(HOSTILE), url=draw(HOSTILE))
            claim = replace(one.claim, actors=parties, place=where)
            changed.append(replace(one, document=info, claim=claim))
        made.append(changed)
    return made


def of(format: str, groups: list[list[Told]]) -> bytes:
    return b"".join(FORMATS[format].write(MadeOf(groups), None, Options(date_of_report=True)))  # type: ignore[arg-type]


EVENTS = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@EVENTS
@given(stories())
def test_any_events_make_valid_json_of_every_kind(groups: list[list[Told]]) -> None:
    features = json.loads(of("geojson", groups))["features"]
    for feature in features:
        point = feature["geometry"]
        assert point is None or (-180 <= point["coordinates"][0] <= 180 and -90 <= point["coordinates"][1] <= 90)
    ids = [feature["id"] for feature in features]
    assert len(set(ids)) == len(ids)
    for line in of("plover", groups).decode().split("\n")[:-1]:
        record = json.loads(line)
        assert record["actor"] and record["date"] and len(record["event"]) == 1


@EVENTS
@given(stories())
def test_any_events_make_valid_stix(groups: list[list[Told]]) -> None:
    stix2 = pytest.importorskip("stix2")
    bundle = stix2.parse(of("stix", groups).decode(), allow_custom=False)
    assert sum(one.type == "report" for one in bundle.objects) == len(groups)


@EVENTS
@given(stories())
def test_any_events_make_valid_entities(groups: list[list[Told]]) -> None:
    model = pytest.importorskip("followthemoney").model
    for line in of("ftm", groups).decode().split("\n")[:-1]:
        entity = json.loads(line)
        schema = model.get(entity["schema"])
        schema.validate(entity)
        for name, values in entity["properties"].items():
            for value in values:
                assert schema.get(name).type.clean(value) is not None, (name, value)


@EVENTS
@given(stories())
def test_any_events_make_a_calendar_of_whole_entries(groups: list[list[Told]]) -> None:
    icalendar = pytest.importorskip("icalendar")
    raw = of("ical", groups)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    calendar = icalendar.Calendar.from_ical(raw)
    entries = calendar.walk("VEVENT")
    assert not calendar.errors and not [error for entry in entries for error in entry.errors]
    assert raw.count(b"\r\nEND:VEVENT\r\n") == len(entries)


@EVENTS
@given(stories())
def test_any_events_make_tables_of_the_same_columns(groups: list[list[Told]]) -> None:
    for format, columns in (("acled", acled_table.COLUMNS), ("ged", ged_table.COLUMNS)):
        for row in csv.reader(io.StringIO(of(format, groups).decode(), newline="")):
            assert len(row) == len(columns)
            assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]


class Tags(html.parser.HTMLParser):
    """The elements of a page, and whether they close."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes += attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@EVENTS
@given(stories())
def test_any_events_make_a_page_without_elements_of_theirs(groups: list[list[Told]]) -> None:
    page = Tags()
    page.feed(of("html", groups).decode())
    page.close()
    assert not page.open
    assert not page.seen & {"script", "img", "a b", "iframe"}
    assert all(not name.startswith("on") for name, _ in page.attributes)
    links = [value or "" for name, value in page.attributes if name == "href"]
    assert all(link.startswith(("#", "http://", "https://")) for link in links)
