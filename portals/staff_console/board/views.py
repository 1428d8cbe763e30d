"""The board of leads: live, with the list's own filter; between managers a card is given by dragging or by keyboard."""

import json
import uuid
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atrium.kernel.errors import NotFound
from portals.shared.ids import uuid_of
from portals.shared.listing import state_of
from portals.shared.listing.chips import chips_of
from portals.shared.refusals import telling
from portals.staff_console.access import permitted
from portals.staff_console.board.tabs import tabs_of
from tenants.insight.board import BOARDS, Lane
from tenants.leads.selectors import lead_for
from tenants.leads.services import assign_lead
from tenants.lists.registry import definition_of
from tenants.staff.models import Member
from tenants.staff.selectors import member as member_by_id


@require_safe
@permitted("leads.view")
def board(request: HttpRequest, member: Member) -> HttpResponse:
    definition = definition_of("leads")
    state = state_of(request, definition, member)
    by = request.GET.get("by", "status")
    by = by if by in BOARDS else "status"
    lanes = BOARDS[by](definition, member, state.document)
    may_give = by == "manager" and member.allows("leads.assign")
    context = {
        "lanes": [(lane, _list_address(lane)) for lane in lanes],
        "takers": [(lane.member_id, lane.label) for lane in lanes if lane.member_id] if may_give else [],
        "chips": chips_of(state, definition),
        "state": state,
        "by": by,
        "may_give": may_give,
        "tabs": tabs_of(by),
        "here": request.get_full_path(),
    }
    return render(request, "staff_console/board/page.html", context)


@require_POST
@permitted("leads.assign")
def give(request: HttpRequest, member: Member, lead_id: uuid.UUID) -> HttpResponse:
    """To another lane. Somebody who was faster is named, and nothing changes."""
    lead = lead_for(member, lead_id, "leads.assign")
    with telling(request):
        to = _taker(request.POST.get("member", ""))
        seen = uuid_of(request.POST.get("seen", ""))
        assign_lead(lead_id=lead.id, member=to, reason=_("on the board"), expected_member=seen)
        messages.success(request, _("%(name)s now belongs to %(to)s.") % {"name": lead.name, "to": to})
    return redirect(f"{reverse('lead_board')}?by=manager")


def _taker(written: str) -> Member:
    wanted = uuid_of(written)
    found = member_by_id(wanted) if wanted else None
    if found is None:
        raise NotFound("There is no such colleague. Nothing was changed.")
    return found


def _list_address(lane: Lane) -> str:
    return f"{reverse('leads')}?f={quote(json.dumps(lane.document, separators=(',', ':')))}"
