"""What the best time to call is told from."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from atrium.kernel import clock
from portals.staff_console.card import best_time
from portals.staff_console.people import Person
from tenants.clients.models import Client
from tenants.identity.models import LogIn
from tenants.leads.models import Lead
from tenants.trading.models import Deal
from tenants.work import selectors as work
from tenants.work.models import Task

SINCE = timedelta(days=120)
MOST = 300
WEIGHTS = {"reached": best_time.REACHED, "call_back": best_time.REACHED, "no_answer": best_time.NO_ANSWER}


def of(person: Person) -> dict[str, Any]:
    lead, client = person.lead, person.client
    country = (client.country if client else "") or lead.country
    zone = _zone(lead, client)
    now = clock.now()
    best = best_time.best_time(_moments(person), zone)
    return {
        "best": best,
        "their_time": now.astimezone(zone),
        "their_country": country,
        "is_now": bool(best and best.is_now(now)),
        "their_zone": str(zone),
    }


def _moments(person: Person) -> list[tuple[datetime, int]]:
    since = clock.now() - SINCE
    calls = work.tasks_about([person.lead.id]).filter(kind=Task.Kind.CALL, done_at__gte=since)
    moments = [
        (done_at, WEIGHTS[outcome])
        for done_at, outcome in calls.values_list("done_at", "outcome")[:MOST]
        if outcome in WEIGHTS and done_at
    ]
    if person.client:
        log_ins = LogIn.objects.filter(user=person.client.user_id, succeeded=True, at__gte=since)
        moments += [
            (at, best_time.LOGGED_IN) for at in log_ins.order_by("-at").values_list("at", flat=True)[:MOST]
        ]
        deals = Deal.objects.filter(account__client_id=person.client.id, reason="client", time__gte=since)
        times = deals.order_by("-time").values_list("time", flat=True)[:MOST]
        moments += [(at, best_time.TRADED) for at in times]
    return moments


def of_many(leads: Sequence[Lead]) -> dict[uuid.UUID, best_time.BestTime]:
    """For a list: three queries for all of them."""
    clients = {
        client.lead_id: client for client in Client.objects.select_related("user").filter(lead__in=leads)
    }
    moments: dict[uuid.UUID, list[tuple[datetime, int]]] = defaultdict(list)
    since = clock.now() - SINCE
    calls = work.tasks_about([lead.id for lead in leads]).filter(kind=Task.Kind.CALL, done_at__gte=since)
    for subject_id, done_at, outcome in calls.values_list("subject_id", "done_at", "outcome")[: MOST * 5]:
        if outcome in WEIGHTS and done_at and subject_id:
            moments[subject_id].append((done_at, WEIGHTS[outcome]))
    by_user = {client.user_id: lead_id for lead_id, client in clients.items()}
    log_ins = LogIn.objects.filter(user__in=by_user, succeeded=True, at__gte=since).order_by("-at")
    for user_id, at in log_ins.values_list("user_id", "at")[: MOST * 5]:
        moments[by_user[user_id]].append((at, best_time.LOGGED_IN))
    found = {}
    for lead in leads:
        best = best_time.best_time(moments[lead.id], _zone(lead, clients.get(lead.id)))
        if best:
            found[lead.id] = best
    return found


def _zone(lead: Lead, client: Client | None) -> ZoneInfo:
    country = (client.country if client else "") or lead.country
    return best_time.zone_of(
        chosen=client.user.time_zone if client else "", phone=lead.phone, country=country
    )
