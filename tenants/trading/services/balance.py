"""Money between us and a trading account: written down first, sent once, and looked up before any second send."""

import uuid

from django.db import IntegrityError, connection, transaction

from atrium.kernel import clock, keys
from atrium.kernel.errors import Conflict, NotFound, Refused
from atrium.kernel.ids import short_token
from atrium.kernel.money import Money
from atrium.providers.errors import NeverAgain, OutcomeUnknown, ProviderError
from atrium.providers.trading.contract import BalanceKind
from tenants.outbox.services import announce

from .. import rules
from ..models import BalanceOperation, TradingAccount
from .calling import calling

State = BalanceOperation.State
IN_FLIGHT = (State.SENDING, State.UNKNOWN)
TOKEN_PREFIX = "T"


def run_balance_operation(
    *, account: TradingAccount, money: Money, key: str, kind: str = BalanceKind.BALANCE
) -> BalanceOperation:
    """Begins and sends; the same key is the same operation. Look at `state`: only `confirmed` and `refused` are final.

    What is not final is carried on by `sweep`; its end is announced as `balance_operation.ended`.
    """
    operation = begin_balance_operation(account=account, money=money, key=key, kind=kind)
    return send(operation_id=operation.id)


@transaction.atomic
def begin_balance_operation(
    *, account: TradingAccount, money: Money, key: str, kind: str = BalanceKind.BALANCE
) -> BalanceOperation:
    """Written down and not sent; for a caller who writes its own row in the same transaction."""
    if money.currency != account.currency:
        raise Refused(
            f"This trading account is in {account.currency}, not in {money.currency}. Nothing was moved."
        )
    if not money:
        raise Refused("An amount of zero moves nothing.", field="amount")
    now = clock.now()
    operation, made = BalanceOperation.objects.get_or_create(
        key=key,
        defaults={
            "token": short_token(TOKEN_PREFIX),
            "account": account,
            "server": account.server,
            "login": account.login,
            "kind": BalanceKind(kind),
            "amount_minor": money.amount_minor,
            "currency": money.currency,
            "look_at": now + rules.LEASE,
            "created_at": now,
        },
    )
    if not made and (operation.account_id, operation.money) != (account.id, money):
        raise Conflict("The same key came with another account or amount. Nothing was moved a second time.")
    return operation


def send(*, operation_id: uuid.UUID) -> BalanceOperation:
    """Sends it if it is new and nothing else is under way on this login; says how it stands then."""
    operation = _claim(operation_id)
    if operation is None:
        return get(operation_id)
    try:
        with calling(operation.server) as adapter:
            ticket = adapter.balance_operation(
                login=operation.login,
                kind=BalanceKind(operation.kind),
                amount=operation.money.decimal,
                reference=operation.token,
            )
    except ProviderError as error:
        return _after_failure(operation, error)
    return confirm(operation, ticket)


def _claim(operation_id: uuid.UUID) -> BalanceOperation | None:
    """SENDING is committed before the server hears a word: whoever finds the row later knows what may have happened."""
    with transaction.atomic():
        operation = lock_login_of(operation_id)
        now = clock.now()
        if operation.state != State.NEW:
            return None
        if _somebody_else_in_flight(operation):
            _change(operation, look_at=now + rules.TURN)  # the sweep sends it when its turn has come
            return None
        operation.state = State.SENDING
        operation.sends += 1
        operation.sent_at = now
        operation.first_sent_at = operation.first_sent_at or now
        operation.lease_until = now + rules.LEASE
        operation.look_at = rules.look_at(now, quiet_seconds=operation.server.quiet_seconds)
        operation.save()
    return operation


def lock_login_of(operation_id: uuid.UUID) -> BalanceOperation:
    """One operation in flight per login: the lock orders those who look, the unique index refuses a second."""
    login = get(operation_id)
    with connection.cursor() as cursor:
        key = keys.lock_key("trading.balance", login.server_id, login.login)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
    rows = BalanceOperation.objects.select_related("server").select_for_update(of=("self",))
    return rows.get(id=operation_id)


def _somebody_else_in_flight(operation: BalanceOperation) -> bool:
    same_login = BalanceOperation.objects.filter(server=operation.server, login=operation.login)
    return same_login.filter(state__in=IN_FLIGHT).exclude(id=operation.id).exists()


def _after_failure(operation: BalanceOperation, error: ProviderError) -> BalanceOperation:
    if isinstance(error, OutcomeUnknown):
        return _change(operation, state=State.UNKNOWN, error=error.message, lease_until=None)
    if isinstance(error, NeverAgain) or operation.sends >= rules.MOST_SENDS:
        return end(operation, State.REFUSED, error=error.message)
    later = rules.next_look(clock.now(), operation.sends)
    return _change(operation, state=State.NEW, error=error.message, lease_until=None, look_at=later)


def confirm(operation: BalanceOperation, ticket: int) -> BalanceOperation:
    """The ticket is unique by server: one deal never confirms two operations."""
    try:
        return end(operation, State.CONFIRMED, ticket=ticket)
    except IntegrityError:
        return end(operation, State.MANUAL, error=f"Deal {ticket} already belongs to another operation.")


def end(
    operation: BalanceOperation, state: str, *, ticket: int | None = None, error: str = ""
) -> BalanceOperation:
    now = clock.now()
    with transaction.atomic():
        changed = BalanceOperation.objects.filter(
            id=operation.id, state__in=(State.NEW, *IN_FLIGHT, State.MANUAL)
        ).update(state=state, ticket=ticket, error=error, lease_until=None, look_at=None, ended_at=now)
        if changed:
            announce(
                "balance_operation.ended",
                operation_id=str(operation.id),
                account_id=str(operation.account_id),
                key=operation.key,
                state=str(state),
            )
    return get(operation.id)


def settle_by_hand(*, operation_id: uuid.UUID, ticket: int | None) -> BalanceOperation:
    """A person has looked at the server: the ticket of the deal that is ours, or None if there is none."""
    operation = get(operation_id)
    if operation.state != State.MANUAL:
        raise Refused("This operation does not wait for a person.")
    if ticket is None:
        return end(operation, State.REFUSED, error="A person found that the server did not carry it out.")
    if BalanceOperation.objects.filter(server=operation.server, ticket=ticket).exists():
        raise Conflict(f"Deal {ticket} already belongs to another operation.", field="ticket")
    return end(operation, State.CONFIRMED, ticket=ticket)


def get(operation_id: uuid.UUID) -> BalanceOperation:
    operation = BalanceOperation.objects.select_related("server", "account").filter(id=operation_id).first()
    if operation is None:
        raise NotFound("There is no such balance operation.")
    return operation


def _change(operation: BalanceOperation, **changes: object) -> BalanceOperation:
    BalanceOperation.objects.filter(id=operation.id, state__in=(State.NEW, *IN_FLIGHT)).update(**changes)
    return get(operation.id)
