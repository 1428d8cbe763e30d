"""Colleagues, and which roles they hold from when to when."""

import uuid
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound
from tenants.activity.services import note
from tenants.identity.models import User
from tenants.identity.services import create_user
from tenants.outbox.services import announce

from ..models import Appointment, Desk, Member, Role
from .guarding import alone, authority_changed, content_of, require_may_change, require_may_give


def invite_member(member: Member) -> None:
    """A mail with a link to set a password leaves after the caller's transaction."""
    announce("member.invited", member_id=str(member.id))


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
    active_to: datetime | None = None,
    by: Member | None = None,
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
    appoint(member=member, role=known, desk=at_desk, active_from=active_from, active_to=active_to, by=by)
    return member


def appoint(
    *,
    member: Member,
    role: Role,
    desk: Desk | None = None,
    active_from: datetime | None = None,
    active_to: datetime | None = None,
    is_leader: bool = False,
    because: str = "",
    by: Member | None = None,
) -> Appointment:
    """`by` gives it and holds it all themselves."""
    begins = active_from or clock.now()
    if active_to is not None and active_to <= begins:
        raise InvalidInput("A role ends after it begins.", field="active_to")
    with alone():
        role = Role.objects.get(id=role.id)  # as it is now: it may have been changed while we waited
        require_may_give(_fresh(by), content_of(role), desk)
        appointment = Appointment.objects.create(
            member=member,
            role=role,
            desk=desk,
            active_from=begins,
            active_to=active_to,
            is_leader=is_leader,
            because=because,
        )
        _tell(member, "role.given", f"Role given: {appointment}", by)
        authority_changed(member)
    return appointment


def end_appointment(
    appointment: Appointment, *, at: datetime | None = None, by: Member | None = None
) -> None:
    """One that has not begun yet ends where it would have begun: it never is in force."""
    with alone():
        row = Appointment.objects.select_related("role", "member").get(id=appointment.id)
        if row.active_to is not None and row.active_to <= clock.now():
            raise Conflict("This role has ended already.")
        require_may_change(_fresh(by), content_of(row.role))
        _end(row, at or clock.now(), by)
    appointment.active_to = row.active_to
    appointment.member.__dict__.pop("authority", None)


def end_membership(member: Member, *, at: datetime | None = None, by: Member | None = None) -> None:
    """All roles end. Sessions ask on every request; open sockets are told by the event."""
    ends = at or clock.now()
    with alone():
        giver = _fresh(by)
        for row in _open_roles(member).filter(Q(active_to__isnull=True) | Q(active_to__gt=ends)):
            require_may_change(giver, content_of(row.role))
            _end(row, ends, by)
    member.__dict__.pop("authority", None)


@transaction.atomic
def change_member(
    *, member: Member, name: str, takes_leads: bool, desk: Desk | None, by: Member | None = None
) -> None:
    """The home desk says where their new leads belong; it gives no right."""
    if len(name.strip()) < 2:
        raise InvalidInput("Please write the name.", field="name")
    member.user.name = name.strip()
    member.user.save(update_fields=["name"])
    member.takes_leads, member.desk = takes_leads, desk
    member.save(update_fields=["takes_leads", "desk"])
    _tell(member, "member.changed", "Name, desk or leads changed", by)


@transaction.atomic
def sign_out_everywhere(*, member: Member, by: Member | None = None) -> int:
    """All sessions end: pages with the next request, open sockets with the event. How many there were."""
    mine = [session.pk for session in sessions_of(member)]
    Session.objects.filter(pk__in=mine).delete()
    _tell(member, "member.signed_out", "Signed out everywhere", by)
    authority_changed(member)
    return len(mine)


@transaction.atomic
def reset_factors(*, member: Member, by: Member) -> int:
    """Passkeys, authenticator and recovery codes are forgotten, and every session ends: a lost phone opens nothing. Only for
    those who could give the colleague's roles: else it would be a way to become somebody above oneself."""
    giver = _fresh(by)
    for row in _open_roles(member):
        require_may_change(giver, content_of(row.role))
    forgotten, _ = Authenticator.objects.filter(user=member.user).delete()
    _tell(member, "member.factors_reset", "Second factors forgotten", by)
    sign_out_everywhere(member=member, by=by)
    return int(forgotten)


def sessions_of(member: Member) -> list[Session]:
    return [
        session
        for session in Session.objects.filter(expire_date__gt=clock.now()).iterator()
        if session.get_decoded().get("_auth_user_id") == str(member.user_id)
    ]


def member_or_refuse(member_id: uuid.UUID) -> Member:
    member = Member.objects.select_related("user", "desk").filter(id=member_id).first()
    if member is None:
        raise NotFound("There is no such colleague.")
    return member


def _open_roles(member: Member) -> QuerySet[Appointment]:
    not_over = Q(active_to__isnull=True) | Q(active_to__gt=clock.now())
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("role", "member")
    return rows.filter(not_over, member=member)


def _end(row: Appointment, at: datetime, by: Member | None) -> None:
    row.active_to = max(at, row.active_from)
    row.save(update_fields=["active_to"])
    _tell(row.member, "role.ended", f"Role ended: {row}", by)
    authority_changed(row.member)


def _fresh(by: Member | None) -> Member | None:
    """With the authority they have now that nobody else is changing any."""
    if by is not None:
        by.__dict__.pop("authority", None)
    return by


def _tell(member: Member, verb: str, text: str, by: Member | None) -> None:
    note(
        subject_kind="member", subject_id=member.id, verb=verb, text=text, data={"by": str(by) if by else ""}
    )
