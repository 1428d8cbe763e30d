"""Pages of partners that move money or people: moves, ranks, payout runs, invoices, clawbacks, signs of abuse."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from atrium.kernel import clock
from tenants.abuse import services as abuse
from tenants.abuse.models import Flag
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.ibs import selectors
from tenants.ibs.models import Partner, Rank, TreeMove
from tenants.ibs.selectors.ranks import ranks_held
from tenants.identity.models import User
from tenants.jobs.models import Job
from tenants.rebates import services
from tenants.rebates.models import Clawback, Invoice, Line, PayoutRun, Settlement
from tenants.rebates.services import disputes, invoices
from tenants.staff.services import add_member
from tests.ibs.people import family
from tests.rebates.market import account, deal


@pytest.fixture
def cast(in_acme):
    return family()


@pytest.fixture
def desk(in_acme, acme, browse):
    return browse(acme, "staff", add_member(email="ada@acme.example", name="Ada", role="Administrator").user)


@pytest.fixture
def onlooker(in_acme, acme, browse):
    """Sees partners and manages none of it."""
    return browse(acme, "staff", add_member(email="tim@acme.example", name="Tim", role="Team leader").user)


def earn(cast, lots="1"):
    batch = uuid.uuid4()
    deal(account(cast.clara), batch=batch, lots=lots, at=clock.now() - timedelta(days=1))
    services.accrue(batch_id=batch)


def text(answer):
    return answer.content.decode()


MOVE = {"with_downline": "yes", "reason": "Agreed with both", "at": ""}


def test_a_move_is_shown_before_it_is_made(cast, desk):
    earn(cast, "3")
    asked = {**MOVE, "partner": str(cast.ida.number), "parent": cast.zoe.code}
    seen = text(desk.post("/partners/moves/new/", {**asked, "preview": "1"}))
    for words in ("Ivan → Iris", "Zoe", "12.00", "−12.00" if "−12.00" in seen else "12.00", "1 of 1 deals"):
        assert words in seen
    assert TreeMove.objects.count() == 0
    answer = desk.post("/partners/moves/new/", {**asked, "move": "1"})
    assert (answer.status_code, answer["Location"]) == (302, "/partners/moves/")
    assert selectors.upline_at(cast.ida.id, clock.now()) == (cast.zoe.id,)
    page = text(desk.get("/partners/moves/"))
    assert "In the tree" in page
    assert "Agreed with both" in page
    desk.post(f"/partners/moves/{TreeMove.objects.get().id}/undo/")
    assert selectors.upline_at(cast.ida.id, clock.now()) == (cast.ivan.id, cast.iris.id)


def test_a_circle_is_said_and_nothing_moved(cast, desk):
    asked = {**MOVE, "partner": str(cast.iris.number), "parent": str(cast.ida.number)}
    assert "would stand above itself" in text(desk.post("/partners/moves/new/", {**asked, "preview": "1"}))
    answer = desk.post("/partners/moves/new/", {**asked, "move": "1"})
    assert "would stand above itself" in text(answer)
    unknown = desk.post("/partners/moves/new/", {**asked, "partner": "999999", "move": "1"})
    assert unknown.status_code == 422
    assert "no partner with this number or code" in text(unknown)
    assert TreeMove.objects.count() == 0


def test_a_rank_is_described_given_and_decided(cast, desk):
    answer = desk.post(
        "/partners/ranks/new/", {"level": "1", "title": "Silver", "period_days": "30", "reach_own_lots": "5", "keep_own_lots": "2"}
    )  # fmt: skip
    assert answer.status_code == 302
    assert (Rank.objects.get().reach, Rank.objects.get().keep) == ({"own_lots": "5"}, {"own_lots": "2"})
    wrong = desk.post(
        "/partners/ranks/1/",
        {"title": "Silver", "period_days": "30", "reach_own_lots": "1", "keep_own_lots": "2"},
    )
    assert wrong.status_code == 422
    assert "cannot ask for more" in text(wrong)
    assert desk.post(
        "/partners/ranks/give/", {"partner": str(cast.ida.number), "level": "1", "reason": "By hand"}
    ).status_code == 302  # fmt: skip
    assert ranks_held([cast.ida.id]) == {cast.ida.id: 1}
    page = text(desk.get("/partners/ranks/"))
    assert "Lots of own clients ≥ 5" in page
    assert "By hand" in page
    desk.post("/partners/ranks/policy/", {"up": "apply", "down": "off"})
    desk.post("/partners/ranks/1/drop/")
    assert Rank.objects.count() == 1  # somebody holds it


def test_a_payout_run_is_proposed_shown_and_waits(cast, desk):
    approvals.set_policy(kind="rebate_settlement", mode="always", condition={}, by=None)
    earn(cast)
    desk.post("/partners/payouts/propose/")
    run = PayoutRun.objects.get()
    assert "Waiting for approval" in text(desk.get("/partners/payouts/"))
    page = text(desk.get(f"/partners/payouts/{run.id}/"))
    assert "Ida" in page
    assert "Not yet" in page
    assert Settlement.objects.count() == 0
    assert Approval.objects.get(kind="rebate_settlement").amount_minor == 1600


def test_payout_terms_are_the_partners_own(cast, desk):
    page = f"/partners/{cast.ida.id}/terms/"
    assert desk.get(page).status_code == 200
    assert desk.post(page, {"schedule": "weekly", "delay_days": "3", "minimum": "50.00"}).status_code == 302
    ida = Partner.objects.get(id=cast.ida.id)
    assert (ida.payout_schedule, ida.payout_delay_days, ida.payout_minimum_minor) == ("weekly", 3, 5000)
    wrong = desk.post(page, {"schedule": "weekly", "delay_days": "3", "minimum": "0.001"})
    assert wrong.status_code == 422
    assert Partner.objects.get(id=cast.ida.id).payout_minimum_minor == 5000


def invoiced(cast):
    invoices.set_billing(
        partner_id=cast.ida.id, legal_name="Ida Ltd", address="1 Harbour Road", country="CY", tax_number="CY1", tax="included",
        tax_percent=Decimal(19), agrees=True,
    )  # fmt: skip
    at = datetime(2026, 2, 3, tzinfo=UTC)
    Settlement.objects.create(
        party_kind="partner", party_number=cast.ida.number, currency="USD", amount_minor=10_000, due_until=at, at=at,
        transaction_id=uuid.uuid4(),
    )  # fmt: skip
    made = invoices.write_invoice(partner_id=cast.ida.id, currency="USD", month=at.date())
    assert made is not None
    return made


def test_invoices_are_listed_downloaded_and_credited(cast, desk):
    made = invoiced(cast)
    assert made.number in text(desk.get("/partners/invoices/"))
    paper = desk.get(f"/partners/invoices/{made.id}.pdf")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert desk.post(f"/partners/invoices/{made.id}/credit/", {"reason": "Wrong address"}).status_code == 302
    assert Invoice.objects.get(kind="credit_note").corrects_id == made.id
    again = desk.post(f"/partners/invoices/{made.id}/credit/", {"reason": "Wrong address"})
    assert (again.status_code, "credit note already" in text(again)) == (422, True)
    credit = Invoice.objects.get(kind="credit_note")
    assert desk.get(f"/partners/invoices/{credit.id}.pdf").content[:5] == b"%PDF-"


def test_the_invoices_of_a_month_are_long_work(cast, desk):
    assert desk.post("/partners/invoices/write/", {"month": "2026-02"}).status_code == 302
    assert Job.objects.get().params == {"month": "2026-02-01"}
    assert desk.post("/partners/invoices/write/", {"month": f"{clock.now():%Y-%m}"}).status_code == 422


def test_taking_back_asks_a_second_person(cast, desk):
    earn(cast)
    line = Line.objects.get(partner=cast.ida)
    assert desk.get(f"/partners/clawbacks/new/{line.id}/").status_code == 200
    answer = desk.post(
        f"/partners/clawbacks/new/{line.id}/",
        {"whose": "one", "reason": "clawback", "explanation": "Deposit charged back"},
    )
    assert answer.status_code == 302
    assert (Clawback.objects.get().state, Line.objects.count()) == ("waiting", 3)
    assert "Deposit charged back" in text(desk.get("/partners/clawbacks/"))
    assert desk.get("/partners/clawbacks/new/999999999/").status_code == 404


def test_a_sign_is_looked_at_held_and_decided(cast, desk, onlooker):
    User.objects.filter(id=cast.clara.user_id).update(person=cast.ida.person)
    abuse.look()
    flag = Flag.objects.get()
    assert "The partner is the client" in text(desk.get("/partners/abuse/"))
    page = text(desk.get(f"/partners/abuse/{flag.id}/"))
    assert "Both have the same person." in page
    decided = {"verb": "hold", "text": "We look at your own account"}
    assert onlooker.get(f"/partners/abuse/{flag.id}/").status_code == 200
    assert onlooker.post(f"/partners/abuse/{flag.id}/decide/", decided).status_code == 404
    assert Flag.objects.get().state == "open"
    assert desk.post(f"/partners/abuse/{flag.id}/decide/", decided).status_code == 302
    assert Flag.objects.get().state == "held"
    assert "The partner is the client" not in text(desk.get("/partners/abuse/"))
    assert "The partner is the client" in text(desk.get("/partners/abuse/?state=held"))
    assert desk.get("/partners/abuse/settings/").status_code == 200


def test_who_only_looks_changes_nothing(cast, onlooker):
    asked = {**MOVE, "partner": str(cast.ida.number), "parent": cast.zoe.code, "move": "1"}
    assert onlooker.get("/partners/moves/").status_code == 200
    assert onlooker.post("/partners/moves/new/", asked).status_code == 404
    assert onlooker.get("/partners/payouts/").status_code == 404
    assert TreeMove.objects.count() == 0


def test_everything_of_one_partner_has_its_own_page(cast, desk, onlooker):
    from tenants.ibs import services as ibs

    earn(cast)
    ibs.save_programme(code="academy", title="Academy")
    ibs.add_link(partner_id=cast.ida.id, title="YouTube", code="tube")
    ibs.invite(partner_id=cast.ida.id, name="Uma", share=Decimal("0.6"))
    ibs.give_client_rebate(
        partner_id=cast.ida.id, client_group="*", share=Decimal("0.25"), by=cast.ida.user_id
    )
    disputes.open_dispute(
        partner=cast.ida, line_id=Line.objects.filter(partner=cast.ida).get().pk, text="Too little, I think."
    )
    services.settle_due(partner_id=cast.ida.id)
    own = f"/partners/{cast.ida.id}/"
    for part, words in {
        "": "Rebate lines",
        "programme/": "Uma",
        "links/": "/r/tube",
        "client-rebates/": "25.00 %",
        "payouts/": "10.00",
        "disputes/": "Too little, I think.",
        "rank/": "No higher rank is waiting.",
        "abuse/": "Nothing was found",
    }.items():
        page = text(desk.get(f"{own}{part}"))
        assert words in page, part
        assert f"{own}abuse/" in page, part
        other = desk.get(f"/partners/{uuid.uuid4()}/{part}")
        assert other.status_code == 404
    seen = text(onlooker.get(own))
    assert f"{own}links/" in seen
    assert (f"{own}payouts/" in seen) == (onlooker.get(f"{own}payouts/").status_code == 200)
