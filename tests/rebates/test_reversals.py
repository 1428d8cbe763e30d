"""Reversals by themselves: a happening takes back what stands of its source, and goes with every correction of it."""

from datetime import timedelta

import pytest

from tenants.ibs.models import Partner
from tenants.rebates import services
from tenants.rebates.models import Clawback, Happening, Line
from tenants.rebates.scenario import deal_id
from tenants.rebates.selectors import trace_of
from tenants.rebates.services import clawback
from tenants.rebates.verification import verify
from tenants.trading.models import Deal
from tests.ibs.people import Family
from tests.rebates.market import NOON
from tests.rebates.test_corrections import accrued, accrued_of, cast, changed

pytestmark = pytest.mark.usefixtures("in_acme")
__all__ = ["cast"]

LATER = NOON + timedelta(days=1)


def reverse(row: Deal, code: str, partner: Partner | None = None) -> Happening:
    facts = {"of": deal_id(row), "reason": "rejected", "partner": str(partner.number) if partner else None}
    return Happening.objects.create(code=code, kind=Happening.Kind.REVERSE, at=LATER, facts=facts)


def taken_back(row: Deal) -> None:
    wish = Clawback(of_kind="deal", of_source=deal_id(row), reason="clawback", state="done", created_at=NOON)
    clawback.post_reversal(wish)


def of_event(code: str) -> list[tuple[int, str, str]]:
    rows = Line.objects.filter(source=code, source_kind="event").order_by(
        "generation", "party_kind", "partner__number"
    )
    return [(row.generation, f"{row.amount.normalize():f}", row.reason) for row in rows]


def test_a_happening_takes_back_one_partners_part_once_and_with_its_own_time(cast: Family) -> None:
    row = accrued(cast)
    reverse(row, "r1", cast.ida)

    first, again = services.accrue_events(at=LATER), services.accrue_events(at=LATER)

    assert (first.lines, first.partner_ids, again.lines) == (1, (cast.ida.id,), 0)
    line = Line.objects.get(source="r1")
    assert (f"{line.amount:f}", line.time, line.due, line.level) == ("-10.0000000000", LATER, LATER, 1)
    assert accrued_of(cast.ida, cast.ivan, cast.iris) == ["0.00", "4.00", "2.00"]
    [step] = trace_of(line)
    assert (step["step"], step["rule"], step["in"]["of"]) == (12, "reverse", deal_id(row))
    assert verify() == []


def test_before_its_time_or_before_its_deal_it_takes_nothing(cast: Family) -> None:
    row = accrued(cast)
    reverse(row, "r1")
    Happening.objects.create(
        code="r2", kind="reverse", at=LATER, facts={"of": "mt5-live:1", "reason": "rejected", "partner": None}
    )
    assert services.accrue_events(at=LATER - timedelta(seconds=1)).lines == 0
    assert services.accrue_events(at=LATER).lines == 3
    assert (len(of_event("r1")), of_event("r2")) == (3, [])


def test_a_deal_corrected_after_it_was_taken_back_pays_nothing_of_the_correction(cast: Family) -> None:
    row = accrued(cast, lots="1")
    taken_back(row)
    [code] = Happening.objects.values_list("code", flat=True)
    assert accrued_of(cast.ida, cast.ivan, cast.iris) == ["0.00", "0.00", "0.00"]

    changed(row, lots="3", closed_lots="3")
    services.correct_deals(deal_ids=[row.id])
    assert accrued_of(cast.ida, cast.ivan, cast.iris) == ["0.00", "0.00", "0.00"]
    assert sorted(of_event(code)[3:]) == [
        (1, "-20", "clawback"),
        (1, "-4", "clawback"),
        (1, "-8", "clawback"),
    ]

    changed(row, action="sell_cancelled")
    services.correct_deals(deal_ids=[row.id])
    services.correct_deals(deal_ids=[row.id])
    assert accrued_of(cast.ida, cast.ivan, cast.iris) == ["0.00", "0.00", "0.00"]
    assert sorted(of_event(code)[6:]) == [(2, "12", "clawback"), (2, "30", "clawback"), (2, "6", "clawback")]
    assert verify() == []


def test_taken_back_from_one_partner_a_correction_pays_the_others_alone(cast: Family) -> None:
    row = accrued(cast, lots="1")
    reverse(row, "r1", cast.ida)
    services.accrue_events(at=LATER)
    changed(row, lots="2", closed_lots="2")
    services.correct_deals(deal_ids=[row.id])
    assert accrued_of(cast.ida, cast.ivan, cast.iris) == ["0.00", "8.00", "4.00"]
    assert of_event("r1") == [(0, "-10", "rejected"), (1, "-10", "rejected")]
    assert verify() == []
