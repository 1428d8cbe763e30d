"""The proof finds what was planted, and invents nothing."""

from typing import Any

import psycopg
import pytest

from atrium.kernel import tenancy
from tenants.ledger import selectors, services
from tenants.ledger.selectors import rows
from tenants.ledger.types import Booking, MoneyRows

from .conftest import CLARA, IRIS, deposit, payout

PLANTED = {
    "a balance is the sum of its movements": "UPDATE ledger_balance SET posted = posted + 7",
    "an account with a floor keeps it": "UPDATE ledger_balance SET floor = -5",
    "all accounts of a currency add up to zero": "UPDATE ledger_balance SET posted = posted + 7",
    "a hold is decided once, by its own image": (
        "UPDATE ledger_movement SET amount_minor = amount_minor + 1 WHERE phase = 'void'"
    ),
    "a reversal is the mirror of a posted movement": (
        "UPDATE ledger_movement SET amount_minor = amount_minor + 1 WHERE reverses IS NOT NULL"
    ),
    "a ledger transaction has all its legs": "DELETE FROM ledger_movement WHERE leg = 0 AND idem_key = 'batch:1'",
}


@pytest.fixture
def history(committed: None, acme: tenancy.Tenant, owner: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """Some of everything, and a thief with the owner's password who has disabled the guards."""
    with tenancy.entered(acme):
        services.post(movements=[deposit("50"), deposit("20", IRIS)], key="batch:1")
        kept, dropped = (services.hold(movement=payout("10"), key=f"wd:{i}") for i in (1, 2))
        moved = services.settle_hold(hold_id=kept.id)
        services.void_hold(hold_id=dropped.id)
        services.reverse(transaction_id=moved.transaction_id, key="rev:1")
        assert selectors.verify() == ()
    owner.execute("ALTER TABLE ledger_movement DISABLE TRIGGER USER")
    return owner


@pytest.mark.parametrize("check", PLANTED)
def test_each_planted_fault_is_found(
    history: psycopg.Connection[Any], acme: tenancy.Tenant, check: str
) -> None:
    history.execute(PLANTED[check])

    with tenancy.entered(acme):
        assert check in {item.check for item in selectors.verify()}


def test_a_wrong_balance_is_named_with_both_figures(
    history: psycopg.Connection[Any], acme: tenancy.Tenant
) -> None:
    history.execute(
        "UPDATE ledger_balance b SET posted = 1 FROM ledger_account a WHERE a.id = account_id AND a.kind = 'ib'"
    )

    with tenancy.entered(acme):
        found = selectors.verify()[0]
    assert (found.subject, found.expected, found.found) == (IRIS, "2000 posted, 0 held", "1 posted, 0 held")


def test_the_command_says_right_or_names_what_is_wrong(
    history: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The postings of this test are nobody's business; a room that answers for them is declared.
    room = MoneyRows("ledger_movement", ("batch:%", "wd:%", "rev:%"), (Booking("row.idem_key"),))
    monkeypatch.setattr(rows, "declared", lambda _: [[room]])
    from click.testing import CliRunner

    from infra.commands.ledger import command

    right = CliRunner().invoke(command, ["verify", "--broker", "acme"])
    assert (right.exit_code, right.output.partition(":")[0]) == (0, "acme")
    history.execute("UPDATE ledger_balance SET posted = posted + 7")

    wrong = CliRunner().invoke(command, ["verify", "--all"])
    assert wrong.exit_code == 1
    assert f"{CLARA} should be 5000 posted, 0 held, is 5007 posted, 0 held." in wrong.output
    assert "borealis: right" in wrong.output
