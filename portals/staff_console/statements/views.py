"""Bank statements: upload, look through, book; and the lines whose owner a person has to name."""

import uuid
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import InvalidInput, NotFound
from atrium.kernel.money import Money
from portals.shared.ids import uuid_of
from portals.shared.proofs import as_download
from portals.shared.refusals import telling
from portals.staff_console.access import permitted
from portals.staff_console.finance.tabs import tabs
from portals.staff_console.statements.forms import StatementForm
from tenants.jobs.models import Job
from tenants.payments import references, selectors
from tenants.payments.models import BankLine, Deposit, Proof, Statement
from tenants.payments.services import book_statement, import_statement, match_line, matching
from tenants.staff.models import Member

_SHOWN: Final = 50


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("finance.correct")
def statements(request: HttpRequest, member: Member) -> HttpResponse:
    form = StatementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            one = import_statement(
                account=form.cleaned_data["account"], chunks=file.chunks(), name=file.name, by=member
            )
        except InvalidInput as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("statement", statement_id=one.id)
    rows = Statement.objects.select_related("account").order_by("-uploaded_at", "-id")[:_SHOWN]
    context = {
        "form": form,
        "may_set": member.allows("settings.payments"),
        "statements": rows,
        "waiting": _waiting()[:_SHOWN],
        "waiting_count": _waiting().count(),
        "tabs": tabs("statements", member),
    }
    status = 422 if form.is_bound else 200
    return render(request, "staff_console/statements/list.html", context, status=status)


@require_safe
@permitted("finance.correct")
def statement(request: HttpRequest, member: Member, statement_id: uuid.UUID) -> HttpResponse:
    one = _statement(statement_id)
    jobs = [key for key in (one.book_job_id, one.check_job_id) if key is not None]
    job = Job.objects.select_related("progress").filter(id=jobs[0]).first() if jobs else None
    context = {
        "one": one,
        "job": job,
        "shown": [_shown(row) for row in one.report.get("shown", ())],
        "open_lines": one.lines.filter(state=BankLine.State.OPEN).order_by("number")[:_SHOWN],
        "again": one.state == Statement.State.BOOKING and (job is None or job.is_over),
        "tabs": tabs("statements", member),
    }
    return render(request, "staff_console/statements/statement.html", context)


@require_POST
@permitted("finance.correct")
def book(request: HttpRequest, member: Member, statement_id: uuid.UUID) -> HttpResponse:
    one = book_statement(statement_id=_statement(statement_id).id, by=member)
    return redirect("statement", statement_id=one.id)


@require_safe
@permitted("finance.correct")
def line_page(request: HttpRequest, member: Member, line_id: uuid.UUID) -> HttpResponse:
    line = _line(line_id)
    seen = set(selectors.deposits_for(member).filter(kind="wire").values_list("id", flat=True))
    found = (
        [one for one in matching.suggestions(line) if one.deposit.id in seen] if line.state == "open" else []
    )
    asked = request.GET.get("q", "").strip()
    context = {
        "line": line,
        "suggestions": found,
        "text": asked,
        "found": _found(member, line, asked) if asked else None,
        "owner": _owner(member, line),
        "tabs": tabs("statements", member),
    }
    return render(request, "staff_console/statements/line.html", context)


@require_POST
@permitted("finance.correct")
def match(request: HttpRequest, member: Member, line_id: uuid.UUID) -> HttpResponse:
    line = _line(line_id)
    deposit = _waiting_for(member, request.POST.get("deposit", ""))
    with telling(request):
        done = match_line(line_id=line.id, deposit_id=deposit.id, by=member.user_id)
        settled = done.state == Deposit.State.SETTLED
        text = (
            _("It is in the client's wallet.")
            if settled
            else _("The amounts differ, so a second person decides.")
        )
        messages.success(request, text)
    return redirect("bank_line", line_id=line.id)


@require_safe
@permitted("finance.view")
def proof(request: HttpRequest, member: Member, proof_id: uuid.UUID) -> HttpResponse:
    """Only of deposits that the colleague may see."""
    found = Proof.objects.filter(id=proof_id, deposit__in=selectors.deposits_for(member)).first()
    if found is None:
        raise NotFound("There is no such file.")
    return as_download(found)


def _found(member: Member, line: BankLine, asked: str) -> list[Deposit]:
    """By reference, or by the client's number or name."""
    rows = selectors.deposits_for(member).filter(
        kind="wire", currency=line.currency, received_minor__isnull=True
    )
    named = references.references_in(asked if "DEP" in asked.upper() else f"DEP-{asked}")
    if named:
        return list(rows.filter(reference__in=named)[:10])
    if asked.isascii() and asked.isdigit() and len(asked) < 18:
        return list(rows.filter(client_number=int(asked))[:10])
    return list(rows.filter(client__user__person__name__icontains=asked)[:10])


def _owner(member: Member, line: BankLine) -> Deposit | None:
    if line.deposit_id is None:
        return None
    return selectors.deposits_for(member).filter(id=line.deposit_id).first()


def _waiting_for(member: Member, text: str) -> Deposit:
    key = uuid_of(text)
    found = selectors.deposits_for(member).filter(id=key).first() if key else None
    if found is None:
        raise NotFound("There is no such deposit.")
    return found


def _waiting() -> Any:
    rows = BankLine.objects.filter(state=BankLine.State.OPEN).select_related("account")
    return rows.order_by("-booked_on", "-id")


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"money": Money(*row["money"])}


def _statement(statement_id: uuid.UUID) -> Statement:
    one = Statement.objects.select_related("account").filter(id=statement_id).first()
    if one is None:
        raise NotFound("There is no such statement.")
    return one


def _line(line_id: uuid.UUID) -> BankLine:
    line = BankLine.objects.select_related("account", "statement").filter(id=line_id).first()
    if line is None:
        raise NotFound("There is no such line.")
    return line
