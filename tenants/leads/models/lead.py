"""Leads: people who may become clients. A lead's status follows facts, never a drop-down."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.identity.models import Person
from tenants.staff.models import Desk, Member


class Lead(BrokerModel):
    """`assigned_to` null and `desk` set: it lies in that desk's pool; both null: in the company's."""

    class Status(models.TextChoices):
        LEAD = "lead", "Lead"
        DEMO = "demo", "Demo"
        LIVE = "live", "Live"
        FUNDED = "funded", "Funded"
        ACTIVE = "active", "Active"
        DORMANT = "dormant", "Dormant"
        CLOSED = "closed", "Closed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.BigIntegerField(unique=True)
    # The human being, once registered; the same as the client's log-in has.
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="leads")
    name = models.CharField(max_length=160)
    # Folded and in alphabetical order of its words (rules.names.folded): duplicates are found by it.
    name_folded = models.CharField(max_length=200, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=20, blank=True)  # E.164
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=10, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    national_id = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=40, default="registration")
    referral_code = models.CharField(max_length=40, blank=True)
    campaign = models.JSONField(default=dict, blank=True)  # UTM and click ids as they came
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.LEAD)
    # Manager, desk, and the lead of a step lead an index below that orders as well: a second one would only cost.
    assigned_to = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="leads", db_index=False
    )
    desk = models.ForeignKey(
        Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="leads", db_index=False
    )
    assigned_because = models.CharField(max_length=300, blank=True)
    assigned_at = models.DateTimeField(null=True, blank=True)
    # Until then it is its manager's, whoever else may want it; a contact moves the day. Null: without an end.
    protected_until = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)  # that the protection ends, once for each end
    reclaimed_at = models.DateTimeField(null=True, blank=True)
    first_contact_at = models.DateTimeField(null=True, blank=True)
    last_contact_at = models.DateTimeField(null=True, blank=True)
    # To the hour: enough to fall dormant by, and a busy trader costs one write an hour.
    last_deal_at = models.DateTimeField(null=True, blank=True)
    score = models.IntegerField(default=0)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_here"
    )
    # What made it, when that may be told twice: one line of one import.
    origin_key = models.CharField(max_length=100, null=True, blank=True)
    version = models.IntegerField(default=1)  # +1 with each change of profile or manager
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["origin_key"], name="leads_lead_origin")]
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="leads_lead_newest"),
            models.Index(fields=["status", "-created_at", "-id"], name="leads_lead_by_status"),
            models.Index(fields=["assigned_to", "-created_at", "-id"], name="leads_lead_by_member"),
            models.Index(fields=["-score", "-id"], name="leads_lead_by_score"),
            # What lists are narrowed to most: without these, the few of a small country or desk cost a look at everybody.
            models.Index(fields=["country", "-created_at", "-id"], name="leads_lead_by_country"),
            models.Index(fields=["desk", "-created_at", "-id"], name="leads_lead_by_desk"),
            models.Index(
                fields=["desk", "-created_at", "-id"],
                condition=Q(assigned_to=None, merged_into=None),
                name="leads_lead_pool",
            ),
            models.Index(fields=["email"], name="leads_lead_email"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="leads_lead_phone"),
            models.Index(fields=["name_folded"], condition=~Q(name_folded=""), name="leads_lead_folded"),
            models.Index(fields=["national_id"], condition=~Q(national_id=""), name="leads_lead_national"),
            # What the clock asks every few minutes: whose protection ends, who has not dealt for long.
            models.Index(
                fields=["protected_until"],
                condition=Q(protected_until__isnull=False, assigned_to__isnull=False),
                name="leads_lead_protected",
            ),
            # How many leads a colleague has to win still, asked at each assignment; and whom to call first, asked every morning.
            models.Index(
                fields=["assigned_to", "-score"],
                condition=Q(status__in=["lead", "demo"], merged_into=None),
                name="leads_lead_to_win",
            ),
            models.Index(fields=["last_deal_at"], condition=Q(status="active"), name="leads_lead_dealt"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_pool(self) -> bool:
        return self.assigned_to_id is None and self.merged_into_id is None


class Participation(BrokerModel):
    """Somebody who works on a lead beside its manager: they see it where their scope says “participating”."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="participations")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="participations")
    part = models.CharField(max_length=40, blank=True)  # in the broker's words: second manager, translator …
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lead", "member"], name="leads_participation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.part}"


class StatusChange(BrokerModel):
    """One step of a lead's life and the fact that caused it. Never changed: it is its own record, and the lead's status, which
    changes with it, is audited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="status_changes", db_index=False)
    old = models.CharField(max_length=8, blank=True)
    new = models.CharField(max_length=8)
    fact = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["lead", "at"], name="leads_change_of_lead")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
