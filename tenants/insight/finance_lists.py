"""The lists of transfers, cases, corrections, and operations that wait for a person."""

from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tenants.lists.types import Column, ListDefinition
from tenants.payments.models import BankLine, Case, Correction, Verdict, Way
from tenants.payments.models.cases import Subject
from tenants.staff.models import Member
from tenants.trading.models import BalanceOperation
from tenants.wallets.models import Transfer

from .money_card import transfers_for


def cases_for(member: Member) -> QuerySet[Case]:
    if not member.allows("finance.view"):
        return Case.objects.none()
    return Case.objects.select_related("owner").order_by("-found_at", "-id")


def corrections_for(member: Member) -> QuerySet[Correction]:
    if not member.allows("finance.view"):
        return Correction.objects.none()
    return Correction.objects.select_related("asked_by", "case").order_by("-asked_at", "-id")


def operations_for(member: Member) -> QuerySet[BalanceOperation]:
    """Those whose answer was lost, or that need a person."""
    if not member.allows("finance.view"):
        return BalanceOperation.objects.none()
    rows = BalanceOperation.objects.filter(state__in=["unknown", "manual"]).select_related(
        "server", "account"
    )
    return rows.order_by("-created_at", "-id")


def bank_lines_for(member: Member) -> QuerySet[BankLine]:
    if not member.allows("finance.view"):
        return BankLine.objects.none()
    return BankLine.objects.select_related("account").order_by("-booked_on", "-id")


transfers: Final = ListDefinition(
    code="transfers",
    label=_("Transfers"),
    permission="finance.view",
    default_sort="-created",
    base=transfers_for,
    columns=(
        Column("client", _("Client"), path="client__lead__name", show="name", fixed=True, default=True, phone="main"),
        Column("client_number", _("Client no."), "number", "client__number", show="number", whole=True, default=True),
        Column("created", _("Begun"), "datetime", "created_at", show="time", sortable=True, default=True, phone="line"),
        Column("direction", _("Direction"), "choice", "direction", show="choice",
               choices=lambda: Transfer.Direction.choices, default=True, phone="line"),
        Column("login", _("Trading account"), "number", "account__login", show="number", whole=True, default=True),
        Column("state", _("Status"), "choice", "state", show="status", choices=lambda: Transfer.State.choices,
               default=True, phone="line"),
        Column("reason", _("Reason"), path="reason"),
        Column("currency", _("Currency"), path="currency"),
        Column("finished", _("Ended"), "datetime", "finished_at", show="time"),
        Column("amount", _("Amount"), "money", "amount_minor", show="money", value=lambda row: row.money,
               minor_of="currency", mask="balance", align="right", default=True, phone="side"),
    ),
)  # fmt: skip

cases: Final = ListDefinition(
    code="cases",
    label=_("Cases"),
    permission="finance.view",
    default_sort="-found",
    base=cases_for,
    columns=(
        Column("number", _("Case"), "number", "number", show="number", whole=True, fixed=True, default=True, phone="main"),
        Column("way", _("With"), "choice", "way", show="choice", choices=lambda: Way.choices, default=True, phone="line"),
        Column("subject", _("About"), "choice", "subject", show="choice", choices=lambda: Subject.choices,
               default=True, phone="line"),
        Column("reference", _("Reference"), path="reference", show="mono", default=True),
        Column("verdict", _("What"), "choice", "verdict", show="choice", choices=lambda: Verdict.choices,
               default=True, phone="line"),
        Column("state", _("Status"), "choice", "state", show="status", choices=lambda: Case.State.choices,
               default=True, phone="line"),
        Column("owner", _("Looked after by"), path="owner__name", show="text", nullable=True, default=True),
        Column("since", _("Since"), "datetime", "since", show="time", default=True),
        Column("found", _("Found"), "datetime", "found_at", show="time", sortable=True, default=True),
        Column("currency", _("Currency"), path="currency"),
        Column("difference", _("Difference"), "money", show="money", value=lambda row: row.difference if row.currency else None,
               align="right", default=True, phone="side"),
    ),
)  # fmt: skip

corrections: Final = ListDefinition(
    code="corrections",
    label=_("Corrections"),
    permission="finance.view",
    default_sort="-asked",
    base=corrections_for,
    columns=(
        Column("what", _("What"), "choice", "kind", show="choice", choices=lambda: Correction.Kind.choices, fixed=True,
               default=True, phone="main"),
        Column("asked", _("Asked"), "datetime", "asked_at", show="time", sortable=True, default=True, phone="line"),
        Column("by", _("By"), path="asked_by__name", default=True),
        Column("debit", _("From"), path="debit", show="mono", default=True),
        Column("credit", _("To"), path="credit", show="mono", default=True),
        Column("case", _("Case"), "number", "case__number", show="number", whole=True, nullable=True, default=True),
        Column("state", _("Status"), "choice", "state", show="status", choices=lambda: Correction.State.choices,
               default=True, phone="line"),
        Column("reason", _("Reason"), path="reason"),
        Column("currency", _("Currency"), path="currency"),
        Column("amount", _("Amount"), "money", "amount_minor", show="money", value=lambda row: row.money,
               minor_of="currency", align="right", default=True, phone="side"),
    ),
)  # fmt: skip

operations: Final = ListDefinition(
    code="operations",
    label=_("Operations that need a look"),
    permission="finance.view",
    default_sort="-created",
    base=operations_for,
    columns=(
        Column("login", _("Trading account"), "number", "login", show="number", whole=True, fixed=True, default=True, phone="main"),
        Column("server", _("Server"), path="server__code", default=True, phone="line"),
        Column("created", _("Begun"), "datetime", "created_at", show="time", sortable=True, default=True, phone="line"),
        Column("state", _("Status"), "choice", "state", show="status",
               choices=lambda: BalanceOperation.State.choices, default=True, phone="line"),
        Column("token", _("Comment on the server"), path="token", show="mono", default=True),
        Column("error", _("Why"), path="error", default=True),
        Column("currency", _("Currency"), path="currency"),
        Column("amount", _("Amount"), "money", "amount_minor", show="money", value=lambda row: row.money,
               minor_of="currency", mask="balance", align="right", default=True, phone="side"),
    ),
)  # fmt: skip

bank_lines: Final = ListDefinition(
    code="bank_lines",
    label=_("Bank lines"),
    permission="finance.view",
    default_sort="-day",
    base=bank_lines_for,
    columns=(
        Column("name", _("From or to"), path="name", show="name", fixed=True, default=True, phone="main"),
        Column("day", _("Booked on"), "date", "booked_on", show="date", sortable=True, default=True, phone="line"),
        Column("account", _("Bank account"), path="account__label", default=True, phone="line"),
        Column("state", _("Status"), "choice", "state", show="choice", choices=lambda: BankLine.State.choices,
               default=True, phone="line"),
        Column("text", _("Text"), path="text", default=True),
        Column("reference", _("Bank's reference"), path="bank_reference", show="mono"),
        Column("iban", _("IBAN"), path="iban", show="mono", mask="document"),
        Column("currency", _("Currency"), path="currency"),
        Column("amount", _("Amount"), "money", "amount_minor", show="money", value=lambda row: row.money,
               minor_of="currency", align="right", default=True, phone="side"),
    ),
)  # fmt: skip
