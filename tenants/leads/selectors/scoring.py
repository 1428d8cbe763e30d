"""Scores as the database counts them: one expression a rule, the same for a million leads, for one, and for its explanation."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest, Least

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput
from atrium.rulebook import Either, Every, Field, Node, Not, Test, describe, meets, parse
from tenants.lists.compiling import compiled
from tenants.lists.types import Column

from ..models import Lead, ScoringRule
from ..rules.regions import LABELS, countries_of
from .policy import policy

SAMPLE: Final = 2000
STEPS: Final = 10  # bars of the distribution

_VERIFIED = Exists(EmailAddress.objects.filter(user__client__lead=OuterRef("pk"), verified=True))
COLUMNS: Final = (
    Column("status", "Status", "choice", "status", choices=lambda: Lead.Status.choices),
    Column("country", "Country", "choice", "country"),
    Column("language", "Language", "choice", "language"),
    Column("source", "Source", "choice", "source"),
    Column("referral_code", "IB or referral code", "text", "referral_code"),
    Column("has_email", "Has an e-mail address", "bool", truth=~Q(email="")),
    Column("has_phone", "Has a phone number", "bool", truth=~Q(phone="")),
    Column("email_verified", "Confirmed the e-mail address", "bool", truth=Q(_VERIFIED)),
    Column("is_registered", "Registered in the portal", "bool", truth=Q(client__isnull=False)),
    Column("is_contacted", "Was spoken to", "bool", truth=Q(last_contact_at__isnull=False)),
    Column("kyc_level", "KYC level", "number", "client__kyc_level", whole=True),
    Column("created_at", "Created", "datetime", "created_at"),
    Column("last_contact_at", "Last contact", "datetime", "last_contact_at"),
    Column("last_deal_at", "Last deal", "datetime", "last_deal_at"),
    Column("birth_date", "Birth date", "date", "birth_date"),
)
# Figures that points may be given for each unit of.
FIGURES: Final = {column.code: column for column in COLUMNS if column.type == "number"}
_BY_CODE: Final = {column.code: column for column in COLUMNS}
_REGION: Final = Field("region", "Region", "choice", tuple(LABELS.items()))


@dataclass(frozen=True, slots=True)
class Point:
    """One rule that gave this lead something, or took it."""

    points: int
    name: str
    because: str


def fields() -> tuple[Field, ...]:
    return (*(column.field() for column in COLUMNS), _REGION)


def parsed(document: object) -> Node:
    return parse(document, fields())


def rules_on() -> list[ScoringRule]:
    return list(ScoringRule.objects.filter(is_on=True).order_by("place", "id"))


def with_totals(leads: QuerySet[Lead], rules: Sequence[ScoringRule]) -> QuerySet[Any]:
    """Each lead with `total`, between nought and the policy's most."""
    total: Any = Value(0)
    for rule in rules:
        total = total + points_of(rule)
    return leads.annotate(total=Greatest(Least(total, Value(policy().score_most)), Value(0)))


def totals_of_new(leads: Sequence[Lead]) -> list[int]:
    """The same for leads that are no rows yet, by their facts: writing them and then their scores would write all twice."""
    tried = [(rule, node) for rule in rules_on() if (node := _node(rule)) is not None]
    most, now = policy().score_most, clock.now()
    totals: dict[tuple[object, ...], int] = {}  # many come from one country by one way

    def total_of(lead: Lead) -> int:
        known = _facts_of_new(lead)
        key = tuple(known.values())
        if key not in totals:
            total = sum(_points_of_new(rule) for rule, node in tried if meets(node, known, now=now))
            totals[key] = max(min(total, most), 0)
        return totals[key]

    return [total_of(lead) for lead in leads]


def _points_of_new(rule: ScoringRule) -> int:
    """Figures of somebody who has just come are nought."""
    given = 0 if rule.per in FIGURES else rule.points
    if rule.most is None:
        return given
    return min(given, rule.most) if rule.points >= 0 else max(given, -rule.most)


def _facts_of_new(lead: Lead) -> dict[str, object]:
    plain = ("status", "country", "language", "source", "referral_code", "created_at", "birth_date")
    return {name: getattr(lead, name) for name in plain} | {
        "has_email": bool(lead.email),
        "has_phone": bool(lead.phone),
        "email_verified": False,
        "is_registered": False,
        "is_contacted": False,
    }


def points_of(rule: ScoringRule) -> Case:
    given: Any = Value(rule.points)
    if rule.per in FIGURES:
        given = given * Coalesce(Cast(F(FIGURES[rule.per].path), IntegerField()), Value(0))
    if rule.most is not None:
        given = Least(given, Value(rule.most)) if rule.points >= 0 else Greatest(given, Value(-rule.most))
    return Case(When(_condition(rule), then=given), default=Value(0), output_field=IntegerField())


def explained(lead: Lead) -> list[Point]:
    """What made the score, the weightiest first."""
    rules = rules_on()
    asked = {f"rule_{at}": points_of(rule) for at, rule in enumerate(rules)}
    row = Lead.objects.filter(id=lead.id).annotate(**asked).values(*asked).get() if rules else {}
    points = [
        Point(row[f"rule_{at}"], rule.name, said_of(rule))
        for at, rule in enumerate(rules)
        if row[f"rule_{at}"]
    ]
    return sorted(points, key=lambda point: -abs(point.points))


def said_of(rule: ScoringRule) -> str:
    try:
        return describe(parsed(rule.condition))
    except InvalidInput as error:
        return f"not understood any more: {error.message}"


def distribution(rules: Sequence[ScoringRule], ids: Iterable[uuid.UUID] | None = None) -> Mapping[str, int]:
    """How many of the newest leads get which score: “0–9” → 412. Nothing is written."""
    newest = Lead.objects.filter(merged_into=None).order_by("-created_at", "-id")
    chosen = list(ids) if ids is not None else list(newest.values_list("id", flat=True)[:SAMPLE])
    rows = with_totals(Lead.objects.filter(id__in=chosen).order_by(), rules)
    wide = max(1, -(-(policy().score_most + 1) // STEPS))
    found = Counter(total // wide for total in rows.values_list("total", flat=True))
    return {f"{at * wide}–{at * wide + wide - 1}": found.get(at, 0) for at in range(STEPS)}


def _node(rule: ScoringRule) -> Node | None:
    try:
        return _on_countries(parsed(rule.condition))
    except InvalidInput:
        return None


def _condition(rule: ScoringRule) -> Q:
    """A rule that asks for what is gone gives nothing, and its page says so."""
    node = _node(rule)
    if node is None:
        return Q(pk__in=[])
    found = compiled(node, _BY_CODE, now=clock.now())
    return found if found else Q(pk__isnull=False)


def _on_countries(node: Node) -> Node:
    """A region is the list of its countries."""
    if isinstance(node, Not):
        return Not(_on_countries(node.child))
    if isinstance(node, Every | Either):
        return type(node)(tuple(_on_countries(child) for child in node.children))
    if node.field.code != "region":
        return node
    country = _BY_CODE["country"].field()
    if node.operator == "empty":
        return Test(country, "empty", node.value)
    regions = node.value if isinstance(node.value, tuple) else (node.value,)
    countries = tuple(country for region in regions for country in countries_of(str(region)))
    return Test(country, "in" if node.operator in {"is", "in"} else "not_in", countries)
