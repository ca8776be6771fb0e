"""All that a document tells as happening, with who takes part and when."""

from __future__ import annotations

from onrecord.extraction.happenings.dating import Dating
from onrecord.extraction.happenings.model import Happening, Happenings
from onrecord.extraction.happenings.participants import participants
from onrecord.extraction.happenings.predicates import find_predicates, trigger
from onrecord.extraction.happenings.referents import Referents
from onrecord.extraction.happenings.words import load_words
from onrecord.extraction.parties import find_mentions
from onrecord.extraction.standing import judge
from onrecord.extraction.times import find_times
from onrecord.knowledge import Knowledge
from onrecord.knowledge.frames import load_control
from onrecord.language import Text, Token
from onrecord.language.syntax import SUBJECTS, subtree
from onrecord.records import Document, DocumentInfo

_MEANING = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})


def find_happenings(document: Document, text: Text, knowledge: Knowledge) -> Happenings:
    """Read every verb and event noun of a parsed document. The headline is passed over: the text tells the same."""
    register = find_mentions(text, document.published, knowledge, document.title)
    words = load_words(knowledge.overlays)
    referents = Referents(register, words.thing)
    control = load_control(knowledge.overlays)
    verbs = knowledge.cues.verbs
    headline = _headline(document)
    predicates = [p for p in find_predicates(text, knowledge) if p.head.start >= headline]
    cues = frozenset(p.head.i for p in predicates if not p.noun and p.head.lemma in verbs)
    known = {word.i: p for p in predicates for word in (p.head, p.light) if word is not None}
    dating = Dating(document.published, find_times(text, document.published), cues, known, words.phase)
    found = []
    for predicate in predicates:
        judgement = judge(predicate.head, knowledge, predicate.light)
        date, ground = dating.date(predicate)
        found.append(
            Happening(
                text.span(trigger(predicate)),
                predicate.act,
                "noun" if predicate.noun else "verb",
                predicate.head.i in cues,
                predicate.act in words.state,
                judgement.stage,
                judgement.polarity,
                participants(predicate, referents, control),
                date,
                ground,
                _content(predicate.head),
            )
        )
    return Happenings(DocumentInfo.of(document), tuple(found))


def _content(head: Token) -> tuple[str, ...]:
    """The lemmas of the words with a meaning of their own below the predicate, without its subject and times."""
    left_out = {t.i for item in head.children if item.dep in SUBJECTS for t in subtree(item)} | {head.i}
    words = (t for t in subtree(head) if t.i not in left_out and t.entity not in ("DATE", "TIME"))
    return tuple(sorted({t.lemma for t in words if t.pos in _MEANING}))


def _headline(document: Document) -> int:
    """Where the text begins behind a headline that it repeats."""
    title = (document.title or "").strip()
    start = len(document.text) - len(document.text.lstrip())
    return start + len(title) if title and document.text.startswith(title + "\n", start) else 0
