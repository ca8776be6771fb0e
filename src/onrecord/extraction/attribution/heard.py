"""A link made of a phrase alone, where no cue was found: whom the trained layer takes an act to be told by."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from onrecord.extraction.attribution.media import Describe, Media
from onrecord.extraction.attribution.relays import own_name
from onrecord.extraction.attribution.speakers import speaker
from onrecord.language import Token
from onrecord.language.syntax import noun_phrase
from onrecord.records import Link


def heard(
    head: Token,
    words: Sequence[Token],
    media: Media,
    describe: Describe,
    antecedent: Callable[[Token], Token | None],
    own_names: frozenset[str],
) -> Link | None:
    """The link of whom the noun phrase `words`, headed by `head`, names; nothing where that is the outlet itself.

    A pronoun is taken for whom it stands for; where that is not safe there is no link.
    """
    if head.pos == "PRON":
        meant = antecedent(head)
        if meant is None:
            return None
        head, words = meant, noun_phrase(meant)
    known = describe(head)
    if own_name(head, known, own_names):
        return None
    known = speaker(head, describe, media)
    return Link(
        kind=known.link_kind, name=known.name, country=known.country, sector=known.sector, anonymous=known.anonymous,
        count=known.count, source=head.sentence.text.spans(words),
    )  # fmt: skip
