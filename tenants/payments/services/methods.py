"""The broker's methods, the rows of the routing table and the bank accounts, checked as they are written."""

import re
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from babel.numbers import list_currencies
from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.currencies import MINOR_UNITS
from atrium.kernel.errors import InvalidInput, NotFound, Refused
from tenants.activity.services import note
from tenants.connections import selectors as connections

from ..models import BankAccount, Deposit, Kind, Method, Route
from . import choosing

_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,23}", re.ASCII)
_COUNTRY: Final = re.compile(r"[A-Z]{2}", re.ASCII)
_MOST_PERCENT: Final = 50


@transaction.atomic
def save_method(*, method_id: uuid.UUID | None = None, **facts: Any) -> Method:
    """With the first one that is written, what was offered until then by itself is written down beside it."""
    write_down()
    method = _method(method_id) if method_id else Method(created_at=clock.now(), place=Method.objects.count())
    for name, value in facts.items():
        setattr(method, name, value)
    _check_method(method)
    method.save()
    note(
        subject_kind="method",
        subject_id=method.id,
        verb="saved",
        text=f"Payment method “{method.label}” saved",
    )
    return method


@transaction.atomic
def write_down() -> None:
    """The methods that were offered without a table become rows of it. Nothing is offered otherwise than before."""
    if Method.objects.exists():
        return
    for implied in choosing.methods():
        implied.save(force_insert=True)
        Route.objects.create(method=implied, connection_id=implied.id)


@transaction.atomic
def save_route(*, route_id: uuid.UUID | None = None, method_id: uuid.UUID, **facts: Any) -> Route:
    write_down()
    route = _route(route_id) if route_id else Route()
    route.method = _method(method_id)
    for name, value in facts.items():
        setattr(route, name, value)
    _check_route(route)
    route.save()
    text = f"A row of “{route.method.label}” in the routing table saved"
    note(subject_kind="method", subject_id=route.method_id, verb="route.saved", text=text)
    return route


@transaction.atomic
def remove_route(*, route_id: uuid.UUID) -> None:
    route = _route(route_id)
    text = f"A row of “{route.method.label}” in the routing table removed"
    note(subject_kind="method", subject_id=route.method_id, verb="route.removed", text=text)
    route.delete()


@transaction.atomic
def save_bank_account(*, account_id: uuid.UUID | None = None, **facts: Any) -> BankAccount:
    account = BankAccount.objects.filter(id=account_id).first() if account_id else BankAccount()
    if account is None:
        raise NotFound("There is no such bank account.")
    before = (account.code, account.currency)
    for name, value in facts.items():
        setattr(account, name, value)
    _check_account(account, before if account_id else None)
    account.save()
    text = f"Bank account “{account.label}” saved"
    note(subject_kind="bank_account", subject_id=account.id, verb="saved", text=text)
    return account


def _check_method(method: Method) -> None:
    if not method.label.strip():
        raise InvalidInput("Give it the name that clients see.", field="label")
    if method.kind not in Kind.values:
        raise InvalidInput("Choose what kind of payment it is.", field="kind")
    if method.fee_fixed < 0:
        raise InvalidInput("A fee is not below zero.", field="fee_fixed")
    if not 0 <= method.fee_percent <= _MOST_PERCENT:
        raise InvalidInput("A fee is between 0 and 50 percent.", field="fee_percent")
    _check_range(method.smallest, method.largest, "largest")
    least, fee = method.smallest, method.fee_fixed
    if method.fee_payer == Method.Payer.CLIENT and least is not None and fee >= least:
        raise InvalidInput(
            "The fixed fee would take all of the smallest payment. Raise the smallest amount.",
            field="smallest",
        )


def _check_route(route: Route) -> None:
    route.countries = _codes(route.countries, "countries")
    route.currencies = _codes(route.currencies, "currencies")
    route.groups = sorted({group.strip() for group in route.groups if group.strip()})
    for country in route.countries:
        if not _COUNTRY.fullmatch(country):
            raise InvalidInput(
                f"“{country}” is not a country. Write two letters, like CY.", field="countries"
            )
    for currency in route.currencies:
        if currency not in _known():
            raise InvalidInput(
                f"“{currency}” is not a currency. Write its code, like USD.", field="currencies"
            )
    _check_range(route.amount_from, route.amount_to, "amount_to")
    _check_target(route)


def _check_target(route: Route) -> None:
    kind = route.method.kind
    if kind in (Kind.CARD, Kind.CRYPTO):
        if route.connection_id is None:
            raise InvalidInput("Choose the provider that takes these payments.", field="target")
        connections.connection(route.connection_id)
    elif kind == Kind.WIRE and route.bank_account is None:
        raise InvalidInput("Choose the bank account that the money is sent to.", field="target")
    elif route.connection_id is not None:
        raise InvalidInput("Money of this kind goes to a bank account, not to a provider.", field="target")


def _check_account(account: BankAccount, before: tuple[str, str] | None) -> None:
    if not account.label.strip() or not account.holder.strip():
        raise InvalidInput(
            "Say what it is called and whose it is.", field="label" if not account.label.strip() else "holder"
        )
    if not _CODE.fullmatch(account.code):
        raise InvalidInput("Small letters, digits, - or _, like main-eur.", field="code")
    if account.currency not in _known():
        raise InvalidInput("Write a currency code, like EUR.", field="currency")
    same_code = BankAccount.objects.filter(code=account.code).exclude(id=account.id)
    if same_code.exists():
        raise InvalidInput("Another bank account has this code.", field="code")
    changed = before is not None and before != (account.code, account.currency)
    if changed and (account.lines.exists() or Deposit.objects.filter(bank_account=account).exists()):
        raise Refused(
            "Money has moved under this code, so it stays. Make another bank account.", field="code"
        )


def _check_range(low: Decimal | None, high: Decimal | None, field: str) -> None:
    for amount in (low, high):
        if amount is not None and not (amount.is_finite() and amount >= 0):
            raise InvalidInput("An amount is zero or more.", field=field)
    if low is not None and high is not None and high < low:
        raise InvalidInput("The largest amount is not below the smallest.", field=field)


def _known() -> set[str]:
    return list_currencies() | MINOR_UNITS.keys()


def _codes(written: Sequence[str], field: str) -> list[str]:
    return sorted({one.strip().upper() for one in written if one.strip()})


def _method(method_id: uuid.UUID) -> Method:
    found = Method.objects.filter(id=method_id).first()
    if found is None:
        raise NotFound("There is no such payment method.")
    return found


def _route(route_id: uuid.UUID) -> Route:
    found = Route.objects.select_related("method").filter(id=route_id).first()
    if found is None:
        raise NotFound("There is no such row.")
    return found
