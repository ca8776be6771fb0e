"""The attributions of a text with an index: which of them hold a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.extraction.attribution.media import Media
from onrecord.extraction.model import FoundAttribution
from onrecord.language import Token


class Attributions(list[FoundAttribution]):
    """A list of attributions that finds those whose content holds a token without walking through all."""

    def __init__(self, found: Iterable[FoundAttribution] = (), media: Media | None = None) -> None:
        """Take the attributions, and how outlets are told; the index is made when it is first asked for."""
        super().__init__(found)
        self.media = media or Media()
        self._index: dict[int, list[FoundAttribution]] | None = None
        self._places: dict[int, int] | None = None

    @classmethod
    def of(cls, found: Sequence[FoundAttribution]) -> Attributions:
        """`found` itself if it has an index, else a copy that has one."""
        return found if isinstance(found, Attributions) else cls(found)

    def holding(self, token: Token) -> list[FoundAttribution]:
        """The attributions whose content holds `token`, in the order of their cues."""
        if self._index is None:
            self._index = {}
            for attribution in self:
                for inner in attribution.content:
                    self._index.setdefault(inner.i, []).append(attribution)
        return self._index.get(token.i, [])

    def at(self, cue: Token) -> FoundAttribution | None:
        """The attribution whose cue hangs on this token."""
        return self[self.place(cue)] if cue.i in self._placed() else None

    def place(self, cue: Token) -> int:
        """The index in this list of the attribution whose cue hangs on this token."""
        return self._placed()[cue.i]

    def _placed(self) -> dict[int, int]:
        if self._places is None:
            self._places = {item.cue_head.i: n for n, item in enumerate(self)}
        return self._places
