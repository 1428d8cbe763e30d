"""What people wait for beside a large table of lines: a what-if, an explanation, the dashboard of the IB above everything."""

import time
from typing import Final

from atrium.kernel.tenancy import Tenant
from infra.bench.browser import logged_in
from infra.bench.figures import percentile
from infra.bench.rebates.house import FIRST, LAST

EXPLAINED: Final = 60
LOADS: Final = 15


def what_if_seconds(tenant: Tenant) -> float:
    """All plans over the whole period once more, with the broker's revenue of each deal, and nothing written."""
    from atrium.kernel import tenancy
    from tenants.rebates.services import periods, simulation

    with tenancy.entered(tenant):
        begun = time.perf_counter()
        plans = simulation.as_published(FIRST, LAST)
        for _stretch in periods.stretches(since=FIRST, until=LAST, plans=plans, currency="USD"):
            pass
        return time.perf_counter() - begun


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
