"""What managers are told of, by the bell and by mail as each chose."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from tenants.notifications.services import notify
from tenants.staff.models import Member

from ..models import Lead

NAMED: Final = 5


def assigned(lead: Lead, member: Member, *, key: str) -> None:
    notify(
        users=[member.user_id],
        kind="lead.assigned",
        title=f"{lead.name} is yours now",
        text=lead.assigned_because,
        url=f"/leads/{lead.id}/",
        key=key,
    )


def status_changed(lead: Lead, old: str, new: str, *, key: str) -> None:
    if lead.assigned_to_id is None:
        return
    member = Member.objects.get(id=lead.assigned_to_id)
    notify(
        users=[member.user_id],
        kind="lead.status",
        title=f"{lead.name}: {old} → {new}",
        url=f"/leads/{lead.id}/",
        key=key,
    )


def fell_dormant(lead_ids: Sequence[str], *, key: str) -> None:
    names: dict[uuid.UUID, list[str]] = defaultdict(list)
    rows = Lead.objects.filter(id__in=list(lead_ids), assigned_to__isnull=False).order_by("name")
    for member_id, name in rows.values_list("assigned_to_id", "name"):
        names[member_id].append(name)
    _each(names, "client.dormant", "{names} fell dormant", "/clients/?status=dormant", key)


def reclaimed(names: Mapping[uuid.UUID, Sequence[str]]) -> None:
    _each(names, "lead.reclaimed", "{names} went back to the pool: nobody spoke to them", "/leads/pool/")


def soon_reclaimed(names: Mapping[uuid.UUID, Sequence[str]]) -> None:
    _each(names, "lead.reclaim_soon", "Call {names} soon, or they go back to the pool", "/leads/")


def _each(names: Mapping[uuid.UUID, Sequence[str]], kind: str, title: str, url: str, key: str = "") -> None:
    users = dict(Member.objects.filter(id__in=list(names)).values_list("id", "user_id"))
    for member_id, theirs in names.items():
        notify(
            users=[users[member_id]], kind=kind, title=title.format(names=_listed(theirs)), url=url, key=key
        )


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown} and {len(names) - NAMED} more"
