"""A lead as its drawer and page show it: the facts, why it is whose it is, how long for, and what can be done."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError
from portals.staff_console.access import in_drawer
from portals.staff_console.leads.forms import CloseForm, ContactForm, PartForm
from portals.staff_console.work.answers import told
from tenants.activity.selectors import timeline
from tenants.activity.types import Subject
from tenants.leads import selectors
from tenants.leads.models import Lead, Merge, ProfileChange
from tenants.leads.rules.merging import KEPT_DAYS
from tenants.leads.rules.status import OPEN
from tenants.leads.selectors.scoring import explained
from tenants.staff.models import Member

ENTRIES: Final = 30
LISTS: Final = "#leads, #pool"


@dataclass(frozen=True, slots=True)
class Countdown:
    """How much of the protection is left; `is_soon` once its manager was to be warned."""

    until: datetime
    days: int
    left: int
    is_soon: bool

    @property
    def is_over(self) -> bool:
        return self.left < 0


def context_of(member: Member, lead: Lead) -> dict[str, Any]:
    client = getattr(lead, "client", None)
    subjects = selectors.subjects_of(lead) + ([Subject("client", client.id)] if client else [])
    rights = rights_of(member, lead)
    merging = rights["merge"]
    return {
        "lead": lead,
        "client": client,
        "client_waits": client is not None and client.user.must_change_password,
        "rights": rights,
        "countdown": countdown_of(lead),
        "points": explained(lead),
        "participations": lead.participations.select_related("member__user").order_by("since"),
        "entries": timeline(subjects, limit=ENTRIES).entries,
        "duplicates": selectors.duplicates_of(lead, among=selectors.leads_for(member)) if merging else [],
        "merges": _undoable(lead) if merging else [],
        "waiting_change": lead.profile_changes.filter(state=ProfileChange.State.PENDING).first(),
        "contact_form": ContactForm(initial={"channel": "call"}),
        "close_form": CloseForm(),
        "part_form": PartForm() if rights["assign"] else None,
        "may_see_client": client is not None and member.allows("clients.view"),
    }


def rights_of(member: Member, lead: Lead) -> dict[str, bool]:
    allows, is_client = member.allows, hasattr(lead, "client")
    return {
        "take": lead.in_pool and allows("leads.take"),
        "contact": allows("leads.edit"),
        "edit": allows("clients.edit") if is_client else allows("leads.edit"),
        "assign": allows("leads.assign"),
        "merge": allows("leads.merge"),
        "register": allows("clients.register") and not is_client and lead.status != "closed",
        "close": allows("leads.edit") and lead.status != "closed",
    }


def countdown_of(lead: Lead) -> Countdown | None:
    if lead.protected_until is None or lead.status not in OPEN:
        return None
    days = selectors.protections().of(lead.desk_id)
    left = (lead.protected_until - clock.now()).days
    return Countdown(lead.protected_until, days.days, left, left < days.warning_days)


def panel(
    request: HttpRequest, member: Member, lead: Lead, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The drawer's content, the whole page, or the panel alone after an action in it."""
    name = "drawer" if in_drawer(request) else "panel" if request.htmx else "page"  # type: ignore[attr-defined]
    context = {**context_of(member, lead), "wide": _on_its_page(request, lead), **more}
    return render(request, f"staff_console/leads/{name}.html", context, status=status)


def _on_its_page(request: HttpRequest, lead: Lead) -> bool:
    """Two columns on the lead's own page; one in a drawer, also after an action in it."""
    if not request.htmx:  # type: ignore[attr-defined]
        return True
    return urlsplit(request.htmx.current_url or "").path == f"/leads/{lead.id}/"  # type: ignore[attr-defined]


def done(request: HttpRequest, member: Member, lead: Lead, text: str) -> HttpResponse:
    """After an action: the panel as it is now; who gave the lead away goes back to the list."""
    now = selectors.leads_for(member).filter(id=lead.id).first()
    if now is None:
        return told(request, text, refetch=LISTS, to="leads")
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, text)
        return redirect("lead", lead_id=lead.id)
    response = panel(request, member, now)
    toast = {"toast": {"text": text, "tone": "good"}, "refetch": {"value": LISTS}}
    response.headers["HX-Trigger"] = json.dumps(toast)
    return response


def refused(request: HttpRequest, member: Member, lead: Lead, error: AtriumError) -> HttpResponse:
    """A rule said no: why, with the lead as it is now beside it."""
    now = selectors.leads_for(member).filter(id=lead.id).first()
    if now is None:
        raise error
    return panel(request, member, now, status=swapped(request, error.status), refusal=error.message)


def swapped(request: HttpRequest, status: int) -> int:
    """422 is what the page's script swaps in; a browser without it gets the refusal's own code."""
    return 422 if request.htmx else status  # type: ignore[attr-defined]


def sorry(request: HttpRequest, error: AtriumError, *, refetch: str = LISTS) -> HttpResponse:
    """From a list: a toast says why, and the list is fetched as it is now."""
    if not request.htmx:  # type: ignore[attr-defined]
        raise error
    trigger = {"toast": {"text": error.message, "tone": "bad"}, "refetch": {"value": refetch}}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(trigger)})


def _undoable(lead: Lead) -> list[Merge]:
    rows = lead.merges.filter(undone_at=None).select_related("dropped", "by__user").order_by("-at")
    return [merge for merge in rows if (clock.now() - merge.at).days < KEPT_DAYS]
