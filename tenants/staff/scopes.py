"""Which rows a member may see with a permission: the one mechanism of pages, API, live updates, exports and search."""

import uuid
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
    """Whose a row is, as `covers` asks it: its manager, its desk, and who takes part."""

    assigned: uuid.UUID | None = None
    desk: uuid.UUID | None = None
    participants: frozenset[uuid.UUID] = frozenset()


def covers(member: Member, code: str, row: Belongs) -> bool:
    """As `within`, for one row that is at hand and many members: live updates ask no database for each reader."""
    scope = member.authority.scope(code)
    if scope is None:
        return False
    return (
        scope.everything
        or (scope.own and row.assigned == member.id)
        or row.desk in scope.desk_ids
        or (scope.unassigned and row.assigned is None and _in_pool(scope, row.desk))
        or (scope.participating and member.id in row.participants)
    )


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
