"""Exports as tables: CSV with its data package, Parquet, PLOVER, ACLED and UCDP GED."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from export_samples import MadeOf, make, written
from ledger_samples import extractions
from onrecord.knowledge.ontology import CONTEXTS, MODES, SECTORS
from onrecord.ledger import Ledger
from onrecord.linking.event import Told
from onrecord.records import Document, Extraction, Party, Place, Span
from onrecord.records.vocabulary import EVENT_TYPES, NON_STATE_CODES, POLARITIES, STAGES, Polarity, Stage
from onrecord.views.exports import FORMATS, Options
from onrecord.views.exports import acled as acled_table
from onrecord.views.exports import ged as ged_table
from onrecord.views.exports.collapse import AUXILIARY, collapse, quad_and_score
from onrecord.views.exports.dating import Days
from onrecord.views.exports.parquet_claims import claim_schema, claim_value
from onrecord.views.exports.parquet_events import event_schema, event_value
from onrecord.views.exports.tables import TABLES, columns
from told_samples import day, party, said_by, told

TOWN = Place(Span(0, 1, "S"), "Culiacán", 4012176, 24.79, -107.39, "MX", "25", 1, 0.9)
REGION = replace(TOWN, name="Sinaloa", precision=4)
COUNTRY = replace(TOWN, name="Mexico", admin1=None, precision=6)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("exports") / "story.db")


def rows(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode(), newline="")))


def of(format: str, *groups: list[Told], **options: Any) -> tuple[bytes, tuple[str, ...]]:
    asked = Options(**options)
    made = MadeOf(groups)
    return b"".join(FORMATS[format].write(made, None, asked)), asked.tally.lines()  # type: ignore[arg-type]


# --- CSV with a data package ---------------------------------------------------------------------------


@pytest.mark.parametrize("public", [False, True])
def test_the_package_is_valid_by_frictionless(ledger: Path, tmp_path: Path, public: bool) -> None:
    frictionless = pytest.importorskip("frictionless")
    path = tmp_path / "package.zip"
    path.write_bytes(written(ledger, "csv-package", public=public)[0])
    report = frictionless.validate(str(path))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])
    package = frictionless.Package(str(path))
    assert [resource.name for resource in package.resources] == list(TABLES)
    numbers = {resource.name: len(resource.read_rows()) for resource in package.resources}
    assert numbers == {"documents": 5, "events": 6, "claims": 9, "parties": 16, "links": 15}
    for resource in package.resources:
        assert all(field.description for field in resource.schema.fields)


def test_a_package_of_a_choice_holds_no_loose_ends(ledger: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    from onrecord.ledger import ClaimFilter

    path = tmp_path / "package.zip"
    path.write_bytes(written(ledger, "csv-package", ClaimFilter(stages=("threatened",)))[0])
    assert frictionless.validate(str(path)).valid
    with zipfile.ZipFile(path) as archive:
        held = {table: rows(archive.read(f"{table}.csv")) for table in TABLES}
    assert {table: len(found) for table, found in held.items()} == {
        "documents": 1, "events": 1, "claims": 1, "parties": 2, "links": 2,
    }  # fmt: skip
    assert held["claims"][0]["event"] == held["events"][0]["id"]


@given(st.lists(extractions(), min_size=2, max_size=6))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_claims_make_a_valid_package(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[Document, Extraction]]
) -> None:
    frictionless = pytest.importorskip("frictionless")
    folder = tmp_path_factory.mktemp("package")
    with Ledger(folder / "any.db") as opened:
        for document, found in made:
            opened.add(document, replace(found, claims=tuple({c.id: c for c in found.claims}.values())), "1")
        raw = b"".join(FORMATS["csv-package"].write(opened))
        count = len(list(opened.claims()))
    (folder / "package.zip").write_bytes(raw)
    report = frictionless.validate(str(folder / "package.zip"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])
    with zipfile.ZipFile(folder / "package.zip") as archive:
        assert len(rows(archive.read("claims.csv"))) == count
        assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in archive.infolist())


def test_no_cell_of_a_table_runs_as_a_formula(ledger: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(written(ledger, "csv-package")[0])) as archive:
        for table in TABLES:
            texts = {column.name for column in columns(table) if column.type == "string"}
            for row in rows(archive.read(f"{table}.csv")):
                assert not [
                    cell for name, cell in row.items() if name in texts and cell.startswith(("=", "+", "-", "@"))
                ]
    for format in ("acled", "ged", "csv"):
        for row in rows(written(ledger, format, date_of_report=True)[0]):
            for name, cell in row.items():
                assert not cell.startswith(("=", "+", "@")), name
                if cell.startswith("-"):
                    float(cell)


# --- Parquet -------------------------------------------------------------------------------------------


def test_parquet_of_claims_reads_back_as_it_was(ledger: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(written(ledger, "parquet")[0]))
    assert table.schema.equals(claim_schema())
    with Ledger(ledger) as opened:
        assert table.to_pylist() == [claim_value(stored) for stored in opened.claims()]
    plan = next(row for row in table.to_pylist() if row["stage"] == "planned")
    assert [link["name"] for link in plan["chain"]] == [None, "Radio Zenda", None]
    assert plan["chain"][2]["source"][0]["text"] == "six officials"


def test_parquet_of_events_reads_back_as_it_was(ledger: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(written(ledger, "parquet-events")[0]))
    assert table.schema.equals(event_schema())
    with Ledger(ledger) as opened:
        assert table.to_pylist() == [event_value(*account) for account in opened.accounts(opened.events())]
    disputed = next(row for row in table.to_pylist() if row["disputed"])
    assert [(step["stage"], step["polarity"]) for step in disputed["ladder"]] == [
        ("planned", "affirmed"),
        ("planned", "negated"),
    ]


@given(st.lists(extractions(), min_size=2, max_size=6))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_claim_goes_through_parquet(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[Document, Extraction]]
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    with Ledger(tmp_path_factory.mktemp("any") / "any.db") as opened:
        for document, found in made:
            opened.add(document, found, "1")
        raw = b"".join(FORMATS["parquet"].write(opened))
        assert parquet.read_table(io.BytesIO(raw)).to_pylist() == [claim_value(stored) for stored in opened.claims()]


# --- PLOVER --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("happened", [False, True])
@pytest.mark.parametrize("polarity", POLARITIES)
@pytest.mark.parametrize("stage", STAGES)
def test_every_act_at_every_stage_has_a_rule_of_the_codebook(stage: Stage, polarity: Polarity, happened: bool) -> None:
    for act in EVENT_TYPES:
        for mode in (None, *MODES[act]):
            plain = collapse(act, mode, stage, polarity, happened)
            assert plain.why != "no rule of PLOVER"
            if plain.type is None:
                assert plain.why
                continue
            assert plain.mode is None or plain.mode in MODES[plain.type]
            assert plain.auxiliary is None or plain.auxiliary in AUXILIARY
            if stage in ("planned", "considered", "hypothetical", "threatened", "demanded") and plain.type == act:
                # what did not happen is never left looking as if it had
                said = plain.auxiliary or act in ("AGREE", "REQUEST", "THREATEN")
                assert said or (act in ("REJECT", "CONCEDE") and polarity == "negated")


@pytest.mark.parametrize(
    ("act", "mode", "stage", "polarity", "becomes", "carries"),
    [
        ("ASSAULT", "aerial", "threatened", "affirmed", "THREATEN", "violence"),
        ("SANCTION", "discontinue", "threatened", "affirmed", "THREATEN", "restrict"),
        ("COERCE", "arrest", "threatened", "affirmed", "THREATEN", "arrest"),
        ("AID", None, "planned", "affirmed", "AGREE", None),
        ("CONSULT", "visit", "planned", "affirmed", "AGREE", None),
        ("RETREAT", "withdraw", "planned", "affirmed", "CONCEDE", None),
        ("COOPERATE", None, "planned", "negated", "REJECT", "assist"),
        ("CONSULT", None, "planned", "negated", "REJECT", "meet"),
        ("ASSAULT", "drone", "planned", "negated", "CONCEDE", None),
        ("AID", None, "halted", "affirmed", "SANCTION", "discontinue"),
        ("COERCE", "curfew", "halted", "affirmed", "CONCEDE", None),
        ("COERCE", "arrest", "halted", "affirmed", "RETREAT", "release"),
        ("RETREAT", "resign", "demanded", "affirmed", "REQUEST", "change"),
        ("RETREAT", "release", "demanded", "affirmed", "REQUEST", "yield"),
        ("COOPERATE", None, "demanded", "affirmed", "REQUEST", "assist"),
        ("ASSAULT", "drone", "done", "affirmed", "ASSAULT", "drone"),
    ],
)
def test_the_collapse_is_the_codebooks(
    act: Any, mode: str | None, stage: Any, polarity: Any, becomes: str, carries: str | None
) -> None:
    plain = collapse(act, mode, stage, polarity, stage == "halted")
    assert (plain.type, plain.mode) == (becomes, carries)


@pytest.mark.parametrize("public", [False, True])
def test_records_have_the_values_of_the_codebook(ledger: Path, public: bool) -> None:
    made = [json.loads(line) for line in written(ledger, "plover", public=public, date_of_report=True)[0].splitlines()]
    assert len({record["id"] for record in made}) == len(made) == 5
    for record in made:
        (kind,) = record["event"]
        assert kind in EVENT_TYPES
        assert set(record.get("mode", ())) <= set(MODES[kind])
        assert set(record.get("context", ())) <= {*CONTEXTS, *AUXILIARY}
        assert (record["quad_code"], record["event_scale"]) == quad_and_score(kind, (record.get("mode") or [None])[0])
        assert record["actor"]
        assert record.get("recipient") or kind not in ("COOPERATE", "AID", "SANCTION")
        for entity in (*record["actor"], *record.get("recipient", ())):
            assert entity.get("sector") in (None, *SECTORS)
            code = entity.get("code")
            assert code is None or len(code) == 3 or code in NON_STATE_CODES
        assert record["date"] <= record.get("enddate", record["date"])
    threat = next(record for record in made if record["event"] == ["THREATEN"] and record["date"] == "2025-05-01")
    assert (threat["mode"], threat["date_basis"]) == (["restrict"], "text")
    plan = next(record for record in made if "future" in record.get("context", ()))
    assert (plan["event"], plan["date"], plan["enddate"]) == (["ASSAULT"], "2025-04-01", "2025-04-30")


def test_whoever_demands_it_is_the_actor_of_a_request() -> None:
    demand = told(
        "d", "demanded", "2025-03-04", by=("Rudolf",), type="RETREAT", time=day("2025-03-03"),
        actors=(party("rebels", "group", "RUR"),), recipients=(), trigger="rebels",
    )  # fmt: skip
    (line,) = of("plover", [demand])[0].splitlines()
    record = json.loads(line)
    assert (record["event"], record["mode"]) == (["REQUEST"], ["yield"])
    assert [entity["entity_name"] for entity in record["actor"]] == ["Rudolf"]
    assert [entity["entity_name"] for entity in record["recipient"]] == ["rebels"]


def test_an_accusation_in_a_chain_is_a_record_of_its_own() -> None:
    chain = said_by("Rudolf")
    accused = told("a", "done", "2025-03-04", chain=(chain[0], replace(chain[1], act="ACCUSE")), time=day("2025-03-03"))
    records = [json.loads(line) for line in of("plover", [accused], date_of_report=True)[0].splitlines()]
    assert [record["event"] for record in records] == [["ASSAULT"], ["ACCUSE"]]
    assert records[1]["actor"][0]["entity_name"] == "Rudolf"
    assert [r["entity_name"] for r in records[1]["recipient"]] == ["Ruritanian army", "rebels"]
    assert records[0]["link"] == records[1]["link"]
    left = of("plover", [accused])[1]
    assert any("1 of 1 speech acts left out" in line for line in left)


# --- ACLED and GED -------------------------------------------------------------------------------------

ARMY = replace(party("Ruritanian army", "organization", "MEX"), sector="MIL")
REBELS = replace(party("rebels", "group"), sector="REB")
PEOPLE = replace(party("villagers", "group", count=4), sector="CVL")


def strike(document: str = "a", stage: Stage = "done", recipient: Party = REBELS, **more: Any) -> Told:
    told_of: dict[str, Any] = {
        "time": day("2025-03-03"),
        "place": TOWN,
        "actors": (ARMY,),
        "recipients": (recipient,),
    } | more
    text = "The Ruritanian army strikes rebels in Strelsau, killing 4 villagers."
    return told(document, stage, "2025-03-04", text=text, **told_of)


def test_acled_has_its_columns_and_terms() -> None:
    (row,) = rows(of("acled", [strike()])[0])
    assert tuple(row) == acled_table.COLUMNS
    assert (row["event_type"], row["sub_event_type"]) == ("Battles", "Armed clash")
    assert (row["event_date"], row["year"], row["time_precision"]) == ("2025-03-03", "2025", "1")
    assert (row["inter1"], row["inter2"], row["interaction"]) == (
        "State forces", "Rebel group", "State forces-Rebel group",
    )  # fmt: skip
    assert (row["iso"], row["country"], row["admin1"], row["geo_precision"]) == ("484", "Mexico", "Sinaloa", "1")
    assert (row["latitude"], row["longitude"], row["fatalities"]) == ("24.79", "-107.39", "4")


ACLED = {
    "Battles": {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"},
    "Explosions/Remote violence": {
        "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED", "Grenade",
    },
    "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
    "Protests": {"Excessive force against protesters", "Protest with intervention", "Peaceful protest"},
    "Riots": {"Violent demonstration", "Mob violence"},
    "Strategic developments": {
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
        "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory",
        "Other",
    },
}  # fmt: skip
"""The event types and sub-event types of ACLED's codebook."""


@pytest.mark.parametrize("recipient", [REBELS, PEOPLE], ids=["armed", "unarmed"])
def test_acled_terms_are_those_of_its_codebook(recipient: Party) -> None:
    seen = set()
    for act in EVENT_TYPES:
        for mode in (None, *MODES[act]):
            one = strike(recipient=recipient, type=act)
            one = replace(one, claim=replace(one.claim, mode=mode))
            for row in rows(of("acled", [one])[0]):
                assert row["sub_event_type"] in ACLED[row["event_type"]]
                seen.add(row["event_type"])
    assert {"Explosions/Remote violence", "Protests", "Riots", "Strategic developments"} <= seen
    assert ("Battles" if recipient is REBELS else "Violence against civilians") in seen


def test_civilians_are_targeted_where_nobody_armed_is() -> None:
    (row,) = rows(of("acled", [strike(recipient=PEOPLE)])[0])
    assert (row["sub_event_type"], row["inter2"]) == ("Attack", "Civilians")
    assert row["civilian_targeting"] == "Civilian targeting"


@pytest.mark.parametrize("format", ["acled", "ged"])
@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"stage": "planned"}, "only planned, so that it has not happened"),
        ({"stage": "threatened"}, "only threatened, so that it has not happened"),
        ({"stage": "considered"}, "only considered"),
        ({"stage": "attempted"}, "only attempted"),
        ({"polarity": "negated"}, "said not to have happened"),
        ({"time": None}, "no date in the reports"),
        ({"place": None}, "no place"),
    ],
)
def test_what_did_not_happen_or_has_no_date_or_place_is_left_out_and_counted(
    format: str, more: dict[str, Any], why: str
) -> None:
    raw, left = of(format, [strike(**more)])
    assert rows(raw) == []
    if not (format == "ged" and "polarity" in more):  # nobody dies where it did not happen
        assert any(line.startswith(f"1 of 1 events left out: {why}") for line in left), left


def test_a_country_is_no_place_for_acled_and_is_one_for_ged() -> None:
    assert rows(of("acled", [strike(place=COUNTRY)])[0]) == []
    (row,) = rows(of("ged", [strike(place=COUNTRY)])[0])
    assert (row["where_prec"], row["adm_1"]) == ("6", "")
    (row,) = rows(of("acled", [strike(place=REGION)])[0])
    assert row["geo_precision"] == "3"


def test_an_event_on_the_day_of_its_report_says_so() -> None:
    for format, column, precision in (("acled", "notes", "time_precision"), ("ged", "where_description", "date_prec")):
        (row,) = rows(of(format, [strike(time=None)], date_of_report=True)[0])
        assert "the date is that of the first report" in row[column]
        assert row[precision] == ("3" if format == "acled" else "5")


def test_ged_has_its_columns_and_codes() -> None:
    (row,) = rows(of("ged", [strike()])[0])
    assert tuple(row) == ged_table.COLUMNS
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == ("1", "Ruritanian army", "rebels")
    assert (row["where_prec"], row["date_prec"], row["event_clarity"]) == ("1", "1", "1")
    assert (row["best"], row["low"], row["high"], row["deaths_unknown"]) == ("4", "4", "4", "4")
    assert (row["geom_wkt"], row["priogrid_gid"]) == ("POINT (-107.39 24.79)", str(229 * 720 + 145 + 1))
    assert row["number_of_sources"] == "1"


@pytest.mark.parametrize(
    ("actor", "recipient", "code"),
    [
        (ARMY, REBELS, ged_table.STATE_BASED),
        (REBELS, replace(REBELS, name="militia", sector="PRM"), ged_table.NON_STATE),
        (REBELS, PEOPLE, ged_table.ONE_SIDED),
        (ARMY, PEOPLE, ged_table.ONE_SIDED),
    ],
)
def test_types_of_violence_are_those_of_ucdp(actor: Party, recipient: Party, code: int) -> None:
    (row,) = rows(of("ged", [strike(actors=(actor,), recipient=recipient)])[0])
    assert row["type_of_violence"] == str(code)
    civilians = row["deaths_civilians"] if code == ged_table.ONE_SIDED else row["deaths_unknown"]
    assert civilians == row["best"]


def test_violence_without_an_organised_actor_or_a_death_is_no_event_of_ged() -> None:
    assert rows(of("ged", [strike(actors=(PEOPLE,), recipient=REBELS)])[0]) == []
    calm = replace(strike(), claim=told("a", "done", "2025-03-04", time=day("2025-03-03"), place=TOWN).claim)
    raw, left = of("ged", [calm])
    assert rows(raw) == []
    assert left == ("1 of 1 events left out: no death is told of",)


@pytest.mark.parametrize(("length", "code"), [(1, 1), (2, 2), (6, 2), (7, 3), (8, 4), (31, 4), (32, 5), (365, 5)])
def test_date_precision_follows_the_ged_codebook(length: int, code: int) -> None:
    from datetime import date, timedelta

    start = date(2025, 3, 1)
    days = Days(start, start + timedelta(days=length - 1), "text")
    assert ged_table.date_precision(days) == code


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_cells_of_prio_grid_are_on_the_globe(lat: float, lon: float) -> None:
    cell = ged_table.priogrid(replace(TOWN, lat=lat, lon=lon))
    assert cell is not None and 1 <= cell <= 360 * 720
