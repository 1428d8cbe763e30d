"""Reads of rebates. What a partner sees is its own lines; those of others do not exist for it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from atrium.kernel import clock
from atrium.kernel.errors import NotFound, Refused
from atrium.kernel.money import Money
from tenants.ibs.models import Partner

from . import own_shares
from .models import Accrual, Dispute, Line, PartyKind, Plan, Settlement, ShadowLine, Waiting
from .scenario import Document, document_of, scenario_of
from .tracing import facts_of, trace_of
from .types import Beside, DayTotal, Earned, Measured, SymbolTotal

__all__ = ["trace_of"]

ZERO: Final = Decimal(0)


def lines_for(partner: Partner) -> QuerySet[Line]:
    """The partner's own lines, newest first, the zero ones with their reasons among them."""
    return (
        Line.objects.filter(partner=partner)
        .select_related("plan", "of_client__lead")
        .order_by("-time", "-id")
    )


def line_for(partner: Partner, line_id: int | str) -> Line:
    if not str(line_id).isdecimal() or len(str(line_id)) > 18:
        raise NotFound("There is no such rebate line.")
    line = lines_for(partner).filter(id=int(line_id)).first()
    if line is None:
        raise NotFound("There is no such rebate line.")
    return line


def all_lines() -> QuerySet[Line]:
    """For staff and reports. Newest first."""
    return Line.objects.select_related("plan", "partner", "client__lead", "of_client__lead").order_by(
        "-time", "-id"
    )


def earned(partner: Partner, at: datetime | None = None) -> Earned:
    """Today and this month by UTC days, of the lines' own times."""
    at = at or clock.now()
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    accrual = Accrual.objects.filter(
        party_kind=PartyKind.PARTNER, party_number=partner.number, currency=partner.currency
    ).first()
    owed = accrual.posted_minor - accrual.settled_minor if accrual else 0
    return Earned(
        currency=partner.currency,
        today=_sum(partner, since=midnight),
        month=_sum(partner, since=midnight.replace(day=1)),
        accrued=Money(owed, partner.currency),
    )


def by_day(partner: Partner, *, days: int = 30, at: datetime | None = None) -> list[DayTotal]:
    """One total for each of the last days, the empty ones too, the oldest first."""
    today = (at or clock.now()).date()
    first = today - timedelta(days=days - 1)
    rows = (
        _own(partner)
        .filter(time__date__gte=first, time__date__lte=today)
        .annotate(day=TruncDate("time"))
        .values("day")
        .annotate(amount=Sum("amount"), lots=Sum("lots"))
    )
    found: dict[date, Any] = {row["day"]: row for row in rows}
    return [
        DayTotal(day, found[day]["amount"], found[day]["lots"]) if day in found else DayTotal(day, ZERO, ZERO)
        for day in (first + timedelta(days=n) for n in range(days))
    ]


def by_symbol(partner: Partner, lines: QuerySet[Line] | None = None) -> list[SymbolTotal]:
    """What each instrument earned, of these of the partner's own lines or of all, and how much of it reached the wallet."""
    own = (_own(partner) if lines is None else lines.filter(currency=partner.currency)).exclude(symbol="")
    rows = own.order_by().values("symbol")
    totals = rows.annotate(
        settled=Sum("amount", filter=_settled(partner), default=ZERO),
        amount=Sum("amount"),
        lots=Sum("lots"),
        deals=Count("deal_id", distinct=True),
    )
    return [SymbolTotal(**row) for row in totals.order_by("-amount", "symbol")]


def _settled(partner: Partner) -> Q:
    """A payment takes everything that is due and written by then."""
    party = Settlement.objects.filter(party_kind=PartyKind.PARTNER, party_number=partner.number)
    last = party.filter(currency=partner.currency).order_by("-at").first()
    return Q(pk=None) if last is None else Q(due__lte=last.due_until, created_at__lte=last.at)


def plans() -> QuerySet[Plan]:
    return Plan.objects.order_by("code", "-version")


def plans_in_force(at: datetime | None = None) -> list[Plan]:
    at = at or clock.now()
    rows = Plan.objects.filter(status=Plan.Status.PUBLISHED).order_by("code", "version")
    return [plan for plan in rows if _holds(plan, at)]


def disputes() -> QuerySet[Dispute]:
    """For staff. Newest first."""
    rows = Dispute.objects.select_related("partner", "line__plan", "line__of_client__lead", "answered_by")
    return rows.order_by("-opened_at", "-id")


def disputes_of(partner: Partner) -> QuerySet[Dispute]:
    """The partner's own."""
    return disputes().filter(partner=partner)


def disputes_measured(at: datetime | None = None) -> Measured:
    since = (at or clock.now()) - timedelta(days=90)
    waiting = Dispute.objects.filter(state=Dispute.State.OPEN)
    answered = Dispute.objects.filter(answered_at__gte=since).exclude(state=Dispute.State.WITHDRAWN)
    took = sorted(one.took for one in answered.only("opened_at", "answered_at"))
    return Measured(
        open=waiting.count(),
        oldest=waiting.aggregate(first=Min("opened_at"))["first"],
        answered=len(took),
        median_hours=_hours(took[len(took) // 2]) if took else None,
        longest_hours=_hours(took[-1]) if took else None,
    )


def _hours(took: timedelta) -> Decimal:
    return Decimal(took // timedelta(minutes=6)) / 10


def shadow_beside_live(plan: Plan) -> list[Beside]:
    """By partner and currency, the largest difference first; live are lines from plans of its slot of the same deals, and of the
    same events and periods."""
    shadow = _by_partner(ShadowLine.objects.filter(plan=plan, party_kind=PartyKind.PARTNER))
    slot = Q(plan__document__slot=plan.slot)
    slot |= Q(plan__document__slot__isnull=True) if plan.slot == "main" else Q()
    lines = ShadowLine.objects.filter(plan=plan)
    of_deals = Q(source_kind="deal", deal_id__in=lines.filter(source_kind="deal").values("deal_id"))
    of_others = Q(source__in=lines.exclude(source_kind="deal").values("source")) & ~Q(source_kind="deal")
    live = _by_partner(Line.objects.filter(slot, of_deals | of_others, party_kind=PartyKind.PARTNER))
    rows = [
        Beside(name, partner_id, currency, live.get(key, ZERO), shadow.get(key, ZERO))
        for key in shadow.keys() | live.keys()
        for partner_id, name, currency in [key]
    ]
    return sorted(rows, key=lambda row: (-abs(row.change), row.name, row.currency))


def _by_partner(lines: QuerySet[Any]) -> dict[tuple[Any, str, str], Decimal]:
    rows = (
        lines.exclude(partner=None)
        .values("partner_id", "partner__name", "currency")
        .annotate(sum=Sum("amount"))
    )
    return {(row["partner_id"], row["partner__name"], row["currency"]): row["sum"] for row in rows.order_by()}


def waiting() -> QuerySet[Waiting]:
    """Deals that lack something before they can be computed, the oldest first."""
    return Waiting.objects.order_by("since")


def explain(line: Line) -> Document:
    """The scenario document of the line's deal, for `atrium rebates run` or a tool of one's own, and what it must give."""
    if line.deal_id is None:
        raise Refused("Only lines of deals can be explained by a document of their own.")
    facts, name = facts_of(line), f"line {line.pk}"
    document = document_of(facts, name=name, description=f"Rebates of deal {line.source}")
    document = own_shares.written_into(document, scenario_of(facts, name=name))
    return {**document, "expect": [_expected(line)]}


def _expected(line: Line) -> Document:
    expected: Document = {
        line.source_kind: line.source,
        "amount": format(line.amount, "f"),
        "level": line.level,
    }
    if line.party:
        expected[line.party_kind] = line.party
    if line.plan_code:
        expected["plan"] = line.plan_code
    if line.reason:
        expected["reason"] = line.reason
    return expected


def _own(partner: Partner) -> QuerySet[Line]:
    """Lines in the partner's wallet currency; all of them are, unless it was changed."""
    return Line.objects.filter(partner=partner, currency=partner.currency)


def _sum(partner: Partner, *, since: datetime) -> Decimal:
    return _own(partner).filter(time__gte=since).aggregate(total=Sum("amount"))["total"] or ZERO


def _holds(plan: Plan, at: datetime) -> bool:
    begun = plan.valid_from is None or plan.valid_from <= at
    return begun and (plan.valid_to is None or at < plan.valid_to)
