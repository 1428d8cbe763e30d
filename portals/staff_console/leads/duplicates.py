"""Who is in the house twice, side by side, and made one field by field."""

import uuid
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from atrium.kernel.errors import AtriumError
from portals.staff_console.access import permitted
from portals.staff_console.leads.forms import MASK_OF
from tenants.leads import selectors, services
from tenants.leads.models import Lead
from tenants.leads.rules import merging
from tenants.staff.masking import shown
from tenants.staff.models import Member

_LABELS: Final[dict[str, str | Promise]] = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "country": gettext_lazy("Country"),
    "language": gettext_lazy("Language"),
    "birth_date": gettext_lazy("Born"),
    "national_id": gettext_lazy("Document number"),
    "address": gettext_lazy("Address"),
    "source": gettext_lazy("Source"),
    "referral_code": gettext_lazy("IB or referral code"),
    "assigned_to": gettext_lazy("Manager"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of both; `other` is ticked where only the other has it."""

    field: str
    label: str | Promise
    kept: str
    other: str
    other_suggested: bool

    @property
    def differs(self) -> bool:
        return self.kept != self.other


@require_safe
@permitted("leads.merge")
def duplicates(request: HttpRequest, member: Member) -> HttpResponse:
    groups = selectors.groups_for(member)
    return render(request, "staff_console/leads/duplicates.html", {"groups": groups})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("leads.merge")
def merge(request: HttpRequest, member: Member, lead_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    """`lead_id` is kept. The same page the other way round is one click away."""
    keep = selectors.lead_for(member, lead_id, "leads.merge")
    drop = selectors.lead_for(member, other_id, "leads.merge")
    refusal, status = "", 200
    if request.method == "POST":
        take = [field for field in merging.CHOSEN if request.POST.get(field) == "other"]
        try:
            services.merge_leads(keep_id=keep.id, drop_id=drop.id, by=member, take=take)
        except AtriumError as error:
            refusal, status = error.message, error.status
        else:
            words = _("%(one)s and %(two)s are one now. It can be undone for %(days)s days.")
            messages.success(
                request, words % {"one": keep.number, "two": drop.number, "days": merging.KEPT_DAYS}
            )
            return redirect("lead", lead_id=keep.id)
    context = {
        "keep": keep,
        "drop": drop,
        "choices": _choices(member, keep, drop),
        "because": _because(member, keep, drop),
        "clients": [getattr(keep, "client", None), getattr(drop, "client", None)],
        "refusal": refusal,
    }
    return render(request, "staff_console/leads/merge.html", context, status=status)


def _choices(member: Member, keep: Lead, drop: Lead) -> list[Choice]:
    suggested = merging.suggested(_values(keep), _values(drop))
    return [
        Choice(
            field, _LABELS[field], _word(member, keep, field), _word(member, drop, field), field in suggested
        )
        for field in merging.CHOSEN
        if _values(keep)[field] or _values(drop)[field]
    ]


def _because(member: Member, keep: Lead, drop: Lead) -> tuple[str, ...]:
    rows = selectors.leads_for(member).filter(id=drop.id)
    return next((match.because for match in selectors.duplicates_of(keep, among=rows)), ())


def _values(lead: Lead) -> dict[str, Any]:
    return {field: getattr(lead, field) for field in merging.CHOSEN}


def _word(member: Member, lead: Lead, field: str) -> str:
    value = getattr(lead, field)
    mask = MASK_OF.get(field, "")
    return shown("" if value is None else value, member.authority.mask(mask) if mask else "", mask)
