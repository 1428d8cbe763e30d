"""The broker's rules for all partners."""

from decimal import Decimal

from django.db import transaction

from atrium.kernel.errors import InvalidInput
from tenants.activity.services import note

from ..models import ProgrammePolicy

HOUSE = "00000000-0000-0000-0000-000000000001"


@transaction.atomic
def save_policy(
    *,
    click: str,
    window_days: int,
    sight: str,
    partners_invite: bool,
    client_rebates_asked: bool,
    most_client_share: Decimal,
) -> ProgrammePolicy:
    if not 1 <= window_days <= 365:
        raise InvalidInput("A click counts for 1 to 365 days. Nothing was saved.", field="window_days")
    if not 0 <= most_client_share <= 1:
        raise InvalidInput("At most 100 %. Nothing was saved.", field="most_client_share")
    row, _ = ProgrammePolicy.objects.select_for_update().get_or_create(id=1)
    row.click, row.window_days, row.sight = click, window_days, sight
    row.partners_invite, row.client_rebates_asked = partners_invite, client_rebates_asked
    row.most_client_share = most_client_share
    row.save()
    note(
        subject_kind="ibs_policy",
        subject_id=HOUSE,
        verb="changed",
        text=f"Partner programme: {click} click, {window_days} days, clients seen {sight}",
    )
    return row
