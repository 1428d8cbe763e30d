"""Dispatchers: from one ring of beat to one task per active broker."""

from celery import current_app, shared_task

from atrium.brokers.selectors import active_tenants
from atrium.kernel import tenancy
from atrium.kernel.tasks import PublicTask


@shared_task(base=PublicTask, name="infra.dispatch")
def dispatch(task_name: str) -> None:
    """One message a broker. They are sent by name: who does the job is the room's business."""
    for tenant in active_tenants():
        with tenancy.entered(tenant):
            current_app.tasks[task_name].apply_async()
