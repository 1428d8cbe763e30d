"""The programme as a partner sees it: agreement first, links, sub-IBs, client rebates, trades, exports, keys."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest

from tenants.approvals.models import Approval
from tenants.ibs import selectors, services
from tenants.ibs.models import Acceptance, ClientRebate, Invitation, ReferralLink
from tests.ibs.policies import rules_of


def words_of(answer) -> str:
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_the_agreement_comes_before_every_page(cast, of):
    ida = of(cast.people.ida)
    draft = services.draft_agreement(
        title="Partner agreement", wording="You bring clients and treat them fairly."
    )
    assert ida.get("/").status_code == 200, "a draft asks nobody"
    services.publish_agreement(agreement_id=draft.id)
    for path in ("/", "/links/", "/clients/", "/rebates/", "/payouts/"):
        answer = ida.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/agreement/"), path
    assert "treat them fairly" in words_of(ida.get("/agreement/"))
    ida.post("/agreement/", {"agreement": str(draft.id)})
    assert not Acceptance.objects.exists(), "the box was not ticked"
    ida.post("/agreement/", {"agreement": str(draft.id), "agree": "yes"})
    assert ida.get("/").status_code == 200
    row = Acceptance.objects.get()
    assert (row.partner, row.agreement, len(row.digest)) == (cast.people.ida, draft, 64)
    assert of(cast.people.ivan).get("/").status_code == 302, "each for itself"


def test_a_new_version_asks_again_and_the_old_one_cannot_be_agreed_to(cast, of):
    ida = of(cast.people.ida)
    first = services.draft_agreement(title="Agreement", wording="The first version of this agreement.")
    services.publish_agreement(agreement_id=first.id)
    second = services.draft_agreement(title="Agreement", wording="The second version of this agreement.")
    services.publish_agreement(agreement_id=second.id)
    ida.post("/agreement/", {"agreement": str(first.id), "agree": "yes"})
    assert not Acceptance.objects.exists()
    ida.post("/agreement/", {"agreement": str(second.id), "agree": "yes"})
    assert Acceptance.objects.get().agreement.version == 2


def test_a_link_is_made_copied_and_shown_as_a_picture(cast, of):
    ida = of(cast.people.ida)
    answer = ida.post("/links/new/", {"title": "YouTube", "code": "tube", "landing": ""})
    link = ReferralLink.objects.get()
    assert answer["Location"] == f"/links/{link.id}/"
    page = words_of(ida.get(answer["Location"]))
    assert "/r/tube" in page
    picture = ida.get(f"/links/{link.id}/qr.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<svg" in picture.content
    taken = ida.post("/links/new/", {"title": "Again", "code": "TUBE", "landing": ""})
    assert (taken.status_code, "is taken" in taken.content.decode()) == (422, True)
    assert ReferralLink.objects.count() == 1
    listed = words_of(ida.get("/links/"))
    assert "YouTube" in listed
    assert f"/r/{cast.people.ida.code}" in listed


def test_another_partners_link_and_its_picture_do_not_exist(cast, of):
    link = services.add_link(partner_id=cast.people.ida.id, title="YouTube", code="tube")
    ivan = of(cast.people.ivan)
    assert ivan.get(f"/links/{link.id}/").status_code == 404
    assert ivan.get(f"/links/{link.id}/qr.svg").status_code == 404
    assert ivan.post(f"/links/{link.id}/", {"title": "Mine", "landing": ""}).status_code == 404
    assert ReferralLink.objects.get().title == "YouTube"


def test_promo_material_has_the_partners_own_link_in_it(cast, of):
    png = (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (300).to_bytes(4, "big") + (250).to_bytes(4, "big") + b"\x08"
    )
    promo = services.add_promo(title="Spring <b>", language="en", picture=png)
    services.add_promo(title="Primavera", language="es", words="Opera con nosotros.")
    ida = of(cast.people.ida)
    page = words_of(ida.get("/links/material/?language=en&size=300x250"))
    assert "Primavera" not in page
    assert f"/b/{promo.id}" in page
    assert f"/r/{cast.people.ida.code}" in page
    assert "Spring <b>" not in page
    assert ida.get(f"/links/material/{promo.id}/").content == png
    services.switch_promo(promo_id=promo.id, is_on=False)
    assert ida.get(f"/links/material/{promo.id}/").status_code == 404


def test_a_partner_invites_and_the_invited_comes_under_it_on_the_agreed_share(cast, of, browse, acme):
    ida = of(cast.people.ida)
    ida.post("/sub-ibs/invite/", {"name": "Uma Under", "email": "uma@example.com", "share": "60"})
    invitation = Invitation.objects.get()
    assert (invitation.partner, invitation.share) == (cast.people.ida, Decimal("0.6"))
    assert f"/join/invited/{invitation.code}/" in words_of(ida.get("/sub-ibs/"))
    door = browse(acme, "ib")
    page = words_of(door.get(f"/join/invited/{invitation.code}/"))
    assert "Ida invites you" in page
    assert "60.00 %" in page
    uma = {
        "name": "Uma Under", "email": "uma@example.com", "phone": "", "country": "", "website": "",
        "reason": "I run a school for traders.",
    }  # fmt: skip
    assert door.post(f"/join/invited/{invitation.code}/", uma).status_code == 302
    request = Approval.objects.get(kind="ib_registration")
    assert (request.facts["invited_by"], request.facts["share"]) == (
        f"{cast.people.ida.number} Ida",
        "60.00%",
    )
    invitation.refresh_from_db()
    assert invitation.state == "open", "used when somebody has become a partner, not before"


def test_an_invitation_that_was_taken_back_opens_nothing(cast, of, browse, acme):
    invitation = services.invite(partner_id=cast.people.ida.id, name="Uma")
    assert of(cast.people.ivan).post(f"/sub-ibs/invitations/{invitation.id}/withdraw/").status_code == 404
    assert of(cast.people.ida).post(f"/sub-ibs/invitations/{invitation.id}/withdraw/").status_code == 302
    assert browse(acme, "ib").get(f"/join/invited/{invitation.code}/").status_code == 404


def test_a_programme_asks_its_questions_and_a_private_one_is_not_listed(cast, browse, acme):
    services.save_programme(code="academy", title="Academy", questions="What is your audience? *")
    services.save_programme(code="secret", title="Secret circle", is_public=False)
    services.save_programme(code="over", title="Over", is_on=False)
    door = browse(acme, "ib")
    listed = words_of(door.get("/join/"))
    assert "Academy" in listed
    assert "Secret circle" not in listed
    assert door.get("/join/secret/").status_code == 200
    assert door.get("/join/over/").status_code == 404
    facts = {"name": "Ivan Sub", "email": "ivan@example.com", "reason": "I have a channel with viewers."}
    refused = door.post("/join/academy/", facts)
    assert refused.status_code == 422
    assert "q1" in refused.context["form"].errors
    assert door.post("/join/academy/", {**facts, "q1": "Day traders"}).status_code == 302
    request = Approval.objects.get(kind="ib_registration")
    assert request.facts["programme"] == "Academy"
    assert request.facts["answers"] == "What is your audience? Day traders"


def test_a_client_rebate_waits_for_the_broker_or_holds_at_once(cast, of):
    ida = of(cast.people.ida)
    ida.post("/client-rebates/", {"client_group": "*", "share": "25", "wanted_from": ""})
    assert not ClientRebate.objects.exists()
    assert "Waiting for approval" in words_of(ida.get("/client-rebates/"))
    again = ida.post("/client-rebates/", {"client_group": "*", "share": "30", "wanted_from": ""})
    assert (again.status_code, "waits for the broker already" in again.content.decode()) == (422, True)
    rules_of(client_rebates_asked=False)
    of(cast.people.ivan).post("/client-rebates/", {"client_group": "*", "share": "12.5", "wanted_from": ""})
    row = ClientRebate.objects.get()
    assert (row.partner, row.client_group, row.share) == (cast.people.ivan, "*", Decimal("0.125"))
    assert "12.50 %" in words_of(of(cast.people.ivan).get("/client-rebates/"))


@pytest.mark.parametrize(
    ("sight", "is_there", "is_not"),
    [
        ("full", "Clara Weiss", "Clara W."),
        ("partly", "Clara W.", "Clara Weiss"),
        ("hidden", "Clients", "Clara"),
    ],
)
def test_pages_and_exports_mask_clients_alike(cast, of, sight, is_there, is_not):
    lead = cast.people.clara.lead
    type(lead).objects.filter(id=lead.id).update(name="Clara Weiss")
    rules_of(sight=sight)
    ida = of(cast.people.ida)
    for path in ("/clients/", "/trades/", "/rebates/", "/"):
        page = words_of(ida.get(path))
        assert is_not not in page, path
        assert path == "/" or sight == "hidden" or is_there in page, path
    for path in ("/clients/clients.csv", "/trades/trades.csv"):
        table = ida.get(path).getvalue().decode()
        assert is_not not in table, path
        assert sight == "hidden" or is_there in table, path
        assert ("clara@clients.example" in table) == (sight == "full" and "clients.csv" in path)
    line = cast.line_of(cast.people.ida)
    assert is_not not in words_of(ida.get(f"/rebates/{line.id}/"))


def test_trades_are_those_of_the_downline_while_the_client_was_theirs(cast, of):
    for person in (cast.people.ida, cast.people.iris):
        page = words_of(of(person).get("/trades/"))
        assert page.count("EURUSD") == 2, person
        assert "USDJPY" in page
    assert "No trades in these days" in words_of(of(cast.people.zoe).get("/trades/"))
    services.attribute_client(client_id=cast.people.clara.id, partner_id=cast.people.zoe.id)
    assert "No trades in these days" in words_of(of(cast.people.zoe).get("/trades/")), (
        "what was, was another's"
    )
    assert words_of(of(cast.people.ida).get("/trades/")).count("EURUSD") == 2


def test_trades_narrow_by_symbol_client_and_day(cast, of):
    ida = of(cast.people.ida)
    assert words_of(ida.get("/trades/?symbol=USDJPY")).count("EURUSD") == 0
    assert "No trades in these days" in words_of(ida.get("/trades/?q=999999"))
    assert "No trades in these days" in words_of(ida.get("/trades/?since=2026-01-01&until=2026-01-31"))
    assert ida.get("/trades/?since=never&until=2026-99-99&cursor=x").status_code == 200


def test_exports_are_whole_and_safe_for_spreadsheets(cast, of):
    lead = cast.people.clara.lead
    type(lead).objects.filter(id=lead.id).update(name="=HYPERLINK(1)")
    rules_of(sight="full")
    ida = of(cast.people.ida)
    table = ida.get("/clients/clients.csv")
    assert table["Content-Disposition"].startswith('attachment; filename="clients-')
    rows = io.StringIO(table.getvalue().decode("utf-8-sig")).read().splitlines()
    assert len(rows) == 2
    assert "'=HYPERLINK(1)" in rows[1]
    assert rows[1].endswith(",33.00,USD")
    lines = ida.get("/rebates/rebates.csv?symbol=USDJPY").getvalue().decode().splitlines()
    assert len(lines) == 2
    assert ",3.0000000000,USD," in lines[1]
    services.follow(code=cast.people.ida.code, visit=services.clicks.Visit(ip="", agent="Firefox"))
    assert len(ida.get("/links/clicks.csv").getvalue().decode().splitlines()) == 2
    assert len(of(cast.people.iris).get("/sub-ibs/subs.csv").getvalue().decode().splitlines()) == 3


def test_a_key_is_shown_once_reads_and_is_revoked(cast, of):
    ida = of(cast.people.ida)
    made = words_of(ida.post("/api-keys/", {"label": "My sheet", "scopes": ["partner:read"]}))
    assert "atk_" in made
    listed = words_of(ida.get("/api-keys/"))
    assert "My sheet" in listed
    assert "atk_" not in listed
    key = cast.people.ida.user.api_keys.get()
    assert of(cast.people.ivan).post(f"/api-keys/{key.id}/revoke/").status_code == 404
    assert ida.post(f"/api-keys/{key.id}/revoke/").status_code == 302
    key.refresh_from_db()
    assert key.revoked_at is not None
    assert ida.post("/api-keys/", {"label": "x", "scopes": ["deposits:read"]}).status_code == 422


def test_the_dashboard_shows_quick_numbers_and_the_way_to_the_next_rank(cast, of):
    ida = of(cast.people.ida)
    assert "New visitors by your links" in words_of(ida.get("/"))
    assert "Your rank" in words_of(ida.get("/progress/"))
    assert selectors.programme_of(cast.people.ida) is None


def test_instruments_say_what_is_settled_and_what_is_not(cast, of):
    from tenants.rebates import services as rebates

    everything = "/rebates/instruments/?since="
    page = words_of(of(cast.people.ida).get(everything))
    assert "By instrument" in page
    assert page.index("EURUSD") < page.index("USDJPY")
    for amount in ("30.00", "3.00", "33.00", "0.00"):
        assert amount in page
    rebates.settle_due(partner_id=cast.people.ida.id)
    rows = of(cast.people.ida).get(everything).context["rows"]
    assert [(row.symbol, row.settled, row.unsettled) for row in rows] == [("EURUSD", 30, 0), ("USDJPY", 3, 0)]
    assert not of(cast.people.zoe).get(everything).context["rows"]
    part = of(cast.people.ida).get(everything, headers={"HX-Request": "true", "HX-Target": "instruments"})
    assert "<html" not in words_of(part)


def test_conditions_say_where_one_stands_and_what_is_missing(cast, of):
    from atrium.kernel import clock
    from tenants.ibs.models import OwnShare
    from tenants.rebates.models import Plan

    ida, ivan = cast.people.ida, cast.people.ivan
    steps = [{"from": "0", "rate": "5"}, {"from": "10", "rate": "7"}]
    table = {"metric": "lots", "period": "quarter", "convention": "whole_period", "steps": steps}
    for code, way in (
        ("climb", {"kind": "levels", "rates": [table]}),
        ("upwards", {"kind": "bottom_up", "rate": "10", "fraction": "0.1"}),
    ):
        Plan.objects.create(
            code=code,
            version=1,
            name=code.title(),
            status="published",
            published_at=clock.now(),
            document={
                "currency": "USD",
                "slot": code,
                "select": {"tree": [str(ida.number)]},
                "base": {"type": "per_lot"},
                "distribution": way,
            },
        )
    OwnShare.objects.create(
        partner=ida, parent=ivan, share=Decimal("0.6"), valid_from=clock.now().replace(microsecond=0)
    )
    page = words_of(of(ida).get("/conditions/"))
    assert "/conditions/steps/" in page
    assert "You keep 60.00 % of what comes to you" in page
    [(plan, _, reached, rate)] = of(ida).get("/conditions/steps/").context["steps"]
    assert (plan, reached.next_step, rate) == ("Climb", 10, "7.00 USD a lot")
    assert reached.value + reached.missing == 10
    assert "on the highest step" not in words_of(of(ida).get("/conditions/steps/"))
    assert not of(cast.people.zoe).get("/conditions/steps/").context["steps"], "a plan for others"


def test_a_planned_client_rebate_is_taken_back_on_the_page(cast, of):
    ida = of(cast.people.ida)
    ida.post("/client-rebates/", {"client_group": "*", "share": "25", "wanted_from": ""})
    change = selectors.changes_of(cast.people.ida).get()
    address = f"/client-rebates/changes/{change.id}/take-back/"
    assert address in words_of(ida.get("/client-rebates/"))
    assert of(cast.people.ivan).post(address).status_code == 404
    ida.post(address)
    change.refresh_from_db()
    assert change.state == "withdrawn"
    assert address not in words_of(ida.get("/client-rebates/"))
