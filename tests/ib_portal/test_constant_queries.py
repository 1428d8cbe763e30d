"""Each page asks the database as often for a hundred rows as for ten."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atrium.kernel import clock
from tenants.rebates import services
from tests.ibs.people import client, partner
from tests.rebates.market import account, deal


def grow(people, start, count):
    """So many more clients, sub-IBs and deals."""
    batch, now = uuid.uuid4(), clock.now()
    for number in range(start, start + count):
        sub = partner(f"Sub{number}", people.ivan) if number % 5 == 0 else people.ivan
        deal(account(client(f"Carl{number}", sub)), batch=batch, at=now - timedelta(minutes=number))
    services.accrue(batch_id=batch)


def queries_of(browser, path):
    browser.get(path)  # what is cached for a while is cached now
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return [query["sql"] for query in captured]


@pytest.mark.timeout(120)
def test_no_page_asks_more_for_a_hundred_rows_than_for_ten(cast, of):
    paths = [
        "/",
        "/figures/",
        "/rebates/",
        "/clients/",
        "/tree/",
        "/payouts/",
        "/conditions/",
        "/links/",
        "/sub-ibs/",
        "/trades/",
    ]
    paths += ["/client-rebates/", "/api-keys/", "/agreement/", "/links/material/"]
    ivan = of(cast.people.ivan)
    grow(cast.people, 0, 10)
    few = {path: queries_of(ivan, path) for path in paths}
    grow(cast.people, 10, 90)
    for path in paths:
        many = queries_of(ivan, path)
        assert len(many) == len(few[path]), f"{path}: {[sql for sql in many if sql not in few[path]]}"
        assert len(many) < 30, path
