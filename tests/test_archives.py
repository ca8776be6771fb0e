"""Web archives: WARC and ARC, packed or not, good and damaged; what is no page is told in one line."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from file_samples import ADDRESS, PAGE, STORY, chunked, digest, http, packed, pdf, warc
from onrecord.reading import ReadDocument, ReadingFailure, ReadingOptions, read

INFO = warc(b"software: a crawler\r\n", "warcinfo", media="application/warc-fields")


def read_bytes(
    path: Path, content: bytes, options: ReadingOptions | None = None
) -> list[ReadDocument | ReadingFailure]:
    path.write_bytes(content)
    return list(read([path], options))


def one(found: Iterable[ReadDocument | ReadingFailure]) -> ReadDocument:
    (document,) = [item for item in found if isinstance(item, ReadDocument)]
    return document


def failures(found: Iterable[ReadDocument | ReadingFailure]) -> list[str]:
    return [item.code for item in found if isinstance(item, ReadingFailure)]


def numbered(count: int) -> list[bytes]:
    return [
        warc(http(PAGE.replace(b"Nobody", f"Number {n}: nobody".encode())), uri=f"{ADDRESS}/{n}") for n in range(count)
    ]


@pytest.mark.parametrize("form", ["plain", "members", "one member"])
def test_a_page_is_read_under_its_address(tmp_path: Path, form: str) -> None:
    records = [INFO, warc(http())]
    content = {"plain": b"".join(records), "members": packed(records), "one member": packed([b"".join(records)])}[form]
    (found,) = read_bytes(tmp_path / "news.warc.gz", content)
    assert isinstance(found, ReadDocument)
    assert (found.document.id, found.document.url) == (ADDRESS, ADDRESS)
    assert STORY in found.document.text
    assert found.where.endswith(f"news.warc.gz, record 2 ({ADDRESS})")


def test_when_it_was_fetched_is_not_when_it_was_published(tmp_path: Path) -> None:
    undated = PAGE.replace(b"article:published_time", b"x")
    found = read_bytes(tmp_path / "a.warc", warc(http(undated)) + warc(http(), uri=ADDRESS + "/2"))
    assert [item.document.published for item in found if isinstance(item, ReadDocument)] == [
        None,
        "2031-05-12T09:30:00Z",
    ]
    assert {item.fetched for item in found if isinstance(item, ReadDocument)} == {"2031-05-13T04:02:06Z"}


def test_a_date_after_the_day_of_fetching_is_left_open(tmp_path: Path) -> None:
    found = one(read_bytes(tmp_path / "a.warc", warc(http(PAGE.replace(b"2031-05-12", b"2032-05-12")))))
    assert found.document.published is None
    assert [problem.code for problem in found.problems] == ["bad-date"]


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (chunked(PAGE), "Transfer-Encoding: chunked\r\n"),
        (gzip.compress(PAGE), "Content-Encoding: gzip\r\n"),
        (zlib.compress(PAGE), "Content-Encoding: deflate\r\n"),
        (zlib.compress(PAGE)[2:-4], "Content-Encoding: deflate\r\n"),
        (chunked(gzip.compress(PAGE)), "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
        (PAGE, "Content-Encoding: gzip\r\n"),
    ],
    ids=["chunks", "gzip", "deflate", "bare deflate", "chunks of gzip", "unpacked by the crawler"],
)
def test_codings_are_undone(tmp_path: Path, body: bytes, more: str) -> None:
    (found,) = read_bytes(tmp_path / "a.warc", warc(http(body, more=more)))
    assert isinstance(found, ReadDocument)
    assert STORY in found.document.text and not found.problems


def test_brotli_is_undone_or_refused(tmp_path: Path) -> None:
    brotli = pytest.importorskip("brotli")
    found = one(read_bytes(tmp_path / "a.warc", warc(http(brotli.compress(PAGE), more="Content-Encoding: br\r\n"))))
    assert STORY in found.document.text


@pytest.mark.parametrize(
    ("block", "says"),
    [
        (http(PAGE, more="Transfer-Encoding: chunked\r\n"), "comes in chunks, and it does not"),
        (http(chunked(PAGE)[:-40], more="Transfer-Encoding: chunked\r\n"), "cut off"),
        (http(gzip.compress(PAGE)[:-30], more="Content-Encoding: gzip\r\n"), "compressed content is cut off"),
    ],
)
def test_bad_codings_are_read_as_far_as_they_go_and_told(tmp_path: Path, block: bytes, says: str) -> None:
    found = one(read_bytes(tmp_path / "a.warc", warc(block)))
    assert "shelled the port" in found.document.text
    assert [problem.code for problem in found.problems] == ["archive-damaged"] and says in found.problems[0].message


def test_an_unknown_coding_is_refused(tmp_path: Path) -> None:
    found = read_bytes(tmp_path / "a.warc", warc(http(b"(\xb5/\xfd", more="Content-Encoding: zstd\r\n")))
    assert failures(found) == ["unsupported"]


def test_resources_texts_and_pdf_are_read(tmp_path: Path) -> None:
    found = read_bytes(
        tmp_path / "a.warc",
        warc(PAGE, "resource", media="text/html")
        + warc(STORY.encode(), "conversion", ADDRESS + "/text", "text/plain")
        + warc(http(pdf([[(72, 700, 11, STORY[:70])]]), "application/pdf"), uri=ADDRESS + ".pdf"),
    )
    assert [item.document.url for item in found if isinstance(item, ReadDocument)] == [
        ADDRESS, ADDRESS + "/text", ADDRESS + ".pdf",
    ]  # fmt: skip


def test_what_is_no_page_is_told_in_one_line(tmp_path: Path) -> None:
    found = read_bytes(
        tmp_path / "a.warc",
        INFO
        + warc(b"GET / HTTP/1.1\r\n\r\n", "request")
        + warc(http())
        + warc(http(b"", status="304 Not Modified"), "revisit", ADDRESS + "/again")
        + warc(http(b"gone", status="404 Not Found"), uri=ADDRESS + "/gone")
        + warc(http(b"\x89PNG", "image/png"), uri=ADDRESS + "/p.png")
        + warc(b"log", "resource", "metadata://crawler/log", "text/plain"),
    )
    document, told = found
    assert isinstance(document, ReadDocument) and isinstance(told, ReadingFailure)
    assert told.code == "passed-over" and told.harmless and "\n" not in str(told)
    for what in ("revisits", "status 404", "neither page nor text", "about the crawl"):
        assert what in told.message
    assert "request" not in told.message


def test_an_archive_without_pages_says_so(tmp_path: Path) -> None:
    assert failures(read_bytes(tmp_path / "a.warc", INFO)) == ["no-articles"]


@pytest.mark.parametrize("name", ["WARC-Block-Digest", "WARC-Payload-Digest"])
@pytest.mark.parametrize("right", [True, False])
def test_digests_are_checked(tmp_path: Path, name: str, right: bool) -> None:
    content = http() if "Block" in name else PAGE
    more = {name.replace("-", "_"): digest(content if right else content + b"x")}
    found = one(read_bytes(tmp_path / "a.warc", warc(http(), **more)))
    assert [problem.code for problem in found.problems] == ([] if right else ["archive-damaged"])


@pytest.mark.parametrize("written", ["hex", "base64", "unknown"])
def test_digests_are_written_in_several_ways(tmp_path: Path, written: str) -> None:
    import base64
    import hashlib

    raw = hashlib.sha256(PAGE).digest()
    stated = {"hex": f"sha256:{raw.hex()}", "base64": "sha256:" + base64.b64encode(raw).decode(), "unknown": "crc:12"}
    assert not one(read_bytes(tmp_path / "a.warc", warc(http(), WARC_Payload_Digest=stated[written]))).problems


@pytest.mark.parametrize("content", [b"GET / HTTP/1.0\r\n\r\n", b"GET / HTTP/1.0\r\n\r\nx"])
def test_a_damaged_digest_of_any_record_is_told(tmp_path: Path, content: bytes) -> None:
    stated = digest(content.partition(b"\r\n\r\n")[2])
    request = warc(content, "request", WARC_Payload_Digest=stated)
    wrong = warc(content, "request", WARC_Payload_Digest="sha1:111" + stated[8:])
    (_, told) = read_bytes(tmp_path / "a.warc", warc(http()) + request + wrong)
    assert isinstance(told, ReadingFailure) and told.harmless and "digest says (1)" in told.message


def test_a_cut_archive_gives_what_came_before(tmp_path: Path) -> None:
    found = read_bytes(tmp_path / "a.warc", b"".join(numbered(3))[:-200])
    documents = [item for item in found if isinstance(item, ReadDocument)]
    assert len(documents) == 3 and [p.code for p in documents[2].problems] == ["archive-damaged"]
    assert "too early" in documents[2].problems[0].message


def test_a_damaged_member_costs_one_record(tmp_path: Path) -> None:
    members = [packed([record]) for record in numbered(4)]
    members[1] = members[1][:40] + b"\xff" * 30 + members[1][70:]
    found = read_bytes(tmp_path / "a.warc.gz", b"".join(members))
    documents = [item.document.id for item in found if isinstance(item, ReadDocument) and not item.problems]
    assert documents == [f"{ADDRESS}/{n}" for n in (0, 2, 3)]
    assert "archive-damaged" in failures(found)


@pytest.mark.parametrize("wrong", [-20, 20])
def test_a_wrong_length_does_not_swallow_the_next_record(tmp_path: Path, wrong: int) -> None:
    first = warc(http(), length=str(len(http()) + wrong))
    found = read_bytes(tmp_path / "a.warc", first + numbered(1)[0])
    documents = [item for item in found if isinstance(item, ReadDocument)]
    assert [item.document.id for item in documents] == [ADDRESS, f"{ADDRESS}/0"]
    assert documents[0].problems and not documents[1].problems


def test_garbage_between_records_is_passed_over(tmp_path: Path) -> None:
    one_, two = numbered(2)
    found = read_bytes(tmp_path / "a.warc", one_ + b"\x00\x01garbage\nmore\n" + two)
    assert len([item for item in found if isinstance(item, ReadDocument)]) == 2
    assert failures(found) == ["archive-damaged"]


def arc(uri: str, body: bytes, media: str = "text/html", length: str | None = None) -> bytes:
    return f"{uri} 192.0.2.1 20310513040206 {media} {length or len(body)}\n".encode() + body + b"\n"


ARC_HEAD = arc(
    "filedesc://a.arc", b"1 0 Crawl\nURL IP-address Archive-date Content-type Archive-length\n", "text/plain"
)


@pytest.mark.parametrize("members", [True, False])
def test_arc_is_read_too(tmp_path: Path, members: bool) -> None:
    records = [ARC_HEAD, arc("dns:courier.example", b"x", "text/dns"), arc(ADDRESS + "?q=a b", http())]
    (found, told) = read_bytes(tmp_path / "a.arc.gz", packed(records) if members else b"".join(records))
    assert isinstance(found, ReadDocument) and isinstance(told, ReadingFailure) and told.harmless
    assert found.document.url == ADDRESS + "?q=a%20b"
    assert found.fetched == "2031-05-13T04:02:06Z"


def test_arc_without_its_head_is_told_too(tmp_path: Path) -> None:
    assert one(read_bytes(tmp_path / "saved", arc(ADDRESS, http()))).document.id == ADDRESS


def test_another_text_of_an_address_is_named(tmp_path: Path) -> None:
    again = warc(http(PAGE.replace(b"Nobody", b"Somebody")))
    first, second = read_bytes(tmp_path / "a.warc", warc(http()) + warc(http()) + again)
    assert isinstance(first, ReadDocument) and isinstance(second, ReadingFailure)
    assert second.code == "repeated-id" and "record 3" in str(second)


def test_bad_lengths_in_arc_cost_their_record_alone(tmp_path: Path) -> None:
    found = read_bytes(tmp_path / "a.arc", ARC_HEAD + arc(ADDRESS, http(), length="abc") + arc(ADDRESS + "/2", http()))
    assert [item.document.id for item in found if isinstance(item, ReadDocument)] == [ADDRESS + "/2"]
    assert "archive-damaged" in failures(found)


def test_an_archive_is_told_by_its_content(tmp_path: Path) -> None:
    assert one(read_bytes(tmp_path / "saved.txt", warc(http()))).document.id == ADDRESS
    (found,) = read_bytes(tmp_path / "page.warc", PAGE)
    assert isinstance(found, ReadDocument) and found.document.title == "Port shelled"


def test_a_record_that_is_too_large_is_left_out(tmp_path: Path) -> None:
    large = warc(http(b"<p>" + b"x" * 30_000), uri=ADDRESS + "/large")
    bomb = warc(http(gzip.compress(b"x" * 3_000_000), more="Content-Encoding: gzip\r\n"), uri=ADDRESS + "/bomb")
    found = read_bytes(tmp_path / "a.warc", large + bomb + warc(http()), ReadingOptions(max_document_bytes=20_000))
    assert failures(found) == ["too-large", "too-large"]
    assert one(found).document.id == ADDRESS


def test_a_large_archive_takes_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    picture = warc(http(b"\x89PNG" + b"x" * 200_000, "image/png"), uri=ADDRESS + "/p.png")
    with path.open("wb") as file:
        file.write(warc(http()))
        for _ in range(300):
            file.write(picture)
        file.write(numbered(1)[0])
    list(read([path], ReadingOptions(published="2031-01-01")))  # loads what is loaded once
    tracemalloc.start()
    assert len([item for item in read([path]) if isinstance(item, ReadDocument)]) == 2
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000, f"{peak:,} bytes for an archive of {path.stat().st_size:,}"


def test_standard_input_may_be_an_archive() -> None:
    import io

    assert one(read(["-"], stdin=io.BytesIO(packed([warc(http())])))).document.id == ADDRESS


def test_the_encoding_that_the_server_names_is_taken(tmp_path: Path) -> None:
    page = PAGE.replace(b"Nobody", "Никто, сказал мэр, не пострадал; nobody".encode("windows-1251"))
    found = read_bytes(
        tmp_path / "a.warc",
        warc(http(page, "text/html; charset=windows-1251"))
        + warc(
            http(PAGE.replace(b"Nobody", "Señor Peña: nobody".encode()), "text/html; charset=iso-8859-1"),
            uri=ADDRESS + "/2",
        ),
    )
    texts = [item.document.text for item in found if isinstance(item, ReadDocument)]
    assert "Никто, сказал мэр" in texts[0] and "Señor Peña" in texts[1]
