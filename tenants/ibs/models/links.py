"""What brings clients: links, where they lead, every click, and what was made of it when somebody registered."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.clients.models import Client

from .partners import Partner


class Landing(BrokerModel):
    """Where a link may lead: a path of the client portal, or a page of the broker's own site. Staff choose; nobody else can."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=80)
    target = models.CharField(max_length=300)
    language = models.CharField(max_length=10, blank=True)
    is_on = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(target__startswith="/") | Q(target__startswith="https://"),
                name="ibs_landing_target",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReferralLink(BrokerModel):
    """A link of a partner beside its own code, for one channel or campaign. `code` is in the address: /r/<code>."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="links")
    code = models.CharField(max_length=24)
    title = models.CharField(max_length=80)
    landing = models.ForeignKey(
        Landing, null=True, blank=True, on_delete=models.PROTECT, related_name="links"
    )
    is_on = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["partner", "-created_at", "-id"], name="ibs_link_of_partner")
        ]
        constraints: ClassVar = [models.UniqueConstraint(Lower("code"), name="ibs_link_code")]

    def __str__(self) -> str:
        return self.title


class Click(BrokerModel):
    """One visit by a link; appended, never changed. `visitor` is a salted hash that means nothing on another day."""

    class Kind(models.TextChoices):
        FRESH = "fresh", "New visitor"
        REPEAT = "repeat", "Same visitor again"
        BOT = "bot", "Program"

    id = models.BigAutoField(primary_key=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="clicks")
    link = models.ForeignKey(
        ReferralLink, null=True, blank=True, on_delete=models.PROTECT, related_name="clicks"
    )
    code = models.CharField(max_length=24)
    at = models.DateTimeField()
    kind = models.CharField(max_length=6, choices=Kind.choices)
    visitor = models.CharField(max_length=32)
    device = models.CharField(max_length=8, blank=True)  # phone, computer
    came_from = models.CharField(max_length=80, blank=True)  # host of the page with the link, no more
    channel = models.CharField(max_length=60, blank=True)  # utm_source as it came

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["partner", "-at", "-id"], name="ibs_click_of_partner"),
            models.Index(fields=["link", "-at"], name="ibs_click_of_link"),
            models.Index(fields=["visitor", "-at"], name="ibs_click_of_visitor"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.at:%F %T}"


class Referral(BrokerModel):
    """What was known when a client registered, which of it counted, and why. One row a client, never edited."""

    class How(models.TextChoices):
        TYPED = "typed", "Code typed by the client"
        FIRST = "first", "First click"
        LAST = "last", "Last click"
        CODE = "code", "Code that came with the registration"
        NOBODY = "nobody", "Nobody"

    client = models.OneToOneField(Client, primary_key=True, on_delete=models.PROTECT, related_name="referral")
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals"
    )
    link = models.ForeignKey(
        ReferralLink, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals"
    )
    click = models.ForeignKey(Click, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=6, choices=How.choices)
    code = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=400)
    considered = models.JSONField(default=list, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["link", "-at"], name="ibs_referral_of_link"),
            models.Index(fields=["partner", "-at"], name="ibs_referral_of_partner"),
        ]

    def __str__(self) -> str:
        return self.reason


class Promo(BrokerModel):
    """Something a partner puts on a page: a banner of a language and a size, or words to copy."""

    class Kind(models.TextChoices):
        BANNER = "banner", "Banner"
        WORDS = "words", "Words"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    title = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    width = models.IntegerField(default=0)
    height = models.IntegerField(default=0)
    image = models.BinaryField(default=bytes)
    image_type = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=600, blank=True)
    landing = models.ForeignKey(
        Landing, null=True, blank=True, on_delete=models.PROTECT, related_name="promo"
    )
    is_on = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-created_at", "-id"], name="ibs_promo_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="words") | Q(width__gt=0, height__gt=0), name="ibs_promo_size"
            ),
        ]

    def __str__(self) -> str:
        return self.title
