"""What the best time to call is told from."""

from datetime import datetime, timedelta
from typing import Any

from atrium.kernel import clock
from portals.staff_console.card import best_time
from portals.staff_console.people import Person
from tenants.identity.models import LogIn
from tenants.trading.models import Deal
from tenants.work import selectors as work
from tenants.work.models import Task

SINCE = timedelta(days=120)
MOST = 300


def of(person: Person) -> dict[str, Any]:
    lead, client = person.lead, person.client
    country = (client.country if client else "") or lead.country
    chosen = client.user.time_zone if client else ""
    zone = best_time.zone_of(chosen=chosen, phone=lead.phone, country=country)
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
    weights = {"reached": best_time.REACHED, "call_back": best_time.REACHED, "no_answer": best_time.NO_ANSWER}
    moments = [
        (done_at, weights[outcome])
        for done_at, outcome in calls.values_list("done_at", "outcome")[:MOST]
        if outcome in weights and done_at
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
