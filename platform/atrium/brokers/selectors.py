"""Reads of the registry. Host → broker + surface is asked on every request and kept for a minute in each process."""

import time
import uuid
from dataclasses import dataclass
from threading import Lock
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.db.models import QuerySet

from atrium.kernel import tenancy
from atrium.kernel.errors import NotFound

from . import rules
from .models import Broker, Domain

_TTL_SECONDS: Final = 60
_VERSION_KEY: Final = "registry-version"
_VERSION_CHECK_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class House:
    """Where a host leads: the broker, the surface, and whether the door is open."""

    tenant: tenancy.Tenant
    surface: str
    host: str
    suspended_reason: str = ""


@dataclass(slots=True)
class _Registry:
    """This process's copy. It is dropped when the version in Redis moves, at the latest after a minute."""

    houses: dict[str, House | None]
    version: object
    read_at: float
    checked_at: float


_registry = _Registry({}, None, 0.0, 0.0)
_lock = Lock()


def resolve(host: str) -> House | None:
    """The house a host name leads to; None for a host nobody knows."""
    name = rules.normalise_host(host)
    if not name:
        return None
    _refresh_if_stale()
    if name not in _registry.houses:
        # Unknown names are asked of the database each time, and not kept: they would fill the memory.
        found = _read(name)
        if found is None:
            return None
        _registry.houses[name] = found
    return _registry.houses[name]


def forget_houses() -> None:
    """Tell every process that the registry changed."""
    with tenancy.public():
        cache.set(_VERSION_KEY, uuid.uuid4().hex, None)
    _registry.houses.clear()


def _refresh_if_stale() -> None:
    now = time.monotonic()
    if now - _registry.checked_at < _VERSION_CHECK_SECONDS:
        return
    with _lock, tenancy.public():
        _registry.checked_at = now
        version = cache.get(_VERSION_KEY)
        if version != _registry.version or now - _registry.read_at > _TTL_SECONDS:
            _registry.houses.clear()
            _registry.version, _registry.read_at = version, now


def _read(name: str) -> House | None:
    with tenancy.public():
        domain = Domain.objects.select_related("tenant").filter(domain=name).first()
    if domain is None or domain.tenant.status in {Broker.Status.CREATING, Broker.Status.FAILED}:
        return None
    broker = domain.tenant
    return House(broker.as_tenant(), domain.surface, name, broker.suspended_reason)


def brokers() -> QuerySet[Broker]:
    """Every broker but the vendor itself, newest first. Read it inside `tenancy.public()`."""
    return Broker.objects.filter(kind=Broker.Kind.BROKER).order_by("-requested_at", "id")


def active_tenants(*, suspended_too: bool = False) -> list[tenancy.Tenant]:
    """`suspended_too` is for work that finishes what was begun: money under way must end, suspended or not."""
    wanted = [Broker.Status.ACTIVE, Broker.Status.SUSPENDED] if suspended_too else [Broker.Status.ACTIVE]
    with tenancy.public():
        rows = Broker.objects.filter(kind=Broker.Kind.BROKER, status__in=wanted).order_by("schema_name")
        return [broker.as_tenant() for broker in rows]


def vendor() -> tenancy.Tenant:
    with tenancy.public():
        return Broker.objects.get(kind=Broker.Kind.VENDOR).as_tenant()


def tenant_by_schema(schema: str) -> tenancy.Tenant:
    with tenancy.public():
        broker = Broker.objects.filter(schema_name=schema).first()
    if broker is None:
        raise NotFound("There is no such broker.")
    return broker.as_tenant()


def tenant_by_slug(slug: str) -> tenancy.Tenant:
    with tenancy.public():
        broker = Broker.objects.filter(slug=slug).first()
    if broker is None:
        raise NotFound(f"There is no broker “{slug}”.")
    return broker.as_tenant()


def host_of(tenant: tenancy.Tenant, surface: str) -> str:
    """The primary host of a broker's surface, for links in mails and redirects."""
    with tenancy.public():
        rows = Domain.objects.filter(tenant_id=tenant.broker_id, surface=surface).order_by(
            "-is_primary", "domain"
        )
        domain = rows.first()
    if domain is None:
        raise NotFound(f"{tenant.name} has no {surface} host.")
    return str(domain.domain)


def address_of(tenant: tenancy.Tenant, surface: str) -> str:
    """“https://desk.acme.example”: the beginning of links to this surface, without a slash at the end."""
    return base_of(host_of(tenant, surface))


def base_of(host: str) -> str:
    """Development has a port and no TLS; production the reverse."""
    return f"https://{host}" if settings.ENV.tls else f"http://{host}:{settings.ENV.port}"
