"""Runs at once: everybody is paid once, whoever is quick, and lines that are being written are paid by one run or the next."""

import uuid
from typing import Any

import pytest

from atrium.kernel import tenancy
from tenants.ledger import selectors as ledger
from tenants.rebates import services
from tenants.rebates.models import Settlement
from tenants.rebates.services import settlement
from tenants.rebates.verification import verify
from tests.ibs.people import client, family, partner
from tests.payments.dying import KILLED, die_at
from tests.rebates.market import account, deal
from tests.rebates.test_two_at_once import at_once

pytestmark = pytest.mark.usefixtures("committed")


def test_two_runs_and_a_batch_at_once_pay_everybody_exactly_once(acme: Any) -> None:
    first, second = uuid.uuid4(), uuid.uuid4()
    with tenancy.entered(acme):
        cast = family()
        people = [cast.ida, *(partner(f"P{number}") for number in range(8))]
        accounts = [account(cast.clara), *(account(client(f"C{n}", who)) for n, who in enumerate(people[1:]))]
        for of in accounts:
            deal(of, batch=first)
            deal(of, batch=second, lots="0.0007")
        services.accrue(batch_id=first)
    errors = at_once(
        acme,
        services.settle_all_due,
        services.settle_all_due,
        lambda: services.accrue(batch_id=second),
        lambda: services.settle_due(partner_id=cast.ida.id),
    )
    with tenancy.entered(acme):
        assert errors == []
        services.settle_all_due()
        assert services.settle_all_due() == 0
        for who in people:
            assert ledger.balance(f"ib:{who.number}:wallet:USD").posted.plain() == "10.01"
            paid = Settlement.objects.filter(party_kind="partner", party_number=who.number)
            assert sum(row.amount_minor for row in paid) == 1001
        assert verify() == []
        assert ledger.verify() == ()


def test_killed_at_every_commit_nobody_is_missed_and_nobody_paid_twice(
    acme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SIGKILL before and after each commit of a run that pays one party a batch; then the clock comes again."""
    monkeypatch.setattr(settlement, "BATCH", 1)
    with tenancy.entered(acme):
        cast = family()
        of = account(cast.clara)
        for step in range(1, 20):
            batch = uuid.uuid4()
            deal(of, batch=batch)
            services.accrue(batch_id=batch)
            outcome = die_at(step, services.settle_all_due)
            services.settle_all_due()
            paid = [
                ledger.balance(f"ib:{one.number}:wallet:USD").posted
                for one in (cast.ida, cast.ivan, cast.iris)
            ]
            assert [money.amount_minor for money in paid] == [1000 * step, 400 * step, 200 * step]
            if outcome != KILLED:
                break
        assert step >= 3, "each of the three commits"
        assert verify() == []
        assert ledger.verify() == ()
