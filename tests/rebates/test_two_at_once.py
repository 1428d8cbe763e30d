"""Batches accrued at once: each line once, and the ledger exactly their sum."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from atrium.kernel import tenancy
from tenants.ledger import selectors as ledger
from tenants.rebates import services
from tenants.rebates.models import Line
from tenants.rebates.verification import verify
from tests.ibs.people import family
from tests.rebates.market import account, deal

pytestmark = pytest.mark.usefixtures("committed")


def at_once(tenant: Any, *jobs: Callable[[], object]) -> list[Exception]:
    """All begin together; what they raise is returned."""
    barrier, errors = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], object]) -> None:
        from django.db import connection

        try:
            with tenancy.entered(tenant):
                barrier.wait()
                job()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return errors


def test_the_same_batch_told_to_many_workers_accrues_once(acme: Any) -> None:
    batch = uuid.uuid4()
    with tenancy.entered(acme):
        cast = family()
        of = account(cast.clara)
        for _ in range(5):
            deal(of, batch=batch)
    errors = at_once(acme, *[lambda: services.accrue(batch_id=batch)] * 4)
    with tenancy.entered(acme):
        assert errors == []
        assert Line.objects.count() == 15
        assert ledger.balance(f"ib:{cast.ida.number}:rebates_accrued:USD").posted.plain() == "50.00"
        assert verify() == []


def test_different_batches_of_the_same_partners_add_up(acme: Any) -> None:
    """Each batch alone is 0.005 for Ida, a tie that rounds to zero: only a sum over all batches gives 0.02."""
    batches = [uuid.uuid4() for _ in range(4)]
    with tenancy.entered(acme):
        cast = family()
        of = account(cast.clara)
        for batch in batches:
            deal(of, batch=batch, lots="0.0005")
    errors = at_once(acme, *[lambda each=batch: services.accrue(batch_id=each) for batch in batches])
    with tenancy.entered(acme):
        assert errors == []
        assert Line.objects.filter(partner=cast.ida).count() == 4
        assert ledger.balance(f"ib:{cast.ida.number}:rebates_accrued:USD").posted.plain() == "0.02"
        assert verify() == []


def test_accruing_and_settling_at_once_loses_and_doubles_nothing(acme: Any) -> None:
    batches = [uuid.uuid4() for _ in range(3)]
    with tenancy.entered(acme):
        cast = family()
        of = account(cast.clara)
        for batch in batches:
            deal(of, batch=batch)
        services.accrue(batch_id=batches[0])
    errors = at_once(
        acme,
        lambda: services.accrue(batch_id=batches[1]),
        lambda: services.settle_due(partner_id=cast.ida.id),
        lambda: services.accrue(batch_id=batches[2]),
        lambda: services.settle_due(partner_id=cast.ida.id),
    )
    with tenancy.entered(acme):
        assert errors == []
        services.settle_due(partner_id=cast.ida.id)
        assert ledger.balance(f"ib:{cast.ida.number}:wallet:USD").posted.plain() == "30.00"
        assert verify() == []
