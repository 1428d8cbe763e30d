"""Questions that wait for other people, the steps they go through, the answers, and the rules that choose the steps."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from atrium.kernel.money import Money
from tenants.staff.models import Member

from . import rules


class Approval(BrokerModel):
    class State(models.TextChoices):
        PENDING = "pending", "Waiting"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Cancelled"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    title = models.CharField(max_length=200)
    facts = models.JSONField(encoder=DjangoJSONEncoder)
    facts_hash = models.CharField(max_length=64)
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=8, default="", blank=True)
    # The same in the broker's currency, for limits and chains; None with money: no rate is known.
    broker_minor = models.BigIntegerField(null=True)
    permission = models.CharField(max_length=60)
    # None: the house itself asks, for example about an amount that does not match, or somebody without a log-in does.
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    requested_as = models.CharField(max_length=160, default="", blank=True)
    requested_at = models.DateTimeField()
    # Whose it is, so that it is seen only by those who may see the client, or the desk.
    client_id = models.UUIDField(null=True)
    desk_id = models.UUIDField(null=True)
    risk = models.CharField(max_length=20, default="", blank=True)
    country = models.CharField(max_length=2, default="", blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    chain_name = models.CharField(max_length=120, default="", blank=True)
    round = models.PositiveSmallIntegerField(
        default=1
    )  # grows with each amendment: what was decided before is void
    due_at = models.DateTimeField(null=True)  # of the step that waits now
    escalated_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    # What became of it in the room that asked: nothing yet, carried out, or not possible.
    applied = models.BooleanField(null=True)
    applied_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=400, default="", blank=True)

    class Meta:
        constraints = (
            UniqueConstraint(
                fields=["kind", "subject_id"], condition=Q(state="pending"), name="approvals_approval_open"
            ),
            CheckConstraint(
                condition=Q(state__in=["pending", "approved", "refused", "withdrawn"]),
                name="approvals_approval_state",
            ),
            CheckConstraint(
                condition=Q(state="pending", decided_at=None)
                | (~Q(state="pending") & Q(decided_at__isnull=False)),
                name="approvals_approval_decided",
            ),
            CheckConstraint(
                condition=Q(amount_minor=None, currency="")
                | (Q(amount_minor__isnull=False) & ~Q(currency="")),
                name="approvals_approval_money",
            ),
        )
        indexes = (
            models.Index(
                fields=["requested_at", "id"], condition=Q(state="pending"), name="approvals_approval_queue"
            ),
            models.Index(fields=["subject_id"], name="approvals_approval_subject"),
            models.Index(fields=["client_id", "-requested_at"], name="approvals_approval_client"),
            models.Index(fields=["-decided_at", "-id"], name="approvals_approval_decided_at"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def money(self) -> Money | None:
        return Money(self.amount_minor, self.currency) if self.amount_minor is not None else None

    @property
    def is_intact(self) -> bool:
        """Whether the row still says what was asked."""
        return self.facts_hash == rules.facts_hash(
            kind=self.kind, subject_id=uuid.UUID(str(self.subject_id)), facts=self.facts, money=self.money
        )

    @property
    def requester(self) -> str:
        return str(self.requested_by or self.requested_as)

    @property
    def decision(self) -> "Decision | None":
        """The latest that counts: of an ended request the one that ended it."""
        return self.decisions.select_related("by").filter(is_void=False).order_by("-at", "-id").first()


class Step(BrokerModel):
    """As the chain said when the question was asked: a chain that is changed later changes no open request."""

    class State(models.TextChoices):
        WAITING = "waiting", "Not yet"
        OPEN = "open", "Waiting"
        DONE = "done", "Done"
        VOID = "void", "Void"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    approval = models.ForeignKey(Approval, models.PROTECT, related_name="steps")
    round = models.PositiveSmallIntegerField(default=1)
    place = models.PositiveSmallIntegerField(default=1)
    who = models.CharField(max_length=10, default="permission")
    permission = models.CharField(max_length=60, default="", blank=True)
    role_id = models.UUIDField(null=True)
    role_name = models.CharField(max_length=80, default="", blank=True)
    people = models.PositiveSmallIntegerField(default=1)
    sla_minutes = models.PositiveIntegerField(default=0)
    escalate_role_id = models.UUIDField(null=True)
    escalate_role_name = models.CharField(max_length=80, default="", blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    opened_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["approval", "round", "place"], name="approvals_step_place"),
            UniqueConstraint(fields=["approval"], condition=Q(state="open"), name="approvals_step_one_open"),
            CheckConstraint(
                condition=Q(state__in=["waiting", "open", "done", "void"]), name="approvals_step_state"
            ),
            CheckConstraint(condition=Q(who__in=["permission", "role", "leader"]), name="approvals_step_who"),
        )
        indexes = (
            models.Index(
                fields=["due_at"],
                condition=Q(state="open", escalated_at=None, due_at__isnull=False),
                name="approvals_step_due",
            ),
        )

    def __str__(self) -> str:
        return f"step {self.place} of {self.approval_id}"


class Decision(BrokerModel):
    """One person's word on one step. `for_member_id`: whose authority was used, when it was not their own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    approval = models.ForeignKey(Approval, models.PROTECT, related_name="decisions")
    step = models.ForeignKey(Step, models.PROTECT, null=True, related_name="decisions")
    round = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    person_id = models.UUIDField(null=True)
    for_member_id = models.UUIDField(null=True)
    for_person_id = models.UUIDField(null=True)
    for_name = models.CharField(max_length=160, default="", blank=True)
    outcome = models.CharField(max_length=10)
    note = models.TextField(default="", blank=True)
    facts_hash = models.CharField(max_length=64)
    is_void = models.BooleanField(default=False)  # what it was about was amended afterwards
    at = models.DateTimeField()

    class Meta:
        constraints = (
            CheckConstraint(
                condition=Q(outcome__in=["approved", "refused"]), name="approvals_decision_outcome"
            ),
            UniqueConstraint(fields=["approval", "round", "person_id"], name="approvals_decision_once"),
        )

    def __str__(self) -> str:
        return f"{self.outcome}: {self.approval_id}"


class Amendment(BrokerModel):
    """What a reviewer changed before it was decided: both versions are kept with their fingerprints."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    approval = models.ForeignKey(Approval, models.PROTECT, related_name="amendments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    makes_maker = models.BooleanField(default=True)
    note = models.TextField(default="", blank=True)
    before = models.JSONField(encoder=DjangoJSONEncoder)
    after = models.JSONField(encoder=DjangoJSONEncoder)
    hash_before = models.CharField(max_length=64)
    hash_after = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["approval", "at"], name="approvals_amendment_of"),)

    def __str__(self) -> str:
        return f"amendment of {self.approval_id}"


class Dated(BrokerModel):
    """A rule of the broker in its versions; the one without `valid_to` is in force."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    condition = models.JSONField(default=dict, blank=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class Chain(Dated):
    """Which steps a request of this kind goes through when the condition holds; the lowest priority number wins."""

    line = models.UUIDField(default=new_id)  # the same chain through its versions
    name = models.CharField(max_length=120)
    priority = models.PositiveSmallIntegerField(default=100)
    steps = models.JSONField(default=list)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["line", "version"], name="approvals_chain_version"),
            UniqueConstraint(fields=["line"], condition=Q(valid_to=None), name="approvals_chain_in_force"),
            CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="approvals_chain_dates"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Policy(Dated):
    """When a request of this kind is asked about at all."""

    class Mode(models.TextChoices):
        ALWAYS = "always", "Always"
        WHEN = "when", "When"
        NEVER = "never", "Never"

    mode = models.CharField(max_length=6, choices=Mode.choices)

    class Meta:
        constraints = (
            UniqueConstraint(fields=["kind", "version"], name="approvals_policy_version"),
            UniqueConstraint(fields=["kind"], condition=Q(valid_to=None), name="approvals_policy_in_force"),
            CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="approvals_policy_dates"
            ),
            CheckConstraint(condition=Q(mode__in=["always", "when", "never"]), name="approvals_policy_mode"),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.mode}"


class Delegation(BrokerModel):
    """A colleague decides with somebody's authority while they are away. It ends by itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    from_member = models.ForeignKey(Member, models.PROTECT, related_name="delegations_given")
    to_member = models.ForeignKey(Member, models.PROTECT, related_name="delegations_held")
    kinds = models.JSONField(default=list, blank=True)  # none: every kind
    because = models.CharField(max_length=200)
    active_from = models.DateTimeField()
    active_to = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            CheckConstraint(condition=~Q(from_member=F("to_member")), name="approvals_delegation_other"),
            CheckConstraint(condition=Q(active_to__gte=F("active_from")), name="approvals_delegation_dates"),
        )
        indexes = (models.Index(fields=["to_member", "active_to"], name="approvals_delegation_held"),)

    def __str__(self) -> str:
        return f"{self.to_member} for {self.from_member}"
