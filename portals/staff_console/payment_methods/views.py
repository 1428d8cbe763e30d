"""Payment methods and the routing table: what clients may choose, where it goes, and what in the table does nothing."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from portals.staff_console.payment_methods.forms import BankAccountForm, MethodForm, RouteForm
from tenants.clients.models import Client
from tenants.connections import selectors as connections
from tenants.payments import routing, selectors
from tenants.payments.models import BankAccount, Method, Route
from tenants.payments.services import choosing, methods
from tenants.staff.models import Member


@require_safe
@permitted("settings.payments")
def overview(request: HttpRequest, member: Member) -> HttpResponse:
    rows = Route.objects.select_related("method", "bank_account").order_by(
        "direction", "method__place", "priority", "id"
    )
    found = {fault.way: fault.text for fault in _faults() if fault.way is not None}
    labels = {one.id: one.label for one in connections.connections()}
    context = {
        "methods": Method.objects.order_by("place", "created_at"),
        "implied": [] if Method.objects.exists() else choosing.methods(),
        "routes": [(row, _target(row, labels), found.get(row.id, "")) for row in rows],
        "gaps": [fault.text for fault in _faults() if fault.way is None],
        "accounts": BankAccount.objects.order_by("label"),
    }
    return render(request, "staff_console/payment_methods/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("settings.payments")
def method(request: HttpRequest, member: Member, method_id: uuid.UUID | None = None) -> HttpResponse:
    row = _row(Method, method_id)
    start = (
        _facts(row, MethodForm) if row else {"minutes": 1, "active": True, "place": Method.objects.count()}
    )
    form = MethodForm(request.POST or None, initial=start)
    title = row.label if row else _("New payment method")
    return _saved(request, form, title, lambda: methods.save_method(method_id=method_id, **form.facts()))


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("settings.payments")
def route(request: HttpRequest, member: Member, route_id: uuid.UUID | None = None) -> HttpResponse:
    row = _row(Route, route_id)
    form = RouteForm(
        request.POST or None, initial=_route_facts(row) if row else {"priority": 10, "active": True}
    )
    title = _("Row of the routing table") if row else _("New row of the routing table")
    return _saved(request, form, title, lambda: methods.save_route(route_id=route_id, **form.facts()), row)


@require_POST
@permitted("settings.payments")
def remove(request: HttpRequest, member: Member, route_id: uuid.UUID) -> HttpResponse:
    methods.remove_route(route_id=route_id)
    messages.success(request, _("The row is gone. Payments that are under way are not touched."))
    return redirect("payment_methods")


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("settings.payments")
def bank_account(request: HttpRequest, member: Member, account_id: uuid.UUID | None = None) -> HttpResponse:
    row = _row(BankAccount, account_id)
    form = BankAccountForm(
        request.POST or None, initial=_facts(row, BankAccountForm) if row else {"active": True}
    )
    title = row.label if row else _("New bank account")
    return _saved(
        request, form, title, lambda: methods.save_bank_account(account_id=account_id, **form.facts())
    )


def _saved(
    request: HttpRequest, form: forms.Form, title: str, save: Callable[[], object], removable: object = None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("payment_methods")
    context = {"form": form, "title": title, "removable": removable}
    status = 422 if form.is_bound else 200
    return render(request, "staff_console/payment_methods/edit.html", context, status=status)


def _faults() -> list[routing.Fault]:
    """In the currencies that clients have; a house without clients has no gaps."""
    limits = selectors.deposit_limits()
    currencies = sorted(set(Client.objects.order_by().values_list("currency", flat=True).distinct()))
    incoming = [way for way in choosing.ways() if way.direction == routing.IN]
    return routing.faults(incoming, currencies, limits.smallest, limits.largest)


def _target(row: Route, labels: dict[uuid.UUID, str]) -> str:
    if row.bank_account is not None:
        return row.bank_account.label
    return labels.get(row.connection_id, _("By hand")) if row.connection_id else _("By hand")


def _route_facts(row: Route) -> dict[str, Any]:
    target = f"psp:{row.connection_id}" if row.connection_id else ""
    if row.bank_account_id:
        target = f"bank:{row.bank_account_id}"
    lists = {name: ", ".join(getattr(row, name)) for name in ("countries", "currencies", "groups")}
    return {**_facts(row, RouteForm), **lists, "target": target, "method_id": str(row.method_id)}


def _facts(row: Any, form: type[forms.Form]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.base_fields if hasattr(row, name)}


def _row(model: Any, key: uuid.UUID | None) -> Any:
    if key is None:
        return None
    found = model.objects.filter(id=key).first()
    if found is None:
        raise NotFound("There is no such thing here.")
    return found
