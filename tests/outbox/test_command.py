"""What was given up on is listed with its words, and told again on request."""

import uuid

import pytest
from click.testing import CliRunner
from django.db import transaction

from atrium.kernel import tenancy
from infra.commands.outbox import command
from tenants.outbox import services
from tenants.outbox.models import Delivery


@pytest.fixture
def dead(committed: None, rung: list[int], acme: tenancy.Tenant) -> int:
    with tenancy.entered(acme):
        with transaction.atomic():
            services.announce("deposit.settled", deposit_id=uuid.uuid4())
        Delivery.objects.update(state="dead", attempt=9, error="ConnectionError: the mail server is away")
        return Delivery.objects.get().pk


def test_the_dead_are_listed_and_revived(dead: int, rung: list[int]) -> None:
    listed = CliRunner().invoke(command, ["dead"])
    assert listed.exit_code == 1
    assert f"acme {dead}: tests.outbox.listeners.fail on deposit.settled" in listed.output
    assert "the mail server is away" in listed.output

    rung.clear()
    revived = CliRunner().invoke(command, ["revive", "--broker", "acme", str(dead)])
    assert (revived.exit_code, rung) == (0, [dead])
    assert CliRunner().invoke(command, ["dead", "--broker", "acme"]).exit_code == 0
