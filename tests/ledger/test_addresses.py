"""An address says whose money it is, in which pocket and currency; nothing that could be misread is one."""

import pytest

from atrium.kernel.errors import InvalidInput
from tenants.ledger import addresses

GOOD = (
    addresses.client_wallet(42, "USD"),
    addresses.ib_wallet(7, "EUR"),
    addresses.ib_rebates_accrued(7, "USDT"),
    addresses.psp("stripe", "USD"),
    addresses.trading("mt5-live", 100245, "USD"),
    addresses.bank("barclays_1", "GBP"),
    addresses.expense("rebates", "USD"),
    addresses.fees("JPY"),
    addresses.fx("BTC"),
    addresses.suspense("USD"),
    "clients:1:USD",
    "trading:mt5.live-2:100245:USD",
)
BAD = (
    "",
    "USD",
    "fees",
    "fees:usd",
    "fees:US",
    "client:042:wallet:USD",  # would be a second wallet of client 42, or of nobody
    "client:0:wallet:USD",
    "client:42:USD",
    "client:42:wallet:extra:USD",
    "client:forty:wallet:USD",
    "client:-1:wallet:USD",
    "ib:٧:wallet:USD",
    "Client:42:wallet:USD",
    "client:42:Wallet:USD",
    "psp::USD",
    "psp:str ipe:USD",
    "psp:stripe:USD\n",
    " psp:stripe:USD",
    "psp:" + "a" * 120 + ":USD",
)


@pytest.mark.parametrize("text", GOOD)
def test_an_address_reads_back_as_it_was_built(text: str) -> None:
    assert str(addresses.parse(text)) == text


@pytest.mark.parametrize("text", BAD)
def test_what_is_not_an_address_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        addresses.parse(text)


def test_only_wallets_of_clients_and_partners_have_a_floor() -> None:
    with_floor = {text for text in GOOD if addresses.parse(text).has_floor}
    assert with_floor == {"client:42:wallet:USD", "ib:7:wallet:EUR"}


@pytest.mark.usefixtures("in_acme")
def test_the_database_admits_the_same_addresses_and_floors() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ledger_account_address_shape'"
            " AND connamespace = current_schema()::regnamespace"
        )
        assert addresses.PATTERN.replace("\\", "\\\\") in cursor.fetchone()[0]
        for text in (*GOOD, *BAD):
            cursor.execute(
                "SELECT %s ~ %s AND length(%s) <= %s", [text, addresses.PATTERN, text, addresses.LONGEST]
            )
            assert cursor.fetchone()[0] is (text in GOOD), text
