"""Plans in the shadow that look at other deals (tables of volume, caps of a period, hedging) or are paid on something else than
deals. They are computed by the clock, from the beginning of the periods in which something came, by the evaluator of the runs.
No money: lines are simply written anew, and a computation that was killed is done again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, Min, Q
from django.db.models.functions import Coalesce, Least

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from tenants.outbox.services import announce
from tenants.trading.models import Deal

from .. import rules
from ..bulk import events
from ..bulk.ground import moment
from ..bulk.replaying import line_of
from ..models import Line, Plan, ShadowCourse, ShadowLine
from . import period_events, periods, plans, simulation
from .periods import Stretch
from .rows import store_in_shadow

_SKEW = timedelta(days=1)
"""How far a server's clock may be ahead of ours."""
_LEASE = timedelta(minutes=30)
"""Longer than a piece of deals takes, and than all events together."""


def note(deal_ids: Sequence[int]) -> None:
    """New deals, or changed ones: what was computed of them is gone, and their periods are computed anew."""
    courses = ShadowCourse.objects.filter(plan__status=Plan.Status.SHADOW)
    first = Deal.objects.filter(id__in=deal_ids).aggregate(first=Min("time"))["first"]
    if first is None or not courses.exists():
        return
    ShadowLine.objects.filter(plan__in=courses.values("plan"), deal_id__in=deal_ids).delete()
    courses.update(since=Least(Coalesce("since", first), first), news=F("news") + 1)


def accrue() -> int:
    """Whatever came since the last time. Returns how many lines were written."""
    courses = ShadowCourse.objects.filter(plan__status=Plan.Status.SHADOW).select_related("plan")
    return sum(_of_course(course) for course in courses.order_by("plan__code", "plan__version"))


def _of_course(course: ShadowCourse) -> int:
    plan, begun = course.plan, clock.now()
    of_others, since = events.is_of_others(plan), _since(course, begun)
    if (since is None and not of_others) or not _claimed(course, begun):
        return 0
    tried = simulation.instead(plan)
    if of_others or since is None:
        written = _write_events(plan, tried, begun)
    else:
        written = _write_deals(plan, tried, _beginning(plan, since), begun)
    _end(course, begun)
    return written


def _claimed(course: ShadowCourse, now: datetime) -> bool:
    free = Q(busy_until=None) | Q(busy_until__lte=now)
    return bool(ShadowCourse.objects.filter(free, pk=course.pk).update(busy_until=now + _LEASE))


def _still_at_it(plan: Plan) -> None:
    ShadowCourse.objects.filter(plan=plan).update(busy_until=clock.now() + _LEASE)


def _since(course: ShadowCourse, now: datetime) -> datetime | None:
    """Once a day also where no deal came: a period may be over, a deposit or a level may have changed what is given."""
    if course.since is None and course.computed_at is not None and course.computed_at.date() < now.date():
        return course.computed_at
    return course.since


def _beginning(plan: Plan, since: datetime) -> datetime:
    """A deal changes what later ones of its periods give; what was dealt before the shadow only counts."""
    assert plan.shadow_from is not None
    begin = moment(rules.begin_of_periods(plans.check(plan), int(since.timestamp())))
    return max(begin, plan.shadow_from)


def _write_deals(plan: Plan, tried: Sequence[Plan], since: datetime, begun: datetime) -> int:
    alive = partial(_still_at_it, plan)
    found = periods.stretches(since=since, until=begun + _SKEW, plans=tried, alive=alive)
    return sum(_write_stretch(plan, stretch) for stretch in found)


@transaction.atomic
def _write_stretch(plan: Plan, stretch: Stretch) -> int:
    _still_at_it(plan)
    plan.shadow_lines.filter(deal_id__in=[read.pk for read in stretch.deals]).delete()
    run = new_id()
    return store_in_shadow(
        plan,
        (
            line_of(read, computed, stretch.ground, run)
            for read, computed in stretch.lines
            if computed.plan == plan.engine_id
        ),
    )


@transaction.atomic
def _write_events(plan: Plan, tried: Sequence[Plan], begun: datetime) -> int:
    """They are as many as clients and partners, not as deals: all of them each time."""
    plan.shadow_lines.exclude(source_kind=Line.SourceKind.DEAL).delete()
    run, written = new_id(), 0
    for group in period_events.groups(tried, begun):
        rows = (events.row_of(line, facts, run) for line, facts in group.lines if line.plan == plan.engine_id)
        written += store_in_shadow(plan, rows)
    return written


@transaction.atomic
def _end(course: ShadowCourse, begun: datetime) -> None:
    """What came meanwhile is computed the next time."""
    mine = ShadowCourse.objects.filter(plan_id=course.plan_id)
    mine.filter(news=course.news).update(since=None)
    mine.update(computed_at=begun, busy_until=None)
    announce("plan.changed", plan_id=str(course.plan_id))
