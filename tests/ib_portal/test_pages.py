"""A partner sees its own money, its own tree and why; nothing of anybody above it, and no full name."""

import json
from datetime import timedelta

import pytest

from atrium.kernel import clock

PAGES = ["/", "/figures/", "/latest/", "/rebates/", "/clients/", "/tree/", "/payouts/", "/conditions/"]


def text(answer):
    assert answer.status_code == 200, answer.content[:2000]
    return answer.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_is_led_to_the_log_in(db, acme, browse, path):
    answer = browse(acme, "ib").get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


@pytest.mark.parametrize("path", PAGES)
def test_a_client_is_nobody_in_the_portal_of_partners(cast, browse, acme, path):
    assert browse(acme, "ib", cast.people.clara.user).get(path).status_code == 302


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("name", ["iris", "ivan", "ida", "zoe"])
def test_every_page_opens_for_every_partner(cast, of, path, name):
    text(of(getattr(cast.people, name)).get(path))


def test_the_dashboard_says_what_is_in_the_wallet_and_what_was_earned(cast, of):
    page = text(of(cast.people.ida).get("/"))
    assert "33.00" in page
    assert f"/r/{cast.people.ida.code}" in page
    assert "Sub-IBs" in page


def test_the_link_is_also_a_picture_of_its_own(cast, of):
    answer = of(cast.people.ida).get("/link.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<?xml")
    assert b"<script" not in answer.content
    assert b"style=" not in answer.content


def test_names_of_clients_are_shortened_everywhere(cast, of):
    from tenants.leads.models import Lead

    Lead.objects.filter(id=cast.people.clara.lead_id).update(name="Clara Weissmueller")
    for path in ("/", "/rebates/", "/clients/", f"/rebates/{cast.line_of(cast.people.ida).id}/"):
        page = text(of(cast.people.ida).get(path))
        assert "Clara W." in page
        assert "Weissmueller" not in page
        assert "clara@clients.example" not in page


def test_rebates_are_filtered_by_client_symbol_day_and_payment(cast, of):
    ida = of(cast.people.ida)
    number = cast.people.clara.number
    today = clock.now().date()

    def rows(query):
        return text(ida.get(f"/rebates/?{query}")).count('id="line-')

    assert rows("") == 3
    assert (rows("symbol=USDJPY"), rows("symbol=XAUUSD")) == (1, 0)
    assert (rows(f"client={number}"), rows("client=999"), rows("client=x")) == (3, 0, 3)
    old = (today - timedelta(days=10)).isoformat()
    assert (rows(f"until={old}"), rows(f"since={old}"), rows("since=nonsense")) == (0, 3, 3)
    assert rows("paid=nothing") == 0


def test_a_list_asked_for_as_a_part_is_the_part_alone(cast, of):
    page = text(of(cast.people.ida).get("/rebates/", headers={"HX-Request": "true", "HX-Target": "rebates"}))
    assert page.strip().startswith('<div class="at-list-wrap" id="rebates"')
    assert "<html" not in page


def test_an_amount_is_explained_step_by_step(cast, of):
    line = cast.line_of(cast.people.ivan, symbol="EURUSD")
    page = text(of(cast.people.ivan).get(f"/rebates/{line.id}/"))
    for word in ("Why this amount", "What is counted", "Your level", "Rate: 4", "Per lot, three levels"):
        assert word in page
    chart = json.loads(
        page.partition(f'id="why-{line.id}-data" type="application/json">')[2].partition("</script>")[0]
    )
    assert chart["labels"] == ["Your level", "Yours"]
    assert [float(value) for value in chart["series"][0]["values"]] == [4.0, 4.0]


def test_a_deal_that_paid_nothing_says_why(cast, of, in_acme):
    import uuid

    from tenants.ibs.services import set_status
    from tenants.rebates import services
    from tests.rebates.market import account, deal

    ida = cast.people.ida
    set_status(partner_id=ida.id, status="suspended", reason="Test")
    batch = uuid.uuid4()
    deal(account(cast.people.clara), batch=batch, at=clock.now() + timedelta(seconds=5))
    services.accrue(batch_id=batch)
    line = cast.line_of(ida, batch_id=batch)
    assert line.amount == 0
    page = text(of(ida).get(f"/rebates/{line.id}/"))
    assert "This deal paid you nothing" in page
    assert "You were suspended at the time of the deal." in page
    assert 'id="line-' in text(of(ida).get("/rebates/?paid=nothing"))


def test_the_document_of_a_line_gives_the_amount_without_those_above(cast, of):
    line = cast.line_of(cast.people.ivan, symbol="EURUSD")
    answer = of(cast.people.ivan).get(f"/rebates/{line.id}/document.json")
    document = json.loads(answer.content)
    assert answer["Content-Disposition"] == f'attachment; filename="rebate-{line.id}.json"'
    assert str(cast.people.iris.number) not in {one["partner"] for one in document["partners"]}
    assert document["expect"][0]["amount"].startswith("4")


def test_what_is_anothers_does_not_exist(cast, of):
    iris, zoe = cast.people.iris, cast.people.zoe
    above = cast.line_of(iris)
    for partner in (cast.people.ivan, cast.people.ida, zoe):
        for path in (f"/rebates/{above.id}/", f"/rebates/{above.id}/document.json"):
            assert of(partner).get(path).status_code == 404
    for stranger in (iris, zoe, cast.people.ida):
        assert of(cast.people.ivan).get(f"/clients/?partner={stranger.id}").status_code == (
            200 if stranger == cast.people.ida else 404
        )
    assert of(cast.people.ivan).get("/clients/?partner=nonsense").status_code == 404


def test_nobody_above_is_named_anywhere(cast, of):
    line = cast.line_of(cast.people.ida, symbol="EURUSD")
    for path in [*PAGES, f"/rebates/{line.id}/"]:
        page = text(of(cast.people.ida).get(path))
        for above in (cast.people.iris, cast.people.ivan):
            assert above.name not in page
            assert f"IB {above.number} " not in page


def test_the_tree_shows_everybody_below_with_what_they_brought(cast, of):
    iris = of(cast.people.iris)
    page = text(iris.get("/tree/"))
    assert "Ivan" in page
    assert "Zoe" not in page
    assert "3.30 lots · 6.60 USD" in page, "of the whole branch"
    assert "Ida" not in page, "comes when Ivan's branch is opened"
    assert "Ida" in text(iris.get(f"/tree/{cast.people.ivan.id}/below/"))
    assert "Ida" in text(iris.get("/tree/?q=id"))
    assert iris.get(f"/tree/{cast.people.zoe.id}/below/").status_code == 404
    assert iris.get(f"/tree/?of={cast.people.zoe.id}").status_code == 404
    assert of(cast.people.ida).get(f"/tree/{cast.people.ivan.id}/below/").status_code == 404


@pytest.mark.parametrize(("name", "levels"), [("iris", 3), ("ivan", 2), ("ida", 1)])
def test_conditions_end_at_the_levels_one_can_stand_on(cast, of, name, levels):
    page = text(of(getattr(cast.people, name)).get("/conditions/"))
    rates = ["10.00 USD a lot", "4.00 USD a lot", "2.00 USD a lot"]
    assert [rate in page for rate in rates] == [index < levels for index in range(3)]


def test_a_partner_reads_in_its_own_language(cast, of):
    ida = cast.people.ida
    ida.user.language = "es"
    ida.user.save(update_fields=["language"])
    page = text(of(ida).get("/"))
    for words in ("Ganado hoy", "Su enlace", "Últimos rebates"):
        assert words in page
