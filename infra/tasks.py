"""Dispatchers: from one ring of beat to one task per active broker."""

from celery import current_app, shared_task

from atrium.brokers.selectors import active_tenants
from atrium.kernel import clock, tenancy
from atrium.kernel.tasks import BrokerTask, PublicTask
from atrium.plans.services import record_reading


@shared_task(base=PublicTask, name="infra.dispatch")
def dispatch(task_name: str) -> None:
    """One message a broker. They are sent by name: who does the job is the room's business."""
    for tenant in active_tenants():
        with tenancy.entered(tenant):
            current_app.tasks[task_name].apply_async()


@shared_task(base=BrokerTask, name="infra.snapshot_usage")
def snapshot_usage() -> None:
    """Measures the broker we are in, writes it down in the registry, and shows it to the operators."""
    from infra import metering
    from portals.vendor_console.brokers.live import show_broker

    broker_id = tenancy.require().broker_id
    record_reading(broker_id=broker_id, reading=metering.read_house(at=clock.now()))
    show_broker(broker_id)
