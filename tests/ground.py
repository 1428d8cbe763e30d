"""Building the base database: the registry, the vendor and two brokers, made by the product's own services."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import connection, connections

from atrium.brokers import selectors, services, template
from atrium.brokers.types import BrokerOrder
from atrium.kernel import tenancy
from infra import migrating
from infra import template as template_writing
from infra.settings.env import app_url
from infra.subscriptions import SUBSCRIPTIONS
from tenants.outbox import registry
from tests.servers import ROOT, Servers

ADMIN_EMAIL = "admin@{slug}.example"
ADMIN_PASSWORD = "correct horse battery"
_HASH = make_password(ADMIN_PASSWORD)  # with a password nobody is invited, so the houses begin without mail
ORDERS = (
    BrokerOrder(
        name="Acme Markets",
        slug="acme",
        admin_email="admin@acme.example",
        admin_name="Ada Admin",
        admin_password_hash=_HASH,
    ),
    BrokerOrder(
        name="Borealis",
        slug="borealis",
        admin_email="admin@borealis.example",
        admin_name="Bo Admin",
        admin_password_hash=_HASH,
        currency="EUR",
    ),
)


@lru_cache(maxsize=1)
def base_name() -> str:
    """Asked once a session: files that change under a running session belong to the next one."""
    return f"atrium_base_{_digest()}"


def ensure_base(servers: Servers) -> str:
    """Made once for each state of the code that shapes a schema; older ones are dropped."""
    with servers.alone():
        return _ensure_base(servers)


def _ensure_base(servers: Servers) -> str:
    name = base_name()
    if servers.has_database(name):
        return name
    for old in servers.databases():
        if old.startswith(("atrium_base_", "atrium_making", "atrium_template_")):
            servers.drop_database(old)
    _use_template_of(servers)
    making = name.replace("base", "making")
    servers.execute(f"CREATE DATABASE {making}")
    _connect(servers.database_url(making), owner=True)
    _furnish(servers.database_url(making))
    connections.close_all()
    servers.execute(f"ALTER DATABASE {making} RENAME TO {name}")
    servers.keeps = True
    return name


def _furnish(url: str) -> None:
    from django.conf import settings

    object.__setattr__(settings.ENV, "database_url", url)
    migrating.migrate()
    migrating.ensure_vendor(
        admin_email="olga@vendor.example", admin_name="Olga Operator", admin_password_hash=_HASH
    )
    # Nobody is told of the furnishing, as after a day's work: the houses begin with no delivery waiting.
    registry.install({})
    for order in ORDERS:
        services.register_now(order)
    registry.install(SUBSCRIPTIONS)


def _use_template_of(servers: Servers) -> None:
    """The committed template if it fits; while migrations are being worked on, one made for this session."""
    if template.is_current():
        return
    import os

    path = servers.folder / f"template-{_digest()}.sql"
    if not path.exists():
        _connect(servers.server_url, owner=True)
        template_writing.write(path)
        connections.close_all()
    os.environ["ATRIUM_TEMPLATE"] = str(path)


def connect_as_app() -> None:
    """As the product serves: the role that owns nothing."""
    import os

    from django.conf import settings

    object.__setattr__(settings.ENV, "database_url", os.environ["DATABASE_URL"])
    _connect(app_url(os.environ["DATABASE_URL"]), owner=False)


def _connect(url: str, *, owner: bool) -> None:
    from infra.settings.database import connection_settings

    connection.close()
    known = connection_settings(url, role_per_broker=not owner, pool=False)
    connections["default"].settings_dict.update(known)


def start_over(servers: Servers, name: str) -> None:
    from django.core.cache import cache

    connections.close_all()
    servers.copy_database(base_name(), name)
    cache.clear()


def tenants() -> dict[str, tenancy.Tenant]:
    return {
        "vendor": selectors.vendor(),
        "acme": selectors.tenant_by_slug("acme"),
        "borealis": selectors.tenant_by_slug("borealis"),
    }


@lru_cache(maxsize=1)  # of the code this session began with: files may be edited while it runs
def _digest() -> str:
    """Of everything that shapes the base: migrations, SQL files, furnishing."""
    digest = hashlib.sha256(template.migrations_digest().encode())
    for pattern in (
        "platform/atrium/*/migrations/*.py",
        "platform/atrium/brokers/*.py",
        "tenants/*/services*.py",
        "tenants/*/services/*.py",
        "tenants/*/permissions.py",
        "infra/settings/__init__.py",
        "tests/ground.py",
    ):
        for path in sorted(Path(ROOT).glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
