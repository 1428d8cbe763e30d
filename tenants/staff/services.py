"""Verbs on the broker's people."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from atrium.brokers.types import BrokerOrder
from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput
from tenants.identity.models import User
from tenants.identity.services import create_user
from tenants.outbox.services import announce

from .models import Desk, Member, Role
from .permissions import ALL, DEFAULT_ROLES


def create_default_staff(order: BrokerOrder) -> None:
    """Roles, a first desk and the first administrator."""
    for name, permissions in DEFAULT_ROLES.items():
        Role.objects.get_or_create(name=name, defaults={"permissions": list(permissions)})
    desk, _ = Desk.objects.get_or_create(name="Sales desk")
    realm = User.Realm.OPERATOR if order.preset == "vendor" else User.Realm.STAFF
    if not order.admin_email or User.objects.filter(realm=realm, email=order.admin_email.lower()).exists():
        return
    admin = add_member(
        email=order.admin_email,
        name=order.admin_name or order.name,
        role="Administrator",
        desk=desk.name,
        realm=realm,
        password_hash=order.admin_password_hash,
        takes_leads=True,
    )
    if not order.admin_password_hash:
        invite_member(admin)


def invite_member(member: Member) -> None:
    """A mail with a link to set a password leaves after the caller's transaction."""
    announce("member.invited", member_id=str(member.id))


def open_desk(*, name: str, countries: Iterable[str] = (), languages: Iterable[str] = ()) -> Desk:
    """A desk that serves these countries and languages (none: all); the same name is the same desk."""
    served = {"countries": sorted(countries), "languages": sorted(languages)}
    desk, _ = Desk.objects.update_or_create(name=name, defaults=served)
    return desk


@transaction.atomic
def add_member(
    *,
    email: str,
    name: str,
    role: str,
    desk: str = "",
    realm: str = User.Realm.STAFF,
    password: str = "",
    password_hash: str = "",
    takes_leads: bool = False,
    active_from: datetime | None = None,
) -> Member:
    """A colleague. Their mailbox is taken as theirs: they were invited by name."""
    known = Role.objects.filter(name=role).first()
    if known is None:
        raise InvalidInput(f"There is no role “{role}”.", field="role")
    user = create_user(
        realm=realm, email=email, name=name, password=password, password_hash=password_hash, verified=True
    )
    return Member.objects.create(
        user=user,
        role=known,
        desk=Desk.objects.filter(name=desk).first() if desk else None,
        takes_leads=takes_leads,
        active_from=active_from or clock.now(),
    )


def end_membership(member: Member, *, at: datetime | None = None) -> None:
    """Authority ends with the role: sessions and sockets ask on every request, so nothing else needs closing."""
    member.active_to = at or clock.now()
    member.save(update_fields=["active_to"])


def set_role_permissions(role: Role, permissions: Iterable[str]) -> None:
    wanted = list(dict.fromkeys(permissions))
    unknown = [name for name in wanted if name not in ALL and name != "*"]
    if unknown:
        raise InvalidInput(f"There is no permission “{unknown[0]}”.", field="permissions")
    role.permissions = wanted
    role.save(update_fields=["permissions"])
