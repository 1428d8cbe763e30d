"""On which terms somebody is a partner: the broker's own rules, named programmes, agreements, applications, invitations."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel

from .links import Landing
from .partners import Partner
from .tree import Dated


class ProgrammePolicy(BrokerModel):
    """The broker's rules for all partners. One row; what no row says is what its defaults say."""

    class Click(models.TextChoices):
        FIRST = "first", "The first click"
        LAST = "last", "The last click"

    class Sight(models.TextChoices):
        FULL = "full", "Whole names and e-mail addresses"
        PARTLY = "partly", "First name and initial"
        HIDDEN = "hidden", "Numbers only"

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    click = models.CharField(max_length=5, choices=Click.choices, default=Click.LAST)
    window_days = models.IntegerField(default=30)
    sight = models.CharField(max_length=6, choices=Sight.choices, default=Sight.PARTLY)
    partners_invite = models.BooleanField(default=True)
    client_rebates_asked = models.BooleanField(default=True)  # a second person agrees to each
    most_client_share = models.DecimalField(max_digits=7, decimal_places=6, default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="ibs_policy_one"),
            models.CheckConstraint(
                condition=Q(window_days__gte=1, window_days__lte=365), name="ibs_policy_window"
            ),
            models.CheckConstraint(
                condition=Q(most_client_share__gte=0, most_client_share__lte=1), name="ibs_policy_share"
            ),
        ]

    def __str__(self) -> str:
        return "Rules of the partner programme"


class Programme(BrokerModel):
    """A named way to become a partner: /join/<code>/. A private one is found by its link alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=80)
    description = models.CharField(max_length=600, blank=True)
    is_public = models.BooleanField(default=True)
    is_on = models.BooleanField(default=True)
    window_days = models.IntegerField(null=True, blank=True)  # none: the house's
    landing = models.ForeignKey(
        Landing, null=True, blank=True, on_delete=models.PROTECT, related_name="programmes"
    )
    rank = models.SmallIntegerField(default=0)  # new partners begin with it
    parent = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="programmes_led"
    )
    questions = models.JSONField(default=list, blank=True)  # rules.questions says its shape
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(window_days=None) | Q(window_days__gte=1, window_days__lte=365),
                name="ibs_programme_window",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PartnerProgramme(Dated):
    """Which programme a partner was in, from when until when; no row: only the house's own rules."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="programmes")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="partners")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partner"], condition=Q(valid_to=None), name="ibs_partnerprogramme_one_open"
            ),
            models.UniqueConstraint(fields=["partner", "valid_from"], name="ibs_partnerprogramme_start"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")),
                name="ibs_partnerprogramme_range",
            ),
        ]


class Agreement(BrokerModel):
    """What partners agree to, version by version. Of all partners, or of one programme's. A published one is frozen."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "In force"
        SUPERSEDED = "superseded", "Replaced"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="agreements"
    )
    version = models.IntegerField()
    title = models.CharField(max_length=120)
    wording = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField(default=clock.now)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "version"], nulls_distinct=False, name="ibs_agreement_version"
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(state="published"),
                nulls_distinct=False,
                name="ibs_agreement_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class Acceptance(BrokerModel):
    """A partner agreed to a version. `digest` is of the words that stood there; the audit keeps who, when and from where."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="acceptances")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="acceptances")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "agreement"], name="ibs_acceptance_once")
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.agreement_id}"


class Invitation(BrokerModel):
    """A partner invites somebody to stand below it, on a share that both see before anybody agrees."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        USED = "used", "Used"
        WITHDRAWN = "withdrawn", "Withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="invitations")
    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=160)
    email = models.EmailField(max_length=254, blank=True)
    share = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    mails = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["partner", "-created_at", "-id"], name="ibs_invitation_of_partner")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gte=0, share__lte=1), name="ibs_invitation_share"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Application(BrokerModel):
    """Somebody asked to become a partner: through which door, with which answers. The decision is an approval's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    approval_id = models.UUIDField(unique=True)
    name = models.CharField(max_length=160)
    email = models.EmailField(max_length=254)
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    invitation = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    answers = models.JSONField(default=list, blank=True)  # question and answer as they stood
    partner = models.OneToOneField(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="application"
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-created_at", "-id"], name="ibs_application_newest")]

    def __str__(self) -> str:
        return self.name


class OwnShare(Dated):
    """What a sub-IB and the partner above it agreed that the sub-IB keeps of what comes to the two of them."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="own_shares")
    parent = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="shares_given")
    share = models.DecimalField(max_digits=7, decimal_places=6)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partner"], condition=Q(valid_to=None), name="ibs_ownshare_one_open"
            ),
            models.UniqueConstraint(fields=["partner", "valid_from"], name="ibs_ownshare_start"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")), name="ibs_ownshare_range"
            ),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="ibs_ownshare_share"),
        ]
