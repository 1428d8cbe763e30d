"""Migrations over the whole fleet: the registry, then every house that is not at the target; one failure stops nobody else."""

import logging
from dataclasses import dataclass
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connection
from psycopg import sql

from atrium.kernel import clock, tenancy

from . import grants, provisioning, template
from .models import Broker, MigrationRun

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FleetResult:
    migrated: list[str]
    current: list[str]
    failed: list[str]


def migrate_registry(*, app_password: str) -> None:
    """The public schema and the serving role. Runs as owner.

    Rooms of brokers make no table there, so their migrations are not replayed: it would take ten times as long.
    """
    with tenancy.public():
        for label in _registry_labels():
            call_command(MigrateCommand(), label, interactive=False, verbosity=0, stdout=StringIO())
    with provisioning.owner_connection() as raw:
        grants.ensure_app_role(raw, name=provisioning.APP_ROLE, password=app_password)
        grants.grant_registry(raw, app_role=provisioning.APP_ROLE)


def _registry_labels() -> list[str]:
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    shared = {config.label for config in apps.get_app_configs() if config.name in settings.SHARED_APPS}
    return sorted(shared & MigrationLoader(None).migrated_apps)


def migrate_fleet() -> FleetResult:
    """Every broker's schema to the code's migrations. What happened to each is a row."""
    target = template.migrations_digest()
    done: list[str] = []
    current: list[str] = []
    failed: list[str] = []
    wanted = _wanted_migrations()
    for tenant in _all_houses():
        if wanted <= _recorded(tenant.schema):
            provisioning.finish_house(tenant.schema)  # a room may have said something else about its tables
            current.append(tenant.slug)
            continue
        error = _migrate_one(tenant)
        _record(tenant.schema, target, error)
        (failed if error else done).append(tenant.slug)
    return FleetResult(done, current, failed)


def migrate_schema(tenant: tenancy.Tenant) -> None:
    with tenancy.entered(tenant):
        call_command(MigrateCommand(), interactive=False, verbosity=0, stdout=StringIO())
    provisioning.finish_house(tenant.schema)


def _migrate_one(tenant: tenancy.Tenant) -> str:
    try:
        migrate_schema(tenant)
    except Exception as error:
        log.exception(
            "Migrating %s failed; its schema is as it was before the failing migration.", tenant.slug
        )
        return f"{type(error).__name__}: {error}"
    return ""


def _all_houses() -> list[tenancy.Tenant]:
    with tenancy.public():
        ready = Broker.objects.filter(status__in=[Broker.Status.ACTIVE, Broker.Status.SUSPENDED])
        return [broker.as_tenant() for broker in ready.order_by("schema_name")]


def _wanted_migrations() -> set[tuple[str, str]]:
    from django.db.migrations.loader import MigrationLoader

    labels = template.broker_app_labels()
    return {key for key in MigrationLoader(None).disk_migrations if key[0] in labels}


def _recorded(schema: str) -> set[tuple[str, str]]:
    """Read directly: Django's own check scans the whole catalogue, which a thousand houses make slow."""
    with tenancy.public(), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f'"{schema}".django_migrations'])
        if cursor.fetchone()[0] is None:
            return set()
        cursor.execute(sql.SQL("SELECT app, name FROM {}.django_migrations").format(sql.Identifier(schema)))
        return set(cursor.fetchall())


def _record(schema: str, target: str, error: str) -> None:
    now = clock.now()
    with tenancy.public():
        MigrationRun.objects.create(
            schema=schema, target=target, ok=not error, error=error, started_at=now, finished_at=clock.now()
        )


def is_behind(schema: str) -> bool:
    """A serving process may not read a house from outside; it asks through the house's own role."""
    from .selectors import tenant_by_schema

    with tenancy.entered(tenant_by_schema(schema)), connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return not _wanted_migrations() <= set(cursor.fetchall())
