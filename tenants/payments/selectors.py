"""Reads of deposits and withdrawals; the first argument is who is looking."""

import uuid
from typing import Final

from django.db import connection
from django.db.models import QuerySet

from atrium.kernel.errors import NotFound
from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.clients.selectors import clients_for
from tenants.ibs.models import Partner
from tenants.staff.models import Member
from tenants.staff.scopes import everything

from .models import Deposit, Destination, Policy, Withdrawal
from .types import Limits

_NET_PAID_IN: Final = """
SELECT (coalesce((
    SELECT sum(amount_minor) FROM payments_deposit
    WHERE client_id = %(client)s AND currency = %(currency)s AND state = 'settled'
), 0) - coalesce((
    SELECT sum(amount_minor) FROM payments_withdrawal
    WHERE party_kind = 'client' AND party_id = %(client)s AND currency = %(currency)s AND state = 'paid'
), 0))::bigint
"""


def deposits_of(client: Client) -> QuerySet[Deposit]:
    return Deposit.objects.filter(client=client).order_by("-created_at", "-id")


def deposit_of(client: Client, deposit_id: uuid.UUID | str) -> Deposit:
    deposit = deposits_of(client).filter(id=deposit_id).first()
    if deposit is None:
        raise NotFound("There is no such deposit.")
    return deposit


def deposits_for(member: Member) -> QuerySet[Deposit]:
    """Those of the clients in scope, newest first."""
    if not member.allows("finance.view"):
        return Deposit.objects.none()
    rows = Deposit.objects.select_related("client__lead").order_by("-created_at", "-id")
    if everything(member, "clients.view"):
        return rows
    return rows.filter(client_id__in=clients_for(member).values("id"))


def net_paid_in(client: Client) -> Money:
    """Settled deposits less paid withdrawals, in the currency of the client's wallet."""
    with connection.cursor() as cursor:
        cursor.execute(_NET_PAID_IN, {"client": client.id, "currency": client.currency})
        return Money(cursor.fetchone()[0], client.currency)


def withdrawals_of_party(party_id: uuid.UUID) -> QuerySet[Withdrawal]:
    """A client's or partner's own."""
    rows = Withdrawal.objects.filter(party_id=party_id).select_related("target")
    return rows.order_by("-requested_at", "-id")


def withdrawal_of(client: Client, withdrawal_id: uuid.UUID | str) -> Withdrawal:
    own = withdrawals_of_party(client.id).filter(party_kind="client")
    found = own.filter(id=withdrawal_id).prefetch_related("payouts").first()
    if found is None:
        raise NotFound("There is no such withdrawal.")
    return found


def destinations_of(client: Client) -> QuerySet[Destination]:
    """All but the removed ones, newest first."""
    own = Destination.objects.filter(party_kind="client", party_id=client.id)
    return own.exclude(state=Destination.State.REMOVED).order_by("-created_at", "-id")


def destinations_of_partner(partner: Partner) -> QuerySet[Destination]:
    """All but the removed ones, newest first."""
    own = Destination.objects.filter(party_kind="ib", party_id=partner.id)
    return own.exclude(state=Destination.State.REMOVED).order_by("-created_at", "-id")


def withdrawals_for(member: Member) -> QuerySet[Withdrawal]:
    if not member.allows("finance.view"):
        return Withdrawal.objects.none()
    return Withdrawal.objects.order_by("-requested_at", "-id")


def policy() -> Policy:
    return Policy.objects.filter(id=1).first() or Policy()


def deposit_limits() -> Limits:
    found = policy()
    return Limits(found.deposit_min, found.deposit_max)


def payout_limits() -> Limits:
    found = policy()
    return Limits(found.payout_min, found.payout_max)
