"""Django keeps the numbers of models in one dictionary for all threads. Where each house has numbers of its own, it mixes them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import ProgrammingError, connections, transaction

from atrium.kernel import tenancy
from tenants.staff.models import Desk
from tests.tenancy.stock import StockTenant, stock_connection


@contextmanager
def _thread_in(tenant: tenancy.Tenant, number: int) -> Iterator[Any]:
    """What a thread has: a stock connection of its own, set to its tenant. The house has its own table, as the stock way wants."""
    with stock_connection() as own:
        own.set_tenant(StockTenant(tenant.schema))
        own.set_autocommit(False)  # the table is gone when the connection is
        with own.cursor() as cursor:
            cursor.execute(
                f'CREATE TABLE "{tenant.schema}".django_content_type (LIKE public.django_content_type)'
            )
            cursor.execute(
                f'INSERT INTO "{tenant.schema}".django_content_type (id, app_label, model)'
                f" VALUES ({number}, 'staff', 'desk')"
            )
        try:
            yield own
        finally:
            own.rollback()


def _number_that_is_given(own: Any) -> int:
    connections["stock"] = own
    try:
        return ContentType.objects.db_manager("stock").get_for_model(Desk).pk
    finally:
        del connections["stock"]


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    ContentType.objects.clear_cache()
    yield
    ContentType.objects.clear_cache()


def test_the_stock_way_gives_the_second_thread_the_first_ones_number(ground, acme, borealis):
    """Entering a tenant empties the dictionary; both have entered before either asks, so that does not help."""
    with ExitStack() as both:
        threads = [
            both.enter_context(_thread_in(tenant, number))
            for tenant, number in ((acme, 5014), (borealis, 14))
        ]
        seen = [_number_that_is_given(own) for own in threads]
    assert seen == [5014, 5014]


def test_ours_has_one_table_so_every_house_that_knew_a_number_would_know_the_same(db, acme, borealis):
    with tenancy.public():
        number = ContentType.objects.get_for_model(Desk).pk
    for tenant in (acme, borealis):
        with tenancy.entered(tenant):
            assert ContentType.objects.get_for_model(Desk).pk == number


def test_no_house_can_fill_the_dictionary_with_numbers_of_its_own(db, acme, borealis):
    for tenant in (acme, borealis):
        with (
            tenancy.entered(tenant),
            transaction.atomic(),
            pytest.raises(ProgrammingError, match="django_content_type"),
            transaction.atomic(),
        ):
            ContentType.objects.get_for_model(Desk)
    assert ContentType.objects._cache == {}
