"""Dispatchers: from one ring of beat to one task per broker; suspended ones are served only by what finishes money under way."""

from celery import current_app, shared_task

from atrium.brokers.selectors import active_tenants, vendor
from atrium.kernel import clock, tenancy
from atrium.kernel.tasks import BrokerTask, PublicTask
from atrium.plans.services import record_reading
from tenants.audit import selectors as audit


@shared_task(base=PublicTask, name="infra.dispatch")
def dispatch(task_name: str, vendor_too: bool = False) -> None:
    """One message a broker. They are sent by name: who does the job is the room's business."""
    task = current_app.tasks[task_name]
    houses = active_tenants(suspended_too=getattr(task, "suspended_ok", False))
    for tenant in [*houses, vendor()] if vendor_too else houses:
        with tenancy.entered(tenant):
            task.apply_async()


@shared_task(base=PublicTask, name="infra.dispatch_sealing", expires=5)
def dispatch_sealing() -> None:
    """A message only to houses where something waits to be sealed: one look at an index each, and most are quiet."""
    task = current_app.tasks["audit.seal"]
    for tenant in [*active_tenants(suspended_too=True), vendor()]:
        with tenancy.entered(tenant):
            if audit.has_pending():
                task.apply_async()


@shared_task(base=BrokerTask, name="infra.snapshot_usage")
def snapshot_usage() -> None:
    """Measures the broker we are in, writes it down in the registry, and shows it to the operators."""
    from infra import metering
    from portals.vendor_console.brokers.live import show_broker

    broker_id = tenancy.require().broker_id
    record_reading(broker_id=broker_id, reading=metering.read_house(at=clock.now()))
    show_broker(broker_id)
