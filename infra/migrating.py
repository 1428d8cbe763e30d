"""Bringing a database to the code's state: the registry, the serving role, every house, and the vendor's own."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import connection, connections

from atrium.brokers import migrating, services
from atrium.brokers.models import Broker
from atrium.brokers.types import BrokerOrder
from atrium.kernel import tenancy
from infra.settings.database import connection_settings
from infra.settings.env import Misconfigured


def become_owner() -> None:
    """This process migrates or provisions: it connects as the owner from now on, outside the pool and without houses' roles."""
    _reconnect(settings.ENV.database_url, role_per_broker=True, pool=False)


def _reconnect(url: str, *, role_per_broker: bool, pool: bool) -> None:
    if not url:
        raise Misconfigured(
            "DATABASE_URL is missing. This needs the owner of the database; serving processes do not."
        )
    connection.close()
    close_pool = getattr(connection, "close_pool", None)
    if close_pool and connection.settings_dict["OPTIONS"].get("pool"):
        close_pool()
    connections["default"].settings_dict.update(
        connection_settings(url, role_per_broker=role_per_broker, pool=pool)
    )


def migrate() -> migrating.FleetResult:
    """Runs as owner. Houses that are at the target already are left alone; one that fails does not stop the rest."""
    become_owner()
    connection.settings_dict["ROLE_PER_BROKER"] = False  # a house's own role may not change its tables
    migrating.migrate_registry(app_password=unquote(urlsplit(settings.ENV.database_app_url).password or ""))
    result = migrating.migrate_fleet()
    connection.settings_dict["ROLE_PER_BROKER"] = True
    return result


def ensure_vendor(
    *, admin_email: str = "", admin_name: str = "", admin_password_hash: str = ""
) -> tenancy.Tenant:
    """House number zero: the operators' schema. Made in this process, because nobody can press a button before it exists."""
    with tenancy.public():
        broker = Broker.objects.filter(kind=Broker.Kind.VENDOR).first()
    if broker is None:
        order = BrokerOrder(
            name="Atrium",
            slug="vendor",
            admin_email=admin_email,
            admin_name=admin_name,
            admin_password_hash=admin_password_hash,
            preset="vendor",
        )
        broker_id = services.register_now(order, kind=Broker.Kind.VENDOR)
        with tenancy.public():
            broker = Broker.objects.get(id=broker_id)
    return broker.as_tenant()
