"""Many batches that wait at once are computed some at a time, and earn what each would have earned by itself."""

import random
import uuid
from typing import Any

import pytest

from tenants.outbox.models import Event
from tenants.rebates import services
from tenants.rebates.services.accrual import AT_ONCE
from tests.rebates.into_database import load, record
from tests.rebates.test_bulk_in_production import expected, found
from tests.rebates.test_hedges_that_reach_back import document_of, random_deal

pytestmark = pytest.mark.usefixtures("in_acme")


def test_more_batches_than_one_transaction_takes_earn_the_same_and_are_told_in_parts(in_acme: Any) -> None:
    """Told a second time, they make nothing."""
    chance = random.Random(7)
    document = document_of([random_deal(chance, number) for number in range(2 * AT_ONCE + 5)])
    loaded, batches = load(document), []
    for deal in sorted(document["deals"], key=lambda row: (row["close_time"], row["deal"])):
        batches.append(uuid.uuid4())
        record(loaded, [deal], batches[-1])
    accrued = services.accrue_batches(batch_ids=batches)
    lines = expected(document, loaded)
    assert found() == lines
    assert accrued.lines == len(lines)
    assert Event.objects.filter(kind="rebates.accrued").count() == 3
    assert services.accrue_batches(batch_ids=batches).lines == 0
    assert found() == lines
