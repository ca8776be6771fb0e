"""Whether a name is that of the entity asked for, in full or in a short form."""

from __future__ import annotations

import re

from onrecord.extraction.happenings import Participant

_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*")

_LEGAL = frozenset({"inc", "corp", "ltd", "plc", "co", "llc", "ag", "sa", "gmbh", "the"})
"""Words that a body's name may lack."""

_CLASSES = frozenset(
    {"store", "shop", "company", "corporation", "group", "service", "airline", "airway", "motor", "phone", "bank"}
)
"""Last words that a short form leaves out, in the singular."""


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, in lower case and in the singular, without legal forms."""
    words = [word.lower() for word in _WORD.findall(name)]
    return tuple(_singular(word) for word in [word for word in words if word not in _LEGAL] or words)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")) else word


def is_named(entity: str, participant: Participant) -> bool:
    """Whether one of the participant's names is the entity's, or a short form of it."""
    wanted = words_of(entity)
    return any(
        _same(wanted, words_of(name), participant.person) or _initials(entity, name) or _initials(name, entity)
        for name in participant.names
        if name != name.lower() or entity == entity.lower()  # "general" is no General Motors
    )


def _initials(short: str, name: str) -> bool:
    """Whether the first is made of the first letters of the second: GM, of General Motors."""
    letters = short.replace(".", "")
    words = [word for word in _WORD.findall(name) if word[0].isupper() and word.lower() not in _LEGAL]
    return 1 < len(letters) == len(words) and letters.isupper() and letters == "".join(word[0] for word in words)


def _same(wanted: tuple[str, ...], name: tuple[str, ...], person: bool) -> bool:
    if not wanted or not name:
        return False
    if sorted(name) == sorted(wanted):  # "the 3G Strelsau" is the Strelsau 3G
        return True
    if len(name) > len(wanted):
        return len(wanted) > 1 and (name[-len(wanted) :] == wanted or _within(wanted, name))
    if person:
        return name == wanted[-1:]
    if len(name) > 1 and name == wanted[-len(name) :] and not name[-1].isdigit():
        return True
    return len(wanted) > 1 and name == wanted[:-1] and wanted[-1] in _CLASSES


def _within(wanted: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether the longer name only puts words inside: the Hentzau Music Store is the Hentzau Store."""
    if name[0] != wanted[0] or name[-1] != wanted[-1]:
        return False
    rest = iter(name)
    return all(word in rest for word in wanted)
