"""Saving a broker neither makes a schema nor adopts one that is there already."""

from django.db import connection

from atrium.brokers.models import Broker
from atrium.kernel import clock, tenancy
from atrium.kernel.ids import new_id


def test_a_name_that_is_used_again_gets_a_new_schema_and_never_the_old_rows(db, acme):
    names = {tenancy.new_schema_name() for _ in range(1000)}
    assert len(names) == 1000
    assert acme.schema not in names
    assert all(tenancy.SCHEMA_PATTERN.match(name) for name in names)


def test_saving_a_broker_makes_no_schema(db):
    with tenancy.public():
        schema = tenancy.new_schema_name()
        Broker.objects.create(
            id=new_id(), slug="late", name="Late", schema_name=schema, requested_at=clock.now()
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", [schema])
            assert cursor.fetchone() == (0,)


def test_deleting_a_broker_drops_no_schema(db, borealis):
    with tenancy.public(), connection.cursor() as cursor:
        Broker.objects.get(slug="borealis").delete()
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", [borealis.schema])
        assert cursor.fetchone() == (1,)


def test_content_types_are_in_the_registry_alone(db, acme):
    """Their manager's cache is one for all threads: in two schemas, one broker gets the other's numbers."""
    from django.contrib.contenttypes.models import ContentType

    with tenancy.entered(acme), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_content_type')")
        assert cursor.fetchone() == (None,)
    with tenancy.public():
        assert ContentType.objects.exists()
