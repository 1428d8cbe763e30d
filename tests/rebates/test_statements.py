"""What a partner sees: its own lines, sums and explanations, and nothing of those above it."""

import json
import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from atrium.kernel import tenancy
from atrium.kernel.errors import NotFound
from tenants.rebates import engine, privacy, selectors, services
from tenants.rebates.models import Line
from tests.ibs.people import Family, client, family
from tests.rebates.market import NOON, account, deal

pytestmark = pytest.mark.usefixtures("in_acme")

HOUR = timedelta(hours=1)


@pytest.fixture
def cast(in_acme: Any) -> Family:
    cast = family()
    batch = uuid.uuid4()
    of = account(cast.clara)
    deal(of, batch=batch, at=NOON - timedelta(days=1))
    deal(of, batch=batch, at=NOON, lots="0.3", symbol="USDJPY")
    deal(account(client("Carl", cast.ivan)), batch=batch, at=NOON)
    services.accrue(batch_id=batch)
    return cast


def test_a_partner_has_its_own_lines_newest_first(cast: Family) -> None:
    lines = list(selectors.lines_for(cast.ivan))
    assert {line.partner_id for line in lines} == {cast.ivan.id}
    assert [line.time for line in lines] == sorted((line.time for line in lines), reverse=True)
    assert sorted(line.amount for line in lines) == [Decimal("1.2"), 4, 10]


def test_the_line_of_another_does_not_exist(cast: Family, borealis: Any) -> None:
    line = selectors.lines_for(cast.ida).first()
    assert line is not None
    assert selectors.line_for(cast.ida, line.id) == line
    for stranger in (cast.ivan, cast.iris, cast.zoe):
        with pytest.raises(NotFound):
            selectors.line_for(stranger, line.id)
    for nonsense in ("x", "-1", "9" * 30):
        with pytest.raises(NotFound):
            selectors.line_for(cast.ida, nonsense)
    with tenancy.entered(borealis):
        assert Line.objects.count() == 0


def test_sums_of_today_of_the_month_and_what_is_accrued(cast: Family) -> None:
    earned = selectors.earned(cast.ida, NOON + HOUR)
    assert (earned.currency, earned.today, earned.month, str(earned.accrued)) == (
        "USD",
        Decimal(3),
        Decimal(13),
        "13.00 USD",
    )
    services.settle_due(partner_id=cast.ida.id)
    assert str(selectors.earned(cast.ida, NOON + HOUR).accrued) == "0.00 USD"
    assert selectors.earned(cast.zoe, NOON).accrued.amount_minor == 0


def test_series_have_every_day_the_empty_ones_too(cast: Family) -> None:
    days = selectors.by_day(cast.ida, days=4, at=NOON + HOUR)
    assert [(each.day, each.amount) for each in days] == [
        (date(2026, 3, 7), Decimal(0)),
        (date(2026, 3, 8), Decimal(0)),
        (date(2026, 3, 9), Decimal(10)),
        (date(2026, 3, 10), Decimal(3)),
    ]


def test_totals_by_symbol_say_what_reached_the_wallet(cast: Family) -> None:
    lately = selectors.lines_for(cast.ivan).filter(time__gte=NOON - HOUR)
    by_symbol = selectors.by_symbol(cast.ivan, lately)
    assert [(each.symbol, each.amount, each.lots, each.deals, each.settled) for each in by_symbol] == [
        ("EURUSD", 10, 1, 1, 0),
        ("USDJPY", Decimal("1.2"), Decimal("0.3"), 1, 0),
    ]
    services.settle_due(partner_id=cast.ivan.id)
    euro, yen = selectors.by_symbol(cast.ivan)
    assert (euro.amount, euro.settled, euro.unsettled) == (14, 14, 0)
    assert (yen.amount, yen.settled, yen.unsettled) == (Decimal("1.2"), Decimal("1.2"), 0)


def test_a_line_is_explained_by_a_document_that_computes_it(cast: Family) -> None:
    for line in Line.objects.all():
        scenario = engine.parse(json.loads(json.dumps(selectors.explain(line))))
        result = engine.compute(scenario)
        assert engine.differences(scenario, result) == []
        [same] = [each for each in result.lines if (each.party, each.level) == (line.party, line.level)]
        assert list(same.trace) == selectors.trace_of(line)


def test_a_partner_verifies_its_line_without_seeing_those_above(cast: Family) -> None:
    for line in selectors.lines_for(cast.ivan):
        document = privacy.explain_for(cast.ivan, line)
        assert str(cast.iris.number) not in {each["partner"] for each in document["partners"]}
        assert document["plans"][0]["distribution"]["rates"] == ["10", "4"][: line.level]
        scenario = engine.parse(document)
        assert engine.differences(scenario, engine.compute(scenario)) == []
        assert {each["person"] for each in document["partners"] + document["clients"]} == {None}


def test_a_trace_ends_at_the_partner_who_reads_it(cast: Family) -> None:
    line = selectors.lines_for(cast.ivan).get(level=2, symbol="EURUSD")
    paths = [
        leg["path"]
        for step in privacy.trace_for(cast.ivan, line)
        if step["rule"] == "attribute"
        for leg in step["out"]
    ]
    assert paths == [[str(cast.ida.number), str(cast.ivan.number)]]
    with pytest.raises(NotFound):
        privacy.trace_for(cast.iris, line)
