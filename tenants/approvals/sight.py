"""Who sees which request. One about a client is seen by those who may see the client; `infra` says how that is asked."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q

from tenants.staff.models import Member
from tenants.staff.scopes import everything

VIEW = "approvals.view"
VIEW_ALL = "approvals.view_all"

# (member, codename) → ids of the clients that the permission reaches. Clients are a room above this one.
ClientScope = Callable[[Member, str], Any]
_clients: ClientScope | None = None


def install_client_scope(scope: ClientScope) -> None:
    global _clients  # noqa: PLW0603 - one hook, set once at start-up
    _clients = scope


def sees_all(member: Member) -> bool:
    return member.allows(VIEW) and (member.allows(VIEW_ALL) or everything(member, VIEW))


def seen_by(member: Member) -> Q:
    """Of all requests, those in this member's sight. What concerns no client and no desk is seen by those who could
    decide it; one's own requests are always seen."""
    if not member.allows(VIEW):
        return Q(pk__in=[])
    if sees_all(member):
        return Q(pk__isnull=False)  # an empty Q would vanish from a union
    scope = member.authority.scope(VIEW)
    assert scope is not None
    seen = Q(requested_by__person_id=member.user.person_id)
    if _clients is not None:
        seen |= Q(client_id__in=_clients(member, VIEW))
    if scope.desk_ids:
        seen |= Q(client_id=None, desk_id__in=scope.desk_ids)
    return seen | Q(client_id=None, desk_id=None, permission__in=_codes(member))


def _codes(member: Member) -> Iterable[str]:
    from tenants.staff.permissions import ALL

    return [code for code in ALL if member.allows(code)]


def persons_of(*members: Member | None) -> list[uuid.UUID]:
    return [member.user.person_id for member in members if member is not None]
