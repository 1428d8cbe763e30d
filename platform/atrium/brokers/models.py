"""The registry: which brokers there are and which host leads to whom. No person and no money is in the public schema."""

from typing import ClassVar, NoReturn

from django.db import models
from django_tenants.models import DomainMixin, TenantMixin

from atrium.kernel import tenancy
from atrium.kernel.ids import new_id


class Broker(TenantMixin, models.Model):  # type: ignore[misc]
    """One tenant. The vendor is house number zero: a broker of kind vendor whose people are the operators."""

    class Kind(models.TextChoices):
        VENDOR = "vendor", "Vendor"
        BROKER = "broker", "Broker"

    class Status(models.TextChoices):
        CREATING = "creating", "Being created"
        ACTIVE = "active", "Active"
        SUSPENDED = "suspended", "Suspended"
        FAILED = "failed", "Creation failed"

    class Mode(models.TextChoices):
        LIVE = "live", "Live"
        SANDBOX = "sandbox", "Sandbox"

    auto_create_schema = False
    auto_drop_schema = False

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.BROKER)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CREATING)
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.LIVE)
    currency = models.CharField(max_length=8, default="USD")
    language = models.CharField(max_length=10, default="en")
    country = models.CharField(max_length=2, blank=True)
    # What the job needs to furnish the house, and what went wrong if it could not.
    order = models.JSONField(default=dict)
    failure = models.TextField(blank=True)
    suspended_reason = models.TextField(blank=True)
    requested_at = models.DateTimeField()
    active_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(kind="vendor"), name="brokers_broker_one_vendor"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def __enter__(self) -> NoReturn:
        """Stock `with broker:` keeps the way back in one list shared by all threads: two of them swap brokers."""
        raise TypeError("Enter a broker with tenancy.entered(broker.as_tenant()).")

    def as_tenant(self) -> tenancy.Tenant:
        return tenancy.Tenant(
            schema=self.schema_name,
            broker_id=self.id,
            slug=self.slug,
            name=self.name,
            kind=self.kind,
            status=self.status,
        )


class Domain(DomainMixin, models.Model):  # type: ignore[misc]
    """A host name and what it opens: one broker's one surface."""

    class Surface(models.TextChoices):
        VENDOR = "vendor", "Vendor console"
        STAFF = "staff", "Staff console"
        CLIENT = "client", "Client portal"
        IB = "ib", "IB portal"
        API = "api", "API"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    surface = models.CharField(max_length=8, choices=Surface.choices)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(domain__regex=r"^[a-z0-9.-]{1,253}$"), name="brokers_domain_normalised"
            ),
        ]

    def __str__(self) -> str:
        return str(self.domain)


class MigrationRun(models.Model):
    """What happened to one schema in one deploy: the fleet is at mixed versions, and this says who is where."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    schema = models.CharField(max_length=63)
    target = models.CharField(max_length=64)
    ok = models.BooleanField()
    error = models.TextField(blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["schema", "-finished_at"], name="brokers_run_by_schema")]

    def __str__(self) -> str:
        return f"{self.schema} → {self.target}"
