"""What makes a tree a tree, and when a change may take effect."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Edge:
    """A partner stands under a parent from one moment until, not including, another."""

    partner: UUID
    parent: UUID
    valid_from: datetime
    valid_to: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


def closes_cycle(edges: Sequence[Edge], *, partner: UUID, parent: UUID, since: datetime) -> bool:
    """Whether the parent stands under the partner at that moment or at any later one."""
    moments = {since, *(edge.valid_from for edge in edges if edge.valid_from > since)}
    return any(partner in above(parent, parents_at(edges, at)) for at in moments)


def parents_at(edges: Iterable[Edge], at: datetime) -> dict[UUID, UUID]:
    return {edge.partner: edge.parent for edge in edges if edge.holds(at)}


def above(partner: UUID, parents: Mapping[UUID, UUID]) -> tuple[UUID, ...]:
    """The partner itself, its parent, and so on to the top."""
    path = [partner]
    while (parent := parents.get(path[-1])) is not None and parent not in path:
        path.append(parent)
    return tuple(path)


def whole_second(at: datetime) -> datetime:
    """Deals have whole seconds; a change takes effect at the beginning of its own."""
    return at.replace(microsecond=0)
