"""The list of trading accounts; what one account is stands on its client's card."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portals.shared.listing import listing_of
from portals.staff_console.access import permitted
from portals.staff_console.lists.screens import ACCOUNTS
from tenants.staff.models import Member


@require_safe
@permitted("trading.view")
def accounts(request: HttpRequest, member: Member) -> HttpResponse:
    context = {"list": listing_of(request, member, ACCOUNTS)}
    return render(request, "staff_console/trading/accounts.html", context)
