"""Who may (still) listen, and as whom: asked when a socket opens and again whenever an authority may have changed."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare

from atrium.kernel import clock, tenancy
from portals.shared.live.topics import SHARED, name_of
from tenants.clients.selectors import client_of
from tenants.ibs.selectors import partner_of
from tenants.identity.models import User
from tenants.staff.authority import Authority
from tenants.staff.models import Member
from tenants.staff.selectors import authority_mark, member_of, members_with_authority


@dataclass(frozen=True, slots=True)
class Login:
    """What a socket was opened with."""

    user_id: uuid.UUID
    session_key: str
    session_hash: str


@dataclass(frozen=True, slots=True)
class Standing:
    """`names`: for whom its messages are. `authority`: of staff and operators."""

    names: frozenset[str]
    authority: Authority | None = None

    @property
    def view_key(self) -> str:
        return self.authority.view_key if self.authority else ""


def audiences_of(user: Any, surface: str) -> list[tuple[object, ...]]:
    """Who this person is on this surface; nobody's groups if they are nobody here (any more)."""
    if surface in SHARED:
        member = member_of(user)
        return [("member", member.id), ("all",)] if member else []
    if surface == "client":
        client = client_of(user)
        return [("client", client.id)] if client else []
    if surface == "ib":
        partner = partner_of(user)
        return [("partner", partner.id)] if partner else []
    return []


def standings(
    tenant: tenancy.Tenant, surface: str, logins: Sequence[Login]
) -> tuple[str, dict[Login, Standing]]:
    """A mark that changes with any authority of the house, and the standing of each log-in that still holds. The mark is read
    first: a change in between is seen at the next look."""
    with tenancy.entered(tenant):
        mark = authority_mark() if surface in SHARED else ""
        users = {user.id: user for user in User.objects.filter(id__in={one.user_id for one in logins})}
        open_keys = _open_sessions(one.session_key for one in logins)
        held = [one for one in logins if _holds(one, users.get(one.user_id), open_keys)]
        known = _members(held) if surface in SHARED else _others(held, users, surface)
        return mark, {one: known[one.user_id] for one in held if one.user_id in known}


def mark_of(tenant: tenancy.Tenant) -> str:
    with tenancy.entered(tenant):
        return authority_mark()


def _holds(one: Login, user: User | None, open_keys: set[str]) -> bool:
    if user is None or not user.is_active or one.session_key not in open_keys:
        return False
    return constant_time_compare(one.session_hash, user.get_session_auth_hash())


def _open_sessions(keys: Iterable[str]) -> set[str]:
    sessions = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class().objects
    found = sessions.filter(session_key__in=set(keys), expire_date__gt=clock.now())
    return set(found.values_list("session_key", flat=True))


def _members(held: Sequence[Login]) -> dict[uuid.UUID, Standing]:
    rows = Member.objects.filter(user__in={one.user_id for one in held}).select_related("user", "desk")
    return {
        member.user_id: Standing(frozenset({name_of("member", member.id), name_of("all")}), member.authority)
        for member in members_with_authority(rows)
        if member.authority.grants
    }


def _others(held: Sequence[Login], users: dict[uuid.UUID, User], surface: str) -> dict[uuid.UUID, Standing]:
    found = {}
    for user_id in {one.user_id for one in held}:
        names = [name_of(*audience) for audience in audiences_of(users[user_id], surface)]
        if names:
            found[user_id] = Standing(frozenset(names))
    return found
