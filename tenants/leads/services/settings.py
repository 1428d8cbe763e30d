"""The broker's own rules about leads: written by the settings pages, checked here."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from atrium.brokers.types import BrokerOrder
from atrium.kernel.errors import InvalidInput, NotFound, Refused
from atrium.rulebook import document_of, parse
from tenants.activity.services import note
from tenants.outbox.services import announce
from tenants.staff.models import Desk, Member

from ..models import AssignmentRule, Capacity, Lead, Policy, Protection, ScoringRule, Source
from ..rules import facts
from ..selectors.scoring import FIGURES, parsed

SOURCES: Final = {
    "registration": "Client portal",
    "website": "Website",
    "office": "Office visit",
    "phone": "Phone call",
    "partner": "Partner",
    "import": "Import",
    "api": "API",
}
LONGEST_FIRST_CONTACT: Final = 30 * 24 * 60  # minutes
_SCORES: Final[tuple[tuple[str, dict[str, Any], int, str, int | None], ...]] = (
    ("Can be called", {"field": "has_phone", "is": True}, 10, "", None),
    ("Confirmed the e-mail", {"field": "email_verified", "is": True}, 15, "", None),
    ("Registered in the portal", {"field": "is_registered", "is": True}, 15, "", None),
    ("Tried a demo account", {"field": "status", "is": "demo"}, 10, "", None),
    ("Was brought by a partner", {"field": "referral_code", "empty": False}, 10, "", None),
    ("Verified", {}, 15, "kyc_level", 30),
    ("Trades", {"field": "last_deal_at", "within_days": 30}, 20, "", None),
    ("New", {"field": "created_at", "within_days": 3}, 10, "", None),
)


def furnish(order: BrokerOrder) -> None:
    """What a new broker starts with: sources, scores, and telephone numbers read as in its own country."""
    if order.preset == "vendor":
        return
    Policy.objects.get_or_create(id=1, defaults={"default_country": order.country})
    for code, label in SOURCES.items():
        Source.objects.get_or_create(code=code, defaults={"label": label})
    if not ScoringRule.objects.exists():
        ScoringRule.objects.bulk_create(
            ScoringRule(place=at, name=name, condition=condition, points=points, per=per, most=most)
            for at, (name, condition, points, per, most) in enumerate(_SCORES, start=1)
        )


@transaction.atomic
def change_policy(**changes: Any) -> Policy:
    policy = Policy.objects.select_for_update().get_or_create(id=1)[0]
    for field, value in changes.items():
        setattr(policy, field, value)
    for field in ("protection_days", "dormant_days"):
        if not 1 <= getattr(policy, field) <= 3650:
            raise InvalidInput("Between 1 and 3650 days.", field=field)
    if policy.warning_days >= policy.protection_days:
        raise InvalidInput(
            "The warning comes before the end: fewer days than the protection.", field="warning_days"
        )
    if not 1 <= policy.first_contact_minutes <= LONGEST_FIRST_CONTACT:
        raise InvalidInput("Between 1 minute and 30 days.", field="first_contact_minutes")
    policy.save()
    return policy


@transaction.atomic
def protect_desk(*, desk: Desk, days: int | None, warning_days: int | None) -> None:
    """Days of its own; None: those of the house."""
    if days is None:
        Protection.objects.filter(desk=desk).delete()
        return
    warning = 0 if warning_days is None else warning_days
    if days < 1 or not 0 <= warning < days:
        raise InvalidInput("At least one day, and the warning fewer days than that.", field="days")
    Protection.objects.update_or_create(desk=desk, defaults={"days": days, "warning_days": warning})


@transaction.atomic
def limit_member(*, member: Member, most_open: int | None, weight: int) -> None:
    if weight < 0 or (most_open is not None and most_open < 0):
        raise InvalidInput("Nought or more.", field="weight")
    Capacity.objects.update_or_create(member=member, defaults={"most_open": most_open, "weight": weight})


@transaction.atomic
def save_assignment_rule(*, rule_id: uuid.UUID | None = None, **values: Any) -> AssignmentRule:
    """`values`: name, condition, gives, strategy, desk, member, of_desk, is_on. A new one is asked last."""
    rule: AssignmentRule = _one(AssignmentRule, rule_id)
    _put(rule, values)
    rule.condition = document_of(parse(rule.condition, facts.FIELDS))
    _check_target(rule)
    if rule_id is None:
        last = AssignmentRule.objects.filter(of_desk=rule.of_desk).aggregate(last=Max("place"))["last"]
        rule.place = (last or 0) + 1
    rule.save()
    return rule


def _check_target(rule: AssignmentRule) -> None:
    if not rule.name.strip():
        raise InvalidInput("Give the rule a name; it stands on every lead it gives.", field="name")
    if rule.gives == AssignmentRule.Gives.MEMBER and rule.member is None:
        raise InvalidInput("Choose the colleague who gets these leads.", field="member")
    if rule.gives == AssignmentRule.Gives.DESK and rule.desk is None:
        raise InvalidInput("Choose the desk whose rules decide.", field="desk")
    if rule.gives == AssignmentRule.Gives.DESK and rule.desk_id == rule.of_desk_id:
        raise InvalidInput("A desk’s rule cannot send to the same desk.", field="desk")
    if rule.gives != AssignmentRule.Gives.MEMBER:
        rule.member = None


@transaction.atomic
def save_scoring_rule(*, rule_id: uuid.UUID | None = None, **values: Any) -> ScoringRule:
    """`values`: name, condition, points, per, most, is_on. All scores are counted again after the commit."""
    rule: ScoringRule = _one(ScoringRule, rule_id)
    _put(rule, values)
    rule.condition = document_of(parsed(rule.condition))
    if not rule.name.strip():
        raise InvalidInput("Give the rule a name; it explains the points.", field="name")
    if not -1000 <= rule.points <= 1000 or rule.points == 0:
        raise InvalidInput("Points from -1000 to 1000, but not 0.", field="points")
    if rule.per and rule.per not in FIGURES:
        raise InvalidInput("There is no such figure to count by.", field="per")
    if rule_id is None:
        rule.place = (ScoringRule.objects.aggregate(last=Max("place"))["last"] or 0) + 1
    rule.save()
    announce("lead.scoring_changed")
    return rule


@transaction.atomic
def delete_rule(kind: type[AssignmentRule] | type[ScoringRule], rule_id: uuid.UUID) -> None:
    _one(kind, rule_id).delete()
    if kind is ScoringRule:
        announce("lead.scoring_changed")


@transaction.atomic
def move_rule(rule_id: uuid.UUID, *, up: bool) -> None:
    """One place up or down among the rules of the same desk; at the end of the table it stays."""
    rule = _one(AssignmentRule, rule_id)
    peers = list(
        AssignmentRule.objects.select_for_update().filter(of_desk=rule.of_desk).order_by("place", "id")
    )
    at = [peer.id for peer in peers].index(rule.id)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(peers):
        return
    peers[at], peers[to] = peers[to], peers[at]
    for place, peer in enumerate(peers, start=1):
        peer.place = place
    AssignmentRule.objects.bulk_update(peers, ["place"])


@transaction.atomic
def save_source(*, code: str, label: str, is_on: bool = True) -> Source:
    if not label.strip():
        raise InvalidInput("Give the source a name.", field="label")
    source, _ = Source.objects.update_or_create(code=code, defaults={"label": label.strip(), "is_on": is_on})
    return source


def delete_source(code: str) -> None:
    """One that leads came from is only switched off: they keep its name."""
    if Lead.objects.filter(source=code).exists():
        raise Refused("Leads came from this source. Switch it off instead; they keep its name.")
    Source.objects.filter(code=code).delete()


@transaction.atomic
def take_part(*, lead: Lead, member: Member, part: str = "") -> None:
    """Somebody works on it beside its manager."""
    lead.participations.update_or_create(member=member, defaults={"part": part})
    note(
        subject_kind="lead",
        subject_id=lead.id,
        verb="participation",
        text=f"{member} takes part: {part or '–'}",
    )
    announce("lead.participation_changed", lead_id=str(lead.id), member_id=str(member.id))


@transaction.atomic
def take_no_part(*, lead: Lead, member: Member) -> None:
    if lead.participations.filter(member=member).delete()[0]:
        note(
            subject_kind="lead",
            subject_id=lead.id,
            verb="participation",
            text=f"{member} takes no part any more",
        )
        announce("lead.participation_changed", lead_id=str(lead.id), member_id=str(member.id))


def _one(kind: Any, rule_id: uuid.UUID | None) -> Any:
    if rule_id is None:
        return kind()
    found = kind.objects.select_for_update().filter(id=rule_id).first()
    if found is None:
        raise NotFound("There is no such rule any more.")
    return found


def _put(rule: Any, values: Mapping[str, Any]) -> None:
    for field, value in values.items():
        setattr(rule, field, value)
