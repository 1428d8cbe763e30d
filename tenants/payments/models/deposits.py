"""Deposits: the intent first, then what became of it. Amounts of money are in the ledger."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from atrium.kernel.money import Money
from tenants.clients.models import Client

from .bank import BankAccount
from .methods import Kind, Method


class Deposit(BrokerModel):
    """`key` was made with the page, so a double click is one deposit. `id` is our name for it at the provider."""

    class State(models.TextChoices):
        INITIATED = "initiated", "Begun"
        OPEN = "open", "Waiting for payment"
        SETTLED = "settled", "Received"
        FAILED = "failed", "Not paid"
        REVIEW = "review", "In review"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="deposits")
    client_number = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=State.choices, default=State.INITIATED)
    connection_id = models.UUIDField()
    psp_code = models.CharField(max_length=40)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.CARD)
    method = models.ForeignKey(Method, null=True, on_delete=models.SET_NULL, related_name="+")
    bank_account = models.ForeignKey(BankAccount, null=True, on_delete=models.PROTECT, related_name="+")
    # What a payer writes on a bank transfer, with its check digit.
    reference = models.CharField(max_length=24, blank=True)
    # Where and what to pay, when the provider has no page of its own: address, amount, currency.
    pay_to = models.JSONField(default=dict)
    psp_reference = models.CharField(max_length=200, blank=True)
    payment_id = models.CharField(max_length=200, blank=True)
    checkout_url = models.TextField(blank=True)
    key = models.CharField(max_length=100)
    # What the provider says it received; another amount or currency than asked for goes to review.
    received_minor = models.BigIntegerField(null=True)
    received_currency = models.CharField(max_length=8, blank=True)
    fee_minor = models.BigIntegerField(default=0)
    # Our own fee that the client bears; it leaves the wallet as the money arrives.
    charge_minor = models.BigIntegerField(default=0)
    # What the provider counted finer than our minor unit: rounded down, and kept here.
    rest = models.DecimalField(max_digits=30, decimal_places=18, default=0)
    approval_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["client", "key"], name="payments_deposit_key"),
            UniqueConstraint(
                fields=["connection_id", "psp_reference"],
                condition=~Q(psp_reference=""),
                name="payments_deposit_reference",
            ),
            UniqueConstraint(
                fields=["connection_id", "payment_id"],
                condition=~Q(payment_id=""),
                name="payments_deposit_payment",
            ),
            UniqueConstraint(
                fields=["reference"], condition=~Q(reference=""), name="payments_deposit_wire_reference"
            ),
            CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_deposit_amount"),
            CheckConstraint(condition=Q(charge_minor__gte=0), name="payments_deposit_charge"),
            CheckConstraint(condition=Q(fee_minor__gte=0), name="payments_deposit_fee"),
            CheckConstraint(
                condition=Q(state__in=["initiated", "open", "settled", "failed", "review"]),
                name="payments_deposit_state",
            ),
            CheckConstraint(
                condition=~Q(state__in=["settled", "review"]) | Q(received_minor__isnull=False),
                name="payments_deposit_received",
            ),
        )
        indexes = (
            models.Index(fields=["client", "-created_at"], name="payments_deposit_client"),
            models.Index(fields=["-created_at", "-id"], name="payments_deposit_newest"),
            models.Index(
                fields=["created_at"],
                condition=Q(state__in=["initiated", "open"]),
                name="payments_deposit_open",
            ),
        )

    def __str__(self) -> str:
        return f"deposit of {self.money} by client {self.client_number}"

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def charge(self) -> Money:
        return Money(self.charge_minor, self.currency)

    @property
    def received(self) -> Money | None:
        return None if self.received_minor is None else Money(self.received_minor, self.received_currency)

    @property
    def is_final(self) -> bool:
        return self.state in (self.State.SETTLED, self.State.FAILED)


class Attempt(BrokerModel):
    """One provider that was asked to take a deposit, and what came of asking. The next is asked only after a clear no."""

    class Outcome(models.TextChoices):
        ASKED = "asked", "Asked"
        OPENED = "opened", "Opened"
        DECLINED = "declined", "Declined"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deposit = models.ForeignKey(Deposit, on_delete=models.CASCADE, related_name="attempts")
    place = models.PositiveIntegerField()
    connection_id = models.UUIDField()
    psp_code = models.CharField(max_length=40)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.ASKED)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            UniqueConstraint(fields=["deposit", "place"], name="payments_attempt_place"),
            UniqueConstraint(fields=["deposit", "connection_id"], name="payments_attempt_once"),
            CheckConstraint(
                condition=Q(outcome__in=["asked", "opened", "declined"]), name="payments_attempt_outcome"
            ),
        )

    def __str__(self) -> str:
        return f"{self.place} {self.psp_code} {self.outcome}"


class Proof(BrokerModel):
    """A picture or document that shows a payment. The file lies in the broker's own folder under this row's id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, related_name="proofs")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    size = models.IntegerField()
    digest = models.CharField(max_length=64)
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = (
            UniqueConstraint(fields=["deposit", "digest"], name="payments_proof_once"),
            CheckConstraint(condition=Q(size__gt=0), name="payments_proof_size"),
        )

    def __str__(self) -> str:
        return self.name
