"""The provider's process runs once for the room's tests; each test has a merchant account of its own there."""

import uuid
from collections.abc import Iterator

import pytest

from atrium.kernel import tenancy
from tests.contracts.psp_process import Door, PspProcess, open_door, running
from tests.payments import shop as shops
from tests.payments.shop import Shop


@pytest.fixture(scope="session")
def psp_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PspProcess]:
    with running(tmp_path_factory.mktemp("psp")) as process:
        yield process


@pytest.fixture
def door() -> Iterator[Door]:
    with open_door() as opened:
        yield opened


@pytest.fixture
def shop(
    in_acme: tenancy.Tenant, psp_process: PspProcess, door: Door, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shop]:
    monkeypatch.setenv("ATRIUM_ALLOW_PRIVATE", f"127.0.0.1:{psp_process.port}")
    yield shops.open_shop(in_acme, psp_process, door, f"sk_test_{uuid.uuid4().hex}")
    psp_process.clear_faults()
