"""Who is looking, as the rooms' selectors want to know it."""

from functools import cached_property
from typing import TypeVar

from atrium.kernel.errors import NotFound
from tenants.apikeys.models import ApiKey
from tenants.clients.models import Client
from tenants.clients.selectors import client_of
from tenants.ibs.models import Partner
from tenants.ibs.selectors import partner_of
from tenants.identity.models import User
from tenants.staff.models import Member
from tenants.staff.selectors import member_of, require_permission

T = TypeVar("T")


class Viewer:
    """A user through a session or a key. Each realm sees what its screens show: the same selectors answer."""

    def __init__(self, user: User, key: ApiKey | None) -> None:
        self.user, self.key = user, key

    @property
    def principal(self) -> str:
        """Whose Idempotency-Keys and rate these are."""
        return f"key:{self.key.id}" if self.key else f"user:{self.user.id}"

    @property
    def realm(self) -> str:
        return self.user.realm

    @cached_property
    def member(self) -> Member:
        return _found(member_of(self.user))

    @cached_property
    def client(self) -> Client:
        return _found(client_of(self.user))

    @cached_property
    def partner(self) -> Partner:
        return _found(partner_of(self.user))

    def permitted(self, codename: str) -> Member:
        """The member, if their role allows it; otherwise this address does not exist for them."""
        return require_permission(self.user, codename)

    def must_be(self, *realms: str) -> None:
        if self.realm not in realms:
            raise NotFound("There is nothing here for you.")


def _found(thing: T | None) -> T:
    if thing is None:
        raise NotFound("There is nothing here for you.")
    return thing
