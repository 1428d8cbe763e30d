"""Where a client's money may go: written by the client, looked at by a second person, then it may be chosen."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound
from atrium.kernel.ids import new_id
from atrium.providers.bank.pain001 import plain_text
from tenants.activity.services import note
from tenants.approvals import services as approvals
from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.identity.models import User
from tenants.outbox.services import announce

from ..engine import places
from ..models import Destination, Withdrawal
from ..types import SecondFactor
from .factors import confirm

KIND: Final = "destination"
State = Destination.State


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose place it is: a client's or a partner's. `scope` is what approvals may be routed by."""

    party_kind: str
    party_id: uuid.UUID
    number: int
    name: str
    user: User
    scope: Mapping[str, Any]

    @property
    def words(self) -> str:
        noun = "client" if self.party_kind == "client" else "IB"
        return f"{self.name} ({noun} {self.number})"

    @property
    def places(self) -> QuerySet[Destination]:
        return Destination.objects.filter(party_kind=self.party_kind, party_id=self.party_id)


def owner_client(client_id: uuid.UUID) -> Owner:
    client = Client.objects.select_related("user", "lead").filter(id=client_id).first()
    if client is None:
        raise NotFound("There is no such client.")
    scope = {"client_id": client.id, "desk_id": client.lead.desk_id, "country": client.country}
    return Owner("client", client.id, client.number, client.lead.name, client.user, scope)


def owner_partner(partner_id: uuid.UUID) -> Owner:
    partner = Partner.objects.select_related("user").filter(id=partner_id).first()
    if partner is None:
        raise NotFound("There is no such partner.")
    return Owner("ib", partner.id, partner.number, partner.name, partner.user, {})


def add_destination(
    *,
    owner: Owner,
    kind: str,
    number: str,
    key: str,
    second_factor: SecondFactor,
    holder: str = "",
    bic: str = "",
    network: str = "",
    asset: str = "",
) -> Destination:
    """Asks a second person to look at it. The same key again is the same destination."""
    wanted = read_place(
        kind=kind, number=number, bic=bic, network=network, asset=asset, holder=holder or owner.name
    )
    before = owner.places.filter(key=key).first()
    if before is not None:
        return _same(before, wanted)
    confirm(user=owner.user, key=key, facts=facts_of_place(wanted), given=second_factor)
    try:
        with transaction.atomic():
            return _write(owner, wanted, key)
    except IntegrityError as twice:
        before = owner.places.filter(key=key).first()
        if before is not None:
            return _same(before, wanted)
        raise Conflict(
            "You have added this destination before. Choose it from your list.", field="number"
        ) from twice


def read_place(
    *, kind: str, number: str, bic: str, network: str, holder: str, asset: str = ""
) -> dict[str, str]:
    """As it will be kept, or InvalidInput with the field at fault."""
    name = " ".join(holder.split())
    if not 2 <= len(name) <= 140:
        raise InvalidInput("Write the holder's name as the bank knows it.", field="holder")
    place = {"kind": kind, "holder": name, "bic": "", "network": "", "asset": ""}
    if kind == Destination.Kind.BANK:
        if plain_text(name, 140) == "?":
            raise InvalidInput(
                "Write the holder's name in Latin letters, as the bank prints it.", field="holder"
            )
        return {**place, "number": places.iban(number), "bic": places.bic(bic)}
    if kind == Destination.Kind.CRYPTO:
        coin = {"network": network, "asset": places.asset(asset, network)}
        return {**place, **coin, "number": places.crypto(number, network)}
    if kind == Destination.Kind.WALLET:
        return {**place, "number": places.wallet(number, network), "network": network}
    raise InvalidInput("Choose a bank account, a crypto address or an e-wallet.", field="kind")


def facts_of_place(place: dict[str, str]) -> dict[str, str]:
    return {name: place[name] for name in ("kind", "number", "network", "asset")}


def take_destination_decision(*, destination_id: uuid.UUID, approval_id: uuid.UUID, approved: bool) -> None:
    """After `approval.decided`: what was approved may be chosen from now on."""
    with transaction.atomic():
        place = Destination.objects.select_for_update().filter(id=destination_id).first()
        if place is None or place.state != State.PENDING or place.approval_id != approval_id:
            return
        if approved:
            approvals.require_approved(approval_id=approval_id, facts=_facts(place))
        place.state = State.VERIFIED if approved else State.REFUSED
        place.decided_at = clock.now()
        place.reason = "" if approved else "Refused by a second person."
        place.save()
        if approved:
            approvals.note_result(approval_id=approval_id, done=True, text="It may be chosen now.")
        _tell(place, f"{place.label} {place.get_state_display().lower()}")


def remove_destination(*, owner: Owner, destination_id: uuid.UUID, by: uuid.UUID) -> Destination:
    """Not while money is on its way there. Its row stays, because withdrawals of the past point to it."""
    with transaction.atomic():
        place = owner.places.select_for_update().filter(id=destination_id).first()
        if place is None:
            raise NotFound("There is no such destination.")
        if place.state == State.REMOVED:
            return place
        under_way = place.withdrawals.filter(state__in=_UNDER_WAY)
        if under_way.exists():
            raise Conflict("Money is on its way there. Remove it when that withdrawal has ended.")
        was_pending = place.state == State.PENDING
        place.state, place.decided_at = State.REMOVED, clock.now()
        place.save()
        if was_pending and place.approval_id is not None:
            approvals.withdraw(approval_id=place.approval_id, by=by)
        _tell(place, f"{place.label} removed")
    return place


_UNDER_WAY: Final = (
    Withdrawal.State.REQUESTED,
    Withdrawal.State.APPROVED,
    Withdrawal.State.SENDING,
)


def _write(owner: Owner, wanted: dict[str, str], key: str) -> Destination:
    place = Destination(
        id=new_id(),
        party_kind=owner.party_kind,
        party_id=owner.party_id,
        party_number=owner.number,
        requested_by=owner.user.id,
        key=key,
        created_at=clock.now(),
        **wanted,
    )
    place.approval_id = approvals.ask(
        kind=KIND,
        subject_id=place.id,
        title=f"{place.label} of {owner.words}",
        facts=_facts(place),
        permission="payouts.approve",
        requested_by=owner.user.id,
        **owner.scope,
    ).id
    place.save(force_insert=True)
    _tell(place, f"{place.label} added, to be checked")
    return place


def _same(before: Destination, wanted: dict[str, str]) -> Destination:
    if any(getattr(before, name) != value for name, value in facts_of_place(wanted).items()):
        raise Conflict(
            "This page was used for another destination before. That one stands; nothing was added."
        )
    return before


def _facts(place: Destination) -> dict[str, str]:
    return {
        "client" if place.party_kind == "client" else "partner": str(place.party_number),
        "type": place.get_kind_display(),
        "holder": place.holder,
        "destination": ", ".join(
            part for part in (place.number, place.bic, place.asset, place.network) if part
        ),
    }


def _tell(place: Destination, text: str) -> None:
    is_client = place.party_kind == "client"
    whose = {"client_id" if is_client else "partner_id": str(place.party_id)}
    announce("destination.changed", destination_id=str(place.id), **whose)
    note(
        subject_kind="client" if is_client else "partner",
        subject_id=place.party_id,
        verb=f"destination.{place.state}",
        text=text,
        key=str(place.id),
    )
