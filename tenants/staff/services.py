"""Verbs on the broker's people. Whatever changes authority announces it in the same transaction: sockets listen."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from atrium.brokers.types import BrokerOrder
from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput
from tenants.identity.models import User
from tenants.identity.services import create_user
from tenants.outbox.services import announce

from .authorities import in_force
from .models import Appointment, Desk, Member, Role
from .permissions import ALL, DEFAULT_ROLES


def create_default_staff(order: BrokerOrder) -> None:
    """Roles, a first desk and the first administrator."""
    for name, role in DEFAULT_ROLES.items():
        Role.objects.get_or_create(
            name=name, defaults={"permissions": list(role.permissions), "scopes": list(role.scopes)}
        )
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


def open_desk(
    *, name: str, countries: Iterable[str] = (), languages: Iterable[str] = (), parent: Desk | None = None
) -> Desk:
    """A desk that serves these countries and languages (none: all); the same name is the same desk."""
    served = {"countries": sorted(countries), "languages": sorted(languages), "parent": parent}
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
    """A colleague and their first role. Their mailbox is taken as theirs: they were invited by name."""
    known = Role.objects.filter(name=role).first()
    if known is None:
        raise InvalidInput(f"There is no role “{role}”.", field="role")
    user = create_user(
        realm=realm, email=email, name=name, password=password, password_hash=password_hash, verified=True
    )
    at_desk = Desk.objects.filter(name=desk).first() if desk else None
    member = Member.objects.create(
        user=user, desk=at_desk, takes_leads=takes_leads, joined_at=active_from or clock.now()
    )
    appoint(member=member, role=known, desk=at_desk, active_from=active_from)
    return member


@transaction.atomic
def appoint(
    *,
    member: Member,
    role: Role,
    desk: Desk | None = None,
    active_from: datetime | None = None,
    active_to: datetime | None = None,
    is_leader: bool = False,
    because: str = "",
) -> Appointment:
    begins = active_from or clock.now()
    if active_to is not None and active_to <= begins:
        raise InvalidInput("A role ends after it begins.", field="active_to")
    appointment = Appointment.objects.create(
        member=member,
        role=role,
        desk=desk,
        active_from=begins,
        active_to=active_to,
        is_leader=is_leader,
        because=because,
    )
    _authority_changed(member)
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, at: datetime | None = None) -> None:
    """One that has not begun yet ends where it would have begun: it never is in force."""
    appointment.active_to = max(at or clock.now(), appointment.active_from)
    appointment.save(update_fields=["active_to"])
    _authority_changed(appointment.member)


@transaction.atomic
def end_membership(member: Member, *, at: datetime | None = None) -> None:
    """All roles end. Sessions ask on every request; open sockets are told by the event."""
    ends = at or clock.now()
    for appointment in Appointment.objects.select_for_update().filter(
        Q(active_to__isnull=True) | Q(active_to__gt=ends), member=member
    ):
        end_appointment(appointment, at=ends)
    member.__dict__.pop("authority", None)


@transaction.atomic
def set_role_permissions(role: Role, permissions: Iterable[str]) -> None:
    wanted = list(dict.fromkeys(permissions))
    unknown = [name for name in wanted if name not in ALL and name != "*"]
    if unknown:
        raise InvalidInput(f"There is no permission “{unknown[0]}”.", field="permissions")
    role.permissions = wanted
    role.version += 1
    role.save(update_fields=["permissions", "version"])
    role_changed(role)


def role_changed(role: Role) -> None:
    """Everybody who holds it now has another authority."""
    for member in Member.objects.filter(
        in_force(clock.now(), prefix="appointments__"), appointments__role=role
    ).distinct():
        _authority_changed(member)


def _authority_changed(member: Member) -> None:
    member.__dict__.pop("authority", None)
    announce("authority.changed", member_id=str(member.id))
