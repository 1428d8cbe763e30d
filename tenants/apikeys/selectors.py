"""Whose key is this, and which keys are there."""

import uuid

from django.db.models import Q, QuerySet

from atrium.kernel import clock, tenancy
from tenants.identity.models import User
from tenants.staff import selectors as staff

from . import rules
from .models import ApiKey


def key_of(text: str) -> ApiKey | None:
    """The key in force behind the text; None for a stranger's, an expired and a revoked one alike."""
    if not rules.belongs_to(text, tenancy.require().schema):
        return None
    in_force = Q(expires_at=None) | Q(expires_at__gt=clock.now())
    keys = ApiKey.objects.select_related("user").filter(in_force, revoked_at=None, user__is_active=True)
    key = keys.filter(digest=rules.digest(text)).first()
    return key if key is not None and _may_still(key.user) else None


def _may_still(user: User) -> bool:
    """A colleague's key is worth as much as the colleague: nothing without a role in force."""
    return user.realm not in {User.Realm.STAFF, User.Realm.OPERATOR} or staff.member_of(user) is not None


def keys_for(user: User) -> QuerySet[ApiKey]:
    """All of the house for those who manage keys, else one's own. Newest first."""
    keys = ApiKey.objects.select_related("user").order_by("-created_at", "-id")
    return keys if staff.has_permission(user, "settings.api_keys") else keys.filter(user=user)


def key_for(user: User, key_id: uuid.UUID) -> ApiKey | None:
    return keys_for(user).filter(id=key_id).first()
