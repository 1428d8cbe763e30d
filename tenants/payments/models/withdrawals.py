"""Withdrawals: held in the ledger from the moment they are asked for, and the parts in which they leave the house."""

from decimal import Decimal

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from atrium.kernel.money import Money

from .batches import PayoutBatch
from .deposits import Deposit
from .destinations import Destination, Party


class Withdrawal(BrokerModel):
    """Money out to a client or a partner. `amount` leaves the wallet; `fee` of it is ours, the rest goes out in parts."""

    Party = Party

    class Purpose(models.TextChoices):
        WITHDRAWAL = "withdrawal", "Withdrawal"
        REFUND = "refund", "Refund of a deposit"

    class State(models.TextChoices):
        REQUESTED = "requested", "Waiting for approval"
        APPROVED = "approved", "Approved"
        SENDING = "sending", "Being sent"
        PAID = "paid", "Paid"
        PARTIAL = "partial", "Paid in part"
        REJECTED = "rejected", "Rejected"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Failed"
        RETURNED = "returned", "Came back"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.WITHDRAWAL)
    party_kind = models.CharField(max_length=6, choices=Party.choices)
    party_id = models.UUIDField()
    party_number = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    # What was asked for, if a reviewer made it less.
    asked_minor = models.BigIntegerField(null=True)
    fee_minor = models.BigIntegerField(default=0)
    # What has reached the other side less what came back; nothing while nobody knows.
    paid_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    # Of the first part; the others have their own.
    connection_id = models.UUIDField(null=True)
    psp_code = models.CharField(max_length=40, blank=True)
    psp_reference = models.CharField(max_length=200, blank=True)
    # A partner writes where to; a client chooses one of the verified destinations.
    destination = models.CharField(max_length=200, blank=True)
    target = models.ForeignKey(Destination, models.PROTECT, null=True, related_name="withdrawals")
    plan = models.CharField(max_length=600, blank=True)
    risk = models.CharField(max_length=10, blank=True)
    signs = models.CharField(max_length=400, blank=True)
    fee_hold_id = models.UUIDField(null=True)
    approval_id = models.UUIDField(null=True)
    requested_by = models.UUIDField()
    key = models.CharField(max_length=100)
    attempts = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    requested_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["party_kind", "party_id", "key"], name="payments_withdrawal_key"),
            CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_withdrawal_amount"),
            CheckConstraint(
                condition=Q(fee_minor__gte=0, fee_minor__lt=F("amount_minor")), name="payments_withdrawal_fee"
            ),
            CheckConstraint(
                condition=Q(fee_minor=0) | Q(fee_hold_id__isnull=False), name="payments_withdrawal_fee_held"
            ),
            CheckConstraint(
                condition=Q(paid_minor=None) | Q(paid_minor__gte=0, paid_minor__lte=F("amount_minor")),
                name="payments_withdrawal_paid",
            ),
            CheckConstraint(condition=Q(party_kind__in=["client", "ib"]), name="payments_withdrawal_party"),
            CheckConstraint(condition=Q(purpose__in=["withdrawal", "refund"]), name="payments_withdrawal_purpose"),
            CheckConstraint(
                condition=Q(
                    state__in=[
                        "requested", "approved", "sending", "paid", "partial",
                        "rejected", "cancelled", "failed", "returned",
                    ]
                ),
                name="payments_withdrawal_state",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=["party_id", "-requested_at"], name="payments_withdrawal_party_at"),
            models.Index(fields=["-requested_at", "-id"], name="payments_withdrawal_newest"),
            models.Index(
                fields=["requested_at"],
                condition=Q(state__in=["approved", "sending"]),
                name="payments_withdrawal_under_way",
            ),
        )

    def __str__(self) -> str:
        return f"withdrawal of {self.money} by {self.party_kind} {self.party_number}"

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def asked(self) -> Money:
        return Money(self.amount_minor if self.asked_minor is None else self.asked_minor, self.currency)

    @property
    def fee(self) -> Money:
        return Money(self.fee_minor, self.currency)

    @property
    def arrives(self) -> Money:
        return self.money - self.fee

    @property
    def paid(self) -> Money:
        return Money(self.paid_minor or 0, self.currency)

    @property
    def where(self) -> str:
        """What a second person approves and what is sent to: read from the destination itself, not from a copy."""
        return self.target.in_words if self.target else self.destination

    @property
    def is_final(self) -> bool:
        return self.state not in (self.State.REQUESTED, self.State.APPROVED, self.State.SENDING)


class Payout(BrokerModel):
    """One part of a withdrawal on its way: with a hold, a route and an answer of its own.

    new → sending → paid | sent → paid | refused | unknown → (looked up) → paid | sending again | manual. `void`: a reviewer or
    the client took it back before anything was sent. What was paid may still come back: `returned`.
    """

    class Kind(models.TextChoices):
        REFUND = "refund", "Back to where it came from"
        PSP = "psp", "Payment provider"
        BANK = "bank", "Bank transfer"

    class State(models.TextChoices):
        NEW = "new", "Not sent yet"
        SENDING = "sending", "Being sent"
        SENT = "sent", "On its way"
        UNKNOWN = "unknown", "The answer was lost; being looked up"
        MANUAL = "manual", "Needs a person"
        PAID = "paid", "Paid"
        REFUSED = "refused", "Refused"
        VOID = "void", "Taken back"
        RETURNED = "returned", "Came back"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    withdrawal = models.ForeignKey(Withdrawal, models.PROTECT, related_name="payouts")
    place = models.PositiveSmallIntegerField(default=0)
    # What banks print on a statement and what we look for there.
    token = models.CharField(max_length=31)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    connection_id = models.UUIDField(null=True)
    route_code = models.CharField(max_length=80)  # whose ledger account it leaves: a provider's or a bank's
    deposit = models.ForeignKey(Deposit, models.PROTECT, null=True, related_name="refunds")
    batch = models.ForeignKey(PayoutBatch, models.PROTECT, null=True, related_name="payouts")
    amount_minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField(default=0)
    returned_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=8)
    hold_id = models.UUIDField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    reference = models.CharField(max_length=200, blank=True)
    # Where coins left in its place: how many of which, and the transaction's name on its chain.
    sent_as = models.CharField(max_length=60, blank=True)
    proof = models.CharField(max_length=140, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    lookups = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["withdrawal", "place"], name="payments_payout_place"),
            UniqueConstraint(fields=["token"], name="payments_payout_token"),
            UniqueConstraint(
                fields=["connection_id", "reference"], condition=~Q(reference=""), name="payments_payout_reference"
            ),
            CheckConstraint(condition=Q(amount_minor__gt=0), name="payments_payout_amount"),
            CheckConstraint(
                condition=Q(paid_minor__gte=0, paid_minor__lte=F("amount_minor")), name="payments_payout_paid"
            ),
            CheckConstraint(
                condition=Q(returned_minor__gte=0, returned_minor__lte=F("paid_minor")),
                name="payments_payout_returned",
            ),
            CheckConstraint(
                condition=Q(kind="refund", deposit__isnull=False, connection_id__isnull=False)
                | Q(kind="psp", deposit__isnull=True, connection_id__isnull=False)
                | Q(kind="bank", deposit__isnull=True, connection_id__isnull=True),
                name="payments_payout_route",
            ),
            CheckConstraint(
                condition=Q(
                    state__in=[
                        "new", "sending", "sent", "unknown", "manual", "paid", "refused", "void", "returned",
                    ]
                ),
                name="payments_payout_state",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(
                fields=["look_at"],
                condition=Q(state__in=["sending", "sent", "unknown"]),
                name="payments_payout_look_at",
            ),
            models.Index(fields=["currency", "id"], condition=Q(kind="bank", state="new"), name="payments_payout_to_bank"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.token} {self.money}"

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def paid(self) -> Money:
        return Money(self.paid_minor, self.currency)

    @property
    def returned(self) -> Money:
        return Money(self.returned_minor, self.currency)

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.PAID, self.State.REFUSED, self.State.VOID, self.State.RETURNED)


class WithdrawalPolicy(BrokerModel):
    """The broker's rules for money out to clients, in units of the wallet's own currency. One row."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    smallest = models.DecimalField(max_digits=20, decimal_places=8, default=Decimal(10))
    largest = models.DecimalField(max_digits=20, decimal_places=8, default=Decimal(50_000))
    daily = models.DecimalField(max_digits=20, decimal_places=8, default=Decimal(100_000))
    kyc_level = models.SmallIntegerField(default=0)
    fee_fixed = models.DecimalField(max_digits=20, decimal_places=8, default=Decimal(0))
    fee_percent = models.DecimalField(max_digits=7, decimal_places=4, default=Decimal(0))
    refund_days = models.PositiveSmallIntegerField(default=180)
    large = models.DecimalField(max_digits=20, decimal_places=8, default=Decimal(10_000))
    fresh_hours = models.PositiveSmallIntegerField(default=72)

    class Meta:
        constraints = (
            CheckConstraint(condition=Q(id=1), name="payments_withdrawalpolicy_one_row"),
            CheckConstraint(
                condition=Q(smallest__gt=0, smallest__lte=F("largest"), largest__lte=F("daily")),
                name="payments_withdrawalpolicy_limits",
            ),
            CheckConstraint(
                condition=Q(fee_fixed__gte=0, fee_percent__gte=0, fee_percent__lte=50),
                name="payments_withdrawalpolicy_fee",
            ),
        )

    def __str__(self) -> str:
        return f"withdrawals {self.smallest} to {self.largest}"
