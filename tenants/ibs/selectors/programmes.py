"""Reads of programmes, agreements, applications and invitations."""

import uuid
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from atrium.kernel import clock
from atrium.kernel.errors import NotFound

from ..models import (
    Acceptance,
    Agreement,
    Application,
    Invitation,
    OwnShare,
    Partner,
    PartnerParent,
    PartnerProgramme,
    Programme,
)
from .partners import holding


def programmes() -> QuerySet[Programme]:
    return Programme.objects.select_related("landing", "parent").order_by("title", "id")


def public_programmes() -> QuerySet[Programme]:
    """Those that the open door shows. A private one is opened by its address alone."""
    return programmes().filter(is_public=True, is_on=True)


def programme_by_code(code: str) -> Programme:
    found = programmes().filter(code=code, is_on=True).first()
    if found is None:
        raise NotFound("There is no such programme, or it takes nobody at the moment.")
    return found


def programme_of(partner: Partner) -> Programme | None:
    row = PartnerProgramme.objects.select_related("programme").filter(partner=partner, valid_to=None).first()
    return None if row is None else row.programme


def agreements() -> QuerySet[Agreement]:
    return Agreement.objects.select_related("programme").order_by("-created_at", "-id")


def agreements_in_force(partner: Partner) -> QuerySet[Agreement]:
    """The house's own, and the one of the partner's programme."""
    mine = Exists(
        PartnerProgramme.objects.filter(partner=partner, valid_to=None, programme=OuterRef("programme"))
    )
    in_force = Agreement.objects.filter(state=Agreement.State.PUBLISHED)
    return in_force.filter(Q(programme=None) | Q(mine)).order_by("programme_id", "version")


def open_agreement(partner: Partner) -> Agreement | None:
    """The next that the partner has not agreed to. One query: every page asks it."""
    agreed = Acceptance.objects.filter(partner=partner, agreement=OuterRef("id"))
    return agreements_in_force(partner).exclude(Exists(agreed)).first()


def acceptances_of(partner: Partner) -> QuerySet[Acceptance]:
    return Acceptance.objects.filter(partner=partner).select_related("agreement").order_by("-at", "-id")


def applications() -> QuerySet[Application]:
    return Application.objects.select_related("programme", "invitation__partner", "partner").order_by(
        "-created_at", "-id"
    )


def invitations_of(partner: Partner) -> QuerySet[Invitation]:
    return (
        Invitation.objects.filter(partner=partner).select_related("programme").order_by("-created_at", "-id")
    )


def invitation_by_code(code: str) -> Invitation | None:
    """One that may still be used."""
    open_now = Invitation.objects.filter(state=Invitation.State.OPEN, expires_at__gt=clock.now())
    return open_now.select_related("partner", "programme").filter(code=code).first()


def own_shares_at(partner_ids: Collection[uuid.UUID], at: datetime | None = None) -> dict[uuid.UUID, Decimal]:
    """What sub-IBs and those above them agreed on. Under somebody else it says nothing any more."""
    at = at or clock.now()
    stands = PartnerParent.objects.filter(holding(at), partner=OuterRef("partner"), parent=OuterRef("parent"))
    rows = OwnShare.objects.filter(holding(at), Exists(stands), partner__in=partner_ids)
    return dict(rows.values_list("partner_id", "share"))
