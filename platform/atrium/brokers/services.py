"""Verbs on brokers: ask for one, make it, suspend and resume it, rename its schema."""

import logging
import uuid
from typing import Any, Final, LiteralString, cast

import psycopg
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from psycopg import sql

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import Conflict, NotFound, Refused

from . import provisioning, rules, selectors, tasks
from .models import Broker, Domain
from .types import BrokerOrder

log = logging.getLogger(__name__)

_UNFINISHED: Final = (Broker.Status.CREATING, Broker.Status.FAILED)


def request_broker(order: BrokerOrder, *, kind: str = Broker.Kind.BROKER) -> uuid.UUID:
    """Write the order down and ring for the provisioning worker. The page that asked may be left."""
    rules.check_slug(order.slug) if kind == Broker.Kind.BROKER else None
    with tenancy.public(), transaction.atomic():
        broker = _register(order, kind)
        transaction.on_commit(lambda: _ring(broker.id))
    return broker.id


def register_now(order: BrokerOrder, *, kind: str = Broker.Kind.BROKER) -> uuid.UUID:
    """As `request_broker`, but made here and now: for the owner's own commands, demo and tests."""
    rules.check_slug(order.slug) if kind == Broker.Kind.BROKER else None
    with tenancy.public(), transaction.atomic():
        broker = _register(order, kind)
    provision(broker.id)
    return broker.id


def _ring(broker_id: uuid.UUID) -> None:
    try:
        with tenancy.public():
            tasks.provision.apply_async([str(broker_id)], queue="provisioning", retry=False)
    except Exception:
        # The order is committed; its page offers to send it again.
        log.exception("Could not ring for broker %s. The order is kept.", broker_id)


def _register(order: BrokerOrder, kind: str) -> Broker:
    hosts = (
        {Domain.Surface.VENDOR.value: f"console.{settings.ROOT_DOMAIN}"}
        if kind == Broker.Kind.VENDOR
        else rules.hosts(order.slug, settings.ROOT_DOMAIN)
    )
    taken = Broker.objects.filter(slug=order.slug).exists()
    if taken or Domain.objects.filter(domain__in=hosts.values()).exists():
        raise Conflict(f"“{order.slug}” is taken by another broker. Choose another name.", field="slug")
    broker = Broker.objects.create(
        schema_name=tenancy.new_schema_name(),
        slug=order.slug,
        name=order.name,
        kind=kind,
        currency=order.currency,
        language=order.language,
        country=order.country,
        order=order.as_json(),
        requested_at=clock.now(),
    )
    for surface, host in hosts.items():
        Domain.objects.create(tenant=broker, domain=host, surface=surface, is_primary=True)
    return broker


def provision(broker_id: uuid.UUID) -> None:
    """Make the schema and furnish it. Safe to run again at any point: a half-made broker is finished, an active one left."""
    with tenancy.public():
        broker = Broker.objects.get(id=broker_id)
    if broker.status not in _UNFINISHED:
        return
    try:
        provisioning.create_schema(broker.schema_name)
        _furnish(broker)
    except Exception as error:
        _mark(broker, Broker.Status.FAILED, failure=f"{type(error).__name__}: {error}")
        log.exception(
            "Broker %s could not be made. Nothing is lost: the order is kept and may be tried again.",
            broker.slug,
        )
        raise
    _mark(broker, Broker.Status.ACTIVE)


def _furnish(broker: Broker) -> None:
    order = BrokerOrder(**{**broker.order, "broker_id": str(broker.id)})
    with tenancy.entered(broker.as_tenant()), transaction.atomic():
        for dotted in settings.BROKER_DEFAULTS:
            import_string(dotted)(order)


def _mark(broker: Broker, status: Broker.Status, *, failure: str = "") -> None:
    with tenancy.public():
        changes: dict[str, object] = {"status": status, "failure": failure}
        if status == Broker.Status.ACTIVE:
            changes["active_at"] = clock.now()
        # Sent twice, two workers may be at it: who fails must not close what the other has opened.
        Broker.objects.filter(id=broker.id, status__in=_UNFINISHED).update(**changes)
    selectors.forget_houses()


def retry_provisioning(broker_id: uuid.UUID) -> None:
    """After a failure, or when the message to the worker was lost."""
    with tenancy.public(), transaction.atomic():
        broker = _locked(broker_id)
        if broker.status not in _UNFINISHED:
            raise Refused(f"{broker.name} did not fail; there is nothing to try again.")
        broker.status = Broker.Status.CREATING
        broker.save(update_fields=["status"])
        transaction.on_commit(lambda: _ring(broker.id))


def suspend(broker_id: uuid.UUID, *, reason: str) -> None:
    """New work is refused, pages say so, money under way finishes or voids."""
    if not reason.strip():
        raise Refused("A suspension needs a reason; the broker's people will read it.", field="reason")
    _change_status(broker_id, Broker.Status.ACTIVE, Broker.Status.SUSPENDED, reason.strip())


def resume(broker_id: uuid.UUID) -> None:
    _change_status(broker_id, Broker.Status.SUSPENDED, Broker.Status.ACTIVE, "")


def _change_status(broker_id: uuid.UUID, old: Broker.Status, new: Broker.Status, reason: str) -> None:
    with tenancy.public(), transaction.atomic():
        broker = _locked(broker_id)
        if broker.status == new:
            return
        if broker.status != old:
            raise Refused(
                f"{broker.name} is {broker.get_status_display().lower()}; it must be {old.label.lower()} for this."
            )
        broker.status, broker.suspended_reason = new, reason
        broker.save(update_fields=["status", "suspended_reason"])
        transaction.on_commit(selectors.forget_houses)


def _locked(broker_id: uuid.UUID) -> Broker:
    broker = Broker.objects.select_for_update().filter(id=broker_id, kind=Broker.Kind.BROKER).first()
    if broker is None:
        raise NotFound("There is no such broker.")
    return broker


def rename_schema(old: str, new: str) -> None:
    """Rename a schema with everything that carries its name: the role, and the path pinned in each function.

    A function with `SET search_path` keeps the old name: a restored copy's posting function would write into the live house.
    """
    with provisioning.owner_connection() as connection:
        connection.execute(
            sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))
        )
        connection.execute(
            sql.SQL("ALTER ROLE {} RENAME TO {}").format(
                sql.Identifier(f"{old}_role"), sql.Identifier(f"{new}_role")
            )
        )
        for signature in _pinned_functions(connection, new):
            connection.execute(
                sql.SQL("ALTER FUNCTION {} SET search_path = {}, pg_temp").format(
                    sql.SQL(signature), sql.Identifier(new)
                )
            )


def _pinned_functions(connection: psycopg.Connection[tuple[Any, ...]], schema: str) -> list[LiteralString]:
    rows = connection.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = %s AND EXISTS (SELECT FROM unnest(p.proconfig) c WHERE c LIKE 'search_path=%%')",
        [schema],
    )
    return [
        cast(LiteralString, row[0]) for row in rows
    ]  # the catalogue's own spelling, quoted where it must be
