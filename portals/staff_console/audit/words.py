"""The audit in people's words: what a table and a column are called, and how a value is written."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from django.apps import apps
from django.db.models import Field, Model
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OPERATIONS: Final[Mapping[str, tuple[str | Promise, str]]] = {
    "insert": (_("Added"), "good"),
    "update": (_("Changed"), "busy"),
    "delete": (_("Removed"), "bad"),
    "truncate": (_("Emptied"), "bad"),
    "erase": (_("Erased"), "wait"),
}
SURFACES: Final[Mapping[str, str | Promise]] = {
    "staff": _("Staff console"),
    "client": _("Client portal"),
    "ib": _("Partner portal"),
    "api": _("API"),
    "vendor": _("Vendor console"),
}
KINDS: Final[Mapping[str, str | Promise]] = {
    "staff": _("Staff"),
    "client": _("Clients"),
    "partner": _("Partners"),
    "apikey": _("API keys"),
    "provider": _("Providers"),
    "system": _("The system"),
    "operator": _("Operators"),
    "anonymous": _("Visitors"),
    "database": _("Directly in the database"),
}
# Where a model's own name would not say it to somebody who does not build the product.
_TABLES: Final[Mapping[str, str | Promise]] = {
    "account_emailaddress": _("E-mail address"),
    "account_emailconfirmation": _("E-mail confirmation"),
    "mfa_authenticator": _("Second factor"),
    "apikeys_apikey": _("API key"),
    "approvals_approval": _("Approval request"),
    "approvals_decision": _("Decision"),
    "audit_personkey": _("Personal values"),
    "branding_brand": _("Brand"),
    "connections_connection": _("Provider connection"),
    "connections_datakey": _("Encryption key"),
    "ibs_clientpartner": _("Client’s partner"),
    "ibs_partner": _("Partner"),
    "ibs_partnerparent": _("Place in the tree"),
    "ibs_partnerrank": _("Partner rank"),
    "ibs_partnerstatus": _("Partner status"),
    "identity_person": _("Person"),
    "identity_user": _("Log-in"),
    "identity_visit": _("Visit to a portal"),
    "kyc_check": _("KYC check"),
    "kyc_policy": _("KYC policy"),
    "leads_statuschange": _("Step of a lead"),
    "messaging_mail": _("E-mail sent"),
    "payments_policy": _("Payment limits"),
    "rebates_plan": _("Rebate plan"),
    "rebates_rate": _("Exchange rate"),
    "staff_appointment": _("Role of a colleague"),
    "staff_member": _("Colleague"),
    "trading_balanceoperation": _("Balance operation"),
    "trading_opening": _("Opening of an account"),
    "trading_product": _("Account type"),
    "trading_server": _("Trading server"),
    "trading_tradingaccount": _("Trading account"),
    "wallets_transfer": _("Transfer"),
}
_COLUMNS: Final[Mapping[str, str | Promise]] = {
    "id": _("Id"),
    "assigned_to_id": _("Manager"),
    "kyc_level": _("KYC level"),
    "amount_minor": _("Amount (minor units)"),
    "is_active": _("May log in"),
    "login": _("Log-in name"),
    "psp_code": _("PSP"),
    "keys": _("Keys destroyed"),
}
# Which mask of a role hides a column.
MASKED: Final[Mapping[str, str]] = {
    "email": "email",
    "login": "email",
    "phone": "phone",
    "country": "country",
    "birth_date": "birth_date",
    "address": "address",
    "document": "document",
    "document_number": "document",
    "national_id": "document",
    "destination": "document",
    "amount_minor": "balance",
    "received_minor": "balance",
    "fee_minor": "balance",
}
# Whole documents in which any of those may stand.
FREE: Final = frozenset({"changes", "seen", "before", "facts", "campaign"})
_LONGEST: Final = 400


@lru_cache(maxsize=1)
def models() -> Mapping[str, type[Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def table_word(table: str) -> str:
    if table in _TABLES:
        return str(_TABLES[table])
    model = models().get(table)
    return _sentence(str(model._meta.verbose_name) if model else table.partition("_")[2] or table)


def column_word(table: str, column: str) -> str:
    if column in _COLUMNS:
        return str(_COLUMNS[column])
    field = field_of(table, column)
    return _sentence(str(field.verbose_name) if field is not None else column.replace("_", " "))


@lru_cache(maxsize=4096)
def field_of(table: str, column: str) -> "Field[Any, Any] | None":
    model = models().get(table)
    if model is None:
        return None
    return next((field for field in model._meta.concrete_fields if field.column == column), None)


def value_word(table: str, column: str, value: Any) -> str:
    """As a page of the product would write it."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    field = field_of(table, column)
    choices = dict(getattr(field, "flatchoices", ()) or ())
    if value in choices if isinstance(value, str | int) else False:
        return str(choices[value])
    kind = field.get_internal_type() if field is not None else ""
    if kind == "DateTimeField" and (at := parse_datetime(str(value))):
        return formats.date_format(timezone.localtime(at), "j M Y H:i:s")
    return _short(value)


def tables_to_search() -> list[tuple[str, str]]:
    """Every audited table by its word, in the order of the words."""
    from tenants.audit.declarations import unaudited_tables

    named = {
        table for table, model in models().items() if model.__module__.startswith(("tenants.", "allauth."))
    }
    shown = sorted((table_word(table), table) for table in named - unaudited_tables())
    return [(table, word) for word, table in shown]


def _short(value: Any) -> str:
    if isinstance(value, dict):
        text = ", ".join(f"{key}: {_short(one)}" for key, one in value.items())
    elif isinstance(value, list):
        text = ", ".join(_short(one) for one in value)
    else:
        text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def is_secret(table: str, column: str) -> bool:
    from tenants.audit.declarations import secret_columns

    return column in secret_columns().get(table, ())
