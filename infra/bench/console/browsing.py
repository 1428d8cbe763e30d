"""Lists, search and client card, through the real views, in a broker of a million clients and in one of ten thousand."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote

from django.db import connection

from atrium.kernel import tenancy
from infra.bench.browser import logged_in
from infra.bench.figures import Figure, percentile
from infra.supervisor.warm import warm

BAR_MS, RATIO, OUTSIDE_MS = 100, 1.5, 60
ROUNDS = 12
ROWS = 100


@dataclass
class Times:
    """Milliseconds of each request, and of its statements."""

    whole: list[float] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)

    @property
    def outside(self) -> list[float]:
        return [whole - asked for whole, asked in zip(self.whole, self.asked, strict=True)]


def figures(big: tenancy.Tenant, small: tenancy.Tenant) -> list[Figure]:
    warm()  # as every process that serves pages begins
    limit = _round_trip_ms(big)
    found: list[Figure] = []
    for name, addresses in (("list", lists), ("search", searches), ("client card", cards)):
        of_many, of_few = measured(big, addresses), measured(small, addresses)
        slow, quick = percentile(of_many.whole, 0.95), percentile(of_few.whole, 0.95)
        found += [
            Figure(f"{name} of 1,000,000 clients, p95 (ms)", slow, BAR_MS, limit),
            Figure(f"{name}: times as slow as with 10,000", slow / quick, RATIO, 1.0),
        ]
        if name == "list":
            found.append(
                Figure(
                    f"{name} of {ROWS} rows, outside SQL, p95 (ms)",
                    percentile(of_many.outside, 0.95),
                    OUTSIDE_MS,
                    limit,
                )
            )
    return found


def measured(tenant: tenancy.Tenant, addresses: Callable[[Random], list[str]], rounds: int = ROUNDS) -> Times:
    """Every address once to warm up; then each round asks all of them, with other values each time."""
    browser = _browser(tenant)
    with tenancy.entered(tenant):
        made = [addresses(Random(number)) for number in range(rounds + 1)]
    times = Times()
    for number, some in enumerate(made):
        for address in some:
            whole, asked = _timed(browser, address)
            if number:
                times.whole.append(whole)
                times.asked.append(asked)
    return times


def lists(random: Random) -> list[str]:
    """A fair mix: as it opens, rare and common filters, aggregates as filter and as order, names, several at once, deep pages."""
    country = random.choice(["DE", "ES", "VN", "IT", "CY"])
    manager, deep = _manager(random), _deep(random)
    return [
        _list(),
        _list({"field": "status", "is": random.choice(["demo", "funded", "dormant"])}),
        _list({"field": "country", "is": country}),
        _list({"field": "country", "is": "IS"}),
        _list({"field": "country", "is": "IS"}, sort="-equity"),
        _list(sort="-deposits"),
        _list({"field": "deposits", "at_least": random.choice([1_000, 20_000, 49_000])}),
        _list({"field": "country", "is": country}, {"field": "deposits", "at_least": 500}, sort="-equity"),
        _list({"field": "status", "in": ["funded", "active"]}, sort="last_deal"),
        _list({"field": "last_deal", "within_days": random.choice([2, 30])}, sort="-lots"),
        _list({"field": "manager", "is": manager}, sort="-last_login"),
        _list({"field": "next_task", "next_days": 3}, sort="next_task"),
        _list({"field": "source", "is": "event"}, {"not": {"field": "kyc_level", "at_least": 1}}),
        _list(sort="name"),
        _list(text=random.choice(["ma", "anna kov", "жук", "ber"])),
        deep,
    ]


def _list(*tests: dict[str, Any], sort: str = "", text: str = "", cursor: str = "") -> str:
    parts = {
        "rows": str(ROWS),
        "s": sort,
        "q": text,
        "cursor": cursor,
        "f": json.dumps({"all": tests}) if tests else "",
    }
    return "/clients/?" + "&".join(f"{name}={quote(value)}" for name, value in parts.items() if value)


def _manager(random: Random) -> str:
    from tenants.staff.models import Member

    return str(random.choice(list(Member.objects.order_by("id").values_list("id", flat=True))))


def _deep(random: Random) -> str:
    """A page from the middle, as somebody gets there who keeps pressing “More”."""
    from tenants.insight.models import PersonFigures
    from tenants.lists.paging import Place, written

    many = PersonFigures.objects.count()
    one = PersonFigures.objects.order_by("-balance", "-lead_id")[int(many * random.choice([0.1, 0.4, 0.8]))]
    return _list(sort="-balance", cursor=written("-balance", Place(one.balance, one.lead_id)))


def searches(random: Random) -> list[str]:
    """Prefixes short and long, two words, other scripts, last digits, a phone, an e-mail, numbers, a reference, nothing."""
    from tenants.clients.models import Client

    client = _client(random)
    lead = Client.objects.select_related("lead").get(id=client).lead
    first, _, family = lead.name.partition(" ")
    typed = [
        "ma", "ka", first[:4], lead.name, f"{first[:3]} {family[:3]}", "Жан", "王", "zhuk", lead.phone[-4:], lead.phone,
        lead.email, lead.email[:12], str(lead.number), "70000042", "0042", "cs_bench_42", "qqqqqq",
    ]  # fmt: skip
    return [f"/search/?q={quote(text)}" for text in typed]


def cards(random: Random) -> list[str]:
    return [f"/clients/{_client(random)}/" for _ in range(10)]


def _client(random: Random) -> Any:
    from tenants.clients.models import Client

    last = Client.objects.order_by("-number").values_list("number", flat=True)[0]
    return Client.objects.values_list("id", flat=True).get(number=random.randint(1, last))


def _browser(tenant: tenancy.Tenant) -> Any:
    """An administrator's, logged in, in this process."""
    from tenants.staff.models import Member

    with tenancy.entered(tenant):
        holders = Member.objects.filter(appointments__role__name="Administrator").order_by("id")
        user = holders[0].user
    return logged_in(tenant, "staff", user)


def _timed(browser: Any, address: str) -> tuple[float, float]:
    with _statements() as took:
        began = time.perf_counter()
        answer = browser.get(address)
        whole = time.perf_counter() - began
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return whole * 1000, sum(took) * 1000


@contextmanager
def _statements() -> Iterator[list[float]]:
    took: list[float] = []

    def time_it(execute: Callable[..., Any], statement: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(statement, params, many, context)
        finally:
            took.append(time.perf_counter() - began)

    with connection.execute_wrapper(time_it):
        yield took


def _round_trip_ms(tenant: tenancy.Tenant) -> float:
    """The machine's limit: one statement that reads one row, p95 of 200."""
    took = []
    with tenancy.entered(tenant), connection.cursor() as cursor:
        for _ in range(200):
            began = time.perf_counter()
            cursor.execute("SELECT 1")
            cursor.fetchone()
            took.append((time.perf_counter() - began) * 1000)
    return percentile(took, 0.95)
