"""Migrations of the fleet: who fails is named and stays as it was; the others are migrated."""

import pytest
from django.db import connection

from atrium.brokers import migrating, provisioning
from atrium.brokers.models import MigrationRun
from atrium.kernel import tenancy


@pytest.fixture
def behind(owner, acme, borealis):
    """The first house cannot be migrated (its table is in the way), the second can."""
    connection.settings_dict["ROLE_PER_BROKER"] = False
    broken, healthy = sorted([acme, borealis], key=lambda house: house.schema)
    with provisioning.owner_connection() as raw:
        for house in (broken, healthy):
            raw.execute(f"DELETE FROM {house.schema}.django_migrations WHERE app = 'numbering'".encode())
        raw.execute(f"DROP TABLE {healthy.schema}.numbering_series".encode())
    yield broken, healthy
    connection.settings_dict["ROLE_PER_BROKER"] = True


def test_a_broker_that_fails_does_not_stop_the_next(behind):
    broken, healthy = behind
    result = migrating.migrate_fleet()
    assert (result.failed, result.migrated, result.current) == ([broken.slug], [healthy.slug], ["vendor"])


def test_what_happened_to_each_is_written_down(behind):
    broken, healthy = behind
    migrating.migrate_fleet()
    with tenancy.public():
        runs = {run.schema: run for run in MigrationRun.objects.all()}
    assert set(runs) == {broken.schema, healthy.schema}
    assert runs[healthy.schema].ok
    assert not runs[broken.schema].ok
    assert "numbering_series" in runs[broken.schema].error


def test_the_cured_broker_is_migrated_next_time(behind):
    broken, _healthy = behind
    migrating.migrate_fleet()
    with provisioning.owner_connection() as raw:
        raw.execute(f"DROP TABLE {broken.schema}.numbering_series".encode())
    result = migrating.migrate_fleet()
    assert (result.failed, result.migrated) == ([], [broken.slug])
    assert migrating.migrate_fleet().migrated == []
