from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.embedded import Postgres


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    server = Postgres(tmp_path_factory.mktemp("embedded") / "pg", durable=False)
    server.start()
    yield server
    server.wipe()


@pytest.fixture
def own_postgres(tmp_path: Path) -> Iterator[Postgres]:
    """Not started: for tests about starting."""
    server = Postgres(tmp_path / "pg", durable=False)
    yield server
    server.wipe()
