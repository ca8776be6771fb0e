"""Exports against the standards that they follow: read by programs that others wrote, or checked by schemas of them."""

from __future__ import annotations

import html.parser
import io
import json
import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from export_samples import HOSTILE, make, written
from onrecord.ledger import Ledger
from onrecord.views.exports.geojson import PRECISION
from onrecord.views.exports.ical import LINE, escaped, folded
from onrecord.views.exports.recorded import recorded


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("exports") / "story.db")


def lines(raw: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in raw.decode().splitlines()]


# --- GeoJSON -------------------------------------------------------------------------------------------

GEOJSON: dict[str, Any] = {  # RFC 7946, sections 3.1.1, 3.1.2, 3.2, 3.3, 4
    "type": "object",
    "required": ["type", "features"],
    "not": {"anyOf": [{"required": [name]} for name in ("crs", "coordinates", "geometries", "geometry", "properties")]},
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "geometry", "properties"],
                "not": {"anyOf": [{"required": [n]} for n in ("coordinates", "geometries", "features")]},
                "properties": {
                    "type": {"const": "Feature"},
                    "id": {"type": ["string", "number"]},
                    "properties": {"type": ["object", "null"]},
                    "geometry": {
                        "oneOf": [
                            {"type": "null"},
                            {
                                "type": "object",
                                "required": ["type", "coordinates"],
                                "properties": {
                                    "type": {"const": "Point"},
                                    "coordinates": {
                                        "type": "array",
                                        "minItems": 2,
                                        "maxItems": 3,
                                        "prefixItems": [
                                            {"type": "number", "minimum": -180, "maximum": 180},
                                            {"type": "number", "minimum": -90, "maximum": 90},
                                        ],
                                    },
                                },
                            },
                        ]
                    },
                },
            },
        },
    },
}


@pytest.mark.parametrize("public", [False, True])
def test_geojson_is_a_collection_of_points_as_rfc_7946_has_it(ledger: Path, public: bool) -> None:
    made = json.loads(written(ledger, "geojson", public=public)[0])
    Draft202012Validator(GEOJSON).validate(made)
    shelled = next(f for f in made["features"] if f["properties"]["type"] == "ASSAULT")
    assert (shelled["properties"]["stage"], shelled["properties"]["mark"]) == ("done", "●")
    assert shelled["properties"]["precision_words"] == (PRECISION[4] if public else PRECISION[1])
    assert shelled["geometry"]["coordinates"][0] < 0 < shelled["geometry"]["coordinates"][1]  # longitude first
    assert "4 of 6 events left out: no place" in made["losses"]


# --- iCalendar -----------------------------------------------------------------------------------------


def test_a_calendar_holds_what_is_planned_or_threatened_as_tentative_days(ledger: Path) -> None:
    icalendar = pytest.importorskip("icalendar")
    raw, left = written(ledger, "ical")
    calendar = icalendar.Calendar.from_ical(raw)
    assert not calendar.errors
    threat, plan = calendar.walk("VEVENT")
    assert not (threat.errors or plan.errors)
    assert (threat["DTSTART"].dt, threat["DTEND"].dt) == (date(2025, 5, 1), date(2025, 5, 2))
    assert (plan["DTSTART"].dt, plan["DTEND"].dt) == (date(2025, 4, 1), date(2025, 5, 1))  # a month covers the month
    assert str(plan["SUMMARY"]).endswith("(some time in 2025-04)")
    assert "The day is not known" in plan["DESCRIPTION"]
    assert "Disputed" in plan["DESCRIPTION"]
    assert {str(entry["STATUS"]) for entry in (threat, plan)} == {"TENTATIVE"}
    assert {str(entry["TRANSP"]) for entry in (threat, plan)} == {"TRANSPARENT"}
    assert left == ("4 of 6 events left out: neither planned nor threatened",)
    with Ledger(ledger) as opened:
        times = recorded(opened)
    for entry in (threat, plan):
        moved = times[str(entry["UID"]).partition("@")[0]]
        assert entry["DTSTAMP"].dt.isoformat() == f"{moved[:19]}+00:00"


@given(st.text(st.characters(codec="utf-8")))
def test_a_folded_line_is_short_and_whole(text: str) -> None:
    value = escaped(text)
    assert not set(value) & {chr(n) for n in range(32) if n != 9}
    physical = folded(f"SUMMARY:{value}").split(b"\r\n")
    assert physical.pop() == b""
    assert all(len(line) <= LINE for line in physical)
    assert [line.decode()[:1] for line in physical[1:]] == [" "] * (len(physical) - 1)
    assert b"".join(line[bool(n) :] for n, line in enumerate(physical)).decode() == f"SUMMARY:{value}"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_a_calendars_text_is_read_back(text: str) -> None:
    icalendar = pytest.importorskip("icalendar")
    raw = b"".join(map(folded, ("BEGIN:VEVENT", f"SUMMARY:{escaped(text)}", "END:VEVENT")))
    assert str(icalendar.Event.from_ical(raw)["SUMMARY"]) == text


# --- FollowTheMoney ------------------------------------------------------------------------------------


@pytest.mark.parametrize("public", [False, True])
def test_entities_are_valid_and_prove_events_by_articles(ledger: Path, public: bool) -> None:
    model = pytest.importorskip("followthemoney").model
    made = lines(written(ledger, "ftm", public=public)[0])
    known = {entity["id"]: entity["schema"] for entity in made}
    assert len(known) == len(made)
    for entity in made:
        schema = model.get(entity["schema"])
        schema.validate(entity)
        for name, values in entity["properties"].items():
            of = schema.get(name)
            for value in values:
                assert of.type.clean(value) == value, f"{entity['schema']}.{name}: {value!r}"
                if of.type.name == "entity":
                    assert model.get(known[value]).is_a(of.range)  # and it stands before whoever needs it
    schemas = Counter(known.values())
    assert (schemas["Event"], schemas["Article"]) == (6, 5)
    events = [entity for entity in made if entity["schema"] == "Event"]
    assert all(entity["properties"]["proof"] for entity in events)
    persons = [name for entity in made if entity["schema"] == "Person" for name in entity["properties"]["name"]]
    assert persons == ["Rupert Sapt"]  # no private person is followed, published or not


def test_statements_come_together_as_the_same_entities(ledger: Path) -> None:
    pytest.importorskip("followthemoney")
    from followthemoney.dataset import Dataset
    from followthemoney.statement import read_statements
    from followthemoney.statement.entity import StatementEntity

    grouped: defaultdict[str, list[Any]] = defaultdict(list)
    for statement in read_statements(io.BytesIO(written(ledger, "ftm-statements")[0]), "json"):
        assert statement.id == statement.generate_key()
        grouped[statement.canonical_id].append(statement)
    dataset = Dataset.make({"name": "onrecord", "title": "A ledger"})
    entities = {id: StatementEntity.from_statements(dataset, own) for id, own in grouped.items()}
    for entity in lines(written(ledger, "ftm")[0]):
        held = entities[entity["id"]]
        assert held.schema.name == entity["schema"]
        assert {n: sorted(held.get(n)) for n in entity["properties"]} == {
            n: sorted(values) for n, values in entity["properties"].items()
        }
    event = next(entity for entity in entities.values() if entity.schema.name == "Event")
    assert (event.first_seen or "").startswith("2025-04-01T08:")


# --- STIX ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("public", [False, True])
def test_a_bundle_is_strict_stix(ledger: Path, public: bool) -> None:
    stix2 = pytest.importorskip("stix2")
    bundle = stix2.parse(written(ledger, "stix", public=public)[0].decode(), allow_custom=False)
    by_id = {one.id: one for one in bundle.objects}
    assert len(by_id) == len(bundle.objects)
    kinds = Counter(one.type for one in bundle.objects)
    assert (kinds["report"], kinds["note"], kinds["opinion"], kinds["location"]) == (6, 9, 1, 1)
    for one in bundle.objects:
        for reference in (*getattr(one, "object_refs", ()), *([one.created_by_ref] if "created_by_ref" in one else [])):
            assert reference in by_id
        assert one.modified >= one.created
    report = next(one for one in bundle.objects if one.type == "report" and "type:COERCE" in one.labels)
    assert "stage:ongoing" in report.labels
    denial = next(one for one in bundle.objects if one.type == "opinion")
    assert (denial.opinion, denial.authors) == ("disagree", ["Sylvania"])


# --- Web Annotation ------------------------------------------------------------------------------------

ANNOTATIONS: dict[str, Any] = {  # Web Annotation Data Model (W3C, 2017), sections 3.1, 3.2, 4.2.4, 4.2.5, 5.2
    "type": "object",
    "required": ["@context", "id", "type", "items"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "type": {"const": "AnnotationPage"},
        "startIndex": {"type": "integer", "minimum": 0},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "type", "target", "body"],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string", "pattern": "^urn:uuid:"},
                    "type": {"const": "Annotation"},
                    "motivation": {"type": "array", "items": {"enum": ["classifying", "describing"]}},
                    "creator": {"type": "object", "required": ["id", "type", "name"]},
                    "body": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "object",
                            "required": ["type", "value"],
                            "additionalProperties": False,
                            "properties": {
                                "type": {"const": "TextualBody"},
                                "value": {"type": "string"},
                                "purpose": {"enum": ["classifying", "describing"]},
                                "format": {"const": "text/plain"},
                                "language": {"const": "en"},
                            },
                        },
                    },
                    "target": {
                        "type": "object",
                        "required": ["source"],
                        "additionalProperties": False,
                        "properties": {
                            "source": {"type": "string", "pattern": "^(https?://[!-~]+|ni:///sha-256;[\\w-]{43})$"},
                            "selector": {
                                "type": "array",
                                "minItems": 1,
                                "items": {
                                    "oneOf": [
                                        {
                                            "required": ["type", "start", "end"],
                                            "additionalProperties": False,
                                            "properties": {
                                                "type": {"const": "TextPositionSelector"},
                                                "start": {"type": "integer", "minimum": 0},
                                                "end": {"type": "integer", "minimum": 0},
                                            },
                                        },
                                        {
                                            "required": ["type", "exact"],
                                            "additionalProperties": False,
                                            "properties": {
                                                "type": {"const": "TextQuoteSelector"},
                                                "exact": {"type": "string", "minLength": 1},
                                                "prefix": {"type": "string"},
                                                "suffix": {"type": "string"},
                                            },
                                        },
                                    ]
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


@pytest.mark.parametrize("public", [False, True])
def test_annotations_follow_the_model_and_find_their_passages(ledger: Path, public: bool) -> None:
    made = json.loads(written(ledger, "annotations", public=public)[0])
    Draft202012Validator(ANNOTATIONS).validate(made)
    with Ledger(ledger) as opened:
        texts = [stored.document.text for stored in opened.extractions() for _ in stored.extraction.claims]
    assert len(made["items"]) == len(texts) == 9
    quoted = 0
    for item, text in zip(made["items"], texts, strict=True):
        selectors = {selector["type"]: selector for selector in item["target"]["selector"]}
        position = selectors["TextPositionSelector"]
        quote = selectors.get("TextQuoteSelector")
        if quote is not None:
            quoted += 1
            assert text[position["start"] : position["end"]] == quote["exact"]
            before, after = quote.get("prefix", ""), quote.get("suffix", "")
            assert text[: position["start"]].endswith(before)
            assert text[position["end"] :].startswith(after)
            assert text.count(before + quote["exact"] + after) == 1
        said = [body["value"] for body in item["body"]]
        assert any(value.startswith("stage: ") for value in said)
    assert quoted == (6 if public else 9)


def test_an_annotation_says_type_stage_and_chain(ledger: Path) -> None:
    items = json.loads(written(ledger, "annotations")[0])["items"]
    plan = next(i for i in items if i["target"]["source"] == "https://ledger.example/7")
    said = [body["value"] for body in plan["body"]]
    assert {"ASSAULT", "stage: planned", "polarity: affirmed", "certainty: certain"} <= set(said)
    assert said[-1].endswith("Radio Zenda > six officials")


# --- HTML ----------------------------------------------------------------------------------------------

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(html.parser.HTMLParser):
    """Every element and attribute of a page; complains where one is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("public", [False, True])
def test_the_brief_is_one_whole_page_that_asks_nobody_and_runs_nothing(ledger: Path, public: bool) -> None:
    raw = written(ledger, "html", public=public)[0].decode()
    page = Page(raw)
    tags = Counter(tag for tag, _ in page.elements)
    assert not tags.keys() & {"script", "img", "iframe", "object", "embed", "link", "form", "base", "b", "svg"}
    attributes = [(name, value or "") for _, held in page.elements for name, value in held.items()]
    assert not [name for name, _ in attributes if name.startswith("on") or name in ("src", "style", "srcset")]
    for name, value in attributes:
        if name == "href":
            assert value.startswith(("#", "https://"))
    ids = [value for name, value in attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {value[1:] for name, value in attributes if name == "href" and value.startswith("#")} <= set(ids)
    assert "url(" not in raw and "@import" not in raw
    assert "default-src 'none'" in raw


def test_hostile_words_stand_on_the_page_as_words(ledger: Path) -> None:
    page = Page(written(ledger, "html")[0].decode())
    assert "<script>alert('x')</script>" in page.text
    assert "<img src=x onerror=alert(1)>" in page.text
    assert not set(page.text) & set("\u202e\u202c\u2028\x07")
    assert HOSTILE not in page.text


def test_the_brief_tells_stage_ladder_chain_passages_and_method(ledger: Path) -> None:
    text = re.sub(r"\s+", " ", Page(written(ledger, "html")[0].decode()).text)
    assert "○ Planned: not yet happened" in text
    assert "▲ Threatened: not happened" in text
    assert "✕ denied by Sylvania (2025-03-10)" in text
    assert "Radio Zenda" in text and "six officials (unnamed)" in text
    assert "“Ruritania plans air strikes on Sylvanian smugglers in April 2025, six officials told Radio Zenda.”" in text
    assert "last change recorded 2025-04-01" in text
    assert "How this was made" in text
    assert text.index("Reported as done") < text.index("Planned: not yet happened")
