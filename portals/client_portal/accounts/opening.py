"""Open an account: choose, and see log-in number and password once."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atrium.kernel.errors import AtriumError, Conflict
from atrium.providers.trading.passwords import new_password
from portals.client_portal import keys
from portals.client_portal.access import client_page
from portals.client_portal.accounts.waiting import was_refused
from portals.client_portal.verification.standing import standing_of
from portals.shared.refusals import said
from tenants.approvals.models import Approval
from tenants.clients.models import Client
from tenants.trading.models import TradingAccount
from tenants.trading.selectors import account_of, product, products
from tenants.trading.services import change_password, open_or_ask, take_first_password


@require_http_methods(["GET", "POST"])
@client_page
def new(request: HttpRequest, client: Client) -> HttpResponse:
    if request.method == "POST":
        return _open(request, client)
    return render(request, "client_portal/accounts/new.html", _choices(client))


@require_POST
@client_page
def password(request: HttpRequest, client: Client, account_id: uuid.UUID) -> HttpResponse:
    """The first password if nobody has seen it yet, else a new one; shown in this answer and nowhere after."""
    account = account_of(client, account_id)
    shown = take_first_password(account_id=account.id)
    if not shown:
        shown = new_password()
        try:
            change_password(account=account, password=shown)
        except AtriumError as refusal:
            messages.error(request, said(refusal))
            return redirect("account", account.id)
    return _once(request, account, shown, fresh=False)


def _open(request: HttpRequest, client: Client) -> HttpResponse:
    key = request.POST.get("key", "")
    key = key if keys.is_key(key) else keys.new_key()
    try:
        wanted = product(uuid.UUID(request.POST.get("product", "")))
        opened = open_or_ask(client=client, product=wanted, key=_own(client, key), by=client.user_id)
    except ValueError:
        return render(request, "client_portal/accounts/new.html", _choices(client), status=422)
    except Conflict as under_way:
        messages.info(request, said(under_way))
        return redirect("accounts")
    except AtriumError as refusal:
        # The same key again carries on with the same wish; after a final no the next click is a new one.
        again = keys.new_key() if was_refused(_own(client, key)) else key.rpartition("-")[0]
        page = {**_choices(client), "key": again, "refusal": said(refusal)}
        return render(request, "client_portal/accounts/new.html", page, status=422)
    if isinstance(opened, Approval):
        messages.info(request, _("We have your request. A person looks at it; the answer appears here."))
        return redirect("requests")
    return _once(request, opened.account, take_first_password(account_id=opened.account.id), fresh=True)


def _once(request: HttpRequest, account: TradingAccount, shown: str, *, fresh: bool) -> HttpResponse:
    page = {"account": account, "password": shown, "fresh": fresh}
    return render(request, "client_portal/accounts/password_once.html", page)


def _choices(client: Client) -> dict[str, Any]:
    return {
        "client": client,
        "key": keys.new_key(),
        "demo": list(products(kind="demo")),
        "live": list(products(kind="live")),
        "standing": standing_of(client),
    }


def _own(client: Client, key: str) -> str:
    """Keys are unique for the whole broker; nobody can meet somebody else's."""
    return f"portal:{client.id}:{key}"
