"""Self-billing: the broker writes the partner's invoice for it. What was issued is never changed; a credit note corrects it."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from atrium.kernel.money import Money
from tenants.ibs.models import Partner

from .settlements import Settlement


class BillingDetails(BrokerModel):
    """What the tax office wants to read about a partner. Without an agreement to self-billing no invoice is written."""

    class Tax(models.TextChoices):
        INCLUDED = "included", "VAT is in the amount"
        REVERSE = "reverse", "Reverse charge: the recipient owes the VAT"
        EXEMPT = "exempt", "Exempt, or a small business"
        OUTSIDE = "outside", "Outside the scope of VAT"

    partner = models.OneToOneField(
        Partner, on_delete=models.PROTECT, primary_key=True, related_name="billing"
    )
    legal_name = models.CharField(max_length=160)
    address = models.CharField(max_length=300)
    country = models.CharField(max_length=2)
    tax_number = models.CharField(max_length=40, blank=True)
    tax = models.CharField(max_length=8, choices=Tax.choices, default=Tax.OUTSIDE)
    tax_percent = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    agreed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(tax="included", tax_percent__gt=0, tax_percent__lt=100)
                | (~Q(tax="included") & Q(tax_percent=0)),
                name="rebates_billing_percent",
            ),
            models.CheckConstraint(
                condition=Q(tax__in=["included", "reverse", "exempt", "outside"]), name="rebates_billing_tax"
            ),
        ]

    def __str__(self) -> str:
        return self.legal_name


class Invoice(BrokerModel):
    """`content` is everything that is printed, as it was that day; amounts of a credit note are negative."""

    class Kind(models.TextChoices):
        INVOICE = "invoice", "Invoice"
        CREDIT_NOTE = "credit_note", "Credit note"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=11, choices=Kind.choices)
    number = models.CharField(max_length=24, unique=True)
    year = models.SmallIntegerField()
    serial = models.BigIntegerField()
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="invoices")
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="credit_note")
    currency = models.CharField(max_length=8)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    gross_minor = models.BigIntegerField()
    period_from = models.DateField()
    period_to = models.DateField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["partner", "-issued_at", "-id"], name="rebates_invoice_partner"),
            models.Index(fields=["-issued_at", "-id"], name="rebates_invoice_newest"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "year", "serial"], name="rebates_invoice_gapless"),
            models.CheckConstraint(
                condition=Q(gross_minor=F("net_minor") + F("tax_minor")), name="rebates_invoice_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(kind="invoice", corrects=None, gross_minor__gt=0)
                | Q(kind="credit_note", corrects__isnull=False, gross_minor__lt=0),
                name="rebates_invoice_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def gross(self) -> Money:
        return Money(self.gross_minor, self.currency)

    @property
    def net(self) -> Money:
        return Money(self.net_minor, self.currency)

    @property
    def tax(self) -> Money:
        return Money(self.tax_minor, self.currency)


class InvoiceItem(BrokerModel):
    """Which settlements an invoice is about. One that was credited frees its settlements for another."""

    id = models.BigAutoField(primary_key=True)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="items")
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="invoiced")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invoice", "settlement"], name="rebates_invoiceitem_once")
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.settlement_id}"
