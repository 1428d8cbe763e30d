"""Leads as a board: by status, which follows facts, or by manager, where a card may be given to somebody else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from tenants.leads.models import Lead
from tenants.lists.selectors import count, selected
from tenants.lists.types import Count, ListDefinition
from tenants.staff.models import Member
from tenants.staff.selectors import members_active

CARDS: Final = 12
MANAGERS: Final = 11
_OPEN: Final = {"field": "status", "in": ["lead", "demo"]}


@dataclass(frozen=True)
class Lane:
    """`member_id` is whom a card dropped here is given to; "" where nothing can be dropped."""

    code: str
    label: str
    count: Count
    cards: Sequence[Lead]
    document: Any
    member_id: str = ""


def lanes_by_status(definition: ListDefinition, member: Member, document: Any) -> list[Lane]:
    return [
        _lane(definition, member, code, str(label), document, {"field": "status", "is": code})
        for code, label in Lead.Status.choices
    ]


def lanes_by_manager(definition: ListDefinition, member: Member, document: Any) -> list[Lane]:
    """Open leads: nobody's first, then each colleague who takes leads."""
    takers = members_active().filter(takes_leads=True).order_by("user__name")[:MANAGERS]
    nobodys = {"all": [_OPEN, {"field": "manager", "empty": True}]}
    lanes = [_lane(definition, member, "nobody", _("Nobody yet"), document, nobodys)]
    for taker in takers:
        theirs = {"all": [_OPEN, {"field": "manager", "is": str(taker.id)}]}
        lanes.append(_lane(definition, member, f"of-{taker.id}", str(taker), document, theirs, str(taker.id)))
    return lanes


def _lane(
    definition: ListDefinition,
    member: Member,
    code: str,
    label: str,
    document: Any,
    own: Any,
    member_id: str = "",
) -> Lane:
    whole = {"all": [document, own]} if document else own
    rows = selected(definition, member, document=whole)
    newest = rows.order_by("-created_at", "-id")[:CARDS]
    return Lane(code, label, count(rows), list(newest), whole, member_id)


BOARDS: Final[dict[str, Callable[[ListDefinition, Member, Any], list[Lane]]]] = {
    "status": lanes_by_status,
    "manager": lanes_by_manager,
}
