"""A partner asks for a payout: the money is held and a second person is asked, in one transaction."""

import uuid

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, NotFound, Refused
from atrium.kernel.ids import new_id
from atrium.kernel.money import Money
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.ibs.models import Partner

from .. import rules, selectors
from ..models import Destination, Withdrawal
from ..types import PayoutFacts
from . import planning
from .concluding import tell
from .deciding import PAYOUT, facts
from .indexing import index_withdrawals
from .parts import Part, write_parts


def request_payout(
    *, partner_id: uuid.UUID, money: Money, destination: str, by: uuid.UUID, key: str
) -> Withdrawal:
    """Reserves the money and asks for approval. `destination`: the number or the id of one of the partner's verified
    destinations. Who calls this brings the wallet up to date first (settle_due)."""
    with transaction.atomic():
        # One request of a partner at a time, so that the same key twice at once is one request.
        partner = Partner.objects.select_for_update(of=("self",), no_key=True).filter(id=partner_id).first()
        if partner is None:
            raise NotFound("There is no such partner.")
        before = Withdrawal.objects.filter(
            party_kind=Withdrawal.Party.IB, party_id=partner_id, key=key
        ).first()
        if before is not None:
            return _same(before, money, destination)
        place = _place(partner, destination)
        way = _way(partner, money, place)
        withdrawal = _new_withdrawal(partner, money, place, by, key, way)
        withdrawal.approval_id = _ask(withdrawal, partner).id
        withdrawal.save(force_insert=True)
        write_parts(withdrawal, [way])
        index_withdrawals([withdrawal])
        tell(withdrawal, "requested", f"Payout of {money} asked for")
    return withdrawal


def _same(before: Withdrawal, money: Money, destination: str) -> Withdrawal:
    given = _plain(destination)
    if before.asked != money or given not in (_plain(before.destination), str(before.target_id)):
        raise Conflict("This page was used for another payout before. That one stands; nothing was added.")
    return before


def _new_withdrawal(
    partner: Partner, money: Money, place: Destination, by: uuid.UUID, key: str, way: Part
) -> Withdrawal:
    return Withdrawal(
        id=new_id(),
        party_kind=Withdrawal.Party.IB,
        party_id=partner.id,
        party_number=partner.number,
        amount_minor=money.amount_minor,
        currency=money.currency,
        connection_id=way.connection_id,
        psp_code=way.route_code[:40],
        destination=place.number,
        target=place,
        plan=f"{money} {way.words}."[:600],
        requested_by=by,
        key=key,
        requested_at=clock.now(),
    )


def _place(partner: Partner, destination: str) -> Destination:
    """What is no verified place of this partner's does not exist, whoever's else it may be."""
    verified = Destination.objects.filter(
        party_kind=Withdrawal.Party.IB, party_id=partner.id, state=Destination.State.VERIFIED
    )
    given = _plain(destination)
    found = next((one for one in verified if given in (_plain(one.number), str(one.id))), None)
    if found is None:
        raise Refused(
            "This is none of the partner's verified destinations, so nothing was asked for. Add it in the IB portal; "
            "once a second person has looked at it, it may be chosen.",
            field="destination",
        )
    return found


def _plain(written: str) -> str:
    """As it is compared: people write an IBAN in groups of four."""
    return "".join(written.split())


def _way(partner: Partner, money: Money, place: Destination) -> Part:
    way = planning.way_for_partner(place, money) if money.amount_minor > 0 else None
    asked = PayoutFacts(
        money=money,
        wallet_currency=partner.currency,
        limits=selectors.payout_limits(),
        partner_active=partner.status == "active",
        destination=place.number,
        method_serves_currency=way is not None,
    )
    verdict = rules.decide_payout(asked)
    if not verdict.allowed:
        field, _ = verdict.reasons[0]
        raise Refused(" ".join(reason for _, reason in verdict.reasons), field=field)
    assert way is not None
    return way


def _ask(withdrawal: Withdrawal, partner: Partner) -> Approval:
    return approvals.ask(
        kind=PAYOUT,
        subject_id=withdrawal.id,
        title=f"Payout of {withdrawal.money} to {partner.name} (IB {partner.number})",
        facts=facts(withdrawal),
        permission="payouts.approve",
        requested_by=withdrawal.requested_by,
        money=withdrawal.money,
    )
