"""Changes as the triggers wrote them, entries as they were sealed, and the keys of people. Written by database functions alone."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, F, Q

from atrium.kernel.models import BrokerModel


class Change(BrokerModel):
    """What a trigger saw, until it is sealed: seconds."""

    id = models.UUIDField(primary_key=True, editable=False)
    at = models.DateTimeField()
    txid = models.BigIntegerField()
    table_name = models.CharField(max_length=63)
    row_id = models.TextField()
    op = models.CharField(max_length=8)
    keys = models.JSONField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    actor = models.JSONField()

    class Meta:
        indexes = (models.Index(fields=["at"], name="audit_change_at"),)

    def __str__(self) -> str:
        return f"{self.op} {self.table_name} {self.row_id}"


class Entry(BrokerModel):
    """One sealed change. `text` is what is hashed; the other columns say again what is in it, to be searched by."""

    seq = models.BigIntegerField(primary_key=True)
    id = models.UUIDField(unique=True, editable=False)
    text = models.TextField()
    hash = models.BinaryField()
    at = models.DateTimeField()
    table_name = models.CharField(max_length=63)
    row_id = models.TextField()
    op = models.CharField(max_length=8)
    actor_kind = models.CharField(max_length=16, blank=True)
    actor_id = models.CharField(max_length=60, blank=True)
    surface = models.CharField(max_length=16, blank=True)
    for_id = models.CharField(max_length=60, blank=True)
    # Sixteen bits of a keyed digest of the address: enough to search by, too little to know it again when it is erased.
    ip_bucket = models.IntegerField()
    subjects = ArrayField(models.UUIDField())

    class Meta:
        indexes = (
            models.Index(fields=["table_name", "-seq"], name="audit_entry_of_table"),
            models.Index(fields=["actor_id", "-seq"], name="audit_entry_by_actor"),
            models.Index(fields=["at"], name="audit_entry_at"),
            GinIndex(fields=["subjects"], name="audit_entry_subjects", fastupdate=False),
        )

    def __str__(self) -> str:
        return f"{self.seq}: {self.op} {self.table_name} {self.row_id}"


class Block(BrokerModel):
    """Entries that were sealed together. `hash` is that of its last entry: the chain up to there."""

    number = models.BigIntegerField(primary_key=True)
    first_seq = models.BigIntegerField(unique=True)
    last_seq = models.BigIntegerField()
    entries = models.IntegerField()
    hash = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = (
            CheckConstraint(
                condition=Q(entries=F("last_seq") - F("first_seq") + 1) & Q(entries__gt=0),
                name="audit_block_entries",
            ),
        )

    def __str__(self) -> str:
        return f"block {self.number}: {self.first_seq} to {self.last_seq}"


class Head(BrokerModel):
    """Where the chain ends. One row; its lock is the sealers' order."""

    id = models.SmallIntegerField(primary_key=True)
    broker = models.UUIDField()
    seq = models.BigIntegerField()
    hash = models.BinaryField()
    blocks = models.BigIntegerField()

    class Meta:
        constraints = (CheckConstraint(condition=Q(id=1), name="audit_head_single"),)

    def __str__(self) -> str:
        return f"{self.seq} entries"


class PersonKey(BrokerModel):
    """What a person's values in entries are under, wrapped by the broker's data key of that version. Destroyed, it stays empty."""

    owner = models.UUIDField(primary_key=True)
    version = models.IntegerField()
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            CheckConstraint(
                condition=Q(wrapped=None, erased_at__isnull=False) | Q(wrapped__isnull=False, erased_at=None),
                name="audit_personkey_erased",
            ),
        )

    def __str__(self) -> str:
        return f"key of {self.owner}"


class Check(BrokerModel):
    """One look at the whole chain and what it found."""

    id = models.UUIDField(primary_key=True, editable=False)
    at = models.DateTimeField()
    entries = models.BigIntegerField()
    anchored_seq = models.BigIntegerField(null=True)
    findings = models.JSONField(default=list)

    class Meta:
        indexes = (models.Index(fields=["-at"], name="audit_check_newest"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}: {len(self.findings)} findings in {self.entries}"
