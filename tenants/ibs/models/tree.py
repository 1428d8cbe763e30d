"""Dated facts of partners: parent, rank, status, clients. Ranges are half-open: valid_from ≤ t < valid_to.

Dated rows begin and end on whole seconds, as deals do, so that a move at noon is one moment everywhere.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from atrium.kernel.ids import new_id
from atrium.kernel.models import BrokerModel
from tenants.clients.models import Client

from .partners import Partner


class Dated(BrokerModel):
    """A fact that holds from one second until, not including, another; `valid_to` none: it holds now."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class PartnerParent(Dated):
    """Who stood above a partner; no row: a top."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="parents")
    parent = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="children")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partner"], condition=Q(valid_to=None), name="ibs_partnerparent_one_open"
            ),
            models.UniqueConstraint(fields=["partner", "valid_from"], name="ibs_partnerparent_start"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="ibs_partnerparent_range"
            ),
            models.CheckConstraint(condition=~Q(partner=F("parent")), name="ibs_partnerparent_not_self"),
        ]


class PartnerRank(Dated):
    """Higher is better; no row: rank 0."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="ranks")
    rank = models.SmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partner"], condition=Q(valid_to=None), name="ibs_partnerrank_one_open"
            ),
            models.UniqueConstraint(fields=["partner", "valid_from"], name="ibs_partnerrank_start"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="ibs_partnerrank_range"
            ),
        ]


class PartnerStatus(Dated):
    """No row: active. `Partner.status` repeats the open row."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="statuses")
    status = models.CharField(max_length=10, choices=Partner.Status.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partner"], condition=Q(valid_to=None), name="ibs_partnerstatus_one_open"
            ),
            models.UniqueConstraint(fields=["partner", "valid_from"], name="ibs_partnerstatus_start"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="ibs_partnerstatus_range"
            ),
        ]


class ClientPartner(Dated):
    """Who brought a client. Several open rows of one client are co-partners with their shares."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="partners")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="clients")
    share = models.DecimalField(max_digits=7, decimal_places=6, default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["partner"], condition=Q(valid_to=None), name="ibs_clientpartner_now")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client", "partner"], condition=Q(valid_to=None), name="ibs_clientpartner_one_open"
            ),
            models.UniqueConstraint(
                fields=["client", "partner", "valid_from"], name="ibs_clientpartner_start"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="ibs_clientpartner_range"
            ),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="ibs_clientpartner_share"),
        ]
