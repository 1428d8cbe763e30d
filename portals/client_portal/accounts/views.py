"""The client's trading accounts, and one of them with its deals."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portals.client_portal.access import client_page
from portals.client_portal.accounts.figures import figures_of, worth_of
from portals.client_portal.accounts.waiting import openings_under_way
from portals.shared.paging import page_of
from tenants.clients.models import Client
from tenants.trading.selectors import account_of, deals_of_account


@require_safe
@client_page
def accounts(request: HttpRequest, client: Client) -> HttpResponse:
    return render(request, "client_portal/accounts/accounts.html", list_context(client, ask=False))


@require_safe
@client_page
def listed(request: HttpRequest, client: Client) -> HttpResponse:
    """The list with what the servers say now; fetched after the page so that a slow server keeps nobody waiting."""
    return render(request, "client_portal/accounts/list.html", list_context(client, ask=True))


@require_safe
@client_page
def account(request: HttpRequest, client: Client, account_id: uuid.UUID) -> HttpResponse:
    found = account_of(client, account_id)
    deals = page_of(deals_of_account(found), request.GET.get("cursor", ""), by="time", size=25)
    page = {"client": client, "figures": figures_of(found, ask=False), "account": found, "deals": deals}
    return render(request, "client_portal/accounts/account.html", page)


@require_safe
@client_page
def figures(request: HttpRequest, client: Client, account_id: uuid.UUID) -> HttpResponse:
    found = account_of(client, account_id)
    page = {"account": found, "figures": figures_of(found, ask=True), "asked": True}
    return render(request, "client_portal/accounts/figures.html", page)


def list_context(client: Client, *, ask: bool) -> dict[str, Any]:
    return {
        "client": client,
        "worth": worth_of(client, ask=ask),
        "waiting": openings_under_way(client),
        "asked": ask,
    }
