"""Reads the predicates that probes point at as claims are read: parties, time, place, standing."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extraction.attribution import find_attributions
from onrecord.extraction.blame import parties_of
from onrecord.extraction.events import find_acts, light_verb
from onrecord.extraction.model import Act
from onrecord.extraction.parties import Register, find_mentions, roles
from onrecord.extraction.places import find_places, place_of
from onrecord.extraction.qualifiers import find_qualifiers
from onrecord.extraction.times import find_times, time_of
from onrecord.extraction.weighing import weigh
from onrecord.knowledge import Knowledge
from onrecord.language import Text, Token
from onrecord.language.syntax import stretch_head
from onrecord.records import Document, Party, Span
from onrecord.records.mention import Mention
from onrecord.records.vocabulary import EventType

MODIFIERS = frozenset({"amod", "compound", "nmod", "nummod", "poss"})
"""Labels of words that only describe the noun that they hang on."""

ANY_FRAME = "transitive"
"""The frame of a predicate that is in no lexicon: its subject acts, its object is acted on."""

ANY_TYPE: EventType = "COERCE"
"""The type by whose rules the parties of such a predicate are read: one whose recipient may be anybody or anything."""


def read_mentions(document: Document, text: Text, knowledge: Knowledge) -> list[Mention]:
    """The mentions that the document's probes point at, in their order; `text` is the parsed document."""
    register = find_mentions(text, document.published, knowledge, document.title)
    times = find_times(text, document.published)
    places = find_places(text, knowledge, document.source, document.title)
    cues = frozenset(a.cue_head.i for a in find_attributions(text, knowledge) if a.link)
    known = {word.i: act for act in reversed(find_acts(text, knowledge)) for word in act.trigger}
    found = []
    for probe in document.probes:
        tokens = text.tokens_in(probe.start, probe.end)
        trigger = Span.of(document.text, probe.start, probe.end)
        if not tokens:
            found.append(Mention(probe.id, trigger, trigger, None, None, (), (), "done", "affirmed"))
            continue
        head = stretch_head(tokens)
        act = known.get(head.i)
        light = act.light if act is not None else light_verb(head, knowledge.operators)
        actors, recipients = (
            parties_of(act, register, knowledge)
            if act is not None
            else _parties(tokens, head, light, register, knowledge)
        )
        judgement = weigh(head, knowledge, None)
        found.append(
            Mention(
                probe=probe.id,
                trigger=trigger,
                sentence=head.sentence.span,
                type=act.type if act is not None else None,
                mode=act.mode if act is not None else None,
                actors=actors,
                recipients=recipients,
                stage=judgement.stage,
                polarity=judgement.polarity,
                time=time_of(head, light, times, cues),
                place=place_of(head, light, places, knowledge.word_lists),
                qualifiers=find_qualifiers(text, act, knowledge.passages) if act is not None else (),
                modifier=head.dep in MODIFIERS and head.pos != "VERB",
            )
        )
    return found


def _parties(
    tokens: Sequence[Token], head: Token, light: Token | None, register: Register, knowledge: Knowledge
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Who or what stands round a predicate that is in no lexicon."""
    act = Act(head, tuple(tokens), ANY_TYPE, None, ANY_FRAME, light=light)
    return roles(act, register, knowledge)
