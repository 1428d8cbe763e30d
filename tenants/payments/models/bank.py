"""The broker's bank accounts, the statements of them that were brought in, and each line of those."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from atrium.kernel.money import Money


class BankAccount(BrokerModel):
    """`code` is its name in the ledger and never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=24, unique=True)
    label = models.CharField(max_length=80)
    currency = models.CharField(max_length=8)
    holder = models.CharField(max_length=140)
    bank = models.CharField(max_length=140, blank=True)
    iban = models.CharField(max_length=42, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    address = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            CheckConstraint(condition=Q(code__regex=r"^[a-z0-9][a-z0-9_.-]*$"), name="payments_bank_code"),
        )

    def __str__(self) -> str:
        return self.label


class Statement(BrokerModel):
    """One file as the bank gave it: looked through first, then booked. The same file again adds nothing."""

    class State(models.TextChoices):
        CHECKING = "checking", "Being read"
        CHECKED = "checked", "Read"
        BOOKING = "booking", "Being booked"
        BOOKED = "booked", "Booked"
        REFUSED = "refused", "Not readable"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="statements")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.CHECKING)
    report = models.JSONField(default=dict)
    check_job_id = models.UUIDField(null=True)
    book_job_id = models.UUIDField(null=True)
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            CheckConstraint(
                condition=Q(state__in=["checking", "checked", "booking", "booked", "refused"]),
                name="payments_statement_state",
            ),
        )
        indexes = (models.Index(fields=["-uploaded_at", "-id"], name="payments_statement_newest"),)

    def __str__(self) -> str:
        return self.name


class BankLine(BrokerModel):
    """One movement on the bank account; positive came in. `fingerprint` is the same in every file that holds the line."""

    class State(models.TextChoices):
        OPEN = "open", "Nobody's yet"
        MATCHED = "matched", "Matched"
        OUTGOING = "outgoing", "Went out"
        RETURNED = "returned", "Sent back"
        PAYBACK = "payback", "A payout that came back"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="lines")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    fingerprint = models.CharField(max_length=64)
    number = models.IntegerField()
    booked_on = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=8)
    # What the bank wrote that is finer than the currency's minor unit; the amount is rounded towards zero.
    rest = models.DecimalField(max_digits=30, decimal_places=18, default=0)
    bank_reference = models.CharField(max_length=140, blank=True)
    end_to_end = models.CharField(max_length=140, blank=True)
    text = models.CharField(max_length=600, blank=True)
    name = models.CharField(max_length=200, blank=True)
    iban = models.CharField(max_length=42, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    deposit_id = models.UUIDField(null=True)
    matched_by = models.UUIDField(null=True)
    matched_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["account", "fingerprint"], name="payments_bankline_once"),
            UniqueConstraint(
                fields=["deposit_id"], condition=Q(deposit_id__isnull=False), name="payments_bankline_deposit"
            ),
            CheckConstraint(
                condition=Q(state__in=["open", "matched", "outgoing", "returned", "payback"]),
                name="payments_bankline_state",
            ),
            CheckConstraint(
                condition=~Q(state="matched") | Q(deposit_id__isnull=False), name="payments_bankline_match"
            ),
        )
        indexes = (
            models.Index(fields=["statement", "number"], name="payments_bankline_of"),
            models.Index(fields=["-booked_on", "-id"], name="payments_bankline_newest"),
            models.Index(
                fields=["currency", "amount_minor"], condition=Q(state="open"), name="payments_bankline_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.booked_on} {self.money}"

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)
