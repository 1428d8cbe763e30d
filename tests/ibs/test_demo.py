"""The demo's partner programme: everything a partner's pages can show is there once, however often it is told."""

import uuid
from datetime import timedelta

import pytest

from atrium.kernel import clock
from infra.demo import partners, programme
from infra.demo.cast import TEALWAVE
from tenants.abuse.models import Flag
from tenants.approvals.models import Approval
from tenants.ibs import selectors
from tenants.ibs.models import Acceptance, Click, ClientRebate, Invitation, Partner, Promo, Rank, ReferralLink
from tenants.ibs.services import attribute_client
from tenants.rebates import services
from tenants.rebates.models import Dispute
from tests.ibs.people import BEGINNING, client
from tests.rebates.market import account, deal

pytestmark = pytest.mark.usefixtures("in_acme")


def test_a_programme_that_lives_made_once() -> None:
    partners.appoint(TEALWAVE)
    for _ in range(2):
        programme.furnish(TEALWAVE)
    counts = [
        model.objects.count() for model in (Rank, Acceptance, ReferralLink, Promo, Invitation, ClientRebate)
    ]
    assert counts == [2, 3, 1, 3, 1, 1]
    assert Click.objects.count() == 6
    assert Approval.objects.get(kind="client_rebate").state == "pending"
    maite = Partner.objects.get(code="MAITE")
    assert selectors.open_agreement(maite) is None
    assert (selectors.programme_of(maite) or maite).title == "Socios de academia"  # type: ignore[union-attr]
    brought = {code: client(code.title()) for code in ("MATEO", "MAITE")}
    batch = uuid.uuid4()
    for code, row in brought.items():
        attribute_client(client_id=row.id, partner_id=Partner.objects.get(code=code).id, at=BEGINNING)
        deal(account(row), batch=batch, at=clock.now() - timedelta(hours=1))
    services.accrue(batch_id=batch)
    for _ in range(2):
        programme.live_in(TEALWAVE)
    assert (Dispute.objects.get().partner, Dispute.objects.count()) == (maite, 1)
    assert [(flag.rule, flag.partner.code) for flag in Flag.objects.all()] == [("shared_device", "MATEO")]
