"""Ranks: what each asks for, what the night found, who went up or down and why, and a rank given by hand."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.paging import page_of
from portals.shared.refusals import show_in, telling
from portals.staff_console.access import permitted
from portals.staff_console.partners.ranks.forms import LABELS, GiveForm, PolicyForm, RankForm
from portals.staff_console.partners.tabs import tabs
from tenants.ibs.models import Rank, RankChange
from tenants.ibs.selectors import ranks as selectors
from tenants.ibs.services import ranks
from tenants.staff.models import Member


@require_safe
@permitted("partners.view")
def rank_list(request: HttpRequest, member: Member) -> HttpResponse:
    return _show(request, member, GiveForm(ranks=selectors.ranks()))


@require_http_methods(["GET", "POST"])
@permitted("rebates.manage")
def edit(request: HttpRequest, member: Member, level: int | None = None) -> HttpResponse:
    rank = _rank(level) if level is not None else None
    form = RankForm(request.POST or None, rank=rank)
    if request.method == "POST" and form.is_valid() and _save(form):
        messages.success(request, _("Saved. The next night looks at everybody by it."))
        return redirect("partner_ranks")
    context = {"form": form, "rank": rank}
    return render(
        request, "staff_console/partners/ranks/edit.html", context, status=422 if form.errors else 200
    )


@require_POST
@permitted("rebates.manage")
def drop(request: HttpRequest, member: Member, level: int) -> HttpResponse:
    with telling(request):
        ranks.drop_rank(level=level)
        messages.success(request, _("Removed."))
    return redirect("partner_ranks")


@require_POST
@permitted("rebates.manage")
def policy(request: HttpRequest, member: Member) -> HttpResponse:
    form = PolicyForm(request.POST, policy=selectors.rank_policy())
    if form.is_valid():
        ranks.set_rank_policy(up=form.cleaned_data["up"], down=form.cleaned_data["down"])
        messages.success(request, _("Saved. It counts from the next night on."))
    else:
        messages.error(request, _("Choose one of the three. Nothing was changed."))
    return redirect("partner_ranks")


@require_POST
@permitted("partners.manage")
def decide(request: HttpRequest, member: Member, change_id: uuid.UUID) -> HttpResponse:
    with telling(request):
        accept = request.POST.get("decision") == "accept"
        change = ranks.decide_change(change_id=change_id, by=member.user_id, accept=accept)
        said = _("Done: it counts from this second on.") if accept else _("Declined. Nothing was changed.")
        messages.success(request, f"{change.partner.name}: {said}")
    return redirect("partner_ranks")


@require_POST
@permitted("partners.manage")
def give(request: HttpRequest, member: Member) -> HttpResponse:
    form = GiveForm(request.POST, ranks=selectors.ranks())
    if form.is_valid():
        said = form.cleaned_data
        try:
            ranks.give_rank(
                partner_id=said["partner"].id, level=said["level"], reason=said["reason"], by=member.user_id
            )
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Given. It counts from this second on."))
            return redirect("partner_ranks")
    return _show(request, member, form, status=422)


def _show(request: HttpRequest, member: Member, form: GiveForm, status: int = 200) -> HttpResponse:
    changes = selectors.rank_changes()
    context = {
        "ranks": [(rank, _criteria(rank.reach), _criteria(rank.keep)) for rank in selectors.ranks()],
        "titles": {rank.level: rank.title for rank in selectors.ranks()},
        "proposed": changes.filter(state=RankChange.State.PROPOSED)[:200],
        "page": page_of(changes.exclude(state=RankChange.State.PROPOSED), request.GET.get("cursor", "")),
        "policy_form": PolicyForm(policy=selectors.rank_policy()),
        "give_form": form,
        "may_edit": member.allows("rebates.manage"),
        "may_decide": member.allows("partners.manage"),
        "tabs": tabs("partner_ranks", member),
    }
    return render(request, "staff_console/partners/ranks/list.html", context, status=status)


def _criteria(stored: dict[str, str]) -> list[str]:
    return [f"{LABELS[name]} ≥ {stored[name]}" for name in LABELS if name in stored]


def _save(form: RankForm) -> bool:
    said = form.cleaned_data
    try:
        ranks.save_rank(
            level=said["level"], title=said["title"], period_days=said["period_days"], reach=form.criteria("reach"),
            keep=form.criteria("keep"),
        )  # fmt: skip
    except AtriumError as refusal:
        show_in(form, refusal)
        return False
    return True


def _rank(level: int) -> Rank:
    rank = Rank.objects.filter(level=level).first()
    if rank is None:
        raise NotFound("There is no such rank.")
    return rank
