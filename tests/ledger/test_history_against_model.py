"""The ledger agrees with a simple model after every step of random histories. `make chaos` tells ten thousand of them, in parts."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from atrium.kernel import tenancy

from .history import History

HISTORIES = int(os.environ.get("ATRIUM_HISTORIES", "500"))
PARTS = max(1, HISTORIES // 500)
STEPS = 50
# A planted bug is found when one history fails; the shortest of them is of interest to nobody.
PHASES = [Phase.generate] if os.environ.get("ATRIUM_PLANT") else list(Phase)


@pytest.mark.timeout(900 + HISTORIES)
@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("part", [f"part {part + 1} of {PARTS}" for part in range(PARTS)])
def test_the_ledger_agrees_with_a_simple_model_after_every_step(acme: tenancy.Tenant, part: str) -> None:
    """Each history is a transaction of its own, and each part has a new database: rows that were rolled back cost time."""
    with tenancy.entered(acme):
        _tell()


def _tell() -> None:
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=HISTORIES // PARTS,
            stateful_step_count=STEPS,
            deadline=None,
            phases=PHASES,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
