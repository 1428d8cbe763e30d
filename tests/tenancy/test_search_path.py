"""A house that is missing, or a table that is missing in it, is an error; never the neighbour's or the registry's rows."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from atrium.brokers.models import Broker
from atrium.kernel import tenancy
from atrium.kernel.ids import new_id
from atrium.kernel.postgres.base import DatabaseWrapper
from tests.tenancy.stock import StockTenant, stock_connection

GONE = tenancy.Tenant("t_gone22222222", new_id(), "gone", "Gone")


def test_the_stock_path_falls_through_to_public_and_ours_does_not(db, acme):
    """The registry's table read from inside a house: the stock backend finds it by falling through."""
    with stock_connection() as stock:
        stock.set_tenant(StockTenant(GONE.schema))
        with stock.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM brokers_broker")
            assert cursor.fetchone()[0] == 3

    with tenancy.entered(acme), pytest.raises(ProgrammingError, match="does not exist"):
        Broker.objects.count()


def test_a_schema_that_does_not_exist_refuses_every_statement(db):
    with tenancy.entered(GONE), pytest.raises(DatabaseError, match="role"), connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_a_house_role_cannot_read_its_neighbour_even_by_full_name(in_acme, borealis):
    with stock_connection() as stock, stock.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{borealis.schema}".identity_user')
        assert cursor.fetchone()[0] == 1

    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{borealis.schema}".identity_user')


def test_the_serving_role_has_no_rights_in_any_house_before_it_enters(db, acme):
    with (
        tenancy.public(),
        pytest.raises(ProgrammingError, match="permission denied"),
        connection.cursor() as cursor,
    ):
        cursor.execute(f'SELECT count(*) FROM "{acme.schema}".identity_user')


def test_a_rolled_back_savepoint_does_not_leave_the_neighbours_path(db, acme, borealis, monkeypatch):
    """SET is transactional: rolling back to a savepoint takes the path back with it, behind the wrapper's back."""

    def path_after_rollback() -> str:
        with transaction.atomic(), tenancy.entered(acme):
            try:
                with transaction.atomic():
                    tenancy.switch(borealis)
                    _current_schema()
                    raise _Undo
            except _Undo:
                return _current_schema()

    assert path_after_rollback() == borealis.schema

    monkeypatch.setattr(DatabaseWrapper, "_forget", lambda self: None)
    assert path_after_rollback() == acme.schema


def test_no_connection_keeps_a_house_between_two_of_them(db, acme, borealis):
    for tenant in (acme, borealis, acme, borealis):
        with tenancy.entered(tenant):
            assert _current_schema() == tenant.schema
    with tenancy.public():
        assert _current_schema() == "public"


def test_the_actor_is_set_in_the_transaction_and_gone_after_it(in_acme):
    from atrium.kernel import actor

    sam = actor.Actor(kind="staff", id="42", label="Sam", surface="staff", reason="call back")
    with actor.acting(sam), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('atrium.actor')::json ->> 'label'")
        assert cursor.fetchone() == ("Sam",)


def test_entering_a_broker_by_with_is_refused(db):
    """The stock `with tenant:` keeps its way back in a list that all threads share."""
    with tenancy.public():
        broker = Broker.objects.get(slug="acme")
    with pytest.raises(TypeError, match="tenancy.entered"), broker:
        pass


class _Undo(Exception):
    pass


def _current_schema() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])
