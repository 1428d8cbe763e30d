"""One row of everything in a house, made from the models themselves: a new table is in the walk without anybody's help."""

import hashlib
import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from psycopg import sql

from atrium.brokers.grants import read_only_tables
from atrium.kernel import clock, tenancy
from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.identity.models import User
from tenants.staff.models import Member

# What the shape of a model does not tell: values that its constraints ask for.
_INVOICE = {
    "kind": "invoice", "number": "2026-1", "issued": "2026-02-01", "period": ["2026-01-01", "2026-01-31"], "currency": "USD",
    "supplier": {"name": "Ivan", "address": "Main Street 1", "country": "CY", "tax_number": "", "number": "7"},
    "customer": {"name": "Acme"}, "days": [{"day": "2026-01-05", "payments": "1", "amount": "0.01"}],
    "net": "0.01", "tax": "0.00", "gross": "0.01", "tax_kind": "outside", "tax_percent": "0", "agreed": "2026-01-01",
}  # fmt: skip
HINTS: dict[str, dict[str, Any]] = {
    "clients.Client": {"user": lambda: _user("client").pk},
    "ibs.Partner": {"user": lambda: _user("partner").pk},
    "rebates.Line": {"partner": lambda: _one(Partner).pk},
    "rebates.Difference": {"partner": lambda: _one(Partner).pk},
    "rebates.Invoice": {
        "kind": "invoice",
        "net_minor": 1,
        "tax_minor": 0,
        "gross_minor": 1,
        "content": _INVOICE,
    },
    "rebates.PayoutItem": {"amount_minor": 1},
    "rebates.Goodwill": {"amount_minor": 1},
    "ibs.Rank": {"level": 1},
    "ibs.RankChange": {"before": 0, "after": 1},
    "trading.TradingAccount": {"client_id": lambda: _one(Client).pk, "kind": "live", "login": 100245},
    "connections.Connection": {"credentials": "v1:1:x:x"},
    "approvals.Decision": {"outcome": "approved"},
    "approvals.Delegation": {"to_member": lambda: _another_member().pk},
    "ibs.PartnerParent": {"parent": lambda: _another_partner().pk},
    "ibs.Landing": {"target": "/register/"},
    "ibs.Promo": {"width": 300, "height": 250},
    "work.Note": {"text": "A note", "sealed": "", "private": False},
    "wallets.WalletTransfer": {"from_currency": "USD", "to_currency": "USD"},
    "payments.Payout": {"kind": "bank"},
    "payments.PayoutBatch": {"document": b"<Document/>"},
    "payments.MonthClose": {"month": lambda: clock.now().date().replace(day=1)},
    "wallets.Transfer": {"state": "moving", "hold_id": uuid.uuid4},
}
_CHARS = 12


def house_models() -> list[type[models.Model]]:
    """In an order in which a row's parents come first."""
    wanted = [
        m
        for config in apps.get_app_configs()
        if config.name.startswith("tenants.")
        for m in config.get_models()
    ]
    ordered: list[type[models.Model]] = []
    while wanted:
        ready = [m for m in wanted if not (_parents(m) & set(wanted) - {m})]
        ordered += ready
        wanted = [m for m in wanted if m not in ready]
    return ordered


def furnish(tenant: tenancy.Tenant) -> dict[str, list[Any]]:
    """A row in every table; one key by model label. Inside a transaction that is rolled back.

    Wherever the constraints let it be, that row has one key that is the same in all tables of the house, so that
    one request with it asks for a row of every table at once: else each route would be asked for a hundred.
    """
    barred = set(read_only_tables())
    keys: dict[str, list[Any]] = {}
    with tenancy.entered(tenant):
        shared = {models.UUIDField: uuid.uuid4(), models.AutoField: _number_of_this_house()}
        for model in house_models():
            key = next((key for kind, key in shared.items() if isinstance(model._meta.pk, kind)), None)
            made = model._meta.db_table not in barred and _made(model, key)
            keys[model._meta.label] = [key] if made else _newest(model)
    return keys


def _made(model: type[models.Model], key: Any) -> bool:
    """Whether there is a row of that key now; an empty table gets a row in any case."""
    if key is not None:
        try:
            _make(model, key)
        except (IntegrityError, ValidationError):  # one row a house, or one a person, and it is there already
            if model._default_manager.exists():
                return False
            raise
        return True
    if not model._default_manager.exists():
        _make(model)
    return False


def _newest(model: type[models.Model]) -> list[Any]:
    return list(model._default_manager.order_by("-pk").values_list("pk", flat=True)[:1])


def fingerprint(tenant: tenancy.Tenant) -> dict[str, str]:
    """Table → digest of all its rows, sessions apart."""
    with tenancy.entered(tenant), connection.cursor() as cursor:
        prints = {}
        for table in connection.introspection.table_names(cursor):
            if table == "django_session":
                continue
            cursor.execute(
                sql.SQL(
                    "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t"
                ).format(sql.Identifier(table))
            )
            prints[table] = cursor.fetchone()[0]
        return prints


def _parents(model: type[models.Model]) -> set[Any]:
    return {
        field.related_model
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and not field.null
    }


def _make(model: type[models.Model], key: Any = None) -> None:
    hints = HINTS.get(model._meta.label, {})
    values = {
        field.attname: _said(hints[field.name]) if field.name in hints else _value(field)
        for field in model._meta.concrete_fields
        if field.name in hints or _needs_value(field)
    }
    if key is not None:
        values[model._meta.pk.attname] = key
    elif isinstance(model._meta.pk, models.AutoField):
        values["id"] = _number_of_this_house()
    with transaction.atomic():
        model(**values).save(force_insert=True)


def _number_of_this_house() -> int:
    """Counted ids begin at 1 in every house; here each house has numbers of its own, so that they can prove something."""
    return 1_000_000 + int(hashlib.sha256(tenancy.current_schema().encode()).hexdigest()[:6], 16)


def _said(hint: Any) -> Any:
    return hint() if callable(hint) else hint


def _one(model: Any) -> Any:
    if not model._default_manager.exists():
        _make(model)
    return model._default_manager.order_by("number").first()


def _user(realm: str) -> User:
    return User.objects.create_user(
        realm=realm, email=f"{uuid.uuid4().hex[:8]}@example.com", name=f"Mia {realm}"
    )


def _another_member() -> Any:
    return Member.objects.create(user=_user("staff"))


def _another_partner() -> Any:
    user = _user("partner")
    first = Partner.objects.get()
    fields = {
        f.attname: getattr(first, f.attname)
        for f in Partner._meta.concrete_fields
        if f.name not in {"id", "user", "person"}
    }
    fields |= {"number": first.number + 1, "code": "another", "user_id": user.pk, "person_id": user.person_id}
    return Partner.objects.create(**fields)


def _needs_value(field: Any) -> bool:
    generated = getattr(field, "generated", False) or isinstance(
        field, models.AutoField | models.BigAutoField
    )
    return not (
        generated or field.null or field.has_default() or (field.blank and field.empty_strings_allowed)
    )


def _value(field: Any) -> Any:
    if isinstance(field, models.ForeignKey):
        return _row_of(field).pk
    if field.choices:
        return next(iter(field.flatchoices))[0]
    for kinds, value in (
        (models.UUIDField, uuid.uuid4),
        (models.DateTimeField, clock.now),
        (models.DateField, lambda: clock.now().date() + timedelta(days=365)),
        (models.BooleanField, lambda: False),
        (models.DecimalField, lambda: Decimal(1)),
        (models.IntegerField, lambda: 1),
        (models.JSONField, dict),
        (ArrayField, list),
        (models.BinaryField, lambda: b"x"),
        (models.EmailField, lambda: "mia@example.com"),
    ):
        if isinstance(field, kinds):
            return value()
    return _text(field)


def _text(field: Any) -> str:
    if "currency" in field.name:
        return "USD"
    return f"{field.name}-x"[: field.max_length or _CHARS]


def _row_of(field: Any) -> Any:
    related: Any = field.related_model
    rows = related._default_manager.order_by("pk")
    taken = field.model._default_manager.values(field.attname) if field.unique else None
    row = (rows.exclude(pk__in=taken) if taken is not None else rows).first()
    if row is None and related is User:
        row = User.objects.create_user(
            realm="client", email=f"{uuid.uuid4().hex[:8]}@example.com", name="More"
        )
    if row is None:
        _make(related)
        row = rows.last()
    return row
