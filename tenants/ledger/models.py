"""The ledger's three tables. They are written by the posting functions (`sql/`) alone; here they are read."""

from typing import Final

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from atrium.kernel.money import Money

from . import addresses, types

_SUMMED: Final = ("amount_minor", "freed_minor", "phase")  # what a sum over one account needs of a row


class Sequence(models.BigIntegerField):  # type: ignore[type-arg]
    """A number the database gives at the moment of writing, beside a key that the caller made."""

    def db_type(self, connection: object) -> str:
        return "bigint GENERATED ALWAYS AS IDENTITY"


class Account(BrokerModel):
    """An address that has been posted to. `floor`, in minor units, is what its available balance may not fall below."""

    id = models.BigAutoField(primary_key=True)
    address = models.CharField(max_length=addresses.LONGEST)
    currency = models.CharField(max_length=8)
    kind = models.CharField(max_length=40)
    floor = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["address"], name="ledger_account_address"),
            # What the movements' composite foreign keys point at: an account never holds two currencies.
            UniqueConstraint(fields=["id", "currency"], name="ledger_account_currency"),
            CheckConstraint(
                condition=Q(address__regex=addresses.PATTERN), name="ledger_account_address_shape"
            ),
        )
        indexes = (
            # All currencies of one pocket, by how the address begins.
            models.Index(
                fields=["address"], opclasses=["varchar_pattern_ops"], name="ledger_account_pockets"
            ),
        )

    def __str__(self) -> str:
        return self.address


class Balance(BrokerModel):
    """The running balance of an account with a floor, apart from the account so that its lock meets no foreign key."""

    account = models.OneToOneField(Account, models.PROTECT, primary_key=True, related_name="balance")
    posted = models.BigIntegerField()
    held = models.BigIntegerField()
    version = models.BigIntegerField()
    floor = models.BigIntegerField()

    class Meta:
        constraints = (
            CheckConstraint(condition=Q(held__gte=0), name="ledger_balance_held"),
            CheckConstraint(
                condition=Q(posted__gte=models.F("held") + models.F("floor")), name="ledger_balance_floor"
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id}: {self.posted} ({self.held} held)"


class Movement(BrokerModel):
    """Money from one account to another. Entries, balances and statements are all read from these rows."""

    id = models.UUIDField(primary_key=True)
    seq = Sequence()
    idem_key = models.CharField(max_length=200)
    leg = models.IntegerField()
    idem_hash = models.BinaryField()
    phase = models.CharField(max_length=6)
    of_hold = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="resolutions", db_column="of_hold", db_index=False
    )
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="reversals", db_column="reverses", db_index=False
    )
    # The two foreign keys include the currency, which Django cannot say; migration 0002 adds them.
    debit = models.ForeignKey(Account, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    credit = models.ForeignKey(Account, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    currency = models.CharField(max_length=8)
    amount_minor = models.BigIntegerField()
    freed_minor = models.BigIntegerField(default=0)  # what a partial settlement gives free of its hold
    kind = models.CharField(max_length=80)
    ledger_transaction_id = models.UUIDField()
    effective_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            UniqueConstraint(fields=["idem_key", "leg"], name="ledger_movement_key"),
            UniqueConstraint(
                fields=["of_hold"], condition=Q(of_hold__isnull=False), name="ledger_movement_one_decision"
            ),
            UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="ledger_movement_one_reversal"
            ),
            CheckConstraint(
                condition=Q(phase__in=["posted", "hold", "post", "void"]), name="ledger_movement_phase"
            ),
            CheckConstraint(
                condition=Q(of_hold__isnull=False, phase__in=["post", "void"])
                | Q(of_hold__isnull=True, phase__in=["posted", "hold"]),
                name="ledger_movement_of_hold",
            ),
            CheckConstraint(condition=Q(amount_minor__gt=0), name="ledger_movement_amount"),
            CheckConstraint(
                condition=Q(freed_minor=0) | Q(freed_minor__gt=0, phase="post"), name="ledger_movement_freed"
            ),
            CheckConstraint(condition=~Q(debit=models.F("credit")), name="ledger_movement_two_accounts"),
        )
        indexes = (
            models.Index(fields=["debit", "seq"], include=_SUMMED, name="ledger_movement_debits"),
            models.Index(fields=["credit", "seq"], include=_SUMMED, name="ledger_movement_credits"),
            models.Index(fields=["ledger_transaction_id"], name="ledger_movement_transaction"),
            # A day's movements lie together; an index of a few pages finds them.
            BrinIndex(fields=["seq"], pages_per_range=32, name="ledger_movement_days"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.money}"

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)

    def as_movement(self) -> types.Movement:
        return types.Movement(self.debit.address, self.credit.address, self.money, self.kind)


class Period(BrokerModel):
    """Days up to and with `through` take no more postings, until somebody unlocks them. Days are UTC."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    through = models.DateField()
    locked_at = models.DateTimeField()
    locked_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=300)
    unlocked_at = models.DateTimeField(null=True)
    unlocked_by = models.UUIDField(null=True)
    unlock_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            UniqueConstraint(
                fields=["through"], condition=Q(unlocked_at__isnull=True), name="ledger_period_locked_once"
            ),
        )

    def __str__(self) -> str:
        return f"through {self.through}"


class Day(BrokerModel):
    """A sealed day: which movements it knew, and a hash over them, its balances and the day before."""

    day = models.DateField(primary_key=True)
    last_seq = models.BigIntegerField()  # movements up to this one were known
    open_seq = models.BigIntegerField()  # from this one on some are known and effective later
    movements = models.BigIntegerField()
    balances = models.BigIntegerField()
    movements_hash = models.BinaryField()
    balances_hash = models.BinaryField()
    previous = models.BinaryField()
    hash = models.BinaryField()
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.day)


class DayBalance(BrokerModel):
    """What an account held at the end of a sealed day; a row only for days that changed it.

    `posted` and `held` count what was effective by then; `booked` and `booked_held` all that was known by then.
    """

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    posted = models.BigIntegerField()
    held = models.BigIntegerField()
    booked = models.BigIntegerField()
    booked_held = models.BigIntegerField()

    class Meta:
        constraints = (UniqueConstraint(fields=["account", "day"], name="ledger_daybalance_once"),)
        indexes = (models.Index(fields=["day"], name="ledger_daybalance_day"),)

    def __str__(self) -> str:
        return f"{self.account_id} on {self.day}: {self.posted}"
