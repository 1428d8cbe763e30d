"""Who somebody is here and what they may do. The one place that answers it, for pages, API, sockets and tasks alike."""

from django.db.models import Q, QuerySet

from atrium.kernel import clock
from atrium.kernel.errors import NotFound
from tenants.identity.models import User

from .models import Desk, Member


def members_active() -> QuerySet[Member]:
    now = clock.now()
    return Member.objects.filter(
        Q(active_to__isnull=True) | Q(active_to__gt=now), active_from__lte=now, user__is_active=True
    ).select_related("user", "role", "desk")


def member_of(user: object) -> Member | None:
    """The user's membership in force now, or None."""
    if not isinstance(user, User) or user.realm not in {User.Realm.STAFF, User.Realm.OPERATOR}:
        return None
    return members_active().filter(user=user).first()


def has_permission(user: object, codename: str) -> bool:
    member = member_of(user)
    return member is not None and member.role.allows(codename)


def require_permission(user: object, codename: str) -> Member:
    """The member, or NotFound: what one may not see does not exist."""
    member = member_of(user)
    if member is None or not member.role.allows(codename):
        raise NotFound("This page does not exist, or it is not yours to see.")
    return member


def desks_below(desk: Desk) -> set[Desk]:
    """The desk and all under it."""
    children: dict[object, list[Desk]] = {}
    for row in Desk.objects.all():
        children.setdefault(row.parent_id, []).append(row)
    found, todo = {desk}, [desk]
    while todo:
        below = [child for child in children.get(todo.pop().id, []) if child not in found]
        found.update(below)
        todo.extend(below)
    return found
