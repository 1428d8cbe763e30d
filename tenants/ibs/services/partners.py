"""A partner comes, is found, is suspended."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput
from atrium.kernel.money import currency_code
from tenants.activity.services import note
from tenants.identity.models import Person, User
from tenants.identity.services import create_user
from tenants.numbering.services import next_number
from tenants.outbox.services import announce
from tenants.search.services import index_many
from tenants.search.types import Indexed, Terms

from .. import dating, rules
from ..models import Partner, PartnerStatus
from ..selectors.links import source_of
from .finding import partner_row
from .tree import set_parent, set_rank


@transaction.atomic
def create_partner(
    *,
    name: str,
    email: str,
    currency: str,
    code: str = "",
    password_hash: str = "",
    person: Person | None = None,
    parent_id: uuid.UUID | None = None,
    rank: int = 0,
    verified: bool = False,
    language: str = "",
    at: datetime | None = None,
) -> Partner:
    """A partner with a log-in to the IB portal. `person` is given if the same human being is known here already."""
    user = create_user(
        realm=User.Realm.PARTNER,
        email=email,
        name=name,
        password_hash=password_hash,
        verified=verified,
        language=language,
        person=person,
    )
    number = next_number("ib")
    partner = Partner.objects.create(
        number=number,
        user=user,
        person=user.person,
        name=user.name,
        code=_free_code(code, number),
        currency=currency_code(currency),
        created_at=at or clock.now(),
    )
    if rank:
        set_rank(partner_id=partner.id, rank=rank, at=at)
    if parent_id is not None:
        set_parent(partner_id=partner.id, parent_id=parent_id, at=at)
    note(
        subject_kind="partner",
        subject_id=partner.id,
        verb="created",
        text=f"IB {number}, code {partner.code}",
    )
    announce("partner.created", partner_id=str(partner.id))
    index_partners([partner])
    return partner


def index_partners(partners: Iterable[Partner]) -> None:
    """What a partner can be found by."""
    index_many(
        Indexed(
            "partner",
            partner.id,
            Terms(
                names=(partner.name,),
                emails=(partner.user.email,),
                numbers=(partner.number,),
                references=(partner.code,),
            ),
        )
        for partner in partners
    )


@transaction.atomic
def set_status(*, partner_id: uuid.UUID, status: str, reason: str, at: datetime | None = None) -> None:
    """A suspended partner earns nothing; where its part goes is each plan's rule."""
    if status not in Partner.Status.values:
        raise InvalidInput("A partner is active or suspended.", field="status")
    at = rules.whole_second(at or clock.now())
    partner = partner_row(partner_id, lock=True)
    rows = PartnerStatus.objects.filter(partner=partner)
    if dating.end(rows, at, is_same=lambda row: row.status == status):
        PartnerStatus.objects.create(partner=partner, status=status, valid_from=at)
        Partner.objects.filter(id=partner_id).update(status=status)
        note(subject_kind="partner", subject_id=partner_id, verb=status, text=reason)


def _free_code(code: str, number: int) -> str:
    code = code.strip() or f"ib{number}"
    if source_of(code) is not None:
        raise Conflict(f"The code “{code}” belongs to another partner. Choose another.", field="code")
    return code
