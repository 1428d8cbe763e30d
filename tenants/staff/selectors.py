"""Who somebody is here and what they may do. The one place that answers it, for pages, API, sockets and tasks alike."""

import uuid

from django.db.models import Exists, OuterRef, QuerySet

from atrium.kernel import clock
from atrium.kernel.errors import NotFound
from tenants.identity.models import User
from tenants.outbox.selectors import mark_of

from .authorities import authorities_of, desks_below, in_force, with_authority
from .models import Appointment, Member

__all__ = [
    "authority_mark",
    "desks_below",
    "has_permission",
    "member_of",
    "members_active",
    "members_who_may",
    "members_with_authority",
    "require_permission",
]


def members_active() -> QuerySet[Member]:
    """Colleagues with at least one role in force."""
    held = Appointment.objects.filter(in_force(clock.now()), member=OuterRef("pk"))
    return Member.objects.filter(Exists(held), user__is_active=True).select_related("user", "desk")


def members_with_authority(members: QuerySet[Member] | None = None) -> list[Member]:
    """The colleagues with their authority at hand, in three queries for all of them."""
    found = list(members_active() if members is None else members)
    authorities = authorities_of(found)
    for member in found:
        member.authority = authorities[member.id]
    return found


def authority_mark() -> str:
    """Another one whenever anybody's authority has been changed; what ends or begins by itself says `Authority.until`."""
    return mark_of("authority.changed")


def members_who_may(codename: str) -> list[Member]:
    return [member for member in members_with_authority() if member.allows(codename)]


def member_of(user: object) -> Member | None:
    """The user as a colleague with a role in force now, or None."""
    if not isinstance(user, User) or user.realm not in {User.Realm.STAFF, User.Realm.OPERATOR}:
        return None
    member = with_authority(user)
    return member if member is not None and member.authority.grants else None


def member(member_id: uuid.UUID) -> Member | None:
    return Member.objects.select_related("user", "desk").filter(id=member_id).first()


def has_permission(user: object, codename: str) -> bool:
    found = member_of(user)
    return found is not None and found.allows(codename)


def require_permission(user: object, codename: str) -> Member:
    """The member, or NotFound: what one may not see does not exist."""
    found = member_of(user)
    if found is None or not found.allows(codename):
        raise NotFound("This page does not exist, or it is not yours to see.")
    return found
