"""Colleagues as the staff pages show them: in a fixed number of questions, however many there are."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Max

from atrium.kernel import clock
from tenants.identity.models import LogIn
from tenants.staff.models import Appointment, Member


@dataclass(frozen=True, slots=True)
class Row:
    """`state`: active, planned (a role begins later) or ended. `ends_at`: when the last role ends by itself."""

    member: Member
    roles: Sequence[Appointment]
    state: str
    ends_at: datetime | None
    last_seen: datetime | None
    has_second_factor: bool
    was_here: bool


def rows() -> list[Row]:
    members = list(Member.objects.select_related("user", "desk").order_by("user__name", "id"))
    held = _appointments([member.id for member in members])
    users = [member.user_id for member in members]
    seen = dict(
        LogIn.objects.filter(user__in=users, succeeded=True)
        .order_by()
        .values_list("user_id")
        .annotate(Max("at"))
    )
    factors = set(Authenticator.objects.filter(user__in=users).values_list("user_id", flat=True))
    return [_row(member, held[member.id], seen, factors) for member in members]


def state_of(appointment: Appointment) -> str:
    now = clock.now()
    if appointment.active_to is not None and appointment.active_to <= now:
        return "ended"
    return "planned" if appointment.active_from > now else "active"


def _row(
    member: Member,
    held: Sequence[Appointment],
    seen: dict[uuid.UUID, datetime],
    factors: set[uuid.UUID],
) -> Row:
    by_state = {
        state: [one for one in held if state_of(one) == state] for state in ("active", "planned", "ended")
    }
    state = next((name for name, rows in by_state.items() if rows), "ended")
    shown = by_state[state] if state != "ended" else []
    ends = [one.active_to for one in shown]
    return Row(
        member=member,
        roles=shown,
        state=state if member.user.is_active else "ended",
        ends_at=max((end for end in ends if end), default=None) if None not in ends else None,
        last_seen=seen.get(member.user_id),
        has_second_factor=member.user_id in factors,
        was_here=member.user_id in seen or member.user.last_login is not None,
    )


def _appointments(members: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Appointment]]:
    found: dict[uuid.UUID, list[Appointment]] = defaultdict(list)
    rows = Appointment.objects.filter(member__in=members).select_related("role", "desk")
    for row in rows.order_by("active_from", "id"):
        found[row.member_id].append(row)
    return found
