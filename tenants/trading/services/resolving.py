"""What became of it? Operations and openings whose answer was lost are looked up at the server, and only then sent again."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError
from atrium.providers.errors import ProviderError, TryAgain

from .. import rules
from ..models import BalanceOperation, Opening
from . import balance, opening
from .balance import IN_FLIGHT, State
from .calling import calling


def resolve_unknown(*, operation_id: uuid.UUID) -> BalanceOperation:
    """Looks the operation up once its server's quiet time is over. Exactly one deal with our token and amount confirms
    it; none lets it be sent again; anything else is for a person. Before its time it changes nothing.
    """
    operation = _claim(operation_id)
    if operation is None:
        return balance.get(operation_id)
    try:
        verdict = _look(operation)
    except ProviderError as error:
        return _look_again(operation, error)
    if verdict.found is rules.Found.DONE and verdict.ticket is not None:
        return balance.confirm(operation, verdict.ticket)
    if verdict.found is rules.Found.DOUBTFUL:
        return balance.end(operation, State.MANUAL, error=verdict.reason)
    if operation.sends >= rules.MOST_SENDS:
        return balance.end(
            operation, State.REFUSED, error="The server did not carry it out. Nothing was moved."
        )
    BalanceOperation.objects.filter(id=operation.id, state=State.UNKNOWN).update(
        state=State.NEW, lease_until=None
    )
    return balance.send(operation_id=operation.id)


def _claim(operation_id: uuid.UUID) -> BalanceOperation | None:
    with transaction.atomic():
        operation = balance.lock_login_of(operation_id)
        now = clock.now()
        leased = operation.lease_until is not None and operation.lease_until > now
        too_early = operation.look_at is None or operation.look_at > now
        if operation.state not in IN_FLIGHT or leased or too_early:
            return None
        operation.state = State.UNKNOWN  # also for one whose sender died
        operation.lookups += 1
        operation.lease_until = now + rules.LEASE
        operation.save()
    return operation


def _look(operation: BalanceOperation) -> rules.Verdict:
    assert operation.first_sent_at is not None
    with calling(operation.server) as adapter:
        found = adapter.find_balance_operations(
            login=operation.login, reference=operation.token, since=operation.first_sent_at - rules.SKEW
        )
    return rules.judge([(deal.ticket, deal.profit) for deal in found], wanted=operation.money.decimal)


def _look_again(operation: BalanceOperation, error: ProviderError) -> BalanceOperation:
    """A server that is away is asked again, for a while; one that refuses to tell needs a person."""
    if not isinstance(error, TryAgain) or operation.lookups >= rules.MOST_LOOKUPS:
        return balance.end(operation, State.MANUAL, error=f"It could not be looked up: {error.message}")
    later = rules.next_look(clock.now(), operation.lookups)
    BalanceOperation.objects.filter(id=operation.id, state=State.UNKNOWN).update(
        lease_until=None, look_at=later, error=error.message
    )
    return balance.get(operation.id)


def resolve_opening(*, opening_id: uuid.UUID) -> Opening:
    """An account whose answer was lost: found by our reference it is ours, else it may be opened again."""
    wish = _claim_opening(opening_id)
    if wish is None:
        return opening.get(opening_id)
    try:
        with calling(wish.product.server) as adapter:
            login = adapter.find_account(wish.token)
    except ProviderError as error:
        Opening.objects.filter(id=wish.id).update(lease_until=None, sent_at=clock.now(), error=error.message)
        return opening.get(wish.id)
    if login is not None:
        opening.finish(wish, login)
    else:
        Opening.objects.filter(id=wish.id).update(state=Opening.State.NEW, lease_until=None)
        _open_again(wish)
    return opening.get(wish.id)


def _open_again(wish: Opening) -> None:
    try:
        opening.send(wish)
    except AtriumError:
        return  # its row says why


def _claim_opening(opening_id: uuid.UUID) -> Opening | None:
    with transaction.atomic():
        rows = Opening.objects.select_related("product__server").select_for_update(of=("self",))
        wish = rows.filter(id=opening_id).first()
        if wish is None or not _opening_is_due(wish, clock.now()):
            return None
        wish.state, wish.lease_until = Opening.State.UNKNOWN, clock.now() + rules.LEASE
        wish.save(update_fields=["state", "lease_until"])
    return wish


def _opening_is_due(wish: Opening, now: datetime) -> bool:
    if wish.state not in (Opening.State.SENDING, Opening.State.UNKNOWN) or wish.sent_at is None:
        return False
    leased = wish.lease_until is not None and wish.lease_until > now
    return not leased and now >= rules.look_at(wish.sent_at, quiet_seconds=wish.product.server.quiet_seconds)


def sweep(*, limit: int = 100) -> int:
    """Carries on what nobody is working on; the number looked at."""
    now = clock.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    operations = list(_due_operations(now).filter(free)[:limit])
    for operation in operations:
        if operation.state == State.NEW:
            balance.send(operation_id=operation.id)
        else:
            resolve_unknown(operation_id=operation.id)
    waiting = (Opening.State.SENDING, Opening.State.UNKNOWN)
    wishes = list(Opening.objects.filter(free, state__in=waiting).values_list("id", flat=True)[:limit])
    for wish in wishes:
        resolve_opening(opening_id=wish)
    return len(operations) + len(wishes)


def _due_operations(now: datetime) -> QuerySet[BalanceOperation]:
    waiting = (State.NEW, *IN_FLIGHT)
    return BalanceOperation.objects.filter(state__in=waiting, look_at__lte=now).order_by("look_at")
