"""What is published: no export names a private person, nor gives a place finer than a first-order region."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli_samples import runner
from export_samples import FINE, PRIVATE, PUBLIC, TOWN, claim, link, make, party, written
from onrecord.ledger import Ledger, StoredClaim
from onrecord.linking.parties.register import register
from onrecord.records import Claim, Document, DocumentInfo, Link
from onrecord.views.exports import FORMATS, Options
from onrecord.views.exports.discretion import MASK, SOMEBODY, Discretion
from onrecord.views.exports.material import claims
from onrecord.views.exports.private_names import PrivateNames, told_in
from onrecord.views.exports.sites import gazetteer_of


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("public") / "story.db")


def readable(raw: bytes, format: str) -> str:
    """All that an export holds, as text."""
    if format == "csv-package":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist())
    if format.startswith("parquet"):
        parquet = pytest.importorskip("pyarrow.parquet")
        return str(parquet.read_table(io.BytesIO(raw)).to_pylist())
    if format == "ical":
        return raw.decode().replace("\r\n ", "")
    return raw.decode()


@pytest.mark.parametrize("format", FORMATS)
def test_no_export_names_a_private_person(ledger: Path, format: str) -> None:
    whole = readable(written(ledger, format, date_of_report=True)[0], format)
    public = readable(written(ledger, format, public=True, date_of_report=True)[0], format)
    assert not [name for name in PRIVATE if name.casefold() in public.casefold()]
    assert "Jan Feder" not in public  # nor whose byline it is
    assert [name for name in PUBLIC if name in whole] == [name for name in PUBLIC if name in public]


@pytest.mark.parametrize("format", FORMATS)
def test_no_export_has_coordinates_finer_than_a_region(ledger: Path, format: str) -> None:
    whole = readable(written(ledger, format)[0], format)
    public = readable(written(ledger, format, public=True)[0], format)
    region = gazetteer_of().region("MX", "25")
    assert region is not None
    if str(FINE[0]) in whole:
        assert str(region.lat) in public
    assert str(FINE[0]) not in public and str(FINE[1]) not in public
    assert "4012176" not in public  # the town's number, by which its point is found


def test_the_region_stands_for_the_town(ledger: Path) -> None:
    made = json.loads(written(ledger, "geojson", public=True)[0])
    region = gazetteer_of().region("MX", "25")
    assert region is not None
    for feature in made["features"]:
        about = feature["properties"]
        assert feature["geometry"]["coordinates"] == [region.lon, region.lat]
        assert (about["place"], about["precision"], about["geonameid"]) == (region.name, 4, region.geonameid)


def test_what_was_kept_back_is_counted(ledger: Path) -> None:
    left = written(ledger, "csv", public=True)[1]
    assert "3 places coarsened to their region or country" in left
    assert "4 passages with the name of a private person masked" in left
    assert "1 addresses of pages that name a private person left out" in left


def test_a_private_person_becomes_a_person_and_a_gap_in_what_is_quoted(ledger: Path) -> None:
    found = {row.claim.id: row for row in shown(ledger)}
    shelled, warned = found["a1" * 8].claim, found["a2" * 8].claim
    assert [party.name for party in shelled.recipients] == ["people", SOMEBODY]
    assert warned.sentence.text == f"Colonel Rupert Sapt said that {MASK} had been warned."
    assert warned.actors[0].name == "Rupert Sapt"
    fled = found["b2" * 8].claim
    assert fled.sentence.text == f"Mr {MASK}, a baker, fled the town with {MASK}’s brother."
    info = found["a1" * 8].document
    assert info.id.startswith("document-")
    assert (info.title, info.url, info.author) == (f"Teacher {MASK} hurt in shelling", None, None)


def test_offsets_stay_those_of_the_article(ledger: Path) -> None:
    with Ledger(ledger) as opened:
        before = {stored.claim.id: stored.claim for stored in opened.claims()}
    for stored in shown(ledger):
        was = before[stored.claim.id]
        assert (stored.claim.sentence.start, stored.claim.sentence.end) == (was.sentence.start, was.sentence.end)
        assert (stored.claim.trigger.start, stored.claim.trigger.end) == (was.trigger.start, was.trigger.end)


def test_published_lines_have_no_texts_and_are_not_imported(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    command = runner(capsys)
    assert command("export", "--ledger", ledger, "--public", "--output", "public.jsonl").status == 0
    for line in (tmp_path / "public.jsonl").read_text().split("\n")[:-1]:
        row = json.loads(line)
        assert "text" not in row["document"]
        assert not (row["attributions"] or row["times"] or row["places"])
    ended = command("import", "public.jsonl", "--ledger", "copy.db")
    assert ended.status == 1
    assert "no document with its text" in ended.err


def shown(path: Path) -> list[StoredClaim]:
    with Ledger(path, create=False) as opened:
        return list(claims(opened, None, Options(public=True)))


# --- who is private ------------------------------------------------------------------------------------

TEXT = "{name} was arrested in Strelsau."


def about(name: str, **more: object) -> tuple[Document, tuple[Claim, ...]]:
    text = TEXT.format(name=name)
    return Document("one", text, source="Radio Zenda"), (
        claim(
            "aa" * 8, text, text, "arrested", "COERCE", "done",
            recipients=(party(text, name, name, "person", None, None, **more),),
        ),
    )  # fmt: skip


def test_whoever_speaks_in_two_independent_reports_keeps_the_name(tmp_path: Path) -> None:
    one, two = "The shop burned, said Olga Petrow.", "It was arson in Hentzau by the bandits, Olga Petrow told us."
    told = [
        (
            Document(f"d{n}", text, source=f"Paper {n}"),
            (
                claim(
                    f"{n}{n}" * 8, text, text, "burned" if n == 1 else "arson", "ASSAULT", "done",
                    attribution=(Link("outlet"), link(text, "Olga Petrow", "Olga Petrow", "person")),
                ),
            ),
        )
        for n, text in ((1, one), (2, two))
    ]  # fmt: skip
    whole, part = make(tmp_path / "two.db", told), make(tmp_path / "one.db", told[:1])
    assert [stored.claim.attribution[1].name for stored in shown(whole)] == ["Olga Petrow"] * 2
    assert [stored.claim.attribution[1].name for stored in shown(part)] == [SOMEBODY]


def test_an_office_makes_a_person_public_and_a_namesake_does_not(tmp_path: Path) -> None:
    public = "Colonel Rudolf Zapt spoke in Strelsau."
    documents = [
        (
            Document("office", public),
            (claim("0f" * 8, public, public, "spoke", "CONSULT", "done",
                   actors=(party(public, "Colonel Rudolf Zapt", "Rudolf Zapt", "person", "SYR", "MIL"),)),),
        ),
        about("Ewa Zapt"),
    ]  # fmt: skip
    names = [p.name for stored in shown(make(tmp_path / "n.db", documents)) for p in
             (*stored.claim.actors, *stored.claim.recipients)]  # fmt: skip
    assert names == ["Rudolf Zapt", SOMEBODY] or names == [SOMEBODY, "Rudolf Zapt"]


NOBODY = register([])


def published(document: Document, one: Claim, *private: str) -> Claim:
    """A claim as it is published where these are known to be private persons of its document."""
    held = Discretion(PrivateNames([(document.id, private)], NOBODY))
    return held.claim(StoredClaim(DocumentInfo.of(document), one, "1", 1, True)).claim


@given(
    first=st.sampled_from(["Anna", "Jürgen", "Élodie", "O’Neil", "Jean-Luc", "Ибрагим", "Nguyễn", "Mary Jane"]),
    last=st.sampled_from(["Kovacs", "Müller", "de la Cruz", "Al-Haddad", "Иванов", "Trần", "O'Brien", "Smith-Jones"]),
    frame=st.sampled_from(["{n}", "{n}’s", "({n})", "“{n}”", "{n},", "Mr {s}", "{s}’s", "{u}", "{s}"]),
)
def test_a_private_name_is_masked_however_it_is_written(first: str, last: str, frame: str) -> None:
    name = f"{first} {last}"
    said = frame.format(n=name, u=name.upper(), s=last)
    text = f"Police arrested {name} in Strelsau. The house of {said} burned."
    document = Document("one", text, source="Radio Zenda")
    recipient = party(text, name, name, "person", None, None)
    arrested = claim(
        "aa" * 8, text, text[: text.index(". ") + 1], "arrested", "COERCE", "done", recipients=(recipient,)
    )
    burned = claim("bb" * 8, text, text[text.index("The house") :], "burned", "ASSAULT", "done")
    surname = re.findall(r"\w+", last.casefold())[-1]
    for one in (arrested, burned):
        shown = published(document, one, name)
        assert MASK in shown.sentence.text
        assert surname not in re.findall(r"\w+", shown.sentence.text.casefold())
        assert [p.name for p in shown.recipients] == [SOMEBODY] * len(one.recipients)


def test_the_given_name_alone_is_masked_and_a_namesake_is_not() -> None:
    text = "They killed Marika, neighbours said. Marika Kovacs saw it."
    document = Document("one", text, source="Radio Zenda")
    recipient = party(text, "Marika", "Marika", "person", None, None)
    killed = claim(
        "aa" * 8, text, text[: text.index(" Marika Kovacs")], "killed", "ASSAULT", "done", recipients=(recipient,)
    )
    saw = claim("bb" * 8, text, text[text.index("Marika Kovacs") :], "saw", "CONSULT", "done")
    assert published(document, killed, "Marika Velsanova").sentence.text == "They killed […], neighbours said."
    assert [p.name for p in published(document, killed, "Marika Velsanova").recipients] == [SOMEBODY]
    assert published(document, saw, "Marika Velsanova").sentence.text == "Marika Kovacs saw it."


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Teacher Ilka Varga was hurt.", ["Ilka Varga"]),
        ("They met the farmer Ilka Varga.", ["Ilka Varga"]),
        ("In 2025. Ilka Varga, 43, was hurt.", ["Ilka Varga"]),
        ("Ilka Varga, who lives there, was hurt.", ["Ilka Varga"]),
        ("Ilka Varga, a baker from Zenda, was hurt.", ["Ilka Varga"]),
        ("A man named Ilka Varga fled.", ["Ilka Varga"]),
        ("They saw Mrs Varga’s house.", ["Varga"]),
        ("Maria van der Linden fled.", ["Maria van der Linden"]),
        ("The Black Sea Fleet left, and the Red Cross came.", []),
        ("The United States and North Korea agreed in New York.", []),
    ],
)
def test_names_are_found_by_what_stands_round_them(text: str, names: list[str]) -> None:
    assert list(told_in(text)) == names


@pytest.mark.parametrize(
    "name",
    ["Freedom Caucus", "Anna Kovacs Bridge", "Ports And Harbours Act", "Harbour Workers Association", "Zenda Air Base"],
)
def test_what_ends_as_bodies_laws_and_places_do_is_no_private_person(name: str) -> None:
    text = f"Officials said that the {name} had been warned, and that the caucus and the Democrats had not."
    assert PrivateNames([("a", [name])], NOBODY).places(text, ["a"]) == ()


@pytest.mark.parametrize(("name", "alone"), [("Anna Hospital", "Hospital"), ("Anna Trade", "Trade")])
def test_of_a_person_who_is_called_so_the_whole_name_is_masked_and_not_the_word_alone(name: str, alone: str) -> None:
    text = f"A teacher, {name}, was hurt. The {alone} was closed."
    names = PrivateNames([("a", [name])], NOBODY)
    assert [text[start:end] for start, end in names.places(text, ["a"])] == [name]


def test_an_acronym_that_a_headline_puts_behind_a_name_is_not_taken_for_the_surname() -> None:
    names = PrivateNames([("a", ["Zsofia Kovacs FBI"])], NOBODY)
    text = "The FBI questioned Kovacs."
    assert [text[start:end] for start, end in names.places(text, ["a"])] == ["Kovacs"]


def test_a_name_goes_on_behind_an_initial() -> None:
    assert list(told_in("The farmer Anna K. Kovacs said so.")) == ["Anna K. Kovacs"]
    text = "Kovacs said so."
    assert PrivateNames([("a", ["Anna K. Kovacs"])], NOBODY).places(text, ["a"]) == ((0, 6),)


@pytest.mark.parametrize("more", [{"admin1": None}, {"admin1": "99"}])
def test_a_place_without_a_region_becomes_its_country(more: dict[str, Any]) -> None:
    document, (one,) = about("Ewa Zapt")
    place = published(document, replace(one, place=replace(TOWN, **more))).place
    assert place is not None
    assert (place.name, place.precision) == ("Mexico", 6)


def test_a_place_without_a_country_becomes_none() -> None:
    document, (one,) = about("Ewa Zapt")
    assert published(document, replace(one, place=replace(TOWN, country=None))).place is None


@pytest.mark.parametrize("precision", [4, 5, 6, 7])
def test_coarse_places_stay_as_they_are(precision: int) -> None:
    document, (one,) = about("Ewa Zapt")
    place = replace(TOWN, precision=precision)
    assert published(document, replace(one, place=place)).place == place


def test_what_is_kept_back_is_known_once_for_many_exports(ledger: Path) -> None:
    with Ledger(ledger) as opened:
        made = Discretion.of(opened)
        given_on = b"".join(FORMATS["html"].write(opened, None, Options(public=True, discretion=made)))
    assert given_on == written(ledger, "html", public=True)[0]
