"""The first trades, what partners earn by them, and a payout that a second pair of eyes approves."""

from atrium.kernel import clock
from atrium.kernel.money import Money
from infra.demo import simulators
from infra.demo.cast import House
from infra.demo.money import until
from tenants.approvals.services import decide
from tenants.ibs.models import Partner
from tenants.identity.models import User
from tenants.payments.models import Destination, Withdrawal
from tenants.payments.services import request_payout
from tenants.rebates.models import Line
from tenants.rebates.services import settle_due
from tenants.trading.models import TradingAccount

TRADES = (("EURUSD", "buy", "2.00"), ("GBPUSD", "sell", "1.50"), ("XAUUSD", "buy", "0.50"))


def trade() -> int:
    """Whole trades, closed just now, on every live account. How many."""
    logins = list(TradingAccount.objects.filter(kind="live").values_list("login", flat=True))
    for login in logins:
        for symbol, side, lots in TRADES:
            simulators.mt5("/trade", login=login, symbol=symbol, side=side, lots=lots, hold_seconds=900)
    return len(logins) * len(TRADES)


def wait_for_rebates(house: House, trades: int) -> Partner:
    """Until the master IB has a line of each trade."""
    master = Partner.objects.select_related("user").get(code=house.partners[0].code)
    until(
        lambda: Line.objects.filter(partner=master).count() >= trades,
        otherwise=f"{house.name}: the rebates of the first trades did not come. See var/log/feed.log and worker.log.",
    )
    return master


def _destination(house: House, master: Partner) -> Destination:
    """As if it had been looked at before the demonstration begins."""
    made, _ = Destination.objects.get_or_create(
        party_kind=Withdrawal.Party.IB,
        party_id=master.id,
        key=f"demo:{house.slug}:destination",
        defaults={
            "party_number": master.number,
            "kind": Destination.Kind.WALLET,
            "network": "STRIPE",
            "holder": master.name,
            "number": f"acct_demo{master.number}{house.slug}",
            "state": Destination.State.VERIFIED,
            "requested_by": master.user_id,
            "created_at": clock.now(),
            "decided_at": clock.now(),
        },
    )
    return made


def pay_out(house: House, master: Partner) -> None:
    """The partner asks, finance approves, the PSP pays. Where only one is there to approve, it stays in the queue."""
    settle_due(partner_id=master.id)
    place = _destination(house, master)
    withdrawal = request_payout(
        partner_id=master.id,
        money=Money.of("10", house.currency),
        destination=place.number,
        by=master.user_id,
        key=f"demo:{house.slug}:payout",
    )
    if withdrawal.state != Withdrawal.State.REQUESTED or not house.payout_is_approved:
        return
    approver = next(colleague for colleague in house.staff if colleague.role == "Finance")
    by = User.objects.get(realm=User.Realm.STAFF, email=approver.email)
    assert withdrawal.approval_id is not None
    decide(
        approval_id=withdrawal.approval_id,
        by=by.id,
        outcome="approved",
        note="Checked against the statement.",
    )
    until(
        lambda: Withdrawal.objects.get(id=withdrawal.id).state == Withdrawal.State.PAID,
        otherwise=f"{house.name}: an approved payout was not paid. See var/log/worker.log.",
    )
