"""What a move changes in the tree, and whether what comes of it is still a tree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from .tree import Edge, above, parents_at

Parents = Mapping[UUID, UUID]
Changes = dict[UUID, UUID | None]


@dataclass(frozen=True, slots=True)
class PathChange:
    """Who is above a partner, itself first, before a move and after it."""

    partner: UUID
    before: tuple[UUID, ...]
    after: tuple[UUID, ...]


def changes_of(parents: Parents, *, partner: UUID, parent: UUID | None, with_downline: bool) -> Changes:
    """Who gets another parent. Without its downline the partner leaves its children to whom it stood under itself."""
    changes: Changes = {}
    if parents.get(partner) != parent:
        changes[partner] = parent
    if not with_downline:
        heir = parents.get(partner)
        changes |= {child: heir for child, its in parents.items() if its == partner}
    return changes


def after(parents: Parents, changes: Mapping[UUID, UUID | None]) -> dict[UUID, UUID]:
    kept = {child: parent for child, parent in parents.items() if child not in changes}
    return kept | {child: parent for child, parent in changes.items() if parent is not None}


def path_changes(parents: Parents, changes: Mapping[UUID, UUID | None]) -> list[PathChange]:
    """Everybody whose path is another one: those who move, and all who stand below them, nearest the top first."""
    new = after(parents, changes)
    below = _children(parents)
    affected: dict[UUID, None] = {}
    waiting = list(changes)
    while waiting:
        partner = waiting.pop()
        if partner not in affected:
            affected[partner] = None
            waiting += below.get(partner, [])
    found = [PathChange(each, above(each, parents), above(each, new)) for each in affected]
    return sorted((one for one in found if one.before != one.after), key=lambda one: len(one.before))


def altered(edges: Iterable[Edge], changes: Mapping[UUID, UUID | None], at: datetime) -> list[Edge]:
    """The tree with its past, as it is when the changes hold from that moment on."""
    kept = [
        replace(edge, valid_to=at) if edge.partner in changes and edge.holds(at) else edge
        for edge in edges
        if edge.partner not in changes or edge.valid_from < at
    ]
    return kept + [Edge(child, parent, at, None) for child, parent in changes.items() if parent is not None]


def on_cycle(edges: Sequence[Edge], partners: Iterable[UUID], since: datetime) -> UUID | None:
    """One of these who would stand above itself at that moment or at any later one."""
    watched = list(partners)
    for moment in sorted({since, *(edge.valid_from for edge in edges if edge.valid_from > since)}):
        parents = parents_at(edges, moment)
        for partner in watched:
            if _comes_back(partner, parents):
                return partner
    return None


def _comes_back(partner: UUID, parents: Parents) -> bool:
    seen, here = {partner}, parents.get(partner)
    while here is not None and here not in seen:
        seen.add(here)
        here = parents.get(here)
    return here is not None


def _children(parents: Parents) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for child, parent in parents.items():
        found.setdefault(parent, []).append(child)
    return found
