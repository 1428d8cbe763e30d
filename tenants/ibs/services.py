"""Verbs on partners. A change of tree, rank, status or client is a new dated row; what was stays as it was."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import connection, transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from atrium.kernel.keys import lock_key
from atrium.kernel.money import currency_code
from tenants.activity.services import note
from tenants.clients.models import Client
from tenants.identity.models import Person, User
from tenants.identity.services import create_user
from tenants.numbering.services import next_number
from tenants.outbox.services import announce
from tenants.search.services import index_many
from tenants.search.types import Indexed, Terms

from . import dating, rules, selectors
from .models import ClientPartner, Partner, PartnerParent, PartnerRank, PartnerStatus

ONE: Final = Decimal(1)


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
def set_parent(*, partner_id: uuid.UUID, parent_id: uuid.UUID | None, at: datetime | None = None) -> None:
    """Moves a partner with its whole downline. Deals closed before the moment keep the old tree."""
    at = rules.whole_second(at or clock.now())
    _lock_tree()
    partner = _partner(partner_id)
    if parent_id is not None:
        parent = _partner(parent_id)
        if rules.closes_cycle(selectors.edges(), partner=partner_id, parent=parent_id, since=at):
            raise Refused(
                f"{parent} stands under {partner}, so {partner} cannot stand under {parent}. Nothing was moved.",
                field="parent",
            )
    rows = PartnerParent.objects.filter(partner=partner)
    if parent_id is None and not rows.filter(valid_to=None).exists():
        return
    if not dating.end(rows, at, is_same=lambda row: row.parent_id == parent_id):
        return
    if parent_id is not None:
        PartnerParent.objects.create(partner=partner, parent_id=parent_id, valid_from=at)
    above = selectors.name_of(parent_id) if parent_id else "nobody"
    note(
        subject_kind="partner",
        subject_id=partner_id,
        verb="moved",
        text=f"Stands under {above} from {at:%F %T} UTC",
    )
    announce("partner.moved", partner_id=str(partner_id))


@transaction.atomic
def set_rank(*, partner_id: uuid.UUID, rank: int, at: datetime | None = None) -> None:
    at = rules.whole_second(at or clock.now())
    partner = _partner(partner_id, lock=True)
    rows = PartnerRank.objects.filter(partner=partner)
    if dating.end(rows, at, is_same=lambda row: row.rank == rank):
        PartnerRank.objects.create(partner=partner, rank=rank, valid_from=at)
        note(subject_kind="partner", subject_id=partner_id, verb="ranked", text=f"Rank {rank}")


@transaction.atomic
def set_status(*, partner_id: uuid.UUID, status: str, reason: str, at: datetime | None = None) -> None:
    """A suspended partner earns nothing; where its part goes is each plan's rule."""
    if status not in Partner.Status.values:
        raise InvalidInput("A partner is active or suspended.", field="status")
    at = rules.whole_second(at or clock.now())
    partner = _partner(partner_id, lock=True)
    rows = PartnerStatus.objects.filter(partner=partner)
    if dating.end(rows, at, is_same=lambda row: row.status == status):
        PartnerStatus.objects.create(partner=partner, status=status, valid_from=at)
        Partner.objects.filter(id=partner_id).update(status=status)
        note(subject_kind="partner", subject_id=partner_id, verb=status, text=reason)


def attribute_client(
    *, client_id: uuid.UUID, partner_id: uuid.UUID | None, at: datetime | None = None
) -> None:
    """From that moment the client is this partner's, or nobody's."""
    share_client(client_id=client_id, shares={} if partner_id is None else {partner_id: ONE}, at=at)


@transaction.atomic
def share_client(
    *, client_id: uuid.UUID, shares: Mapping[uuid.UUID, Decimal], at: datetime | None = None
) -> None:
    """Co-partners and their shares of the client; what is missing to 1 stays with the broker."""
    if any(not 0 < share <= 1 for share in shares.values()) or sum(shares.values()) > 1:
        raise InvalidInput("Each share must be above 0, and together they must be at most 1.", field="share")
    at = rules.whole_second(at or clock.now())
    client = (
        Client.objects.select_related("user").select_for_update(of=("self",)).filter(id=client_id).first()
    )
    if client is None:
        raise NotFound("There is no such client.")
    partners = [_partner(partner_id) for partner_id in shares]
    is_own = any(partner.person_id == client.user.person_id for partner in partners)
    rows = ClientPartner.objects.filter(client=client)
    now = {row.partner_id: row.share for row in rows.filter(valid_to=None)}
    if now == dict(shares):
        return
    dating.end(rows, at, is_same=lambda _row: False)
    ClientPartner.objects.bulk_create(
        ClientPartner(client=client, partner_id=partner_id, share=share, valid_from=at)
        for partner_id, share in shares.items()
    )
    names = ", ".join(str(partner) for partner in partners) or "nobody"
    warning = " The partner is the client itself." if is_own else ""
    note(subject_kind="client", subject_id=client_id, verb="attributed", text=f"Brought by {names}.{warning}")


def take_referral(*, client_id: uuid.UUID, code: str, at: datetime | None = None) -> None:
    """A client registered by a partner's link. An unknown code attributes nobody and is no fault of the client's."""
    partner = Partner.objects.filter(code__iexact=code.strip()).first() if code.strip() else None
    if partner is not None and not ClientPartner.objects.filter(client_id=client_id).exists():
        attribute_client(client_id=client_id, partner_id=partner.id, at=at)


def _partner(partner_id: uuid.UUID, *, lock: bool = False) -> Partner:
    rows = Partner.objects.select_related("user")
    partner = (rows.select_for_update(of=("self",)) if lock else rows).filter(id=partner_id).first()
    if partner is None:
        raise NotFound("There is no such partner.")
    return partner


def _free_code(code: str, number: int) -> str:
    code = code.strip() or f"ib{number}"
    if Partner.objects.filter(code__iexact=code).exists():
        raise Conflict(f"The code “{code}” belongs to another partner. Choose another.", field="code")
    return code


def _lock_tree() -> None:
    """Two moves at once could close a cycle that neither of them sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key("ibs", "tree")])
