"""Where money may go: each place is looked at by a second person once, and then may be chosen."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel

from ..engine import places


class Party(models.TextChoices):
    CLIENT = "client", "Client"
    IB = "ib", "IB"


class Destination(BrokerModel):
    """`number` is the IBAN, the crypto address or the account at an e-wallet; `network` the chain or the e-wallet's name, and
    `asset` the coin. An e-wallet without a name is whatever the broker's provider pays out to."""

    class Kind(models.TextChoices):
        BANK = "bank", "Bank account"
        CRYPTO = "crypto", "Crypto address"
        WALLET = "wallet", "E-wallet"

    class State(models.TextChoices):
        PENDING = "pending", "Being checked"
        VERIFIED = "verified", "Verified"
        REFUSED = "refused", "Refused"
        REMOVED = "removed", "Removed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    party_kind = models.CharField(max_length=6, choices=Party.choices)
    party_id = models.UUIDField()
    party_number = models.BigIntegerField()
    kind = models.CharField(max_length=6, choices=Kind.choices)
    holder = models.CharField(max_length=140)
    number = models.CharField(max_length=140)
    bic = models.CharField(max_length=11, blank=True)
    network = models.CharField(max_length=20, blank=True)
    asset = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    approval_id = models.UUIDField(null=True)
    requested_by = models.UUIDField()
    key = models.CharField(max_length=100)
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["party_kind", "party_id", "key"], name="payments_destination_key"),
            UniqueConstraint(
                fields=["party_kind", "party_id", "kind", "number", "network", "asset"],
                condition=Q(state__in=["pending", "verified"]),
                name="payments_destination_once",
            ),
            CheckConstraint(
                condition=Q(kind__in=["bank", "crypto", "wallet"]), name="payments_destination_kind"
            ),
            CheckConstraint(condition=Q(party_kind__in=["client", "ib"]), name="payments_destination_party"),
            CheckConstraint(
                condition=Q(state__in=["pending", "verified", "refused", "removed"]),
                name="payments_destination_state",
            ),
        )
        indexes = (models.Index(fields=["party_id", "-created_at"], name="payments_destination_party_at"),)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """For its owner and for lists: enough to know it by."""
        words = " ".join(part for part in (self.asset, self.network) if part)
        more = f" ({words})" if words else ""
        return f"{self.get_kind_display()} {self.short}{more}"

    @property
    def short(self) -> str:
        return self.number if len(self.number) <= 10 else f"{self.number[:4]}…{self.number[-4:]}"

    @property
    def coin(self) -> str:
        """What is sent there, where it is an address on a chain; one that names no coin takes the chain's own."""
        return places.asset(self.asset, self.network) if self.kind == self.Kind.CRYPTO else ""

    @property
    def in_words(self) -> str:
        """In full, for whoever approves."""
        parts = (self.get_kind_display(), self.number, self.bic, self.asset, self.network, self.holder)
        return ", ".join(part for part in parts if part)
