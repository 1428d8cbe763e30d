"""One search over all rooms, in the scope and behind the masks of whoever looks."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.approvals.selectors import visible_to
from tenants.ibs.selectors import all_partners
from tenants.leads.models import Lead
from tenants.leads.selectors import leads_for
from tenants.lists.selectors import closed_fields
from tenants.payments.selectors import deposits_for, withdrawals_for
from tenants.search.selectors import matching
from tenants.staff.models import Member
from tenants.trading.selectors import accounts_for

from .searching import found_ids

LIMIT: Final = 6
_RANK: Final = ("active", "funded", "live", "demo", "dormant", "lead", "closed")


@dataclass(frozen=True, slots=True)
class Hit:
    """`kind` says which page is opened by `subject_id`."""

    kind: str
    subject_id: uuid.UUID
    title: str
    sub: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    label: str | Promise
    hits: Sequence[Hit]


def search(member: Member, text: str, limit: int = LIMIT) -> list[Group]:
    """What fits in each room that the member may look into; nothing for a text without letters or digits."""
    closed = closed_fields(member)
    people = _people(member, text, closed, limit * 2)
    groups = [
        Group(gettext_lazy("Clients"), [hit for hit in people if hit.kind == "client"][:limit]),
        Group(gettext_lazy("Leads"), [hit for hit in people if hit.kind == "lead"][:limit]),
    ]
    for kind, label, permission, rows, hit in _ROOMS:
        if member.allows(permission):
            groups.append(Group(label, _hits(kind, rows(member), text, closed, limit, hit)))
    return [group for group in groups if group.hits]


def _people(member: Member, text: str, closed: frozenset[str], limit: int) -> list[Hit]:
    ids = _found_people(member, text, closed, limit)
    place = {lead_id: at for at, lead_id in enumerate(ids)}
    rows = Lead.objects.filter(pk__in=ids).select_related("client", "assigned_to__user")
    may_open_clients = member.allows("clients.view")
    hits = [(_order(lead, place), _person(lead, may_open_clients)) for lead in rows]
    return [hit for _order_, hit in sorted(hits, key=lambda pair: pair[0])]


def _found_people(member: Member, text: str, closed: frozenset[str], limit: int) -> list[uuid.UUID]:
    """By the wider of the two rights, or by both where they reach different rows."""
    scopes = {code: member.authority.scope(code) for code in ("leads.view", "clients.view")}
    found: list[uuid.UUID] = []
    if scopes["leads.view"]:
        found += found_ids(leads_for(member), "person", text, closed, limit)
    if scopes["clients.view"] and scopes["clients.view"] != scopes["leads.view"]:
        clients = leads_for(member, "clients.view").filter(client__isnull=False)
        found += found_ids(clients, "person", text, closed, limit)
    return list(dict.fromkeys(found))


def _order(lead: Lead, place: dict[uuid.UUID, int]) -> tuple[int, int]:
    return _RANK.index(lead.status) if lead.status in _RANK else len(_RANK), place[lead.id]


def _person(lead: Any, may_open_clients: bool) -> Hit:
    client = getattr(lead, "client", None)
    manager = str(lead.assigned_to) if lead.assigned_to else _("nobody’s yet")
    if client is not None and may_open_clients:
        sub = _("Client %(number)s · %(manager)s") % {"number": client.number, "manager": manager}
        return Hit("client", client.id, lead.name, sub, lead.status)
    sub = _("Lead %(number)s · %(manager)s") % {"number": lead.number, "manager": manager}
    return Hit("lead", lead.id, lead.name, sub, lead.status)


def _hits(
    kind: str, rows: QuerySet[Any], text: str, closed: frozenset[str], limit: int, hit: Callable[[Any], Hit]
) -> list[Hit]:
    """The scope narrows what was found, not the other way round: of few that fit, those in scope."""
    entries = matching(kind, text, without=closed).filter(subject_id__in=rows.order_by().values("pk"))
    ids = list(entries.values_list("subject_id", flat=True)[:limit])
    return [hit(row) for row in rows.filter(pk__in=ids)] if ids else []


def _partner(row: Any) -> Hit:
    return Hit(
        "partner",
        row.id,
        row.name,
        _("IB %(number)s · %(code)s") % {"number": row.number, "code": row.code},
        row.status,
    )


def _account(row: Any) -> Hit:
    sub = _("Client %(number)s · %(group)s") % {"number": row.client_number, "group": row.group}
    return Hit("account", row.client_id, str(row.login), sub)


def _deposit(row: Any) -> Hit:
    return Hit(
        "deposit",
        row.id,
        row.money.format(),
        f"{row.client.lead.name} · {row.psp_reference or row.id}",
        row.state,
    )


def _withdrawal(row: Any) -> Hit:
    return Hit(
        "withdrawal",
        row.id,
        row.money.format(),
        row.psp_reference or row.destination,
        row.state,
    )


def _approval(row: Any) -> Hit:
    return Hit("approval", row.id, row.title, "", row.state)


Room = tuple[str, str | Promise, str, Callable[[Member], QuerySet[Any]], Callable[[Any], Hit]]
_ROOMS: Final[Iterable[Room]] = (
    ("account", gettext_lazy("Trading accounts"), "clients.view", accounts_for, _account),
    ("partner", gettext_lazy("Partners"), "partners.view", lambda member: all_partners(), _partner),
    ("deposit", gettext_lazy("Deposits"), "finance.view", deposits_for, _deposit),
    ("withdrawal", gettext_lazy("Payouts"), "finance.view", withdrawals_for, _withdrawal),
    ("approval", gettext_lazy("Approvals"), "approvals.view", lambda member: visible_to(member.user, member=member), _approval),
)  # fmt: skip
