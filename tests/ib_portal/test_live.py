"""What happens is pushed to those whose it is, and to nobody else."""

import uuid

import pytest

from atrium.kernel import clock
from portals.ib_portal import live
from tenants.outbox.types import Event


@pytest.fixture
def pushed(monkeypatch):
    sent = []
    monkeypatch.setattr(live, "watched", lambda *audience: True)
    monkeypatch.setattr(live, "push", lambda surface, kind, id, html: sent.append((surface, kind, id, html)))
    return sent


def event(kind, **payload):
    return Event(id=uuid.uuid4(), kind=kind, payload=payload, at=clock.now())


def test_new_lines_and_sums_go_to_each_partner_of_the_batch(cast, pushed):
    ida, ivan = cast.people.ida, cast.people.ivan
    live.show_rebates(
        event("rebates.accrued", batch_id=str(cast.batch), partner_ids=[str(ida.id), str(ivan.id)])
    )
    assert {(surface, kind, id) for surface, kind, id, _html in pushed} == {
        ("ib", "partner", ida.id),
        ("ib", "partner", ivan.id),
    }
    to_ida = "".join(html for _s, _k, id, html in pushed if id == ida.id)
    assert 'hx-swap-oob="afterbegin:#rebates-arrivals"' in to_ida
    assert f'id="line-{cast.line_of(ida).id}"' in to_ida
    assert f'id="line-{cast.line_of(ivan).id}"' not in to_ida
    assert 'id="figures"' in to_ida
    assert 'id="latest"' in to_ida


def test_a_fragment_speaks_the_partners_language_and_has_the_portals_addresses(cast, pushed):
    ida = cast.people.ida
    live.show_rebates(event("rebates.accrued", batch_id=str(cast.batch), partner_ids=[str(ida.id)]))
    assert f'data-href="/rebates/{cast.line_of(ida).id}/"' in pushed[0][3]


def test_a_settlement_changes_the_wallet_of_its_partner(cast, pushed):
    ida = cast.people.ida
    live.show_settled(event("rebates.settled", batch_id=str(uuid.uuid4()), partner_ids=[]))
    live.show_settled(event("rebates.settled", batch_id=str(uuid.uuid4()), partner_ids=[str(ida.id)]))
    assert [id for _s, _k, id, _html in pushed] == [cast.people.ida.id]


def test_money_moved_between_wallets_changes_the_partners_own_figures(cast, pushed):
    ida = cast.people.ida
    live.show_wallet(event("wallet.moved", wallet_transfer_id=str(uuid.uuid4()), client_id=str(uuid.uuid4())))
    assert pushed == []
    live.show_wallet(event("wallet.moved", wallet_transfer_id=str(uuid.uuid4()), ib_id=str(ida.id)))
    assert [(id, 'id="figures"' in html) for _s, _k, id, html in pushed] == [(ida.id, True)]


def test_a_partner_who_is_gone_is_no_error(cast, pushed):
    live.show_payout(event("payout.paid", withdrawal_id=str(uuid.uuid4()), partner_id=str(uuid.uuid4())))
    assert pushed == []


def test_nothing_is_rendered_for_partners_who_do_not_look(cast, pushed, monkeypatch):
    ida, ivan = cast.people.ida, cast.people.ivan
    monkeypatch.setattr(live, "watched", lambda surface, kind, id: id == str(ida.id))
    live.show_rebates(
        event("rebates.accrued", batch_id=str(cast.batch), partner_ids=[str(ida.id), str(ivan.id)])
    )
    assert {id for _surface, _kind, id, _html in pushed} == {ida.id}
