"""Ready citations: who reports it, on whose word, from which ledger; read again by readers that others wrote."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from typer.testing import CliRunner

from ledger_samples import document, strikes
from onrecord.cli.app import app
from onrecord.ledger import Ledger, StoredClaim
from onrecord.records import DocumentInfo
from onrecord.views.citation import (
    FORMATS,
    Citation,
    Consulted,
    bibtex,
    cite_claim,
    cite_document,
    csl,
    plain,
    ready,
    written,
)
from onrecord.views.wording import clean
from onrecord.web.addresses import document_path
from served_samples import BEARER, add, make_ledger, served

AT = Consulted("border.db", "2025-04-08T17:30:00.000000+00:00")
INFO = replace(
    DocumentInfo.of(document("harbour-0", published="2025-03-03", author="Anna Elphberg")),
    url="https://harbour.example/a_b?c=1&d=50%25",
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_ledger(tmp_path_factory.mktemp("cited") / "served.db")


def claim(**about: object) -> StoredClaim:
    return StoredClaim(replace(INFO, **about), strikes(), "tests 1", 2, True)  # type: ignore[arg-type]


def parsed_bibtex(text: str) -> dict[str, object]:
    """The fields of one entry as pybtex reads them, strictly."""
    parse_string = pytest.importorskip("pybtex.database").parse_string
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read = parse_string(text, "bibtex")
    ((key, entry),) = read.entries.items()
    return {"key": key, "type": entry.type, **entry.fields, "persons": entry.persons}


# --- what is said --------------------------------------------------------------------------------------


def test_a_claim_is_cited_with_its_article_its_passage_and_on_whose_word() -> None:
    said = plain(cite_claim(claim(), AT))
    assert said.startswith("Anna Elphberg (2025, March 3). Strikes. The Harbour Ledger. https://harbour.example/")
    assert "as reported by The Harbour Ledger, on the word of six officials (unnamed), through Radio Borduria" in said
    assert "planned" in said
    assert "claim c0ffee01, version 2 of document harbour-0" in said
    assert "onrecord ledger “border.db”, as of 2025-04-08, onrecord " in said
    assert "\n" not in said


def test_what_is_planned_is_never_cited_as_done() -> None:
    for format in ("plain", "bibtex", "csl"):
        said = written(cite_claim(claim(), AT), format)
        assert "strikes: planned" in said


def test_a_claim_that_was_replaced_says_so() -> None:
    assert "replaced since" in plain(cite_claim(replace(claim(), current=False), AT))


def test_what_is_unknown_is_not_made_up() -> None:
    bare = DocumentInfo("x", sha256="0" * 64)
    said = plain(cite_document(bare, Consulted("border.db")))
    assert said.startswith("[Untitled]. (n.d.).")
    entry = parsed_bibtex(bibtex(cite_document(bare, Consulted("border.db"))))
    assert entry["type"] == "misc"
    assert not {"author", "year", "month", "url", "urldate", "journal"} & entry.keys()
    item = csl(cite_document(bare, Consulted("border.db")))
    assert item.keys() == {"id", "type", "title", "note"}


@pytest.mark.parametrize(
    ("published", "shown", "parts"),
    [
        ("2025-03-03", "2025, March 3", [2025, 3, 3]),
        ("2025-03-03T10:30:00Z", "2025, March 3", [2025, 3, 3]),
        ("2025-03", "2025, March", [2025, 3]),
        ("2025", "2025", [2025]),
        ("2025-13-40", "2025", [2025]),
        ("some day", "n.d.", None),
    ],
)
def test_dates_are_as_exact_as_they_are_known(published: str, shown: str, parts: list[int] | None) -> None:
    citation = cite_document(replace(INFO, published=published), AT)
    assert f"({shown})" in plain(citation)
    assert csl(citation).get("issued", {"date-parts": [None]})["date-parts"][0] == parts


def test_an_event_is_cited_as_a_record_with_its_reports(path: Path) -> None:
    client = served(path)
    said = client.get("/events/c0ffee0100.txt").text
    assert "planned" in said
    assert "[Event record]" in said
    assert "as reported by The Harbour Ledger" in said
    assert "on the word of six officials" in said
    assert "1 origin" in said
    (item,) = client.get("/events/c0ffee0100.csl.json").json()
    assert (item["type"], item["publisher"]) == ("dataset", "onrecord ledger “served.db”")


# --- formats -------------------------------------------------------------------------------------------

HOSTILE = 'a {b} c} {d \\ e % f # g $ h & i _ j ^ k ~ l " m @article{x, \\input{/etc/passwd} \u202e n \x00 o and p, q'


@given(text=st.text(max_size=60))
@example(text=HOSTILE)
@example(text="}")
@example(text="\\")
def test_bibtex_is_one_whole_entry_whatever_the_texts_hold(text: str) -> None:
    info = replace(INFO, title=text, author=text, source=text, url=text, id=text or "x")
    entry = parsed_bibtex(bibtex(cite_document(info, AT)))
    assert entry["type"] in ("article", "misc")
    assert set(entry) <= {
        "key", "type", "persons", "title", "journal", "year", "month", "day", "url", "urldate", "note", "howpublished",
    }  # fmt: skip
    assert untex(str(entry["title"])) == (clean(text) or "[Untitled]")


def untex(field: str) -> str:
    """What TeX prints for a field, by the few signs that are escaped."""
    from onrecord.views import citation

    text = field.removeprefix("{").removesuffix("}")
    for sign, said in sorted(citation._TEX.items(), key=lambda item: item[0] != "{"):
        text = text.replace(said, f"\x00{ord(sign)}\x00")
    return "".join(chr(int(part)) if n % 2 else part for n, part in enumerate(text.split("\x00")))


def test_a_byline_is_one_author_as_printed() -> None:
    entry = parsed_bibtex(bibtex(cite_document(replace(INFO, author="Anna Elphberg and Rupert of Hentzau, Jr."), AT)))
    (author,) = entry["persons"]["author"]  # type: ignore[index]
    assert "Anna Elphberg and Rupert of Hentzau, Jr." in str(author).strip("{}")


def test_addresses_stay_addresses() -> None:
    entry = parsed_bibtex(bibtex(cite_document(INFO, AT)))
    assert entry["url"] == INFO.url
    assert entry["month"] == "March"
    odd = parsed_bibtex(bibtex(cite_document(replace(INFO, url="https://x.example/{a}b\\c%zz"), AT)))
    assert odd["url"] == "https://x.example/%7Ba%7Db%5Cc%25zz"


@given(one=st.text(max_size=30), other=st.text(max_size=30))
def test_keys_are_safe_and_tell_documents_apart(one: str, other: str) -> None:
    keys = [Citation("document", id, "", "", AT).key for id in (one, other)]
    assert all(key.replace("-", "").isascii() and key.replace("-", "").isalnum() for key in keys)
    assert (keys[0] == keys[1]) == (one == other)


def test_csl_json_is_formatted_by_a_processor_that_others_wrote() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        citeproc = pytest.importorskip("citeproc")
        source = pytest.importorskip("citeproc.source.json")
        items = [csl(cite_claim(claim(), AT))]
        style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
        listed = source.CiteProcJSON(json.loads(json.dumps(items)))
        bibliography = citeproc.CitationStylesBibliography(style, listed, citeproc.formatter.plain)
        bibliography.register(citeproc.Citation([citeproc.CitationItem(items[0]["id"])]))
        (line,) = [str(one) for one in bibliography.bibliography()]
    assert "Elphberg" in line
    assert "Strikes" in line
    assert "2025" in line


def test_each_format_is_ready_on_the_page() -> None:
    assert [label for label, _ in ready(cite_claim(claim(), AT))] == ["Text", "BibTeX", "CSL-JSON"]


# --- addresses and the command -------------------------------------------------------------------------


@pytest.mark.parametrize("thing", ["claims/c0ffee0100", "events/c0ffee0100", "documents/harbour-0"])
@pytest.mark.parametrize(("_", "kind", "suffix"), FORMATS.values())
def test_citations_have_addresses(path: Path, thing: str, _: str, suffix: str, kind: str) -> None:
    client = served(path)
    answer = client.get(f"/{thing}{suffix}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == kind
    assert "onrecord ledger “served.db”" in answer.text
    page = client.get(f"/{thing}")
    assert "Cite this" in page.text
    assert client.get(f"/{thing}{suffix}", params={"as_of": "2001-01-01"}).status_code == 404
    assert client.get(f"/nothing{thing}{suffix}").status_code == 404


def test_only_where_others_can_reach_a_page_its_address_is_cited(path: Path) -> None:
    assert "http" not in served(path).get("/events/c0ffee0100.txt").text
    beyond = served(path, open_to_network=True).get("/events/c0ffee0100.txt", headers=BEARER)
    assert "http://testserver/events/" in beyond.text


def test_a_document_whose_id_looks_like_a_citation_has_an_address(tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "served.db", 0)
    with Ledger(path) as ledger:
        for number, id in enumerate(("report.txt", "report.bib", "a/../b.csl.json", "../etc/passwd")):
            add(ledger, id, suffix=str(number))
    client = served(path)
    for id in ("report.txt", "report.bib", "a/../b.csl.json", "../etc/passwd"):
        assert client.get(f"/api/v1{document_path(id)}").json()["document"]["id"] == id
        assert id in client.get(f"{document_path(id)}.txt").text


def test_the_command_cites(path: Path) -> None:
    runner = CliRunner()
    told = runner.invoke(app, ["cite", "c0ffee0100", "harbour-1", "--ledger", str(path)])
    assert told.exit_code == 0
    assert len(told.stdout.splitlines()) == 2
    entries = runner.invoke(app, ["cite", "harbour-0", "-f", "bibtex", "--ledger", str(path)])
    assert parsed_bibtex(entries.stdout)["key"] == "onrecord-document-harbour-0"
    items = runner.invoke(app, ["cite", "harbour-0", "harbour-1", "-f", "csl", "--ledger", str(path)])
    assert [item["type"] for item in json.loads(items.stdout)] == ["article-newspaper"] * 2
    missing = runner.invoke(app, ["cite", "nothing", "harbour-0", "--ledger", str(path)])
    assert missing.exit_code == 1
    assert "harbour-0" in missing.stdout
