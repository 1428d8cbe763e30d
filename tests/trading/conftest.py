"""One simulated server for the whole session; each test furnishes its own floor on it."""

from collections.abc import Iterator

import pytest

from tests.simulators.mt5.process import Mt5Process
from tests.trading import floor as floors


@pytest.fixture(scope="session")
def mt5(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mt5Process]:
    process = Mt5Process(tmp_path_factory.mktemp("mt5")).start()
    yield process
    process.stop()


@pytest.fixture
def floor(mt5: Mt5Process, in_acme: object) -> floors.Floor:
    return floors.furnish(mt5)
