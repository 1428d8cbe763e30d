"""The list of leads; what one lead is and what is done with it are in the modules beside this one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portals.shared.listing import listing_of
from portals.staff_console.access import permitted
from portals.staff_console.board.tabs import tabs_of
from portals.staff_console.lists.screens import LEADS
from tenants.staff.models import Member


@require_safe
@permitted("leads.view")
def lead_list(request: HttpRequest, member: Member) -> HttpResponse:
    context = {
        "list": listing_of(request, member, LEADS),
        "tabs": tabs_of(""),
        "may_add": member.allows("leads.edit"),
        "may_import": member.allows("leads.import"),
        "may_take": member.allows("leads.take"),
        "may_merge": member.allows("leads.merge"),
        "may_hand_over": member.allows("clients.hand_over"),
        "may_register": member.allows("clients.register"),
    }
    return render(request, "staff_console/leads/list.html", context)
