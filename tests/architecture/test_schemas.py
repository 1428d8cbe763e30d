"""Whose rows are where: the folder says the schema, and a broker's schema is whole by itself."""

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from atrium.kernel import tenancy
from tests.architecture.source import ATRIUM, TENANTS, rooms


def tables_of(app_names: list[str]) -> set[str]:
    labels = {config.label for config in apps.get_app_configs() if config.name in _names(app_names)}
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in labels and model._meta.managed
    }


def test_the_folder_says_the_schema() -> None:
    public = {f"atrium.{room.name}" for room in rooms(ATRIUM)}
    broker = {f"tenants.{room.name}" for room in rooms(TENANTS)}
    assert public <= set(settings.SHARED_APPS)
    assert broker <= set(settings.TENANT_APPS)
    assert not public & set(settings.TENANT_APPS)
    assert not broker & set(settings.SHARED_APPS)


def test_no_table_name_is_in_both_kinds_of_schema() -> None:
    assert tables_of(settings.SHARED_APPS) & tables_of(settings.TENANT_APPS) == set()


@pytest.mark.django_db
def test_nor_in_the_catalogue(acme: Any) -> None:
    public, house = _tables("public"), _tables(acme.schema)
    assert {"ledger_movement", "identity_user", "leads_lead"} <= house
    assert "brokers_broker" in public
    assert public & house == {"django_migrations"}


@pytest.mark.django_db
def test_the_registry_replays_no_migration_of_a_brokers_room(acme: Any) -> None:
    labels = {
        config.label for config in apps.get_app_configs() if config.name in _names(settings.SHARED_APPS)
    }
    with tenancy.public(), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT app FROM django_migrations")
        replayed = {app for (app,) in cursor.fetchall()}
    assert {"brokers", "auth"} <= replayed <= labels


def test_no_model_of_a_broker_points_at_a_public_table() -> None:
    public = tables_of(settings.SHARED_APPS)
    labels = {
        config.label for config in apps.get_app_configs() if config.name in _names(settings.TENANT_APPS)
    }
    found = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in labels
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model._meta.db_table in public
    ]
    assert found == []


@pytest.mark.django_db
def test_no_foreign_key_leaves_a_brokers_schema(acme: Any) -> None:
    with tenancy.public(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.conname, n.nspname, f.nspname FROM pg_constraint k"
            " JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            " JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace f ON f.oid = t.relnamespace"
            " WHERE k.contype = 'f' AND n.nspname <> f.nspname"
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT count(*) FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace"
            " WHERE k.contype = 'f' AND n.nspname = %s",
            [acme.schema],
        )
        row = cursor.fetchone()
        assert row is not None
        assert row[0] > 20  # the query above looks at something


@pytest.mark.django_db
def test_no_extension_is_required() -> None:
    with tenancy.public(), connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        assert [row[0] for row in cursor.fetchall()] == ["plpgsql"]


def _tables(schema: str) -> set[str]:
    with tenancy.public(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = %s AND relkind IN ('r', 'p')",
            [schema],
        )
        return {row[0] for row in cursor.fetchall()}


def _names(app_names: list[str]) -> set[str]:
    """An entry is an app or the dotted name of its configuration."""
    return {
        config.name
        for config in apps.get_app_configs()
        if any(name.startswith(config.name) for name in app_names)
    }
