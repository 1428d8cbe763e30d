"""Reads of clients, always in the scope of who is looking."""

import uuid

from django.db.models import Q, QuerySet

from atrium.kernel.errors import NotFound
from tenants.identity.models import User
from tenants.staff.models import Member
from tenants.staff.scopes import within

from .models import Client


def clients_for(member: Member) -> QuerySet[Client]:
    """Newest first, those whose lead is in scope."""
    clients = Client.objects.select_related("lead__assigned_to__user", "lead__desk", "user").order_by(
        "-created_at", "-id"
    )
    return _in_scope(clients, member, "clients.view")


def clients_reached(member: Member, codename: str) -> QuerySet[Client, uuid.UUID]:
    """Ids of the clients that a permission of this member reaches: for rows that hang on a client."""
    return _in_scope(Client.objects.all(), member, codename).values_list("id", flat=True)


def _in_scope(clients: QuerySet[Client], member: Member, codename: str) -> QuerySet[Client]:
    return within(
        clients,
        member,
        codename,
        assigned="lead__assigned_to",
        desk="lead__desk",
        participants="lead__participations__member",
    )


def client_for(member: Member, client_id: uuid.UUID | str) -> Client:
    client = clients_for(member).filter(id=client_id).first()
    if client is None:
        raise NotFound("There is no such client.")
    return client


def client_of(user: object) -> Client | None:
    """The client who logged in, if it is one."""
    if not isinstance(user, User):
        return None
    return Client.objects.select_related("lead", "user").filter(user=user).first()


def search(clients: QuerySet[Client], text: str) -> QuerySet[Client]:
    text = text.strip()
    if not text:
        return clients
    found = Q(lead__name__icontains=text) | Q(lead__email__istartswith=text) | Q(lead__phone__endswith=text)
    if text.isdecimal() and len(text) <= 18:
        found |= Q(number=int(text))
    return clients.filter(found)
