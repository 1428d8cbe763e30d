"""Each realm finds through the API what its screens show, and of others' things not even that they exist."""

import pytest

from atrium.kernel import tenancy
from atrium.kernel.ids import new_id
from tenants.apikeys.models import StoredAnswer
from tenants.clients.services import register_client
from tenants.identity.services import create_user
from tenants.payments.models import Withdrawal
from tenants.rebates.models import Line
from tests.api.conftest import Day
from tests.api.program import Program, assert_problem, program
from tests.payments.shop import Shop
from tests.rebates import market
from tests.trading.floor import Floor


def usd(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "USD"}


def test_a_client_sees_itself_its_accounts_and_its_deals(day: Day) -> None:
    clara = day.as_(day.clara.user)

    assert [row["id"] for row in clara.get("clients").json()["results"]] == [str(day.clara.id)]
    assert [row["login"] for row in clara.get("trading-accounts").json()["results"]] == [day.account.login]
    (deal,) = clara.get("deals").json()["results"]
    assert (deal["symbol"], deal["lots"], deal["profit"], deal["currency"]) == ("EURUSD", "1", "150", "USD")
    assert clara.get(f"deals/{day.deal.pk}").json() == deal


def test_one_client_does_not_find_another(day: Day) -> None:
    user = create_user(realm="client", email="boris@example.com", name="Boris", verified=True)
    boris = day.as_(register_client(user=user, currency="USD").user)

    for path in (f"clients/{day.clara.id}", f"trading-accounts/{day.account.id}", f"deals/{day.deal.pk}"):
        assert_problem(boris.get(path), 404, "not-found")
    assert [boris.get(name).json()["results"] for name in ("trading-accounts", "deals", "deposits")] == [
        [],
        [],
        [],
    ]


def test_a_partner_sees_its_lines_with_the_whole_derivation(day: Day) -> None:
    iris = day.as_(day.iris.user)

    (line,) = iris.get("rebates").json()["results"]
    assert (line["level"], line["amount"], line["currency"], line["lots"]) == (1, "10", "USD", "1")
    assert (line["partner_id"], line["client_number"]) == (str(day.iris.id), day.clara.number)
    explained = iris.get(f"rebates/{line['id']}").json()
    assert explained["trace"][-1]["out"] == "10"
    assert {key: explained[key] for key in line} == line


def test_a_partner_does_not_find_anothers_lines_or_payouts(day: Day) -> None:
    from tenants.ibs.services import create_partner

    ivan = day.as_(create_partner(name="Ivan", email="ivan@example.com", currency="USD", code="ivan").user)
    line, payout = Line.objects.get(), asked_payout(day)

    for path in (f"rebates/{line.pk}", f"payouts/{payout}"):
        assert_problem(ivan.get(path), 404, "not-found")
    assert_problem(
        ivan.post(
            "payouts", {"money": usd("1"), "destination": "x", "partner_id": str(day.iris.id)}, idem="1"
        ),
        404,
        "not-found",
    )
    assert Withdrawal.objects.count() == 1


def asked_payout(day: Day, amount: str = "30.00") -> str:
    body = {"money": usd(amount), "destination": "acct_Iris"}
    answer = day.as_(day.iris.user).post("payouts", body, idem=f"page-{amount}")
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def test_staff_run_the_scenario_of_a_line(day: Day) -> None:
    line = Line.objects.get()

    document = day.as_(day.fay).get(f"rebates/{line.pk}/scenario").json()
    assert document["expect"][0]["amount"].startswith("10")
    assert_problem(day.as_(day.iris.user).get(f"rebates/{line.pk}/scenario"), 404, "not-found")


def test_a_partner_asks_and_somebody_else_decides(day: Day) -> None:
    payout_id = asked_payout(day)
    iris, fay = day.as_(day.iris.user), day.as_(day.fay)

    found = iris.get(f"payouts/{payout_id}").json()
    assert (found["state"], found["money"], found["destination"]) == ("requested", usd("30.00"), "acct_Iris")
    assert_problem(
        iris.post(f"payouts/{payout_id}/decision", {"outcome": "approved"}, idem="d"), 404, "not-found"
    )

    decided = fay.post(f"payouts/{payout_id}/decision", {"outcome": "approved"}, idem="d-1")
    assert (decided.status_code, decided.json()["state"]) == (200, "approved")
    again = fay.post(f"payouts/{payout_id}/decision", {"outcome": "refused", "note": "Late."}, idem="d-2")
    assert_problem(again, 409, "conflict")


def test_who_asked_on_a_partners_behalf_does_not_decide(day: Day) -> None:
    fay, body = (
        day.as_(day.fay),
        {"money": usd("30"), "destination": "acct_Iris", "partner_id": str(day.iris.id)},
    )

    payout = fay.post("payouts", body, idem="p-1").json()
    denied = fay.post(f"payouts/{payout['id']}/decision", {"outcome": "approved"}, idem="d-1")
    assert "yourself" in assert_problem(denied, 403, "denied")["detail"]
    assert day.as_(day.finn).post(
        f"payouts/{payout['id']}/decision", {"outcome": "approved"}, idem="d-1"
    ).json()["state"] == "approved"  # fmt: skip


def test_staff_must_say_whose_payout(day: Day) -> None:
    answer = day.as_(day.fay).post("payouts", {"money": usd("30"), "destination": "x"}, idem="p-1")

    assert assert_problem(answer, 422, "invalid-input")["errors"][0]["pointer"] == "#/partner_id"


@pytest.mark.parametrize(
    "path", ["clients", "trading-accounts", "deposits", "deals", "rebates", "payouts", "brokers"]
)
def test_each_realm_has_its_resources_and_no_others(day: Day, path: str) -> None:
    staff, client, partner = ("fay", "clara", "iris")
    who = {"staff": day.fay, "client": day.clara.user, "partner": day.iris.user}
    allowed = {
        "clients": {staff, client}, "trading-accounts": {staff, client}, "deposits": {staff, client},
        "deals": {staff, client}, "rebates": {staff, partner}, "payouts": {staff, partner}, "brokers": set(),
    }  # fmt: skip
    names = {"staff": staff, "client": client, "partner": partner}
    for realm, user in who.items():
        wanted = 200 if names[realm] in allowed[path] else 404
        assert day.as_(user).get(path).status_code == wanted, (realm, path)


def test_the_neighbours_ids_do_not_exist_and_nothing_changes(day: Day, borealis: tenancy.Tenant) -> None:
    payout_id, line = asked_payout(day), Line.objects.get()
    with tenancy.entered(borealis):
        from tenants.identity.models import User

        admin = User.objects.get(email="admin@borealis.example")
    stranger = program(borealis, admin)
    paths = (
        f"clients/{day.clara.id}", f"trading-accounts/{day.account.id}", f"deals/{day.deal.pk}",
        f"rebates/{line.pk}", f"rebates/{line.pk}/scenario", f"payouts/{payout_id}", f"deposits/{new_id()}",
    )  # fmt: skip
    absent = stranger.get(f"clients/{new_id()}").json()

    for path in paths:
        problem = assert_problem(stranger.get(path), 404, "not-found")
        assert problem["title"] == absent["title"]
    decision = stranger.post(f"payouts/{payout_id}/decision", {"outcome": "approved"}, idem="d-1")
    assert_problem(decision, 404, "not-found")
    assert Withdrawal.objects.get().state == "requested"


def test_lists_page_by_cursor_without_gap_or_repeat(day: Day) -> None:
    for _ in range(6):
        market.deal(day.account, batch=new_id())  # all in the same second
    clara, seen, path = day.as_(day.clara.user), [], "deals?limit=3"

    while path:
        page = clara.get(path).json()
        assert len(page["results"]) <= 3
        seen += [row["id"] for row in page["results"]]
        path = page["next"]

    assert len(seen) == len(set(seen)) == 7


def test_a_client_starts_a_deposit_and_gets_the_providers_page(day: Day, provider: Shop) -> None:
    clara, body = (
        day.as_(day.clara.user),
        {"money": usd("500.00"), "connection_id": str(provider.connection.id)},
    )

    answer = clara.post("deposits", body, idem='"page-1"')
    assert answer.status_code == 201, answer.content
    deposit = answer.json()
    assert (deposit["state"], deposit["money"], deposit["client_id"]) == (
        "open",
        usd("500.00"),
        str(day.clara.id),
    )
    assert deposit["checkout_url"].startswith("http://127.0.0.1:")
    assert clara.get(f"deposits/{deposit['id']}").json() == deposit
    assert clara.post("deposits", body, idem="page-1").json() == deposit
    assert len(clara.get("deposits").json()["results"]) == 1


def test_a_client_opens_an_account_and_reads_its_password_once(floor: Floor, acme: tenancy.Tenant) -> None:
    user = create_user(realm="client", email="clara@example.com", name="Clara Client", verified=True)
    register_client(user=user, currency="USD")
    clara, body = program(acme, user), {"product_id": str(floor.demo.id)}

    opened = clara.post("trading-accounts", body, idem="open-1")
    assert opened.status_code == 201, opened.content
    account = opened.json()
    assert (account["kind"], account["server"], len(account["password"]) >= 8) == ("demo", "mt5-live", True)
    again = clara.post("trading-accounts", body, idem="open-1").json()
    assert again == {**account, "password": ""}
    assert [row["login"] for row in clara.get("trading-accounts").json()["results"]] == [account["login"]]
    assert account["password"] not in str(StoredAnswer.objects.get().body)


class TestBrokers:
    """On the vendor's host, for operators."""

    @pytest.fixture
    def operator(self, db: None, vendor: tenancy.Tenant) -> Program:
        with tenancy.entered(vendor):
            from tenants.identity.models import User

            olga = User.objects.get(email="olga@vendor.example")
        return program(vendor, olga, surface="vendor")

    def test_an_operator_sees_every_broker(self, operator: Program) -> None:
        found = {row["slug"]: row for row in operator.get("brokers").json()["results"]}

        assert {"acme", "borealis"} <= found.keys()
        assert found["borealis"]["currency"] == "EUR"
        one = operator.get(f"brokers/{found['acme']['id']}").json()
        assert (one["name"], one["status"], isinstance(one["usage"], dict)) == (
            "Acme Markets",
            "active",
            True,
        )

    def test_a_new_broker_is_a_job(self, operator: Program) -> None:
        order = {"name": "Cobalt", "slug": "cobalt", "admin_email": "c@cobalt.example", "admin_name": "Cora"}

        answer = operator.post("brokers", order)
        assert (answer.status_code, answer.json()["status"]) == (202, "creating")
        assert_problem(operator.post("brokers", order), 409, "conflict")
        bad = assert_problem(operator.post("brokers", {**order, "slug": "No Label"}), 422, "invalid-input")
        assert bad["errors"][0]["pointer"] == "#/slug"

    def test_a_suspended_broker_says_so_to_programs_and_comes_back(
        self, operator: Program, acme: tenancy.Tenant
    ) -> None:
        acme_id = next(
            row["id"] for row in operator.get("brokers").json()["results"] if row["slug"] == "acme"
        )

        assert (
            operator.post(f"brokers/{acme_id}/suspend", {"reason": "Unpaid."}).json()["status"] == "suspended"
        )
        assert operator.post(f"brokers/{acme_id}/resume").json()["status"] == "active"
        assert_problem(operator.post(f"brokers/{acme_id}/suspend", {}), 422, "invalid-request")

    def test_what_is_not_a_broker_is_not_found(self, operator: Program) -> None:
        for answer in (operator.get(f"brokers/{new_id()}"), operator.post(f"brokers/{new_id()}/resume")):
            assert_problem(answer, 404, "not-found")
