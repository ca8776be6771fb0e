"""The linker: the relations in their order, and what is told of an event once its claims are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from onrecord.linking.event import Event, Told
from onrecord.linking.relation import Relation


class Summarise(Protocol):
    """Makes an event of its claims."""

    def __call__(self, id: str, told: Sequence[Told]) -> Event:
        """The event `id` as all of `told`, at least one, come to."""


@dataclass(frozen=True, slots=True)
class Linker:
    """All that linking needs beside documents and a store.

    `relations` come in the order in which they are run: `origin`, `story`, `event`. None needs the answer of
    another one: what two members have to do with each other is a matter of the two alone.
    """

    relations: tuple[Relation[Any], ...]
    summarise: Summarise
    rule: str = "1"
    """The version of `summarise`."""

    @property
    def version(self) -> str:
        """Changes whenever linking the same documents may give something else."""
        return "+".join([*(f"{relation.name}-{relation.version}" for relation in self.relations), f"sum-{self.rule}"])

    def relation(self, name: str) -> Relation[Any]:
        """The relation of a name."""
        return next(relation for relation in self.relations if relation.name == name)
