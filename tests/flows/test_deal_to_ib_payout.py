"""A client closes a deal, three partners are paid for it and see why, and one takes the money out. Through the public doors."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from atrium.kernel import tenancy
from tenants.apikeys.services import create_key
from tenants.apikeys.types import SCOPES
from tenants.approvals.models import Approval
from tenants.clients.models import Client
from tenants.connections.services import open_trading
from tenants.ibs.models import Partner
from tenants.ibs.services import attribute_client, create_partner
from tenants.identity.models import User
from tenants.rebates.models import Line
from tenants.staff.services import add_member
from tenants.trading.models import TradingAccount
from tenants.trading.services import record_deals
from tenants.trading.services.servers import add_symbols
from tests.payments.shop import Shop, assert_books_balance, place_of, posted, work_off
from tests.simulators.mt5.process import Mt5Process
from tests.surfaces import SurfaceClient, browse
from tests.trading import floor as floors


class Day:
    """One broker, one server, one provider, a three-level tree and a client of its lowest partner."""

    def __init__(self, shop: Shop, mt5: Mt5Process, acme: tenancy.Tenant) -> None:
        self.acme, self.shop = acme, shop
        self.floor = floors.furnish(mt5)
        yesterday = datetime.now(UTC) - timedelta(days=1)
        self.iris = create_partner(
            name="Iris", email="iris@example.com", currency="USD", code="iris", at=yesterday
        )
        self.ivan = self._below(self.iris, "Ivan", yesterday)
        self.ines = self._below(self.ivan, "Ines", yesterday)
        self.client: Client = floors.clara()
        attribute_client(client_id=self.client.id, partner_id=self.ines.id, at=yesterday)
        self.account: TradingAccount = floors.open_live(self.floor, self.client)

    def _below(self, parent: Partner, name: str, at: datetime) -> Partner:
        email = f"{name.lower()}@example.com"
        return create_partner(
            name=name, email=email, currency="USD", code=name.lower(), parent_id=parent.id, at=at
        )

    def trade(self, lots: str, symbol: str = "EURUSD") -> None:
        """On the server: a position opened and closed a minute later."""
        self.floor.process.tell(
            "/trade",
            login=self.account.login,
            symbol=symbol,
            side="buy",
            lots=lots,
            open_price="1.10000",
            close_price="1.10100",
            hold_seconds=60,
        )

    def feed(self) -> None:
        """What `atrium feed` does each second: ask the server, record, and let the rooms react."""
        adapter = open_trading(self.floor.connection.id)
        try:
            add_symbols(adapter.symbols())
            now = datetime.now(UTC)
            deals = adapter.deals_of(
                self.account.login, since=now - timedelta(days=1), until=now + timedelta(days=1)
            )
        finally:
            adapter.close()
        record_deals(server=self.floor.server, deals=deals)
        assert work_off() == []

    def api(self, user: User) -> SurfaceClient:
        key = create_key(user_id=user.id, label="flow", scopes=list(SCOPES))
        return browse(self.acme, "api", HTTP_AUTHORIZATION=f"Bearer {key.text}")


@pytest.fixture
def day(shop: Shop, mt5: Mt5Process, in_acme: tenancy.Tenant, monkeypatch: Any) -> Day:
    monkeypatch.setenv("ATRIUM_ALLOW_PRIVATE", f"127.0.0.1:{shop.psp.port},127.0.0.1:{mt5.port}")
    return Day(shop, mt5, in_acme)


def _post(api: SurfaceClient, path: str, body: dict[str, Any], **headers: str) -> Any:
    headers = {"Idempotency-Key": f'"{uuid.uuid4()}"', **headers}
    return api.post(path, json.dumps(body), content_type="application/json", headers=headers)


def _amounts(api: SurfaceClient) -> list[tuple[str, int | None, str]]:
    rows = api.get("/v1/rebates").json()["results"]
    return [(row["amount"], row["level"], row["reason"]) for row in rows]


def test_one_deal_pays_three_levels_and_each_sees_its_own_line_and_why(day: Day) -> None:
    day.trade("1.50")
    day.feed()

    assert _amounts(day.api(day.ines.user)) == [("15", 1, "")]
    assert _amounts(day.api(day.ivan.user)) == [("6", 2, "")]
    assert _amounts(day.api(day.iris.user)) == [("3", 3, "")]

    direct = day.api(day.ines.user)
    line = direct.get("/v1/rebates").json()["results"][0]
    trace = direct.get(f"/v1/rebates/{line['id']}").json()["trace"]
    assert trace[-1]["out"] == "15"
    assert {step["rule"] for step in trace} >= {"base.per_lot", "distribute.levels", "store"}
    assert posted("ib:3:rebates_accrued:USD") == 1_500
    assert posted("expense:rebates:USD") == -2_400
    assert_books_balance()


def test_a_deal_that_is_read_twice_pays_once(day: Day) -> None:
    day.trade("1.00")
    day.feed()
    lines = Line.objects.count()
    day.feed()
    assert Line.objects.count() == lines
    assert posted("ib:3:rebates_accrued:USD") == 1_000


def test_a_partners_line_is_not_there_for_another_partner(day: Day) -> None:
    day.trade("1.00")
    day.feed()
    line = day.api(day.ines.user).get("/v1/rebates").json()["results"][0]
    assert day.api(day.ivan.user).get(f"/v1/rebates/{line['id']}").status_code == 404


def test_a_payout_is_asked_for_approved_by_somebody_else_and_paid_and_the_books_balance(day: Day) -> None:
    day.trade("2.00")
    day.feed()
    place_of(day.ines, "acct_InesDirect")
    wish = {"money": {"amount": "15.00", "currency": "USD"}, "destination": "acct_InesDirect"}
    ines = day.api(day.ines.user)

    asked = _post(ines, "/v1/payouts", wish, **{"Idempotency-Key": '"flow-1"'})
    again = _post(ines, "/v1/payouts", wish, **{"Idempotency-Key": '"flow-1"'})
    assert (asked.status_code, again.status_code) == (201, 201), asked.content
    assert asked.json()["id"] == again.json()["id"]
    payout = asked.json()["id"]
    assert (posted("ib:3:wallet:USD"), asked.json()["state"]) == (2_000, "requested")

    assert _post(ines, f"/v1/payouts/{payout}/decision", {"outcome": "approved"}).status_code in {403, 404}
    fay = add_member(email="fay@acme.example", name="Fay Finance", role="Finance")
    decided = _post(
        day.api(fay.user), f"/v1/payouts/{payout}/decision", {"outcome": "approved", "note": "Seen."}
    )
    assert decided.status_code == 200, decided.content
    assert work_off() == []

    assert ines.get(f"/v1/payouts/{payout}").json()["state"] == "paid"
    assert posted("ib:3:wallet:USD") == 500
    assert len([t for t in day.shop.psp.objects("transfer") if t["transfer_group"] == payout]) == 1
    assert_books_balance()


def test_staff_who_asked_on_a_partners_behalf_cannot_approve_it(day: Day) -> None:
    day.trade("2.00")
    day.feed()
    place_of(day.ines, "acct_InesDirect")
    fay = add_member(email="fay@acme.example", name="Fay Finance", role="Finance")
    api = day.api(fay.user)
    wish = {
        "money": {"amount": "15.00", "currency": "USD"},
        "destination": "acct_InesDirect",
        "partner_id": str(day.ines.id),
    }
    asked = _post(api, "/v1/payouts", wish, **{"Idempotency-Key": '"flow-2"'})
    assert asked.status_code == 201, asked.content
    refused = _post(api, f"/v1/payouts/{asked.json()['id']}/decision", {"outcome": "approved"})
    assert refused.status_code in {403, 409, 422}
    assert "requested" in refused.json()["detail"] or "ask" in refused.json()["detail"]
    work_off()
    assert Approval.objects.get().state == "pending"
    assert posted("ib:3:wallet:USD") == 2_000
