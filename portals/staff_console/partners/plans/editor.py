"""The plan editor: a form of what the engine knows, examined at every key, with a worked example on a real deal."""

import json
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atrium.kernel.errors import AtriumError, Refused
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from portals.staff_console.partners import traces
from portals.staff_console.partners.plans import fields, words
from portals.staff_console.partners.plans.forms import NameForm
from portals.staff_console.partners.plans.writing import Data, data_of, document_of, twice
from portals.staff_console.partners.tabs import tabs
from tenants.rebates import engine
from tenants.rebates.advice import Advice
from tenants.rebates.models import Plan
from tenants.rebates.services import drafting, plans
from tenants.staff.models import Member
from tenants.trading.models import Deal

BEGINNING: dict[str, Any] = {
    "base": {"type": "per_lot"},
    "distribution": {"kind": "levels", "rates": ["5", "2"]},
}
"""Something that can be read, to begin with."""
_NEW = "new-plan"


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("rebates.manage")
def new(request: HttpRequest, member: Member) -> HttpResponse:
    form = NameForm(request.POST or None)
    if request.method == "POST":
        return _saved(request, member, form, None)
    return _shown(request, member, form, data_of(BEGINNING), None)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("rebates.manage")
def edit(request: HttpRequest, member: Member, plan_id: uuid.UUID) -> HttpResponse:
    plan = plans.of(plan_id)
    if not plan.may_change:
        raise Refused("This plan is not changed any more. Draft its next version instead.")
    form = NameForm(
        {**request.POST.dict(), "code": plan.code} if request.method == "POST" else None,
        initial={"name": plan.name},
    )
    if request.method == "POST":
        return _saved(request, member, form, plan)
    return _shown(request, member, form, data_of(plan.document), plan)


@require_POST
@permitted("rebates.manage")
def next_version(request: HttpRequest, member: Member, plan_id: uuid.UUID) -> HttpResponse:
    """A draft that says what this version says."""
    plan = plans.of(plan_id)
    drafted = plans.draft_plan(code=plan.code, name=plan.name, document=plan.document)
    return redirect("partner_plan_edit", plan_id=drafted.id)


@require_POST
@permitted("rebates.manage")
def check(request: HttpRequest, member: Member) -> HttpResponse:
    """While somebody types: what is wrong at its field, what to look at twice, and the example. Nothing is saved."""
    return render(
        request, "staff_console/partners/plans/verdict.html", _examined(request.POST.dict(), oob=True)
    )


@require_POST
@permitted("rebates.manage")
def shape(request: HttpRequest, member: Member) -> HttpResponse:
    """Another base, a row more, a table instead of a number: the fields drawn anew, with what was written in them."""
    data = fields.changed(request.POST.dict(), request.POST.get("do", ""))
    return render(request, "staff_console/partners/plans/reshaped.html", _examined(data, oob=False))


def _saved(request: HttpRequest, member: Member, form: NameForm, plan: Plan | None) -> HttpResponse:
    data = request.POST.dict()
    if form.is_valid() and not list(twice(data)):
        name, document = form.cleaned_data["name"], document_of(data)
        try:
            if plan is None:
                _refuse_taken(form.cleaned_data["code"])
                saved = plans.draft_plan(code=form.cleaned_data["code"], name=name, document=document)
            else:
                saved = plans.change_draft(plan_id=plan.id, name=name, document=document)
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            return redirect("partner_plan", plan_id=saved.id)
    return _shown(request, member, form, data, plan, status=422)


def _refuse_taken(code: str) -> None:
    if Plan.objects.filter(code=code).exists():
        raise Refused(
            "There is a plan of this code. Draft its next version on its page, or choose another code.",
            field="code",
        )


def _shown(
    request: HttpRequest, member: Member, form: NameForm, data: Data, plan: Plan | None, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "plan": plan,
        "tabs": tabs("partner_plans", member),
        "deals": drafting.deals_to_choose(),
        **_examined({"code": plan.code if plan else _NEW, **data}, oob=False),
    }
    return render(request, "staff_console/partners/plans/editor.html", context, status=status)


def _examined(data: Data, *, oob: bool) -> dict[str, Any]:
    """Everything the page says of what is written now."""
    document = document_of(data)
    deal = _deal(data.get("deal", ""))
    found = drafting.examine(document, code=data.get("code", "").strip() or _NEW, deal=deal)
    again = [(_entry(place, key), _("%(key)s is there twice") % {"key": key}) for place, key in twice(data)]
    faults = fields.faults_of(found.faults, again)
    sections = fields.sections_of(data, faults)
    return {
        "data": data,
        "sections": sections,
        "nodes": fields.all_nodes(sections) if oob else (),
        "oob": oob,
        "rest": faults.rest,
        "count": len(found.faults) + len(again),
        "advice": [_advised(one) for one in found.advice],
        "example": _example(found.example),
        "deal": deal,
        "document": json.dumps(document, indent=2, ensure_ascii=False),
    }


def _entry(place: str, key: str) -> str:
    """As the engine would name it."""
    return f"{place.rpartition('{')[0]}.{key}"


def _deal(ticket: str) -> Deal | None:
    found = drafting.deal_to_try(ticket.strip()) if ticket.strip() else None
    return found or next(iter(drafting.deals_to_choose()), None)


def _advised(one: Advice) -> dict[str, Any]:
    template = words.ADVICE.get(one.code, one.code)
    values = {**one.values, "key": words.field(one.values.get("key", ""))}
    return {
        "title": words.TITLES.get(one.kind, one.kind),
        "text": str(template) % values,
        "dom": fields.dom(one.path),
    }


def _example(example: drafting.Example | None) -> dict[str, Any] | None:
    if example is None:
        return None
    lines = [{"line": line, "steps": traces.steps_of(_steps(line))} for line in example.lines]
    return {
        "of": example,
        "lines": lines,
        "assumed": [(words.ASSUMED[kind], what) for kind, what in example.assumed.items()],
    }


def _steps(line: engine.Line) -> Any:
    return list(line.trace)
