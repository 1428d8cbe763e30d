"""What nobody has yet, desk by desk, the best first: one click takes it."""

from collections import Counter
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portals.staff_console.access import permitted
from tenants.leads import selectors
from tenants.leads.selectors.assigning import open_leads
from tenants.staff.models import Desk, Member

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Pool:
    code: str
    name: str
    count: int


@require_safe
@permitted("leads.take")
def pool(request: HttpRequest, member: Member) -> HttpResponse:
    rows, chosen = selectors.pool_for(member, "leads.take"), request.GET.get("desk", "")
    pools = _pools(member)
    if chosen in {one.code for one in pools}:
        rows = rows.filter(desk=None) if chosen == "company" else rows.filter(desk_id=UUID(chosen))
    else:
        chosen = ""
    found = list(rows[: PAGE + 1])
    context = {
        "leads": found[:PAGE],
        "more": len(found) > PAGE,
        "pools": pools,
        "chosen": chosen,
        "mine": open_leads([member.id]).get(member.id, 0),
        "limit": getattr(getattr(member, "lead_capacity", None), "most_open", None),
    }
    return render(request, "staff_console/leads/pool.html", context)


def _pools(member: Member) -> list[Pool]:
    rows = selectors.pool_for(member, "leads.take").order_by()
    counts: Counter[UUID | None] = Counter(
        dict(rows.values_list("desk").annotate(count=Count("id")).values_list("desk", "count"))
    )
    desks = dict(Desk.objects.filter(id__in=[key for key in counts if key]).values_list("id", "name"))
    named = [Pool(str(key), desks[key], count) for key, count in counts.items() if key in desks]
    company = [Pool("company", _("Company"), counts[None])] if counts[None] else []
    return [*company, *sorted(named, key=lambda one: one.name)]
