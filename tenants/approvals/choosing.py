"""Which chain a request goes through, and whether it is asked about at all: the broker's conditions on its facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from atrium import rulebook
from atrium.kernel.errors import InvalidInput
from atrium.kernel.money import Money
from tenants.staff.models import Desk, Role
from tenants.staff.permissions import ALL, CATALOGUE

from . import rates, rules
from .kinds import Kind, kind_of
from .models import Approval, Chain, Policy
from .rules import StepPlan

# Larger than any amount: what cannot be compared is treated as the most that could be asked for.
_UNKNOWN_AMOUNT: Final = Decimal(10) ** 18
RISKS: Final = (("low", "Low"), ("medium", "Medium"), ("high", "High"))
_TYPES: Final = {"number": "number", "date": "date"}


@dataclass(frozen=True, slots=True)
class Chosen:
    name: str
    steps: tuple[StepPlan, ...]

    @property
    def names_roles(self) -> bool:
        return any(step.role or step.escalate_to for step in self.steps)


def fields_of(kind: Kind) -> tuple[rulebook.Field, ...]:
    """What a condition of this kind may ask about."""
    desks = tuple((str(pk), name) for pk, name in Desk.objects.order_by("name").values_list("id", "name"))
    common = (
        rulebook.Field("amount", f"Amount in {rates.broker_currency()}", "money"),
        rulebook.Field("currency", "Currency", "choice"),
        rulebook.Field("risk", "Risk", "choice", RISKS),
        rulebook.Field("desk", "Desk", "choice", desks),
        rulebook.Field("country", "Country", "choice"),
    )
    own = (
        rulebook.Field(fact.code, fact.label, _TYPES.get(fact.type, "text"))
        for fact in kind.facts
        if fact.type != "hidden" and fact.code not in {"amount", "currency", "country", "client"}
    )
    return (*common, *own)


def facts_for(
    kind: str,
    *,
    money: Money | None,
    facts: Mapping[str, Any],
    risk: str = "",
    desk_id: object = None,
    country: str = "",
) -> dict[str, Any]:
    """Typed for the rulebook. A number that is none is left out, as if nobody had said it."""
    typed: dict[str, Any] = {
        "risk": risk,
        "desk": str(desk_id or ""),
        "country": country or facts.get("country", ""),
    }
    if money is not None:
        minor = rates.in_broker_currency(money)
        typed["amount"] = _UNKNOWN_AMOUNT if minor is None else Money(minor, rates.broker_currency()).decimal
        typed["currency"] = money.currency
    for fact in kind_of(kind).facts:
        value = _read(fact.type, facts.get(fact.code))
        if value is not None and fact.code not in typed:
            typed[fact.code] = value
    return typed


def choose(approval: Approval, at: datetime) -> Chosen:
    typed = facts_for(
        approval.kind,
        money=approval.money,
        facts=approval.facts,
        risk=approval.risk,
        desk_id=approval.desk_id,
        country=approval.country,
    )
    fields = None
    for chain in Chain.objects.filter(kind=approval.kind, valid_to=None).order_by("priority", "line"):
        fields = fields or fields_of(kind_of(approval.kind))
        if rulebook.holds(rulebook.parse(chain.condition, fields), typed, now=at).holds:
            return Chosen(chain.name, plans_of(chain.steps))
    return Chosen("", (StepPlan("permission", permission=approval.permission),))


def is_asked(kind: str, typed: Mapping[str, Any], at: datetime) -> bool:
    policy = Policy.objects.filter(kind=kind, valid_to=None).first()
    mode = policy.mode if policy else kind_of(kind).asks
    if mode != Policy.Mode.WHEN or policy is None:
        return mode == Policy.Mode.ALWAYS
    return rulebook.holds(rulebook.parse(policy.condition, fields_of(kind_of(kind))), typed, now=at).holds


def plans_of(document: list[dict[str, Any]]) -> tuple[StepPlan, ...]:
    """Of a chain that was validated when it was saved."""
    roles = {str(raw.get(name, "")) for raw in document for name in ("role", "escalate_to")}
    return rules.read_steps(document, permissions=ALL, roles=roles)[0]


def _read(type_: str, value: object) -> Any:
    text = str(value if value is not None else "").strip()
    if not text:
        return None
    if type_ == "number":
        return Decimal(text) if text.isdecimal() else None
    if type_ == "date":
        try:
            return datetime.fromisoformat(text).date()
        except ValueError:
            return None
    return text


def check_condition(kind: Kind, document: Mapping[str, Any]) -> None:
    try:
        rulebook.parse(document, fields_of(kind))
    except InvalidInput as fault:
        raise InvalidInput(
            fault.message, field=f"condition.{fault.field}" if fault.field else "condition"
        ) from fault


def in_words(kind: Kind, document: Mapping[str, Any]) -> str:
    return rulebook.describe(rulebook.parse(document, fields_of(kind)))


def steps_in_words(document: list[dict[str, Any]]) -> str:
    """As whoever approves a change of the rules reads them."""
    roles = {str(pk): name for pk, name in Role.objects.values_list("id", "name")}
    labels = {permission.code: permission.label for permission in CATALOGUE}
    said = []
    for place, plan in enumerate(plans_of(document), start=1):
        names = {"permission": labels.get(plan.permission, plan.permission), "role": roles.get(plan.role, "")}
        who = names.get(plan.who, "leader of the desk")
        late = f" within {plan.sla_minutes} min" if plan.sla_minutes else ""
        more = f", then also {roles.get(plan.escalate_to, '')}" if plan.escalate_to else ""
        said.append(f"{place}. {plan.people} × {who}{late}{more}")
    return "; ".join(said)
