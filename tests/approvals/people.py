"""Who takes part in the tests of approvals: colleagues with roles and limits, and questions they ask one another."""

from __future__ import annotations

import uuid
from typing import Any

from atrium.kernel import clock
from atrium.kernel.money import Money
from tenants.approvals import services
from tenants.approvals.models import Approval
from tenants.identity.models import User
from tenants.outbox.models import Event
from tenants.staff.models import Desk, Member, Role
from tenants.staff.services import add_member, appoint

FACTS = {"partner": "7", "amount": "120.00 USD", "destination": "TR76 0001", "provider": "stripe"}
USD_120 = Money.of("120.00", "USD")


def colleague(name: str, role: str = "Finance", *, desk: str = "") -> Member:
    return add_member(email=f"{name.lower()}@acme.example", name=name, role=role, desk=desk)


def role(
    name: str, *permissions: str, limits: dict[str, int] | None = None, scopes: tuple[str, ...] = ("all",)
) -> Role:
    codes = ["approvals.view", *permissions]
    return Role.objects.create(name=name, permissions=codes, scopes=list(scopes), limits=limits or {})


def leader(name: str, desk: Desk, role_name: str) -> Member:
    member = colleague(name, role_name)
    appoint(member=member, role=Role.objects.get(name=role_name), desk=desk, is_leader=True)
    return Member.objects.get(id=member.id)


def asked(by: Member | None, **changes: Any) -> Approval:
    facts: dict[str, Any] = {
        "kind": "payout",
        "subject_id": uuid.uuid4(),
        "title": "Payout of 120.00 USD to Iris",
        "facts": FACTS,
        "permission": "payouts.approve",
        "requested_by": by.user_id if by else None,
        "money": USD_120,
    }
    return services.ask(**(facts | changes))


def decide(approval: Approval, by: Member, outcome: str = "approved", **more: str) -> Approval:
    return services.decide(approval_id=approval.id, by=by.user_id, outcome=outcome, **more)


def chain(*steps: dict[str, Any], kind: str = "payout", condition: dict[str, Any] | None = None, priority: int = 100,
          name: str = "Chain") -> Any:  # fmt: skip
    return services.save_chain(
        kind=kind, name=name, condition=condition or {}, steps=list(steps), priority=priority, by=None
    )


def by_permission(code: str = "payouts.approve", **more: Any) -> dict[str, Any]:
    return {"who": "permission", "permission": code, **more}


def by_role(found: Role, **more: Any) -> dict[str, Any]:
    return {"who": "role", "role": str(found.id), **more}


def told() -> list[tuple[str, str]]:
    rows = Event.objects.filter(kind__startswith="approval.").order_by("at", "id")
    return [(row.kind, row.payload["outcome"]) for row in rows]


def user(member: Member) -> User:
    return User.objects.get(id=member.user_id)


def now() -> Any:
    return clock.now()
