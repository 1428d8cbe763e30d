"""Settings: which requests are asked about, and through which steps each kind goes."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.staff_console.access import permitted
from portals.staff_console.approval_rules import hints
from portals.staff_console.approval_rules.conditions import rows_of
from portals.staff_console.approval_rules.forms import ChainForm, PolicyForm
from tenants.approvals import choosing, selectors, services
from tenants.approvals.kinds import CATALOGUE, Kind, is_known, kind_of
from tenants.approvals.models import Approval, Chain, Policy
from tenants.staff.models import Member

MANAGE = "settings.approvals"


@require_safe
@permitted(MANAGE)
def overview(request: HttpRequest, member: Member) -> HttpResponse:
    chains: dict[str, list[Chain]] = {}
    for chain in selectors.chains_in_force():
        chains.setdefault(chain.kind, []).append(chain)
    policies, known = selectors.policies_in_force(), hints.house()
    rows = [
        {
            "kind": kind,
            "label": _(kind.label),
            "group": _(kind.group),
            "asked": _asked(kind, policies.get(kind.code)),
            "chains": len(chains.get(kind.code, ())),
            "permission": hints.LABELS.get(kind.permission, kind.permission),
            "missing": len(hints.of_kind(kind, chains.get(kind.code, ()), known)),
        }
        for kind in CATALOGUE
    ]
    return render(request, "staff_console/approval_rules/overview.html", {"rows": rows})


@require_safe
@permitted(MANAGE)
def one_kind(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    return _show(request, _kind(kind))


@require_POST
@permitted(MANAGE)
def policy(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    found = _kind(kind)
    form = PolicyForm(request.POST, kind=found)
    if form.is_valid():
        condition = form.condition()
        if form.is_valid():
            try:
                change = {
                    "do": "policy",
                    "kind": found.code,
                    "mode": form.cleaned_data["mode"],
                    "condition": condition,
                }
                waits = services.propose(change=change, by=member.user)
            except AtriumError as error:
                form.add_error("mode" if error.field == "mode" else None, error.message)
            else:
                _say(request, waits, _("Changed. It holds for what is asked from now on."))
                return redirect("approval_rules_kind", kind=found.code)
    return _show(request, found, policy_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(MANAGE)
def new_chain(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    return _edit(request, member, _kind(kind), None)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(MANAGE)
def chain(request: HttpRequest, member: Member, kind: str, line: uuid.UUID) -> HttpResponse:
    found = _kind(kind)
    return _edit(request, member, found, _in_force(found, line))


@require_POST
@permitted(MANAGE)
def end(request: HttpRequest, member: Member, kind: str, line: uuid.UUID) -> HttpResponse:
    found = _kind(kind)
    ended = _in_force(found, line)
    services.end_chain(line=line, by=member.user)
    messages.success(
        request, _("“%(name)s” is ended. Open requests keep their steps.") % {"name": ended.name}
    )
    return redirect("approval_rules_kind", kind=found.code)


def _edit(request: HttpRequest, member: Member, kind: Kind, before: Chain | None) -> HttpResponse:
    if before is not None and rows_of(before.condition) is None:
        messages.info(request, _("This condition is deeper than this form shows. Saving replaces it."))
    form = ChainForm(request.POST if request.method == "POST" else None, kind=kind, chain=before)
    if request.method == "POST" and form.is_valid():
        condition = form.condition()
        if form.is_valid() and _save(request, form, kind, before, condition, member):
            return redirect("approval_rules_kind", kind=kind.code)
    context = {
        "kind": kind,
        "kind_label": _(kind.label),
        "form": form,
        "chain": before,
        "versions": selectors.versions_of(before.line) if before else [],
        "words": choosing.in_words(kind, before.condition) if before else "",
    }
    return render(
        request, "staff_console/approval_rules/chain.html", context, status=422 if form.is_bound else 200
    )


def _save(
    request: HttpRequest,
    form: ChainForm,
    kind: Kind,
    before: Chain | None,
    condition: dict[str, Any],
    member: Member,
) -> bool:
    change = {
        "do": "chain",
        "kind": kind.code,
        "name": form.cleaned_data["name"],
        "condition": condition,
        "steps": form.steps(),
        "priority": form.cleaned_data["priority"],
        "line": str(before.line) if before else "",
    }
    try:
        waits = services.propose(change=change, by=member.user)
    except AtriumError as error:
        field = error.field.replace("steps[", "step_").replace("].", "_").replace("_permission", "_who")
        field = (
            field.replace("_role", "_who")
            .replace("_sla_minutes", "_within")
            .replace("_escalate_to", "_escalate")
        )
        form.add_error(field if field in form.fields else None, error.message)
        return False
    _say(request, waits, _("Kept. It holds for what is asked from now on; open requests keep their steps."))
    return True


def _say(request: HttpRequest, waits: Approval | None, made: str) -> None:
    if waits is None:
        messages.success(request, made)
    else:
        messages.info(request, _("Asked. A second person has to agree before the rules change."))


def _show(request: HttpRequest, kind: Kind, *, policy_form: PolicyForm | None = None) -> HttpResponse:
    chains = [chain for chain in selectors.chains_in_force() if chain.kind == kind.code]
    current, known = selectors.policies_in_force().get(kind.code), hints.house()
    context = {
        "kind": kind,
        "kind_label": _(kind.label),
        "applied_by": _(kind.applied_by) if kind.applied_by else "",
        "permission": hints.LABELS.get(kind.permission, kind.permission),
        "chains": [_chain_words(kind, chain, known) for chain in chains],
        "asked": _asked(kind, current),
        "policy_form": policy_form or PolicyForm(kind=kind, policy=current),
        "missing": hints.of_kind(kind, chains, known),
        "amendable": [_(fact.label) for fact in kind.amendable]
        + ([_("Amount")] if kind.money != "never" else []),
    }
    return render(
        request, "staff_console/approval_rules/kind.html", context, status=422 if policy_form else 200
    )


def _chain_words(kind: Kind, chain: Chain, known: hints.House) -> dict[str, Any]:
    return {
        "chain": chain,
        "when": choosing.in_words(kind, chain.condition) if chain.condition else _("always"),
        "steps": [
            {
                "who": known.named(plan),
                "people": plan.people,
                "minutes": plan.sla_minutes,
                "within": _span(plan.sla_minutes),
                "escalate": known.role_names.get(plan.escalate_to, ""),
            }
            for plan in choosing.plans_of(chain.steps)
        ],
    }


def _span(minutes: int) -> str:
    if minutes and minutes % 1440 == 0:
        return _("%(days)s d") % {"days": minutes // 1440}
    if minutes and minutes % 60 == 0:
        return _("%(hours)s h") % {"hours": minutes // 60}
    return _("%(minutes)s min") % {"minutes": minutes}


def _asked(kind: Kind, policy: Policy | None) -> str:
    mode = policy.mode if policy else kind.asks
    if mode == "when" and policy is not None:
        return _("when %(condition)s") % {"condition": choosing.in_words(kind, policy.condition)}
    return _("always") if mode == "always" else _("never")


def _kind(code: str) -> Kind:
    if not is_known(code):
        raise NotFound("There is no such kind of request.")
    return kind_of(code)


def _in_force(kind: Kind, line: uuid.UUID) -> Chain:
    found = Chain.objects.filter(kind=kind.code, line=line, valid_to=None).first()
    if found is None:
        raise NotFound("There is no such chain, or somebody else ended it meanwhile.")
    return found
