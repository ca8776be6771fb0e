"""The event lexicon: large enough, well formed, open to the user, and exact about mistakes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from onrecord.knowledge import Knowledge, KnowledgeError
from onrecord.knowledge.table import DATA, read_table
from onrecord.records.vocabulary import EVENT_TYPES

HEADER = "phrase\tpos\ttype\tmode\tframe\twhen\tcontexts\tweight\n"


def test_all_sixteen_types_are_covered_in_depth(knowledge: Knowledge) -> None:
    rows = read_table("events", ())
    counts = Counter(row["type"] for row in rows)
    assert sum(counts[kind] for kind in EVENT_TYPES) >= 2500
    assert all(counts[kind] >= 60 for kind in EVENT_TYPES), counts
    for pos in ("v", "n"):
        assert {row["type"] for row in rows if row["pos"] == pos} >= set(EVENT_TYPES)
    assert sum(1 for row in rows if row["when"]) > 300, "ambiguous words have conditions"
    assert knowledge.lexicon.size == len(rows)


def test_no_row_stands_twice() -> None:
    keys = Counter((row["phrase"], row["pos"], row["when"]) for row in read_table("events", ()))
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_table_has_a_comment_on_top() -> None:
    for path in sorted(DATA.rglob("*.tsv")):
        assert path.read_text(encoding="utf-8").startswith("# "), path


def overlay(folder: Path, rows: str, name: str = "events/mine.tsv") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# Our own words.\n" + rows, encoding="utf-8")
    return folder


def test_a_users_own_words_are_added_and_override(tmp_path: Path) -> None:
    folder = overlay(tmp_path, HEADER + "defenestrate\tv\tASSAULT\tbeat\ttransitive\nwelcome\tv\t-\t\t\n-bombard\tv\n")
    lexicon = Knowledge.load(folder).lexicon
    assert lexicon.verbs["defenestrate"][0].mode == "beat"
    assert [e.type for e in lexicon.verbs["welcome"] if not e.conditions] == [None]
    assert not any(e.words == ("bombard",) and not e.conditions for e in lexicon.verbs.get("bombard", ()))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("smite\tv\tSMITE\t\ttransitive", "type is 'SMITE'; it must be one of"),
        ("smite\tx\tASSAULT\t\ttransitive", "pos is 'x'"),
        ("smite\tv\tASSAULT\tloudly\ttransitive", "'loudly' is no mode of ASSAULT"),
        ("smite\tv\tASSAULT\t\tsideways", "there is no frame 'sideways'"),
        ("smite\tv\tASSAULT\t\ttransitive\tobject=@nothing", "there is no class '@nothing'"),
        ("smite\tv\tASSAULT\t\ttransitive\tloudly", "'loudly' is no condition"),
        ("smite\tv\tASSAULT\t\ttransitive\t\t\t7", "weight is 7"),
        ("smite\tv\tASSAULT\t\ttransitive\t\t\theavy", "weight is 'heavy'"),
        ("smite\tv\tASSAULT\t\ttransitive\t\t\t1\tmore", "9 cells, but only 8 columns"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path: Path, row: str, message: str) -> None:
    folder = overlay(tmp_path, HEADER + row + "\n")
    with pytest.raises(KnowledgeError, match=r"mine\.tsv, line 3: ") as caught:
        _ = Knowledge.load(folder).lexicon
    assert message in str(caught.value)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="there is no such folder"):
        Knowledge.load(tmp_path / "nowhere")


def test_a_table_that_is_not_utf8_is_said(tmp_path: Path) -> None:
    path = overlay(tmp_path, HEADER) / "events" / "mine.tsv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KnowledgeError, match="not UTF-8"):
        _ = Knowledge.load(tmp_path).lexicon


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "events/mine.tsv",
            "defenestrate\tv\tASSAULT\n",
            "line 2: unknown column 'defenestrate'; the columns are phrase,",
        ),
        (
            "events/mine.tsv",
            "phrase\tpos\ttype\tfrmae\n",
            "line 2: unknown column 'frmae'; the columns are phrase, pos,",
        ),
        ("word_lists.tsv", "list\twords\n", "line 2: unknown column 'words'; the columns are list, word "),
        ("places/towns.tsv", "name\tlong\n", "line 2: unknown column 'long'; the columns are name, geonameid,"),
        ("events/mine.tsv", HEADER + "-defenestrat\tv\n", "line 3: '-defenestrat' removes nothing: there is no row"),
        ("places/words.tsv", "use\twords\n-never\tx\n", "line 3: '-never' removes nothing"),
    ],
)
def test_what_would_have_no_effect_is_named_with_file_and_line(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    with pytest.raises(KnowledgeError) as caught:
        Knowledge.load(overlay(tmp_path, content, name)).check()
    assert f"{name}, {message}" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("event.tsv", "events/*.tsv"),
        ("events.tsv", "events/*.tsv"),
        ("event/mine.tsv", "events/*.tsv"),
        ("ontology.tsv", "frames.tsv"),
        ("events/mine.txt", "end in .tsv"),
        ("events/more/mine.tsv", "end in .tsv"),
        ("cues/mine.tsv", "cues/verbs.tsv"),
    ],
)
def test_a_file_that_no_table_is_read_from_is_named_with_those_that_are(tmp_path: Path, name: str, known: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        Knowledge.load(overlay(tmp_path, HEADER, name))
    assert str(tmp_path / name).startswith(str(caught.value).partition(":")[0])
    assert known in str(caught.value)


def test_an_overlay_may_leave_columns_out_and_hold_a_readme(tmp_path: Path) -> None:
    for name in ("README.md", "LICENSE", ".git/config", "events/README"):
        overlay(tmp_path, "Ours.\n", name)
    folder = overlay(tmp_path, "phrase\tpos\ttype\tframe\ndefenestrate\tv\tASSAULT\ttransitive\n")
    assert "defenestrate" in Knowledge.load(folder).lexicon.verbs
