"""Files of payments for the bank: what waits, the files made of it, and what became of payments that only a person knows."""

import hashlib
import secrets
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import AtriumError, Conflict, NotFound
from atrium.kernel.money import Money
from portals.shared.refusals import show_in, telling
from portals.staff_console.access import permitted
from portals.staff_console.finance.tabs import tabs
from tenants.payments import services
from tenants.payments.models import BankAccount, Deposit, Payout, PayoutBatch
from tenants.payments.selectors import deposits_for, withdrawals_for
from tenants.payments.services.batches import waiting_for_bank
from tenants.payments.services.planning import refundable
from tenants.staff.models import Member

SHOWN = 50


class StatedForm(forms.Form):
    """What a second person decides from."""

    amount = forms.CharField(label=gettext_lazy("Amount"), max_length=30, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The second person decides from it, and an auditor reads it later."),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["key"].initial = secrets.token_hex(16)

    def clean_amount(self) -> Money | None:
        written = str(self.cleaned_data["amount"]).replace(",", "").strip()
        try:
            return Money.of(written, self.currency) if written else None
        except AtriumError as fault:
            raise forms.ValidationError(fault.message) from fault


class ResultForm(StatedForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        choices=[
            ("paid", gettext_lazy("It was paid")),
            ("failed", gettext_lazy("It was not paid and will not be")),
            ("returned", gettext_lazy("It came back")),
        ],
        widget=forms.RadioSelect,
    )
    reference = forms.CharField(
        label=gettext_lazy("Reference of the bank or provider"), max_length=200, required=False
    )
    field_order = ("outcome", "amount", "reference", "reason", "key")


@require_safe
@permitted("finance.view")
def bank_files(request: HttpRequest, member: Member) -> HttpResponse:
    accounts = BankAccount.objects.filter(active=True).order_by("code")
    context = {
        "tabs": tabs("finance_bank_files", member),
        "waiting": [(account, *_sum(account), secrets.token_hex(16)) for account in accounts],
        "batches": PayoutBatch.objects.defer("document").order_by("-made_at", "-id")[:SHOWN],
        "manual": Payout.objects.filter(state=Payout.State.MANUAL).order_by("id")[:SHOWN],
        "may": member.allows("payouts.approve"),
        "me": member.user,
    }
    return render(request, "staff_console/finance/bank_files.html", context)


@require_POST
@permitted("payouts.approve")
def make(request: HttpRequest, member: Member, account_id: uuid.UUID) -> HttpResponse:
    with telling(request):
        batch = services.make_batch(
            account_id=account_id,
            by=member.user,
            key=request.POST.get("key", "")[:64] or secrets.token_hex(16),
        )
        return redirect("finance_bank_file", batch.id)
    return redirect("finance_bank_files")


@require_safe
@permitted("finance.view")
def bank_file(request: HttpRequest, member: Member, batch_id: uuid.UUID) -> HttpResponse:
    batch = _batch(batch_id)
    context = {
        "tabs": tabs("finance_bank_files", member),
        "batch": batch,
        "payouts": batch.payouts.select_related("withdrawal__target").order_by("id"),
        "may_send": member.allows("payouts.approve") and batch.made_by_person != member.user.person_id,
        "may_drop": member.allows("payouts.approve"),
    }
    return render(request, "staff_console/finance/bank_file.html", context)


@require_safe
@permitted("payouts.approve")
def download(request: HttpRequest, member: Member, batch_id: uuid.UUID) -> HttpResponse:
    """The very bytes that were made, each time; damaged ones are not given out."""
    batch = _batch(batch_id)
    document = bytes(batch.document)
    if hashlib.sha256(document).hexdigest() != batch.sha256:
        raise Conflict("This file is not what was made. Nothing is given out; drop it and make another.")
    answer = HttpResponse(document, content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{batch.file_name}"'
    return answer


@require_POST
@permitted("payouts.approve")
def send(request: HttpRequest, member: Member, batch_id: uuid.UUID) -> HttpResponse:
    return _done(request, batch_id, services.mark_batch_sent, member)


@require_POST
@permitted("payouts.approve")
def drop(request: HttpRequest, member: Member, batch_id: uuid.UUID) -> HttpResponse:
    return _done(request, batch_id, services.drop_batch, member)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("payouts.approve")
def result(request: HttpRequest, member: Member, payout_id: uuid.UUID) -> HttpResponse:
    """What became of one payment: stated here, booked when a second person agrees."""
    rows = Payout.objects.filter(withdrawal__in=withdrawals_for(member)).select_related("withdrawal__target")
    payout = rows.filter(id=payout_id).first()
    if payout is None:
        raise NotFound("There is no such payout.")
    form = ResultForm(request.POST or None, currency=payout.currency)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.ask_payout_result(
                payout_id=payout.id, outcome=said["outcome"], money=said["amount"], reference=said["reference"],
                reason=said["reason"], by=member.user_id,
            )  # fmt: skip
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Asked. It is booked when somebody else agrees."))
            return redirect("finance_bank_files")
    return _asked(request, form, _("What became of payout %(token)s") % {"token": payout.token}, payout.money)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("payouts.approve")
def refund(request: HttpRequest, member: Member, deposit_id: uuid.UUID) -> HttpResponse:
    """A deposit back to where it came from: asked here, sent when a second person agrees."""
    deposit: Deposit | None = deposits_for(member).filter(id=deposit_id).first()
    if deposit is None:
        raise NotFound("There is no such deposit.")
    left = refundable(deposit)
    form = StatedForm(request.POST or None, currency=left.currency)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.refund_deposit(
                deposit_id=deposit.id, money=said["amount"] or left, reason=said["reason"], by=member.user_id, key=said["key"]
            )  # fmt: skip
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Asked. It is sent when somebody else agrees."))
            return redirect("finance_movement", "deposit", deposit.id)
    return _asked(request, form, _("Refund of a deposit"), left)


def _asked(request: HttpRequest, form: forms.Form, title: str, money: Money) -> HttpResponse:
    context = {"form": form, "title": title, "money": money}
    return render(request, "staff_console/finance/stated.html", context, status=422 if form.errors else 200)


def _sum(account: BankAccount) -> tuple[int, Money]:
    amounts = list(waiting_for_bank(account).values_list("amount_minor", flat=True))
    return len(amounts), Money(sum(amounts), account.currency)


def _batch(batch_id: uuid.UUID) -> PayoutBatch:
    batch = PayoutBatch.objects.filter(id=batch_id).first()
    if batch is None:
        raise NotFound("There is no such file.")
    return batch


def _done(request: HttpRequest, batch_id: uuid.UUID, verb: Any, member: Member) -> HttpResponse:
    with telling(request):
        batch = verb(batch_id=batch_id, by=member.user)
        messages.success(
            request,
            _("File %(number)s: %(state)s") % {"number": batch.number, "state": batch.get_state_display()},
        )
    return redirect("finance_bank_file", batch_id)
