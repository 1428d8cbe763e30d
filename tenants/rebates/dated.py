"""Rows of the tree that hold from one moment to another, without anything around them: a computation reads thousands."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from tenants.ibs.models import ClientPartner, PartnerParent, PartnerRank, PartnerStatus


class Parent(NamedTuple):
    id: UUID
    partner_id: UUID
    parent_id: UUID
    valid_from: datetime
    valid_to: datetime | None


class Rank(NamedTuple):
    id: UUID
    partner_id: UUID
    rank: int
    valid_from: datetime


class Status(NamedTuple):
    id: UUID
    partner_id: UUID
    status: str
    valid_from: datetime


class Brought(NamedTuple):
    """A partner's share of a client."""

    client_id: UUID
    partner_id: UUID
    share: Decimal
    valid_from: datetime
    valid_to: datetime | None


def parents(which: Q) -> list[Parent]:
    return [Parent(*row) for row in PartnerParent.objects.filter(which).values_list(*Parent._fields)]


def ranks(which: Q) -> list[Rank]:
    return [Rank(*row) for row in PartnerRank.objects.filter(which).values_list(*Rank._fields)]


def statuses(which: Q) -> list[Status]:
    return [Status(*row) for row in PartnerStatus.objects.filter(which).values_list(*Status._fields)]


def brought(which: Q) -> list[Brought]:
    return [Brought(*row) for row in ClientPartner.objects.filter(which).values_list(*Brought._fields)]
