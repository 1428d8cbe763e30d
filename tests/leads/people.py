"""Acme's sales: a Madrid desk under a Europe desk, a London desk, and who sits there."""

import uuid
from typing import Any

from tenants.leads.models import Lead
from tenants.leads.services import create_lead
from tenants.staff.models import Desk, Member
from tenants.staff.services import add_member, open_desk


def desk(name: str, parent: Desk | None = None, **serves: Any) -> Desk:
    return open_desk(name=name, parent=parent, **serves)


def seller(name: str, desk: Desk | None = None, role: str = "Sales", *, takes_leads: bool = True) -> Member:
    email = f"{name.lower().replace(' ', '.')}-{uuid.uuid4().hex[:6]}@acme.example"
    return add_member(
        email=email, name=name, role=role, desk=desk.name if desk else "", takes_leads=takes_leads
    )


def lead(name: str = "Lena Lead", **facts: Any) -> Lead:
    facts.setdefault("email", f"{uuid.uuid4().hex[:10]}@example.com")
    return create_lead(name=name, **facts)


def fresh(lead: Lead) -> Lead:
    return Lead.objects.get(id=lead.id)


def nobody_takes_leads() -> None:
    """The house begins with an administrator who takes leads; a test that counts turns wants its own people alone."""
    Member.objects.update(takes_leads=False)
