"""What became of an article after it came out, one line each."""

from __future__ import annotations

from onrecord.linking.revisions import Revision, RevisionKind
from onrecord.views.wording import clean, counted

_KINDS: dict[RevisionKind, str] = {
    "correction": "the outlet corrected this article",
    "retraction": "the outlet retracted this article",
    "update": "the article was updated",
    "silent_edit": "the article was changed without a note",
    "replacement": "another text was put in its place without a note",
}


def revision_line(revision: Revision) -> str:
    """A revision in words: what, when, the outlet's own words, how much of the text is another."""
    dated = revision.since is None or revision.since > revision.at
    when = f"on {revision.at}" if dated else f"between {revision.since} and {revision.at}"
    line = f"{_KINDS[revision.kind]} {when}"
    if revision.note is not None:
        line += f": “{clean(revision.note.text)}”"
    if revision.changed:
        line += f" ({counted(len(revision.changed), 'sentence')} changed)"
    return line
