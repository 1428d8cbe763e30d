"""A partner's place in the tree and its rank: a change is a new dated row; what was stays as it was."""

import uuid
from datetime import datetime

from django.db import connection, transaction

from atrium.kernel import clock
from atrium.kernel.errors import Refused
from atrium.kernel.keys import lock_key
from tenants.activity.services import note
from tenants.outbox.services import announce

from .. import dating, rules, selectors
from ..models import PartnerParent, PartnerRank
from .finding import partner_row


@transaction.atomic
def set_parent(*, partner_id: uuid.UUID, parent_id: uuid.UUID | None, at: datetime | None = None) -> None:
    """Moves a partner with its whole downline. Deals closed before the moment keep the old tree."""
    at = rules.whole_second(at or clock.now())
    lock_tree()
    partner = partner_row(partner_id)
    if parent_id is not None:
        parent = partner_row(parent_id)
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
    partner = partner_row(partner_id, lock=True)
    rows = PartnerRank.objects.filter(partner=partner)
    if dating.end(rows, at, is_same=lambda row: row.rank == rank):
        PartnerRank.objects.create(partner=partner, rank=rank, valid_from=at)
        note(subject_kind="partner", subject_id=partner_id, verb="ranked", text=f"Rank {rank}")


def lock_tree() -> None:
    """Two moves at once could close a cycle that neither of them sees: one verb at a time changes the tree."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key("ibs", "tree")])
