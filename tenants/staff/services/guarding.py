"""What every change of authority passes: one at a time in a house, nobody hands on what they lack, one key holder stays."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import QuerySet

from atrium.kernel import clock
from atrium.kernel.errors import Refused
from atrium.kernel.keys import lock_key
from tenants.outbox.services import announce

from .. import rules
from ..authorities import desks_below, in_force
from ..models import Appointment, Desk, Member, Role
from ..permissions import ALL, MASKED_FIELDS, label_of
from ..rules import Content, Lack

LAST = "Nobody would be left who may manage both staff and roles. Give somebody else such a role first; nothing was changed."


@contextmanager
def alone() -> Iterator[None]:
    """One change of authority at a time: two administrators who remove each other find that one of them is left."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key("staff", "authority")])
        had_keys = key_holders().exists()
        yield
        if had_keys and not key_holders().exists():
            raise Refused(LAST)


def key_holders() -> QuerySet[Appointment]:
    """Roles in force without an end that hold the keys of the house."""
    roles = [role.id for role in Role.objects.all() if rules.is_key_holder(content_of(role))]
    return Appointment.objects.filter(
        in_force(clock.now()), role__in=roles, active_to=None, member__user__is_active=True
    )


def content_of(role: Role) -> Content:
    return Content(frozenset(role.permissions), frozenset(role.scopes), role.masks, role.limits)


def require_may_give(by: Member | None, content: Content, desk: Desk | None) -> None:
    """`by` None is the house itself: its founding, and what a job carries out after it was decided."""
    if by is not None:
        refuse_lacks(rules.lacking(by.authority, content, _below(desk), all_codes=ALL))


def refuse_lacks(lacks: frozenset[Lack]) -> None:
    if lacks:
        words = _said(lacks)
        more = f" and {len(words) - 3} more" if len(words) > 3 else ""
        raise Refused(
            f"Nobody can give what they do not hold: {'; '.join(words[:3])}{more}. Nothing was changed."
        )


def require_may_change(by: Member | None, content: Content) -> None:
    """Who takes a role from somebody could give it as well: nobody ends a right above their own."""
    if by is None:
        return
    missing = sorted(
        code
        for code in (ALL if rules.EVERYTHING in content.permissions else content.permissions)
        if not by.allows(code)
    )
    if missing:
        raise Refused(
            f"This role holds rights that yours does not ({label_of(missing[0])}). Ask somebody who holds them."
        )


def authority_changed(*members: Member) -> None:
    for member in members:
        member.__dict__.pop("authority", None)
        announce("authority.changed", member_id=str(member.id))


def _below(desk: Desk | None) -> frozenset[uuid.UUID]:
    return desks_below(desk.id) if desk is not None else frozenset()


def _said(lacks: frozenset[Lack]) -> list[str]:
    """The missing permission says it; its scope and limit need not be told as well."""
    missing = {lack.of for lack in lacks if lack.kind == "permission"}
    if rules.EVERYTHING in missing:
        return ["every permission, now and later"]
    told = [lack for lack in lacks if lack.kind in {"permission", "mask"} or lack.of not in missing]
    return sorted({_words(lack) for lack in told})


def _words(lack: Lack) -> str:
    if lack.kind == "mask":
        return f"{MASKED_FIELDS.get(lack.of, lack.of)} unmasked"
    name = label_of(lack.of)
    if lack.kind == "scope":
        return f"{name} ({lack.what})"
    return f"{name} up to that amount" if lack.kind == "limit" else name
