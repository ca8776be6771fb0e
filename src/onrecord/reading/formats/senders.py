"""Who sent a message: the outlet, and the person who signs, from the fields From and List-Id."""

from __future__ import annotations

import re
from email.utils import parseaddr
from functools import cache
from pathlib import Path

from onrecord.knowledge.table import read_file

_WORDS = Path(__file__).parent.parent / "data" / "outlet_words.tsv"
_FROM_OUTLET = re.compile(
    r"(?P<person>.{2,60}?)\s*(?:\s(?:at|from|of|via|for|with)\s|\s?[|,@·•/]\s?|\s[-–—]\s)\s*(?P<outlet>.{2,80})"
)
_PERSON = re.compile(r"[^\W\d_][\w.’'-]{0,30}(?: [^\W\d_][\w.’'-]{0,30}){1,3}")
_LIST = re.compile(r"\s*\"?([^<>\"]{0,200}?)\"?\s*<([^<>\s]{1,255})>")
_CARRIER = re.compile(r"\b(?:substack|mailchimp|groups?|beehiiv|ghost|buttondown|list|mailing)\b", re.I)


def outlet_and_author(sender: str, list_id: str | None = None) -> tuple[str | None, str | None]:
    """Give (outlet, author), each null where unknown, from the fields From and List-Id (RFC 2919), decoded.

    The name that the sender shows is the outlet, unless it tells a person ("Rosa Holub at The Courier", or a person's
    name beside a list that has a name). Without a name it is the domain.
    """
    name, address = parseaddr(sender)
    name = " ".join(name.strip(" \"'").split())
    listed = _LIST.match(list_id or "")
    of_list = " ".join(listed[1].split()) if listed else ""
    if not name or "@" in name:
        domain = address.rpartition("@")[2].strip().lower()
        return of_list or domain or None, None
    parts = _FROM_OUTLET.fullmatch(name)
    if parts:
        person, outlet = parts["person"].strip(), parts["outlet"].strip()
        if _is_outlet(person) or _CARRIER.search(outlet):
            return (person, None) if not (of_list and _is_person(person)) else (of_list, person)
        if _is_person(person):
            return outlet, person
    if of_list and _is_person(name) and of_list.lower() != name.lower():
        return of_list, name
    return name, None


def _is_person(name: str) -> bool:
    return _PERSON.fullmatch(name) is not None and name[0].isupper() and not _is_outlet(name)


def _is_outlet(name: str) -> bool:
    return name.lower().startswith("the ") or _outlet_words().search(name) is not None


@cache
def _outlet_words() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(row["word"] for row in read_file(_WORDS)) + r")\b")
