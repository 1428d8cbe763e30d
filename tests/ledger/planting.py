"""A pytest plug-in (`-p tests.ledger.planting`): plants the bug named in ATRIUM_PLANT before the first test, and again in every
database that is made anew."""

from typing import Any

import pytest

from tests.ledger.plants import PLANTS, plant, planted


@pytest.fixture(scope="session", autouse=True)
def _bug(ground: Any) -> None:
    from tests import conftest
    from tests.servers import Servers

    name = planted()
    if PLANTS[name].python is not None:
        PLANTS[name].python()  # type: ignore[misc]
    copy = Servers.copy_database

    def copy_and_plant(self: Servers, source: str, database: str) -> None:
        copy(self, source, database)
        plant(self.database_url(database), name)

    Servers.copy_database = copy_and_plant  # type: ignore[assignment, method-assign]
    plant(ground.database_url(conftest.DATABASE), name)
