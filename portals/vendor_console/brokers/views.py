"""Brokers: the board, one broker, a new one with its progress, suspension. The registry is read outside every house."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.brokers import rules, selectors, services
from atrium.brokers.models import Broker
from atrium.kernel import tenancy
from atrium.kernel.errors import AtriumError, InvalidInput, NotFound
from portals.shared.paging import page_of
from portals.vendor_console.access import operators
from portals.vendor_console.brokers import board as boards
from portals.vendor_console.brokers import pages
from portals.vendor_console.brokers.forms import BrokerForm, SuspendForm
from tenants.activity.services import note
from tenants.staff.models import Member


@require_safe
@operators("brokers.view")
def board(request: HttpRequest, operator: Member) -> HttpResponse:
    wanted = pages.filtered(request.GET.get("q", ""), request.GET.get("status", ""))
    with tenancy.public():
        page = page_of(wanted, request.GET.get("cursor", ""), by="requested_at")
    found = {
        "page": page,
        "rows": boards.rows_of(page.rows),
        "totals": pages.totals(),
        "statuses": Broker.Status.choices,
        "filtered": bool(request.GET.get("q") or request.GET.get("status")),
    }
    part = request.htmx.target == "brokers"  # type: ignore[attr-defined]
    return render(request, f"vendor_console/brokers/{'list' if part else 'board'}.html", found)


@require_safe
@operators("brokers.view")
def broker(request: HttpRequest, operator: Member, broker_id: uuid.UUID) -> HttpResponse:
    found = _broker(broker_id)
    if found.status in {Broker.Status.CREATING, Broker.Status.FAILED}:
        return redirect("broker_progress", broker_id)
    return render(request, "vendor_console/brokers/broker.html", pages.of_broker(found, SuspendForm()))


@require_safe
@operators("brokers.view")
def totals(request: HttpRequest, operator: Member) -> HttpResponse:
    return render(request, "vendor_console/brokers/totals.html", {"totals": pages.totals()})


@require_safe
@operators("brokers.view")
def health(request: HttpRequest, operator: Member, broker_id: uuid.UUID) -> HttpResponse:
    row = boards.row_of(_broker(broker_id))
    return render(request, "vendor_console/brokers/health.html", {"row": row})


@require_http_methods(["GET", "POST"])
@operators("brokers.manage")
def new(request: HttpRequest, operator: Member) -> HttpResponse:
    form = BrokerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            broker_id = services.request_broker(form.order())
        except AtriumError as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            order = form.order()
            _note(
                broker_id, "requested", _("Asked for %(name)s (%(slug)s)") % vars_of(order.name, order.slug)
            )
            return redirect("broker_progress", broker_id)
    status = 422 if form.errors else 200
    return render(request, "vendor_console/brokers/new.html", {"form": form}, status=status)


@require_safe
@operators("brokers.manage")
def hosts(request: HttpRequest, operator: Member) -> HttpResponse:
    """While the name is typed: the addresses it would give, or why it cannot be."""
    slug = request.GET.get("slug", "").strip()
    found: dict[str, object] = {"slug": slug, "problem": ""}
    try:
        found["hosts"] = list(rules.hosts(rules.check_slug(slug), settings.ROOT_DOMAIN).values())
    except InvalidInput as refusal:
        found["problem"] = refusal.message if slug else ""
    else:
        found["problem"] = pages.why_taken(slug)
    return render(request, "vendor_console/brokers/hosts.html", found)


@require_safe
@operators("brokers.view")
def progress(request: HttpRequest, operator: Member, broker_id: uuid.UUID) -> HttpResponse:
    part = request.htmx.target == "progress"  # type: ignore[attr-defined]
    template = f"vendor_console/brokers/{'progress_part' if part else 'progress'}.html"
    return render(request, template, pages.of_progress(_broker(broker_id)))


@require_POST
@operators("brokers.manage")
def retry(request: HttpRequest, operator: Member, broker_id: uuid.UUID) -> HttpResponse:
    found = _broker(broker_id)
    services.retry_provisioning(broker_id)
    _note(broker_id, "retried", _("Creation of %(name)s was tried again") % vars_of(found.name))
    return redirect("broker_progress", broker_id)


@require_POST
@operators("brokers.manage")
def suspend(request: HttpRequest, operator: Member, broker_id: uuid.UUID) -> HttpResponse:
    found, form = _broker(broker_id), SuspendForm(request.POST)
    if not form.is_valid():
        return render(request, "vendor_console/brokers/broker.html", pages.of_broker(found, form), status=422)
    reason = form.cleaned_data["reason"]
    services.suspend(broker_id, reason=reason)
    _note(broker_id, "suspended", _("%(name)s was suspended: %(more)s") % vars_of(found.name, reason))
    messages.warning(request, _("%(name)s is suspended. Every page of it says so now.") % vars_of(found.name))
    return redirect("broker", broker_id)


@require_POST
@operators("brokers.manage")
def resume(request: HttpRequest, operator: Member, broker_id: uuid.UUID) -> HttpResponse:
    found = _broker(broker_id)
    services.resume(broker_id)
    _note(broker_id, "resumed", _("%(name)s was resumed") % vars_of(found.name))
    messages.success(request, _("%(name)s is open again.") % vars_of(found.name))
    return redirect("broker", broker_id)


def _broker(broker_id: uuid.UUID) -> Broker:
    with tenancy.public():
        found = selectors.brokers().filter(id=broker_id).first()
    if found is None:
        raise NotFound("There is no such broker.")
    return found


def _note(broker_id: uuid.UUID, verb: str, text: str) -> None:
    note(subject_kind="broker", subject_id=broker_id, verb=verb, text=text)


def vars_of(name: str, more: str = "") -> dict[str, str]:
    return {"name": name, "slug": more, "more": more}
