"""Doors for the clock and for events of other rooms."""

import uuid
from collections.abc import Callable, Sequence

from celery import shared_task

from atrium.kernel.tasks import BrokerTask
from tenants.jobs.services import Run
from tenants.outbox.types import Event, together
from tenants.staff.models import Member

from . import services
from .models import Handover, Lead
from .services import editing, handing_over, telling


@shared_task(base=BrokerTask, name="leads.protect", expires=240)
def protect() -> None:
    """Every five minutes: who is warned, who loses a lead."""
    services.warn_due()
    services.reclaim_due()


@shared_task(base=BrokerTask, name="leads.fall_dormant", expires=3000)
def fall_dormant() -> None:
    services.let_fall_dormant()


@shared_task(base=BrokerTask, name="leads.score_all", expires=3000)
def score_all() -> None:
    services.score_all()


def score_anew(_event: Event) -> None:
    """lead.scoring_changed{}"""
    score_all.delay_on_commit()


@together()
def score_lead(events: Sequence[Event]) -> None:
    """Something a score may ask for happened: {lead_id} or {client_id}."""
    told = [event.payload for event in events]
    ids = {uuid.UUID(str(one["lead_id"])) for one in told if one.get("lead_id")}
    of_clients = {one["client_id"] for one in told if one.get("client_id") and not one.get("lead_id")}
    if of_clients:
        ids.update(Lead.objects.filter(client__id__in=of_clients).values_list("id", flat=True))
    if ids:
        services.score_leads(sorted(ids))


def score_user(event: Event) -> None:
    """email.confirmed{user_id}"""
    ids = Lead.objects.filter(client__user=event.payload["user_id"]).values_list("id", flat=True)
    services.score_leads(list(ids))


def take_profile_decision(event: Event) -> None:
    """approval.decided{kind, subject_id, outcome}"""
    editing.take_decision(event)


def tell_assigned(event: Event) -> None:
    """lead.assigned{lead_id, member_id}: the new manager, unless they took it themselves."""
    if not event.payload["member_id"]:
        return
    member = Member.objects.get(id=event.payload["member_id"])
    lead = Lead.objects.filter(id=event.payload["lead_id"], assigned_to=member).first()
    if lead is not None and not lead.assigned_because.startswith("Taken"):
        telling.assigned(lead, member, key=str(event.id))


def tell_status(event: Event) -> None:
    """lead.status_changed{lead_id, old, new}"""
    lead = Lead.objects.filter(id=event.payload["lead_id"]).first()
    if lead is not None:
        telling.status_changed(lead, event.payload["old"], event.payload["new"], key=str(event.id))


def tell_statuses(event: Event) -> None:
    """leads.status_changed{lead_ids, new}: many fell dormant at once; each manager hears once."""
    telling.fell_dormant(event.payload["lead_ids"], key=str(event.id))


def run_handover(run: Run) -> None:
    _in_chunks(run, handing_over.go_on)


def run_handover_back(run: Run) -> None:
    _in_chunks(run, handing_over.go_back)


def _in_chunks(run: Run, go_on: Callable[[uuid.UUID], int]) -> None:
    handover_id = uuid.UUID(run.params["handover"])
    moved = -1
    while moved:
        with run.chunk():
            moved = go_on(handover_id)
            run.checkpoint({}, done=run.progress.done + moved)
    handover = Handover.objects.get(id=handover_id)
    run.finish(f"{handover.leads:,} leads and clients, {handover.tasks:,} tasks")
