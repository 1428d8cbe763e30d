"""Part two: clients register, open accounts and pay in, with every process of the product at work. Then the market opens."""

from atrium.brokers import selectors
from atrium.kernel import tenancy
from infra.demo import cast, clients, money, programme, providers, rebates, simulators, work
from infra.demo.cast import HOUSES, House
from tenants.clients.models import Client
from tenants.payments.models import Withdrawal

DEALS_PER_SECOND = "0.5"


def walk() -> None:
    for house in HOUSES:
        with tenancy.entered(selectors.tenant_by_slug(house.slug)):
            providers.open_doors()
            if not _is_walked():
                _walk(house)
    simulators.mt5("/market", deals_per_second=DEALS_PER_SECOND, running=True)


def _is_walked() -> bool:
    """The last thing that the day does for a house is there."""
    return Withdrawal.objects.exists()


def _walk(house: House) -> None:
    paying: list[tuple[cast.Client, Client]] = []
    for person in house.clients:
        client = clients.ensure(house, person)
        if person.deposit:
            paying.append((person, client))
    deposits = [(person, client, money.pay_in(client, person)) for person, client in paying]
    for person, client, deposit in deposits:
        money.wait_until_settled(deposit)
        money.move_to_trading(client, person)
    work.live_in(house)
    master = rebates.wait_for_rebates(house, rebates.trade())
    programme.live_in(house)
    rebates.pay_out(house, master)
