"""A house is restored as a copy: the live one steps aside by rename, the dump takes the name, and both post on their own."""

import os
import subprocess

import pytest
from django.db import connection

from atrium.brokers import grants, provisioning, services
from atrium.brokers.models import Broker
from atrium.kernel import tenancy
from atrium.kernel.money import Money
from infra.embedded import binaries
from tenants.ledger import selectors as ledger_reads
from tenants.ledger import services as ledger
from tenants.ledger.types import Movement

WALLET, PSP = "client:1:wallet:USD", "psp:stripe:USD"


def deposit(amount: str, key: str) -> None:
    money = Money.of(amount, "USD")
    ledger.post(movements=[Movement(debit=PSP, credit=WALLET, money=money, kind="deposit")], key=key)


def balance(house: tenancy.Tenant) -> str:
    with tenancy.entered(house):
        return str(ledger_reads.balance(WALLET).posted.decimal)


def run(program: str, *arguments: str, text: str = "") -> str:
    known = connection.settings_dict
    address = (f"--host={known['HOST']}", f"--port={known['PORT']}", f"--username={known['USER']}")
    return subprocess.run(
        [str(binaries.postgres_programs(None) / program), *address, *arguments, str(known["NAME"])],
        input=text, env={**os.environ, "PGPASSWORD": str(known["PASSWORD"])}, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip


@pytest.fixture
def restored(owner, order):
    """A house's copy under its name, and the house itself, which stepped aside.

    The house is this test's own: roles belong to the whole server, and Acme's is used by other databases too.
    """
    with tenancy.public():
        house = Broker.objects.get(id=services.register_now(order)).as_tenant()
    with tenancy.entered(house):
        deposit("100.00", "before")
    dump = run("pg_dump", f"--schema={house.schema}", "--no-owner", "--no-privileges")
    aside = tenancy.Tenant(tenancy.new_schema_name(), house.broker_id, "corona-aside", "Corona, aside")
    services.rename_schema(house.schema, aside.schema)
    with provisioning.owner_connection() as raw:
        grants.ensure_house_role(raw, house.schema, app_role=provisioning.APP_ROLE)
    run("psql", "--quiet", "--set=ON_ERROR_STOP=1", text=dump)
    with provisioning.owner_connection() as raw:
        grants.grant_house(raw, house.schema)
    connection.close()  # an open session keeps the role it took, whatever that is called now
    yield house, aside
    connection.close()
    for schema in (house.schema, aside.schema):
        provisioning.drop_schema(schema)  # the role would outlive the thrown-away database


def test_both_sides_post_into_their_own_ledger(restored):
    copy, aside = restored
    assert (balance(copy), balance(aside)) == ("100.00", "100.00")
    with tenancy.entered(copy):
        deposit("5.00", "in the copy")
    with tenancy.entered(aside):
        deposit("0.70", "aside")
    assert (balance(copy), balance(aside)) == ("105.00", "100.70")
    for house in restored:
        with tenancy.entered(house):
            assert not ledger_reads.verify()


def test_no_function_of_a_renamed_house_points_to_its_old_name(restored):
    _copy, aside = restored
    with provisioning.owner_connection() as raw:
        rows = raw.execute(
            "SELECT proname, proconfig::text FROM pg_proc WHERE pronamespace = %s::regnamespace AND proconfig IS NOT NULL",
            [aside.schema],
        ).fetchall()
    assert rows
    assert [name for name, config in rows if aside.schema not in config] == []
