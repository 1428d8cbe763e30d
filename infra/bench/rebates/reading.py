"""What people wait for beside a large table of lines: a what-if, an explanation, the dashboard of the IB above everything."""

import time
from typing import Final

from atrium.kernel.tenancy import Tenant
from infra.bench.browser import logged_in
from infra.bench.figures import percentile
from infra.bench.rebates.house import FIRST, LAST, PLANS

EXPLAINED: Final = 60
LOADS: Final = 15


def what_if_seconds(tenant: Tenant) -> float:
    """As somebody asks for it: a draft instead of its plan, all plans over the whole period, cost and margin by cell, as work."""
    from atrium.kernel import tenancy
    from tenants.jobs.models import Job
    from tenants.jobs.services import work_off
    from tenants.rebates.services import draft_plan
    from tenants.rebates.services.whatif import start_what_if
    from tenants.staff.models import Member

    code, document = PLANS[0]
    with tenancy.entered(tenant):
        draft = draft_plan(code=f"bench-{code}", name="Next", document=document)
        admin = Member.objects.filter(appointments__role__name="Administrator").order_by("id")[0]
        begun = time.perf_counter()
        asked = start_what_if(plan_id=draft.id, since=FIRST, until=LAST, by=admin)
        job = work_off(Job.objects.select_related("progress").get(id=str(asked.job_id)))
        seconds = time.perf_counter() - begun
    if job.state != Job.State.DONE:
        raise SystemExit(f"The what-if ended as {job.state}: {job.result_text}")
    return seconds


def explained_ms(tenant: Tenant) -> float:
    from atrium.kernel import tenancy
    from tenants.rebates.models import Line
    from tenants.rebates.selectors import trace_of

    took = []
    with tenancy.entered(tenant):
        ids = Line.objects.values_list("id", flat=True)
        first, last = ids.order_by("id")[0], ids.order_by("-id")[0]
        for place in range(1, EXPLAINED + 1):
            line = (
                Line.objects.filter(id__lte=first + (last - first) * place // EXPLAINED)
                .select_related("plan")
                .order_by("-id")[0]
            )
            begun = time.perf_counter()
            trace_of(line)
            took.append((time.perf_counter() - begun) * 1000)
    return percentile(took, 0.95)


def dashboard_ms(tenant: Tenant) -> float:
    """The page as the server makes it, for a partner at the top."""
    from atrium.kernel import tenancy
    from tenants.ibs.models import Partner

    with tenancy.entered(tenant):
        user = Partner.objects.select_related("user").get(number=1).user
    browser = logged_in(tenant, "ib", user)
    took = []
    for _ in range(LOADS):
        begun = time.perf_counter()
        answer = browser.get("/")
        took.append((time.perf_counter() - begun) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"The dashboard answered {answer.status_code}.")
    return percentile(took, 0.5)
