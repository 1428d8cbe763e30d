"""Which rows a member may see with a permission: the one mechanism of pages, API, live updates, exports and search."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from .authority import Scope
from .models import Member

Row = TypeVar("Row", bound=Model)


def within(
    rows: QuerySet[Row],
    member: Member,
    code: str,
    *,
    assigned: str = "assigned_to",
    desk: str = "desk",
    participants: str = "participations__member",
) -> QuerySet[Row]:
    """The rows that `code` reaches. The three paths say where a row keeps its manager, its desk and who takes part;
    an empty path: this kind of row has none."""
    scope = member.authority.scope(code)
    if scope is None:
        return rows.none()
    if scope.everything:
        return rows
    reached = Q(pk__in=[])
    if scope.own and assigned:
        reached |= Q(**{assigned: member.id})
    if scope.desk_ids and desk:
        reached |= Q(**{f"{desk}__in": scope.desk_ids})
    if scope.unassigned and assigned:
        reached |= _unassigned(scope, assigned, desk)
    if scope.participating and participants:
        # A subquery: a join would show a row once for each part that the member has in it.
        mine = rows.model._default_manager.filter(**{participants: member.id})
        reached |= Q(pk__in=mine.values("pk"))
    return rows.filter(reached)


@dataclass(frozen=True, slots=True)
class Belongs:
    """Whose a row is, as `Reach` asks it: its manager, its desk, and who takes part."""

    assigned: uuid.UUID | None = None
    desk: uuid.UUID | None = None
    participants: frozenset[uuid.UUID] = frozenset()


class Reach:
    """As `within`, for rows that are at hand and many members: live updates ask no database for each reader, and who reaches a
    row is looked up by what the row says of itself, so that two hundred colleagues cost no more than ten."""

    def __init__(self, members: Iterable[Member], code: str) -> None:
        self._always: dict[uuid.UUID, Member] = {}
        self._own: dict[uuid.UUID, Member] = {}
        self._participating: dict[uuid.UUID, Member] = {}
        self._by_desk: dict[uuid.UUID, list[Member]] = defaultdict(list)
        self._pool: list[tuple[Scope, Member]] = []
        for member in members:
            scope = member.authority.scope(code)
            if scope is not None:
                self._add(member, scope)

    def of(self, row: Belongs) -> list[Member]:
        """Each once, in no order that means anything."""
        found = dict(self._always)
        if row.assigned is not None and row.assigned in self._own:
            found[row.assigned] = self._own[row.assigned]
        if row.desk is not None:
            found |= {member.id: member for member in self._by_desk.get(row.desk, ())}
        for member_id in row.participants:
            if member_id in self._participating:
                found[member_id] = self._participating[member_id]
        if row.assigned is None:
            found |= {member.id: member for scope, member in self._pool if _in_pool(scope, row.desk)}
        return list(found.values())

    def _add(self, member: Member, scope: Scope) -> None:
        if scope.everything:
            self._always[member.id] = member
            return
        if scope.own:
            self._own[member.id] = member
        if scope.participating:
            self._participating[member.id] = member
        if scope.unassigned:
            self._pool.append((scope, member))
        for desk_id in scope.desk_ids:
            self._by_desk[desk_id].append(member)


def covers(member: Member, code: str, row: Belongs) -> bool:
    """The same of one member."""
    return bool(Reach([member], code).of(row))


def everything(member: Member, code: str) -> bool:
    """Whether `code` reaches every row, so that rows hanging on others need no look at those."""
    scope = member.authority.scope(code)
    return scope is not None and scope.everything


def _unassigned(scope: Scope, assigned: str, desk: str) -> Q:
    nobodys = Q(**{f"{assigned}__isnull": True})
    if scope.pool_desk_ids is None or not desk:
        return nobodys
    return nobodys & (Q(**{f"{desk}__isnull": True}) | Q(**{f"{desk}__in": scope.pool_desk_ids}))


def _in_pool(scope: Scope, desk: uuid.UUID | None) -> bool:
    return scope.pool_desk_ids is None or desk is None or desk in scope.pool_desk_ids
