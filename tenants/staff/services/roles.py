"""Roles: what they give is changed by those who hold it, version by version."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound, Refused, Stale

from .. import rules
from ..authorities import desks_below, in_force
from ..models import Appointment, Member, Role, RoleVersion
from ..permissions import ALL, CATALOGUE, MASKED_FIELDS, MASKS, SCOPES
from ..rules import Content
from .guarding import alone, authority_changed, content_of, refuse_lacks

_MONEY = frozenset(permission.code for permission in CATALOGUE if permission.money)


def create_role(*, name: str, content: Content, description: str = "", by: Member | None = None) -> Role:
    with alone():
        _check(content, by, before=Content(frozenset()), desk_ids=frozenset())
        role = Role(name=_name(name), description=description.strip())
        _write(role, content)
        _save(role, by)
    return role


def change_role(
    *,
    role_id: uuid.UUID,
    content: Content,
    name: str | None = None,
    description: str | None = None,
    seen_version: int | None = None,
    by: Member | None = None,
) -> Role:
    """`seen_version`: what the author had before their eyes; if the role is another by now, nothing is changed."""
    with alone():
        role = Role.objects.select_for_update().filter(id=role_id).first()
        if role is None:
            raise NotFound("There is no such role.")
        if seen_version is not None and seen_version != role.version:
            raise Stale(_changed_since(role, seen_version))
        _check(content, by, before=content_of(role), desk_ids=_held_at(role))
        role.name = _name(name) if name is not None else role.name
        role.description = description.strip() if description is not None else role.description
        role.version += 1
        _write(role, content)
        _save(role, by)
        role_changed(role)
    return role


def set_role_permissions(role: Role, permissions: Iterable[str]) -> None:
    now = content_of(role)
    wanted = Content(frozenset(permissions), now.scopes, now.masks, now.limits)
    changed = change_role(role_id=role.id, content=wanted)
    role.permissions, role.version = changed.permissions, changed.version


def remove_role(*, role_id: uuid.UUID) -> None:
    """Only one that nobody has ever held: history keeps its names."""
    with alone():
        role = Role.objects.filter(id=role_id).first()
        if role is None:
            raise NotFound("There is no such role.")
        if Appointment.objects.filter(role=role).exists():
            raise Refused("Somebody holds or held this role, so it stays. Take its permissions away instead.")
        role.versions.all().delete()
        role.delete()


def role_changed(role: Role) -> None:
    """Everybody who holds it now has another authority."""
    held = in_force(clock.now(), prefix="appointments__")
    authority_changed(*Member.objects.filter(held, appointments__role=role).distinct())


def as_document(content: Content) -> dict[str, Any]:
    return {
        "permissions": _in_order(content.permissions),
        "scopes": [scope for scope in SCOPES if scope in content.scopes],
        "masks": dict(sorted(content.masks.items())),
        "limits": dict(sorted(content.limits.items())),
    }


def _check(content: Content, by: Member | None, *, before: Content, desk_ids: frozenset[uuid.UUID]) -> None:
    _understand(content)
    if by is None:
        return
    by.__dict__.pop("authority", None)
    mine = by.authority
    lacks = rules.lacking(mine, content, desk_ids, all_codes=ALL)
    refuse_lacks(rules.added(rules.lacking(mine, before, desk_ids, all_codes=ALL), lacks))


def _understand(content: Content) -> None:
    for given, known, field in (
        (content.permissions, {*ALL, rules.EVERYTHING}, "permissions"),
        (content.scopes, set(SCOPES), "scopes"),
        (content.masks, set(MASKED_FIELDS), "masks"),
        (content.masks.values(), set(MASKS), "masks"),
        (content.limits, _MONEY, "limits"),
    ):
        unknown = sorted(set(given) - known)
        if unknown:
            raise InvalidInput(f"There is no “{unknown[0]}” among {field}.", field=field)
    if any(amount < 0 for amount in content.limits.values()):
        raise InvalidInput("An amount limit is not negative.", field="limits")


def _held_at(role: Role) -> frozenset[uuid.UUID]:
    now = clock.now()
    rows = Appointment.objects.filter(role=role, desk__isnull=False).exclude(active_to__lte=now)
    return frozenset().union(*(desks_below(desk_id) for desk_id in rows.values_list("desk_id", flat=True)))


def _write(role: Role, content: Content) -> None:
    document = as_document(content)
    role.permissions, role.scopes = document["permissions"], document["scopes"]
    role.masks, role.limits = document["masks"], document["limits"]


def _save(role: Role, by: Member | None) -> None:
    try:
        with transaction.atomic():
            role.save()
    except IntegrityError as error:
        raise Conflict("There is a role with this name already.", field="name") from error
    RoleVersion.objects.create(
        role=role,
        version=role.version,
        name=role.name,
        document=as_document(content_of(role)),
        by=by,
        at=clock.now(),
    )


def _name(name: str) -> str:
    text = " ".join(name.split())
    if not 2 <= len(text) <= 80:
        raise InvalidInput("Write a name of two to eighty characters.", field="name")
    return text


def _in_order(permissions: Iterable[str]) -> list[str]:
    given = set(permissions)
    return [code for code in (rules.EVERYTHING, *ALL) if code in given]


def _changed_since(role: Role, seen_version: int) -> Mapping[str, tuple[str, str]]:
    """What others changed meanwhile, as a form shows it."""
    seen = RoleVersion.objects.filter(role=role, version=seen_version).first()
    if seen is None:
        return {"version": (str(seen_version), str(role.version))}
    now = as_document(content_of(role))
    changes: dict[str, tuple[str, str]] = {}
    if seen.name != role.name:
        changes["name"] = (seen.name, role.name)
    for part, value in now.items():
        before = seen.document.get(part)
        if before != value:
            changes[part] = (_text(before), _text(value))
    return changes or {"version": (str(seen_version), str(role.version))}


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {what}" for name, what in value.items())
    return ", ".join(map(str, value)) if isinstance(value, Sequence) else str(value)
