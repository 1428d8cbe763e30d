"""Hand one's authority over for a time. Nothing moves: the colleague decides with it while both have a role here."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, Denied, InvalidInput, NotFound
from tenants.identity.models import User
from tenants.notifications.services import notify
from tenants.outbox.services import announce
from tenants.staff.models import Member
from tenants.staff.selectors import member_of

from .. import kinds as catalogue
from .. import sight
from ..models import Delegation

LONGEST: Final = timedelta(days=92)
MANAGE: Final = "settings.approvals"


def delegate(
    *,
    from_member: Member,
    to_member: Member,
    active_from: datetime,
    active_to: datetime,
    because: str,
    by: User,
    kinds: Iterable[str] = (),
) -> Delegation:
    """One's own authority; whoever manages approvals may do it for a colleague who is away."""
    wanted = list(dict.fromkeys(kinds))
    _check(from_member, to_member, by, wanted)
    _check_times(active_from, active_to, because)
    with transaction.atomic():
        # One word on this colleague's authority at a time, so that two pages do not write the same delegation twice.
        Member.objects.select_for_update(no_key=True).get(id=from_member.id)
        same = Delegation.objects.filter(
            from_member=from_member, to_member=to_member, active_from__lt=active_to, active_to__gt=active_from
        )
        if same.exists():
            raise Conflict(f"{to_member} decides for {from_member} in that time already.", field="to_member")
        made = Delegation.objects.create(
            from_member=from_member,
            to_member=to_member,
            kinds=wanted,
            because=because.strip()[:200],
            active_from=active_from,
            active_to=active_to,
            made_by=by,
            made_at=clock.now(),
        )
        _tell(made)
    return made


def end_delegation(*, delegation_id: uuid.UUID, by: User) -> Delegation:
    """By either of the two, or by whoever manages approvals."""
    with transaction.atomic():
        rows = Delegation.objects.select_related("from_member__user", "to_member__user")
        found = rows.select_for_update(of=("self",), no_key=True).filter(id=delegation_id).first()
        if found is None or not _may_touch(by, found.from_member, found.to_member):
            raise NotFound("There is no such delegation.")
        now = clock.now()
        if found.active_to <= now:
            return found
        found.active_to, found.ended_by = max(now, found.active_from), by
        found.save(update_fields=["active_to", "ended_by"])
        announce("delegation.ended", **_ids(found))
    return found


def _check(from_member: Member, to_member: Member, by: User, wanted: list[str]) -> None:
    if not _may_touch(by, from_member):
        raise Denied("You may hand over your own authority, not a colleague's.")
    if from_member.user.person_id == to_member.user.person_id:
        raise InvalidInput("Choose a colleague, not yourself.", field="to_member")
    for member, field in ((from_member, "from_member"), (to_member, "to_member")):
        if member_of(member.user) is None:
            raise InvalidInput(f"{member} has no role here at the moment.", field=field)
    if not to_member.allows(sight.VIEW):
        raise InvalidInput(
            f"{to_member}'s role does not show the approvals, so nothing could be decided there.",
            field="to_member",
        )
    unknown = [code for code in wanted if not catalogue.is_known(code)]
    if unknown:
        raise InvalidInput(f"There is no kind of request “{unknown[0]}”.", field="kinds")


def _check_times(active_from: datetime, active_to: datetime, because: str) -> None:
    if active_to <= active_from:
        raise InvalidInput("It ends after it begins.", field="active_to")
    if active_to <= clock.now():
        raise InvalidInput("This time is over already.", field="active_to")
    if active_to - active_from > LONGEST:
        raise InvalidInput(f"At most {LONGEST.days} days at once.", field="active_to")
    if not because.strip():
        raise InvalidInput("Say why, for example “holiday”.", field="because")


def _may_touch(by: User, *owners: Member) -> bool:
    acting = member_of(by)
    return acting is not None and (acting.id in {owner.id for owner in owners} or acting.allows(MANAGE))


def _tell(made: Delegation) -> None:
    announce("delegation.made", **_ids(made))
    notify(
        users=[made.to_member.user_id],
        kind="approval.delegated",
        title=f"You decide for {made.from_member}",
        text=f"From {made.active_from:%-d %b %Y %H:%M} to {made.active_to:%-d %b %Y %H:%M} UTC. {made.because}",
        url="/approvals/?view=mine",
        key=f"approval.delegated:{made.id}",
    )


def _ids(row: Delegation) -> dict[str, str]:
    return {
        "delegation_id": str(row.id),
        "from_member_id": str(row.from_member_id),
        "to_member_id": str(row.to_member_id),
    }
