"""Providers are asked one after the other: the next only when the one before has clearly said no, so nobody pays twice."""

import uuid
from collections.abc import Sequence
from typing import Final

from django.db import transaction

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import NotFound, Refused
from atrium.providers.errors import NeverAgain, ProviderError, TryAgain
from atrium.providers.psp.contract import Checkout, CheckoutIntent, Payer
from tenants.clients.models import Client
from tenants.connections import selectors as connections
from tenants.connections.services import webhook_url

from .. import routing
from ..models import Attempt, Deposit
from . import choosing
from .calling import calling
from .settling import fail_deposit

_TITLES: Final = {
    "en": "Deposit to your wallet",
    "es": "Depósito en su monedero",
    "zh": "存入您的钱包",
    "ar": "إيداع في محفظتك",
}


def first(deposit: Deposit, before: Sequence[Attempt]) -> None:
    """In the transaction that makes the deposit. What was asked before, for the one that this goes on from, stays known."""
    if deposit.connection_id == uuid.UUID(int=0):
        return
    asked = [
        Attempt(
            deposit=deposit,
            place=place,
            connection_id=one.connection_id,
            psp_code=one.psp_code,
            outcome=Attempt.Outcome.DECLINED,
            reason=one.reason,
            at=one.at,
        )
        for place, one in enumerate(before)
    ]
    Attempt.objects.bulk_create(asked)
    _ask_now(deposit, len(asked))


def declined_before(client: Client, deposit_id: uuid.UUID | None) -> list[Attempt]:
    """Of a deposit that failed: whoever was asked for it. One that may still be paid has not been declined."""
    if deposit_id is None:
        return []
    deposit = Deposit.objects.filter(client=client, id=deposit_id).first()
    if deposit is None:
        raise NotFound("There is no such deposit.")
    if deposit.state != Deposit.State.FAILED:
        raise Refused("That deposit is not over: it may still be paid, so no other is begun in its place.")
    found = list(deposit.attempts.order_by("place"))
    for one in found:
        one.reason = one.reason or deposit.reason
    return found


def open_page(deposit: Deposit, success_url: str, cancel_url: str, language: str) -> Checkout:
    """Outside any transaction. The provider knows our id, so asking again gives the same page."""
    while True:
        intent = _intent(deposit, success_url, cancel_url, language)
        try:
            with calling(deposit.connection_id) as psp:
                return psp.open_checkout(intent)
        except (NeverAgain, TryAgain) as no:
            # Nothing happened over there, so another may be asked. After an unknown outcome nobody else is.
            if not _next(deposit, no.message):
                raise _nobody(deposit, no) from no
        except ProviderError as unknown:
            raise _silent() from unknown


def note_outcome(deposit: Deposit, outcome: Attempt.Outcome, reason: str = "") -> None:
    rows = deposit.attempts.filter(connection_id=deposit.connection_id)
    rows.update(outcome=outcome, reason=reason[:300])


def _next(deposit: Deposit, reason: str) -> bool:
    """Whether there is another to ask; then the deposit is in its hands, and that is committed before it is asked."""
    with transaction.atomic():
        locked = (
            Deposit.objects.select_for_update(of=("self",))
            .select_related("client", "method")
            .get(id=deposit.id)
        )
        if locked.state != Deposit.State.INITIATED or locked.connection_id != deposit.connection_id:
            raise _silent()  # somebody else is at it
        way = _way_after(locked)
        if way is None or way.target is None:
            return False
        note_outcome(locked, Attempt.Outcome.DECLINED, reason)
        locked.connection_id = way.target
        locked.psp_code = connections.connection(way.target).vendor
        locked.save(update_fields=["connection_id", "psp_code"])
        _ask_now(locked, locked.attempts.count())
    deposit.connection_id, deposit.psp_code = locked.connection_id, locked.psp_code
    return True


def _way_after(deposit: Deposit) -> routing.Way | None:
    if deposit.method_id is None:
        return None
    payer = choosing.payer_of(deposit.client, deposit.money)
    ways = choosing.ways_of_methods().get(deposit.method_id, [])
    tried = deposit.attempts.values_list("connection_id", flat=True)
    return next(iter(routing.open_ways(ways, payer, tried=tried)), None)


def _ask_now(deposit: Deposit, place: int) -> None:
    Attempt.objects.create(
        deposit=deposit,
        place=place,
        connection_id=deposit.connection_id,
        psp_code=deposit.psp_code,
        at=clock.now(),
    )


def _intent(deposit: Deposit, success_url: str, cancel_url: str, language: str) -> CheckoutIntent:
    client = deposit.client
    given, _, family = client.user.name.partition(" ")
    return CheckoutIntent(
        our_id=str(deposit.id),
        money=deposit.money,
        title=_TITLES.get(language, _TITLES["en"]),
        merchant=tenancy.require().name,
        success_url=success_url,
        cancel_url=cancel_url,
        email=client.user.email,
        language=language,
        notify_url=webhook_url(connections.connection(deposit.connection_id)),
        option=deposit.method.option if deposit.method else "",
        payer=Payer(str(client.number), given, family or given, client.country),
    )


def _nobody(deposit: Deposit, no: ProviderError) -> Refused:
    if isinstance(no, TryAgain):
        return _silent()
    with transaction.atomic():
        note_outcome(deposit, Attempt.Outcome.DECLINED, no.message)
    fail_deposit(deposit_id=deposit.id, reason=no.message)
    return Refused("The payment provider did not accept this deposit. Nothing was charged; please tell us.")


def _silent() -> Refused:
    return Refused(
        "The payment provider does not answer just now. Nothing was charged; try again in a minute."
    )
