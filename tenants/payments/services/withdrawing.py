"""A client asks for a withdrawal: decided, held part by part and put before a second person, in one transaction."""

import uuid
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Sum

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import Conflict, NotFound, Refused
from atrium.kernel.ids import new_id
from atrium.kernel.money import Money, round_half_even
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.clients.models import Client
from tenants.wallets import selectors as wallets

from ..engine import withdrawing as rules
from ..models import Deposit, Destination, Dispute, Withdrawal
from ..types import SecondFactor
from . import planning
from .alerting import large_withdrawal
from .concluding import tell
from .deciding import WITHDRAWAL, facts
from .factors import confirm
from .indexing import index_withdrawals
from .parts import hold_fee, write_parts
from .planning import Plan

_DAY: Final = timedelta(hours=24)
_NOTHING_LEFT: Final = (
    Withdrawal.State.REJECTED,
    Withdrawal.State.CANCELLED,
    Withdrawal.State.FAILED,
    Withdrawal.State.RETURNED,
)


def request_withdrawal(
    *,
    client_id: uuid.UUID,
    destination_id: uuid.UUID | None,
    money: Money,
    key: str,
    second_factor: SecondFactor,
) -> Withdrawal:
    """Without a destination it goes back to where it came from. The same key again is the same withdrawal."""
    client = _client(client_id)
    before = _existing(client, key, destination_id, money)
    if before is not None:
        return before
    if tenancy.require().status != "active":
        raise Refused(
            "No withdrawal can be asked for just now. Your money is in your wallet; try again later."
        )
    preview(client=client, destination_id=destination_id, money=money)  # before anybody spends a code on it
    confirm(user=client.user, key=key, facts=confirmed_facts(destination_id, money), given=second_factor)
    with transaction.atomic():
        # One request of a client at a time: limits, sources and the same key twice at once are decided one by one.
        Client.objects.select_for_update(of=("self",), no_key=True).get(id=client_id)
        before = _existing(client, key, destination_id, money)
        if before is not None:
            return before
        place = _destination(client, destination_id)
        return _write(client, place, money, key, _decided(client, place, money))


def preview(*, client: Client, destination_id: uuid.UUID | None, money: Money) -> Plan:
    """What would happen, for the page that asks for the second factor; raises what the request would raise."""
    return _decided(client, _destination(client, destination_id), money)


def confirmed_facts(destination_id: uuid.UUID | None, money: Money) -> dict[str, str]:
    return {"destination": str(destination_id or "back"), "amount": str(money)}


def _client(client_id: uuid.UUID) -> Client:
    client = Client.objects.select_related("user", "lead__assigned_to__user").filter(id=client_id).first()
    if client is None:
        raise NotFound("There is no such client.")
    return client


def _existing(client: Client, key: str, destination_id: uuid.UUID | None, money: Money) -> Withdrawal | None:
    before = Withdrawal.objects.filter(
        party_kind=Withdrawal.Party.CLIENT, party_id=client.id, key=key
    ).first()
    if before is not None and (before.asked != money or before.target_id != destination_id):
        raise Conflict(
            "This page was used for another withdrawal before. That one stands; nothing was added."
        )
    return before


def _destination(client: Client, destination_id: uuid.UUID | None) -> Destination | None:
    if destination_id is None:
        return None
    own = Destination.objects.filter(party_kind="client", party_id=client.id, id=destination_id)
    place = own.first()
    if place is None:
        raise NotFound("There is no such destination.")
    if place.state != Destination.State.VERIFIED:
        raise Refused(
            "This destination is not verified, so nothing can be sent there yet. Choose another.",
            field="destination",
        )
    return place


def _decided(client: Client, place: Destination | None, money: Money) -> Plan:
    row = planning.policy()
    held = next((one for one in wallets.wallets(client) if one.posted.currency == money.currency), None)
    currency = money.currency if held else client.currency
    made = planning.plan(client, money, place) if held and money.amount_minor > 0 else None
    reasons = rules.reasons_against(
        rules.Facts(
            money=money,
            wallet_currency=currency,
            available=held.available if held else Money(0, currency),
            taken_today=_taken_today(client, currency),
            kyc_level=client.kyc_level,
            terms=planning.terms(row),
            has_route=made.has_route if made else True,
            to_sources_only=place is None,
            sources_left=rules.total(planning.sources(client, currency), currency),
        )
    )
    if reasons or made is None:
        raise Refused(" ".join(reason for _, reason in reasons), field=reasons[0][0])
    return made


def _taken_today(client: Client, currency: str) -> Money:
    rows = Withdrawal.objects.filter(
        party_kind=Withdrawal.Party.CLIENT,
        party_id=client.id,
        purpose=Withdrawal.Purpose.WITHDRAWAL,
        currency=currency,
        requested_at__gt=clock.now() - _DAY,
    )
    taken = rows.exclude(state__in=_NOTHING_LEFT).aggregate(total=Sum("amount_minor"))["total"]
    return Money(taken or 0, currency)


def _write(client: Client, place: Destination | None, money: Money, key: str, made: Plan) -> Withdrawal:
    risk, signs = rules.risk_of(_signs(client, place, money))
    first = made.parts[0]
    withdrawal = Withdrawal(
        id=new_id(),
        party_kind=Withdrawal.Party.CLIENT,
        party_id=client.id,
        party_number=client.number,
        amount_minor=money.amount_minor,
        fee_minor=made.fee.amount_minor,
        currency=money.currency,
        connection_id=first.connection_id,
        psp_code=first.route_code[:40],
        destination="" if place else "Back to where it came from",
        target=place,
        plan=made.words,
        risk=risk,
        signs=signs,
        requested_by=client.user_id,
        key=key,
        requested_at=clock.now(),
    )
    hold_fee(withdrawal)
    withdrawal.approval_id = _ask(withdrawal, client).id
    withdrawal.save(force_insert=True)
    write_parts(withdrawal, made.parts)
    index_withdrawals([withdrawal])
    tell(withdrawal, "requested", f"Withdrawal of {money} asked for")
    if money >= round_half_even(planning.policy().large, money.currency):
        large_withdrawal(withdrawal, client)
    return withdrawal


def _ask(withdrawal: Withdrawal, client: Client) -> Approval:
    return approvals.ask(
        kind=WITHDRAWAL,
        subject_id=withdrawal.id,
        title=f"Withdrawal of {withdrawal.money} by {client.lead.name} (client {client.number})",
        facts=facts(withdrawal),
        permission="payouts.approve",
        requested_by=client.user_id,
        money=withdrawal.money,
        risk=withdrawal.risk,
        client_id=client.id,
        desk_id=client.lead.desk_id,
        country=client.country,
    )


def _signs(client: Client, place: Destination | None, money: Money) -> rules.Signs:
    row, now = planning.policy(), clock.now()
    fresh = now - timedelta(hours=row.fresh_hours)
    own = Withdrawal.objects.filter(party_kind=Withdrawal.Party.CLIENT, party_id=client.id)
    came = Deposit.objects.filter(
        client=client, state=Deposit.State.SETTLED, received_currency=money.currency
    )
    came_in = came.aggregate(total=Sum("received_minor"))["total"] or 0
    went_out = own.filter(currency=money.currency).aggregate(total=Sum("paid_minor"))["total"] or 0
    return rules.Signs(
        first=not own.exclude(state__in=_NOTHING_LEFT).exists(),
        fresh_destination=place is not None and (place.decided_at or now) > fresh,
        more_than_came=went_out + money.amount_minor > came_in,
        large=money >= round_half_even(row.large, money.currency),
        debts=Dispute.objects.filter(deposit__client=client).exclude(state=Dispute.State.WON).exists(),
    )
