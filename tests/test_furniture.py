"""Furniture of news pages makes no claims; what it credits is kept; prose is never hidden."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.knowledge.table import read_file
from onrecord.reading import find_furniture
from onrecord.reading.furniture import _DATA, credited

FIRST = "Ruritania’s navy seized two Sylvanian trawlers on Monday, the harbour office said."
SECOND = "The crews were taken to Hentzau, and the boats will be searched this week."
PROSE = f"{FIRST}\n{SECOND}\nSylvania demanded that they be returned.\nTalks are planned.\nThe mayor was silent."


def kept(text: str) -> str:
    """The text without its furniture."""
    at, pieces = 0, []
    for start, end in find_furniture(text).ranges:
        pieces.append(text[at:start])
        at = end
    return "".join([*pieces, text[at:]]).strip()


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement", "ADVERTISEMENT", "Story continues below advertisement", "Read more:", "Also read",
        "Share this article", "Share Tweet Post Email", "Facebook Twitter WhatsApp", "Follow us on Twitter",
        "Follow @courier", "Sign up for our daily newsletter", "Subscribe now", "Get the Courier in your inbox",
        "We use cookies to improve your experience.", "Privacy Policy", "© 2031 Strelsau Courier",
        "Copyright 2031 by the Strelsau Courier. All rights reserved.", "Photo: Rosa Holub", "File photo",
        "Getty Images", "This story has been updated.", "Updated at 3:58 p.m.", "2 hours ago", "5 min read",
        "* * *", "___", "More Shorts", "Impact Shorts", "Most read", "Trending now", "Related stories",
        "Related: Ten things to know about the strait", "READ: How the strait was won", "Editors’ picks",
        "The Associated Press contributed to this report.", "With inputs from agencies", "(With inputs from ANI)",
        "Reporting by Rosa Holub in Hentzau; Editing by Emil Tarn", "Source: Reuters", "Agencies",
        "(Additional reporting by Rosa Holub in Hentzau; editing by Emil Tarn)", "Write to rosa@courier.example",
        "The trawlers at the quay of Hentzau. (AP Photo/Rosa Holub)", "Image caption The quay of Hentzau",
        "Strait dispute: what we know so far Read more", "Click here for more news.", "Download our app",
        "Contributing: Rosa Holub, Associated Press", "The views expressed are those of the author.",
        "This story was first published by the Strelsau Courier.", "Monday, May 12, 2031", "View comments",
    ],
)  # fmt: skip
def test_a_line_of_furniture_is_hidden(line: str) -> None:
    assert kept(f"{PROSE}\n{line}") == PROSE
    assert kept(f"{FIRST}\n{line}\n{SECOND}").split() == f"{FIRST} {SECOND}".split()


@pytest.mark.parametrize(
    "ending",
    [
        "With inputs from agencies", " (Reuters)", " — AFP", "Advertisement", " This story has been updated.",
        " Follow us on Twitter @courier.", " The Associated Press contributed to this report.",
        " (Reporting by Rosa Holub; Editing by Emil Tarn)", " Read more: Ten things to know about the strait",
        " Sign up for our newsletter to get it every day.", " All rights reserved.", " Click here to see the map.",
    ],
)  # fmt: skip
def test_furniture_glued_to_a_sentence_is_hidden_alone(ending: str) -> None:
    assert kept(f"{FIRST}\n{SECOND}{ending}") == f"{FIRST}\n{SECOND}"


def test_several_pieces_on_one_line_are_peeled_off() -> None:
    found = find_furniture(f"{PROSE}\nImpact Shorts\nMore ShortsWith inputs from agencies")
    assert found.ranges == (
        (len(PROSE) + 1, len(PROSE) + 1 + len("Impact Shorts\nMore ShortsWith inputs from agencies")),
    )
    assert found.credits == ("agencies",)


@pytest.mark.parametrize(
    "prose",
    [
        "The plan was drawn up with inputs from agencies of three states.",
        "He said that more reporting by the commission would follow.",
        "Reuters said on Monday that two trawlers had been seized.",
        "The agency AFP, citing officials, reported the seizure.",
        "More than two hundred sailors were freed.",
        "Related charges against the captain were dropped.",
        "Follow-up talks on fishing will be held in Zenda.",
        "Advertisements for tobacco were banned by the council.",
        "The ministry signed up three outlets for its newsletter on sanctions, an official said.",
        "Share prices fell after the tariffs were announced.",
        "Copyright law was changed by parliament on Tuesday.",
        "Photographs of the raid were shown to the court.",
        "Read the law before you break it, the minister told the traders.",
        "Subscribers to the service were arrested, the police said.",
        "The story was first published by a newspaper that the state has since closed, and the editor was jailed.",
        "Trump said more.",
        "The latest talks failed.",
        "Update of the treaty was rejected by both sides.",
        "Two people contributed money to this attack, the police said.",
        "Watch towers were built along the border.",
        "He fled (AP journalists saw him leave) and was arrested.",
        "By Monday the army had taken the bridge.",
        "By land and by sea the rebels attacked.",
        "Russia - which denies it - shelled the town.",
        "Image of the state has suffered, the source added.",
        "Police: two killed in raid on the port.",
        "Tags were sewn into the uniforms.",
        "Reporting by CNN has shown that the army shelled the port.",
        "With reporting from the border, the paper proved that troops had crossed.",
        "Images Reuters obtained show tanks near the border.",
        "Images from Zenda show that the army shelled it.",
        "By providing arms to the rebels, Sylvania broke the treaty.",
        "The report was published on Tuesday by the United Nations, which accused both armies of torture.",
        "Published in 2029, the report accused the army of torture.",
        "The views expressed by the minister were rejected by both parliaments.",
        "The regulator fined the firm for using cookies without consent.",
        "Like others on Facebook, he called for strikes.",
        "The militia is on Telegram, where it claimed the attack.",
        "Also in Zenda, police shot two men.",
        "More from the crew were arrested.",
        "Get-out-the-vote e-mails were sent to every inbox by the party, prosecutors said.",
        "Associated Press (AP) reporters were detained.",
        "Zenda Authority (PA) police freed the hostages.",
        "All rights reserved for citizens were suspended by decree.",
        "Trade with the agencies was banned.",
        "The army shelled the port; Reuters could not verify the report.",
    ],
)
def test_prose_is_kept(prose: str) -> None:
    for text in (prose, f"{FIRST}\n{prose}", f"{PROSE}\n{prose}", f"{prose}\n{PROSE}"):
        assert kept(text) == text


@pytest.mark.parametrize(
    ("dateline", "place", "credits"),
    [
        ("STRELSAU (AP) — ", "STRELSAU", ("AP",)),
        ("STRELSAU, Ruritania (AP) -- ", "STRELSAU, Ruritania", ("AP",)),
        ("Strelsau, March 3 (Reuters) - ", "Strelsau", ("Reuters",)),
        ("NEW STRELSAU, 3 Mar (EFE) – ", "NEW STRELSAU", ("EFE",)),
        ("Strelsau (CNN) ", "Strelsau", ("CNN",)),
        ("ST. HENTZAU — ", "ST. HENTZAU", ()),
        ("New Zenda, Apr 9 (PTI): ", "New Zenda", ("PTI",)),
        ("Strelsau, 4 April 2031 — ", "Strelsau", ()),
        ("STRELSAU (Zenda Post) — ", "STRELSAU", ()),
        ("(Reuters) - ", None, ("Reuters",)),
    ],
)
def test_dateline_is_hidden_and_its_place_and_agency_kept(
    dateline: str, place: str | None, credits: tuple[str, ...]
) -> None:
    text = f"{dateline}{PROSE}"
    found = find_furniture(text)
    assert kept(text) == PROSE
    assert found.credits == credits
    assert (found.dateline and text[slice(*found.dateline)]) == place


@pytest.mark.parametrize("start", ["BREAKING — ", "WATCH — ", "Moments later - ", "A (small) "])
def test_what_only_looks_like_a_dateline_names_no_place(start: str) -> None:
    assert find_furniture(f"{start}{FIRST}").dateline is None


def test_byline_is_hidden_and_its_agency_credited() -> None:
    found = find_furniture(f"By Rosa Holub and Emil Tarn, Associated Press\n{PROSE}")
    assert found.ranges == ((0, len("By Rosa Holub and Emil Tarn, Associated Press")),) or found.ranges[0][0] == 0
    assert found.credits == ("AP",)
    assert credited("Rosa Holub, Agence France-Presse") == ("AFP",)
    assert credited("Rosa Holub") == credited(None) == ()


@pytest.mark.parametrize(
    ("line", "credits"),
    [
        ("With inputs from ANI and PTI", ("ANI", "PTI")),
        ("(With agency inputs from Press Trust of India)", ("PTI",)),
        ("AFP/Reuters", ("AFP", "Reuters")),
        ("© 2031 The Associated Press. All rights reserved.", ()),
        ("The Associated Press and Reuters contributed to this report.", ("AP", "Reuters")),
        ("This story was first published by the Strelsau Courier.", ("Strelsau Courier",)),
        ("Reporting by Zenda Post.", ("Zenda Post",)),
        ("Reporting by Rosa Holub; Editing by Emil Tarn", ()),
        ("Rosa Holub contributed to this report.", ()),
        ("The port at dawn. (AP Photo/Rosa Holub)", ()),
        ("Source: agencies", ("agencies",)),
    ],
)
def test_credits(line: str, credits: tuple[str, ...]) -> None:
    assert find_furniture(f"{PROSE}\n{line}").credits == credits


def test_headlines_after_a_marker_belong_to_it() -> None:
    teasers = "Also read\nTen ways to cook herring\nBus fares to rise in Zenda\nWhy did the bridge fall?"
    assert kept(f"{PROSE}\n{teasers}") == PROSE
    assert kept(f"{FIRST}\n{teasers}\n{SECOND}").split() == f"{FIRST} {SECOND}".split()


def test_headlines_at_the_end_without_a_marker() -> None:
    assert kept(f"{PROSE}\nTen ways to cook herring\nBus fares to rise in Zenda") == PROSE


def test_a_list_that_the_report_introduces_is_kept() -> None:
    listed = f"{PROSE}\nThe following were freed:\nRosa Holub, a sailor\nEmil Tarn, a cook"
    assert kept(listed) == listed


def test_who_signs_a_statement_is_kept() -> None:
    signed = f"{PROSE}\n[Signed] The People’s Front of Zenda\nDated 12 May at Zenda"
    assert kept(signed) == signed


def test_a_quoted_message_at_the_end_is_kept() -> None:
    message = f"{PROSE}\nWe shall not give the boats back, whoever asks\n— Rosa Holub (@holub) May 12, 2031"
    assert kept(message) == message


def test_short_reports_without_points_are_kept() -> None:
    report = "Army shells port of Hentzau\nTwo trawlers are seized\nSylvania demands their return"
    assert kept(report) == report


def test_nothing_in_nothing() -> None:
    assert find_furniture("") == find_furniture(" \n ") == type(find_furniture(""))()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [FIRST, SECOND, "Advertisement", "STRELSAU (AP) — ", "With inputs from agencies", "Read more:", " ", "\n",
             "\n\n", "(", "(AP)", "By Rosa Holub", "Also read", "©", "—", "\u2028", "Zenda Post"]
        )
        | st.text(max_size=12),
        max_size=14,
    )
)  # fmt: skip
def test_ranges_are_ordered_apart_and_stable(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = find_furniture(text)
    assert found == find_furniture(text)
    last = -1
    for start, end in found.ranges:
        assert last < start < end <= len(text)
        last = end
    if found.dateline:
        assert 0 <= found.dateline[0] < found.dateline[1] <= len(text)
    assert len(set(found.credits)) == len(found.credits)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 300_000, "A " * 150_000, "By " * 100_000, "(" * 300_000, "Share " * 60_000, "a. " * 100_000,
        "More: " * 50_000, "Read more\n" * 30_000, "x contributed " * 20_000, "© " * 100_000, "- " * 100_000,
        "Reporting by A; " * 20_000, "\n" * 300_000, "STRELSAU, " * 30_000, "Photo: " * 40_000, "@" * 300_000,
    ],
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    start = time.monotonic()
    find_furniture(text)
    for cut in range(100, 400, 60):
        find_furniture(text[:cut] + "\n" + text[:cut])
    assert time.monotonic() - start < 4


def test_every_row_of_the_table_matches_its_example() -> None:
    for row in read_file(_DATA / "furniture.tsv"):
        assert row["example"], row.error("no example")
        if row["place"] in ("dateline", "first", "start"):
            hidden = find_furniture(row["example"]).ranges
        else:
            text = f"{PROSE}\n{row['example']}"
            hidden = find_furniture(text).ranges
            assert all(start >= len(PROSE) or row["place"] == "end" for start, _ in hidden)
        assert hidden, row.error("its example is not hidden")


def test_table_has_no_unbounded_repetition() -> None:
    for row in read_file(_DATA / "furniture.tsv"):
        bare = re.sub(r"\\s[*+]", " ", row["pattern"])
        bare = re.sub(r"\\.|\[[^\]]*\]", "x", bare)
        assert not re.search(r"[.x)]\*|\)\+|\.\+", bare), row.error("an unbounded repetition")
