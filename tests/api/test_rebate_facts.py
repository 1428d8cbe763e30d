"""Facts that no platform reports come from a program: all or nothing, a fault by its field, told again they change nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tenants.rebates.models import AccountTerms, DealFacts, Happening, Line
from tenants.rebates.verification import verify
from tenants.trading.models import Deal
from tests.api.conftest import Day
from tests.api.program import assert_problem
from tests.rebates.lives import nina


def told(**rows: Any) -> dict[str, Any]:
    return {"deals": [], "accounts": [], "events": [], **rows}


def a_deal() -> tuple[Deal, str]:
    line = Line.objects.filter(source_kind="deal").exclude(amount=0).earliest("id")
    return Deal.objects.select_related("account").get(id=line.deal_id or 0), line.source


def test_facts_terms_and_events_are_taken_over_in_one_go(day: Day) -> None:
    program = day.as_(nina().user)
    deal, code = a_deal()
    assert deal.account is not None
    client = str(deal.account.client_number)
    body = told(
        deals=[{"deal": code, "spread": "1.2", "revenue": "9.55", "flags": ["social"]}],
        accounts=[{"account": code.rpartition(":")[0] + f":{deal.login}", "rebates": True}],
        events=[
            {"type": "bonus", "id": "b-1", "at": "2026-03-01T10:00:00Z", "client": client, "amount": "50", "currency": "USD"},
            {"type": "lead", "id": "l-1", "at": "2026-03-01T10:00:00Z", "client": client, "phone_verified": True,
             "email_verified": True, "unique": False},
        ],
    )  # fmt: skip
    first = program.post("rebate-facts", body, idem="facts-1")
    again = program.post("rebate-facts", body, idem="facts-2")
    assert (first.status_code, first.json()) == (
        201,
        {"deals": 1, "accounts": 1, "events": 2, "corrected": 0},
    )
    assert again.json()["events"] == 0
    facts = DealFacts.objects.get(deal_id=deal.id)
    assert (facts.spread, facts.revenue, facts.flags) == (Decimal("1.2"), Decimal("9.55"), ["social"])
    assert AccountTerms.objects.get(account_id=deal.account.id).rebates is True
    kept = Happening.objects.order_by("code").values_list("code", "kind", "facts")
    assert list(kept) == [
        ("b-1", "bonus", {"amount": "50", "currency": "USD"}),
        ("l-1", "lead", {"phone_verified": True, "email_verified": True, "unique": False}),
    ]
    other = {**body["events"][0], "amount": "51"}
    assert program.post("rebate-facts", told(events=[other]), idem="facts-3").status_code == 409
    assert Happening.objects.get(code="b-1").facts["amount"] == "50"
    assert verify() == []


def test_a_fault_names_its_field_and_nothing_is_taken_over(day: Day) -> None:
    program = day.as_(nina().user)
    _, code = a_deal()
    bonus = {"type": "bonus", "id": "b-1", "at": "2026-03-01T10:00:00Z", "client": "1", "amount": "5"}
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        (told(deals=[{"deal": code, "spread": "1e5"}]), "deals[0].spread"),
        (told(deals=[{"deal": code}, {"deal": code}]), "deals[1].deal"),
        (told(deals=[{"deal": code, "lots": "2"}]), "deals[0].lots"),
        (told(deals=[{"deal": "nowhere:1"}]), "deals[0].deal"),
        (told(deals=[{"deal": code, "close_by": "nowhere:1"}]), "deals[0].close_by"),
        (told(accounts=[{"account": "nowhere:1"}]), "accounts[0].account"),
        (told(events=[bonus, {**bonus, "id": "b-2", "client": "99999"}]), "events[1].client"),
        (told(events=[{**bonus, "at": "yesterday"}]), "events[0].at"),
        (told(events=[{**bonus, "id": "deposit:1"}]), "events[0].id"),
        (told(events=[{**bonus, "type": "reverse"}]), "events[0].type"),
    )
    for number, (body, path) in enumerate(wrong):
        body["deals"] = body["deals"] or [{"deal": code, "spread": "7"}]
        answer = program.post("rebate-facts", body, idem=f"wrong-{number}")
        assert answer.status_code == 422, (path, answer.content)
        assert path in answer.content.decode(), path
    assert not DealFacts.objects.exists()
    assert not Happening.objects.exists()


def test_facts_are_no_business_of_partners(day: Day) -> None:
    answer = day.as_(day.iris.user).post("rebate-facts", told(), idem="facts-1")
    assert_problem(answer, 404, "not-found")
