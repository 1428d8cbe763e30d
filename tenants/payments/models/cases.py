"""What reconciliation compared, what it found, and what people did about it. Money itself is in the ledger."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from atrium.kernel.money import Money


class Way(models.TextChoices):
    """Who is asked beside our ledger."""

    PLATFORM = "platform", "Trading platform"
    PSP = "psp", "Payment provider"
    BANK = "bank", "Bank"
    BOOKS = "books", "Our own books"


class Verdict(models.TextChoices):
    MATCHED = "matched", "Matched"
    MISSING_HERE = "missing_here", "Missing here"
    MISSING_THERE = "missing_there", "Missing there"
    DIFFERS = "differs", "Amount differs"


class Subject(models.TextChoices):
    """What was compared."""

    PAYMENT = "payment", "Payment"
    FEE = "fee", "Fee of the provider"
    REFUND = "refund", "Refund"
    DISPUTE = "dispute", "Chargeback"
    PAYOUT = "payout", "Payout"
    PAYOUT_BACK = "payout_back", "Payout that came back"
    OPERATION = "operation", "Money deal of a trading account"
    BALANCE = "balance", "Balance of a trading account"
    LINE = "line", "Line of a bank statement"
    CLIENT_MONEY = "client_money", "Client money required and held"
    BOOKS = "books", "History of the books"


class Reconciliation(BrokerModel):
    """One comparison of everything. `unasked` are the sources that did not answer: nothing is said about them."""

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        PARTLY = "partly", "Done in part"
        FAILED = "failed", "Failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    since = models.DateTimeField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    matched = models.BigIntegerField(default=0)
    differing = models.BigIntegerField(default=0)
    opened = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)
    sources = models.JSONField(default=list)
    unasked = models.JSONField(default=list)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            CheckConstraint(
                condition=Q(state__in=["running", "done", "partly", "failed"]),
                name="payments_reconciliation_state",
            ),
            UniqueConstraint(
                fields=["state"], condition=Q(state="running"), name="payments_reconciliation_one_running"
            ),
        )
        indexes = (models.Index(fields=["-started_at", "-id"], name="payments_reconciliation_new"),)

    def __str__(self) -> str:
        return f"reconciliation of {self.started_at:%Y-%m-%d %H:%M}"


class Difference(BrokerModel):
    """The facts that a row of a run and the case that follows from it have in common.

    `ours` and `theirs` are as the other side counts: positive is money that came in there. `account` is the ledger's
    account in which the difference stands; `record` is our own row, where there is one.
    """

    way = models.CharField(max_length=8, choices=Way.choices)
    source = models.CharField(max_length=80)
    subject = models.CharField(max_length=20)
    reference = models.CharField(max_length=200)
    verdict = models.CharField(max_length=13, choices=Verdict.choices)
    ours_minor = models.BigIntegerField(null=True)
    theirs_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=8)
    account = models.CharField(max_length=120, blank=True)
    since = models.DateTimeField()
    record_kind = models.CharField(max_length=20, blank=True)
    record_id = models.UUIDField(null=True)

    class Meta:
        abstract = True

    @property
    def about(self) -> str:
        return str(Subject(self.subject).label) if self.subject in Subject.values else self.subject

    @property
    def ours(self) -> Money | None:
        return None if self.ours_minor is None else Money(self.ours_minor, self.currency)

    @property
    def theirs(self) -> Money | None:
        return None if self.theirs_minor is None else Money(self.theirs_minor, self.currency)

    @property
    def difference(self) -> Money:
        """What our books lack to say the same."""
        return Money((self.theirs_minor or 0) - (self.ours_minor or 0), self.currency)


class Case(Difference):
    """A difference that somebody looks after until it is gone. `explained_minor` is what corrections account for."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        PROPOSED = "proposed", "Waiting for approval"
        BOOKED = "booked", "Booked, to be seen gone"
        CLOSED = "closed", "Closed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.BigIntegerField()
    fingerprint = models.CharField(max_length=400)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    explained_minor = models.BigIntegerField(default=0)
    found_in = models.ForeignKey(Reconciliation, models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["number"], name="payments_case_number"),
            UniqueConstraint(fields=["fingerprint"], name="payments_case_fingerprint"),
            CheckConstraint(
                condition=Q(state__in=["open", "proposed", "booked", "closed"]), name="payments_case_state"
            ),
        )
        indexes = (
            models.Index(fields=["-found_at", "-id"], name="payments_case_newest"),
            models.Index(
                fields=["way", "source"],
                condition=Q(state__in=["open", "proposed", "booked"]),
                name="payments_case_unclosed",
            ),
        )

    def __str__(self) -> str:
        return f"case {self.number}"


class Finding(Difference):
    """One row of a run: what was compared, and how it stood then."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Reconciliation, models.PROTECT, related_name="findings")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="findings")

    class Meta:
        constraints = (
            CheckConstraint(
                condition=Q(verdict__in=["matched", "missing_here", "missing_there", "differs"]),
                name="payments_finding_verdict",
            ),
        )
        indexes = (
            models.Index(fields=["run", "-id"], name="payments_finding_of_run"),
            models.Index(fields=["run"], condition=~Q(verdict="matched"), name="payments_finding_differing"),
        )

    def __str__(self) -> str:
        return f"{self.verdict}: {self.reference}"


class Correction(BrokerModel):
    """Something one colleague asked to be put right in the ledger and another approved: never an edit.

    reverse: the mirror image of a whole ledger transaction. adjust: money from one named account to another. explain:
    nothing is booked; the difference has a reason. `key` was made with the page, so a double click is one correction.
    """

    class Kind(models.TextChoices):
        REVERSE = "reverse", "Mirror image of a booking"
        ADJUST = "adjust", "Adjustment between two accounts"
        EXPLAIN = "explain", "Explained without a booking"

    class State(models.TextChoices):
        ASKED = "asked", "Waiting for approval"
        POSTED = "posted", "Booked"
        REFUSED = "refused", "Refused"
        FAILED = "failed", "Not possible"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="corrections")
    reverses = models.UUIDField(null=True)
    debit = models.CharField(max_length=120, blank=True)
    credit = models.CharField(max_length=120, blank=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=8)
    # What the case's difference becomes less by when this is booked, signed as the case counts.
    explains_minor = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=300)
    key = models.CharField(max_length=100)
    approval_id = models.UUIDField(null=True)
    transaction_id = models.UUIDField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["key"], name="payments_correction_key"),
            UniqueConstraint(
                fields=["case"], condition=Q(state="asked"), name="payments_correction_one_asked"
            ),
            CheckConstraint(
                condition=Q(kind__in=["reverse", "adjust", "explain"]), name="payments_correction_kind"
            ),
            CheckConstraint(
                condition=Q(state__in=["asked", "posted", "refused", "failed"]),
                name="payments_correction_state",
            ),
            CheckConstraint(condition=Q(amount_minor__gte=0), name="payments_correction_amount"),
        )
        indexes = (models.Index(fields=["-asked_at", "-id"], name="payments_correction_newest"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.money}"

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)


class MonthClose(BrokerModel):
    """A month whose books are shut: nothing is booked into it any more. It is opened again by two people, with a reason."""

    class State(models.TextChoices):
        CLOSED = "closed", "Closed"
        REOPENED = "reopened", "Opened again"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    month = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.CLOSED)
    period_id = models.UUIDField()  # the ledger's own record of the closing
    checklist = models.JSONField(default=list)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    approval_id = models.UUIDField(null=True)
    reopened_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["month"], condition=Q(state="closed"), name="payments_monthclose_once"),
            CheckConstraint(condition=Q(state__in=["closed", "reopened"]), name="payments_monthclose_state"),
            CheckConstraint(condition=Q(month__day=1), name="payments_monthclose_first_day"),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
