"""Begin a deposit: the intent is committed first, then the provider is asked for a page."""

import uuid
from typing import Final

from django.db import transaction

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import AtriumError, Conflict, NotFound, Refused
from atrium.kernel.money import Money
from atrium.providers.errors import NeverAgain, ProviderError
from atrium.providers.psp.contract import Checkout, CheckoutIntent
from tenants.activity.services import note
from tenants.clients.models import Client
from tenants.connections import selectors as connections
from tenants.connections.models import Connection
from tenants.kyc import selectors as kyc

from .. import rules, selectors
from ..models import Deposit
from ..types import DepositFacts, Verdict
from .calling import calling
from .indexing import index_deposits
from .settling import fail_deposit

_TITLES: Final = {
    "en": "Deposit to your wallet",
    "es": "Depósito en su monedero",
    "zh": "存入您的钱包",
    "ar": "إيداع في محفظتك",
}


def start_deposit(
    *,
    client_id: uuid.UUID,
    money: Money,
    key: str,
    success_url: str,
    cancel_url: str,
    connection_id: uuid.UUID | None = None,
    language: str = "en",
) -> Deposit:
    """The deposit with the address of the provider's page. The same key again gives the same deposit and page."""
    deposit = _existing(client_id, key, money) or _begin(client_id, money, key, connection_id)
    if deposit.state != Deposit.State.INITIATED:
        return deposit
    checkout = _open_page(deposit, success_url, cancel_url, language)
    return _opened(deposit.id, checkout)


def _existing(client_id: uuid.UUID, key: str, money: Money) -> Deposit | None:
    deposit = Deposit.objects.filter(client_id=client_id, key=key).first()
    if deposit is not None and deposit.money != money:
        raise Conflict(
            "This page was used for another amount before. Open the deposit page anew; nothing was charged."
        )
    return deposit


def _begin(client_id: uuid.UUID, money: Money, key: str, connection_id: uuid.UUID | None) -> Deposit:
    client = Client.objects.select_related("user").filter(id=client_id).first()
    if client is None:
        raise NotFound("There is no such client.")
    method = _method(money.currency, connection_id)
    _refuse(rules.decide_deposit(_facts(client, money, method)))
    assert method is not None
    with transaction.atomic():
        deposit, is_new = Deposit.objects.get_or_create(
            client=client,
            key=key,
            defaults={
                "client_number": client.number,
                "amount_minor": money.amount_minor,
                "currency": money.currency,
                "connection_id": method.id,
                "psp_code": method.vendor,
                "created_at": clock.now(),
            },
        )
        if is_new:
            text = f"Deposit of {money} begun"
            note(subject_kind="client", subject_id=client.id, verb="deposit.begun", text=text)
            index_deposits([deposit])
    return deposit


def _method(currency: str, connection_id: uuid.UUID | None) -> Connection | None:
    if connection_id is None:
        return connections.active_psp(capability="deposit", currency=currency)
    method = connections.connection(connection_id)
    active = method.kind == Connection.Kind.PSP and method.state == Connection.State.ACTIVE
    return method if active and connections.serves(method, capability="deposit", currency=currency) else None


def _facts(client: Client, money: Money, method: Connection | None) -> DepositFacts:
    identity = kyc.may_deposit(client)
    return DepositFacts(
        money=money,
        wallet_currency=client.currency,
        limits=selectors.deposit_limits(),
        kyc_allows=identity.allowed,
        kyc_reason=identity.reason,
        method_serves_currency=method is not None,
    )


def _refuse(verdict: Verdict) -> None:
    if not verdict.allowed:
        field, _ = verdict.reasons[0]
        raise Refused(" ".join(dict.fromkeys(reason for _, reason in verdict.reasons)), field=field)


def _open_page(deposit: Deposit, success_url: str, cancel_url: str, language: str) -> Checkout:
    """Outside any transaction. The provider knows our id, so asking again gives the same page."""
    intent = CheckoutIntent(
        our_id=str(deposit.id),
        money=deposit.money,
        title=_TITLES.get(language, _TITLES["en"]),
        merchant=tenancy.require().name,
        success_url=success_url,
        cancel_url=cancel_url,
        email=deposit.client.user.email,
        language=language,
    )
    try:
        with calling(deposit.connection_id) as psp:
            return psp.open_checkout(intent)
    except ProviderError as error:
        raise _no_page(deposit, error) from error


def _no_page(deposit: Deposit, error: ProviderError) -> AtriumError:
    if isinstance(error, NeverAgain):
        fail_deposit(deposit_id=deposit.id, reason=error.message)
        return Refused(
            "The payment provider did not accept this deposit. Nothing was charged; please tell us."
        )
    return Refused(
        "The payment provider does not answer just now. Nothing was charged; try again in a minute."
    )


def _opened(deposit_id: uuid.UUID, checkout: Checkout) -> Deposit:
    with transaction.atomic():
        deposit = Deposit.objects.select_for_update().get(id=deposit_id)
        # The payer may have been faster than this line: a settled deposit stays settled.
        if deposit.state == Deposit.State.INITIATED:
            deposit.state = Deposit.State.OPEN
        deposit.psp_reference, deposit.checkout_url = checkout.reference, checkout.url
        deposit.expires_at = checkout.expires_at
        deposit.save(update_fields=["state", "psp_reference", "checkout_url", "expires_at"])
        index_deposits([deposit])
    return deposit
