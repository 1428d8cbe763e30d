"""The card of one movement of money, the page of one ledger transaction, and finding either."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portals.shared.listing import listing_of
from portals.staff_console.access import in_drawer, permitted
from portals.staff_console.finance.tabs import tabs
from portals.staff_console.finance.words import FACTS, KINDS, WIRE
from portals.staff_console.lists.screens import OPERATIONS, TRANSFERS
from tenants.insight import money_finding as finding
from tenants.insight.money_booked import transaction_for
from tenants.insight.money_card import card_for
from tenants.staff.models import Member


@require_safe
@permitted("finance.view")
def transfers(request: HttpRequest, member: Member) -> HttpResponse:
    context = {"list": listing_of(request, member, TRANSFERS), "tabs": tabs("finance_transfers", member)}
    return render(request, "staff_console/finance/list.html", context)


@require_safe
@permitted("finance.view")
def operations(request: HttpRequest, member: Member) -> HttpResponse:
    context = {"list": listing_of(request, member, OPERATIONS), "tabs": tabs("finance_overview", member)}
    return render(request, "staff_console/finance/list.html", context)


@require_safe
@permitted("finance.view")
def movement(request: HttpRequest, member: Member, kind: str, row_id: uuid.UUID) -> HttpResponse:
    card = card_for(member, kind, row_id)
    context = {
        "card": card,
        "kind_word": KINDS[kind],
        "facts": [
            (FACTS.get(fact.code, fact.code), fact) for fact in card.facts if fact.value not in (None, "")
        ],
        "may_refund": member.allows("payouts.approve"),
        "wire": [(WIRE.get(one.what, one.what), one) for one in card.wire],
        "may_correct": member.allows("finance.correct"),
    }
    template = "drawer" if in_drawer(request) else "page"
    return render(request, f"staff_console/finance/movement_{template}.html", context)


@require_safe
@permitted("finance.view")
def transaction(request: HttpRequest, member: Member, transaction_id: uuid.UUID) -> HttpResponse:
    found = transaction_for(member, transaction_id)
    context = {"transaction": found, "transactions": [found], "may_correct": member.allows("finance.correct")}
    return render(request, "staff_console/finance/transaction.html", context)


@require_safe
@permitted("finance.view")
def find(request: HttpRequest, member: Member) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "").strip()
    context = {
        "tabs": tabs("", member),
        "text": text,
        "found": finding.find(member, text),
        "kinds": KINDS,
        "cases": finding.cases(member, text),
        "transactions": finding.ledger_transactions(member, text) if text else [],
    }
    return render(request, "staff_console/finance/find.html", context)
