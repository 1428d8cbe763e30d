"""A house with people of every role, a lead and a client at a desk of somebody else's, and ids of what there is."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg import sql

from atrium.kernel import tenancy
from tenants.clients.models import Client
from tenants.leads.models import Lead
from tenants.staff.models import Desk, Member, Role
from tenants.staff.permissions import DEFAULT_ROLES
from tenants.staff.services import add_member, create_desk, end_membership
from tests.ibs.people import client, partner
from tests.portals import people

# Sessions come with a log-in, and a key notes when it was used; neither is what a request was asked to change.
UNCHANGED_BUT = {"django_session", "apikeys_apikey", "identity_login"}


@dataclass(frozen=True)
class World:
    people: dict[str, Member]  # by role, and "ended"
    ids: dict[str, object]  # by the name of a route's variable


def furnish() -> World:
    other = create_desk(name="Other desk", kind="sales")
    owner = add_member(email="owner@acme.example", name="Olga Owner", role="Sales", desk=other.name)
    clara, iris = client("Clara"), partner("Iris")
    people.paid_in(clara, 12_345)
    people.leads(1)
    Lead.objects.update(assigned_to=owner, desk=other)
    members = {
        name: add_member(
            email=f"{name.replace(' ', '.').lower()}@role.example", name=name, role=name, desk="Sales desk"
        )
        for name in DEFAULT_ROLES
    }
    members["ended"] = add_member(email="ended@role.example", name="Gone", role="Administrator")
    end_membership(members["ended"])
    for member in members.values():
        assert member.authority.until is None  # read here, inside the house
    lead = Lead.objects.exclude(id=clara.lead_id).order_by("-created_at").first()
    assert lead is not None
    return World(members, _ids(owner, clara, iris, lead))


def fingerprint(tenant: tenancy.Tenant) -> dict[str, str]:
    """Table → digest of all its rows."""
    with tenancy.entered(tenant), connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor)) - UNCHANGED_BUT
        found = {}
        for name in sorted(names):
            query = sql.SQL("SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t")
            cursor.execute(query.format(sql.Identifier(name)))
            (found[name],) = cursor.fetchone()
        return found


def _ids(owner: Member, clara: Client, iris: Any, lead: Lead) -> dict[str, object]:
    return {
        "lead_id": lead.id,
        "other_id": clara.lead_id,
        "client_id": clara.id,
        "member_id": owner.id,
        "partner_id": iris.id,
        "appointment_id": owner.appointments.get().id,
        "role_id": Role.objects.get(name="Risk").id,
        "desk_id": Desk.objects.get(name="Other desk").id,
    }
