"""Commands on events: what they print of what a ledger answers, and how they end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from cli_samples import Command, row, runner
from event_samples import PLANNED, event, quiet, view
from ledger_samples import FakeMachinery
from onrecord.ledger import (
    EventChange,
    EventFilter,
    EventView,
    Ledger,
    LinkOutcome,
    StoredGroup,
    UnknownEventError,
    UnknownJudgementError,
)
from onrecord.linking.event import Event
from onrecord.linking.judgement import Judgement
from onrecord.linking.model import Decision


@dataclass
class Answers:
    """What the ledger answers in these tests, and what it was asked."""

    events: list[Event] = field(default_factory=lambda: [event(), quiet()])
    view: EventView = field(default_factory=view)
    changes: list[EventChange] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)
    pending: int = 0
    asked: list[Any] = field(default_factory=list)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    made = Answers()

    def events(self: Ledger, wanted: EventFilter | None = None) -> Iterator[Event]:
        made.asked.append(wanted)
        return iter(made.events)

    def one(self: Ledger, id: str) -> EventView:
        if id and (made.view.event.id.startswith(id) or id == "cfirst"):
            return made.view
        for other in made.events:
            if other.id == id:
                return EventView(other, ())
        raise UnknownEventError(f"there is no event {id!r}")

    def changes(self: Ledger, since: str, until: str | None = None) -> Iterator[EventChange]:
        made.asked.append((since, until))
        return iter(made.changes)

    def judge(self: Ledger, kind: Any, author: str, reason: str, subject: str, **more: Any) -> Judgement:
        made.asked.append((kind, author, reason, subject, more))
        target = None if "part" in kind else view().judgements[0].subject
        return Judgement("j" * 32, kind, author, reason, "2025-03-09T10:00:00+00:00", target, value=more.get("value"))

    def withdraw(self: Ledger, id: str, author: str, reason: str) -> Judgement:
        if id not in [judgement.id for judgement in made.judgements]:
            raise UnknownJudgementError(f"there is no judgement {id!r}")
        made.asked.append((id, author, reason))
        return replace(made.judgements[0], withdrawn="2025-03-10", withdrawn_by=author, withdrawn_why=reason)

    def link(self: Ledger, linker: object, progress: object = None) -> LinkOutcome:
        made.asked.append("link")
        return LinkOutcome(judgements=1, changed=2, gone=1)

    for name, method in {
        "events": events, "event": one, "changes": changes, "judge": judge, "withdraw": withdraw, "link": link,
        "judgements": lambda self: tuple(made.judgements), "pending": lambda self: made.pending,
    }.items():  # fmt: skip
        monkeypatch.setattr(Ledger, name, method)
    return made


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    monkeypatch.setattr("onrecord.cli.machinery.Machinery", FakeMachinery)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    with Ledger(tmp_path / "onrecord.db"):
        pass
    return runner(capsys)


def said(out: str) -> str:
    return " ".join(out.split())


# --- events, brief, timeline ---------------------------------------------------------------------------------------


def test_events_are_one_line_each(command: Command, answers: Answers) -> None:
    out = command("events").out
    assert said(out) == (
        "ASSAULT ○≠ planned, disputed Government of Ruritania · drone strikes on Sylvanian smugglers · 2025-03-10 · "
        "Strelsau — 4 reports, 3 origins; 2 speakers, 1 named; reported 2025-03-04 to 2025-03-07 e0e0e0e0e0 "
        "COOPERATE ● done Sylvania · handed over ten convicts — 1 report, 1 origin ababababab"
    )
    assert max(map(len, out.splitlines())) <= 100
    assert [row["mark"] for row in command("events", "--json").rows] == ["○≠", "●"]
    assert command("events", "--limit", "1", "--json").out.count("\n") == 1


def test_the_options_make_the_filter(command: Command, answers: Answers) -> None:
    command(
        "events", "--type", "ASSAULT", "--stage", "planned", "--stage", "done", "--actor", "USA", "--disputed",
        "--from", "2025-03", "--reported-from", "2025", "--reported-to", "2025-04-09", "--words", "drone strikes",
    )  # fmt: skip
    assert answers.asked == [
        EventFilter(
            types=("ASSAULT",), stages=("planned", "done"), actors=("USA",), disputed=True, after="2025-03",
            reported_after="2025", reported_before="2025-04-09", words="drone strikes",
        )
    ]  # fmt: skip


def test_events_with_and_without_unnamed_sources(command: Command, answers: Answers) -> None:
    answers.events = [event(), event(id="named", named=2)]
    assert [row["id"][:5] for row in command("events", "--anonymous", "--json").rows] == ["e0e0e"]
    assert [row["id"] for row in command("events", "--named", "--json").rows] == ["named"]


def test_the_brief_groups_events_and_explains_the_marks(command: Command, answers: Answers) -> None:
    lines = command("brief").out.splitlines()
    assert lines[0] == "ASSAULT  Government of Ruritania"
    assert lines[1].startswith("  ○≠ planned, disputed drone strikes on Sylvanian smugglers · 2025-03-10 · Strelsau —")
    assert any("●≠ independent sources differ" in line for line in lines)
    assert lines[-1] == "2 events"
    assert max(map(len, lines)) <= 100
    assert [row["type"] for row in command("brief", "--json").rows] == ["ASSAULT", "COOPERATE"]


def test_the_timeline_is_by_event(command: Command, answers: Answers) -> None:
    out = command("timeline").out
    assert out.index("Planned, considered") < out.index("2025-03-10 ○≠ planned, disputed") < out.index("Without a date")
    assert [row["section"] for row in command("timeline", "--json").rows] == ["ahead", "undated"]


@pytest.mark.parametrize("name", ["events", "brief", "timeline"])
def test_without_events_it_says_so(name: str, command: Command, answers: Answers) -> None:
    answers.events = []
    assert command(name).out == "No events.\n"
    assert command(name, "--json").out == ""


@pytest.mark.parametrize("name", ["brief", "timeline"])
def test_what_only_events_have_does_not_go_with_claims(name: str, command: Command, answers: Answers) -> None:
    ended = command(name, "--claims", "--disputed")
    assert (ended.status, ended.out) == (2, "")
    assert "does not go with --claims" in ended.err


@pytest.mark.parametrize("name", ["events", "brief", "timeline"])
def test_what_is_not_linked_yet_is_counted(name: str, command: Command, answers: Answers) -> None:
    answers.pending = 2
    ended = command(name)
    assert ended.err.startswith("onrecord: 2 documents and judgements are in onrecord.db and in no event yet")
    assert ended.err.count("\n") == 1
    assert command(name, "--as-of", "2025-04-09").err == ""


# --- event ---------------------------------------------------------------------------------------------------------


def test_the_page_of_an_event_has_all_that_it_rests_on(command: Command, answers: Answers) -> None:
    out = command("event", "e0e0").out
    parts = [
        "e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0  ASSAULT drone  ○≠ planned, disputed",
        "0ld0ld0ld0 was joined with another event on 2025-03-06",
        "credibility 3 (possibly true)",
        "deaths      best 3, lowest 2, highest 5",
        "“likely”: 55–80 per cent (ICD 203)",
        "caution     retracted on 2025-03-08",
        "ladder",
        "○ planned       six officials (unnamed) — 2 reports, 1 origin; 2025-03-04 to 2025-03-05  ← decides",
        "✕ denied by Sylvania, 2025-03-07",
        "on whose word",
        "├── The First Ledger, 2025-03-04; repeated by The Copy Ledger",
        "passages",
        "judged",
        "the stage of “strikes” (other) is considered — only talk",
        "taken for one act",
        "cfirst and ccopy: 0.99 by event-1 (same words)",
    ]
    positions = [out.index(part) for part in parts]
    assert positions == sorted(positions)
    assert max(map(len, out.splitlines())) <= 100


def test_the_page_of_an_event_as_json_has_everything(command: Command, answers: Answers) -> None:
    (value,) = command("event", "cfirst", "--json").rows
    assert value["id"] == event().id
    assert len(value["told"]) == len(PLANNED)
    assert len(value["decisions"]) == 3
    assert value["led_from"][0]["kind"] == "merged"
    assert value["reliability"]["The First Ledger"] == "F"  # of what the user has said nothing, it cannot be judged


def test_the_letters_of_outlets_are_the_users(command: Command, answers: Answers, monkeypatch: Any) -> None:
    Path("mine.toml").write_text('[[outlet]]\nname = "The First Ledger"\nreliability = "B"\n')
    assert "The First Ledger [B], 2025-03-04" in command("event", "e0", "--outlets", "mine.toml").out
    monkeypatch.setenv("ONRECORD_OUTLETS", "mine.toml")
    assert command("event", "e0", "--json").rows[0]["reliability"]["The First Ledger"] == "B"
    monkeypatch.delenv("ONRECORD_OUTLETS")
    Path("config/onrecord").mkdir(parents=True)
    Path("config/onrecord/config.toml").write_text('outlets = "../../mine.toml"\n')
    assert "The First Ledger [B]" in command("event", "e0").out
    ended = command("event", "e0", "--outlets", "none.toml")
    assert (ended.status, ended.out) == (1, "")
    assert "none.toml" in ended.err


def test_an_event_that_is_not_there_is_named_and_the_others_are_shown(command: Command, answers: Answers) -> None:
    ended = command("event", "zzz", "e0", "--json")
    assert (ended.status, len(ended.rows)) == (1, 1)
    assert ended.err == "onrecord: there is no event 'zzz'\n"


def test_an_event_of_forty_reports_shows_the_surest_decisions_and_counts_the_rest(
    command: Command, answers: Answers
) -> None:
    first = PLANNED[0]
    copies = [
        replace(first, anchor=replace(first.anchor, document=f"n{n:02}"), claim=replace(first.claim, id=f"n{n:02}"))
        for n in range(40)
    ]
    decisions = tuple(Decision(first.anchor, copy.anchor, 0.9, "event-1") for copy in copies)
    answers.view = view(told=(first, *copies), decisions=decisions)
    out = command("event", "e0").out
    assert "and 29 decisions more; --json has them all" in out
    assert len(out.splitlines()) < 100


def test_control_characters_do_not_reach_the_terminal(command: Command, answers: Answers) -> None:
    wild = "\x1b[2J\x07\u202e"
    answers.events = [event(sentence=f"{wild} · planned, disputed · strikes", actors=(wild,), place=wild)]
    member = replace(PLANNED[0], document=replace(PLANNED[0].document, source=f"{wild}x"), cautions=(wild,))
    answers.view = view(event=answers.events[0], told=(member,))
    answers.changes = [EventChange(answers.events[0], None, ("new",), "2025", (wild,))]
    for arguments in (("events",), ("brief",), ("timeline",), ("event", "e0"), ("changes", "--since", "2025-01-01")):
        assert not {"\x1b", "\x07", "\u202e"} & set(command(*arguments).out)


# --- changes -------------------------------------------------------------------------------------------------------


def test_changes_tell_what_moved_and_the_exit_status_whether(command: Command, answers: Answers) -> None:
    ended = command("changes", "--since", "7d")
    assert (ended.status, ended.out) == (3, "Nothing moved.\n")
    before = event(disputed=False)
    answers.changes = [
        EventChange(event(), before, ("denied", "disputed"), "2025-03-07T08:00:00+00:00", ("denied by Sylvania",))
    ]
    ended = command("changes", "--since", "7d")
    assert ended.status == 0
    lines = ended.out.splitlines()
    assert lines[0] == "2025-03-07  newly denied, now disputed"
    assert said(ended.out).endswith(
        "+ was ○ planned + denied by Sylvania 1 event moved: 1 newly denied, 1 now disputed"
    )
    (value,) = command("changes", "--since", "7d", "--json").rows
    assert (value["kinds"], value["before"]["disputed"]) == (["denied", "disputed"], False)


def test_quiet_changes_print_nothing(command: Command, answers: Answers) -> None:
    assert command("changes", "--since", "7d", "--quiet") == (3, "", "")
    answers.changes = [EventChange(event(), None, ("new",), "2025-03-07T08:00:00+00:00")]
    assert command("changes", "--since", "7d", "-q") == (0, "", "")


def test_the_exit_status_of_changes_is_documented(command: Command) -> None:
    assert "exit status is 0 where something moved and 3 where nothing did" in said(command("changes", "--help").out)


def test_since_is_a_day_a_time_or_so_long_ago(
    command: Command, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    command("changes", "--since", "2025-04-01", "--as-of", "2025-04-08")
    command("changes", "--since", "2025-04-01T10:30+02:00")
    assert answers.asked == [
        ("2025-04-01T00:00:00.000000+00:00", "2025-04-08T23:59:59.999999+00:00"),
        ("2025-04-01T08:30:00.000000+00:00", None),
    ]
    for wrong in ("yesterday", "7", "2025-13-01"):
        assert command("changes", "--since", wrong).status == 2
    assert command("changes").status == 2


# --- judge ---------------------------------------------------------------------------------------------------------


def test_a_judgement_is_recorded_and_the_ledger_linked_again_at_once(command: Command, answers: Answers) -> None:
    ended = command("judge", "same", "cfirst", "e0e0", "--reason", "one plan", "--author", "A. Reader")
    assert answers.asked == [
        ("same", "A. Reader", "one plan", "cfirst", {"other": "e0e0", "value": None}),
        "link",
    ]
    assert ended.status == 0
    assert "events: 2 changed, 1 gone" in ended.out
    assert "○≠ planned, disputed" in ended.out


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (("not-same", "a", "b"), ("not_same", "a", {"other": "b", "value": None})),
        (("not-event", "a"), ("not_event", "a", {"other": None, "value": None})),
        (("stage", "a", "Planned"), ("stage", "a", {"other": None, "value": "planned"})),
        (("type", "a", "threaten"), ("type", "a", {"other": None, "value": "THREATEN"})),
        (("polarity", "a", "negated"), ("polarity", "a", {"other": None, "value": "negated"})),
        (("actor", "a", ""), ("actor", "a", {"other": None, "value": ""})),
        (("recipient", "a", "x; y"), ("recipient", "a", {"other": None, "value": "x; y"})),
        (("source", "a", "Radio"), ("source", "a", {"other": None, "value": "Radio"})),
        (("same-party", "A", "B"), ("same_party", "A", {"other": "B", "value": None})),
        (("not-same-party", "A", "B"), ("not_same_party", "A", {"other": "B", "value": None})),
        (("identify", "A", "q42"), ("party_identifier", "A", {"other": None, "value": "Q42"})),
    ],
)
def test_everything_that_can_be_judged(
    arguments: tuple[str, ...], asked: tuple[Any, ...], command: Command, answers: Answers
) -> None:
    ended = command("judge", *arguments, "--reason", "why", "--author", "A", "--json")
    assert ended.status == 0, ended.err
    kind, author, reason, *rest = answers.asked[0]
    assert (kind, *rest) == asked
    assert (author, reason) == ("A", "why")
    (value,) = ended.rows
    assert (value["judgement"]["kind"], value["outcome"]["changed"]) == (asked[0], 2)


def test_who_judges_is_the_option_the_configuration_or_the_login_name(
    command: Command, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "login")
    command("judge", "not-event", "a", "--reason", "x")
    Path("config/onrecord").mkdir(parents=True)
    Path("config/onrecord/config.toml").write_text('author = "C. Reader"\n')
    command("judge", "not-event", "a", "--reason", "x", "--author", " ")
    assert [asked[1] for asked in answers.asked if asked != "link"] == ["login", "C. Reader"]


def test_a_judgement_needs_a_reason(command: Command, answers: Answers) -> None:
    assert command("judge", "not-event", "a").status == 2
    ended = command("judge", "not-event", "a", "--reason", " ")
    assert (ended.status, ended.out) == (2, "")
    assert "say why in a few words" in ended.err
    assert command("judge", "withdraw", "a", "--reason", " ").status == 2


def test_judgements_are_listed_and_withdrawn_by_the_beginnings_of_their_ids(command: Command, answers: Answers) -> None:
    assert command("judge", "list").out == "No judgements.\n"
    answers.judgements = [replace(view().judgements[0], id="abc" * 10), replace(view().judgements[1], id="xyz" * 10)]
    lines = command("judge", "list").out
    assert said(lines).count("A. Reader:") == 2
    assert "[withdrawn on 2025-03-10 by B. Reader: two plans]" in said(lines)
    assert [row["kind"] for row in command("judge", "list", "--json").rows] == ["stage", "same"]
    ended = command("judge", "withdraw", "abc", "--reason", "it was right", "--author", "B")
    assert answers.asked == [("abc" * 10, "B", "it was right"), "link"]
    assert "withdrawn on 2025-03-10 by B: it was right" in said(ended.out)
    ended = command("judge", "withdraw", "zzz", "--reason", "x", "--author", "B")
    assert (ended.status, ended.out) == (1, "")


# --- the others ----------------------------------------------------------------------------------------------------


def test_documents_that_repeat_a_report_stand_below_it(
    command: Command, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("rows.jsonl").write_text(row("d1") + row("d2", published="2025-03-05", source="The Copy") + row("d3"))
    command("read", "rows.jsonl")
    *infos, last = (document.info for document in Ledger("onrecord.db").documents())
    alone = StoredGroup("b" * 32, (last,))
    monkeypatch.setattr(Ledger, "origins", lambda self: iter([StoredGroup("a" * 32, tuple(infos)), alone]))
    monkeypatch.setattr(Ledger, "stories", lambda self: iter([StoredGroup("c" * 32, tuple(infos))]))
    out = command("origins").out
    assert out.splitlines()[0] == "2 documents, 1 origin, 2025-03-04 to 2025-03-05  aaaaaaaaaa"
    assert "  the report           The Harbour Ledger · 2025-03-04 · Strikes" in out
    assert "  same words, 100%     The Copy · 2025-03-05 · Strikes" in out
    assert command("origins", "--json", "--all").out.count("\n") == 2
    (value,) = command("origins", "--json").rows
    assert (value["first"], [d["kind"] for d in value["documents"]]) == ("d1", ["original", "verbatim"])
    assert command("stories").out.splitlines()[0] == "2 documents, 1 origin, 2025-03-04 to 2025-03-05  cccccccccc"
    dot = command("graph").out
    assert dot.startswith("digraph")
    assert "Radio Borduria" in dot
    edges = command("graph", "--format", "json").out
    assert '"ways"' in edges
    assert command("graph", "--json").rows[0]["nodes"]


def test_show_tells_the_event_and_what_was_said_of_the_claim_since(command: Command, answers: Answers) -> None:
    Path("rows.jsonl").write_text(row("d1"))
    command("read", "rows.jsonl")
    id = command("claims", "--json", "--stage", "planned").rows[0]["id"]
    member = replace(
        PLANNED[0],
        claim=replace(PLANNED[0].claim, id=id, stage="considered"),
        corrected=("stage",),
        cautions=("retracted on 2025-03-08",),
    )
    answers.view = view(event=replace(event(), id=id), told=(member,), judgements=())
    out = command("show", id).out
    assert f"event       {id[:10]} ○≠ Government of Ruritania · planned, disputed" in out
    assert "caution     retracted on 2025-03-08" in out
    assert "corrected   stage by a person: it counts as considered, ASSAULT" in out
    (value,) = command("show", id, "--json").rows
    assert (value["event"], value["corrected"], value["stage"]) == (id, ["stage"], "planned")
