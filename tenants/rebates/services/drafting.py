"""A draft looked at while it is being written: its faults, what to look at twice, and what it gives on a real deal."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.core.cache import cache
from django.db import connection
from django.db.models import Sum

from atrium.kernel import clock
from atrium.kernel.keys import cache_key
from tenants.clients.models import Client
from tenants.ibs.models import Partner, PartnerRank
from tenants.rebates import engine
from tenants.rebates.engine.numbers import ZERO
from tenants.rebates.engine.plan import Plan as EnginePlan
from tenants.trading.models import Deal, Product, Symbol

from .. import own_shares, rules
from ..advice import Advice, House, Traded, Tried, advise
from ..gather import commissionable, gather
from ..models import Plan
from ..scenario import deal_id, document_of, plan_document
from . import simulation

DAYS: Final = 30
TRIED: Final = 50
CHOICE: Final = 20
_PREFIX: Final = "plans[0]."
_SECONDS: Final = 60

_DEPTH: Final = """
WITH RECURSIVE chain (id, depth) AS (
    SELECT id, 1 FROM ibs_partner p WHERE NOT EXISTS (
        SELECT FROM ibs_partnerparent e WHERE e.partner_id = p.id AND e.valid_from <= now()
        AND (e.valid_to IS NULL OR e.valid_to > now()))
  UNION ALL
    SELECT e.partner_id, chain.depth + 1 FROM ibs_partnerparent e JOIN chain ON e.parent_id = chain.id
    WHERE e.valid_from <= now() AND (e.valid_to IS NULL OR e.valid_to > now()) AND chain.depth < 100
)
SELECT coalesce(max(depth), 0) FROM chain
"""


@dataclass(frozen=True, slots=True)
class Example:
    """The draft alone on one deal. `assumed` says what was made up for it, where a plan is paid on something else."""

    deal: Deal
    lines: Sequence[engine.Line]
    currency: str
    cost: Decimal
    revenue: Decimal
    assumed: Mapping[str, str] = field(default_factory=dict)
    refusal: str = ""

    @property
    def margin(self) -> Decimal:
        return self.revenue - self.cost


@dataclass(frozen=True, slots=True)
class Examined:
    faults: Sequence[engine.Fault] = ()
    advice: Sequence[Advice] = ()
    example: Example | None = None


def examine(document: dict[str, Any], *, code: str, deal: Deal | None = None) -> Examined:
    """Faults by the paths of the document itself. With any, there is neither advice nor example."""
    draft = Plan(code=code, version=0, name=code, document=document)
    try:
        plan = _parsed(draft)
    except engine.BadDocument as bad:
        faults = [engine.Fault(one.path.removeprefix(_PREFIX), one.message) for one in bad.faults]
        return Examined(faults=faults)
    return Examined(
        advice=advise(plan, house(code), _tried(draft, plan)),
        example=_example(draft, plan, deal) if deal is not None else None,
    )


def deals_to_choose() -> list[Deal]:
    """The newest that a partner is paid for, one of each symbol first."""
    newest = Deal.objects.filter(closed_lots__gt=0, account__kind="live").order_by("-time", "-id")[:400]
    deals = commissionable(Deal.objects.filter(id__in=[deal.id for deal in newest]))
    ready = [deal for deal in reversed(deals) if deal.opened_at and deal.open_price]
    firsts = list({deal.symbol: deal for deal in reversed(ready)}.values())
    return [*firsts, *(deal for deal in ready if deal not in firsts)][:CHOICE]


def deal_to_try(ticket: str) -> Deal | None:
    """By id of the choice, or by the ticket that a person reads in a terminal."""
    if not ticket.isdecimal() or len(ticket) > 18:
        return None
    for which in ({"id": int(ticket)}, {"ticket": int(ticket)}):
        found = [
            one for one in commissionable(Deal.objects.filter(**which)) if one.opened_at and one.open_price
        ]
        if found:
            return found[0]
    return None


def house(code: str) -> House:
    """Of a minute ago at most: it is asked for at every key that is pressed."""
    key = cache_key("rebates", "house", code)
    known = cache.get(key)
    if not isinstance(known, House):
        known = _house(code)
        cache.set(key, known, _SECONDS)
    return known


def _house(code: str) -> House:
    now = clock.now()
    others = [plan for plan in simulation.as_published(now, now + timedelta(days=3650)) if plan.code != code]
    held = PartnerRank.objects.filter(valid_from__lte=now, valid_to=None)
    ranks = frozenset(held.values_list("rank", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_DEPTH)
        (depth,) = cursor.fetchone()
    plans = [rules.parse_alone({**plan_document(plan)}, code=plan.name) for plan in others]
    return House(plans, _traded(now), ranks, depth, _known())


def _traded(now: datetime) -> list[Traded]:
    recent = Deal.objects.filter(
        time__gte=now - timedelta(days=DAYS), account__kind="live", closed_lots__gt=0
    )
    lots = recent.values("symbol").annotate(all=Sum("closed_lots")).order_by("symbol")
    groups = {name: frozenset(of) for name, of in Symbol.objects.values_list("symbol", "groups")}
    return [Traded(row["symbol"], row["all"], groups.get(row["symbol"])) for row in lots]


def _known() -> dict[str, frozenset[str]]:
    products = list(Product.objects.values_list("code", "group", "server__vendor"))
    groups = [frozenset(groups) for groups in Symbol.objects.values_list("groups", flat=True)]
    return {
        "symbol_group": frozenset().union(*groups),
        "account_type": frozenset(code for code, _, _ in products),
        "group": frozenset(group for _, group, _ in products),
        "platform": frozenset(vendor for _, _, vendor in products),
        "client_group": frozenset(Client.objects.values_list("group", flat=True).distinct()),
        "country": frozenset(Client.objects.values_list("country", flat=True).distinct()),
    }


def _parsed(draft: Plan) -> EnginePlan:
    symbols = set(Symbol.objects.values_list("symbol", flat=True))
    partners = {str(number) for number in Partner.objects.values_list("number", flat=True)}
    return rules.parse_plan(draft.document, code=draft.engine_id, symbols=symbols, partners=partners)


def _tried(draft: Plan, plan: EnginePlan) -> Tried | None:
    """The last deals with the draft alone; what it does not apply to is neither cost nor revenue."""
    if plan.base.source != "deal":
        return None
    newest = Deal.objects.filter(closed_lots__gt=0, account__kind="live").order_by("-time", "-id")[:TRIED]
    deals = commissionable(Deal.objects.filter(id__in=[deal.id for deal in newest]))
    piece = simulation.computed(deals, plans=[draft], currency=plan.currency)
    symbols = {deal_id(deal): deal.symbol for deal in deals}
    cost: dict[str, Decimal] = defaultdict(Decimal)
    paid = set()
    for line, amount in zip(piece.lines, piece.costs, strict=True):
        if line.plan == draft.engine_id:
            cost[symbols[line.source]] += amount
            paid.add(line.source)
    revenue: dict[str, Decimal] = defaultdict(Decimal)
    for source in paid:
        revenue[symbols[source]] += piece.revenue.get(source, ZERO)
    return Tried(plan.currency, len(paid), revenue, cost)


def _example(draft: Plan, plan: EnginePlan, deal: Deal) -> Example:
    facts = gather([deal], plans=[draft])
    document = document_of(facts, name="example")
    events, assumed = _assumed(plan, deal, document)
    document["events"] = [*document["events"], *events]
    try:
        scenario = own_shares.known_to(engine.parse(document), facts)
        lines = [one for one in engine.compute(scenario).lines if one.plan is not None]
        cost, revenue = simulation.money(scenario, lines, plan.currency)
    except engine.BadDocument as bad:
        return Example(deal, (), plan.currency, ZERO, ZERO, refusal=str(bad))
    return Example(deal, lines, plan.currency, cost, revenue, assumed)


def _assumed(
    plan: EnginePlan, deal: Deal, document: dict[str, Any]
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """A plan that is not paid on deals needs something to be paid on: the deal's client does it, an hour before."""
    client, at = document["clients"][0]["client"], document["deals"][0]["open_time"]
    kinds = {event["type"] for event in document["events"]}
    event = {"id": "assumed", "at": at, "client": client}
    currency = plan.currency
    if plan.base.source in kinds:
        return [], {}
    if plan.base.source == "deposit":
        return [{**event, "type": "deposit", "amount": "1000", "currency": currency}], {
            "deposit": f"1000 {currency}"
        }
    if plan.base.source == "lead":
        checks = {"phone_verified": True, "email_verified": True, "unique": True}
        return [{**event, "type": "lead", **checks}], {"lead": client}
    if plan.base.source == "copy_fee":
        fee = {"manager": client, "amount": "100", "currency": currency}
        return [{**event, "type": "copy_fee", **fee}], {"copy_fee": f"100 {currency}"}
    return [], {}
