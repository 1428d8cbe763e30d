"""Begin a deposit: the intent is committed first, then the provider is asked for a page; a clear no leads to the next one."""

import uuid

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, NotFound, Refused
from atrium.kernel.ids import new_id
from atrium.kernel.money import Money
from atrium.providers.psp.contract import Checkout
from tenants.activity.services import note
from tenants.clients.models import Client
from tenants.connections import selectors as connections
from tenants.kyc import selectors as kyc
from tenants.numbering.services import next_number

from .. import references, routing, rules, selectors
from ..models import Attempt, BankAccount, Deposit, Kind, Method
from ..types import DepositFacts, Limits, Verdict
from . import attempts, choosing
from .indexing import index_deposits

NO_CONNECTION = uuid.UUID(int=0)
_BY_PROVIDER = (Kind.CARD, Kind.CRYPTO)


def start_deposit(
    *,
    client_id: uuid.UUID,
    money: Money,
    key: str,
    success_url: str,
    cancel_url: str,
    connection_id: uuid.UUID | None = None,
    method_id: uuid.UUID | None = None,
    language: str = "en",
    after: uuid.UUID | None = None,
) -> Deposit:
    """The deposit with the address of the page where it is paid, or with the reference for a bank transfer. The same key again
    gives the same deposit. `after` names one that was declined: whoever was asked for it is not asked again."""
    deposit = _existing(client_id, key, money, method_id)
    deposit = deposit or _begin(client_id, money, key, method_id, connection_id, after)
    if deposit.state != Deposit.State.INITIATED or deposit.kind not in _BY_PROVIDER:
        return deposit
    checkout = attempts.open_page(deposit, success_url, cancel_url, language)
    return _opened(deposit.id, checkout)


def _existing(client_id: uuid.UUID, key: str, money: Money, method_id: uuid.UUID | None) -> Deposit | None:
    deposit = Deposit.objects.select_related("client__user").filter(client_id=client_id, key=key).first()
    if deposit is None:
        return None
    if deposit.money != money:
        raise Conflict(
            "This page was used for another amount before. Open the deposit page anew; nothing was charged."
        )
    if deposit.method_id and method_id and deposit.method_id != method_id:
        raise Conflict(
            "This page was used for another way to pay before. Open the deposit page anew; nothing was charged."
        )
    return deposit


def _begin(
    client_id: uuid.UUID,
    money: Money,
    key: str,
    method_id: uuid.UUID | None,
    connection_id: uuid.UUID | None,
    after: uuid.UUID | None,
) -> Deposit:
    client = Client.objects.select_related("user__person").filter(id=client_id).first()
    if client is None:
        raise NotFound("There is no such client.")
    before = attempts.declined_before(client, after)
    method, ways = _way(client, money, method_id, connection_id, [one.connection_id for one in before])
    _refuse(rules.decide_deposit(_facts(client, money, method, ways)))
    assert method is not None
    with transaction.atomic():
        deposit, is_new = Deposit.objects.get_or_create(
            client=client, key=key, defaults=_facts_of_row(client, money, method, ways[0])
        )
        if is_new:
            attempts.first(deposit, before)
            text = f"Deposit of {money} begun"
            note(subject_kind="client", subject_id=client.id, verb="deposit.begun", text=text)
            index_deposits([deposit])
    return deposit


def _way(
    client: Client,
    money: Money,
    method_id: uuid.UUID | None,
    connection_id: uuid.UUID | None,
    tried: list[uuid.UUID],
) -> tuple[Method | None, list[routing.Way]]:
    """The method with the ways that are open for this payment; the first method that has one, if none is named."""
    payer, table = choosing.payer_of(client, money), choosing.ways_of_methods()
    for method in choosing.methods():
        ways = routing.open_ways(table.get(method.id, []), payer, tried=tried)
        if connection_id is not None:
            ways = [way for way in ways if way.target == connection_id]
        named = method.id == method_id if method_id else method.kind in _BY_PROVIDER
        if named and (ways or method_id):
            return method, ways
    return None, []


def _facts_of_row(client: Client, money: Money, method: Method, way: routing.Way) -> dict[str, object]:
    facts: dict[str, object] = {
        "id": new_id(),
        "client_number": client.number,
        "amount_minor": money.amount_minor,
        "currency": money.currency,
        "kind": method.kind,
        "method": None if method._state.adding else method,
        "charge_minor": routing.fee_of(money, choosing.fee_terms(method)).amount_minor,
        "created_at": clock.now(),
    }
    if method.kind in _BY_PROVIDER:
        assert way.target is not None
        return facts | {
            "connection_id": way.target,
            "psp_code": connections.connection(way.target).vendor,
        }
    account = BankAccount.objects.filter(id=way.target).first() if way.target else None
    return facts | {
        "connection_id": NO_CONNECTION,
        "psp_code": account.code if account else method.kind,
        "bank_account": account,
        "reference": references.reference_of(next_number("deposit")),
        "state": Deposit.State.OPEN,
    }


def _facts(client: Client, money: Money, method: Method | None, ways: list[routing.Way]) -> DepositFacts:
    identity = kyc.may_deposit(client)
    return DepositFacts(
        money=money,
        wallet_currency=client.currency,
        limits=_limits(client, money, method),
        kyc_allows=identity.allowed,
        kyc_reason=identity.reason,
        method_serves_currency=bool(ways),
    )


def _limits(client: Client, money: Money, method: Method | None) -> Limits:
    house = selectors.deposit_limits()
    if method is None:
        return house
    payer = choosing.payer_of(client, money)
    ways = choosing.ways_of_methods().get(method.id, [])
    low, high = choosing.limits_of(method, ways, payer)
    return Limits(low or house.smallest, high or house.largest)


def _refuse(verdict: Verdict) -> None:
    if not verdict.allowed:
        field, _ = verdict.reasons[0]
        raise Refused(" ".join(dict.fromkeys(reason for _, reason in verdict.reasons)), field=field)


def _opened(deposit_id: uuid.UUID, checkout: Checkout) -> Deposit:
    with transaction.atomic():
        deposit = Deposit.objects.select_for_update().get(id=deposit_id)
        # The payer may have been faster than this line: a settled deposit stays settled.
        if deposit.state == Deposit.State.INITIATED:
            deposit.state = Deposit.State.OPEN
        deposit.psp_reference, deposit.checkout_url = checkout.reference, checkout.url
        deposit.expires_at, deposit.pay_to = checkout.expires_at, dict(checkout.pay_to)
        deposit.save(update_fields=["state", "psp_reference", "checkout_url", "expires_at", "pay_to"])
        attempts.note_outcome(deposit, Attempt.Outcome.OPENED)
        index_deposits([deposit])
    return deposit
